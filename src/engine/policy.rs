//! The one place that says what a user may see and do. Every listing, search, image, stream and download goes
//! through it.

use walros_model::query::Scope;
use walros_model::user::Policy;

use crate::{Caller, EngineError, Result};

/// What the caller may see. Nobody sees nothing: `Unauthenticated`.
pub(crate) fn scope(caller: &Caller) -> Result<Scope> {
    caller.require_any()?;
    let Some(user) = &caller.user else {
        // An API key: everything.
        return Ok(Scope::default());
    };
    let Policy { administrator: _, disabled, libraries, max_age, blocked_tags, allowed_tags, .. } = &user.policy;
    if *disabled {
        return Err(EngineError::Unauthenticated);
    }
    Ok(Scope {
        libraries: libraries.clone(),
        max_age: *max_age,
        blocked_tags: blocked_tags.clone(),
        allowed_tags: allowed_tags.clone(),
        include_missing: false,
        playlists_of: Some(user.id),
    })
}

/// What a caller may do with media.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Rights {
    pub play: bool,
    pub transcode_video: bool,
    pub transcode_audio: bool,
    pub remux: bool,
    pub download: bool,
    /// Bits per second this caller's connection may take; `None` = no limit.
    pub max_bit_rate: Option<u64>,
}

pub(crate) fn rights(caller: &Caller) -> Result<Rights> {
    caller.require_any()?;
    let Some(user) = &caller.user else {
        return Ok(Rights { play: true, transcode_video: true, transcode_audio: true, remux: true, download: true, max_bit_rate: None });
    };
    let policy = &user.policy;
    Ok(Rights {
        play: policy.play,
        transcode_video: policy.transcode_video,
        transcode_audio: policy.transcode_audio,
        remux: policy.remux,
        download: policy.download,
        max_bit_rate: (policy.remote_bit_rate > 0 && !caller.is_local()).then_some(policy.remote_bit_rate),
    })
}

/// What an administrator lets others do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Grant {
    Collections,
    Subtitles,
    Lyrics,
}

/// Fails with `Unauthenticated` for nobody, `Forbidden` for whom it was not granted.
pub fn require(caller: &Caller, grant: Grant) -> Result<()> {
    let granted = caller.user.as_ref().is_some_and(|user| match grant {
        Grant::Collections => user.policy.collections,
        Grant::Subtitles => user.policy.subtitles,
        Grant::Lyrics => user.policy.lyrics,
    });
    if granted { Ok(()) } else { caller.require_administrator() }
}

/// Whether a user with this policy may be admitted from where he is.
pub(crate) fn admit(policy: &Policy, caller_is_local: bool) -> Result<()> {
    if policy.disabled || !policy.remote_access && !caller_is_local {
        return Err(EngineError::Forbidden);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::net::IpAddr;

    use chrono::Utc;
    use walros_model::user::{Device, DeviceInfo, Preferences, User};
    use walros_model::{ItemId, UserId};

    use super::*;

    fn caller(policy: Policy, address: [u8; 4]) -> Caller {
        let now = Utc::now();
        let user = User {
            id: UserId::random(),
            name: "somebody".into(),
            has_password: true,
            policy,
            preferences: Preferences::default(),
            created: now,
            last_login: None,
            last_activity: None,
            image_tag: None,
        };
        let device = Device { number: 1, user: Some(user.id), info: DeviceInfo::default(), created: now, last_seen: now };
        Caller::signed_in(user, device, IpAddr::from(address))
    }

    #[test]
    fn nobody_sees_and_does_nothing() {
        let nobody = Caller::anonymous(IpAddr::from([127, 0, 0, 1]));
        assert!(matches!(scope(&nobody), Err(EngineError::Unauthenticated)));
        assert!(matches!(rights(&nobody), Err(EngineError::Unauthenticated)));
    }

    #[test]
    fn a_user_sees_what_his_policy_admits() {
        let library = ItemId::random();
        let policy = Policy { libraries: Some(vec![library]), max_age: Some(12), blocked_tags: vec!["gore".into()], ..Policy::default() };
        let seen = scope(&caller(policy, [10, 0, 0, 1])).expect("a scope");
        assert_eq!((seen.libraries, seen.max_age, seen.blocked_tags), (Some(vec![library]), Some(12), vec!["gore".to_string()]));
        assert!(matches!(scope(&caller(Policy { disabled: true, ..Policy::default() }, [10, 0, 0, 1])), Err(EngineError::Unauthenticated)));
    }

    #[test]
    fn the_bit_rate_limit_is_for_callers_from_elsewhere() {
        let policy = Policy { remote_bit_rate: 4_000_000, ..Policy::default() };
        assert_eq!(rights(&caller(policy.clone(), [192, 168, 1, 7])).expect("rights").max_bit_rate, None);
        assert_eq!(rights(&caller(policy, [203, 0, 113, 5])).expect("rights").max_bit_rate, Some(4_000_000));
    }
}
