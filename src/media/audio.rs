//! How sound is coded, and what MP4 and playlists say of it.

use crate::adts::AacConfig;
use crate::bits::BitReader;

/// A coding with all that a decoder must know before the first frame.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AudioConfig {
    Aac(AacConfig),
    /// MPEG-1 or -2 layer III.
    Mp3,
    Ac3(Ac3Facts),
    Eac3(Ac3Facts),
    /// The identification header of Ogg (`OpusHead…`). It skips nothing: frames are labelled with when they are heard.
    Opus(Vec<u8>),
    /// The 34 bytes of the STREAMINFO block.
    Flac(Vec<u8>),
}

impl AudioConfig {
    /// From libav's codec name, extradata and the first frame of the stream. `None` for codecs that are not written,
    /// or when what is needed is missing.
    pub fn new(codec: &str, extradata: &[u8], first_frame: &[u8]) -> Option<Self> {
        match codec {
            "aac" => AacConfig::parse(extradata).or_else(|| AacConfig::from_adts(first_frame)).map(Self::Aac),
            "mp3" => Some(Self::Mp3),
            "ac3" => Ac3Facts::parse_ac3(first_frame).map(Self::Ac3),
            "eac3" => Ac3Facts::parse_eac3(first_frame).map(Self::Eac3),
            "opus" => opus_head(extradata).map(Self::Opus),
            "flac" => flac_stream_info(extradata).map(Self::Flac),
            _ => None,
        }
    }

    /// What `CODECS` in a playlist says.
    pub fn codec_string(&self) -> String {
        match self {
            Self::Aac(config) => format!("mp4a.40.{}", config.object_type),
            Self::Mp3 => "mp4a.40.34".to_owned(),
            Self::Ac3(_) => "ac-3".to_owned(),
            Self::Eac3(_) => "ec-3".to_owned(),
            Self::Opus(_) => "Opus".to_owned(),
            Self::Flac(_) => "fLaC".to_owned(),
        }
    }
}

/// The samples that one frame of a codec (by libav's name) holds; `None` where frames differ.
pub fn samples_per_frame(codec: &str, sample_rate: u32) -> Option<u32> {
    match codec {
        "aac" => Some(1024),
        "mp3" if sample_rate < 32_000 => Some(576),
        "mp3" | "mp2" => Some(1152),
        "ac3" | "eac3" => Some(1536),
        "opus" => Some(960),
        _ => None,
    }
}

fn opus_head(extradata: &[u8]) -> Option<Vec<u8>> {
    let mut head = extradata.to_vec();
    head.starts_with(b"OpusHead").then_some(())?;
    head.get_mut(10..12)?.fill(0);
    Some(head)
}

fn flac_stream_info(extradata: &[u8]) -> Option<Vec<u8>> {
    let block = match extradata.strip_prefix(b"fLaC") {
        Some(rest) => rest.get(4..)?,
        None => extradata,
    };
    block.get(..34).map(<[u8]>::to_vec)
}

/// What the header of an (E-)AC-3 frame says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Ac3Facts {
    sample_rate_code: u8,
    stream_id: u8,
    stream_mode: u8,
    channel_mode: u8,
    low_frequency: bool,
    /// AC-3: its code in the standard's table; E-AC-3: kbit/s.
    rate: u16,
}

impl Ac3Facts {
    fn parse_ac3(frame: &[u8]) -> Option<Self> {
        let mut bits = BitReader::new(frame);
        if bits.bits(16)? != 0x0b77 {
            return None;
        }
        bits.skip(16)?;
        let sample_rate_code = bits.bits(2)? as u8;
        let rate = (bits.bits(6)? >> 1) as u16;
        let stream_id = bits.bits(5)? as u8;
        let stream_mode = bits.bits(3)? as u8;
        let channel_mode = bits.bits(3)? as u8;
        // Mix levels stand between, where there is something to mix.
        if channel_mode & 1 != 0 && channel_mode != 1 {
            bits.skip(2)?;
        }
        if channel_mode & 4 != 0 {
            bits.skip(2)?;
        }
        if channel_mode == 2 {
            bits.skip(2)?;
        }
        Some(Self { sample_rate_code, stream_id, stream_mode, channel_mode, low_frequency: bits.bit()?, rate })
    }

