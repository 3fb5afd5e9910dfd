//! MPEG streams: all packets of a picture and of the sounds beside it, put on one timeline.

use ffmpeg_next::codec::discard::Discard;
use ffmpeg_next::{Packet, media};
use walros_media::clock::{EpochFinder, Stamp};
use walros_model::index::Epoch;

use super::{Found, KEYFRAMES_MAX, known};
use crate::avio::Input;
use crate::raw;

/// Sounds that begin so much earlier or later belong to another programme with a clock of its own, in 1/90000 s.
const APART: i64 = 10 * 90_000;

/// Whether a demuxer's clock has 33 bits and may jump.
pub(super) fn may_jump(format: &str) -> bool {
    matches!(format, "mpegts" | "mpeg")
}

/// Leaves out what tells nothing of the picture's clock.
pub(super) fn select(input: &mut Input, picture: usize) {
    let start = input.stream(picture).and_then(|stream| known(stream.start_time()));
    let apart: Vec<usize> = input
        .streams()
        .filter(|stream| {
            let near = start.zip(known(stream.start_time())).is_some_and(|(picture, sound)| (picture - sound).abs() <= APART);
            stream.index() != picture && !(near && stream.parameters().medium() == media::Type::Audio)
        })
        .map(|stream| stream.index())
        .collect();
    for number in apart {
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
    match finder.finish() {
        Some(timeline) => (Found { keyframes: timeline.keyframes, start: Some(timeline.start), end: Some(timeline.end), ..Found::default() }, timeline.epochs),
        None => Default::default(),
    }
}
