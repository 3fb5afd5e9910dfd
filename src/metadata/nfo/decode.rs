//! The bytes of an NFO as text, whatever wrote them: UTF-8 with or without a mark, UTF-16, or an old Windows code page.

use encoding_rs::{Encoding, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// By byte order mark, then by what the bytes look like, then by what the prolog declares; never fails.
pub(super) fn decode(bytes: &[u8]) -> String {
    if let Some((encoding, _)) = Encoding::for_bom(bytes) {
        return encoding.decode(bytes).0.into_owned();
    }
    match bytes {
        [b'<', 0, ..] => return UTF_16LE.decode(bytes).0.into_owned(),
        [0, b'<', ..] => return UTF_16BE.decode(bytes).0.into_owned(),
        _ => {}
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => declared(bytes).unwrap_or(WINDOWS_1252).decode(bytes).0.into_owned(),
    }
}

/// `encoding="…"` of the XML declaration; UTF-8 is no answer here, since the bytes are not.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let prolog = &bytes[..bytes.len().min(200)];
    let start = prolog.windows(9).position(|window| window.eq_ignore_ascii_case(b"encoding="))? + 9;
    let quote = *prolog.get(start)?;
    let label = prolog.get(start + 1..)?.split(|byte| *byte == quote).next()?;
    Encoding::for_label(label).filter(|encoding| *encoding != encoding_rs::UTF_8)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_encoding_gives_the_same_text() {
        let text = "<movie><title>Échappée</title></movie>";
        let mut little = vec![0xff, 0xfe];
        little.extend(text.encode_utf16().flat_map(u16::to_le_bytes));
        let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        let marked = [b"\xef\xbb\xbf", text.as_bytes()].concat();
        for bytes in [text.as_bytes().to_vec(), little, big, marked] {
            assert_eq!(decode(&bytes), text);
        }
        assert_eq!(decode(b"<title>\xc9chapp\xe9e</title>"), "<title>Échappée</title>");
        let cyrillic = b"<?xml version=\"1.0\" encoding=\"windows-1251\"?><title>\xc4\xee\xec</title>";
        assert!(decode(cyrillic).ends_with("<title>Дом</title>"));
    }
}
