//! A Matroska file written by hand, in forms that the `ffmpeg` command line does not write.

use bytes::Bytes;
use walros_media::read::Copied;
use walros_model::index::{MediaIndex, TrackFacts};

/// How frames of sound share a block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lacing {
    None,
    Xiph,
    Fixed,
    Ebml,
}

#[derive(Clone, Copy, Debug)]
pub struct Form {
    pub lacing: Lacing,
    /// Whether blocks stand in groups that say how long they last.
    pub groups: bool,
    /// Whether clusters say how long they are.
    pub sized: bool,
    /// Bytes of each picture that stand in the header alone.
    pub stripped: usize,
}

/// Frames of sound in a block, where they are laced.
const LACED: usize = 4;

fn element(id: u32, content: &[u8]) -> Vec<u8> {
    let mut out = head(id);
    out.extend_from_slice(&(content.len() as u64 | 1 << 56).to_be_bytes());
    out.extend_from_slice(content);
    out
}

fn head(id: u32) -> Vec<u8> {
    id.to_be_bytes().into_iter().skip_while(|byte| *byte == 0).collect()
}

fn number(id: u32, value: u64) -> Vec<u8> {
    element(id, &value.to_be_bytes())
}

/// A frame of a track, in milliseconds.
struct Frame {
    track: u64,
    time: i64,
    key: bool,
    data: Bytes,
}

/// Writes the packets of a whole film (H.264 and a sound with frames of equal length) anew, without cues.
pub fn write(index: &MediaIndex, copied: &Copied, form: Form) -> Vec<u8> {
    let (pictures, sounds) = (copied.pictures.as_ref().unwrap(), copied.sounds.as_ref().unwrap());
    let seconds = |time: i64, unit: f64| (time as f64 * unit * 1000.0).round() as i64;
    let picture =
        pictures.frames.iter().map(|frame| Frame { track: 1, time: seconds(frame.pts, pictures.base.as_f64()), key: frame.key, data: frame.data.clone() });
    let sound = sounds.frames.iter().map(|frame| Frame {
        track: 2,
        time: seconds(frame.position, 1.0 / f64::from(sounds.sample_rate)),
        key: true,
        data: frame.data.clone(),
    });
    let length = 1e9 * f64::from(sounds.frames[0].samples) / f64::from(sounds.sample_rate);
    let mut sound = sound.peekable();
    let mut clusters = Vec::new();
    let mut open: Option<(i64, Vec<u8>)> = None;
    for frame in picture {
        if frame.key || open.is_none() {
            clusters.extend(open.take());
            open = Some((frame.time, number(0xe7, frame.time as u64)));
        }
        let (begin, cluster) = open.as_mut().unwrap();
        // Sound comes a little before the pictures that it belongs to.
        while sound.peek().is_some_and(|sound| sound.time <= frame.time) {
            let count = if form.lacing == Lacing::None { 1 } else { LACED };
            let laced: Vec<Frame> = sound.by_ref().take(count).collect();
            cluster.extend(block(&laced, *begin, form, Some((length * laced.len() as f64 / 1e6).round() as u64)));
        }
        let stripped = Frame { data: frame.data.slice(form.stripped..), ..frame };
        cluster.extend(block(&[stripped], *begin, form, None));
    }
    let (begin, mut cluster) = open.unwrap();
    sound.for_each(|frame| cluster.extend(block(&[frame], begin, form, Some((length / 1e6).round() as u64))));
    clusters.push((begin, cluster));
    let mut segment = element(0x1549_a966, &number(0x2a_d7b1, 1_000_000));
    let first = &pictures.frames[0].data[..form.stripped];
    let entries = index.tracks.iter().map(|facts| entry(facts, if facts.picture.is_some() { first } else { &[] }, length));
    segment.extend(element(0x1654_ae6b, &entries.collect::<Vec<_>>().concat()));
    for (_, cluster) in clusters {
        if form.sized {
            segment.extend(element(0x1f43_b675, &cluster));
        } else {
            segment.extend(head(0x1f43_b675));
            segment.extend_from_slice(&[0x01, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]);
            segment.extend(cluster);
        }
    }
    let kind: Vec<u8> = [number(0x4286, 1), element(0x4282, b"matroska"), number(0x4287, 4), number(0x4285, 2)].concat();
    [element(0x1a45_dfa3, &kind), element(0x1853_8067, &segment)].concat()
}

