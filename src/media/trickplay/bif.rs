//! Roku's BIF file, which Plex's clients load: all pictures of a film in one file, with an index in front.

/// The layout, all numbers little-endian: magic (8), version (4), number of pictures (4), milliseconds a unit of time
/// (4), zeros up to byte 64; for each picture its time and where it begins (4 each); a last entry of `FFFFFFFF` and
/// the file's length; the pictures.
const MAGIC: [u8; 8] = [0x89, b'B', b'I', b'F', b'\r', b'\n', 0x1A, b'\n'];
const VERSION: u32 = 0;
const HEADER: usize = 64;
const ENTRY: usize = 8;
const END: u32 = u32::MAX;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BifError {
    /// The file would be larger than its 32-bit positions can say.
    TooLarge,
}

/// The pictures (JPEG files, `interval` milliseconds from one to the next) as one file.
pub fn bif(pictures: &[impl AsRef<[u8]>], interval: u32) -> Result<Vec<u8>, BifError> {
    let index = pictures.len().checked_add(1).and_then(|entries| entries.checked_mul(ENTRY)).ok_or(BifError::TooLarge)?;
    let length = pictures.iter().try_fold(HEADER + index, |length, picture| length.checked_add(picture.as_ref().len()));
    let length = length.filter(|length| u32::try_from(*length).is_ok()).ok_or(BifError::TooLarge)?;
    let mut file = Vec::with_capacity(length);
    file.extend(MAGIC);
    // The count and each position are at most the length, which fits.
    for number in [VERSION, pictures.len() as u32, interval] {
        file.extend(number.to_le_bytes());
    }
    file.resize(HEADER, 0);
    let mut position = HEADER + index;
    for (number, picture) in pictures.iter().enumerate() {
        file.extend((number as u32).to_le_bytes());
        file.extend((position as u32).to_le_bytes());
        position += picture.as_ref().len();
    }
    file.extend(END.to_le_bytes());
    file.extend((position as u32).to_le_bytes());
    for picture in pictures {
        file.extend_from_slice(picture.as_ref());
    }
    Ok(file)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pictures_follow_their_index() {
        let file = bif(&[&b"first"[..], b"second!"], 10_000).expect("a file");
        let word = |at: usize| u32::from_le_bytes(file[at..at + 4].try_into().expect("four bytes"));
        assert_eq!(&file[..8], b"\x89BIF\r\n\x1a\n");
        assert_eq!([word(8), word(12), word(16)], [0, 2, 10_000]);
        assert!(file[20..64].iter().all(|byte| *byte == 0));
        let entries: Vec<(u32, u32)> = (0..3).map(|entry| (word(64 + entry * 8), word(68 + entry * 8))).collect();
        assert_eq!(entries, [(0, 88), (1, 93), (u32::MAX, 100)]);
        assert_eq!((&file[88..93], &file[93..]), (&b"first"[..], &b"second!"[..]));
    }

    #[test]
    fn no_pictures_are_an_empty_index() {
        let file = bif(&[] as &[&[u8]], 1000).expect("a file");
        assert_eq!((file.len(), &file[64..68]), (72, &[0xFF; 4][..]));
    }

    #[test]
    fn positions_that_do_not_fit_are_refused() {
        // One picture, shown again and again.
        let picture = vec![0; 64 << 20];
        assert_eq!(bif(&vec![&picture; 64], 1000), Err(BifError::TooLarge));
    }
}
