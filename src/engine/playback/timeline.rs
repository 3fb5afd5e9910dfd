//! Stacked films played as one: which parts there are, where each begins, and which of their tracks belong together.

use std::time::Duration;

use walros_db::items;
use walros_model::content::Content;
use walros_model::playback::{PlayableSource, PlaybackRequest, StreamRequest, SubtitleFormat};
use walros_model::probe::{MediaProbe, MediaSource};
use walros_model::query::Include;
use walros_model::timeline::Timeline;
use walros_model::{ItemId, MediaStream, StreamKind};
use walros_streaming::{counterpart, joined_vtt};

use super::files::content_type;
use super::{Playback, SubtitleWindow};
use crate::{Caller, EngineError, Result, policy};

/// A version of an item with its parts as one.
#[derive(Clone, Debug)]
pub struct PlayableTimeline {
    /// Those that are there, in playing order; one for most films.
    pub parts: Vec<PlayablePart>,
    /// The numbers of parts that are missing, counted from one.
    pub missing: Vec<u32>,
}

#[derive(Clone, Debug)]
pub struct PlayablePart {
    /// Where it begins in the film.
    pub start: Duration,
    pub length: Duration,
    pub playable: PlayableSource,
}

impl PlayableTimeline {
    pub fn first(&self) -> Option<&PlayableSource> {
        self.parts.first().map(|part| &part.playable)
    }

    pub fn is_stacked(&self) -> bool {
        self.parts.len() > 1
    }

    /// The stream of all parts, where all of them can be had as one.
    pub fn stream(&self) -> Option<StreamRequest> {
        let mut streams: Vec<StreamRequest> = self.parts.iter().map(|part| part.playable.transcode.clone()).collect::<Option<_>>()?;
        let mut first = (!streams.is_empty()).then(|| streams.remove(0))?;
        first.later_parts = streams;
        Some(first)
    }
}

impl Playback {
    /// As [`info`](Self::info), for players that know no parts: stacked films are judged as one stream, and never as files.
    /// Parts are as long as their containers say. `Unavailable` when no version is there with all parts that should be.
    pub async fn timelines(&self, caller: &Caller, item: ItemId, request: &PlaybackRequest) -> Result<Vec<PlayableTimeline>> {
        let (mut timelines, mut away) = (Vec::new(), None);
        for playable in self.info(caller, item, request).await? {
            let (files, missing) = self.files(caller, playable.source.id).await?;
            let parts = match files.as_slice() {
                [] | [_] => Ok(vec![PlayablePart { start: Duration::ZERO, length: playable.source.probe.duration, playable }]),
                files => self.judged(caller, files, request).await,
            };
            match parts {
                Ok(parts) => timelines.push(PlayableTimeline { parts, missing }),
                Err(error @ EngineError::Unavailable(_)) => away = Some(error),
                Err(error) => return Err(error),
            }
        }
        away.filter(|_| timelines.is_empty()).map_or(Ok(timelines), Err)
    }

    /// The same with parts as long as their streams are, which may be some frames more or less.
    pub async fn measured(&self, mut timeline: PlayableTimeline) -> PlayableTimeline {
        if timeline.is_stacked() {
            let mut start = Duration::ZERO;
            for part in &mut timeline.parts {
                (part.start, part.length) = (start, self.0.streaming.length(&part.playable.source).await);
                start += part.length;
            }
        }
        timeline
    }

    /// Each part, with the tracks that belong to those of the first.
    async fn judged(&self, caller: &Caller, files: &[ItemId], request: &PlaybackRequest) -> Result<Vec<PlayablePart>> {
        let mut parts: Vec<PlayablePart> = Vec::with_capacity(files.len());
        let mut start = Duration::ZERO;
        for (number, file) in files.iter().enumerate() {
            let mut asked = PlaybackRequest { source: Some(*file), allow_direct_play: false, ..request.clone() };
            if let Some(first) = parts.first().map(|part| &part.playable) {
                (asked.audio_stream, asked.subtitle_stream) = self.tracks_like(caller, first, *file, request).await?;
            }
            let away = || EngineError::Unavailable(format!("part {} of this film is not there at present", number + 1));
            let playable = self.info(caller, *file, &asked).await?.into_iter().next().ok_or_else(away)?;
            if !tokio::fs::metadata(&playable.source.path).await.is_ok_and(|facts| facts.is_file()) {
                return Err(away());
            }
            let length = playable.source.probe.duration;
            parts.push(PlayablePart { start, length, playable });
            start += length;
        }
        Ok(parts)
    }

