//! The index job: where a film can be entered, found without decoding.
//!
//! - MP4's header knows every sample. Libav passes on when each is decoded; when it is shown is read from the header's tables.
//! - Matroska's cues and AVI's index are taken as they are, unless they leave holes.
//! - Everything else (transport streams, fragments, films without cues) has all its packets read. Those of MPEG streams
//!   are put on one timeline where the clock jumps.

mod clocks;
mod texts;
mod tracks;

use std::cell::OnceCell;
use std::fs::File;

use ffmpeg_next::codec::discard::Discard;
use ffmpeg_next::{Packet, media};
use walros_jobs::Fault;
use walros_media::read;
use walros_media::read::mp4::{Sample, TrackSamples};
use walros_model::index::{Keyframe, MediaIndex, TextPlaces, TrackFacts};

use crate::avio::{self, Input, PositionedFile};
use crate::raw::IndexEntry;
use crate::{fault, raw, time};

/// No more entries than this are kept: a day of film of keyframes alone.
const KEYFRAMES_MAX: usize = 3_000_000;

/// A container's own index is taken for complete when it has no longer holes than this many seconds.
const HOLE_SECONDS: i64 = 30;

/// Finds the random-access points of a file's picture.
pub(crate) fn run(file: &File, name: &str) -> Result<MediaIndex, Fault> {
    let mut input = avio::open(file, name)?;
    let format = input.format().name().split(',').next().unwrap_or_default().to_owned();
    let tables = if format == "mov" { read::mp4::tracks(&PositionedFile::new(file)?).unwrap_or_default() } else { Vec::new() };
    // The server itself reads these.
    let (mut tracks, firsts) = if matches!(format.as_str(), "mov" | "matroska" | "mpegts") { tracks::facts(&mut input) } else { Default::default() };
    let Some(number) = picture(&input) else {
        tracks::add_samples(&input, &mut tracks, &firsts, &tables);
        return Ok(MediaIndex { tracks, ..sound_alone(&input) });
    };
    if clocks::may_jump(&format) {
        let streams = clocks::together(&input, number);
        let surveyed = if format == "mpegts" { clocks::survey(&PositionedFile::new(file)?, &tracks, &streams, number).ok() } else { None };
        let (found, epochs) = match surveyed {
            Some(surveyed) => surveyed,
            None => {
                // From the first byte on, which seeking by time does not promise.
                input = avio::open(file, name)?;
                clocks::select(&mut input, &streams);
                clocks::read(&mut input, number)
            }
        };
        return Ok(MediaIndex { tracks, epochs, ..finish(&input, number, found)? });
    }
    select(&mut input, number);
    let in_fragments = tables.iter().any(|track| track.fragmented);
    let found = match format.as_str() {
        // Libav learns of fragments as it reads them.
        "mov" if in_fragments => None,
        "mov" => from_samples(&tables, &mut input, number),
        "matroska" => from_cues(&mut input, number),
        "avi" => from_entries(&input, number, header_end(&input, number)),
        _ => None,
    };
    let texts = if found.is_none() && format == "matroska" { texts::of(&input) } else { Vec::new() };
    let found = match found {
        Some(found) => found,
        None if format == "matroska" => match survey(file, &tracks, number, &texts) {
            Some(found) => found,
            None => {
                let found = read_all(&mut input, number, &texts);
                in_clusters(&input, number, found)
            }
        },
        None => read_all(&mut input, number, &texts),
    };
    tracks::add_samples(&input, &mut tracks, &firsts, &tables);
    Ok(MediaIndex { tracks, ..finish(&input, number, found)? })
}

/// What a search came to, in the stream's units.
#[derive(Default)]
struct Found {
    keyframes: Vec<Keyframe>,
    start: Option<i64>,
    end: Option<i64>,
    texts: Vec<TextPlaces>,
}

/// The film's stream: the first picture that is no cover.
fn picture(input: &Input) -> Option<usize> {
    input.streams().best(media::Type::Video).filter(|stream| !raw::is_cover(stream)).map(|stream| stream.index())
}

