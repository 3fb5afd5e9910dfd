//! From an item to bytes: decision, direct files, streams, subtitles.

mod adaptive;
mod files;
pub(crate) mod grants;
pub(crate) mod index;
mod lyrics;
mod timeline;
pub(crate) mod url_grants;

use std::sync::Arc;
use std::time::Duration;

use walros_db::{items, play_state, renditions};
use walros_model::content::{Body, Content};
use walros_model::playback::{PlayableSource, PlaybackRequest, StreamRequest, Tracks};
use walros_model::probe::MediaSource;
use walros_model::query::Include;
use walros_model::state::PlayState;
use walros_model::user::Preferences;
use walros_model::{ItemId, StreamKind};
use walros_streaming::decision::{self, Rights};
use walros_streaming::{Prepared, StreamError, made};

pub(crate) use files::open;
pub use timeline::{PlayablePart, PlayableTimeline};
pub use walros_jobs::SubtitleFormat as Format;
pub use walros_streaming::hls::{LadderUrls, SegmentPlace, SubtitleRendition, Urls, Variant};
pub use walros_streaming::ladder::{Ladder, RenditionFacts, Rung, SoundTrack};

use crate::core::Core;
use crate::{Caller, EngineError, Result, policy, trickplay};

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
    pub async fn info(&self, caller: &Caller, item: ItemId, request: &PlaybackRequest) -> Result<Vec<PlayableSource>> {
        let rights = policy::rights(caller)?;
        if !rights.play {
            return Err(EngineError::Forbidden);
        }
        let (scope, user) = (policy::scope(caller)?, caller.user_id());
        let include = Include { sources: true, ..Include::default() };
        let loaded = self.0.db.read(move |conn| {
            let Some(view) = items::get(conn, &scope, user, item, include)? else { return Ok(None) };
            let mut states = Vec::with_capacity(view.sources.len());
            for source in &view.sources {
                states.push(user.map_or(Ok(PlayState::default()), |user| play_state::get(conn, user, source.id))?);
            }
            Ok(Some(view.sources.into_iter().zip(states).collect::<Vec<_>>()))
        });
        let mut sources = loaded.await?.ok_or(EngineError::NotFound)?;
        sources.retain(|(source, _)| !source.missing && request.source.is_none_or(|wanted| wanted == source.id));
        let may = Rights { transcode_video: rights.transcode_video, transcode_audio: rights.transcode_audio, remux: rights.remux };
        let preferences = preferences(caller);
        let max_bit_rate = [request.max_bit_rate, rights.max_bit_rate].into_iter().flatten().min();
        let judged = sources.iter().map(|(source, state)| {
            let asked = PlaybackRequest { max_bit_rate, ..request.clone() };
            judge(source, &asked, state, &may, &preferences)
        });
        let mut judged: Vec<PlayableSource> = judged.collect();
        for (playable, (source, _)) in judged.iter_mut().zip(&sources) {
            if let Some(request) = &mut playable.transcode {
                self.choose_encoder(source, request);
            }
            self.ease(caller, source, playable).await;
        }
        // The asked-for version stays first; of the rest those that play directly come before those that do not.
        for playable in &judged {
            self.0.grants.give(caller.address, playable.source.id, caller.user_id());
        }
        let played = sources.iter().find(|(source, _)| source.id == item).or(sources.first());
        if let Some((source, layout, state)) = played.and_then(|(source, state)| Some((source, trickplay::layout(source)?, state))) {
            self.0.ahead.film(&self.0, source.id, layout.sheet_at(state.position));
        }
        let (own, mut others): (Vec<_>, Vec<_>) = judged.drain(..).partition(|playable| playable.source.id == item);
        others.sort_by_key(|playable| !playable.direct_play);
        Ok(own.into_iter().chain(others).collect())
    }

    /// The caller who may open the original file of `source` without a credential: whoever asked how to play it, from
    /// this address, within a day (see `grants.rs`). `Unauthenticated` for everybody else. Each use is logged.
    pub async fn granted(&self, address: std::net::IpAddr, source: ItemId) -> Result<Caller> {
        let user = self.0.grants.find(address, source).ok_or(EngineError::Unauthenticated)?;
        tracing::info!(%address, %source, "a file is opened without a credential by whoever asked for it before");
        match user {
            None => Ok(Caller::server()),
            Some(user) => Ok(Caller::granted(self.0.user(user).await?, address)),
        }
    }

    /// What the caller may put into an address that opens this source and nothing else (see `url_grants.rs`).
    pub fn url_grant(&self, caller: &Caller, source: ItemId) -> Result<String> {
        if caller.is_anonymous() {
            return Err(EngineError::Unauthenticated);
        }
        self.0.url_grants.issue(caller.user_id(), source)
    }

    /// The caller who opens `source` with such a grant. `Unauthenticated` when it is none for that, or old, or its user is gone or disabled;
    /// `Forbidden` when he may not come from where he comes from.
    pub async fn by_url_grant(&self, grant: &str, source: ItemId, address: std::net::IpAddr) -> Result<Caller> {
        let Some(user) = self.0.url_grants.read(grant, source)? else { return Ok(Caller::server()) };
        let user = self.0.user(user).await.map_err(|error| if matches!(error, EngineError::NotFound) { EngineError::Unauthenticated } else { error })?;
        if user.policy.disabled {
            return Err(EngineError::Unauthenticated);
        }
        let caller = Caller::granted(user, address);
        policy::admit(&caller.require_user()?.policy, caller.is_local())?;
        Ok(caller)
    }

    /// The audio and subtitle stream (`-1` = none) a player begins a source with: what the caller chose last for it, else by
    /// his preferences, the same as [`info`](Self::info) says. In memory: costs no statement.
    pub fn default_streams(&self, caller: &Caller, source: &MediaSource, state: &PlayState) -> (Option<i32>, Option<i32>) {
        let preferences = preferences(caller);
        let judged = judge(source, &PlaybackRequest::default(), state, &Rights::ALL, &preferences);
        (judged.default_audio, judged.default_subtitle)
    }

    /// Settles what encodes a stream's picture, if anything does, on this machine and now. [`info`](Self::info) did, for what it
    /// answered: this is for who changes what it is encoded in.
    pub fn choose_encoder(&self, source: &MediaSource, request: &mut StreamRequest) {
        self.0.streaming.encoders().choose(source, request);
    }

    /// The playlist a player opens first.
    pub async fn master_playlist(&self, caller: &Caller, request: &StreamRequest, urls: &dyn Urls) -> Result<String> {
        let prepared = self.prepare(caller, request).await?;
        Ok(self.0.streaming.master(&prepared, urls))
    }

    /// Segment `number` from 0, or −1 for the init segment.
    pub async fn segment(&self, caller: &Caller, request: &StreamRequest, number: i64) -> Result<Content> {
        let prepared = self.prepare(caller, request).await?;
        let body = self.0.streaming.segment_body(&prepared, number).await?;
        Ok(Content { body, content_type: prepared.content_type().into(), etag: None, modified: None, file_name: None })
    }

    /// The whole stream in one answer, from `request.start` on. Its picture is one that was made ahead, where one does.
    pub async fn progressive(&self, caller: &Caller, request: &StreamRequest) -> Result<Content> {
        if !request.later_parts.is_empty() {
            return Err(EngineError::Unsupported("the parts of a film go on in HLS and MPEG-DASH, not in one answer".into()));
        }
        let request = self.from_made_ahead(caller, request.clone()).await?;
        let prepared = self.prepare(caller, &request).await?;
        let start = i64::try_from(request.start.as_nanos() / 100).unwrap_or(i64::MAX);
        let body = Body::Stream(self.0.streaming.progressive(&prepared, start));
        Ok(Content { body, content_type: prepared.content_type().into(), etag: None, modified: None, file_name: None })
    }

    /// The player left: what is queued for its play session is dropped. There are no sessions to end: a segment nobody
    /// waits for is not made, so unknown ones are fine.
    pub fn stop(&self, _caller: &Caller, _play_session: &str) {}

    /// The same request with the picture that was made ahead for others in the place of one that would be encoded anew, where
    /// there is one that does.
    pub async fn from_made_ahead(&self, caller: &Caller, request: StreamRequest) -> Result<StreamRequest> {
        if request.picture_of.is_some() || request.tracks != Tracks::Muxed {
            return Ok(request);
        }
        let (source, may) = self.streamed(caller, &request).await?;
        if !self.0.streaming.prepare(&source, &request).await?.recipe.encodes_video() {
            return Ok(request);
        }
        let id = source.id;
        let mut made = Vec::new();
        for rendition in self.0.db.read(move |conn| renditions::of_file(conn, id)).await? {
            let prepared = self.0.streaming.prepare(&source, &rendition).await;
            if prepared.is_ok_and(|prepared| self.0.streaming.kept().is_whole(&prepared)) {
                made.push(rendition);
            }
        }
        let Some(picture) = made::fitting(&source, &request, &made) else { return Ok(request) };
        let joined = StreamRequest { picture_of: Some(Box::new(StreamRequest { source: None, ..picture.clone() })), device: None, ..request.clone() };
        match self.0.streaming.prepare(&source, &joined).await {
            Ok(prepared) if may.admit(&prepared.recipe) => {
                tracing::info!(path = source.path, "a picture comes from what was made ahead");
                Ok(joined)
            }
            _ => Ok(request),
        }
    }

    /// Who waits for a picture is told of one that this machine encodes in time, unless one was made ahead.
    async fn ease(&self, caller: &Caller, source: &MediaSource, playable: &mut PlayableSource) {
        let Some(request) = &playable.transcode else { return };
        let Some(eased) = self.0.streaming.eased(source, request) else { return };
        let named = StreamRequest { source: Some(source.id), ..request.clone() };
        if self.from_made_ahead(caller, named).await.is_ok_and(|request| request.picture_of.is_some()) {
            return;
        }
        tracing::info!(path = source.path, height = eased.max_height, "a smaller picture, as a larger one would come too late in this codec");
        playable.transcode = Some(eased);
    }

    /// The recipe and plan of a stream the caller may have made.
    async fn prepare(&self, caller: &Caller, request: &StreamRequest) -> Result<Arc<Prepared>> {
        let (source, may) = self.streamed(caller, request).await?;
        let prepared = self.0.streaming.prepare(&source, request).await?;
        if may.admit(&prepared.recipe) { Ok(prepared) } else { Err(EngineError::Forbidden) }
    }

    /// The source of a stream, and what the caller may have made of it.
    async fn streamed(&self, caller: &Caller, request: &StreamRequest) -> Result<(MediaSource, Rights)> {
        let rights = policy::rights(caller)?;
        if !rights.play {
            return Err(EngineError::Forbidden);
        }
        let id = request.source.ok_or_else(|| EngineError::Invalid("the stream names no source".into()))?;
        let (_, source) = self.source(caller, id).await?;
        Ok((source, Rights { transcode_video: rights.transcode_video, transcode_audio: rights.transcode_audio, remux: rights.remux }))
    }
}

