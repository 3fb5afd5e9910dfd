//! `BaseItemDto` and what it is made of.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_with::skip_serializing_none;

use super::media::{Chapter, MediaSource, MediaStream, TrickplayInfo};
use crate::ids::Guid;

/// Image type to image tag to blurhash.
pub type BlurHashes = BTreeMap<&'static str, BTreeMap<String, String>>;

/// Any item: a film as well as a library, a person or a genre.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct BaseItem {
    pub name: String,
    pub original_title: Option<String>,
    pub server_id: String,
    pub id: Guid,
    pub etag: Option<String>,
    pub playlist_item_id: Option<Guid>,
    pub date_created: Option<String>,
    pub date_last_media_added: Option<String>,
    pub extra_type: Option<&'static str>,
    pub airs_before_season_number: Option<i32>,
    pub airs_after_season_number: Option<i32>,
    pub airs_before_episode_number: Option<i32>,
    pub can_delete: Option<bool>,
    pub can_download: Option<bool>,
    pub has_lyrics: Option<bool>,
    pub has_subtitles: Option<bool>,
    pub container: Option<String>,
    pub sort_name: Option<String>,
    pub premiere_date: Option<String>,
    pub external_urls: Option<Vec<ExternalUrl>>,
    pub media_sources: Option<Vec<MediaSource>>,
    pub critic_rating: Option<f32>,
    pub production_locations: Option<Vec<String>>,
    pub path: Option<String>,
    pub enable_media_source_display: Option<bool>,
    pub official_rating: Option<String>,
    /// Always null outside live TV, and always there.
    pub channel_id: (),
    pub overview: Option<String>,
    pub taglines: Option<Vec<String>>,
    pub genres: Option<Vec<String>>,
    pub community_rating: Option<f32>,
    pub cumulative_run_time_ticks: Option<i64>,
    pub run_time_ticks: Option<i64>,
    pub play_access: Option<&'static str>,
    pub production_year: Option<i32>,
    pub index_number: Option<i32>,
    pub index_number_end: Option<i32>,
    pub parent_index_number: Option<i32>,
    pub remote_trailers: Option<Vec<MediaUrl>>,
    pub provider_ids: Option<BTreeMap<String, String>>,
    #[serde(rename = "IsHD")]
    pub is_hd: Option<bool>,
    pub is_folder: bool,
    /// `Some(None)` is written as null, for what has no parent.
    pub parent_id: Option<Option<Guid>>,
    pub r#type: &'static str,
    pub people: Option<Vec<Person>>,
    pub studios: Option<Vec<NameGuidPair>>,
    pub genre_items: Option<Vec<NameGuidPair>>,
    pub parent_logo_item_id: Option<Guid>,
    pub parent_backdrop_item_id: Option<Guid>,
    pub parent_backdrop_image_tags: Option<Vec<String>>,
    pub local_trailer_count: Option<u32>,
    pub user_data: Option<UserData>,
    pub recursive_item_count: Option<u32>,
    pub child_count: Option<u32>,
    pub series_name: Option<String>,
    pub series_id: Option<Guid>,
    pub season_id: Option<Guid>,
    pub special_feature_count: Option<u32>,
    pub display_preferences_id: Option<Guid>,
    pub status: Option<&'static str>,
    pub air_time: Option<String>,
    pub air_days: Option<Vec<String>>,
    pub tags: Option<Vec<String>>,
    pub primary_image_aspect_ratio: Option<f64>,
    pub artists: Option<Vec<String>>,
    pub artist_items: Option<Vec<NameGuidPair>>,
    pub album: Option<String>,
    pub collection_type: Option<&'static str>,
    pub display_order: Option<&'static str>,
    pub album_id: Option<Guid>,
    pub album_primary_image_tag: Option<String>,
    pub series_primary_image_tag: Option<String>,
    pub album_artist: Option<String>,
    pub album_artists: Option<Vec<NameGuidPair>>,
    pub season_name: Option<String>,
    pub media_streams: Option<Vec<MediaStream>>,
    pub video_type: Option<&'static str>,
    pub part_count: Option<u32>,
    pub media_source_count: Option<u32>,
    pub image_tags: Option<BTreeMap<&'static str, String>>,
    pub backdrop_image_tags: Option<Vec<String>>,
    pub parent_logo_image_tag: Option<String>,
    pub parent_art_item_id: Option<Guid>,
    pub parent_art_image_tag: Option<String>,
    pub series_thumb_image_tag: Option<String>,
    pub image_blur_hashes: Option<BlurHashes>,
    pub series_studio: Option<String>,
    pub parent_thumb_item_id: Option<Guid>,
    pub parent_thumb_image_tag: Option<String>,
    pub parent_primary_image_item_id: Option<Guid>,
    pub parent_primary_image_tag: Option<String>,
    pub chapters: Option<Vec<Chapter>>,
    /// Source to width to what there is.
    pub trickplay: Option<BTreeMap<String, BTreeMap<String, TrickplayInfo>>>,
    pub location_type: &'static str,
    pub media_type: &'static str,
    pub end_date: Option<String>,
    pub locked_fields: Option<Vec<String>>,
    pub lock_data: Option<bool>,
    pub width: Option<u32>,
    pub height: Option<u32>,
    pub normalization_gain: Option<f32>,
    pub album_normalization_gain: Option<f32>,
    #[serde(flatten)]
    pub item_counts: Option<NameCounts>,
}

