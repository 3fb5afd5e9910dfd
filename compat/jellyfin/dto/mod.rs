//! The shapes that Jellyfin's clients read. Names are PascalCase, absent members are left out, and nothing here knows
//! where its values come from.
//!
//! A member that the Kotlin SDK requires is never optional here: one missing makes Android clients lose the whole answer.

pub mod admin;
pub mod item;
pub mod library;
pub mod media;
pub mod playback;
pub mod session;
pub mod system;
pub mod user;

use serde::Serialize;

/// A page of a list.
#[derive(Clone, Debug, Default, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct QueryResult<T> {
    pub items: Vec<T>,
    pub total_record_count: u64,
    pub start_index: u64,
}

impl<T> QueryResult<T> {
    /// A list that is complete.
    pub fn all(items: Vec<T>) -> Self {
        Self { total_record_count: items.len() as u64, items, start_index: 0 }
    }

    pub fn empty() -> Self {
        Self::all(Vec::new())
    }
}
