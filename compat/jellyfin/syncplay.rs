//! Watching together: requests by HTTP (answers come by websocket, see `convert/syncplay.rs`).

use std::future::{Ready, ready};
use std::time::Duration;

use actix_web::dev::Payload;
use actix_web::web::Json;
use actix_web::{FromRequest, HttpRequest};
use uuid::Uuid;
use walros_engine::EngineError;
use walros_engine::syncplay::Request;
use walros_engine::syncplay::message::{Repeat, Report};

use crate::access::Who;
use crate::convert::syncplay::{GroupInfo, group_info};
use crate::convert::user;
use crate::error::{Error, Result};
use crate::json::{Body, Object};
use crate::lookup::Lookup;
use crate::params::Params;
use crate::{Answer, Done, Facade, no_content};

/// Members send how far away they are up to this.
const LARGEST_PING: u64 = 60_000;

/// How much of SyncPlay the caller's policy admits: the facade's own member of it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Access {
    None,
    Join,
    Create,
}

/// A caller with at least this access. Decided before the body is read.
pub struct Allowed<const CREATE: bool>(Who);

/// May join groups that others made.
type Joining = Allowed<false>;
/// May make groups too.
type Creating = Allowed<true>;

/// A caller whose session is in a group.
pub struct Member(Who);

fn access(who: &Who) -> Access {
    // API keys have no session to watch with.
    let Some(user) = &who.user else { return Access::None };
    match user::policy(&user.policy).get("SyncPlayAccess").and_then(|access| access.as_str()) {
        Some("None") => Access::None,
        Some("JoinGroups") => Access::Join,
        _ => Access::Create,
    }
}

impl<const CREATE: bool> FromRequest for Allowed<CREATE> {
    type Error = Error;
    type Future = Ready<Result<Self>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let least = if CREATE { Access::Create } else { Access::Join };
        let who = Who::from_request(request, payload).into_inner();
        ready(who.and_then(|who| if access(&who) >= least { Ok(Self(who)) } else { Err(Error::FORBIDDEN) }))
    }
}

impl FromRequest for Member {
    type Error = Error;
    type Future = Ready<Result<Self>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let allowed = Joining::from_request(request, payload).into_inner();
        let is_member = |who: &Who| request.app_data::<Facade>().is_some_and(|jellyfin| jellyfin.engine.syncplay.is_member(who));
        ready(allowed.and_then(|Allowed(who)| if is_member(&who) { Ok(Self(who)) } else { Err(Error::FORBIDDEN) }))
    }
}

pub async fn create(jellyfin: Facade, who: Creating, body: Body) -> Answer<GroupInfo> {
    let name = body.0.text("GroupName").unwrap_or_default();
    let name: String = name.trim().chars().take(200).collect();
    Ok(Json(group_info(&jellyfin.engine.syncplay.create(&who.0, &name)?)))
}

pub async fn join(jellyfin: Facade, who: Joining, body: Body) -> Done {
    jellyfin.engine.syncplay.join(&who.0, required(&body.0, "GroupId")?).await?;
    Ok(no_content())
}

pub async fn leave(jellyfin: Facade, who: Member) -> Done {
    jellyfin.engine.syncplay.leave(&who.0)?;
    Ok(no_content())
}

pub async fn list(jellyfin: Facade, who: Joining) -> Answer<Vec<GroupInfo>> {
    Ok(Json(jellyfin.engine.syncplay.list(&who.0).await?.iter().map(group_info).collect()))
}

pub async fn get(jellyfin: Facade, who: Joining, params: Params) -> Answer<GroupInfo> {
    let id = params.guid("groupId")?.unwrap_or_default();
    Ok(Json(group_info(&jellyfin.engine.syncplay.get(&who.0, id).await?)))
}

pub async fn set_new_queue(jellyfin: Facade, who: Member, body: Body) -> Done {
    let place = body.0.count("PlayingItemPosition", u64::from(u32::MAX))?.unwrap_or_default() as usize;
    let start = body.0.ticks("StartPositionTicks")?.unwrap_or_default();
    request(jellyfin, who, Request::SetQueue { items: body.0.items("PlayingQueue")?, place, start }).await
}

pub async fn set_playlist_item(jellyfin: Facade, who: Member, body: Body) -> Done {
    request(jellyfin, who, Request::SetEntry(required(&body.0, "PlaylistItemId")?)).await
}

