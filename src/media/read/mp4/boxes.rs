//! Boxes in memory, and the big-endian numbers in them.

/// The boxes in a box, in order, until one makes no sense.
pub fn children(mut body: &[u8]) -> impl Iterator<Item = (&[u8; 4], &[u8])> {
    std::iter::from_fn(move || {
        let size = word(body, 0)? as usize;
        let name = body.get(4..8)?.try_into().ok()?;
        let inside = body.get(8..size)?;
        body = body.get(size..)?;
        Some((name, inside))
    })
}

pub fn child<'a>(body: &'a [u8], name: &[u8; 4]) -> Option<&'a [u8]> {
    children(body).find(|(found, _)| *found == name).map(|(_, body)| body)
}

/// The box at the end of a path of names.
pub fn descendant<'a>(body: &'a [u8], path: &[&[u8; 4]]) -> Option<&'a [u8]> {
    path.iter().try_fold(body, |body, name| child(body, name))
}

pub fn word(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_be_bytes(bytes.get(at..at.checked_add(4)?)?.try_into().ok()?))
}

pub fn long(bytes: &[u8], at: usize) -> Option<u64> {
    Some(u64::from_be_bytes(bytes.get(at..at.checked_add(8)?)?.try_into().ok()?))
}

/// The rows of a table behind a count, each of `N` words. `None` when there are fewer than it says.
pub fn rows<const N: usize>(body: &[u8]) -> Option<impl ExactSizeIterator<Item = [u32; N]> + '_> {
    let count = word(body, 4)? as usize;
    let table = body.get(8..)?.get(..count.checked_mul(N * 4)?)?;
    Some(table.chunks_exact(N * 4).map(|row| std::array::from_fn(|column| word(row, column * 4).unwrap_or_default())))
}
