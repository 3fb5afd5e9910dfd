//! Which sound there is: every track of the file, one rendition each.
//!
//! All of a group must be in one codec: players make their decoder ready for the first, and some cannot change it. What
//! can be copied is, unless another track would have to be made in a codec that nobody encodes.

use walros_jobs::AudioRecipe;
use walros_model::playback::{StreamRequest, Tracks};
use walros_model::probe::MediaSource;
use walros_model::{MediaStream, StreamKind};

use super::{SoundTrack, TRACKS_MAX, bare, options};
use crate::decision::Rights;
use crate::error::{Result, StreamError};
use crate::prepare::Preparer;

/// Codecs that the others of a group may be encoded in, so that one of them can be copied.
const MADE: [&str; 4] = ["aac", "ac3", "opus", "mp3"];

/// The codec that every device takes.
const COMMON: &str = "aac";

pub(super) async fn of(preparer: &Preparer, source: &MediaSource, request: &StreamRequest, rights: Rights) -> Result<Vec<SoundTrack>> {
    let streams = tracks(source, request);
    let listed = &request.audio_codecs;
    let mut found = Vec::with_capacity(streams.len());
    for stream in &streams {
        found.push(track(preparer, source, request, stream, listed.clone()).await?);
    }
    if let Some(codecs) = one_codec(&found, listed) {
        for (stream, sound) in streams.iter().zip(&mut found) {
            if !codecs.contains(&codec(sound)) {
                *sound = track(preparer, source, request, stream, codecs.clone()).await?;
            }
        }
    }
    found.retain(|sound| rights.admit(&sound.prepared.recipe));
    if found.is_empty() && !streams.is_empty() {
        return Err(StreamError::Unsupported("this user may not have sound converted".to_owned()));
    }
    Ok(found)
}

/// The track that plays first, then the others as the file has them.
fn tracks<'a>(source: &'a MediaSource, request: &StreamRequest) -> Vec<&'a MediaStream> {
    let mut tracks: Vec<&MediaStream> = source.probe.of_kind(StreamKind::Audio).filter(|stream| !stream.is_external()).collect();
    let chosen = tracks.iter().position(|stream| Some(stream.index) == request.audio_stream);
    if let Some(place) = chosen.or_else(|| tracks.iter().position(|stream| stream.default)) {
        let first = tracks.remove(place);
        tracks.insert(0, first);
    }
    tracks.truncate(TRACKS_MAX);
    tracks
}

async fn track(preparer: &Preparer, source: &MediaSource, request: &StreamRequest, stream: &MediaStream, codecs: Vec<String>) -> Result<SoundTrack> {
    let request = StreamRequest {
        codec_options: codecs.iter().flat_map(|codec| options(request, codec)).collect(),
        audio_codecs: codecs,
        audio_stream: Some(stream.index),
        // What the decision sets is meant for the track that it chose. It limits others only where there is a limit.
        audio_bit_rate: request.audio_bit_rate.filter(|_| request.video_bit_rate.is_some()),
        audio_sample_rate: request.audio_sample_rate,
        max_audio_channels: request.max_audio_channels,
        allow_audio_copy: request.allow_audio_copy,
        ..bare(request, Tracks::Sound)
    };
    let prepared = preparer.prepare(source, &request).await?;
    Ok(SoundTrack { stream: stream.clone(), request, variant: prepared.variant.clone(), prepared, made_ahead: false })
}

/// What a track would be sent in.
pub(super) fn codec(sound: &SoundTrack) -> String {
    match &sound.prepared.recipe.audio {
        Some((_, AudioRecipe::Encode { codec, .. })) => codec.clone(),
        _ => sound.stream.codec.clone(),
    }
}

/// What to ask for instead where the tracks would be sent in several codecs.
fn one_codec(found: &[SoundTrack], listed: &[String]) -> Option<Vec<String>> {
    let first = found.first().map(codec)?;
    if found.iter().all(|sound| codec(sound) == first) {
        return None;
    }
    Some(vec![made_like(first, listed)])
}

/// The codec that tracks in different codecs are all sent in, of which the first plays in `first`.
fn made_like(first: String, listed: &[String]) -> String {
    let common = listed.is_empty() || listed.iter().any(|codec| codec == COMMON);
    if MADE.contains(&first.as_str()) || !common { first } else { COMMON.to_owned() }
}

/// What to ask for where a film's parts would be sent in different codecs.
pub(super) fn in_one(first: Option<&SoundTrack>, listed: &[String]) -> Vec<String> {
    first.map_or_else(|| listed.to_vec(), |first| vec![made_like(codec(first), listed)])
}
