//! Renditions of ours read back: pictures and sound that were written apart are put into one stream, and nothing is
//! encoded anew.
//!
//! What lies on a disk is not taken at its word: whatever is not just as it was written is `None`.

use bytes::Bytes;

use super::count::{Found, boxes, number};
use super::{Coded, Frame, Pictures, Sounds};
use crate::audio::AudioConfig;
use crate::config::VideoConfig;
use crate::mp4::boxes::{boxed, full, u32, zeros};
use crate::time::{Fraction, TICK, rescale};

/// Samples of one segment: half a minute of the quickest film has some ten thousand.
const SAMPLES_MAX: u32 = 200_000;

/// The init segment of a stream with the picture of one rendition and the sound of another.
pub fn joined_init(picture: &[u8], sound: &[u8]) -> Option<Vec<u8>> {
    let file = boxes(picture)?;
    let (movie, other) = (only(&file, b"moov")?, inside(sound, b"moov")?);
    let mut header = only(&boxes(movie)?, b"mvhd")?.to_vec();
    let next = header.len().checked_sub(4)?;
    header.get_mut(next..)?.copy_from_slice(&3u32.to_be_bytes());
    let mut second = only(&boxes(other)?, b"trak")?.to_vec();
    // The track's number stands behind the box's head, version and two times.
    let place = second.windows(4).position(|name| name == b"tkhd")? + 16;
    second.get_mut(place..place + 4)?.copy_from_slice(&2u32.to_be_bytes());
    let mut out = Vec::with_capacity(picture.len() + sound.len());
    boxed(&mut out, b"ftyp", |out| out.extend_from_slice(only(&file, b"ftyp").unwrap_or_default()));
    let first = only(&boxes(movie)?, b"trak")?;
    boxed(&mut out, b"moov", |out| {
        boxed(out, b"mvhd", |out| out.extend_from_slice(&header));
        boxed(out, b"trak", |out| out.extend_from_slice(first));
        boxed(out, b"trak", |out| out.extend_from_slice(&second));
        boxed(out, b"mvex", |out| {
            for track in [1, 2] {
                full(out, b"trex", 0, 0, |out| {
                    u32(out, track);
                    u32(out, 1);
                    zeros(out, 12);
                });
            }
        });
    });
    Some(out)
}

/// The pictures of a segment whose film begins at `base` ticks.
pub fn pictures(init: &[u8], segment: &Bytes, base: i64) -> Option<Pictures> {
    let track = Head::read(init)?;
    let config = VideoConfig::from_extradata(track.codec()?, track.config()?)?;
    let samples = samples(segment)?;
    let base = rescale(base, TICK, track.unit);
    let last = samples.last()?;
    let end = last.decoded.checked_add(last.duration)?.checked_sub(base)?;
    let frames = samples.into_iter().map(|sample| Coded { pts: sample.shown - track.delay - base, key: sample.sync, data: sample.data }).collect();
    Some(Pictures { config, reordering: (track.delay, track.unit), base: track.unit, frames, end, in_band: false })
}

/// The sound of a segment, in the same way.
pub fn sounds(init: &[u8], segment: &Bytes, base: i64) -> Option<Sounds> {
    let track = Head::read(init)?;
    let samples = samples(segment)?;
    let first: &[u8] = samples.first().map_or(&[], |sample| &sample.data);
    let config = AudioConfig::new(track.codec()?, track.config().unwrap_or_default(), first)?;
    let base = rescale(base, TICK, track.unit);
    let frame = |sample: Sample| Some(Frame { position: sample.decoded - base, samples: u32::try_from(sample.duration).ok()?, data: sample.data });
    let channels = number(track.entry, 14).map(|number| number & 0xffff)?;
    let frames = samples.into_iter().map(frame).collect::<Option<_>>()?;
    Some(Sounds { config, channels, sample_rate: u32::try_from(track.unit.den).ok()?, frames })
}

/// What the init segment of one track says.
struct Head<'a> {
    /// Seconds per unit of its times.
    unit: Fraction,
    name: [u8; 4],
    /// What its edit list takes off the times at which samples are shown.
    delay: i64,
    /// The sample entry's content.
    entry: &'a [u8],
}

