//! Levels: what each admits, and which one a picture needs.

use walros_jobs::VideoCodec;

/// What a level admits.
struct Level {
    /// As the standard counts it.
    number: u32,
    /// Units a second and a picture: macroblocks in H.264, samples of brightness in the others.
    rate: u64,
    size: u64,
    kilobits: u64,
}

const fn level(number: u32, rate: u64, size: u64, kilobits: u64) -> Level {
    Level { number, rate, size, kilobits }
}

/// ITU-T H.264, table A-1, in High profile.
const H264: &[Level] = &[
    level(10, 1_485, 99, 80),
    level(11, 3_000, 396, 240),
    level(12, 6_000, 396, 480),
    level(13, 11_880, 396, 960),
    level(20, 11_880, 396, 2_500),
    level(21, 19_800, 792, 5_000),
    level(22, 20_250, 1_620, 5_000),
    level(30, 40_500, 1_620, 12_500),
    level(31, 108_000, 3_600, 17_500),
    level(32, 216_000, 5_120, 25_000),
    level(40, 245_760, 8_192, 25_000),
    level(42, 522_240, 8_704, 62_500),
    level(50, 589_824, 22_080, 168_750),
    level(51, 983_040, 36_864, 300_000),
    level(52, 2_073_600, 36_864, 300_000),
    level(62, 16_711_680, 139_264, 1_000_000),
];

/// ITU-T H.265, tables A.8 and A.9, main tier; thirty for each whole level.
const HEVC: &[Level] = &[
    level(30, 552_960, 36_864, 128),
    level(60, 3_686_400, 122_880, 1_500),
    level(63, 7_372_800, 245_760, 3_000),
    level(90, 16_588_800, 552_960, 6_000),
    level(93, 33_177_600, 983_040, 10_000),
    level(120, 66_846_720, 2_228_224, 12_000),
    level(123, 133_693_440, 2_228_224, 20_000),
    level(150, 267_386_880, 8_912_896, 25_000),
    level(153, 534_773_760, 8_912_896, 40_000),
    level(156, 1_069_547_520, 8_912_896, 60_000),
    level(180, 1_069_547_520, 35_651_584, 60_000),
    level(183, 2_139_095_040, 35_651_584, 120_000),
    level(186, 4_278_190_080, 35_651_584, 240_000),
];

/// AV1 bitstream specification, annex A.3, main tier; `seq_level_idx`.
const AV1: &[Level] = &[
    level(0, 4_423_680, 147_456, 1_500),
    level(1, 8_363_520, 278_784, 3_000),
    level(4, 19_975_680, 665_856, 6_000),
    level(5, 31_950_720, 1_065_024, 10_000),
    level(8, 70_778_880, 2_359_296, 12_000),
    level(9, 141_557_760, 2_359_296, 20_000),
    level(12, 267_386_880, 8_912_896, 30_000),
    level(13, 534_773_760, 8_912_896, 40_000),
    level(14, 1_069_547_520, 8_912_896, 60_000),
    level(16, 1_069_547_520, 35_651_584, 60_000),
    level(17, 2_139_095_040, 35_651_584, 100_000),
    level(18, 4_278_190_080, 35_651_584, 160_000),
];

/// The lowest that is announced: players know all up to here.
const LEAST_H264: u32 = 30;

fn levels(codec: VideoCodec) -> &'static [Level] {
    match codec {
        VideoCodec::H264 => H264,
        VideoCodec::Hevc => HEVC,
        VideoCodec::Av1 => AV1,
    }
}

fn units(codec: VideoCodec, width: u32, height: u32) -> u64 {
    match codec {
        VideoCodec::H264 => u64::from(width.div_ceil(16)) * u64::from(height.div_ceil(16)),
        VideoCodec::Hevc | VideoCodec::Av1 => u64::from(width) * u64::from(height),
    }
}

/// The lowest level, from 3.0 on in H.264, for such pictures at such a ceiling of bits per second. That of AV1 does
/// not depend on the ceiling, since its encoder does not ask for it.
pub(super) fn level_for(codec: VideoCodec, width: u32, height: u32, frames_per_second: f64, bit_rate: u64) -> u32 {
    let size = units(codec, width, height);
    let rate = (size as f64 * frames_per_second).ceil() as u64;
    let fits = |level: &&Level| {
        let bits = codec == VideoCodec::Av1 || bit_rate <= level.kilobits * 1000;
        (codec != VideoCodec::H264 || level.number >= LEAST_H264) && rate <= level.rate && size <= level.size && bits
    };
    let levels = levels(codec);
    levels.iter().find(fits).or(levels.last()).map_or(0, |level| level.number)
}

/// The most bits per second that a level admits.
pub(super) fn ceiling(codec: VideoCodec, number: u32) -> u64 {
    levels(codec).iter().find(|level| level.number == number).map_or(u64::MAX, |level| level.kilobits * 1000)
}

/// By how much both sides must shrink to fit a level: 1 or less.
pub(super) fn shrink_for(codec: VideoCodec, number: u32, width: u32, height: u32, frames_per_second: f64) -> f64 {
    let levels = levels(codec);
    let Some(level) = levels.iter().rev().find(|own| own.number <= number).or(levels.first()) else { return 1.0 };
    let size = units(codec, width, height) as f64;
    let allowed = (level.size as f64).min(level.rate as f64 / frames_per_second.max(1.0));
    (allowed / size).sqrt().min(1.0)
}

#[cfg(test)]
mod tests {
    use walros_jobs::VideoCodec::{Av1, H264, Hevc};

    use super::*;

    #[test]
    fn levels_of_common_pictures() {
        for (codec, width, height, rate, bits, expected) in [
            (H264, 640, 360, 24.0, 1_000_000, 30),
            (H264, 1280, 720, 23.976, 4_000_000, 31),
            (H264, 1920, 1080, 24.0, 8_000_000, 40),
            (H264, 1920, 1080, 60.0, 8_000_000, 42),
            (H264, 3840, 2160, 24.0, 20_000_000, 51),
            (H264, 320, 240, 15.0, 100_000, 30),
            (Hevc, 640, 360, 24.0, 1_000_000, 63),
            (Hevc, 1280, 720, 24.0, 4_000_000, 93),
            (Hevc, 1920, 1080, 24.0, 8_000_000, 120),
            (Hevc, 1920, 1080, 24.0, 16_000_000, 123),
            (Hevc, 3840, 2160, 60.0, 20_000_000, 153),
            (Av1, 640, 360, 25.0, 1_000_000, 1),
            (Av1, 1280, 720, 24.0, 4_000_000, 5),
            (Av1, 1920, 1080, 60.0, 8_000_000, 9),
        ] {
            assert_eq!(level_for(codec, width, height, rate, bits), expected, "{codec:?} {width}×{height} at {rate}");
        }
        assert_eq!(ceiling(Av1, 5), 10_000_000);
    }

    #[test]
    fn a_level_limits_the_size() {
        assert_eq!(shrink_for(H264, 40, 1920, 1080, 24.0), 1.0);
        assert!(shrink_for(H264, 31, 1920, 1080, 24.0) * 1920.0 <= 1290.0);
        assert!(shrink_for(H264, 41, 1920, 1080, 60.0) < 0.75);
        assert_eq!(shrink_for(Hevc, 123, 1920, 1080, 60.0), 1.0);
        assert!(shrink_for(Hevc, 93, 1920, 1080, 24.0) * 1920.0 <= 1330.0);
        assert!(shrink_for(Av1, 5, 1920, 1080, 24.0) < 0.75);
    }
}
