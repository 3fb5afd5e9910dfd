//! AV1: the av1C record.

/// The record as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Av1Config(pub Vec<u8>);

impl Av1Config {
    pub fn parse(record: &[u8]) -> Option<Self> {
        (record.len() >= 4 && record[0] == 0x81).then(|| Self(record.to_vec()))
    }

    pub fn codec_string(&self) -> String {
        let (profile, level) = (self.0[1] >> 5, self.0[1] & 0x1f);
        let tier = if self.0[2] & 0x80 == 0 { 'M' } else { 'H' };
        let depth = match (self.0[2] & 0x40 != 0, self.0[2] & 0x20 != 0) {
            (true, true) => 12,
            (true, false) => 10,
            _ => 8,
        };
        format!("av01.{profile}.{level:02}{tier}.{depth:02}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_string_of_a_main_profile_film() {
        let config = Av1Config::parse(&[0x81, 0x05, 0x4c, 0x00, 0x0a]).unwrap();
        assert_eq!(config.codec_string(), "av01.0.05M.10");
        assert_eq!(Av1Config::parse(&[0x81, 0x05]), None);
    }
}
