//! Streams whose renditions a player switches between by itself.

use walros_model::content::Content;
use walros_model::playback::StreamRequest;
use walros_streaming::hls::{LadderUrls, SegmentPlace};
use walros_streaming::ladder::{self, Ladder};
use walros_streaming::{dash, hls};

use super::Playback;
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

    /// The first picture of a segment alone.
    pub async fn keyframe(&self, caller: &Caller, request: &StreamRequest, number: u32) -> Result<Content> {
        let prepared = self.prepare(caller, request).await?;
        let bytes = self.0.streaming.keyframe(&prepared, number as usize).await?;
        Ok(Content::bytes(bytes, "video/mp4"))
    }
}
