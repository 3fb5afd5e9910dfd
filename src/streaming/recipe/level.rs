//! H.264 levels: what each admits, and which one a picture needs.

/// Ten times the level, macroblocks a second, macroblocks a picture, kbit/s in High profile.
const LEVELS: [(u32, u64, u64, u64); 16] = [
    (10, 1_485, 99, 80),
    (11, 3_000, 396, 240),
    (12, 6_000, 396, 480),
    (13, 11_880, 396, 960),
    (20, 11_880, 396, 2_500),
    (21, 19_800, 792, 5_000),
    (22, 20_250, 1_620, 5_000),
    (30, 40_500, 1_620, 12_500),
    (31, 108_000, 3_600, 17_500),
    (32, 216_000, 5_120, 25_000),
    (40, 245_760, 8_192, 25_000),
    (42, 522_240, 8_704, 62_500),
    (50, 589_824, 22_080, 168_750),
    (51, 983_040, 36_864, 300_000),
    (52, 2_073_600, 36_864, 300_000),
    (62, 16_711_680, 139_264, 1_000_000),
];

fn macroblocks(width: u32, height: u32) -> u64 {
    u64::from(width.div_ceil(16)) * u64::from(height.div_ceil(16))
}

/// The lowest level, from 3.0 on, for such pictures at such a ceiling of bits per second.
pub(super) fn level_for(width: u32, height: u32, frames_per_second: f64, bit_rate: u64) -> u32 {
    let size = macroblocks(width, height);
    let rate = (size as f64 * frames_per_second).ceil() as u64;
    let fits =
        |(level, max_rate, max_size, kilobits): &&(u32, u64, u64, u64)| *level >= 30 && rate <= *max_rate && size <= *max_size && bit_rate <= kilobits * 1000;
    LEVELS.iter().find(fits).map_or(62, |(level, ..)| *level)
}

/// By how much both sides must shrink to fit a level: 1 or less.
pub(super) fn shrink_for(level: u32, width: u32, height: u32, frames_per_second: f64) -> f64 {
    let Some((_, max_rate, max_size, _)) = LEVELS.iter().rev().find(|(own, ..)| *own <= level.max(10)) else { return 1.0 };
    let size = macroblocks(width, height) as f64;
    let allowed = (*max_size as f64).min(*max_rate as f64 / frames_per_second.max(1.0));
    (allowed / size).sqrt().min(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_of_common_pictures() {
        assert_eq!(level_for(640, 360, 24.0, 1_000_000), 30);
        assert_eq!(level_for(1280, 720, 23.976, 4_000_000), 31);
        assert_eq!(level_for(1920, 1080, 24.0, 8_000_000), 40);
        assert_eq!(level_for(1920, 1080, 60.0, 8_000_000), 42);
        assert_eq!(level_for(3840, 2160, 24.0, 20_000_000), 51);
        assert_eq!(level_for(320, 240, 15.0, 100_000), 30);
    }

    #[test]
    fn a_level_limits_the_size() {
        assert_eq!(shrink_for(40, 1920, 1080, 24.0), 1.0);
        assert!(shrink_for(31, 1920, 1080, 24.0) * 1920.0 <= 1290.0);
        assert!(shrink_for(41, 1920, 1080, 60.0) < 0.75);
    }
}
