//! MP4, in one piece or in fragments: a segment is one look at the tables and one read or a few.

mod boxes;
mod fragments;
mod header;
mod runs;
mod table;
mod texts;

use walros_model::index::{SampleRange, TrackFacts};

pub use header::{TrackSamples, tracks};
pub use table::{Sample, SampleTable};
pub use texts::Texts;

use super::film::{Copied, Cut, EARLY, LEADS, PACKETS_MAX, TIME_MAX, ticks_in};
use super::window::stretch;
use super::{Place, ReadError, Result, Source, key, sound, unsupported};
use crate::segment::{PictureCopy, Pictures, SoundCopy, Sounds, Track, Want};
use runs::Runs;

/// How much of a picture is looked at to tell what kind it is; slices come after a few headers.
const HEAD: u32 = 2048;

/// The tables of the tracks that an index vouches for.
#[derive(Debug)]
pub struct Mp4 {
    tracks: Vec<Known>,
}

#[derive(Debug)]
struct Known {
    stream: u32,
    range: SampleRange,
    table: SampleTable,
}

/// The pictures that a segment keeps, and those that were only looked at.
struct Chosen {
    pictures: Pictures<Place>,
    others: Vec<(Place, bool)>,
}

impl Mp4 {
    pub fn open(source: &dyn Source, facts: &[TrackFacts]) -> Result<Self> {
        let mut tables = header::tracks(source)?;
        let known = facts.iter().filter_map(|facts| {
            let range = facts.samples?;
            let place = tables.iter().position(|track| track.id == facts.id)?;
            Some(Known { stream: facts.stream, range, table: tables.swap_remove(place).table })
        });
        Ok(Self { tracks: known.collect() })
    }

    /// Bytes of memory.
    pub fn weight(&self) -> usize {
        self.tracks.iter().map(|track| track.table.weight() + size_of::<Known>()).sum()
    }

    pub fn copy(&self, source: &dyn Source, cut: &Cut<'_>) -> Result<Copied> {
        let chosen = cut.picture.map(|track| self.known(track)?.pictures(track, cut)).transpose()?;
        let sounds = cut.sound.map(|track| self.known(track)?.sounds(track, cut)).transpose()?;
        let kept = chosen.iter().flat_map(|chosen| &chosen.pictures.frames).map(|frame| frame.data);
        let runs = Runs::read(source, kept.chain(sounds.iter().flat_map(|sounds| &sounds.frames).map(|frame| frame.data)))?;
        let pictures = chosen.map(|chosen| {
            let pictures = chosen.pictures.with_bytes(|place| runs.get(place))?;
            agree(&pictures, &chosen.others, source)?;
            Ok::<_, ReadError>(pictures)
        });
        let sounds = sounds.map(|sounds| sounds.with_bytes(|place| runs.get(place)));
        let (pictures, sounds) = (pictures.transpose()?, sounds.transpose()?);
        if let (Some(track), Some(sounds)) = (cut.sound, &sounds)
            && !sounds.frames.iter().all(|frame| sound::is_one_frame(&track.facts.codec, &frame.data))
        {
            return unsupported("packets of sound that are no single frames");
        }
        Ok(Copied { pictures, sounds, read: runs.into_read() })
    }

    fn known(&self, track: &Track) -> Result<&Known> {
        self.tracks.iter().find(|known| known.stream == track.facts.stream).map_or_else(|| unsupported("a track whose samples are not certain"), Ok)
    }
}

impl Known {
    /// The samples from a time on the film's timeline on, less `lead` ticks; from the first without one. Times of
    /// presentation and decoding are on the film's timeline.
    fn samples<'a>(&'a self, track: &'a Track, from: Option<i64>) -> impl Iterator<Item = (i64, i64, Sample)> + 'a {
        let (first, end) = (self.range.first as usize, self.range.end as usize);
        let number = from.map_or(first, |from| self.table.first_at(from.saturating_add(track.origin).saturating_sub(self.range.shift)).max(first));
        self.table.from(number).take(end.saturating_sub(number)).map(|sample| {
            let dts = track.film(sample.dts.saturating_add(self.range.shift));
            (dts.saturating_add(sample.composition.into()), dts, sample)
        })
    }

    fn pictures(&self, track: &Track, cut: &Cut<'_>) -> Result<Chosen> {
        for lead in LEADS.into_iter().map(Some).chain([None]) {
            let from = lead.map(|lead| ticks_in(track, cut.stretch.start.saturating_sub(lead)));
            let mut copy = PictureCopy::new(track, cut.window(track))?;
            copy.at_beginning = lead.is_none();
            let mut taken = Vec::new();
            let late = ticks_in(track, cut.stretch.end.saturating_add(EARLY));
            let mut want = Want::More;
            for (pts, dts, sample) in self.samples(track, from) {
                if taken.len() >= PACKETS_MAX || pts.unsigned_abs() > TIME_MAX || dts > late && !cut.stretch.last {
                    return unsupported("no keyframe for long");
                }
                let place = Place { offset: sample.offset, length: sample.size };
                taken.push((place, sample.sync));
                want = copy.take(pts, sample.sync, place);
                if want != Want::More {
                    break;
                }
            }
            if want != Want::Earlier {
                let pictures = copy.finish()?;
                let begin = pictures.frames.first().map(|frame| frame.data);
                // Those before the segment were passed over unless they were keyframes, and then stand before them.
                let others = taken.into_iter().skip_while(|(place, _)| Some(*place) != begin).skip(pictures.frames.len());
                return Ok(Chosen { others: others.collect(), pictures });
            }
        }
        unsupported("no keyframe before the segment")
    }

    fn sounds(&self, track: &Track, cut: &Cut<'_>) -> Result<Sounds<Place>> {
        let mut copy = SoundCopy::new(track, cut.stretch)?;
        let [lead, ..] = LEADS;
        let from = (cut.stretch.start > lead).then(|| ticks_in(track, cut.stretch.start - lead));
        for (number, (pts, _, sample)) in self.samples(track, from).enumerate() {
            if number >= PACKETS_MAX || pts.unsigned_abs() > TIME_MAX {
                return unsupported("sound without an end");
            }
            let place = Place { offset: sample.offset, length: sample.size };
            if copy.take(pts, sample.duration.into(), place) != Want::More {
                break;
            }
        }
        Ok(copy.finish())
    }
}

/// Whether the pictures are what the container says of them.
fn agree(pictures: &Pictures, others: &[(Place, bool)], source: &dyn Source) -> Result<()> {
    let mut agreed = pictures.frames.iter().all(|frame| key::is_key(&pictures.config, &frame.data) == Some(frame.key));
    for (place, key) in others {
        let head = stretch(source, Place { length: place.length.min(HEAD), ..*place })?;
        agreed &= match key::is_key(&pictures.config, &head) {
            None if place.length > HEAD => key::is_key(&pictures.config, &stretch(source, *place)?) == Some(*key),
            found => found == Some(*key),
        };
    }
    if agreed { Ok(()) } else { unsupported("keyframes that are none, or others that are") }
}