pub async fn remove_from_playlist(jellyfin: Facade, who: Member, body: Body) -> Done {
    let entries = body.0.items("PlaylistItemIds")?.into_iter().map(|id| id.0).collect();
    let (clear, clear_playing) = (body.0.flag("ClearPlaylist")?.unwrap_or(false), body.0.flag("ClearPlayingItem")?.unwrap_or(false));
    request(jellyfin, who, Request::Remove { entries, clear, clear_playing }).await
}

pub async fn move_playlist_item(jellyfin: Facade, who: Member, body: Body) -> Done {
    let place = body.0.count("NewIndex", u64::from(u32::MAX))?.unwrap_or_default() as usize;
    request(jellyfin, who, Request::Move { entry: required(&body.0, "PlaylistItemId")?, place }).await
}

pub async fn queue(jellyfin: Facade, who: Member, body: Body) -> Done {
    let next = word(&body.0, "Mode", &["Queue", "QueueNext"])? == 1;
    request(jellyfin, who, Request::Queue { items: body.0.items("ItemIds")?, next }).await
}

pub async fn next_item(jellyfin: Facade, who: Member, body: Body) -> Done {
    request(jellyfin, who, Request::Next(required(&body.0, "PlaylistItemId")?)).await
}

pub async fn previous_item(jellyfin: Facade, who: Member, body: Body) -> Done {
    request(jellyfin, who, Request::Previous(required(&body.0, "PlaylistItemId")?)).await
}

pub async fn set_repeat_mode(jellyfin: Facade, who: Member, body: Body) -> Done {
    let modes = [Repeat::One, Repeat::All, Repeat::None];
    request(jellyfin, who, Request::Repeat(modes[word(&body.0, "Mode", &["RepeatOne", "RepeatAll", "RepeatNone"])?])).await
}

pub async fn set_shuffle_mode(jellyfin: Facade, who: Member, body: Body) -> Done {
    request(jellyfin, who, Request::Shuffle(word(&body.0, "Mode", &["Sorted", "Shuffle"])? == 1)).await
}

pub async fn unpause(jellyfin: Facade, who: Member) -> Done {
    request(jellyfin, who, Request::Unpause).await
}

pub async fn pause(jellyfin: Facade, who: Member) -> Done {
    request(jellyfin, who, Request::Pause).await
}

pub async fn stop(jellyfin: Facade, who: Member) -> Done {
    request(jellyfin, who, Request::Stop).await
}

pub async fn seek(jellyfin: Facade, who: Member, body: Body) -> Done {
    request(jellyfin, who, Request::Seek(body.0.ticks("PositionTicks")?.unwrap_or_default())).await
}

pub async fn buffering(jellyfin: Facade, who: Member, body: Body) -> Done {
    request(jellyfin, who, Request::Buffering(report(&body.0)?)).await
}

pub async fn player_ready(jellyfin: Facade, who: Member, body: Body) -> Done {
    request(jellyfin, who, Request::Ready(report(&body.0)?)).await
}

pub async fn set_ignore_wait(jellyfin: Facade, who: Member, body: Body) -> Done {
    request(jellyfin, who, Request::IgnoreWait(body.0.flag("IgnoreWait")?.unwrap_or(false))).await
}

/// Clients go on measuring for a while after they left.
pub async fn ping(jellyfin: Facade, who: Joining, body: Body) -> Done {
    let ping = Duration::from_millis(body.0.count("Ping", LARGEST_PING)?.unwrap_or_default());
    match jellyfin.engine.syncplay.request(&who.0, Request::Ping(ping)).await {
        Ok(()) | Err(EngineError::Forbidden) => Ok(no_content()),
        Err(error) => Err(error.into()),
    }
}

async fn request(jellyfin: Facade, who: Member, request: Request) -> Done {
    jellyfin.engine.syncplay.request(&who.0, request).await?;
    Ok(no_content())
}

fn required(body: &Object, name: &str) -> Result<Uuid> {
    Ok(body.guid(name)?.unwrap_or_default())
}

/// The place of a word among those that are known, without case. Missing is the first.
fn word(body: &Object, name: &str, words: &[&str]) -> Result<usize> {
    let Some(text) = body.text(name) else { return Ok(0) };
    words.iter().position(|word| word.eq_ignore_ascii_case(&text)).ok_or_else(|| Error::invalid(name, "no such mode"))
}

fn report(body: &Object) -> Result<Report> {
    Ok(Report {
        when: body.date("When")?.unwrap_or_else(chrono::Utc::now),
        position: body.ticks("PositionTicks")?.unwrap_or_default(),
        playing: body.flag("IsPlaying")?.unwrap_or(false),
        entry: required(body, "PlaylistItemId")?,
    })
}