fn sound_alone(input: &Input) -> MediaIndex {
    let Some(stream) = input.streams().best(media::Type::Audio) else {
        return MediaIndex { time_base: (1, 1_000_000), end: input.duration().max(0), ..MediaIndex::default() };
    };
    let start = known(stream.start_time()).unwrap_or(0);
    let end = header_end(input, stream.index()).unwrap_or(start);
    MediaIndex { video_stream: None, time_base: time_base(input, stream.index()), start, end, ..MediaIndex::default() }
}

/// Leaves out every other stream.
fn select(input: &mut Input, number: usize) {
    for other in (0..input.nb_streams() as usize).filter(|other| *other != number) {
        raw::set_discard(input, other, Discard::All);
    }
}

fn rewind(input: &mut Input) {
    // Before any beginning; a file that cannot seek is read on from where it is.
    let _ = input.seek(i64::from(i32::MIN) * 1_000_000, ..);
}

/// Matroska without cues, as it mostly is: its own reader is many times as fast.
fn survey(file: &File, tracks: &[TrackFacts], number: usize, texts: &[u32]) -> Option<Found> {
    let facts = tracks.iter().find(|facts| facts.stream as usize == number)?;
    let survey = read::matroska::survey(&PositionedFile::new(file).ok()?, facts, texts, KEYFRAMES_MAX).ok()?;
    let (start, end) = survey.span?;
    Some(Found { keyframes: survey.keyframes, start: Some(start), end: Some(end), texts: survey.texts })
}

/// Reads everything, from the beginning on.
fn read_all(input: &mut Input, number: usize, texts: &[u32]) -> Found {
    rewind(input);
    texts::select(input, texts);
    let places = texts.iter().map(|stream| TextPlaces { stream: *stream, places: Vec::new() });
    read_packets(input, number, places.collect())
}

/// Reads on to the end, and notes where these tracks of text have their blocks.
fn read_packets(input: &mut Input, number: usize, texts: Vec<TextPlaces>) -> Found {
    let mut found = Found { texts, ..Found::default() };
    let mut packet = Packet::empty();
    loop {
        match packet.read(input) {
            Ok(()) => {}
            // A torn packet; the demuxer finds the next.
            Err(ffmpeg_next::Error::InvalidData) => continue,
            Err(_) => return found,
        }
        texts::note(&mut found.texts, &packet);
        // Without presentation times (AVI) frames are shown as they come.
        let (true, Some(pts)) = (packet.stream() == number, packet.pts().or(packet.dts())) else { continue };
        if packet.is_key() && found.keyframes.len() < KEYFRAMES_MAX {
            found.keyframes.push(Keyframe { pts, position: i64::try_from(packet.position()).unwrap_or(-1) });
        }
        let end = pts.saturating_add(packet.duration().max(0));
        found.start = Some(found.start.map_or(pts, |start| start.min(pts)));
        found.end = Some(found.end.map_or(end, |known| known.max(end)));
    }
}

/// Matroska: reading noted the clusters of keyframes, and only clusters can be entered.
fn in_clusters(input: &Input, number: usize, mut found: Found) -> Found {
    let entries = raw::index_entries(input, number, KEYFRAMES_MAX);
    for keyframe in &mut found.keyframes {
        if let Ok(place) = entries.binary_search_by_key(&keyframe.pts, |entry| entry.timestamp) {
            keyframe.position = entries.get(place).map_or(keyframe.position, |entry| entry.position);
        }
    }
    found
}

