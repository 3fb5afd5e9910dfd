//! Timed text of MP4 (3GPP TS 26.245): a length, text in UTF-8 or UTF-16, and boxes that style stretches of it.

/// Bits of a style's face.
const FACES: [(u8, char); 3] = [(1, 'b'), (2, 'i'), (4, 'u')];

/// Style records of one sample; more have no use.
const STYLES_MAX: usize = 1000;

/// A stretch of the text, in characters, and its face.
struct Style {
    start: usize,
    end: usize,
    face: u8,
}

/// The text of one sample in that of Advanced SubStation; empty for a pause. `None` when it does not hold what it says.
pub fn from_tx3g(sample: &[u8]) -> Option<String> {
    let length = usize::from(u16::from_be_bytes(sample.get(..2)?.try_into().ok()?));
    let (bytes, boxes) = sample.get(2..)?.split_at_checked(length)?;
    let text = match bytes {
        [0xfe, 0xff, rest @ ..] => utf16(rest, u16::from_be_bytes),
        [0xff, 0xfe, rest @ ..] => utf16(rest, u16::from_le_bytes),
        _ => String::from_utf8_lossy(bytes).into_owned(),
    };
    let styles = styles(boxes);
    let mut out = String::with_capacity(text.len());
    let mut styles = styles.iter().peekable();
    let mut ends = None;
    for (place, character) in text.chars().enumerate() {
        if ends.is_some_and(|end| end <= place) {
            ends = None;
            out.push_str("{\\r}");
        }
        if let Some(style) = styles.next_if(|style| style.start <= place) {
            FACES.iter().filter(|(bit, _)| style.face & bit != 0).for_each(|(_, name)| out.extend(['{', '\\', *name, '1', '}']));
            ends = Some(style.end);
        }
        match character {
            '\r' | '\0' => (),
            '\n' => out.push_str("\\N"),
            _ => out.push(character),
        }
    }
    Some(out)
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> String {
    let units: Vec<u16> = bytes.as_chunks::<2>().0.iter().map(|pair| unit(*pair)).collect();
    String::from_utf16_lossy(&units)
}

/// The records of the `styl` box: start, end, font, face, size, colour. Those that make no sense end the list.
fn styles(mut boxes: &[u8]) -> Vec<Style> {
    while let Some((head, _)) = boxes.split_at_checked(8) {
        let size = head.iter().take(4).fold(0usize, |size, byte| size << 8 | usize::from(*byte));
        let Some(inside) = boxes.get(8..size) else { break };
        if head.ends_with(b"styl") {
            let records = inside.get(2..).unwrap_or_default().as_chunks::<12>().0;
            let number = |high: u8, low: u8| usize::from(u16::from_be_bytes([high, low]));
            let count = inside.first_chunk().map_or(0, |count| usize::from(u16::from_be_bytes(*count))).min(STYLES_MAX);
            let styles =
                records.iter().take(count).map(|record| Style { start: number(record[0], record[1]), end: number(record[2], record[3]), face: record[6] });
            return styles.filter(|style| style.start < style.end).collect();
        }
        boxes = boxes.get(size..).unwrap_or_default();
    }
    Vec::new()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_with_and_without_styles() {
        assert_eq!(from_tx3g(&[0, 0]).as_deref(), Some(""));
        assert_eq!(from_tx3g(b"\0\x05a\r\nbc").as_deref(), Some("a\\Nbc"));
        assert_eq!(from_tx3g(b"\0\x06\xfe\xff\0a\0b").as_deref(), Some("ab"));
        assert_eq!((from_tx3g(b"\0\x09ab"), from_tx3g(b"\0")), (None, None));
        let style = [0, 0, 0, 22, b's', b't', b'y', b'l', 0, 1, 0, 1, 0, 3, 0, 1, 3, 18, 255, 255, 255, 255];
        assert_eq!(from_tx3g(&[b"\0\x04abcd".as_slice(), &style].concat()).as_deref(), Some("a{\\b1}{\\i1}bc{\\r}d"));
        assert_eq!(from_tx3g(&[b"\0\x04abcd".as_slice(), &style[..20]].concat()).as_deref(), Some("abcd"));
    }
}
