//! Streams that are put together from a picture that was made ahead and the sound that goes with it.

use std::sync::Arc;

use walros_jobs::Container;
use walros_model::StreamKind;
use walros_model::playback::{SegmentContainer, StreamRequest, Tracks};
use walros_model::probe::MediaSource;
use walros_model::profile::StreamProtocol;

use super::{Joined, Prepared, named_subtitles, variant};
use crate::error::Result;
use crate::recipe::{Recipe, container};

/// What of sound a transport stream holds.
const IN_TRANSPORT_STREAMS: [&str; 4] = ["aac", "ac3", "eac3", "mp3"];

/// Whether a request can be answered so.
pub(super) fn is_joined(request: &StreamRequest) -> bool {
    request.tracks == Tracks::Muxed && matches!(container(request), Ok(Container::Ts | Container::Fmp4))
}

/// The sound as a rendition by itself; `None` for a silent film.
pub(super) fn sound_request(source: &MediaSource, request: &StreamRequest) -> Option<StreamRequest> {
    source.probe.of_kind(StreamKind::Audio).next()?;
    let mut audio_codecs = request.audio_codecs.clone();
    if matches!(container(request), Ok(Container::Ts)) {
        if audio_codecs.is_empty() {
            audio_codecs = IN_TRANSPORT_STREAMS.map(str::to_owned).to_vec();
        }
        audio_codecs.retain(|codec| IN_TRANSPORT_STREAMS.contains(&codec.as_str()));
        if audio_codecs.is_empty() {
            audio_codecs.push("aac".to_owned());
        }
    }
    Some(StreamRequest {
        source: request.source,
        tracks: Tracks::Sound,
        protocol: StreamProtocol::Hls,
        container: SegmentContainer::Mp4,
        codec_options: request.codec_options.iter().filter(|(codec, ..)| audio_codecs.contains(codec)).cloned().collect(),
        audio_codecs,
        audio_stream: request.audio_stream,
        audio_bit_rate: request.audio_bit_rate,
        audio_sample_rate: request.audio_sample_rate,
        max_audio_channels: request.max_audio_channels,
        allow_audio_copy: request.allow_audio_copy,
        ..StreamRequest::default()
    })
}

pub(super) fn prepare(source: &MediaSource, request: &StreamRequest, picture: Arc<Prepared>, sound: Option<Arc<Prepared>>) -> Result<Prepared> {
    let container = container(request)?;
    let audio = sound.as_ref().and_then(|sound| sound.recipe.audio.clone());
    let recipe = Recipe { container, video: picture.recipe.video.clone(), audio, subtitle_file: None };
    let mut hasher = blake3::Hasher::new();
    hasher.update(picture.key.as_bytes());
    if let Some(sound) = &sound {
        hasher.update(sound.key.as_bytes());
    }
    hasher.update(format!("{container:?}").as_bytes());
    Ok(Prepared {
        key: hasher.finalize(),
        variant: variant::facts(source, &recipe, None, None),
        sdr: None,
        subtitles: named_subtitles(source, request, &recipe),
        chosen_subtitle: request.subtitle_stream,
        recipe,
        original: None,
        joined: Some(Joined { picture: picture.clone(), sound, head: None }),
        ..(*picture).clone()
    })
}
