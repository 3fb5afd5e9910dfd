//! What listings can be asked.

use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use super::common::Kind;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum Sort {
    #[default]
    Title,
    Added,
    Released,
    Year,
    Rating,
    Runtime,
    LastPlayed,
    PlayCount,
    Random,
    /// Season and episode, or disc and track.
    Number,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum Order {
    #[default]
    Asc,
    Desc,
}

/// All filters narrow. Lists of kinds and years are separated by commas, lists of names by `|`.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ItemsQuery {
    /// The library, folder, series, season, artist, album, collection, genre or person whose items are wanted.
    #[serde(default)]
    pub parent: Option<String>,
    /// All levels below `parent`, or its direct children alone.
    #[serde(default = "yes")]
    #[param(default = true)]
    pub deep: bool,
    /// Kinds of items, such as `movie,series`.
    #[serde(default)]
    pub kinds: Option<String>,
    #[serde(default)]
    pub search: Option<String>,
    /// Genres by name.
    #[serde(default)]
    pub genres: Option<String>,
    #[serde(default)]
    pub years: Option<String>,
    /// Age ratings.
    #[serde(default)]
    pub ratings: Option<String>,
    /// The id of somebody who takes part.
    #[serde(default)]
    pub person: Option<String>,
    /// The id of an artist.
    #[serde(default)]
    pub artist: Option<String>,
    #[serde(default)]
    pub played: Option<bool>,
    #[serde(default)]
    pub favorite: Option<bool>,
    #[serde(default)]
    #[param(inline)]
    pub sort: Sort,
    #[serde(default)]
    #[param(inline)]
    pub order: Order,
    #[serde(default)]
    pub start: u64,
    /// At most 500.
    #[serde(default = "hundred")]
    #[param(default = 100, maximum = 500)]
    pub limit: u64,
    /// Whether to count what there is in all.
    #[serde(default = "yes")]
    #[param(default = true)]
    pub total: bool,
}

#[derive(Clone, Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct SearchQuery {
    pub q: String,
    /// How many of each kind, at most 50.
    #[serde(default = "dozen")]
    #[param(default = 12, maximum = 50)]
    pub limit: u64,
}

#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct EpisodesQuery {
    /// The id of a season; all when absent.
    #[serde(default)]
    pub season: Option<String>,
}

/// Part of a list.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct PageQuery {
    #[serde(default)]
    pub start: Option<u64>,
    /// 100 when absent, at most 500.
    #[serde(default)]
    pub limit: Option<u64>,
}

#[derive(Clone, Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct FolderQuery {
    /// Absolute path on the server.
    pub path: String,
}

/// How a picture is wanted. It is never made larger.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase")]
#[into_params(parameter_in = Query)]
pub struct ImageQuery {
    /// Which of several of the kind.
    #[serde(default)]
    pub index: usize,
    /// Pixels it must cover in width.
    #[serde(default)]
    pub width: Option<u32>,
    #[serde(default)]
    pub height: Option<u32>,
    /// 1–100.
    #[serde(default = "good")]
    #[param(default = 85)]
    pub quality: u8,
    /// The state of the picture; with it, the answer may be kept for a year.
    #[serde(default)]
    pub tag: Option<String>,
}

impl Kind {
    /// From a comma list; `None` when a word is no kind.
    pub fn parse_list(text: &str) -> Option<Vec<Self>> {
        let words = text.split(',').map(str::trim).filter(|word| !word.is_empty());
        words.map(|word| serde_json::from_value(serde_json::Value::String(word.to_owned())).ok()).collect()
    }
}

fn yes() -> bool {
    true
}

fn hundred() -> u64 {
    100
}

fn dozen() -> u64 {
    12
}

fn good() -> u8 {
    85
}
