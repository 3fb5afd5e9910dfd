//! What a user has done with an item.

use std::time::Duration;

use crate::{ItemId, Timestamp};

/// Kept per user and per file (a version has its own); outlives the item's absence.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PlayState {
    /// Where to resume; zero when not begun or finished.
    pub position: Duration,
    pub played: bool,
    pub play_count: u32,
    pub favorite: bool,
    /// Thumbs up or down.
    pub likes: Option<bool>,
    /// 0–10.
    pub rating: Option<f32>,
    pub last_played: Option<Timestamp>,
    /// The tracks chosen last, by [`index`](crate::MediaStream::index); `-1` = subtitles off.
    pub audio_stream: Option<i32>,
    pub subtitle_stream: Option<i32>,
}

/// Sums over what a folder holds for one user.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FolderCounts {
    /// Direct children.
    pub children: u32,
    /// Playable descendants.
    pub leaves: u32,
    pub unplayed: u32,
}

/// When a position counts as begun, and when as finished (traps.md E2).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ResumeRules {
    /// Percent below which nothing is remembered.
    pub min_percent: f64,
    /// Percent above which it counts as played.
    pub max_percent: f64,
    /// Shorter things are played when stopped in between.
    pub min_runtime: Duration,
}

impl Default for ResumeRules {
    fn default() -> Self {
        Self { min_percent: 5.0, max_percent: 90.0, min_runtime: Duration::from_secs(300) }
    }
}

/// One user's state of one item, as [`lists`](crate::lists) and events carry it.
#[derive(Clone, Debug, PartialEq)]
pub struct ItemState {
    pub item: ItemId,
    pub state: PlayState,
    pub counts: Option<FolderCounts>,
}
