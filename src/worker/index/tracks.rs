//! What copying needs to know of a file's streams, so that the server can copy their packets without libav.

use ffmpeg_next::{Packet, media};
use walros_media::read::mp4::{SampleTable, TrackSamples};
use walros_model::index::{SampleRange, TrackFacts};

use crate::avio::Input;
use crate::raw::{self, IndexEntry};
use crate::track;

/// Streams come early in a file, or not at all.
const PACKETS_MAX: usize = 5000;
/// Samples of an MP4 looked at.
pub(super) const SAMPLES_MAX: usize = 20_000_000;
/// Decoder configurations are some hundred bytes.
const CONFIG_MAX: usize = 64 * 1024;

/// The first packet of a stream: when it is shown, and where it is.
pub(super) struct First {
    pts: Option<i64>,
    position: i64,
}

/// The facts of all pictures and sounds, but for the samples of an MP4. To be asked before anything else is read.
pub(super) fn facts(input: &mut Input) -> (Vec<TrackFacts>, Vec<Option<First>>) {
    let streams = input.streams().filter(|stream| !raw::is_cover(stream) && matches!(stream.parameters().medium(), media::Type::Video | media::Type::Audio));
    let mut facts: Vec<TrackFacts> = streams.map(|stream| track::facts(input, &stream)).filter(|facts| facts.config.len() <= CONFIG_MAX).collect();
    let firsts = first_packets(input, &mut facts);
    (facts, firsts)
}

/// Which samples of an MP4 libav plays. `tables` are what the file says; fragments must all have been read.
pub(super) fn add_samples(input: &Input, facts: &mut [TrackFacts], firsts: &[Option<First>], tables: &[TrackSamples]) {
    for (facts, first) in facts.iter_mut().zip(firsts) {
        if let (Some(track), Some(first)) = (tables.iter().find(|track| track.id == facts.id), first) {
            let entries = raw::index_entries(input, facts.stream as usize, SAMPLES_MAX);
            let whole = |range: &SampleRange| !track.fragmented || range.end as usize == track.table.len();
            facts.samples = samples(&entries, &track.table, first).filter(whole);
        }
    }
}

/// Reads until every stream was seen, and keeps what a configuration is made of.
fn first_packets(input: &mut Input, facts: &mut [TrackFacts]) -> Vec<Option<First>> {
    let mut found: Vec<Option<First>> = facts.iter().map(|_| None).collect();
    let mut packet = Packet::empty();
    for _ in 0..PACKETS_MAX {
        match packet.read(input) {
            Ok(()) => (),
            Err(ffmpeg_next::Error::InvalidData) => continue,
            Err(_) => break,
        }
        let place = facts.iter().position(|facts| facts.stream as usize == packet.stream());
        if let Some((facts, first)) = place.and_then(|place| facts.get_mut(place).zip(found.get_mut(place)))
            && first.is_none()
        {
            *first = Some(First { pts: packet.pts(), position: i64::try_from(packet.position()).unwrap_or(-1) });
            if track::needs_first_packet(facts) {
                facts.first_packet = packet.data().unwrap_or_default().iter().copied().take(track::FIRST_PACKET_BYTES).collect();
            }
        }
        if found.iter().all(Option::is_some) {
            break;
        }
    }
    found
}

/// Which of the table's samples libav plays, and how far it moves them. `None` unless they are a run of samples whose
/// places, sizes, keyframes and distances are all as the table says: edit lists may repeat and leave out.
fn samples(entries: &[IndexEntry], table: &SampleTable, packet: &First) -> Option<SampleRange> {
    let begin = entries.first()?;
    let is = |entry: &IndexEntry, offset: u64, size: u32| u64::try_from(entry.position) == Ok(offset) && entry.size == size;
    let first = table.from(0).position(|sample| is(begin, sample.offset, sample.size))?;
    let moved = begin.timestamp.wrapping_sub(table.from(first).next()?.dts);
    let mut count = 0;
    let mut shift = None;
    for (entry, sample) in entries.iter().zip(table.from(first)) {
        if !is(entry, sample.offset, sample.size) || entry.is_key != sample.sync || entry.timestamp.wrapping_sub(sample.dts) != moved {
            return None;
        }
        if entry.position == packet.position && shift.is_none() {
            // Edit lists and negative offsets move what is shown by more than what is decoded.
            shift = Some(packet.pts?.wrapping_sub(sample.dts).wrapping_sub(sample.composition.into()));
        }
        count += 1;
    }
    (count == entries.len()).then_some(())?;
    Some(SampleRange { first: u32::try_from(first).ok()?, end: u32::try_from(first + count).ok()?, shift: shift? })
}
