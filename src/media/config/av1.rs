//! AV1: the av1C record (AV1 codec ISO media file format binding, section 2.3).

use crate::obu::{self, SequenceFacts};

/// The record as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Av1Config(pub Vec<u8>);

impl Av1Config {
    /// From a record, or from the units that open a stream.
    pub fn parse(extradata: &[u8]) -> Option<Self> {
        if extradata.first() == Some(&0x81) {
            return (extradata.len() >= 4).then(|| Self(extradata.to_vec()));
        }
        let header = obu::sequence_header(extradata)?;
        let facts = SequenceFacts::parse(header)?;
        let flag = |set: bool, place: u8| u8::from(set) << place;
        let format = flag(facts.high_tier, 7)
            | flag(facts.high_depth, 6)
            | flag(facts.twelve_bit, 5)
            | flag(facts.monochrome, 4)
            | flag(facts.subsampling.0, 3)
            | flag(facts.subsampling.1, 2)
            | facts.chroma_position;
        Some(Self([&[0x81, facts.profile << 5 | facts.level, format, 0], header].concat()))
    }

    /// The sequence header that the record holds, if it does.
    pub fn header(&self) -> Option<&[u8]> {
        obu::sequence_header(self.0.get(4..)?)
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

    #[test]
    fn a_stream_becomes_a_record() {
        let header = [0x0a, 0x0b, 0x00, 0x00, 0x00, 0x0c, 0xc4, 0xff, 0x67, 0x3e, 0xfe, 0x40, 0x10];
        let config = Av1Config::parse(&header).unwrap();
        assert_eq!(config.0[..4], [0x81, 0x01, 0x0c, 0x00]);
        assert_eq!(config.header(), Some(&header[..]));
        assert_eq!(config.codec_string(), "av01.0.01M.08");
        assert_eq!(Av1Config::parse(&config.0), Some(config));
    }
}
