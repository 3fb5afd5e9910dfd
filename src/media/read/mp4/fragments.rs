//! Fragments (ISO/IEC 14496-12, 8.8): what each adds to the sample tables of the tracks.

use super::boxes::{child, children, long, word};
use super::header::TrackSamples;
use super::table::{Builder, SAMPLES_MAX, Sample};
use crate::read::film::TIME_MAX;

/// Of a sample's flags: it needs others, or is no sync sample. libav takes either for no keyframe.
const NOT_SYNC: u32 = 0x0101_0000;

/// What samples are like of which a fragment does not say more.
#[derive(Clone, Copy, Debug, Default)]
struct Usual {
    duration: u32,
    size: u32,
    flags: u32,
}

/// The tables of a film in fragments, as they grow.
pub struct Growing {
    tracks: Vec<Track>,
    left: Left,
}

/// What further samples may come to: they lie in the file, each in a place of its own.
struct Left {
    samples: usize,
    bytes: u64,
}

impl Left {
    fn take(&mut self, size: u32) -> Option<()> {
        self.samples = self.samples.checked_sub(1)?;
        self.bytes = self.bytes.checked_sub(size.max(1).into())?;
        Some(())
    }
}

struct Track {
    id: u32,
    usual: Usual,
    builder: Builder,
}

impl Growing {
    /// `extends` is the body of the `mvex` box, `length` that of the file in bytes.
    pub fn new(tracks: Vec<TrackSamples>, extends: &[u8], length: u64) -> Option<Self> {
        let usual = |id: u32| {
            let body = children(extends).find(|(name, body)| *name == b"trex" && word(body, 4) == Some(id))?.1;
            Some(Usual { duration: word(body, 12)?, size: word(body, 16)?, flags: word(body, 20)? })
        };
        let track = |TrackSamples { id, table, .. }| Some(Track { id, usual: usual(id).unwrap_or_default(), builder: Builder::new(table)? });
        let left = Left { samples: SAMPLES_MAX, bytes: length };
        Some(Self { tracks: tracks.into_iter().map(track).collect::<Option<_>>()?, left })
    }

    /// Adds the body of a `moof` box that begins `at` in the file. `None` for one that is not understood.
    pub fn add(&mut self, moof: &[u8], at: u64) -> Option<()> {
        // Without a place of its own, data follows that of the track before.
        let mut behind = at;
        for (_, body) in children(moof).filter(|(name, _)| *name == b"traf") {
            behind = self.add_track(body, at, behind)?;
        }
        Some(())
    }

    /// Answers where the track's data ends.
    fn add_track(&mut self, body: &[u8], moof: u64, behind: u64) -> Option<u64> {
        let (head, mut fields) = Fields::of(child(body, b"tfhd")?)?;
        let id = fields.word()?;
        let base = if head & 1 != 0 {
            fields.long()?
        } else if head & 0x2_0000 != 0 {
            moof
        } else {
            behind
        };
        fields.word_if(head & 2)?;
        let track = self.tracks.iter_mut().find(|track| track.id == id);
        let mut usual = track.as_ref().map(|track| track.usual).unwrap_or_default();
        usual.duration = fields.word_if(head & 8)?.unwrap_or(usual.duration);
        usual.size = fields.word_if(head & 0x10)?.unwrap_or(usual.size);
        usual.flags = fields.word_if(head & 0x20)?.unwrap_or(usual.flags);
        // Tracks that are not read here have data all the same.
        let mut builder = track.map(|track| &mut track.builder);
        if let (Some(time), Some(builder)) = (child(body, b"tfdt"), builder.as_mut()) {
            let time = if time.first()? == &1 { long(time, 4)? } else { word(time, 4)?.into() };
            builder.go_to(i64::try_from(time).ok().filter(|_| time <= TIME_MAX)?)?;
        }
        let mut offset = base;
        for (_, run) in children(body).filter(|(name, _)| *name == b"trun") {
            offset = add_run(builder.as_deref_mut(), &mut self.left, run, usual, [base, offset])?;
        }
        Some(offset)
    }

    pub fn finish(self) -> Vec<TrackSamples> {
        let tracks = self.tracks.into_iter();
        tracks.map(|track| TrackSamples { id: track.id, table: track.builder.finish(), fragmented: true }).collect()
    }
}

/// Answers where the run's data ends. Data without a place of its own is `behind` what came before.
fn add_run(mut builder: Option<&mut Builder>, left: &mut Left, run: &[u8], usual: Usual, [base, behind]: [u64; 2]) -> Option<u64> {
    let (flags, mut fields) = Fields::of(run)?;
    let count = fields.word()?;
    let mut offset = match fields.word_if(flags & 1)? {
        // With a sign.
        Some(distance) => base.checked_add_signed((distance as i32).into())?,
        None => behind,
    };
    let first = fields.word_if(flags & 4)?;
    for number in 0..count {
        let duration = fields.word_if(flags & 0x100)?.unwrap_or(usual.duration);
        let size = fields.word_if(flags & 0x200)?.unwrap_or(usual.size);
        let own = fields.word_if(flags & 0x400)?;
        let own = if number == 0 { first.or(own) } else { own };
        let composition = fields.word_if(flags & 0x800)?.unwrap_or(0) as i32;
        let sync = own.unwrap_or(usual.flags) & NOT_SYNC == 0;
        left.take(size)?;
        if let Some(builder) = &mut builder {
            builder.push(Sample { offset, size, dts: 0, composition, duration, sync })?;
        }
        offset = offset.checked_add(size.into())?;
    }
    Some(offset)
}