    async fn tracks_like(&self, caller: &Caller, first: &PlayableSource, file: ItemId, request: &PlaybackRequest) -> Result<(Option<i32>, Option<i32>)> {
        let (_, source) = self.source(caller, file).await?;
        let track = |index: Option<i32>| index.and_then(|index| first.source.probe.stream(index));
        let sound = track(request.audio_stream.or(first.default_audio)).and_then(|track| counterpart::sound(track, &source.probe));
        let text = track(request.subtitle_stream.or(first.default_subtitle)).and_then(|track| counterpart::subtitle(track, &source.probe));
        Ok((sound.map(|track| track.index), Some(text.map_or(-1, |track| track.index))))
    }

    /// A text subtitle in WebVTT through all parts of a film, by its number in the first.
    pub async fn subtitle_of_all(&self, caller: &Caller, source: ItemId, index: i32) -> Result<Content> {
        let parts = self.placed_sources(caller, source).await?;
        let window = SubtitleWindow { keep_times: true, ..SubtitleWindow::default() };
        let Some((_, first)) = parts.first().filter(|_| parts.len() > 1) else {
            return self.subtitle(caller, source, index, SubtitleFormat::Vtt, window).await;
        };
        let like = text_track(&first.probe, index)?;
        let mut texts = Vec::with_capacity(parts.len());
        for (start, part) in &parts {
            let stream = if part.id == first.id { Some(like) } else { counterpart::subtitle(like, &part.probe) };
            let Some(stream) = stream else { continue };
            let request = walros_streaming::SubtitleRequest {
                format: SubtitleFormat::Vtt,
                span: walros_streaming::Span { keep_times: true, ..Default::default() },
                time_map: false,
            };
            let bytes = self.0.streaming.subtitle(part, stream, request).await?;
            texts.push((i64::try_from(start.as_nanos() / 100).unwrap_or(i64::MAX), String::from_utf8_lossy(&bytes).into_owned()));
        }
        let joined = joined_vtt(texts.iter().map(|(start, text)| (*start, text.as_str())));
        Ok(Content::bytes(joined, content_type(SubtitleFormat::Vtt)))
    }

    /// The files of the film that begins with `source`, each with where it begins in the film.
    pub(crate) async fn placed_sources(&self, caller: &Caller, source: ItemId) -> Result<Vec<(Duration, MediaSource)>> {
        let (files, _) = self.files(caller, source).await?;
        let mut placed = Vec::with_capacity(files.len());
        let mut start = Duration::ZERO;
        for (number, file) in files.iter().enumerate() {
            let (_, source) = self.source(caller, *file).await?;
            // Nothing begins behind the last, and most films have one.
            let length = if number + 1 < files.len() { self.0.streaming.length(&source).await } else { Duration::ZERO };
            placed.push((start, source));
            start += length;
        }
        Ok(placed)
    }

    /// The files of the film that begins with this one, and the numbers of the parts that are missing. A later part is a film
    /// of one part when it is asked for by itself.
    async fn files(&self, caller: &Caller, first: ItemId) -> Result<(Vec<ItemId>, Vec<u32>)> {
        let scope = policy::scope(caller)?;
        let found = self.0.db.read(move |conn| {
            let Some(view) = items::get(conn, &scope, None, first, Include::default())? else { return Ok(None) };
            Ok(Some((items::stack_of(conn, None, &view.item)?, items::missing_parts(conn, first)?)))
        });
        let (stack, missing) = found.await?.ok_or(EngineError::NotFound)?;
        let timeline: Timeline = items::timeline_of(&stack);
        let files: Vec<ItemId> = timeline.parts().iter().map(|part| part.id).collect();
        Ok(if files.first() == Some(&first) { (files, missing) } else { (vec![first], Vec::new()) })
    }
}

fn text_track(probe: &MediaProbe, index: i32) -> Result<&MediaStream> {
    let stream = probe.stream(index).filter(|stream| stream.kind == StreamKind::Subtitle).ok_or(EngineError::NotFound)?;
    if stream.is_text_subtitle() { Ok(stream) } else { Err(EngineError::Unsupported("this stream is no text subtitle".into())) }
}
