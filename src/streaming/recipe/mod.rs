//! From what a URL asks and what a file holds to how exactly a stream is made.

mod audio;
mod codec;
mod level;
mod video;

use serde::Serialize;
use walros_jobs::{AudioRecipe, Container, VideoRecipe};
use walros_media::plan::FilmTimes;
use walros_model::playback::{SegmentContainer, StreamRequest, Tracks};
use walros_model::probe::MediaSource;
use walros_model::profile::StreamProtocol;
use walros_model::{Device, MediaStream};

use crate::error::{Result, StreamError};

pub(crate) use codec::chosen as encoded_codec;
pub(crate) use video::{file_name, frame_rate, usual_bit_rate};

/// How a stream is made. Together with the source's content and a segment's place it determines every byte.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Recipe {
    pub container: Container,
    /// The stream's number in the file, and what is done with it.
    pub video: Option<(u32, VideoRecipe)>,
    pub audio: Option<(u32, AudioRecipe)>,
    /// A subtitle file that is burnt in; it is passed as the second file of each job.
    pub subtitle_file: Option<String>,
}

impl Recipe {
    /// `times` says where the picture can be cut; without it, copying is taken to be possible.
    pub fn of(source: &MediaSource, request: &StreamRequest, times: Option<&FilmTimes>) -> Result<Self> {
        let container = container(request)?;
        let mut subtitle_file = None;
        let wants_video = request.tracks != Tracks::Sound && wants_video(request, container);
        let video = if wants_video { video::recipe(source, request, container, times, &mut subtitle_file)? } else { None };
        let audio = if request.tracks == Tracks::Picture { None } else { audio::recipe(source, request, container)? };
        if video.is_none() && audio.is_none() {
            return Err(StreamError::Unsupported("there is neither picture nor sound to stream".to_owned()));
        }
        Ok(Self { container, video, audio, subtitle_file })
    }

    pub fn encodes_video(&self) -> bool {
        matches!(self.video, Some((_, VideoRecipe::Encode(_))))
    }

    /// What encodes its picture, if no software.
    pub fn device(&self) -> Option<Device> {
        match &self.video {
            Some((_, VideoRecipe::Encode(encode))) => encode.device,
            _ => None,
        }
    }

    pub fn copies_video(&self) -> bool {
        matches!(self.video, Some((_, VideoRecipe::Copy)))
    }

    pub fn encodes_audio(&self) -> bool {
        matches!(self.audio, Some((_, AudioRecipe::Encode { .. })))
    }

    /// Of the sound that comes of this track; `None` when that is not known.
    pub fn channels(&self, stream: &MediaStream) -> Option<u32> {
        match &self.audio {
            Some((_, AudioRecipe::Encode { channels, .. })) => Some(*channels),
            _ => stream.audio.as_ref().map(|audio| audio.channels).filter(|channels| *channels > 0),
        }
    }

    /// Whether making it costs more than reading it.
    pub fn encodes(&self) -> bool {
        self.encodes_video() || self.encodes_audio()
    }
}

/// What a stream is written as. `Unsupported` for files that are not made.
pub(crate) fn container(request: &StreamRequest) -> Result<Container> {
    if request.protocol == StreamProtocol::Hls {
        return Ok(match request.container {
            SegmentContainer::Ts => Container::Ts,
            SegmentContainer::Mp4 => Container::Fmp4,
        });
    }
    let name = request.http_container.as_deref().unwrap_or("mp4").to_ascii_lowercase();
    Ok(match name.as_str() {
        "mp4" | "m4v" | "m4a" | "m4b" | "mov" => Container::Fmp4,
        // What cannot be written is answered in the form that most players take without an index.
        "ts" | "mpegts" | "m2ts" | "mkv" | "webm" | "avi" => Container::Ts,
        "mp3" => Container::Mp3,
        "aac" | "adts" => Container::Adts,
        "ogg" | "oga" | "opus" | "webma" => Container::Ogg,
        other => return Err(StreamError::Unsupported(format!("streams in {other} are not made"))),
    })
}

/// Containers for sound take no picture.
fn wants_video(request: &StreamRequest, container: Container) -> bool {
    let sound_only = request.protocol == StreamProtocol::Http && matches!(request.http_container.as_deref(), Some("m4a" | "m4b"));
    matches!(container, Container::Ts | Container::Fmp4) && !sound_only
}

/// What a codec is limited to, as the URL says it: `level`, `profile` …
fn option<'a>(request: &'a StreamRequest, codec: &str, name: &str) -> Option<&'a str> {
    request.codec_options.iter().find(|(of, key, _)| of.eq_ignore_ascii_case(codec) && key.eq_ignore_ascii_case(name)).map(|(_, _, value)| value.as_str())
}

/// As [`option`], as a number.
fn number(request: &StreamRequest, codec: &str, name: &str) -> Option<f64> {
    option(request, codec, name)?.parse().ok()
}

/// Names of profiles are spelled with and without blanks.
fn same_profile(a: &str, b: &str) -> bool {
    let plain = |name: &str| name.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase();
    plain(a) == plain(b)
}
