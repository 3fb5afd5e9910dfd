//! A media index as bytes: every keyframe differs little from the one before, so a film of two hours takes 15 kB
//! rather than the 100 kB of a readable form. Numbers are zigzag varints (as in Protocol Buffers).

use walros_model::index::{Epoch, Keyframe, MediaIndex, TextPlace, TextPlaces};

/// The first byte, should the form ever change.
const FORM: u8 = 4;
/// Without tracks, without clusters for all keyframes, or without epochs and places of text: such an index is made again.
const OLD_FORMS: [u8; 3] = [1, 2, 3];

pub(crate) fn encode(index: &MediaIndex) -> Vec<u8> {
    let mut out = vec![FORM];
    put(&mut out, index.video_stream.map_or(-1, i64::from));
    put(&mut out, index.time_base.0.into());
    put(&mut out, index.time_base.1.into());
    put(&mut out, index.start);
    put(&mut out, index.end);
    put(&mut out, index.keyframes.len() as i64);
    let mut last = Keyframe { pts: 0, position: 0 };
    for frame in &index.keyframes {
        put(&mut out, frame.pts.wrapping_sub(last.pts));
        put(&mut out, frame.position.wrapping_sub(last.position));
        last = *frame;
    }
    put(&mut out, index.texts.len() as i64);
    index.texts.iter().for_each(|texts| put_texts(&mut out, texts));
    put(&mut out, index.epochs.len() as i64);
    for Epoch { position, start, shift } in &index.epochs {
        [position, start, shift].into_iter().for_each(|number| put(&mut out, *number));
    }
    // A few hundred bytes each: their form may change as the facts do.
    out.extend(serde_json::to_vec(&index.tracks).unwrap_or_default());
    out
}

/// Whether an earlier version wrote it, which knew less.
pub(crate) fn is_old(bytes: &[u8]) -> bool {
    bytes.first().is_some_and(|form| OLD_FORMS.contains(form))
}

/// `None` for bytes that [`encode`] did not write.
pub(crate) fn decode(bytes: &[u8]) -> Option<MediaIndex> {
    let (form, mut rest) = bytes.split_first()?;
    if *form != FORM {
        return None;
    }
    let rest = &mut rest;
    let video_stream = match take(rest)? {
        -1 => None,
        stream => Some(u32::try_from(stream).ok()?),
    };
    let time_base = (i32::try_from(take(rest)?).ok()?, i32::try_from(take(rest)?).ok()?);
    let (start, end) = (take(rest)?, take(rest)?);
    let count = usize::try_from(take(rest)?).ok()?;
    // Two bytes at least for each: a damaged count must not reserve all memory.
    if count > rest.len() / 2 {
        return None;
    }
    let mut keyframes = Vec::with_capacity(count);
    let mut last = Keyframe { pts: 0, position: 0 };
    for _ in 0..count {
        last = Keyframe { pts: last.pts.wrapping_add(take(rest)?), position: last.position.wrapping_add(take(rest)?) };
        keyframes.push(last);
    }
    let texts = (0..take(rest)?).map(|_| take_texts(rest)).collect::<Option<_>>()?;
    let count = usize::try_from(take(rest)?).ok().filter(|count| *count <= rest.len() / 3)?;
    let epochs = (0..count).map(|_| Some(Epoch { position: take(rest)?, start: take(rest)?, shift: take(rest)? })).collect::<Option<_>>()?;
    let tracks = serde_json::from_slice(rest).ok()?;
    Some(MediaIndex { video_stream, time_base, start, end, keyframes, tracks, texts, epochs })
}

fn put_texts(out: &mut Vec<u8>, texts: &TextPlaces) {
    put(out, texts.stream.into());
    put(out, texts.places.len() as i64);
    let mut last = (0, 0);
    for TextPlace { pts, duration, position, size } in &texts.places {
        for value in [pts.wrapping_sub(last.0), *duration, position.wrapping_sub(last.1), i64::from(*size)] {
            put(out, value);
        }
        last = (*pts, *position);
    }
}

fn take_texts(rest: &mut &[u8]) -> Option<TextPlaces> {
    let stream = u32::try_from(take(rest)?).ok()?;
    // Four bytes at least for each.
    let count = usize::try_from(take(rest)?).ok().filter(|count| *count <= rest.len() / 4)?;
    let mut places = Vec::with_capacity(count);
    let mut last = (0i64, 0i64);
    for _ in 0..count {
        let (pts, duration, position, size) = (take(rest)?, take(rest)?, take(rest)?, take(rest)?);
        last = (last.0.wrapping_add(pts), last.1.wrapping_add(position));
        places.push(TextPlace { pts: last.0, duration, position: last.1, size: u32::try_from(size).ok()? });
    }
    Some(TextPlaces { stream, places })
}

fn put(out: &mut Vec<u8>, value: i64) {
    let mut rest = ((value << 1) ^ (value >> 63)) as u64;
    while rest >= 0x80 {
        out.push(rest as u8 | 0x80);
        rest >>= 7;
    }
    out.push(rest as u8);
}

fn take(bytes: &mut &[u8]) -> Option<i64> {
    let mut value = 0u64;
    for shift in (0..64).step_by(7) {
        let (byte, rest) = bytes.split_first()?;
        *bytes = rest;
        value |= u64::from(byte & 0x7f) << shift;
        if byte & 0x80 == 0 {
            return Some((value >> 1) as i64 ^ -((value & 1) as i64));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use walros_model::index::TrackFacts;

    fn sample() -> MediaIndex {
        let keyframes = (0..1000).map(|n| Keyframe { pts: n * 90_000 - 3, position: if n == 500 { -1 } else { n * 1_000_003 } }).collect();
        let tracks = vec![TrackFacts { stream: 3, codec: "h264".to_owned(), config: vec![1, 100, 0, 31], ..TrackFacts::default() }];
        let epochs = vec![Epoch { position: 0, start: -1024, shift: -(1 << 33) }, Epoch { position: 1 << 40, start: 5, shift: 9 }];
        let places = (0..50).map(|n| TextPlace { pts: n * 4000, duration: n % 3 * 1000, position: n * 1_234_567, size: 30 }).collect();
        let texts = vec![TextPlaces { stream: 2, places }, TextPlaces::default()];
        MediaIndex { video_stream: Some(3), time_base: (1, 90_000), start: -1024, end: i64::MAX, keyframes, tracks, texts, epochs }
    }

    #[test]
    fn an_index_comes_back_as_it_was() {
        assert_eq!(decode(&encode(&sample())), Some(sample()));
        let sound = MediaIndex { video_stream: None, start: i64::MIN, ..MediaIndex::default() };
        assert_eq!(decode(&encode(&sound)), Some(sound));
    }

    #[test]
    fn it_is_small() {
        assert!(encode(&sample()).len() < 8 * 1000);
    }

    #[test]
    fn damaged_bytes_are_refused() {
        let bytes = encode(&sample());
        assert_eq!(decode(&bytes[..bytes.len() - 1]), None);
        assert_eq!(decode(&[]), None);
        assert_eq!(decode(&[9, 0]), None);
        assert!(OLD_FORMS.iter().all(|form| decode(&[*form]).is_none() && is_old(&[*form])) && !is_old(&bytes));
        let mut longer = bytes;
        longer.push(0);
        assert_eq!(decode(&longer), None);
    }
}
