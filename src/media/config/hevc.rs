//! HEVC: the hvcC record (ISO/IEC 14496-15).

use crate::hevc::SpsFacts;
use crate::nal::{Framing, NalCodec, starts_like_annex_b};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HevcConfig {
    /// VPS, SPS, PPS, in this order.
    pub sets: Vec<Vec<u8>>,
    /// How the samples that come with it are framed.
    pub framing: Framing,
    facts: SpsFacts,
}

impl HevcConfig {
    /// From an hvcC record, or from parameter sets behind start codes.
    pub fn parse(extradata: &[u8]) -> Option<Self> {
        if starts_like_annex_b(extradata) {
            let sets = NalCodec::Hevc.units(Framing::AnnexB, extradata).into_iter().map(<[u8]>::to_vec).collect();
            return Self::new(sets, Framing::AnnexB);
        }
        if extradata.first() != Some(&1) {
            return None;
        }
        let framing = Framing::Length(usize::from(extradata.get(21)? & 3) + 1);
        Self::new(record_sets(extradata.get(22..)?)?, framing)
    }

    fn new(mut sets: Vec<Vec<u8>>, framing: Framing) -> Option<Self> {
        sets.retain(|unit| NalCodec::Hevc.is_parameter_set(unit));
        sets.sort_by_key(|unit| unit[0]);
        let facts = SpsFacts::parse(sets.iter().find(|unit| NalCodec::Hevc.is_sps(unit))?)?;
        Some(Self { sets, framing, facts })
    }

    /// The record for samples with four bytes of length, all parameter sets in it.
    pub fn record(&self) -> Vec<u8> {
        let facts = &self.facts;
        let mut out = vec![1, facts.profile];
        out.extend_from_slice(&facts.compatibility.to_be_bytes());
        out.extend_from_slice(&facts.constraints.to_be_bytes()[2..]);
        out.push(facts.level);
        // Unknown: segmentation, parallelism, frame rate.
        out.extend_from_slice(&[0xf0, 0x00, 0xfc, 0xfc | facts.chroma_format]);
        out.extend_from_slice(&[0xf8 | (facts.luma_depth - 8) & 7, 0xf8 | (facts.chroma_depth - 8) & 7, 0, 0]);
        out.push((facts.temporal_layers & 7) << 3 | u8::from(facts.temporal_nesting) << 2 | 3);
        let arrays: Vec<&[Vec<u8>]> = self.sets.chunk_by(|a, b| a[0] >> 1 == b[0] >> 1).collect();
        out.push(arrays.len() as u8);
        for array in arrays {
            out.push(0x80 | array[0][0] >> 1 & 0x3f);
            out.extend_from_slice(&(array.len() as u16).to_be_bytes());
            for set in array {
                out.extend_from_slice(&(set.len() as u16).to_be_bytes());
                out.extend_from_slice(set);
            }
        }
        out
    }

    pub fn codec_string(&self) -> String {
        let facts = &self.facts;
        let space = ["", "A", "B", "C"][usize::from(facts.profile >> 6)];
        let tier = if facts.profile & 0x20 == 0 { 'L' } else { 'H' };
        let mut text = format!("hvc1.{space}{}.{:X}.{tier}{}", facts.profile & 0x1f, facts.compatibility.reverse_bits(), facts.level);
        let constraints = &facts.constraints.to_be_bytes()[2..];
        let length = constraints.iter().rposition(|byte| *byte != 0).map_or(0, |last| last + 1);
        for byte in &constraints[..length] {
            text.push_str(&format!(".{byte:X}"));
        }
        text
    }
}

/// The units of all arrays of a record.
fn record_sets(data: &[u8]) -> Option<Vec<Vec<u8>>> {
    let mut sets = Vec::new();
    let (count, mut data) = data.split_first()?;
    for _ in 0..*count {
        let units = u16::from_be_bytes([*data.get(1)?, *data.get(2)?]);
        data = &data[3..];
        for _ in 0..units {
            let length = usize::from(u16::from_be_bytes([*data.first()?, *data.get(1)?]));
            let unit = data.get(2..2 + length)?;
            if !unit.is_empty() {
                sets.push(unit.to_vec());
            }
            data = &data[2 + length..];
        }
    }
    Some(sets)
}

#[cfg(test)]
mod tests {
    use super::*;

    const VPS: &[u8] = &[0x40, 0x01, 0x0c, 0x01];
    const SPS: &[u8] = &[
        0x42, 0x01, 0x01, 0x02, 0x20, 0x00, 0x00, 0x03, 0x00, 0x90, 0x00, 0x00, 0x03, 0x00, 0x00, 0x03, 0x00, 0x96, 0xa0, 0x01, 0xe0, 0x20, 0x02, 0x1c, 0x4d,
        0x96, 0x56,
    ];
    const PPS: &[u8] = &[0x44, 0x01, 0xc1, 0x72];

    #[test]
    fn from_start_codes_to_a_record_and_back() {
        let mut annex_b = Vec::new();
        for unit in [VPS, SPS, PPS] {
            crate::nal::push_annex_b(&mut annex_b, unit);
        }
        let config = HevcConfig::parse(&annex_b).unwrap();
        assert_eq!(config.codec_string(), "hvc1.2.4.L150.90");
        let again = HevcConfig::parse(&config.record()).unwrap();
        assert_eq!(again.framing, Framing::Length(4));
        assert_eq!(again.sets, [VPS, SPS, PPS]);
        assert_eq!(again.record(), config.record());
    }

    #[test]
    fn a_record_without_a_sequence_parameter_set_is_none() {
        assert_eq!(HevcConfig::parse(&[1; 23]), None);
    }
}
