//! What a picture file is, by its first bytes, and what its headers say before it is decoded.

use ffmpeg_next::codec::Id;

use super::exif::{self, Orientation};

/// A still picture whose whole file is one packet to its decoder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Still {
    pub codec: Id,
    /// Pixels as stored, when the header was found.
    pub size: Option<(u32, u32)>,
    pub orientation: Orientation,
}

/// `None` for what must go through a demuxer (GIF), or is no picture.
pub(super) fn still(bytes: &[u8]) -> Option<Still> {
    match bytes {
        [0xFF, 0xD8, 0xFF, ..] => Some(jpeg(bytes)),
        [0x89, b'P', b'N', b'G', ..] => Some(png(bytes)),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some(webp(bytes)),
        [b'B', b'M', ..] => Some(Still { codec: Id::BMP, size: None, orientation: Orientation::UPRIGHT }),
        [b'I', b'I', 42, 0, ..] | [b'M', b'M', 0, 42, ..] => {
            Some(Still { codec: Id::TIFF, size: None, orientation: exif::orientation(bytes).unwrap_or(Orientation::UPRIGHT) })
        }
        _ => None,
    }
}

/// Walks the markers up to the picture's own data.
fn jpeg(bytes: &[u8]) -> Still {
    let mut still = Still { codec: Id::MJPEG, size: None, orientation: Orientation::UPRIGHT };
    let mut at = 2;
    while let Some([0xFF, marker, high, low]) = bytes.get(at..at + 4) {
        let length = usize::from(u16::from_be_bytes([*high, *low]));
        let body = bytes.get(at + 4..at + 2 + length.max(2)).unwrap_or_default();
        match marker {
            0xFF => {
                at += 1;
                continue;
            }
            0xE1 => {
                if let Some(found) = body.strip_prefix(b"Exif\0\0").and_then(exif::orientation) {
                    still.orientation = found;
                }
            }
            0xDA => break,
            0xC0..=0xCF if !matches!(marker, 0xC4 | 0xC8 | 0xCC) => {
                if let [_, h1, h2, w1, w2, ..] = body {
                    still.size = Some((u32::from(u16::from_be_bytes([*w1, *w2])), u32::from(u16::from_be_bytes([*h1, *h2]))));
                }
            }
            _ => {}
        }
        at += 2 + length.max(2);
    }
    still
}

fn png(bytes: &[u8]) -> Still {
    let mut still = Still { codec: Id::PNG, size: None, orientation: Orientation::UPRIGHT };
    let mut at = 8;
    while let Some([l1, l2, l3, l4, name @ ..]) = bytes.get(at..at + 8) {
        let length = u32::from_be_bytes([*l1, *l2, *l3, *l4]) as usize;
        let body = bytes.get(at + 8..(at + 8).saturating_add(length)).unwrap_or_default();
        match (name, body) {
            (b"IHDR", [w1, w2, w3, w4, h1, h2, h3, h4, ..]) => {
                still.size = Some((u32::from_be_bytes([*w1, *w2, *w3, *w4]), u32::from_be_bytes([*h1, *h2, *h3, *h4])));
            }
            (b"eXIf", block) => still.orientation = exif::orientation(block).unwrap_or(still.orientation),
            (b"IDAT", _) => break,
            _ => {}
        }
        at = (at + 12).saturating_add(length);
    }
    still
}

fn webp(bytes: &[u8]) -> Still {
    let mut still = Still { codec: Id::WEBP, size: None, orientation: Orientation::UPRIGHT };
    let mut at = 12;
    while let Some([name @ .., l1, l2, l3, l4]) = bytes.get(at..at + 8) {
        let length = u32::from_le_bytes([*l1, *l2, *l3, *l4]) as usize;
        if name == b"EXIF" {
            let block = bytes.get(at + 8..(at + 8).saturating_add(length)).unwrap_or_default();
            // Some writers keep JPEG's prefix.
            let block = block.strip_prefix(b"Exif\0\0").unwrap_or(block);
            still.orientation = exif::orientation(block).unwrap_or(still.orientation);
        }
        at = (at + 8).saturating_add(length).saturating_add(length % 2);
    }
    still
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_jpeg_tells_size_and_orientation() {
        let exif = b"Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0";
        let mut file = vec![0xFF, 0xD8, 0xFF, 0xE1, 0, exif.len() as u8 + 2];
        file.extend(exif);
        file.extend([0xFF, 0xC2, 0, 8, 8, 0x02, 0x58, 0x03, 0x20, 3, 0xFF, 0xDA, 0, 2]);
        assert_eq!(still(&file), Some(Still { codec: Id::MJPEG, size: Some((800, 600)), orientation: Orientation::new(6) }));
        for length in 3..file.len() {
            assert!(still(&file[..length]).is_some());
        }
    }

    #[test]
    fn a_png_tells_its_size() {
        let file = b"\x89PNG\r\n\x1A\n\0\0\0\x0DIHDR\0\0\x03\x20\0\0\x02\x58\x08\x06\0\0\0\0\0\0\0\xFF\xFF\xFF\xFFIDAT";
        assert_eq!(still(file).and_then(|still| still.size), Some((800, 600)));
    }

    #[test]
    fn others_are_no_stills() {
        assert_eq!(still(b"GIF89a"), None);
        assert_eq!(still(b""), None);
        assert_eq!(still(b"#EXTM3U"), None);
    }
}
