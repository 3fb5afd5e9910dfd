//! Items: the card every list shows and the page of one.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use super::common::{Art, Counts, ImageRef, Kind, Named, State};
use super::media::{Chapter, Version};

/// Enough of an item to draw it in a list.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ItemCard {
    pub id: String,
    pub kind: Kind,
    pub title: String,
    /// What lists sort and pick letters by.
    pub sort_title: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub year: Option<i32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub released: Option<NaiveDate>,
    /// Episode, season, track or part number.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub number: Option<i32>,
    /// Last episode of a file that holds several.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub number_end: Option<i32>,
    /// Season of an episode, disc of a track.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub parent_number: Option<i32>,
    /// Seconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub runtime: Option<f64>,
    /// The age rating, as its country writes it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub rating: Option<String>,
    /// 0–10.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub community_rating: Option<f32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub library_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub parent_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub series: Option<Named>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub season: Option<Named>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub album: Option<Named>,
    /// Performers of a track, else the artists of an album.
    pub artists: Vec<Named>,
    /// What kind of extra it is, when it is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub extra: Option<String>,
    /// Pixels of the picture.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub width: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub height: Option<u32>,
    pub version_count: u32,
    pub part_count: u32,
    pub has_lyrics: bool,
    /// dB to add so that the track reaches the reference loudness.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub track_gain: Option<f32>,
    /// Its file is not there at present.
    pub missing: bool,
    pub added: DateTime<Utc>,
    pub art: Art,
    pub state: State,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub counts: Option<Counts>,
}

/// Some of what was asked for.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ItemPage {
    pub items: Vec<ItemCard>,
    pub start: u64,
    /// How many there are in all; absent when `total=false` was asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub total: Option<u64>,
}

/// Somebody's part in an item.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Credit {
    pub id: String,
    pub name: String,
    pub job: Job,
    /// The character, or empty.
    pub role: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub image: Option<ImageRef>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum Job {
    Actor,
    GuestStar,
    Director,
    Writer,
    Producer,
    Composer,
    Other,
}

/// Whether a series goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum Status {
    Continuing,
    Ended,
    Unreleased,
}

/// An item's page.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ItemDetail {
    pub item: ItemCard,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub original_title: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub overview: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub tagline: Option<String>,
    pub genres: Vec<Named>,
    pub studios: Vec<Named>,
    pub tags: Vec<String>,
    pub countries: Vec<String>,
    pub people: Vec<Credit>,
    /// 0–100.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub critic_rating: Option<f32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub status: Option<Status>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub ended: Option<NaiveDate>,
    /// The film series it belongs to, by name.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub collection: Option<String>,
    /// Ids elsewhere: `Imdb`, `Tmdb`, `Tvdb`, `MusicBrainzAlbum` …
    pub provider_ids: BTreeMap<String, String>,
    /// Its own version first.
    pub versions: Vec<Version>,
    pub chapters: Vec<Chapter>,
    /// The later parts of a stacked film, each by itself.
    pub parts: Vec<ItemCard>,
    /// The numbers, counted from one, of parts of the film whose files are not there at present.
    pub missing_parts: Vec<u32>,
    pub extras_count: u32,
    pub trailers_count: u32,
    /// What "play" on a series or season means: the episode to go on with, or the first one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub up_next: Option<ItemCard>,
}

/// What comes before and after an episode, track or part.
#[derive(Clone, Debug, Default, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Neighbours {
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub previous: Option<ItemCard>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub next: Option<ItemCard>,
}

/// What is found for a few letters, by kind.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SearchAnswer {
    pub groups: Vec<SearchGroup>,
}

#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SearchGroup {
    pub kind: Kind,
    pub items: Vec<ItemCard>,
}

/// Where the titles of a letter begin in a list sorted by title.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct LetterStart {
    /// `#` for everything before `A`.
    pub letter: String,
    /// The place of the first such item.
    pub start: u64,
}

/// What a filter dialog offers.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Filters {
    pub genres: Vec<Named>,
    pub tags: Vec<String>,
    pub ratings: Vec<String>,
    pub years: Vec<i32>,
}

/// A line of a track's words.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct LyricLine {
    pub text: String,
    /// Seconds; absent in words without times.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub start: Option<f64>,
}

/// An episode in its season's list.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Episode {
    pub item: ItemCard,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub overview: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct EpisodePage {
    pub items: Vec<Episode>,
}
