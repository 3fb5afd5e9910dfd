//! HEVC by libx265.

use ffmpeg_next::Dictionary;
use walros_jobs::{Speed, VideoEncode};

use super::Setup;

/// Speed against size. Any preset up to `medium` gives the same parameter sets with the settings below (x265 3.5).
const GOOD_PRESET: &str = "veryfast";
/// On a core: 20 pictures a second of 1080p, 41 of 720p, 79 of 480p (x264's fast class: 88, 117, 163). There is no quicker one:
/// `streaming/pace.rs` offers smaller pictures where that is too slow.
const FAST_PRESET: &str = "ultrafast";
/// Constant quality, below the recipe's ceiling: about as like the source as x264's 23.
const QUALITY: &str = "26";

/// - no pool of threads, one picture at a time, no wavefront: the same bytes everywhere;
/// - `info=0`: what the encoder says of itself would be part of the parameter sets;
/// - no `opt-qp-pps` and `opt-ref-list-length-pps`: those would say what the pictures are like;
/// - the rest pins what presets choose and parameter sets say.
const PINNED: &str = "pools=none:frame-threads=1:wpp=0:pmode=0:pme=0:info=0:log-level=none:repeat-headers=0:aud=0:hrd=0:\
opt-qp-pps=0:opt-ref-list-length-pps=0:open-gop=0:keyint=-1:scenecut=0:high-tier=0:\
ctu=32:min-cu-size=8:max-tu-size=32:tu-intra-depth=1:tu-inter-depth=1:ref=2:bframes=3:b-pyramid=1:weightp=0:weightb=0:\
sao=0:amp=0:rect=0:signhide=1:strong-intra-smoothing=1:tskip=0:temporal-mvp=1:aq-mode=2:qg-size=32:deblock=0,0";

pub(super) fn setup(recipe: &VideoEncode) -> Setup {
    let mut options = Dictionary::new();
    options.set("preset", if recipe.speed == Speed::Good { GOOD_PRESET } else { FAST_PRESET });
    options.set("crf", QUALITY);
    // It counts ten for each whole level, HEVC thirty.
    let level = recipe.level.map(|level| format!(":level-idc={}", level / 3)).unwrap_or_default();
    options.set("x265-params", &format!("{PINNED}{level}"));
    Setup { encoder: "libx265", options, level: None, reordered: 2 }
}