fn entry(facts: &TrackFacts, stripped: &[u8], length: f64) -> Vec<u8> {
    let (picture, sound) = (facts.picture.unwrap_or_default(), facts.sound.unwrap_or_default());
    let codec: &[u8] = match facts.codec.as_str() {
        "h264" => b"V_MPEG4/ISO/AVC",
        "aac" => b"A_AAC",
        "mp3" => b"A_MPEG/L3",
        other => panic!("{other}"),
    };
    let kind = if facts.picture.is_some() { 1 } else { 2 };
    let mut out = [number(0xd7, kind), number(0x73c5, kind), number(0x83, kind), element(0x86, codec)].concat();
    if !facts.config.is_empty() {
        out.extend(element(0x63a2, &facts.config));
    }
    if kind == 1 {
        out.extend(element(0xe0, &[number(0xb0, picture.width.into()), number(0xba, picture.height.into())].concat()));
        out.extend(number(0x23_e383, 40_000_000));
    } else {
        out.extend(element(0xe1, &[element(0xb5, &f64::from(sound.sample_rate).to_be_bytes()), number(0x9f, sound.channels.into())].concat()));
        out.extend(number(0x23_e383, length as u64));
    }
    if !stripped.is_empty() {
        let compression = element(0x5034, &[number(0x4254, 3), element(0x4255, stripped)].concat());
        out.extend(element(0x6d80, &element(0x6240, &compression)));
    }
    element(0xae, &out)
}

fn block(frames: &[Frame], cluster: i64, form: Form, lasts: Option<u64>) -> Vec<u8> {
    let first = &frames[0];
    let lacing = if frames.len() == 1 { Lacing::None } else { form.lacing };
    let equal = frames.iter().all(|frame| frame.data.len() == first.data.len());
    let lacing = if lacing == Lacing::Fixed && !equal { Lacing::Ebml } else { lacing };
    let mut out = vec![0x80 | first.track as u8];
    out.extend_from_slice(&i16::try_from(first.time - cluster).unwrap().to_be_bytes());
    let flags = [0, 2, 4, 6][[Lacing::None, Lacing::Xiph, Lacing::Fixed, Lacing::Ebml].iter().position(|known| *known == lacing).unwrap()];
    out.push(flags | if first.key && !form.groups { 0x80 } else { 0 });
    if lacing != Lacing::None {
        out.push(frames.len() as u8 - 1);
        out.extend(sizes(lacing, frames));
    }
    frames.iter().for_each(|frame| out.extend_from_slice(&frame.data));
    if !form.groups {
        return element(0xa3, &out);
    }
    let mut group = element(0xa1, &out);
    group.extend(lasts.map(|lasts| number(0x9b, lasts)).unwrap_or_default());
    if !first.key {
        group.extend(element(0xfb, &(-40i16).to_be_bytes()));
    }
    element(0xa0, &group)
}

fn sizes(lacing: Lacing, frames: &[Frame]) -> Vec<u8> {
    let sizes: Vec<usize> = frames[..frames.len() - 1].iter().map(|frame| frame.data.len()).collect();
    match lacing {
        Lacing::Xiph => sizes.iter().flat_map(|size| [vec![255; size / 255], vec![(size % 255) as u8]].concat()).collect(),
        Lacing::Ebml => {
            let mut before = None;
            let number = |size: &usize| {
                // Two bytes each: 14 bits, those after the first moved by half.
                let value = before.map_or(*size as i64, |before: usize| *size as i64 - before as i64 + 0x1fff);
                before = Some(*size);
                (value as u16 | 0x4000).to_be_bytes()
            };
            sizes.iter().flat_map(number).collect()
        }
        _ => Vec::new(),
    }
}
