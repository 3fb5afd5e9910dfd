//! MPEG streams: all packets of a picture and of the sounds beside it, put on one timeline.

use ffmpeg_next::codec::discard::Discard;
use ffmpeg_next::{Packet, Stream, media};
use walros_media::clock::{EpochFinder, Stamp};
use walros_media::read;
use walros_media::read::ts;
use walros_model::index::{Epoch, TrackFacts};

use super::{Found, KEYFRAMES_MAX, known};
use crate::avio::{Input, PositionedFile};
use crate::raw;

/// Sounds that begin so much earlier or later belong to another programme with a clock of its own, in 1/90000 s.
const APART: i64 = 10 * 90_000;

/// Whether a demuxer's clock has 33 bits and may jump.
pub(super) fn may_jump(format: &str) -> bool {
    matches!(format, "mpegts" | "mpeg")
}

/// The picture and the sounds that share its clock.
pub(super) fn together(input: &Input, picture: usize) -> Vec<usize> {
    let start = input.stream(picture).and_then(|stream| known(stream.start_time()));
    let belongs = |stream: &Stream<'_>| {
        let near = start.zip(known(stream.start_time())).is_some_and(|(picture, sound)| (picture - sound).abs() <= APART);
        stream.index() == picture || near && stream.parameters().medium() == media::Type::Audio
    };
    input.streams().filter(belongs).map(|stream| stream.index()).collect()
}

/// The same as [`read`] comes to, from the heads of a transport stream's packets alone. Fails for streams that are not as they
/// mostly are.
pub(super) fn survey(file: &PositionedFile, tracks: &[TrackFacts], streams: &[usize], picture: usize) -> read::Result<(Found, Vec<Epoch>)> {
    let facts: Vec<&TrackFacts> = tracks.iter().filter(|facts| streams.contains(&(facts.stream as usize))).collect();
    let mut finder = EpochFinder::new(picture, KEYFRAMES_MAX);
    ts::survey(file, &facts, picture as u32, |stamp| finder.take(stamp))?;
    Ok(found(finder))
}

/// Leaves out what tells nothing of the picture's clock.
pub(super) fn select(input: &mut Input, streams: &[usize]) {
    for number in (0..input.nb_streams() as usize).filter(|number| !streams.contains(number)) {
        raw::set_discard(input, number, Discard::All);
    }
}

/// Reads on to the end.
pub(super) fn read(input: &mut Input, picture: usize) -> (Found, Vec<Epoch>) {
    let mut finder = EpochFinder::new(picture, KEYFRAMES_MAX);
    let mut packet = Packet::empty();
    loop {
        match packet.read(input) {
            Ok(()) => {}
            // A torn packet; the demuxer finds the next.
            Err(ffmpeg_next::Error::InvalidData) => continue,
            Err(_) => break,
        }
        let Some((pts, dts)) = packet.pts().or(packet.dts()).zip(packet.dts().or(packet.pts())) else { continue };
        let position = i64::try_from(packet.position()).unwrap_or(-1);
        finder.take(Stamp { stream: packet.stream(), pts, dts, duration: packet.duration(), position, key: packet.is_key() });
    }
    found(finder)
}

fn found(finder: EpochFinder) -> (Found, Vec<Epoch>) {
    match finder.finish() {
        Some(timeline) => (Found { keyframes: timeline.keyframes, start: Some(timeline.start), end: Some(timeline.end), ..Found::default() }, timeline.epochs),
        None => Default::default(),
    }
}
