//! Which way up a photo is.

/// How a picture is stored, as EXIF counts it: 1 upright, 2 mirrored, 3 upside down, 4 both, 5–8 the same four on their side.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Orientation(u8);

impl Orientation {
    pub(super) const UPRIGHT: Self = Self(1);

    /// Anything but 1–8 is taken for upright.
    pub(super) fn new(number: u16) -> Self {
        u8::try_from(number).ok().filter(|number| (1..=8).contains(number)).map_or(Self::UPRIGHT, Self)
    }

    /// From the degrees clockwise that a film must be turned.
    pub(super) fn from_degrees(clockwise: i32) -> Self {
        match clockwise.rem_euclid(360) {
            45..135 => Self(6),
            135..225 => Self(3),
            225..315 => Self(8),
            _ => Self::UPRIGHT,
        }
    }

    /// Whether width and height change places.
    pub(super) fn is_sideways(self) -> bool {
        self.0 >= 5
    }

    /// Where the pixel at (`x`, `y`) of the upright picture is in the stored one, whose sides are `width` and `height`.
    pub(super) fn stored(self, x: usize, y: usize, width: usize, height: usize) -> (usize, usize) {
        let (right, bottom) = (width - 1, height - 1);
        match self.0 {
            2 => (right - x, y),
            3 => (right - x, bottom - y),
            4 => (x, bottom - y),
            5 => (y, x),
            6 => (y, bottom - x),
            7 => (right - y, bottom - x),
            8 => (right - y, x),
            _ => (x, y),
        }
    }
}

/// The orientation that a block of EXIF (a small TIFF file) tells, if it does.
pub(super) fn orientation(tiff: &[u8]) -> Option<Orientation> {
    const TAG: u16 = 0x0112;
    let little = match tiff.get(..4)? {
        [b'I', b'I', 42, 0] => true,
        [b'M', b'M', 0, 42] => false,
        _ => return None,
    };
    let short = |at: usize| {
        let bytes: [u8; 2] = tiff.get(at..at.checked_add(2)?)?.try_into().ok()?;
        Some(if little { u16::from_le_bytes(bytes) } else { u16::from_be_bytes(bytes) })
    };
    let long = |at: usize| {
        let bytes: [u8; 4] = tiff.get(at..at.checked_add(4)?)?.try_into().ok()?;
        Some(if little { u32::from_le_bytes(bytes) } else { u32::from_be_bytes(bytes) })
    };
    let directory = long(4)? as usize;
    let entries = usize::from(short(directory)?);
    // An entry: tag (2), type (2), count (4), value (4).
    let at = (0..entries).map(|number| directory + 2 + number * 12).find(|at| short(*at) == Some(TAG))?;
    short(at + 8).map(Orientation::new)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_both_byte_orders() {
        let little = [b'I', b'I', 42, 0, 8, 0, 0, 0, 1, 0, 0x12, 0x01, 3, 0, 1, 0, 0, 0, 6, 0, 0, 0];
        let big = [b'M', b'M', 0, 42, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, 8, 0, 0];
        assert_eq!(orientation(&little), Some(Orientation(6)));
        assert_eq!(orientation(&big), Some(Orientation(8)));
        for length in 0..little.len() - 2 {
            assert!(orientation(&little[..length]).is_none_or(|found| found == Orientation(6)));
        }
        assert_eq!(orientation(b"II*\0\xFF\xFF\xFF\xFF"), None);
    }

    #[test]
    fn turned_pixels_come_from_where_they_are_stored() {
        // Stored 3 × 2; turned 90° clockwise it is 2 × 3, and its top left corner is the stored bottom left.
        assert_eq!(Orientation(6).stored(0, 0, 3, 2), (0, 1));
        assert_eq!(Orientation(6).stored(1, 0, 3, 2), (0, 0));
        assert_eq!(Orientation(8).stored(0, 0, 3, 2), (2, 0));
        assert_eq!(Orientation(3).stored(0, 0, 3, 2), (2, 1));
        assert_eq!(Orientation::from_degrees(-90), Orientation(8));
        assert_eq!(Orientation::from_degrees(90), Orientation(6));
    }
}
