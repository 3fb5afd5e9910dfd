//! Policy and preferences as they are stored: JSON whose absent fields mean the default, so that a new field needs no
//! migration. The mirrors below must name every field of the model's types or they do not compile.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use walros_model::ItemId;
use walros_model::user::{Policy, Preferences, SubtitleMode};

use crate::error::DbError;

#[derive(Serialize, Deserialize)]
#[serde(remote = "Policy")]
struct PolicyFields {
    administrator: bool,
    disabled: bool,
    hidden: bool,
    libraries: Option<Vec<ItemId>>,
    max_age: Option<u32>,
    blocked_tags: Vec<String>,
    allowed_tags: Vec<String>,
    play: bool,
    transcode_video: bool,
    transcode_audio: bool,
    remux: bool,
    download: bool,
    delete: bool,
    collections: bool,
    subtitles: bool,
    lyrics: bool,
    remote_access: bool,
    remote_bit_rate: u64,
    extra: Option<String>,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Preferences")]
struct PreferencesFields {
    audio_language: Option<String>,
    subtitle_language: Option<String>,
    play_default_audio: bool,
    #[serde(with = "SubtitleModeWord")]
    subtitle_mode: SubtitleMode,
    remember_audio: bool,
    remember_subtitles: bool,
    hide_played_in_latest: bool,
    view_order: Vec<ItemId>,
    hidden_views: Vec<ItemId>,
    latest_excludes: Vec<ItemId>,
    next_episode_auto_play: bool,
    extra: Option<String>,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "SubtitleMode", rename_all = "snake_case")]
enum SubtitleModeWord {
    Default,
    Always,
    OnlyForced,
    None,
    Smart,
}

pub(super) fn policy_text(policy: &Policy) -> Result<String, DbError> {
    let value = PolicyFields::serialize(policy, serde_json::value::Serializer).map_err(|error| DbError::damaged("policy", error))?;
    Ok(value.to_string())
}

pub(super) fn policy(text: &str) -> Result<Policy, DbError> {
    let defaults = PolicyFields::serialize(&Policy::default(), serde_json::value::Serializer);
    overlay(defaults, text).and_then(PolicyFields::deserialize).map_err(|error| DbError::damaged("policy", error))
}

pub(super) fn preferences_text(preferences: &Preferences) -> Result<String, DbError> {
    let value = PreferencesFields::serialize(preferences, serde_json::value::Serializer).map_err(|error| DbError::damaged("preferences", error))?;
    Ok(value.to_string())
}

pub(super) fn preferences(text: &str) -> Result<Preferences, DbError> {
    let defaults = PreferencesFields::serialize(&Preferences::default(), serde_json::value::Serializer);
    overlay(defaults, text).and_then(PreferencesFields::deserialize).map_err(|error| DbError::damaged("preferences", error))
}

/// The stored fields over the defaults.
fn overlay(defaults: serde_json::Result<Value>, text: &str) -> serde_json::Result<Value> {
    let mut document = defaults?;
    let stored: Map<String, Value> = serde_json::from_str(text)?;
    if let Value::Object(fields) = &mut document {
        fields.extend(stored);
    }
    Ok(document)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documents_come_back_as_they_were() {
        let strict = Policy { administrator: true, libraries: Some(vec![ItemId::random()]), max_age: Some(12), extra: Some("{}".into()), ..Policy::default() };
        assert_eq!(policy(&policy_text(&strict).expect("text")).expect("policy"), strict);
        let likes = Preferences { subtitle_mode: SubtitleMode::OnlyForced, view_order: vec![ItemId::random()], ..Preferences::default() };
        assert_eq!(preferences(&preferences_text(&likes).expect("text")).expect("preferences"), likes);
    }

    #[test]
    fn what_an_older_program_did_not_write_is_the_default() {
        assert_eq!(policy("{}").expect("policy"), Policy::default());
        assert_eq!(preferences("{\"gone\": 1}").expect("preferences"), Preferences::default());
    }
}
