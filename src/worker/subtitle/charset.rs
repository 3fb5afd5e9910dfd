//! The text of a subtitle file, whatever it was written in.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

/// Marks at the beginning decide, then UTF-8 that is valid, then zeros where UTF-16 has them, then a guess by the letters.
pub(super) fn decode(bytes: &[u8]) -> String {
    let (encoding, _) = Encoding::for_bom(bytes).unwrap_or_else(|| (guess(bytes), 0));
    let (text, ..) = encoding.decode(bytes);
    // Libav's readers stop at a zero.
    text.replace('\0', "")
}

fn guess(bytes: &[u8]) -> &'static Encoding {
    if std::str::from_utf8(bytes).is_ok() && !bytes.contains(&0) {
        return UTF_8;
    }
    let zeros = |odd: usize| bytes.iter().skip(odd).step_by(2).filter(|byte| **byte == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    if even.max(odd) > bytes.len() / 8 {
        return if odd > even { UTF_16LE } else { UTF_16BE };
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    detector.feed(bytes, true);
    detector.guess(None, Utf8Detection::Allow)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_subtitle_files_come_in() {
        let text = "1\n00:00:01,000 --> 00:00:02,000\nÇa va? Grüße, naïve façade — où est l'élève?\n";
        assert_eq!(decode(text.as_bytes()), text);
        assert_eq!(decode(&[b"\xEF\xBB\xBF", text.as_bytes()].concat()), text);
        let utf16: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(decode(&[b"\xFF\xFE".as_slice(), &utf16].concat()), text);
        assert_eq!(decode(&utf16), text);
        let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(decode(&big), text);
        assert_eq!(decode(&encoding_rs::WINDOWS_1252.encode(text).0), text);
        let russian = "1\n00:00:01,000 --> 00:00:02,000\nЗдравствуйте, как поживаете сегодня?\n";
        assert_eq!(decode(&encoding_rs::WINDOWS_1251.encode(russian).0), russian);
        let japanese = "1\n00:00:01,000 --> 00:00:02,000\nこんにちは、世界の皆さん。\n";
        assert_eq!(decode(&encoding_rs::SHIFT_JIS.encode(japanese).0), japanese);
    }
}
