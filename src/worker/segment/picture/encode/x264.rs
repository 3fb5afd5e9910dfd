//! H.264 by libx264.

use ffmpeg_next::Dictionary;
use walros_jobs::{Speed, VideoEncode};

use super::Setup;

/// Speed against size. Any preset up to `faster` gives the same parameter sets with the settings below.
const GOOD_PRESET: &str = "veryfast";
const FAST_PRESET: &str = "ultrafast";
/// Constant quality, below the recipe's ceiling.
const QUALITY: &str = "23";

/// - one thread, no look-ahead thread, no choice by processor: the same bytes everywhere;
/// - `stitchable`: the parameter sets do not depend on the quality;
/// - `force-cfr`: the frame rate is announced, not the clock's; times are kept as they are;
/// - the rest pins what presets choose and parameter sets say.
const PINNED: &str = "threads=1:lookahead-threads=1:sync-lookahead=0:sliced-threads=0:cpu-independent=1:stitchable=1:\
ref=2:b-pyramid=2:weightp=1:weightb=1:open-gop=0:keyint=infinite:aud=0:repeat-headers=0:force-cfr=1";
const PINNED_FOR_HIGH: &str = ":bframes=3:cabac=1:8x8dct=1";
const PINNED_FOR_MAIN: &str = ":bframes=3:cabac=1:8x8dct=0";
const PINNED_FOR_BASELINE: &str = ":bframes=0:cabac=0:8x8dct=0:weightp=0";
/// Without the loop filter, which its preset leaves out, blocks would show: with it the fast class is as like the source as
/// the good one (SSIM 0.972, 0.985, 0.984 against 0.972, 0.985, 0.984 on three generated films of 720p at 4 Mbit/s; 0.003 less on two at 1 Mbit/s).
const FILTERED: &str = ":deblock=1,0,0";

/// Pictures that wait for others, by what is pinned.
pub(super) const REORDERED: u32 = 2;

pub(super) fn setup(recipe: &VideoEncode) -> Setup {
    let profile = recipe.profile.as_deref().unwrap_or("high");
    let pinned = match profile {
        "baseline" => PINNED_FOR_BASELINE,
        "main" => PINNED_FOR_MAIN,
        _ => PINNED_FOR_HIGH,
    };
    let (preset, filtered) = match recipe.speed {
        Speed::Good => (GOOD_PRESET, ""),
        Speed::Fast => (FAST_PRESET, FILTERED),
    };
    let mut options = Dictionary::new();
    options.set("preset", preset);
    options.set("crf", QUALITY);
    options.set("profile", profile);
    options.set("x264-params", &format!("{PINNED}{pinned}{filtered}"));
    Setup { encoder: "libx264", options, level: recipe.level, reordered: REORDERED }
}
