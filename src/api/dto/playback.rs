//! Playing: what a player can, what was decided, and what it reports.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::media::{Chapter, Track, TrackKind};

/// What is to be played, and on what.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PlaybackAsk {
    /// The version; the best one when absent.
    #[serde(default)]
    pub source_id: Option<String>,
    #[serde(default)]
    pub audio_track: Option<i32>,
    /// -1 = none; the user's preference when absent.
    #[serde(default)]
    pub subtitle_track: Option<i32>,
    /// Bits per second the connection can take.
    #[serde(default)]
    pub max_bit_rate: Option<u64>,
    /// Pixels; the picture is made smaller when it is higher.
    #[serde(default)]
    pub max_height: Option<u32>,
    /// Direct play was tried and failed.
    #[serde(default)]
    pub avoid_direct: bool,
    /// Copying the streams was tried and failed.
    #[serde(default)]
    pub avoid_copy: bool,
    pub capabilities: Capabilities,
}

/// What the player can decode. Codec names are libav's (`h264`, `hevc`, `aac`).
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Capabilities {
    /// Files it plays as they are.
    pub files: Vec<FileCapability>,
    /// Codecs it plays in HLS with fragmented MP4 segments.
    pub hls_video_codecs: Vec<String>,
    pub hls_audio_codecs: Vec<String>,
    #[serde(default)]
    pub hdr: bool,
    /// H.264 with 10 bits or 4:2:2; almost nothing can.
    #[serde(default)]
    pub h264_high_bit_depth: bool,
    #[serde(default)]
    pub max_audio_channels: Option<u32>,
}

#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct FileCapability {
    /// `mp4`, `webm`, `mkv`, `mp3` …
    pub container: String,
    /// Empty for sound alone.
    pub video_codecs: Vec<String>,
    pub audio_codecs: Vec<String>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum Method {
    /// The file as it is.
    #[default]
    Direct,
    /// The streams as they are, in another container.
    Remux,
    /// Picture or sound are encoded anew.
    Transcode,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum Delivery {
    /// One file, ranges allowed.
    File,
    /// An HLS playlist.
    Hls,
}

/// How it will be played.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PlaybackPlan {
    /// To be given back in progress reports.
    pub session: String,
    pub item_id: String,
    pub source_id: String,
    pub version_title: String,
    pub method: Method,
    pub delivery: Delivery,
    /// Relative to `/api/v1/`.
    pub url: String,
    /// The same stream as MPEG-DASH, relative to `/api/v1/`; absent for files and for sound alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub dash_url: Option<String>,
    /// Seconds; 0 when unknown.
    pub duration: f64,
    /// The sound that is played.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub audio_track: Option<i32>,
    /// The subtitle that is shown; absent = none.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub subtitle_track: Option<i32>,
    /// All tracks of the file.
    pub tracks: Vec<Track>,
    pub subtitles: Vec<SubtitleChoice>,
    pub chapters: Vec<Chapter>,
    /// Small pictures for seeking, of each file of the film; empty for sound alone.
    pub trickplay: Vec<Trickplay>,
    /// The same as a WebVTT track of the whole film, relative to `/api/v1/`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub trickplay_track: Option<String>,
    /// The files that the film lies in, one behind the other; all times and numbers of tracks here are those of the whole. One
    /// for most films.
    pub parts: Vec<Part>,
    /// The numbers, counted from one, of parts of the film whose files are not there at present: the film is played without them.
    pub missing_parts: Vec<u32>,
    /// Why it is not played as it is; empty for direct play.
    pub why: Vec<Reason>,
    /// What becomes of the picture, of the subtitle that is shown, and of the sound: of all tracks that can be changed to,
    /// where the player switches by itself.
    pub streams: Vec<StreamDecision>,
    /// What the player switches between by itself, the best first; empty for files and for sound alone.
    pub qualities: Vec<Quality>,
    pub output: Output,
}

/// A picture that a player can go to.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Quality {
    /// Pixels.
    pub width: u32,
    pub height: u32,
    /// Bits per second at most, without sound.
    pub bit_rate: u64,
    pub codec: String,
    /// The film's own picture as it is.
    pub copied: bool,
}

/// What becomes of one stream.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct StreamDecision {
    pub kind: TrackKind,
    pub track: i32,
    pub action: Action,
    /// The codec in the file.
    pub from: String,
    /// The codec that is sent, where it is another.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub to: Option<String>,
    /// Pixels of the largest picture that is sent, where that was worked out.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub width: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub height: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub channels: Option<u32>,
    /// The device that encodes (`vaapi-renderD128`); absent for software, and where nothing is encoded.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub device: Option<String>,
    /// All of it in plain English.
    pub text: String,
    /// The limits that made it so.
    pub because: Vec<Reason>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum Action {
    /// As it is in the file.
    Copied,
    Converted,
    /// A subtitle, drawn into the picture.
    BurntIn,
    /// A subtitle, as a file of its own.
    Beside,
}

/// A file of a film.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Part {
    pub source_id: String,
    /// Seconds from the film's beginning.
    pub start: f64,
    /// Seconds.
    pub duration: f64,
}

/// Small pictures of a file, one each `interval`, row by row on sheets. A sheet is made when it is asked for.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Trickplay {
    /// Seconds from the film's beginning to the first.
    pub start: f64,
    /// Pixels of one picture.
    pub width: u32,
    pub height: u32,
    pub columns: u32,
    pub rows: u32,
    /// Pictures in all.
    pub count: u32,
    /// Seconds.
    pub interval: f64,
    /// JPEG files, relative to `/api/v1/`.
    pub sheets: Vec<String>,
}

/// A subtitle and how it gets there.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SubtitleChoice {
    pub index: i32,
    /// WebVTT, relative to `/api/v1/`. Absent when it must be drawn into the picture: ask for playback anew with it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub url: Option<String>,
}

/// Why a file is not played as it is.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Reason {
    /// For translations, such as `videoCodecNotSupported`.
    pub code: String,
    /// In plain English.
    pub text: String,
    /// What the file has, where that can be told in a word: `hevc`, `3840 × 2160`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub actual: Option<String>,
    /// What it may have: `h264, vp9`, `1080`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub limit: Option<String>,
}

/// What comes out of the server.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Output {
    pub container: String,
    /// The codec that is sent; absent when there is no picture.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub video_codec: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub audio_codec: Option<String>,
    pub video_copied: bool,
    pub audio_copied: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum ProgressEvent {
    Start,
    Progress,
    Stop,
}

/// What a player says when it starts, goes on (every ten seconds, and when paused or sought) and stops.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ProgressReport {
    pub event: ProgressEvent,
    pub item_id: String,
    #[serde(default)]
    pub source_id: Option<String>,
    #[serde(default)]
    pub session: Option<String>,
    /// Seconds; absent when nothing was played yet.
    #[serde(default)]
    pub position: Option<f64>,
    #[serde(default)]
    pub paused: bool,
    #[serde(default)]
    pub method: Method,
    #[serde(default)]
    pub audio_track: Option<i32>,
    #[serde(default)]
    pub subtitle_track: Option<i32>,
    /// Playback ended with an error: the position means nothing.
    #[serde(default)]
    pub failed: bool,
}
