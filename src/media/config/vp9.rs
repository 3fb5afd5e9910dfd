//! VP9: the vpcC record. Files seldom hold one, so it is made from what the stream says.

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Vp9Config {
    pub profile: u8,
    /// Ten times the level, such as 31.
    pub level: u8,
    pub bit_depth: u8,
    /// 4:2:0 (1), 4:2:2 (2) or 4:4:4 (3).
    pub chroma: u8,
    pub full_range: bool,
    /// Primaries, transfer and matrix as ISO/IEC 23001-8 numbers them; 2 = unknown.
    pub colour: [u8; 3],
}

impl Vp9Config {
    /// The record, with the box's version and flags before it.
    pub fn record(&self) -> Vec<u8> {
        let format = self.bit_depth << 4 | (self.chroma & 7) << 1 | u8::from(self.full_range);
        let [primaries, transfer, matrix] = self.colour;
        vec![1, 0, 0, 0, self.profile, self.level, format, primaries, transfer, matrix, 0, 0]
    }

    pub fn codec_string(&self) -> String {
        format!("vp09.{:02}.{:02}.{:02}", self.profile, self.level, self.bit_depth)
    }

    /// The lowest level that admits such pictures; for streams that do not say.
    pub fn level_for(width: u32, height: u32, frames_per_second: f64) -> u8 {
        /// Level × 10, luma samples a second, luma samples a picture.
        const LEVELS: [(u8, f64, u64); 14] = [
            (10, 829_440.0, 36_864),
            (11, 2_764_800.0, 73_728),
            (20, 4_608_000.0, 122_880),
            (21, 9_216_000.0, 245_760),
            (30, 20_736_000.0, 552_960),
            (31, 36_864_000.0, 983_040),
            (40, 83_558_400.0, 2_228_224),
            (41, 160_432_128.0, 2_228_224),
            (50, 311_951_360.0, 8_912_896),
            (51, 588_251_136.0, 8_912_896),
            (52, 1_176_502_272.0, 8_912_896),
            (60, 1_176_502_272.0, 35_651_584),
            (61, 2_353_004_544.0, 35_651_584),
            (62, 4_706_009_088.0, 35_651_584),
        ];
        let picture = u64::from(width) * u64::from(height);
        let rate = picture as f64 * frames_per_second;
        LEVELS.iter().find(|(_, samples, size)| rate <= *samples && picture <= *size).map_or(62, |(level, ..)| *level)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn level_and_string() {
        assert_eq!(Vp9Config::level_for(854, 480, 24.0), 30);
        assert_eq!(Vp9Config::level_for(3840, 2160, 60.0), 51);
        assert_eq!(Vp9Config::level_for(100_000, 100_000, 60.0), 62);
        let config = Vp9Config { profile: 0, level: 30, bit_depth: 8, chroma: 1, full_range: false, colour: [2, 2, 2] };
        assert_eq!(config.codec_string(), "vp09.00.30.08");
        assert_eq!(config.record()[4..7], [0, 30, 0x82]);
    }
}