impl<'a> Head<'a> {
    fn read(init: &'a [u8]) -> Option<Self> {
        let track = inside(inside(init, b"moov")?, b"trak")?;
        let media = inside(track, b"mdia")?;
        let scale = number(inside(media, b"mdhd")?, 12)?;
        let table = inside(inside(media, b"minf")?, b"stbl")?;
        let (name, entry) = boxes(inside(table, b"stsd")?.get(8..)?)?.into_iter().next()?;
        // One entry: its length, and where it begins.
        let delay = match inside(track, b"edts") {
            Some(edits) => i64::from(number(inside(edits, b"elst")?, 12).filter(|delay| i32::try_from(*delay).is_ok())?),
            None => 0,
        };
        Some(Self { unit: Fraction::new(1, scale.into())?, name, delay, entry })
    }

    /// libav's name.
    fn codec(&self) -> Option<&'static str> {
        Some(match &self.name {
            b"avc1" => "h264",
            b"hvc1" => "hevc",
            b"av01" => "av1",
            b"mp4a" if self.object_type()? == 0x6b => "mp3",
            b"mp4a" => "aac",
            b"ac-3" => "ac3",
            b"ec-3" => "eac3",
            _ => return None,
        })
    }

    /// The decoder's configuration, for codecs that have one of their own.
    fn config(&self) -> Option<&'a [u8]> {
        match &self.name {
            b"avc1" => inside(self.entry.get(78..)?, b"avcC"),
            b"hvc1" => inside(self.entry.get(78..)?, b"hvcC"),
            b"av01" => inside(self.entry.get(78..)?, b"av1C"),
            b"mp4a" => descriptor(self.decoder()?.get(13..)?, 0x05),
            _ => None,
        }
    }

    fn object_type(&self) -> Option<u8> {
        self.decoder()?.first().copied()
    }

    /// The descriptor of the decoder (ISO/IEC 14496-1): in that of the stream, behind its number and flags.
    fn decoder(&self) -> Option<&'a [u8]> {
        let stream = descriptor(inside(self.entry.get(28..)?, b"esds")?.get(4..)?, 0x03)?;
        descriptor(stream.get(3..)?, 0x04)
    }
}

/// The content of a descriptor that stands first; its length takes four bytes, as ours are written.
fn descriptor(bytes: &[u8], tag: u8) -> Option<&[u8]> {
    let length = usize::from(*bytes.get(4)?);
    (bytes.first() == Some(&tag)).then(|| bytes.get(5..5 + length)).flatten()
}

struct Sample {
    decoded: i64,
    shown: i64,
    duration: i64,
    sync: bool,
    data: Bytes,
}

/// The samples of all fragments, each of which holds one track.
fn samples(segment: &Bytes) -> Option<Vec<Sample>> {
    let mut all = Vec::new();
    let mut run = None;
    for (name, content) in boxes(segment)? {
        match &name {
            b"moof" => run = Some(inside(content, b"traf")?),
            b"mdat" => read_run(run.take()?, segment.slice_ref(content), &mut all)?,
            _ => (),
        }
    }
    Some(all)
}

/// As `mp4::fragment` writes it: of each sample duration, size, flags and composition offset.
fn read_run(run: &[u8], mut data: Bytes, all: &mut Vec<Sample>) -> Option<()> {
    let (begin, table) = (inside(run, b"tfdt")?, inside(run, b"trun")?);
    let mut decoded = i64::try_from(u64::from_be_bytes(begin.get(4..12)?.try_into().ok()?)).ok().filter(|time| *time < i64::MAX / 2)?;
    let count = number(table, 4).filter(|count| *count <= SAMPLES_MAX && number(table, 0) == Some(0x0100_0f01))?;
    for entry in table.get(12..)?.chunks(16).take(count as usize) {
        let [duration, size, flags, offset] = [0, 4, 8, 12].map(|at| number(entry, at));
        let (duration, size) = (i64::from(duration?), size? as usize);
        if size > data.len() {
            return None;
        }
        let shown = decoded + i64::from(offset?.cast_signed());
        all.push(Sample { decoded, shown, duration, sync: flags? & 0x0001_0000 == 0, data: data.split_to(size) });
        decoded += duration;
    }
    (table.len() == 12 + count as usize * 16).then_some(())
}

/// The content of the first box of this name.
fn inside<'a>(bytes: &'a [u8], name: &[u8; 4]) -> Option<&'a [u8]> {
    only(&boxes(bytes)?, name)
}