/// How much there is by a person, of a genre or a studio.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct NameCounts {
    pub movie_count: u64,
    pub series_count: u64,
    pub episode_count: u64,
    pub album_count: u64,
    pub song_count: u64,
    pub artist_count: u64,
    pub music_video_count: u64,
    pub trailer_count: u64,
    pub program_count: u64,
}

#[skip_serializing_none]
#[derive(Clone, Debug, Default, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct UserData {
    pub rating: Option<f32>,
    pub played_percentage: Option<f64>,
    pub unplayed_item_count: Option<u32>,
    pub playback_position_ticks: i64,
    pub play_count: u32,
    pub is_favorite: bool,
    pub likes: Option<bool>,
    pub last_played_date: Option<String>,
    pub played: bool,
    pub key: String,
    pub item_id: Guid,
}

#[skip_serializing_none]
#[derive(Clone, Debug, Default, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Person {
    pub name: String,
    pub id: Guid,
    pub role: String,
    pub r#type: &'static str,
    pub primary_image_tag: Option<String>,
    pub image_blur_hashes: Option<BlurHashes>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct NameGuidPair {
    pub name: String,
    pub id: Guid,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct ExternalUrl {
    pub name: &'static str,
    pub url: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct MediaUrl {
    pub url: String,
}

#[skip_serializing_none]
#[derive(Clone, Debug, Default, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct ImageInfo {
    pub image_type: &'static str,
    pub image_index: Option<usize>,
    pub image_tag: String,
    pub path: Option<String>,
    pub blur_hash: Option<String>,
    pub height: Option<u32>,
    pub width: Option<u32>,
    pub size: u64,
}

#[skip_serializing_none]
#[derive(Clone, Debug, Default, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct SearchHint {
    pub item_id: Guid,
    pub id: Guid,
    pub name: String,
    pub index_number: Option<i32>,
    pub production_year: Option<i32>,
    pub parent_index_number: Option<i32>,
    pub primary_image_tag: Option<String>,
    pub thumb_image_tag: Option<String>,
    pub thumb_image_item_id: Option<Guid>,
    pub backdrop_image_tag: Option<String>,
    pub backdrop_image_item_id: Option<Guid>,
    pub r#type: &'static str,
    pub is_folder: Option<bool>,
    pub run_time_ticks: Option<i64>,
    pub media_type: &'static str,
    pub end_date: Option<String>,
    pub series: Option<String>,
    pub status: Option<&'static str>,
    pub album: Option<String>,
    pub album_id: Option<Guid>,
    pub album_artist: Option<String>,
    pub artists: Vec<String>,
    pub channel_id: (),
    pub primary_image_aspect_ratio: Option<f64>,
}

#[derive(Clone, Debug, Default, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct SearchHints {
    pub search_hints: Vec<SearchHint>,
    pub total_record_count: u64,
}

/// Theme songs or videos, with whom they belong to.
#[derive(Clone, Debug, Default, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct ThemeMedia {
    pub items: Vec<BaseItem>,
    pub total_record_count: u64,
    pub start_index: u64,
    pub owner_id: Guid,
}

#[derive(Clone, Debug, Default, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct AllThemeMedia {
    pub theme_videos_result: ThemeMedia,
    pub theme_songs_result: ThemeMedia,
    pub soundtrack_songs_result: ThemeMedia,
}

#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Recommendation {
    pub items: Vec<BaseItem>,
    pub recommendation_type: &'static str,
    pub baseline_item_name: String,
    pub category_id: Guid,
}
