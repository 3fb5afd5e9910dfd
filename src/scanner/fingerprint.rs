//! A short name for the content of a file, made of its size and samples of its bytes.
//!
//! It pairs a path that vanished with one that appeared. It is a hint: equal files exist, and files that differ only
//! between the samples look equal.

use std::fs::File;
use std::io;
use std::os::unix::fs::FileExt as _;

/// Bytes of each sample. Three of them are read however large the file is.
const BLOCK: u64 = 16 << 10;

/// Reads samples of an open file of `size` bytes from its head, middle and end. The file's position is left alone.
pub fn fingerprint(file: &File, size: u64) -> io::Result<[u8; 16]> {
    let mut hasher = blake3::Hasher::new();
    hasher.update(&size.to_le_bytes());
    let starts: Vec<u64> = if size <= 3 * BLOCK { vec![0, BLOCK, 2 * BLOCK] } else { vec![0, (size - BLOCK) / 2, size - BLOCK] };
    let mut block = vec![0; BLOCK as usize];
    for start in starts.into_iter().filter(|start| *start < size) {
        let length = BLOCK.min(size - start) as usize;
        file.read_exact_at(&mut block[..length], start)?;
        hasher.update(&block[..length]);
    }
    let mut out = [0; 16];
    hasher.finalize_xof().fill(&mut out);
    Ok(out)
}

/// The same for a path.
pub fn of_path(path: &str) -> io::Result<[u8; 16]> {
    let file = File::open(path)?;
    let size = file.metadata()?.len();
    fingerprint(&file, size)
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::*;

    fn of(bytes: &[u8]) -> [u8; 16] {
        let mut file = tempfile::tempfile().expect("a temporary file");
        file.write_all(bytes).expect("written");
        fingerprint(&file, bytes.len() as u64).expect("read")
    }

    #[test]
    fn content_decides() {
        let long = vec![7; 200_000];
        assert_eq!(of(&long), of(&long));
        assert_ne!(of(&long), of(&long[1..]), "another size");
        for at in [0, 100_000, 199_999] {
            let mut other = long.clone();
            other[at] = 8;
            assert_ne!(of(&long), of(&other), "byte {at}");
        }
        for size in [0, 1, 16 << 10, (16 << 10) + 1, 3 << 14, (3 << 14) + 1] {
            assert_eq!(of(&vec![1; size]), of(&vec![1; size]));
        }
        let short: Vec<u8> = (0..40_000_u32).map(|n| n as u8).collect();
        let mut other = short.clone();
        other[20_000] ^= 1;
        assert_ne!(of(&short), of(&other), "small files are read whole");
    }

    #[test]
    fn a_file_that_is_shorter_than_said_is_an_error() {
        let file = tempfile::tempfile().expect("a temporary file");
        assert!(fingerprint(&file, 10).is_err());
        assert!(of_path("/nowhere/at/all").is_err());
    }
}
