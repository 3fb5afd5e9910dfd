//! From an item to bytes: decision, direct files, streams, subtitles.

use std::sync::Arc;
use std::time::Duration;

use walros_jobs::SubtitleFormat;
use walros_model::ItemId;
use walros_model::content::Content;
use walros_model::playback::{PlayableSource, PlaybackRequest, StreamRequest};
use walros_model::probe::MediaSource;
use walros_model::state::PlayState;

pub use walros_jobs::SubtitleFormat as Format;
pub use walros_streaming::hls::Urls;

use crate::core::Core;
use crate::{Caller, Result};

pub struct Playback(pub(crate) Arc<Core>);

/// One cue line of a lyric; `start` is `None` in lyrics without times.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LyricLine {
    pub text: String,
    pub start: Option<Duration>,
}

/// How much of a subtitle, and with which clock.
#[derive(Clone, Copy, Debug, Default)]
pub struct SubtitleWindow {
    pub start: Duration,
    pub end: Option<Duration>,
    pub keep_times: bool,
    pub time_map: bool,
}

impl Playback {
    /// Every version of the item (or the one asked for), judged; the requested item's own first. Empty when nothing
    /// of it can be played. `Forbidden` when the user may not play at all.
    pub async fn info(&self, _caller: &Caller, _item: ItemId, _request: &PlaybackRequest) -> Result<Vec<PlayableSource>> {
        todo!()
    }

    /// The audio and subtitle stream (`-1` = none) a player begins a source with: what the caller chose last for it, else by
    /// his preferences, the same as [`info`](Self::info) says. In memory: costs no statement.
    pub fn default_streams(&self, _caller: &Caller, _source: &MediaSource, _state: &PlayState) -> (Option<i32>, Option<i32>) {
        todo!()
    }

    /// The original file of an item or version. `Unavailable` when its disk is away.
    pub async fn file(&self, _caller: &Caller, _source: ItemId) -> Result<Content> {
        todo!()
    }

    /// The same for saving; needs the right to download.
    pub async fn download(&self, _caller: &Caller, _source: ItemId) -> Result<Content> {
        todo!()
    }

    /// The playlist a player opens first.
    pub async fn master_playlist(&self, _caller: &Caller, _request: &StreamRequest, _urls: &dyn Urls) -> Result<String> {
        todo!()
    }

    /// The list of all segments.
    pub async fn media_playlist(&self, _caller: &Caller, _request: &StreamRequest, _urls: &dyn Urls) -> Result<String> {
        todo!()
    }

    /// Segment `number` from 0, or −1 for the init segment.
    pub async fn segment(&self, _caller: &Caller, _request: &StreamRequest, _number: i64) -> Result<Content> {
        todo!()
    }

    /// The whole stream in one answer, from `request.start` on.
    pub async fn progressive(&self, _caller: &Caller, _request: &StreamRequest) -> Result<Content> {
        todo!()
    }

    /// A text subtitle, by the stream's [`index`](walros_model::MediaStream::index).
    pub async fn subtitle(&self, _caller: &Caller, _source: ItemId, _index: i32, _format: SubtitleFormat, _window: SubtitleWindow) -> Result<Content> {
        todo!()
    }

    /// A font or other attachment, by its stream number.
    pub async fn attachment(&self, _caller: &Caller, _source: ItemId, _index: u32) -> Result<Content> {
        todo!()
    }

    /// The lines of a track's lyrics file beside it or in its tags.
    pub async fn lyrics(&self, _caller: &Caller, _track: ItemId) -> Result<Vec<LyricLine>> {
        todo!()
    }

    /// The player left: what is queued for its play session is dropped. Unknown ones are fine.
    pub fn stop(&self, _caller: &Caller, _play_session: &str) {
        todo!()
    }
}