/// MP4: libav's index entries, moved from when a sample is decoded to when it is shown.
fn from_samples(tables: &[TrackSamples], input: &mut Input, number: usize) -> Option<Found> {
    let track = u32::try_from(input.stream(number)?.id()).ok()?;
    let table = &tables.iter().find(|known| known.id == track)?.table;
    let sorted = OnceCell::new();
    let at = |position: i64| {
        let samples = sorted.get_or_init(|| {
            let mut samples: Vec<Sample> = table.from(0).collect();
            samples.sort_unstable_by_key(|sample| sample.offset);
            samples
        });
        samples.binary_search_by_key(&position, |sample| sample.offset as i64).ok().map(|place| samples[place])
    };
    // Libav moves all times by what edit lists and negative offsets ask for; one packet tells how far.
    rewind(input);
    let mut packet = Packet::empty();
    while packet.read(input).is_ok() && packet.stream() != number {}
    let own = |position: i64| table.from(0).find(|sample| sample.offset as i64 == position);
    let moved = packet.pts()? - packet.dts()? - i64::from(own(packet.position() as i64)?.composition);
    let mut found = Found::default();
    let entries = raw::index_entries(input, number, tracks::SAMPLES_MAX);
    let first = entries.first().map(|entry| entry.position);
    let mut samples = table.from(table.from(0).position(|sample| Some(sample.offset as i64) == first)?);
    for entry in entries {
        // Nearly always they are the table's, one by one; edit lists may leave out and repeat.
        let sample = match samples.next().filter(|sample| sample.offset as i64 == entry.position) {
            Some(sample) => sample,
            None => at(entry.position)?,
        };
        let pts = entry.timestamp + i64::from(sample.composition) + moved;
        if entry.is_key && found.keyframes.len() < KEYFRAMES_MAX {
            found.keyframes.push(Keyframe { pts, position: entry.position });
        }
        found.start = Some(found.start.map_or(pts, |start| start.min(pts)));
        found.end = found.end.max(Some(pts + i64::from(sample.duration)));
    }
    (!found.keyframes.is_empty()).then_some(found)
}

/// Matroska: seeking to the end loads the cues, and reading on from there tells where the film ends.
fn from_cues(input: &mut Input, number: usize) -> Option<Found> {
    let duration = input.duration();
    if duration <= 0 || input.seek(duration, ..).is_err() {
        return None;
    }
    let end = read_packets(input, number, Vec::new()).end?;
    from_entries(input, number, Some(end))
}

/// The entries that the demuxer has, if they leave no holes.
fn from_entries(input: &Input, number: usize, end: Option<i64>) -> Option<Found> {
    let entries = raw::index_entries(input, number, KEYFRAMES_MAX).into_iter().filter(|entry| entry.is_key);
    let keyframes: Vec<Keyframe> = entries.map(|IndexEntry { timestamp, position, .. }| Keyframe { pts: timestamp, position }).collect();
    let hole = time::units(std::time::Duration::from_secs(HOLE_SECONDS as u64), time_base(input, number));
    let marks = keyframes.iter().map(|keyframe| keyframe.pts).chain(end);
    let whole = !keyframes.is_empty() && marks.clone().zip(marks.skip(1)).all(|(one, next)| next - one <= hole);
    whole.then_some(Found { keyframes, start: None, end, texts: Vec::new() })
}

/// Where the stream's (or else the container's) header says that it ends.
fn header_end(input: &Input, number: usize) -> Option<i64> {
    let stream = input.stream(number)?;
    let start = known(stream.start_time()).unwrap_or(0);
    match known(stream.duration()) {
        Some(duration) if duration > 0 => Some(start.saturating_add(duration)),
        _ => {
            let duration = u64::try_from(input.duration()).ok().filter(|duration| *duration > 0)?;
            Some(start.saturating_add(time::units(std::time::Duration::from_micros(duration), time_base(input, number))))
        }
    }
}

fn finish(input: &Input, number: usize, mut found: Found) -> Result<MediaIndex, Fault> {
    found.keyframes.sort_by_key(|keyframe| keyframe.pts);
    found.keyframes.dedup_by_key(|keyframe| keyframe.pts);
    let first = found.keyframes.first().ok_or_else(|| fault::bad_file("no keyframe in the film"))?.pts;
    let last = found.keyframes.last().map_or(first, |keyframe| keyframe.pts);
    let header = input.stream(number).and_then(|stream| known(stream.start_time()));
    let start = found.start.or(header).unwrap_or(first).min(first);
    let end = found.end.unwrap_or(last).max(last);
    let Found { keyframes, texts, .. } = found;
    let (video_stream, time_base) = (Some(number as u32), time_base(input, number));
    Ok(MediaIndex { video_stream, time_base, start, end, keyframes, texts, ..MediaIndex::default() })
}

fn time_base(input: &Input, number: usize) -> (i32, i32) {
    input.stream(number).map_or((1, 1), |stream| (stream.time_base().numerator(), stream.time_base().denominator()))
}

fn known(timestamp: i64) -> Option<i64> {
    (timestamp != time::NONE).then_some(timestamp)
}
