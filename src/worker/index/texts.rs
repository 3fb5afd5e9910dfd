//! Where the lines of text are in a film that has no index of its own: noted while all of it is read anyway, so that
//! nobody has to look for them when they are shown.

use ffmpeg_next::codec::discard::Discard;
use ffmpeg_next::{Packet, codec};
use walros_model::index::{TextPlace, TextPlaces};

use crate::avio::Input;
use crate::raw;

/// Blocks noted of one track; more than any film has.
const PLACES_MAX: usize = 20_000;
/// Tracks of text that are noted.
const TRACKS_MAX: usize = 64;

/// The tracks of text whose packets are their blocks' content as it is.
pub(super) fn of(input: &Input) -> Vec<u32> {
    let is_text = |id: codec::Id| matches!(id, codec::Id::SUBRIP | codec::Id::TEXT | codec::Id::ASS | codec::Id::SSA);
    input.streams().filter(|stream| is_text(stream.parameters().id())).map(|stream| stream.index() as u32).take(TRACKS_MAX).collect()
}

/// Has them read, too.
pub(super) fn select(input: &mut Input, texts: &[u32]) {
    for number in texts {
        raw::set_discard(input, *number as usize, Discard::Default);
    }
}

/// Notes a packet, if it is text.
pub(super) fn note(texts: &mut [TextPlaces], packet: &Packet) {
    let Some(track) = texts.iter_mut().find(|track| track.stream as usize == packet.stream()) else { return };
    let (Some(pts), Ok(size), Ok(position)) = (packet.pts(), u32::try_from(packet.size()), i64::try_from(packet.position())) else { return };
    if track.places.len() < PLACES_MAX {
        track.places.push(TextPlace { pts, duration: packet.duration().max(0), position, size });
    }
}
