//! AAC: the AudioSpecificConfig of MP4, and the ADTS headers that stand before each frame in transport streams.

use crate::bits::BitReader;

const SAMPLE_RATES: [u32; 13] = [96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025, 8_000, 7_350];

/// What a decoder must know of an AAC stream.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AacConfig {
    /// 2 = LC, 5 = HE, 29 = HE v2, as the stream announces itself.
    pub object_type: u8,
    /// That of the core, in [`SAMPLE_RATES`].
    rate_index: u8,
    /// As MPEG numbers configurations: 1–6 = so many channels, 7 = eight.
    channels: u8,
    /// The AudioSpecificConfig.
    pub bytes: Vec<u8>,
}

impl AacConfig {
    /// From an AudioSpecificConfig.
    pub fn parse(bytes: &[u8]) -> Option<Self> {
        let mut bits = BitReader::new(bytes);
        let object_type = match bits.bits(5)? {
            31 => 32 + bits.bits(6)?,
            other => other,
        } as u8;
        let rate_index = bits.bits(4)? as u8;
        if rate_index == 15 {
            bits.skip(24)?;
        }
        let channels = bits.bits(4)? as u8;
        (object_type != 0).then(|| Self { object_type, rate_index, channels, bytes: bytes.to_vec() })
    }

    /// From the ADTS header of a frame.
    pub fn from_adts(frame: &[u8]) -> Option<Self> {
        header_length(frame)?;
        let (profile, rate_index) = (frame[2] >> 6, frame[2] >> 2 & 0xf);
        let channels = (frame[2] & 1) << 2 | frame[3] >> 6;
        let object_type = profile + 1;
        let bytes = vec![object_type << 3 | rate_index >> 1, (rate_index & 1) << 7 | channels << 3];
        (usize::from(rate_index) < SAMPLE_RATES.len()).then_some(Self { object_type, rate_index, channels, bytes })
    }

    /// Whether ADTS can say it: four object types (HE hides behind LC), listed rates, plain channel numbers.
    pub fn fits_adts(&self) -> bool {
        matches!(self.object_type, 1..=5 | 29) && usize::from(self.rate_index) < SAMPLE_RATES.len() && (1..=7).contains(&self.channels)
    }

    /// The seven bytes before a frame of `length` bytes.
    pub fn adts_header(&self, length: usize) -> [u8; 7] {
        let total = length as u32 + 7;
        let profile = match self.object_type {
            1..=4 => self.object_type - 1,
            _ => 1,
        };
        [
            0xff,
            0xf1,
            profile << 6 | self.rate_index << 2 | self.channels >> 2,
            (self.channels & 3) << 6 | (total >> 11) as u8 & 3,
            (total >> 3) as u8,
            ((total & 7) as u8) << 5 | 0x1f,
            0xfc,
        ]
    }
}

/// How long the ADTS header of a frame is; `None` when it has none.
pub fn header_length(frame: &[u8]) -> Option<usize> {
    let sync = frame.len() > 7 && frame[0] == 0xff && frame[1] & 0xf6 == 0xf0;
    sync.then(|| if frame[1] & 1 == 1 { 7 } else { 9 })
}

/// Bytes of the frame that begins here, with its header. `None` where its header says something else than one frame of so
/// many samples a second.
pub fn frame_length(data: &[u8], sample_rate: u32) -> Option<usize> {
    header_length(data)?;
    let [_, _, third, fourth, fifth, sixth, seventh, ..] = data else { return None };
    let rate = SAMPLE_RATES.get(usize::from(third >> 2 & 0xf))?;
    let single = seventh & 3 == 0;
    (single && *rate == sample_rate).then_some(usize::from(fourth & 3) << 11 | usize::from(*fifth) << 3 | usize::from(sixth >> 5))
}

/// The frame without its ADTS header, if it has one.
pub fn strip(frame: &[u8]) -> &[u8] {
    header_length(frame).and_then(|length| frame.get(length..)).unwrap_or(frame)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stereo_at_48_khz_both_ways() {
        let config = AacConfig::parse(&[0x11, 0x90]).unwrap();
        assert_eq!((config.object_type, config.rate_index, config.channels), (2, 3, 2));
        assert!(config.fits_adts());
        let header = config.adts_header(371);
        let frame = [header.as_slice(), &[1, 2, 3]].concat();
        assert_eq!(AacConfig::from_adts(&frame), Some(config));
        assert_eq!(strip(&frame), [1, 2, 3]);
        let total = u32::from(header[3] & 3) << 11 | u32::from(header[4]) << 3 | u32::from(header[5]) >> 5;
        assert_eq!(total, 378);
    }

    #[test]
    fn high_efficiency_is_announced_as_itself_and_carried_as_lc() {
        let config = AacConfig::parse(&[0x2b, 0x11, 0x88, 0x00]).unwrap();
        assert_eq!(config.object_type, 5);
        assert_eq!(config.adts_header(10)[2] >> 6, 1);
    }

    #[test]
    fn a_bare_frame_is_left_alone() {
        assert_eq!(strip(&[0x21, 0x10, 0x04]), [0x21, 0x10, 0x04]);
        assert_eq!(AacConfig::parse(&[0]), None);
    }
}
