//! The home screen in one answer.

use serde::Serialize;
use utoipa::ToSchema;

use super::item::ItemCard;
use super::library::LibraryCard;

#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Home {
    /// What is begun, newest first.
    pub continue_watching: Vec<ItemCard>,
    /// The episodes to go on with.
    pub next_up: Vec<ItemCard>,
    pub libraries: Vec<LibraryCard>,
    /// What came lately, by library.
    pub latest: Vec<LatestRow>,
}

#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct LatestRow {
    pub library_id: String,
    pub items: Vec<ItemCard>,
}
