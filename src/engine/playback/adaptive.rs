//! Streams whose renditions a player switches between by itself.

use std::sync::Arc;

use walros_model::MediaStream;
use walros_model::content::Content;
use walros_model::playback::{StreamRequest, SubtitleFormat};
use walros_model::probe::MediaSource;
use walros_streaming::decision::Rights;
use walros_streaming::hls::{LadderUrls, SegmentPlace, Stretch, Urls};
use walros_streaming::ladder::{self, Ladder, NO_TEXT};
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
        let mut parts = Vec::with_capacity(request.later_parts.len() + 1);
        let mut may = Rights::ALL;
        for part in request.parts() {
            let (source, rights) = self.streamed(caller, &part).await?;
            parts.push((source, part));
            may = rights;
        }
        if !parts.iter().all(|(source, request)| ladder::is_adaptive(source, request)) {
            // Where there is one part, it is a stream that needs no ladder.
            return if parts.len() > 1 { Err(EngineError::Unsupported("only pictures in fragmented MP4 go on from part to part".into())) } else { Ok(None) };
        }
        Ok(Some(self.0.streaming.ladder_now(&parts, may).await?))
    }

    /// The list of all segments, through all parts of the film.
    pub async fn media_playlist(&self, caller: &Caller, request: &StreamRequest, urls: &dyn Urls) -> Result<String> {
        let parts = self.prepare_parts(caller, request).await?;
        let later: Vec<Box<dyn Urls>> = request.later_parts.iter().filter_map(|part| urls.of_part(part)).collect();
        let all = std::iter::once(urls).chain(later.iter().map(|urls| &**urls));
        let container = |prepared: &Prepared| prepared.recipe.container;
        if parts.windows(2).any(|pair| matches!(pair, [(_, a), (_, b)] if container(a) != container(b))) {
            return Err(EngineError::Invalid("all parts of a film come in the same container".into()));
        }
        let parts: Vec<(&Prepared, &dyn Urls)> = parts.iter().map(|(_, prepared)| &**prepared).zip(all).collect();
        Ok(hls::media(&parts))
    }

    /// The list of a rendition's keyframes.
    pub async fn keyframe_playlist(&self, caller: &Caller, request: &StreamRequest, urls: &dyn LadderUrls) -> Result<String> {
        let parts = self.prepare_parts(caller, request).await?;
        if parts.iter().any(|(_, prepared)| prepared.recipe.video.is_none()) {
            return Err(EngineError::NotFound);
        }
        let stretch = |(request, prepared)| Stretch {
            prepared,
            init: Some(urls.init(request)),
            address: Box::new(|place: &SegmentPlace| urls.keyframe(request, &place.number.to_string())),
        };
        Ok(hls::keyframes(&parts.iter().map(|(request, prepared)| (request, &**prepared)).map(stretch).collect::<Vec<_>>()))
    }

    /// The list of a text subtitle's pieces, cut where this stream is; `text` says where they are, given the stream and the
    /// subtitle's number in each part.
    pub async fn subtitle_playlist<F>(&self, caller: &Caller, request: &StreamRequest, index: i32, text: F) -> Result<String>
    where
        F: Fn(&StreamRequest, i32, &SegmentPlace) -> String + Sync,
    {
        let mut parts = Vec::new();
        for (number, part) in request.parts().enumerate() {
            // Later parts say by which number they know it.
            let own = if number == 0 { index } else { part.subtitle_stream.unwrap_or(NO_TEXT) };
            let part = StreamRequest { subtitle_stream: part.subtitle_stream.filter(|_| number == 0), ..part };
            let (prepared, ..) = self.text(caller, &part, own).await?;
            parts.push((part, own, prepared));
        }
        let text = &text;
        let stretches = parts.iter().map(|(request, index, prepared)| Stretch {
            prepared,
            init: None,
            address: Box::new(move |place: &SegmentPlace| text(request, *index, place)),
        });
        Ok(hls::texts(&stretches.collect::<Vec<_>>()))
    }

    /// What stands before all of its fragments.
    pub async fn subtitle_init(&self, caller: &Caller, request: &StreamRequest, index: i32) -> Result<Content> {
        let (_, text) = self.text(caller, request, index).await?;
        let language = text.and_then(|(_, stream)| stream.language);
        Ok(Content::bytes(walros_streaming::text_init(language.as_deref()), content_type(SubtitleFormat::Fragment)))
    }

    /// A piece of it, in WebVTT for HLS, or as a fragment.
    pub async fn subtitle_segment(&self, caller: &Caller, request: &StreamRequest, index: i32, number: u32, format: SubtitleFormat) -> Result<Content> {
        let (prepared, text) = self.text(caller, request, index).await?;
        let bytes = match text {
            Some((source, stream)) => self.0.streaming.text(&source, &stream, &prepared, number as usize, format).await?,
            None => self.0.streaming.no_text(&prepared, number as usize, format)?,
        };
        Ok(Content::bytes(bytes, content_type(format)))
    }

    /// The stream that cuts a subtitle, and that itself: none for [`NO_TEXT`], which stands in the place of one where a part of a
    /// film has none.
    async fn text(&self, caller: &Caller, request: &StreamRequest, index: i32) -> Result<(Arc<Prepared>, Option<(MediaSource, MediaStream)>)> {
        let (source, may) = self.streamed(caller, request).await?;
        let stream = source.probe.stream(index).filter(|stream| stream.is_text_subtitle()).cloned();
        if stream.is_none() && index != NO_TEXT {
            return Err(EngineError::NotFound);
        }
        let prepared = self.0.streaming.prepare(&source, request).await?;
        if !may.admit(&prepared.recipe) {
            return Err(EngineError::Forbidden);
        }
        Ok((prepared, stream.map(|stream| (source, stream))))
    }

    /// The recipes and plans of a film's parts.
    async fn prepare_parts(&self, caller: &Caller, request: &StreamRequest) -> Result<Vec<(StreamRequest, Arc<Prepared>)>> {
        let mut parts = Vec::with_capacity(request.later_parts.len() + 1);
        for part in request.parts() {
            let prepared = self.prepare(caller, &part).await?;
            parts.push((part, prepared));
        }
        Ok(parts)
    }

    /// The first picture of a segment alone.
    pub async fn keyframe(&self, caller: &Caller, request: &StreamRequest, number: u32) -> Result<Content> {
        let prepared = self.prepare(caller, request).await?;
        let bytes = self.0.streaming.keyframe(&prepared, number as usize).await?;
        Ok(Content::bytes(bytes, "video/mp4"))
    }
}
