//! H.264: the avcC record (ISO/IEC 14496-15).

use crate::bits::BitReader;
use crate::nal::{Framing, NalCodec, starts_like_annex_b, unescape};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AvcConfig {
    pub sps: Vec<Vec<u8>>,
    pub pps: Vec<Vec<u8>>,
    /// How the samples that come with it are framed.
    pub framing: Framing,
}

impl AvcConfig {
    /// From an avcC record, or from parameter sets behind start codes.
    pub fn parse(extradata: &[u8]) -> Option<Self> {
        if starts_like_annex_b(extradata) { Self::from_annex_b(extradata) } else { Self::from_record(extradata) }
    }

    fn from_annex_b(data: &[u8]) -> Option<Self> {
        let sets = NalCodec::Avc.units(Framing::AnnexB, data).into_iter().filter(|unit| NalCodec::Avc.is_parameter_set(unit));
        let (sps, pps): (Vec<_>, Vec<_>) = sets.map(<[u8]>::to_vec).partition(|unit| NalCodec::Avc.is_sps(unit));
        Self { sps, pps, framing: Framing::AnnexB }.checked()
    }

    fn from_record(record: &[u8]) -> Option<Self> {
        if record.first() != Some(&1) {
            return None;
        }
        let framing = Framing::Length(usize::from(record.get(4)? & 3) + 1);
        let (sps, rest) = take_sets(record.get(6..)?, record.get(5)? & 0x1f)?;
        let (pps, _) = take_sets(rest.get(1..)?, *rest.first()?)?;
        Self { sps, pps, framing }.checked()
    }

    fn checked(self) -> Option<Self> {
        (self.sps.first()?.len() >= 4 && !self.pps.is_empty()).then_some(self)
    }

    /// The record for samples with four bytes of length.
    pub fn record(&self) -> Vec<u8> {
        let [profile, compatibility, level] = self.profile_bytes();
        let mut out = vec![1, profile, compatibility, level, 0xff, 0xe0 | (self.sps.len() as u8 & 0x1f)];
        push_sets(&mut out, &self.sps);
        out.push(self.pps.len() as u8);
        push_sets(&mut out, &self.pps);
        if let (100 | 110 | 122 | 144, Some([chroma, luma_depth, chroma_depth])) = (profile, self.sample_format()) {
            out.extend_from_slice(&[0xfc | chroma, 0xf8 | luma_depth, 0xf8 | chroma_depth, 0]);
        }
        out
    }

    pub fn codec_string(&self) -> String {
        let [profile, compatibility, level] = self.profile_bytes();
        format!("avc1.{profile:02X}{compatibility:02X}{level:02X}")
    }

    fn profile_bytes(&self) -> [u8; 3] {
        self.sps.first().and_then(|sps| sps.get(1..4)?.try_into().ok()).unwrap_or_default()
    }

    /// Chroma format and the depths less eight.
    fn sample_format(&self) -> Option<[u8; 3]> {
        let payload = unescape(self.sps.first()?.get(4..)?);
        let mut bits = BitReader::new(&payload);
        bits.golomb()?;
        let chroma = bits.golomb()?;
        if chroma == 3 {
            bits.skip(1)?;
        }
        Some([chroma as u8 & 3, bits.golomb()? as u8 & 7, bits.golomb()? as u8 & 7])
    }
}

fn take_sets(mut data: &[u8], count: u8) -> Option<(Vec<Vec<u8>>, &[u8])> {
    let mut sets = Vec::new();
    for _ in 0..count {
        let length = usize::from(u16::from_be_bytes([*data.first()?, *data.get(1)?]));
        sets.push(data.get(2..2 + length)?.to_vec());
        data = &data[2 + length..];
    }
    Some((sets, data))
}

fn push_sets(out: &mut Vec<u8>, sets: &[Vec<u8>]) {
    for set in sets {
        out.extend_from_slice(&(set.len() as u16).to_be_bytes());
        out.extend_from_slice(set);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SPS: &[u8] = &[0x67, 0x64, 0x00, 0x1f, 0xac, 0xd9, 0x40, 0x50, 0x05, 0xbb];
    const PPS: &[u8] = &[0x68, 0xeb, 0xe3, 0xcb, 0x22, 0xc0];

    #[test]
    fn from_start_codes_to_a_record_and_back() {
        let mut annex_b = Vec::new();
        crate::nal::push_annex_b(&mut annex_b, SPS);
        crate::nal::push_annex_b(&mut annex_b, PPS);
        let config = AvcConfig::parse(&annex_b).unwrap();
        assert_eq!(config.codec_string(), "avc1.64001F");
        let record = config.record();
        assert_eq!(record[..6], [1, 0x64, 0x00, 0x1f, 0xff, 0xe1]);
        assert_eq!(record[record.len() - 4..], [0xfd, 0xf8, 0xf8, 0]);
        let again = AvcConfig::parse(&record).unwrap();
        assert_eq!((again.sps, again.pps, again.framing), (config.sps, config.pps, Framing::Length(4)));
    }

    #[test]
    fn torn_records_are_none() {
        assert_eq!(AvcConfig::parse(&[]), None);
        assert_eq!(AvcConfig::parse(&[1, 0x64, 0, 0x1f, 0xff, 0xe1, 0, 9, 0x67]), None);
    }
}
