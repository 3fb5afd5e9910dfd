//! Libraries as the dashboard manages them, filters, and the tables of languages, countries and ratings.

use serde::Serialize;
use serde_json::{Map, Value};
use serde_with::skip_serializing_none;

use super::item::NameGuidPair;
use crate::ids::Guid;

#[skip_serializing_none]
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct VirtualFolder {
    pub name: String,
    pub locations: Vec<String>,
    pub collection_type: Option<&'static str>,
    pub library_options: Map<String, Value>,
    pub item_id: Guid,
    pub primary_image_item_id: Guid,
    pub refresh_progress: Option<f64>,
    pub refresh_status: &'static str,
}

#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct NameIdPair {
    pub name: String,
    pub id: String,
}

#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct NameValuePair {
    pub name: String,
    pub value: String,
}

#[derive(Clone, Debug, Default, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct FiltersLegacy {
    pub genres: Vec<String>,
    pub tags: Vec<String>,
    pub official_ratings: Vec<String>,
    pub years: Vec<i32>,
}

#[derive(Clone, Debug, Default, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Filters {
    pub genres: Vec<NameGuidPair>,
    pub tags: Vec<String>,
    pub audio_languages: Vec<NameValuePair>,
    pub subtitle_languages: Vec<NameValuePair>,
}

#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Culture {
    pub name: &'static str,
    pub display_name: &'static str,
    #[serde(rename = "TwoLetterISOLanguageName")]
    pub two_letters: &'static str,
    #[serde(rename = "ThreeLetterISOLanguageName")]
    pub three_letters: &'static str,
    #[serde(rename = "ThreeLetterISOLanguageNames")]
    pub three_letter_forms: Vec<&'static str>,
}

#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Country {
    pub name: &'static str,
    pub display_name: &'static str,
    #[serde(rename = "TwoLetterISORegionName")]
    pub two_letters: &'static str,
    #[serde(rename = "ThreeLetterISORegionName")]
    pub three_letters: &'static str,
}

#[skip_serializing_none]
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct ParentalRating {
    pub name: &'static str,
    pub value: Option<u32>,
    pub rating_score: Option<RatingScore>,
}

/// Written in camelCase by the real server, unlike everything around it.
#[skip_serializing_none]
#[derive(Clone, Copy, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RatingScore {
    pub score: u32,
    pub sub_score: Option<u32>,
}

#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct FileSystemEntry {
    pub name: String,
    pub path: String,
    pub r#type: &'static str,
}
