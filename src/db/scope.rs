//! What a caller may see.

use walros_model::ItemId;

/// The limits every item query respects; the engine's policy function makes one for each caller.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scope {
    /// `None` = every library.
    pub libraries: Option<Vec<ItemId>>,
    /// The oldest age an item may be rated for; unrated items pass.
    pub max_age: Option<u32>,
    /// An item with one of these tags, its own or its series' or album's, is hidden.
    pub blocked_tags: Vec<String>,
    /// When not empty, only items with one of these tags are there.
    pub allowed_tags: Vec<String>,
    /// Also what is not on disk at present.
    pub include_missing: bool,
}

impl Scope {
    /// Everything that is there.
    pub fn all() -> Self {
        Self::default()
    }
}
