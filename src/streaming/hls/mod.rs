//! HLS playlists. What stands in them is decided here; how the addresses look is the facade's business.

mod ladder;
mod master;
mod media;

use std::time::Duration;

use walros_model::MediaStream;
use walros_model::playback::StreamRequest;

pub use ladder::adaptive;
pub(crate) use ladder::winding;
pub use master::master;
pub use media::{Stretch, keyframes, media, texts};

/// Where a facade's clients find the parts of a stream. Addresses may be relative to the playlist they stand in, and
/// must carry all that the request for them needs: players send no headers.
pub trait Urls: Send + Sync {
    /// The media playlist of a variant, as the master playlist names it.
    fn media(&self, variant: Variant) -> String;

    /// The init segment, as the media playlist names it.
    fn init(&self) -> String;

    /// A segment, as the media playlist names it.
    fn segment(&self, segment: &SegmentPlace) -> String;

    /// The playlist of a text subtitle, as the master playlist names it, and what a player calls it in its menu.
    /// `None` leaves it out.
    fn subtitle(&self, stream: &MediaStream) -> Option<SubtitleRendition>;

    /// The addresses of a later part of a stacked film; `None` in facades where each part is a film of its own.
    fn of_part(&self, _part: &StreamRequest) -> Option<Box<dyn Urls>> {
        None
    }
}

/// Where a facade's clients find the renditions of a ladder, relative to its manifest.
pub trait LadderUrls: Send + Sync {
    /// The media playlist of a rendition.
    fn media(&self, rendition: &StreamRequest) -> String;

    /// The playlist of its keyframes.
    fn keyframes(&self, rendition: &StreamRequest) -> String;

    /// Its init segment.
    fn init(&self, rendition: &StreamRequest) -> String;

    /// Its segments; `number` stands where the number goes.
    fn segment(&self, rendition: &StreamRequest, number: &str) -> String;

    /// Its segments' first pictures alone, as [`segment`](Self::segment).
    fn keyframe(&self, rendition: &StreamRequest, number: &str) -> String;

    /// The playlist of a text subtitle that is cut where this rendition is.
    fn subtitle_playlist(&self, stream: &MediaStream, timeline: &StreamRequest) -> String;

    /// The init segment of its fragments.
    fn subtitle_init(&self, stream: &MediaStream, timeline: &StreamRequest) -> String;

    /// Its fragments; `number` stands where the number goes.
    fn subtitle_segment(&self, stream: &MediaStream, timeline: &StreamRequest, number: &str) -> String;

    /// What a player calls a track in its menu.
    fn name(&self, stream: &MediaStream) -> String;
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Variant {
    /// What the request asks for.
    Main,
    /// The same encoded in H.264 without high dynamic range: the request with `video_codecs` = H.264 alone and
    /// `allow_video_copy` off.
    Sdr,
}

/// One line of a media playlist.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SegmentPlace {
    pub number: usize,
    /// `ts` or `mp4`.
    pub extension: &'static str,
    /// Where it begins in the film.
    pub start: Duration,
    pub length: Duration,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SubtitleRendition {
    pub name: String,
    pub uri: String,
}

/// Text within a quoted attribute.
fn quoted(text: &str) -> String {
    text.chars().map(|letter| if matches!(letter, '"' | '\r' | '\n') { ' ' } else { letter }).collect()
}
