//! Users, their policy and configuration, both ways.

use serde_json::{Value, json};
use walros_model::user::{Policy, Preferences, User};

use super::document_shapes::typed;
use super::documents::{self, Document, POLICY, USER_CONFIGURATION};
use super::kinds;
use crate::error::Result;
use crate::json::Object;
use crate::lookup::Lookup;
use crate::{dto, time};

pub fn user(user: &User, server_id: &str) -> dto::user::User {
    let User { id, name, has_password, policy: allowed, preferences, created: _, last_login, last_activity, image_tag } = user;
    dto::user::User {
        name: name.clone(),
        server_id: server_id.to_owned(),
        id: (*id).into(),
        primary_image_tag: image_tag.clone(),
        has_password: *has_password,
        has_configured_password: *has_password,
        has_configured_easy_password: false,
        enable_auto_login: false,
        last_login_date: last_login.map(time::moment),
        last_activity_date: last_activity.map(time::moment),
        configuration: configuration(preferences),
        policy: policy(allowed),
    }
}

/// The members of a policy that we act upon; all others are kept for the client.
const POLICY_OURS: [&str; 19] = [
    "IsAdministrator",
    "IsDisabled",
    "IsHidden",
    "EnableAllFolders",
    "EnabledFolders",
    "MaxParentalRating",
    "BlockedTags",
    "AllowedTags",
    "EnableMediaPlayback",
    "EnableVideoPlaybackTranscoding",
    "EnableAudioPlaybackTranscoding",
    "EnablePlaybackRemuxing",
    "EnableContentDownloading",
    "EnableContentDeletion",
    "EnableCollectionManagement",
    "EnableSubtitleManagement",
    "EnableLyricManagement",
    "EnableRemoteAccess",
    "RemoteClientBitrateLimit",
];

pub fn policy(policy: &Policy) -> Document {
    let Policy {
        administrator,
        disabled,
        hidden,
        libraries,
        max_age,
        blocked_tags,
        allowed_tags,
        play,
        transcode_video,
        transcode_audio,
        remux,
        download,
        delete,
        collections,
        subtitles,
        lyrics,
        remote_access,
        remote_bit_rate,
        extra,
    } = policy;
    let ours = json!({
        "IsAdministrator": administrator,
        "IsDisabled": disabled,
        "IsHidden": hidden,
        "EnableAllFolders": libraries.is_none(),
        "EnabledFolders": libraries.iter().flatten().map(|id| id.simple()).collect::<Vec<_>>(),
        "BlockedTags": blocked_tags,
        "AllowedTags": allowed_tags,
        "EnableMediaPlayback": play,
        "EnableVideoPlaybackTranscoding": transcode_video,
        "EnableAudioPlaybackTranscoding": transcode_audio,
        "EnablePlaybackRemuxing": remux,
        "EnableContentDownloading": download,
        "EnableContentDeletion": delete,
        "EnableCollectionManagement": collections,
        "EnableSubtitleManagement": subtitles,
        "EnableLyricManagement": lyrics,
        "EnableRemoteAccess": remote_access,
        "RemoteClientBitrateLimit": remote_bit_rate,
    });
    let mut whole = documents::overlaid(&POLICY, &documents::stored(extra.as_deref()));
    // An administrator may steer everybody's players unless somebody said otherwise.
    if *administrator && extra.is_none() {
        whole.insert("EnableRemoteControlOfOtherUsers".to_owned(), Value::Bool(true));
    }
    if let Some(age) = max_age {
        whole.insert("MaxParentalRating".to_owned(), json!(age));
    }
    if let Value::Object(ours) = ours {
        whole.extend(ours);
    }
    whole
}

/// A policy as an administrator's client sends it. Absent members have their defaults, since the object is sent whole.
pub fn policy_from(body: &Object) -> Result<Policy> {
    let body = &Object(typed("UserPolicy", &body.0)?);
    let default = Policy::default();
    let flag = |name, default| body.flag(name).map(|value| value.unwrap_or(default));
    let libraries = if flag("EnableAllFolders", true)? { None } else { Some(body.items("EnabledFolders")?) };
    Ok(Policy {
        administrator: flag("IsAdministrator", default.administrator)?,
        disabled: flag("IsDisabled", default.disabled)?,
        hidden: flag("IsHidden", default.hidden)?,
        libraries,
        max_age: body.count("MaxParentalRating", 10_000)?.map(|age| age as u32),
        blocked_tags: body.strings("BlockedTags")?,
        allowed_tags: body.strings("AllowedTags")?,
        play: flag("EnableMediaPlayback", default.play)?,
        transcode_video: flag("EnableVideoPlaybackTranscoding", default.transcode_video)?,
        transcode_audio: flag("EnableAudioPlaybackTranscoding", default.transcode_audio)?,
        remux: flag("EnablePlaybackRemuxing", default.remux)?,
        download: flag("EnableContentDownloading", default.download)?,
        delete: flag("EnableContentDeletion", default.delete)?,
        collections: flag("EnableCollectionManagement", default.collections)?,
        subtitles: flag("EnableSubtitleManagement", default.subtitles)?,
        lyrics: flag("EnableLyricManagement", default.lyrics)?,
        remote_access: flag("EnableRemoteAccess", default.remote_access)?,
        remote_bit_rate: body.int("RemoteClientBitrateLimit")?.map_or(0, |rate| rate.max(0).unsigned_abs()),
        extra: Some(Value::from(documents::others(&body.0, &POLICY_OURS)).to_string()),
    })
}