/// The fields of a box behind its version and flags, some of which are there only if a flag says so.
struct Fields<'a> {
    body: &'a [u8],
    at: usize,
}

impl<'a> Fields<'a> {
    fn of(body: &'a [u8]) -> Option<(u32, Self)> {
        Some((word(body, 0)? & 0xff_ffff, Self { body, at: 4 }))
    }

    fn word(&mut self) -> Option<u32> {
        let value = word(self.body, self.at)?;
        self.at += 4;
        Some(value)
    }

    fn word_if(&mut self, there: u32) -> Option<Option<u32>> {
        if there == 0 { Some(None) } else { self.word().map(Some) }
    }

    fn long(&mut self) -> Option<u64> {
        let value = long(self.body, self.at)?;
        self.at += 8;
        Some(value)
    }
}

#[cfg(test)]
mod tests {
    use super::super::SampleTable;
    use super::*;

    fn boxed(name: &[u8; 4], words: &[u32]) -> Vec<u8> {
        let mut bytes = ((8 + words.len() * 4) as u32).to_be_bytes().to_vec();
        bytes.extend(name);
        bytes.extend(words.iter().flat_map(|word| word.to_be_bytes()));
        bytes
    }

    fn nest(name: &[u8; 4], inside: &[Vec<u8>]) -> Vec<u8> {
        let inside = inside.concat();
        [&((8 + inside.len()) as u32).to_be_bytes()[..], name, &inside].concat()
    }

    fn growing() -> Growing {
        let tracks = [1, 2].map(|id| TrackSamples { id, table: SampleTable::default(), fragmented: true });
        let extends = [boxed(b"trex", &[0, 1, 1, 40, 0, 0x0101_0000]), boxed(b"trex", &[0, 2, 1, 10, 7, 0])].concat();
        Growing::new(tracks.into(), &extends, 500).unwrap()
    }

    #[test]
    fn fragments_add_their_samples() {
        let mut growing = growing();
        let picture = |time: u32| {
            // Data from the fragment on, a first sample of its own kind, sizes and compositions.
            let run = boxed(b"trun", &[0x0000_0a05, 2, 100, 0, 30, 80, 20, u32::MAX]);
            nest(b"traf", &[boxed(b"tfhd", &[0x0002_0000, 1]), boxed(b"tfdt", &[0, time]), run])
        };
        let sound = nest(b"traf", &[boxed(b"tfhd", &[0, 2]), boxed(b"trun", &[0, 3])]);
        growing.add(&[picture(0), sound.clone()].concat(), 1000).unwrap();
        growing.add(&[picture(500), sound].concat(), 2000).unwrap();
        let [picture, sound] = growing.finish().try_into().unwrap();
        let sample = |offset, size, dts, composition, duration, sync| Sample { offset, size, dts, composition, duration, sync };
        let pictures =
            [sample(1100, 30, 0, 80, 40, true), sample(1130, 20, 40, -1, 40, false), sample(2100, 30, 500, 80, 40, true), sample(2130, 20, 540, -1, 40, false)];
        assert_eq!(picture.table.from(0).collect::<Vec<_>>(), pictures);
        assert_eq!((picture.table.from(2).collect::<Vec<_>>(), picture.table.first_at(500)), (pictures[2..].to_vec(), 2));
        // Behind the pictures, in time behind what came before.
        let places: Vec<_> = sound.table.from(0).map(|sample| (sample.offset, sample.dts, sample.sync)).collect();
        assert_eq!(places, [(1150, 0, true), (1157, 10, true), (1164, 20, true), (2150, 30, true), (2157, 40, true), (2164, 50, true)]);
    }

    #[test]
    fn what_is_torn_or_goes_back_is_not_understood() {
        let torn = nest(b"traf", &[boxed(b"tfhd", &[0, 1]), boxed(b"trun", &[0x200, u32::MAX, 5])]);
        assert_eq!(growing().add(&torn, 0), None);
        let endless = nest(b"traf", &[boxed(b"tfhd", &[0, 3]), boxed(b"trun", &[0, u32::MAX])]);
        assert_eq!(growing().add(&endless, 0), None);
        let mut growing = growing();
        let at = |time: u32| nest(b"traf", &[boxed(b"tfhd", &[0, 2]), boxed(b"tfdt", &[0, time]), boxed(b"trun", &[0, 1])]);
        assert_eq!((growing.add(&at(90), 0), growing.add(&at(80), 0)), (Some(()), None));
    }
}
