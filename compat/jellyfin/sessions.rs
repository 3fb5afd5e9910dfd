//! Who is connected, and what clients say of themselves.

use std::collections::HashMap;

use actix_web::web::Json;
use chrono::{TimeDelta, Utc};
use walros_engine::Caller;
use walros_model::session::Session;

use crate::access::Who;
use crate::convert::report::{capabilities_body, capabilities_query};
use crate::convert::session::{Around, session};
use crate::error::Result;
use crate::json::OptionalBody;
use crate::lookup::Lookup;
use crate::params::Params;
use crate::query::Query;
use crate::{Answer, Done, Facade, Jellyfin, devices, dto, no_content};

/// A session as clients read it, with what it plays as far as the caller may see it.
pub async fn dto(jellyfin: &Jellyfin, caller: &Caller, one: &Session) -> Result<dto::session::Session> {
    let names = devices::custom_names(jellyfin).await?;
    with_names(jellyfin, caller, one, &names).await
}

async fn with_names(jellyfin: &Jellyfin, caller: &Caller, one: &Session, names: &HashMap<String, String>) -> Result<dto::session::Session> {
    let playing = one.playing.as_ref().and_then(|playing| playing.report.item);
    let now_playing = match playing {
        Some(item) => {
            let include = crate::convert::fields::Shape::full().include();
            match jellyfin.engine.items.get(caller, item, include).await {
                Ok(page) => Some(jellyfin.single(caller, &page).await?),
                Err(_) => None,
            }
        }
        None => None,
    };
    let own = caller.user.as_ref().filter(|user| one.user == Some(user.id));
    Ok(session(
        one,
        Around {
            server_id: jellyfin.engine.system.info().id,
            now_playing,
            connected: jellyfin.sockets.is_open(&one.id),
            custom_device_name: names.get(&one.device.id).cloned(),
            user_image_tag: own.and_then(|user| user.image_tag.clone()),
        },
    ))
}

pub async fn all(jellyfin: &Jellyfin, caller: &Caller, sessions: &[Session]) -> Result<Vec<dto::session::Session>> {
    let names = devices::custom_names(jellyfin).await?;
    let mut answers = Vec::with_capacity(sessions.len());
    for one in sessions {
        answers.push(with_names(jellyfin, caller, one, &names).await?);
    }
    Ok(answers)
}

pub async fn list(jellyfin: Facade, who: Who, query: Query) -> Answer<Vec<dto::session::Session>> {
    // Asking is being there: the caller's own session is among them.
    let _ = jellyfin.engine.watch.session(&who);
    let mut sessions = jellyfin.engine.watch.sessions(&who);
    if let Some(device) = query.text("deviceId") {
        sessions.retain(|session| session.device.id == *device);
    }
    if let Some(seconds) = query.int("activeWithinSeconds")?.filter(|seconds| *seconds > 0) {
        let since = Utc::now() - TimeDelta::try_seconds(seconds).unwrap_or(TimeDelta::MAX);
        sessions.retain(|session| session.last_activity >= since);
    }
    if query.user("controllableByUserId")?.is_some() {
        sessions.retain(|session| session.capabilities.media_control && jellyfin.sockets.is_open(&session.id));
    }
    Ok(Json(all(&jellyfin, &who, &sessions).await?))
}

pub async fn capabilities_full(jellyfin: Facade, who: Who, body: OptionalBody) -> Done {
    jellyfin.engine.watch.set_capabilities(&who, capabilities_body(&body.0)?)?;
    Ok(no_content())
}

pub async fn capabilities(jellyfin: Facade, who: Who, query: Query) -> Done {
    jellyfin.engine.watch.set_capabilities(&who, capabilities_query(&query)?)?;
    Ok(no_content())
}

pub async fn logout(jellyfin: Facade, who: Who) -> Done {
    jellyfin.engine.users.sign_out(&who).await?;
    Ok(no_content())
}

/// Who else sits in front of the screen: Kodi and mpv-shim let one choose.
pub async fn add_user(jellyfin: Facade, who: Who, params: Params) -> Done {
    jellyfin.engine.watch.add_companion(&who, &params.required_text("sessionId")?, params.required_user("companionId")?).await?;
    Ok(no_content())
}

pub async fn remove_user(jellyfin: Facade, who: Who, params: Params) -> Done {
    jellyfin.engine.watch.remove_companion(&who, &params.required_text("sessionId")?, params.required_user("companionId")?).await?;
    Ok(no_content())
}

/// What somebody looks at is shown nowhere.
pub async fn viewing(_: Who) -> Done {
    Ok(no_content())
}
