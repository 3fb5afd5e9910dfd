//! Streams whose renditions a player switches between by itself.

use std::sync::Arc;

use walros_model::MediaStream;
use walros_model::content::Content;
use walros_model::playback::{StreamRequest, SubtitleFormat};
use walros_model::probe::MediaSource;
use walros_streaming::hls::{LadderUrls, SegmentPlace};
use walros_streaming::ladder::{self, Ladder};
use walros_streaming::{Prepared, dash, hls};

use super::Playback;
use super::files::content_type;
use crate::{Caller, EngineError, Result};

impl Playback {
    /// The HLS playlist a player opens first. `None` when there is nothing to switch between: then it is
    /// [`master_playlist`](Self::master_playlist).
    pub async fn adaptive_playlist(&self, caller: &Caller, request: &StreamRequest, urls: &dyn LadderUrls) -> Result<Option<String>> {
        Ok(self.ladder(caller, request).await?.map(|ladder| hls::adaptive(&ladder, urls)))
    }

    /// The same as MPEG-DASH.
    pub async fn dash_manifest(&self, caller: &Caller, request: &StreamRequest, urls: &dyn LadderUrls) -> Result<String> {
        let ladder = self.ladder(caller, request).await?;
        let ladder = ladder.ok_or_else(|| EngineError::Unsupported("MPEG-DASH is made of pictures in fragmented MP4".into()))?;
        Ok(dash::manifest(&ladder, urls))
    }

    /// What a player may switch between; `None` for sound alone and other streams that are one.
    pub async fn ladder(&self, caller: &Caller, request: &StreamRequest) -> Result<Option<Ladder>> {
        let (source, may) = self.streamed(caller, request).await?;
        if !ladder::is_adaptive(&source, request) {
            return Ok(None);
        }
        Ok(Some(self.0.streaming.ladder(&source, request, may).await?))
    }

    /// The list of a rendition's keyframes; `init` and `keyframe` say where they are.
    pub async fn keyframe_playlist(&self, caller: &Caller, request: &StreamRequest, init: &str, keyframe: fn(&SegmentPlace) -> String) -> Result<String> {
        let prepared = self.prepare(caller, request).await?;
        if prepared.recipe.video.is_none() {
            return Err(EngineError::NotFound);
        }
        let query = init.split_once('?').map_or("", |(_, query)| query);
        Ok(hls::keyframes(&prepared, init, |place| format!("{}?{query}", keyframe(place))))
    }

    /// The list of a text subtitle's pieces, cut where this stream is; `text` says where they are.
    pub async fn subtitle_playlist(&self, caller: &Caller, request: &StreamRequest, index: i32, text: impl Fn(&SegmentPlace) -> String) -> Result<String> {
        let (prepared, ..) = self.text(caller, request, index).await?;
        Ok(hls::texts(&prepared, text))
    }

    /// What stands before all of its fragments.
    pub async fn subtitle_init(&self, caller: &Caller, request: &StreamRequest, index: i32) -> Result<Content> {
        let (_, _, stream) = self.text(caller, request, index).await?;
        Ok(Content::bytes(walros_streaming::text_init(stream.language.as_deref()), content_type(SubtitleFormat::Fragment)))
    }

    /// A piece of it, in WebVTT for HLS, or as a fragment.
    pub async fn subtitle_segment(&self, caller: &Caller, request: &StreamRequest, index: i32, number: u32, format: SubtitleFormat) -> Result<Content> {
        let (prepared, source, stream) = self.text(caller, request, index).await?;
        let bytes = self.0.streaming.text(&source, &stream, &prepared, number as usize, format).await?;
        Ok(Content::bytes(bytes, content_type(format)))
    }

    async fn text(&self, caller: &Caller, request: &StreamRequest, index: i32) -> Result<(Arc<Prepared>, MediaSource, MediaStream)> {
        let (source, may) = self.streamed(caller, request).await?;
        let stream = source.probe.stream(index).filter(|stream| stream.is_text_subtitle()).cloned().ok_or(EngineError::NotFound)?;
        let prepared = self.0.streaming.prepare(&source, request).await?;
        if may.admit(&prepared.recipe) { Ok((prepared, source, stream)) } else { Err(EngineError::Forbidden) }
    }

    /// The first picture of a segment alone.
    pub async fn keyframe(&self, caller: &Caller, request: &StreamRequest, number: u32) -> Result<Content> {
        let prepared = self.prepare(caller, request).await?;
        let bytes = self.0.streaming.keyframe(&prepared, number as usize).await?;
        Ok(Content::bytes(bytes, "video/mp4"))
    }
}
