//! Small pictures of a film, so that whoever seeks sees where he is.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::index::Keyframe;

/// How a film's pictures are laid out: one each `interval`, row by row on sheets of `columns` × `rows`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct TrickplayLayout {
    /// Pixels of one picture: upright, square pixels, even numbers.
    pub width: u32,
    pub height: u32,
    pub columns: u32,
    pub rows: u32,
    /// Pictures of the whole film; at least one.
    pub count: u32,
    pub interval: Duration,
}

/// Where a picture is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TrickplayPlace {
    pub sheet: u32,
    /// Pixels from the sheet's left and upper edge.
    pub x: u32,
    pub y: u32,
}

impl TrickplayLayout {
    /// Pictures on a full sheet.
    pub fn per_sheet(&self) -> u32 {
        (self.columns * self.rows).max(1)
    }

    pub fn sheets(&self) -> u32 {
        self.count.div_ceil(self.per_sheet())
    }

    /// The numbers of the pictures on a sheet; empty beyond the last.
    pub fn on_sheet(&self, sheet: u32) -> std::ops::Range<u32> {
        let first = sheet.saturating_mul(self.per_sheet()).min(self.count);
        first..first.saturating_add(self.per_sheet()).min(self.count)
    }

    /// The sheet with what is shown at a time.
    pub fn sheet_at(&self, time: Duration) -> u32 {
        let each = self.interval.as_millis().max(1);
        u32::try_from(time.as_millis() / each).unwrap_or(u32::MAX) / self.per_sheet()
    }

    pub fn place(&self, picture: u32) -> TrickplayPlace {
        let on_sheet = picture % self.per_sheet();
        let columns = self.columns.max(1);
        TrickplayPlace { sheet: picture / self.per_sheet(), x: on_sheet % columns * self.width, y: on_sheet / columns * self.height }
    }
}

/// What one picture shows. Times are in the stream's own time base, as in a [`MediaIndex`](crate::index::MediaIndex).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shot {
    /// The keyframe where decoding begins.
    pub enter: Keyframe,
    /// `None`: the keyframe itself is shown. Else it is too far away, and what follows is decoded up to this time.
    pub until: Option<i64>,
}
