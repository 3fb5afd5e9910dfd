//! What an administrator or a user sets. Fields the native API does not show stay as they were.

use walros_model::user::{Policy, Preferences, SubtitleMode};

use super::ids::item_ids;
use crate::dto::user;
use crate::error::ApiResult;

pub fn apply_policy(mut policy: Policy, wanted: user::Policy) -> ApiResult<Policy> {
    let user::Policy { administrator, disabled, hidden, libraries, max_age, play, transcode, download, remote_access } = wanted;
    policy.administrator = administrator;
    policy.disabled = disabled;
    policy.hidden = hidden;
    policy.libraries = libraries.map(|ids| item_ids(&ids)).transpose()?;
    policy.max_age = max_age;
    policy.play = play;
    // Remuxing and sound stay with the picture: three switches are two too many to explain.
    if policy.transcode_video != transcode {
        (policy.transcode_video, policy.transcode_audio, policy.remux) = (transcode, transcode, transcode);
    }
    policy.download = download;
    policy.remote_access = remote_access;
    Ok(policy)
}

pub fn apply_preferences(mut preferences: Preferences, wanted: user::Preferences) -> Preferences {
    let user::Preferences { audio_language, subtitle_language, subtitle_mode, auto_play_next } = wanted;
    preferences.audio_language = audio_language.filter(|language| !language.is_empty());
    preferences.subtitle_language = subtitle_language.filter(|language| !language.is_empty());
    preferences.subtitle_mode = match subtitle_mode {
        user::SubtitleMode::Default => SubtitleMode::Default,
        user::SubtitleMode::Always => SubtitleMode::Always,
        user::SubtitleMode::OnlyForced => SubtitleMode::OnlyForced,
        user::SubtitleMode::None => SubtitleMode::None,
        user::SubtitleMode::Smart => SubtitleMode::Smart,
    };
    preferences.next_episode_auto_play = auto_play_next;
    preferences
}
