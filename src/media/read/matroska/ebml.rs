//! Elements: an id, a size, content.

use crate::read::{Place, Result, Window, unsupported};

/// The id and size before an element take no more.
const HEAD_MAX: u64 = 12;

/// An element of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Element {
    pub id: u32,
    /// Where its content begins.
    pub content: u64,
    /// Bytes of content; `None` where the writer did not know.
    pub size: Option<u64>,
}

impl Element {
    /// Reads the head of the element at `at`. `None` at the end of the file.
    pub fn read(window: &mut Window<'_>, at: u64) -> Result<Option<Self>> {
        let left = window.length().saturating_sub(at);
        if left == 0 {
            return Ok(None);
        }
        let head = window.get(Place { offset: at, length: left.min(HEAD_MAX) as u32 })?;
        let Some((id, size, length)) = head_of(&head) else { return unsupported("no element where one should be") };
        let content = at + length as u64;
        if size.is_some_and(|size| size > window.length() - content) {
            return unsupported("an element reaches behind the end of the file");
        }
        Ok(Some(Self { id, content, size }))
    }

    /// Where it ends, if its writer knew.
    pub fn end(&self) -> Option<u64> {
        // Both lie within the file.
        self.size.map(|size| self.content + size)
    }
}

/// The elements in an element that is in memory, until one makes no sense.
pub fn children(mut body: &[u8]) -> impl Iterator<Item = (u32, &[u8])> {
    std::iter::from_fn(move || {
        let (id, size, length) = head_of(body)?;
        let (content, behind) = body.get(length..)?.split_at_checked(usize::try_from(size?).ok()?)?;
        body = behind;
        Some((id, content))
    })
}

pub fn child(body: &[u8], id: u32) -> Option<&[u8]> {
    children(body).find(|(found, _)| *found == id).map(|(_, content)| content)
}

/// Id, size (`None` = unknown) and how many bytes both took.
pub fn head_of(bytes: &[u8]) -> Option<(u32, Option<u64>, usize)> {
    let id_length = bytes.first()?.leading_zeros() as usize + 1;
    if id_length > 4 {
        return None;
    }
    let id = bytes.get(..id_length)?.iter().fold(0u32, |id, byte| id << 8 | u32::from(*byte));
    let (size, size_length) = number(bytes.get(id_length..)?)?;
    Some((id, size, id_length + size_length))
}

/// A number of one to eight bytes that says itself how many; `None` inside when all its bits are set.
pub fn number(bytes: &[u8]) -> Option<(Option<u64>, usize)> {
    let length = bytes.first()?.leading_zeros() as usize + 1;
    if length > 8 {
        return None;
    }
    let all = bytes.get(..length)?.iter().fold(0u64, |value, byte| value << 8 | u64::from(*byte));
    let most = (1u64 << (7 * length)) - 1;
    let value = all & most;
    Some(((value != most).then_some(value), length))
}

pub fn unsigned(content: &[u8]) -> Option<u64> {
    (content.len() <= 8).then(|| content.iter().fold(0, |value, byte| value << 8 | u64::from(*byte)))
}

pub fn float(content: &[u8]) -> Option<f64> {
    match content.len() {
        0 => Some(0.0),
        4 => Some(f32::from_be_bytes(content.try_into().ok()?).into()),
        8 => Some(f64::from_be_bytes(content.try_into().ok()?)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heads_of_all_lengths() {
        assert_eq!(head_of(&[0xa3, 0x81, 7]), Some((0xa3, Some(1), 2)));
        assert_eq!(head_of(&[0x1f, 0x43, 0xb6, 0x75, 0x01, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]), Some((0x1f43_b675, None, 12)));
        assert_eq!(head_of(&[0xe7, 0x40, 0x02]), Some((0xe7, Some(2), 3)));
        assert_eq!((head_of(&[0x08, 0x81]), head_of(&[0xa3]), head_of(&[0xa3, 0x00])), (None, None, None));
    }

    #[test]
    fn children_stop_where_the_size_is_nonsense() {
        let body = [0xd7, 0x81, 1, 0x83, 0x81, 2, 0x86, 0x90, 0];
        assert_eq!(children(&body).collect::<Vec<_>>(), [(0xd7, &[1][..]), (0x83, &[2])]);
        assert_eq!(unsigned(child(&body, 0x83).unwrap()), Some(2));
    }
}
