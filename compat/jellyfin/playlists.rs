//! Playlists.

use actix_web::web::Json;
use serde_json::{Value, json};
use walros_model::{ItemId, UserId};

use crate::access::Who;
use crate::answers::Acting;
use crate::convert::fields::Shape;
use crate::dto::QueryResult;
use crate::dto::item::BaseItem;
use crate::dto::playback::{Created, Playlist};
use crate::error::{Error, Result};
use crate::ids;
use crate::json::{Object, OptionalBody};
use crate::lookup::{Lookup, MOST};
use crate::params::Params;
use crate::query::Query;
use crate::{Answer, Done, Facade, no_content};

/// Everything in the body; older clients put it into the query.
pub async fn create(jellyfin: Facade, acting: Acting, query: Query, body: OptionalBody) -> Answer<Created> {
    let body = body.0;
    // Jellyfin's client names the owner in the body, who is the caller unless an administrator asks.
    let caller = match body.user("UserId")? {
        Some(user) => jellyfin.engine.users.on_behalf_of(&acting, Some(user)).await?,
        None => acting.0.clone(),
    };
    let name = body.text("Name").or_else(|| query.text("name")).ok_or_else(|| Error::invalid("Name", "missing"))?;
    let mut items = body.items("Ids")?;
    items.extend(query.items("ids"));
    let open = body.flag("IsPublic")?.unwrap_or(true);
    let id = jellyfin.engine.lists.create_playlist(&caller, &name, &items, open, shares(&body)?).await?;
    Ok(Json(Created { id: id.into() }))
}

/// Whom a body shares a playlist with.
fn shares(body: &Object) -> Result<Vec<(UserId, bool)>> {
    let entries =
        body.objects("Users")?.into_iter().map(|entry| Ok(entry.user("UserId")?.map(|user| (user, entry.flag("CanEdit").ok().flatten().unwrap_or(false)))));
    Ok(entries.collect::<Result<Vec<_>>>()?.into_iter().flatten().collect())
}

pub async fn get(jellyfin: Facade, acting: Acting, params: Params) -> Answer<Playlist> {
    let playlist = jellyfin.engine.lists.playlist(&acting, params.required_item("playlistId")?).await?;
    Ok(Json(Playlist { open_access: playlist.open, shares: [], item_ids: playlist.items.into_iter().map(Into::into).collect() }))
}

pub async fn update(jellyfin: Facade, acting: Acting, params: Params, body: OptionalBody) -> Done {
    let id = params.required_item("playlistId")?;
    let body = body.0;
    let name = body.text("Name");
    let shared = body.get("Users").is_some().then(|| shares(&body)).transpose()?;
    jellyfin.engine.lists.update(&acting, id, name.as_deref(), body.flag("IsPublic")?, shared).await?;
    if body.get("Ids").is_some() {
        let items = body.items("Ids")?;
        let page = jellyfin.engine.lists.playlist_items(&acting, id, 0, None, Default::default()).await?;
        let entries: Vec<ItemId> = page.items.iter().filter_map(|view| view.entry).collect();
        jellyfin.engine.lists.remove(&acting, id, &entries).await?;
        jellyfin.engine.lists.add(&acting, id, &items).await?;
    }
    Ok(no_content())
}

pub async fn items(jellyfin: Facade, acting: Acting, params: Params, query: Query) -> Answer<QueryResult<BaseItem>> {
    let shape = Shape::of(&query)?;
    let start = query.count("startIndex", MOST)?.unwrap_or(0);
    let limit = query.count("limit", MOST)?;
    let page = jellyfin.engine.lists.playlist_items(&acting, params.required_item("playlistId")?, start, limit, shape.include()).await?;
    jellyfin.page_answer(&acting, &page, &shape).await
}

pub async fn add(jellyfin: Facade, acting: Acting, params: Params, query: Query) -> Done {
    jellyfin.engine.lists.add(&acting, params.required_item("playlistId")?, &query.items("ids")).await?;
    Ok(no_content())
}

/// By the entries' own ids; some clients send items' ids, which remove nothing.
pub async fn remove(jellyfin: Facade, acting: Acting, params: Params, query: Query) -> Done {
    jellyfin.engine.lists.remove(&acting, params.required_item("playlistId")?, &query.items("entryIds")).await?;
    Ok(no_content())
}

pub async fn move_entry(jellyfin: Facade, acting: Acting, params: Params) -> Done {
    let to = params.count("newIndex", MOST)?.ok_or_else(|| Error::invalid("newIndex", "missing"))?;
    jellyfin.engine.lists.move_entry(&acting, params.required_item("playlistId")?, params.required_item("itemId")?, to).await?;
    Ok(no_content())
}

fn share(user: UserId, can_edit: bool) -> Value {
    json!({ "UserId": ids::Guid::from(user), "CanEdit": can_edit })
}

pub async fn users(jellyfin: Facade, acting: Acting, params: Params) -> Answer<Vec<Value>> {
    let playlist = jellyfin.engine.lists.playlist(&acting, params.required_item("playlistId")?).await?;
    Ok(Json(playlist.shares.into_iter().map(|(user, can_edit)| share(user, can_edit)).collect()))
}

/// The owner may edit; others may as it is shared with them.
pub async fn user(jellyfin: Facade, who: Who, params: Params) -> Answer<Value> {
    let wanted = params.required_user("shareId")?;
    let playlist = jellyfin.engine.lists.playlist(&who, params.required_item("playlistId")?).await?;
    if playlist.owner == Some(wanted) {
        return Ok(Json(share(wanted, true)));
    }
    let found = playlist.shares.into_iter().find(|(user, _)| *user == wanted).ok_or(Error::NotFound("not shared with this user"))?;
    Ok(Json(share(found.0, found.1)))
}

pub async fn share_with(jellyfin: Facade, who: Who, params: Params, body: OptionalBody) -> Done {
    let (id, user) = (params.required_item("playlistId")?, params.required_user("shareId")?);
    let mut shares = jellyfin.engine.lists.playlist(&who, id).await?.shares;
    shares.retain(|(known, _)| *known != user);
    shares.push((user, body.0.flag("CanEdit")?.unwrap_or(false)));
    jellyfin.engine.lists.update(&who, id, None, None, Some(shares)).await?;
    Ok(no_content())
}

pub async fn unshare(jellyfin: Facade, who: Who, params: Params) -> Done {
    let (id, user) = (params.required_item("playlistId")?, params.required_user("shareId")?);
    let mut shares = jellyfin.engine.lists.playlist(&who, id).await?.shares;
    shares.retain(|(known, _)| *known != user);
    jellyfin.engine.lists.update(&who, id, None, None, Some(shares)).await?;
    Ok(no_content())
}