fn only<'a>(found: &[Found<'a>], name: &[u8; 4]) -> Option<&'a [u8]> {
    found.iter().find(|(own, _)| own == name).map(|(_, content)| *content)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mp4::{self, Track, TrackMedia};
    use crate::segment;
    use crate::time::TICKS;

    const SPS: &[u8] = &[0x67, 0x64, 0x00, 0x1f, 0xac, 0xd9, 0x40, 0x50, 0x05, 0xbb, 0x01, 0x10, 0, 0, 3, 0, 0x10, 0, 0, 3, 3, 0, 0xf1, 0x83, 0x19, 0x60];
    const BASE: i64 = 10 * TICKS;

    fn avc() -> VideoConfig {
        let record = [&[1, 0x64, 0, 0x1f, 0xff, 0xe1, 0, SPS.len() as u8][..], SPS, &[1, 0, 4, 0x68, 0xeb, 0xe3, 0xcb]].concat();
        VideoConfig::from_extradata("h264", &record).unwrap()
    }

    fn video() -> (Vec<u8>, Pictures) {
        let frame = |pts, key| Coded { pts, key, data: Bytes::from([&[0, 0, 0, 3, 0x65][..], &[pts as u8, 7]].concat()) };
        let unit = Fraction { num: 1, den: 24_000 };
        let frames = vec![frame(96_000, true), frame(99_003, false), frame(97_001, false), frame(98_002, false)];
        let media = TrackMedia::Video { config: avc(), width: 64, height: 36, pixel_aspect: (1, 1), colour: None, quarter_turns: 0 };
        let init = mp4::init(&[Track { timescale: 24_000, delay: 2002, language: None, media }]);
        (init, Pictures { config: avc(), reordering: (2, Fraction { num: 1001, den: 24_000 }), base: unit, frames, end: 100_004, in_band: false })
    }

    fn sound() -> (Vec<u8>, Sounds) {
        let config = AudioConfig::new("aac", &[0x11, 0x90], &[]).unwrap();
        let frames = (188..192).map(|number| Frame { position: number * 1024, samples: 1024, data: Bytes::from(vec![number as u8; 5]) }).collect();
        let media = TrackMedia::Audio { config: config.clone(), channels: 2, sample_rate: 48_000 };
        (mp4::init(&[Track { timescale: 48_000, delay: 0, language: Some(*b"eng"), media }]), Sounds { config, channels: 2, sample_rate: 48_000, frames })
    }

    #[test]
    fn what_was_written_apart_is_what_would_have_been_written_together() {
        let ((video_init, shown), (sound_init, heard)) = (video(), sound());
        let apart = (Bytes::from(segment::mp4(40_000_000, BASE, Some(&shown), None)), Bytes::from(segment::mp4(40_000_000, BASE, None, Some(&heard))));
        let (pictures, sounds) = (pictures(&video_init, &apart.0, BASE).unwrap(), sounds(&sound_init, &apart.1, BASE).unwrap());
        assert_eq!((pictures.frames.clone(), pictures.end, sounds.frames.clone(), sounds.channels), (shown.frames.clone(), shown.end, heard.frames.clone(), 2));
        assert_eq!(segment::mp4(40_000_000, BASE, Some(&pictures), Some(&sounds)), segment::mp4(40_000_000, BASE, Some(&shown), Some(&heard)));
        assert_eq!(segment::ts(BASE, Some(&pictures), Some(&sounds)), segment::ts(BASE, Some(&shown), Some(&heard)));
        let both = joined_init(&video_init, &sound_init).unwrap();
        let media = |init: &[u8], number: usize| {
            boxes(inside(init, b"moov").unwrap()).unwrap().into_iter().filter(|(name, _)| name == b"trak").nth(number).map(|(_, content)| content.to_vec())
        };
        assert_eq!(media(&both, 0), media(&video_init, 0));
        assert_ne!(media(&both, 1), media(&sound_init, 0));
        assert_eq!(media(&both, 1).unwrap().len(), media(&sound_init, 0).unwrap().len());
    }

    #[test]
    fn nothing_torn_is_taken() {
        let ((init, shown), (sound_init, heard)) = (video(), sound());
        let whole = segment::mp4(0, BASE, Some(&shown), None);
        for length in 0..whole.len() {
            assert!(pictures(&init, &Bytes::copy_from_slice(&whole[..length]), BASE).is_none(), "{length}");
        }
        for length in 0..init.len() {
            assert!(pictures(&init[..length], &Bytes::from(whole.clone()), BASE).is_none());
            assert!(joined_init(&init[..length], &sound_init).is_none());
        }
        let sounds_bytes = segment::mp4(0, BASE, None, Some(&heard));
        for at in 0..sounds_bytes.len() {
            let mut broken = sounds_bytes.clone();
            broken[at] ^= 0xff;
            // Whatever it is, it is an answer.
            let _ = sounds(&sound_init, &Bytes::from(broken), BASE);
        }
    }
}