    fn parse_eac3(frame: &[u8]) -> Option<Self> {
        let mut bits = BitReader::new(frame);
        if bits.bits(16)? != 0x0b77 {
            return None;
        }
        bits.skip(5)?;
        let words = bits.bits(11)? + 1;
        let sample_rate_code = bits.bits(2)? as u8;
        let blocks = if sample_rate_code == 3 {
            bits.skip(2)?;
            6
        } else {
            [1, 2, 3, 6][bits.bits(2)? as usize]
        };
        let channel_mode = bits.bits(3)? as u8;
        let low_frequency = bits.bit()?;
        let stream_id = bits.bits(5)? as u8;
        let sample_rate = [48_000, 44_100, 32_000, 24_000][usize::from(sample_rate_code)];
        let rate = words * 16 * sample_rate / (blocks * 256) / 1000;
        Some(Self { sample_rate_code, stream_id, stream_mode: 0, channel_mode, low_frequency, rate: rate.min(0x1fff) as u16 })
    }

    /// The `dac3` box's content.
    pub(crate) fn dac3(&self) -> Vec<u8> {
        let value = u32::from(self.sample_rate_code) << 22
            | u32::from(self.stream_id) << 17
            | u32::from(self.stream_mode) << 14
            | u32::from(self.channel_mode) << 11
            | u32::from(self.low_frequency) << 10
            | u32::from(self.rate & 0x1f) << 5;
        value.to_be_bytes()[1..].to_vec()
    }

    /// The `dec3` box's content, for one independent substream.
    pub(crate) fn dec3(&self) -> Vec<u8> {
        let mut out = (self.rate << 3).to_be_bytes().to_vec();
        let value = u32::from(self.sample_rate_code) << 22
            | u32::from(self.stream_id) << 17
            | u32::from(self.stream_mode) << 12
            | u32::from(self.channel_mode) << 9
            | u32::from(self.low_frequency) << 8;
        out.extend_from_slice(&value.to_be_bytes()[1..]);
        out
    }
}

#[cfg(test)]
#[expect(clippy::unusual_byte_groupings, reason = "grouped as the standard groups the fields")]
mod tests {
    use super::*;

    #[test]
    fn ac3_at_384_kbit_with_five_and_one_channels() {
        // Sync word, CRC, 48 kHz with size code 28, id 8, mode 0, 3/2 channels, two mix levels, LFE.
        let frame = [0x0b, 0x77, 0, 0, 0b00_011100, 0b01000_000, 0b111_01_01_1];
        let facts = Ac3Facts::parse_ac3(&frame).unwrap();
        assert_eq!((facts.channel_mode, facts.low_frequency, facts.rate), (7, true, 14));
        assert_eq!(facts.dac3(), [0b00_01000_0, 0b00_111_1_01, 0b110_00000]);
    }

    #[test]
    fn eac3_at_256_kbit_with_five_and_one_channels() {
        // Sync word, type 0, substream 0, 512 words, 48 kHz, six blocks, 3/2 channels, LFE, id 16.
        let frame = [0x0b, 0x77, 0b00_000_001, 0xff, 0b00_11_111_1, 0b10000_000];
        let facts = Ac3Facts::parse_eac3(&frame).unwrap();
        assert_eq!((facts.channel_mode, facts.low_frequency, facts.stream_id, facts.rate), (7, true, 16, 256));
        assert_eq!(facts.dec3(), [0x08, 0x00, 0b00_10000_0, 0b0_000_111_1, 0]);
    }

    #[test]
    fn flac_with_and_without_its_marker() {
        let block = [7; 34];
        let whole = [b"fLaC\x80\x00\x00\x22".as_slice(), &block].concat();
        assert_eq!(AudioConfig::new("flac", &whole, &[]), Some(AudioConfig::Flac(block.to_vec())));
        assert_eq!(AudioConfig::new("flac", &block, &[]), Some(AudioConfig::Flac(block.to_vec())));
        assert_eq!(AudioConfig::new("flac", &block[..10], &[]), None);
        assert_eq!(AudioConfig::new("truehd", &[], &[]), None);
    }
}
