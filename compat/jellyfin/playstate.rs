//! What players report, and what users mark by hand.

use actix_web::web::Json;
use walros_engine::watch::StateChange;
use walros_model::ItemId;
use walros_model::session::PlaybackReport;
use walros_model::state::ItemState;

use crate::access::Who;
use crate::answers::Acting;
use crate::convert::report::{report, report_body};
use crate::convert::user_data;
use crate::dto::item::UserData;
use crate::error::{Error, Result};
use crate::json::Body;
use crate::lookup::{Lookup, MOST};
use crate::params::Params;
use crate::query::Query;
use crate::{Answer, Done, Facade, Jellyfin, no_content};

pub async fn started(jellyfin: Facade, who: Who, body: Body) -> Done {
    jellyfin.engine.watch.started(&who, report_body(&body.0)?).await?;
    Ok(no_content())
}

pub async fn progress(jellyfin: Facade, who: Who, body: Body) -> Done {
    jellyfin.engine.watch.progress(&who, report_body(&body.0)?).await?;
    Ok(no_content())
}

pub async fn stopped(jellyfin: Facade, who: Who, body: Body) -> Done {
    jellyfin.engine.watch.stopped(&who, report_body(&body.0)?).await?;
    Ok(no_content())
}

/// The reports of older clients, with everything in path and query.
fn old_report(params: &Params, query: &Query) -> Result<PlaybackReport> {
    report(query, Some(params.required_item("itemId")?))
}

pub async fn old_started(jellyfin: Facade, acting: Acting, params: Params, query: Query) -> Done {
    jellyfin.engine.watch.started(&acting, old_report(&params, &query)?).await?;
    Ok(no_content())
}

pub async fn old_progress(jellyfin: Facade, acting: Acting, params: Params, query: Query) -> Done {
    jellyfin.engine.watch.progress(&acting, old_report(&params, &query)?).await?;
    Ok(no_content())
}

pub async fn old_stopped(jellyfin: Facade, acting: Acting, params: Params, query: Query) -> Done {
    jellyfin.engine.watch.stopped(&acting, old_report(&params, &query)?).await?;
    Ok(no_content())
}

pub async fn ping(jellyfin: Facade, who: Who, query: Query) -> Done {
    let play_session = query.text("playSessionId").ok_or_else(|| Error::invalid("playSessionId", "missing"))?;
    jellyfin.engine.watch.ping(&who, &play_session).await?;
    Ok(no_content())
}

impl Jellyfin {
    /// A state as an answer; the share that was played takes the item's length.
    async fn user_data(&self, acting: &Acting, state: ItemState) -> Result<UserData> {
        let begun = !state.state.position.is_zero();
        let runtime = if begun { self.require_item(acting, state.item).await?.item.runtime } else { None };
        Ok(user_data::of_state(&state, runtime))
    }

    async fn mark_played(&self, acting: &Acting, params: &Params, query: &Query, played: bool) -> Answer<UserData> {
        let id = params.required_item("itemId")?;
        let state = self.engine.watch.set_played(acting, id, played, query.date("datePlayed")?).await?;
        Ok(Json(self.user_data(acting, state).await?))
    }
}

pub async fn played(jellyfin: Facade, acting: Acting, params: Params, query: Query) -> Answer<UserData> {
    jellyfin.mark_played(&acting, &params, &query, true).await
}

pub async fn unplayed(jellyfin: Facade, acting: Acting, params: Params, query: Query) -> Answer<UserData> {
    jellyfin.mark_played(&acting, &params, &query, false).await
}

async fn favorite_is(jellyfin: Facade, acting: Acting, id: ItemId, favorite: bool) -> Answer<UserData> {
    let state = jellyfin.engine.watch.set_favorite(&acting, id, favorite).await?;
    Ok(Json(jellyfin.user_data(&acting, state).await?))
}

pub async fn favorite(jellyfin: Facade, acting: Acting, params: Params) -> Answer<UserData> {
    favorite_is(jellyfin, acting, params.required_item("itemId")?, true).await
}

pub async fn unfavorite(jellyfin: Facade, acting: Acting, params: Params) -> Answer<UserData> {
    favorite_is(jellyfin, acting, params.required_item("itemId")?, false).await
}

/// Thumbs up or down.
pub async fn rate(jellyfin: Facade, acting: Acting, params: Params, query: Query) -> Answer<UserData> {
    let state = jellyfin.engine.watch.set_likes(&acting, params.required_item("itemId")?, query.flag("likes")?).await?;
    Ok(Json(jellyfin.user_data(&acting, state).await?))
}

pub async fn unrate(jellyfin: Facade, acting: Acting, params: Params) -> Answer<UserData> {
    let state = jellyfin.engine.watch.set_likes(&acting, params.required_item("itemId")?, None).await?;
    Ok(Json(jellyfin.user_data(&acting, state).await?))
}

pub async fn user_data(jellyfin: Facade, acting: Acting, params: Params) -> Answer<UserData> {
    let state = jellyfin.engine.watch.state(&acting, params.required_item("itemId")?).await?;
    Ok(Json(jellyfin.user_data(&acting, state).await?))
}

/// Sets the members that the body has.
pub async fn set_user_data(jellyfin: Facade, acting: Acting, params: Params, body: Body) -> Answer<UserData> {
    let body = body.0;
    let change = StateChange {
        position: body.ticks("PlaybackPositionTicks")?,
        played: body.flag("Played")?,
        play_count: body.count("PlayCount", MOST)?.map(|count| count as u32),
        favorite: body.flag("IsFavorite")?,
        likes: body.flag("Likes")?.map(Some),
        rating: body.float("Rating")?.map(|rating| Some(rating.clamp(0.0, 10.0) as f32)),
        last_played: body.date("LastPlayedDate")?,
    };
    let state = jellyfin.engine.watch.change(&acting, params.required_item("itemId")?, change).await?;
    Ok(Json(jellyfin.user_data(&acting, state).await?))
}
