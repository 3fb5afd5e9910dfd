//! AV1 by SVT-AV1.

use std::sync::{Mutex, MutexGuard, PoisonError};

use ffmpeg_next::Dictionary;
use walros_jobs::{Speed, VideoEncode};

use super::Setup;

/// Speed against size. Presets from 8 on give the same sequence header with the settings below (SVT-AV1 1.4).
const GOOD_PRESET: &str = "8";
/// On a core: 43 pictures a second of 1080p, 76 of 720p, 110 of 480p. Preset 13 is a quarter faster, which no film of usual size needs.
const FAST_PRESET: &str = "12";
/// Constant quality, below the recipe's ceiling: about as like the source as x264's 23.
const QUALITY: &str = "35";

/// - one logical processor: the same bytes everywhere, with or without the processor's special instructions;
/// - closed groups of pictures, of which each job is one;
/// - no loop restoration, which only the slower presets have and the sequence header says.
const PINNED: &str = "lp=1:keyint=-1:scd=0:irefresh-type=2:enable-overlays=0:enable-restoration=0:film-grain=0";

/// Encoders of SVT-AV1 1.4 share state in a process, and two at a time crash. A worker has one job at a time; tests have several.
static ALONE: Mutex<()> = Mutex::new(());

pub(super) fn alone() -> MutexGuard<'static, ()> {
    ALONE.lock().unwrap_or_else(PoisonError::into_inner)
}

pub(super) fn setup(recipe: &VideoEncode) -> Setup {
    let mut options = Dictionary::new();
    options.set("preset", if recipe.speed == Speed::Good { GOOD_PRESET } else { FAST_PRESET });
    options.set("crf", QUALITY);
    options.set("svtav1-params", PINNED);
    // It works its level out by itself, from size and rate. Pictures that only others need come with the one that is shown.
    Setup { encoder: "libsvtav1", options, level: None, reordered: 0 }
}
