//! Answers around playing: decisions, lyrics, markers, playlists.

use serde::Serialize;
use serde_with::skip_serializing_none;

use super::media::MediaSource;
use crate::ids::Guid;

#[skip_serializing_none]
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct PlaybackInfo {
    pub media_sources: Vec<MediaSource>,
    pub play_session_id: String,
    pub error_code: Option<&'static str>,
}

#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Lyrics {
    pub metadata: LyricMetadata,
    pub lyrics: Vec<LyricLine>,
}

#[skip_serializing_none]
#[derive(Clone, Debug, Default, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct LyricMetadata {
    pub is_synced: Option<bool>,
}

#[skip_serializing_none]
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct LyricLine {
    pub text: String,
    pub start: Option<i64>,
    pub cues: [(); 0],
}

#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Created {
    pub id: Guid,
}

#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Playlist {
    pub open_access: bool,
    pub shares: [(); 0],
    pub item_ids: Vec<Guid>,
}