const CONFIGURATION_OURS: [&str; 11] = [
    "AudioLanguagePreference",
    "SubtitleLanguagePreference",
    "PlayDefaultAudioTrack",
    "SubtitleMode",
    "RememberAudioSelections",
    "RememberSubtitleSelections",
    "HidePlayedInLatest",
    "OrderedViews",
    "MyMediaExcludes",
    "LatestItemsExcludes",
    "EnableNextEpisodeAutoPlay",
];

pub fn configuration(preferences: &Preferences) -> Document {
    let Preferences {
        audio_language,
        subtitle_language,
        play_default_audio,
        subtitle_mode,
        remember_audio,
        remember_subtitles,
        hide_played_in_latest,
        view_order,
        hidden_views,
        latest_excludes,
        next_episode_auto_play,
        extra,
    } = preferences;
    let simple = |ids: &[walros_model::ItemId]| ids.iter().map(|id| id.simple()).collect::<Vec<_>>();
    let ours = json!({
        "SubtitleLanguagePreference": subtitle_language.as_deref().unwrap_or_default(),
        "PlayDefaultAudioTrack": play_default_audio,
        "SubtitleMode": kinds::subtitle_mode(*subtitle_mode),
        "RememberAudioSelections": remember_audio,
        "RememberSubtitleSelections": remember_subtitles,
        "HidePlayedInLatest": hide_played_in_latest,
        "OrderedViews": simple(view_order),
        "MyMediaExcludes": simple(hidden_views),
        "LatestItemsExcludes": simple(latest_excludes),
        "EnableNextEpisodeAutoPlay": next_episode_auto_play,
    });
    let mut whole = documents::overlaid(&USER_CONFIGURATION, &documents::stored(extra.as_deref()));
    if let Some(language) = audio_language {
        whole.insert("AudioLanguagePreference".to_owned(), json!(language));
    }
    if let Value::Object(ours) = ours {
        whole.extend(ours);
    }
    whole
}

/// A configuration as a user's client sends it, whole.
pub fn configuration_from(body: &Object) -> Result<Preferences> {
    let body = &Object(typed("UserConfiguration", &body.0)?);
    let default = Preferences::default();
    let flag = |name, default| body.flag(name).map(|value| value.unwrap_or(default));
    let language = |name| body.text(name).map(|text| text.into_owned());
    Ok(Preferences {
        audio_language: language("AudioLanguagePreference"),
        subtitle_language: language("SubtitleLanguagePreference"),
        play_default_audio: flag("PlayDefaultAudioTrack", default.play_default_audio)?,
        subtitle_mode: body.text("SubtitleMode").and_then(|text| kinds::parse_subtitle_mode(&text)).unwrap_or_default(),
        remember_audio: flag("RememberAudioSelections", default.remember_audio)?,
        remember_subtitles: flag("RememberSubtitleSelections", default.remember_subtitles)?,
        hide_played_in_latest: flag("HidePlayedInLatest", default.hide_played_in_latest)?,
        view_order: body.items("OrderedViews")?,
        hidden_views: body.items("MyMediaExcludes")?,
        latest_excludes: body.items("LatestItemsExcludes")?,
        next_episode_auto_play: flag("EnableNextEpisodeAutoPlay", default.next_episode_auto_play)?,
        extra: Some(Value::from(documents::others(&body.0, &CONFIGURATION_OURS)).to_string()),
    })
}

#[cfg(test)]
mod tests {
    use walros_model::ItemId;
    use walros_model::user::{Policy, Preferences, SubtitleMode};

    use super::{configuration, configuration_from, policy, policy_from};
    use crate::json::Object;

    #[test]
    fn a_policy_comes_back_as_it_was_sent() {
        let sent = Policy {
            administrator: true,
            libraries: Some(vec![ItemId::random()]),
            max_age: Some(12),
            blocked_tags: vec!["gore".into()],
            download: false,
            remote_bit_rate: 3_000_000,
            ..Policy::default()
        };
        let mut back = policy_from(&Object(policy(&sent))).unwrap();
        let extra = back.extra.take().unwrap();
        assert_eq!(back, sent);
        assert!(extra.contains("AuthenticationProviderId") && !extra.contains("IsAdministrator"));
    }

    #[test]
    fn strangers_in_a_policy_are_kept() {
        let mut document = policy(&Policy::default());
        document.insert("SomethingNew".into(), 7.into());
        let stored = policy_from(&Object(document)).unwrap();
        assert_eq!(policy(&stored)["SomethingNew"], 7);
    }

    #[test]
    fn every_member_that_kotlin_requires_is_there() {
        let document = policy(&Policy::default());
        for name in [
            "IsHidden",
            "EnableCollectionManagement",
            "InvalidLoginAttemptCount",
            "MaxActiveSessions",
            "SyncPlayAccess",
            "PasswordResetProviderId",
            "EnableAllChannels",
        ] {
            assert!(document.contains_key(name), "{name}");
        }
        assert!(!document.contains_key("MaxParentalRating"));
    }

    #[test]
    fn a_configuration_comes_back_as_it_was_sent() {
        let sent = Preferences {
            audio_language: Some("fra".into()),
            subtitle_language: Some("eng".into()),
            subtitle_mode: SubtitleMode::Always,
            view_order: vec![ItemId::random()],
            play_default_audio: false,
            ..Preferences::default()
        };
        let mut back = configuration_from(&Object(configuration(&sent))).unwrap();
        back.extra = None;
        assert_eq!(back, sent);
    }
}
