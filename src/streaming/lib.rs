//! From a file to what a player gets: the decision, the recipe, playlists, segments.
//!
//! A segment is a pure function of source, recipe and place. There are no sessions: a request names what it wants,
//! whoever asks first has it made, all others wait for the same job, and what was made is kept while there is room.

mod cache;
mod copies;
pub mod counterpart;
pub mod dash;
pub mod decision;
mod encoders;
mod error;
mod flights;
pub mod hls;
mod join;
pub mod ladder;
pub mod made;
mod pace;
mod prepare;
mod progressive;
pub mod recipe;
mod renditions;
mod segments;
mod store;
mod subtitles;
#[cfg(test)]
mod testing;
mod whole;

use std::io;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use futures_util::future::BoxFuture;
use walros_jobs::{Fault, Workers};
use walros_media::subtitle::Script;
use walros_model::MediaStream;
use walros_model::content::Body;
use walros_model::index::MediaIndex;
use walros_model::playback::{StreamRequest, SubtitleFormat};
use walros_model::probe::MediaSource;

pub use encoders::{EncoderState, Encoders};
pub use error::{Result, StreamError};
pub use prepare::Prepared;
pub use progressive::ByteStream;
pub use store::StoreConfig;
pub use subtitles::SubtitleRequest;
pub use walros_media::subtitle::{Span, fragment_init as text_init, joined_vtt};
pub use whole::{Audit, Kept, RenditionKey};

use decision::Rights;
use hls::Urls;
use ladder::Ladder;
use prepare::Preparer;
use segments::SegmentService;
use subtitles::Subtitles;

/// Where the indexes of files come from: made once for each file, and kept.
pub trait Indexes: Send + Sync {
    fn index<'a>(&'a self, source: &'a MediaSource) -> BoxFuture<'a, Result<Arc<MediaIndex>, Fault>>;

    /// The same if it was made already.
    fn known<'a>(&'a self, _source: &'a MediaSource) -> BoxFuture<'a, Option<Arc<MediaIndex>>> {
        Box::pin(std::future::ready(None))
    }
}

/// The streams of one server. Cheap to clone.
#[derive(Clone)]
pub struct Streaming {
    preparer: Arc<Preparer>,
    segments: SegmentService,
    subtitles: Subtitles,
    encoders: Encoders,
}

impl Streaming {
    /// Takes over what an earlier run left in the store.
    pub fn open(workers: Arc<dyn Workers>, indexes: Arc<dyn Indexes>, store: StoreConfig) -> io::Result<Self> {
        let backend = workers.backend();
        let encoders = Encoders::default();
        let segments = SegmentService::open(workers.clone(), encoders.clone(), store)?;
        let subtitles = Subtitles::new(workers, indexes.clone(), segments.cache());
        Ok(Self { preparer: Arc::new(Preparer::new(indexes, encoders.clone(), backend)), segments, subtitles, encoders })
    }

    /// What pictures are encoded by, which is nothing but software until somebody has it learn of more.
    pub fn encoders(&self) -> &Encoders {
        &self.encoders
    }

    /// Renditions that are made ahead of time and kept whole.
    pub fn kept(&self) -> Kept {
        Kept(self.segments.clone())
    }

    /// How long a film is, as its streams are cut: what its container says may be a few frames off.
    pub async fn length(&self, source: &MediaSource) -> Duration {
        Duration::from_nanos(self.preparer.length(source).await.max(0) as u64 * 100)
    }

    /// Works out how a stream is made and where it is cut. The same request on the same file is worked out once.
    pub async fn prepare(&self, source: &MediaSource, request: &StreamRequest) -> Result<Arc<Prepared>> {
        self.preparer.prepare(source, request).await
    }

    /// The playlist that a player opens first.
    pub fn master(&self, prepared: &Prepared, urls: &dyn Urls) -> String {
        hls::master(prepared, urls)
    }

    /// The playlist of all segments.
    pub fn media(&self, prepared: &Prepared, urls: &dyn Urls) -> String {
        hls::media(&[(prepared, urls)])
    }

    /// What a player may switch between. Invalid for requests that [`ladder::is_adaptive`] says no to.
    pub async fn ladder(&self, source: &MediaSource, request: &StreamRequest, rights: Rights) -> Result<Ladder> {
        Ladder::of(&self.preparer, &self.segments, source, request, rights).await
    }

    /// The same of a stacked film, whose parts' sources and requests come in playing order. Unsupported where the parts cannot
    /// be played as one.
    pub async fn ladder_of_parts(&self, parts: &[(MediaSource, StreamRequest)], rights: Rights) -> Result<Ladder> {
        Ladder::of_parts(&self.preparer, &self.segments, parts, rights).await
    }

    /// The same for somebody who plays it now: without what this machine would encode too slowly for that.
    pub async fn ladder_now(&self, parts: &[(MediaSource, StreamRequest)], rights: Rights) -> Result<Ladder> {
        Ok(self.segments.paces().offered(self.ladder_of_parts(parts, rights).await?))
    }

    /// A request for a smaller picture, where the one of this would be encoded more slowly than it is shown.
    pub fn eased(&self, source: &MediaSource, request: &StreamRequest) -> Option<StreamRequest> {
        self.segments.paces().eased(source, request)
    }

    /// The first picture of a segment alone, for winding.
    pub async fn keyframe(&self, prepared: &Arc<Prepared>, number: usize) -> Result<Bytes> {
        self.segments.keyframe(prepared, number).await
    }

    /// Segment `number` from 0, or −1 for the init segment of fragmented MP4. Has the next ones made ahead.
    pub async fn segment(&self, prepared: &Arc<Prepared>, number: i64) -> Result<Bytes> {
        self.segments.get(prepared, number).await
    }

    /// The same to be sent, of which as little as possible is held in memory.
    pub async fn segment_body(&self, prepared: &Arc<Prepared>, number: i64) -> Result<Body> {
        self.segments.body(prepared, number).await
    }

    /// A text subtitle of a film, or a stretch of it, as a file.
    pub async fn subtitle(&self, source: &MediaSource, stream: &MediaStream, request: SubtitleRequest) -> Result<Bytes> {
        self.subtitles.get(source, stream, request, None).await
    }

    /// What of a text subtitle shows during segment `number` of a stream: in WebVTT as HLS wants it, or a fragment.
    pub async fn text(&self, source: &MediaSource, stream: &MediaStream, prepared: &Prepared, number: usize, format: SubtitleFormat) -> Result<Bytes> {
        let request = SubtitleRequest { format, span: span_of(prepared, number)?, time_map: true };
        self.subtitles.get(source, stream, request, Some(prepared.origin)).await
    }

    /// The same of a part that has no such subtitle: nothing shows.
    pub fn no_text(&self, prepared: &Prepared, number: usize, format: SubtitleFormat) -> Result<Bytes> {
        Ok(Script::default().write(format, &span_of(prepared, number)?, true).into())
    }

    /// The whole stream in one piece, from the segment that holds `start` ticks on.
    pub fn progressive(&self, prepared: &Arc<Prepared>, start: i64) -> ByteStream {
        progressive::stream(self.segments.clone(), prepared.clone(), start)
    }
}

/// What segment `number` of a stream shows of the film.
fn span_of(prepared: &Prepared, number: usize) -> Result<Span> {
    let segment = prepared.segments.get(number).ok_or(StreamError::NoSegment)?;
    let duration = |ticks: i64| Duration::from_nanos(ticks.max(0) as u64 * 100);
    Ok(Span { start: duration(segment.start), end: Some(duration(segment.end)), keep_times: true })
}