fn preferences(caller: &Caller) -> Preferences {
    caller.user.as_ref().map(|user| user.preferences.clone()).unwrap_or_default()
}

/// The decision, with the tracks the user chose last where the request does not say and he wants them remembered.
fn judge(source: &MediaSource, asked: &PlaybackRequest, state: &PlayState, rights: &Rights, preferences: &Preferences) -> PlayableSource {
    let is = |index: i32, kind: StreamKind| source.probe.stream(index).is_some_and(|stream| stream.kind == kind);
    let audio = state.audio_stream.filter(|index| preferences.remember_audio && is(*index, StreamKind::Audio));
    let subtitle = state.subtitle_stream.filter(|index| preferences.remember_subtitles && (*index == -1 || is(*index, StreamKind::Subtitle)));
    let request = PlaybackRequest { audio_stream: asked.audio_stream.or(audio), subtitle_stream: asked.subtitle_stream.or(subtitle), ..asked.clone() };
    let mut judged = decision::decide(source, &request, rights, preferences);
    judged.default_audio = audio.or(judged.default_audio);
    judged.default_subtitle = subtitle.or(judged.default_subtitle);
    judged
}

impl From<StreamError> for EngineError {
    fn from(error: StreamError) -> Self {
        match error {
            StreamError::Invalid(text) => Self::Invalid(text),
            StreamError::Unsupported(text) => Self::Unsupported(text),
            StreamError::NoSegment => Self::NotFound,
            StreamError::Unreadable(text) => Self::Unavailable(text),
            StreamError::CalledOff => Self::Unavailable(error.to_string()),
            StreamError::Worker(fault) => fault.into(),
        }
    }
}
