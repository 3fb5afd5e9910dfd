//! Users and their devices.

use walros_engine::Caller;
use walros_model::user::{Device, DeviceInfo, Policy, Preferences, SubtitleMode, User};

use crate::dto::{session, user};

pub fn user(user: &User) -> user::User {
    let User { id, name, has_password, policy, preferences, created, last_login: _, last_activity, image_tag: _ } = user;
    user::User {
        id: id.simple(),
        name: name.clone(),
        has_password: *has_password,
        policy: to_policy(policy),
        preferences: to_preferences(preferences),
        created: *created,
        last_activity: *last_activity,
    }
}

fn to_policy(policy: &Policy) -> user::Policy {
    let Policy {
        administrator,
        disabled,
        hidden,
        libraries,
        max_age,
        blocked_tags: _,
        allowed_tags: _,
        play,
        transcode_video,
        transcode_audio: _,
        remux: _,
        download,
        delete: _,
        collections: _,
        subtitles: _,
        lyrics: _,
        remote_access,
        remote_bit_rate: _,
        extra: _,
    } = policy;
    user::Policy {
        administrator: *administrator,
        disabled: *disabled,
        hidden: *hidden,
        libraries: libraries.as_ref().map(|ids| ids.iter().map(|id| id.simple()).collect()),
        max_age: *max_age,
        play: *play,
        transcode: *transcode_video,
        download: *download,
        remote_access: *remote_access,
    }
}

fn to_preferences(preferences: &Preferences) -> user::Preferences {
    let Preferences { audio_language, subtitle_language, subtitle_mode, next_episode_auto_play, .. } = preferences;
    user::Preferences {
        audio_language: audio_language.clone(),
        subtitle_language: subtitle_language.clone(),
        subtitle_mode: match subtitle_mode {
            SubtitleMode::Default => user::SubtitleMode::Default,
            SubtitleMode::Always => user::SubtitleMode::Always,
            SubtitleMode::OnlyForced => user::SubtitleMode::OnlyForced,
            SubtitleMode::None => user::SubtitleMode::None,
            SubtitleMode::Smart => user::SubtitleMode::Smart,
        },
        auto_play_next: *next_episode_auto_play,
    }
}

pub fn device(device: &Device, caller: &Caller) -> session::Device {
    let Device { number, user, info, created, last_seen } = device;
    let DeviceInfo { id, name, app, app_version } = info;
    session::Device {
        id: id.clone(),
        name: name.clone(),
        app: app.clone(),
        app_version: app_version.clone(),
        user_id: user.map(|user| user.simple()),
        created: *created,
        last_seen: *last_seen,
        current: caller.device.as_ref().is_some_and(|own| own.number == *number),
    }
}
