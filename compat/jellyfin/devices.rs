//! Devices that are signed in, what administrators call them, and API keys.

use std::collections::HashMap;

use actix_web::web::Json;
use serde_json::{Value, json};
use walros_model::user::Device;

use crate::access::Who;
use crate::convert::documents;
use crate::convert::session::capabilities;
use crate::dto::QueryResult;
use crate::dto::user::{AuthenticationInfo, Device as DeviceDto};
use crate::error::{Error, Result};
use crate::ids::Guid;
use crate::json::Body;
use crate::lookup::Lookup;
use crate::params::Params;
use crate::query::Query;
use crate::{Answer, Done, Facade, Jellyfin, no_content, time};

const NAMES_DOCUMENT: &str = "jellyfin.device_names";

/// What administrators call devices, by the devices' ids.
pub async fn custom_names(jellyfin: &Jellyfin) -> Result<HashMap<String, String>> {
    let stored = documents::stored(jellyfin.engine.system.document(NAMES_DOCUMENT).await?.as_deref());
    Ok(stored.into_iter().filter_map(|(id, name)| Some((id, name.as_str()?.to_owned()))).collect())
}

async fn devices(jellyfin: &Jellyfin, who: &Who) -> Result<Vec<DeviceDto>> {
    let names = custom_names(jellyfin).await?;
    let users = jellyfin.engine.users.list(who).await?;
    let sessions = jellyfin.engine.watch.sessions(who);
    let mut devices = jellyfin.engine.users.devices(who).await?;
    devices.sort_by_key(|device| std::cmp::Reverse(device.last_seen));
    let dto = |device: Device| {
        let Device { number: _, user, info, created: _, last_seen } = device;
        let session = sessions.iter().find(|session| session.device.id == info.id && session.user == user);
        let user_name = users.iter().find(|known| Some(known.id) == user).map(|known| known.name.clone());
        DeviceDto {
            custom_name: names.get(&info.id).cloned(),
            name: names.get(&info.id).cloned().unwrap_or(info.name),
            id: info.id,
            last_user_name: user_name,
            app_name: info.app,
            app_version: info.app_version,
            last_user_id: user.map(Guid::from),
            date_last_activity: time::moment(last_seen),
            capabilities: session.map_or_else(|| capabilities(&Default::default()), |session| capabilities(&session.capabilities)),
        }
    };
    Ok(devices.into_iter().map(dto).collect())
}

pub async fn list(jellyfin: Facade, who: Who, query: Query) -> Answer<QueryResult<DeviceDto>> {
    let mut all = devices(&jellyfin, &who).await?;
    if let Some(user) = query.user("userId")? {
        all.retain(|device| device.last_user_id == Some(user.into()));
    }
    Ok(Json(QueryResult::all(all)))
}

fn required_id(query: &Query) -> Result<String> {
    query.text("id").map(|id| id.into_owned()).ok_or_else(|| Error::invalid("id", "missing"))
}

pub async fn info(jellyfin: Facade, who: Who, query: Query) -> Answer<DeviceDto> {
    let id = required_id(&query)?;
    let found = devices(&jellyfin, &who).await?.into_iter().find(|device| device.id == id);
    Ok(Json(found.ok_or(Error::NotFound("no such device"))?))
}

pub async fn options(jellyfin: Facade, who: Who, query: Query) -> Answer<Value> {
    let id = required_id(&query)?;
    let device = jellyfin.engine.users.devices(&who).await?.into_iter().find(|device| device.info.id == id).ok_or(Error::NotFound("no such device"))?;
    let name = custom_names(&jellyfin).await?.remove(&id);
    Ok(Json(json!({ "Id": device.number, "DeviceId": id, "CustomName": name })))
}

pub async fn set_options(jellyfin: Facade, who: Who, query: Query, body: Body) -> Done {
    let mut names = custom_names(&jellyfin).await?;
    match body.0.text("CustomName") {
        Some(name) => drop(names.insert(required_id(&query)?, name.into_owned())),
        None => drop(names.remove(&required_id(&query)?)),
    }
    jellyfin.engine.system.set_document(&who, NAMES_DOCUMENT, &json!(names).to_string()).await?;
    Ok(no_content())
}

pub async fn delete(jellyfin: Facade, who: Who, query: Query) -> Done {
    jellyfin.engine.users.delete_device(&who, &required_id(&query)?).await?;
    Ok(no_content())
}

/// Keys are stored hashed: each is shown for some minutes after it was made, and called by its number later.
pub async fn keys(jellyfin: Facade, who: Who) -> Answer<QueryResult<AuthenticationInfo>> {
    let keys = jellyfin.engine.users.api_keys(&who).await?;
    let key = |key: walros_engine::users::ApiKey| {
        let Device { number, user: _, info, created, last_seen } = key.device;
        let shown = key.token.or_else(|| jellyfin.fresh_keys.get(number));
        AuthenticationInfo {
            id: 0,
            access_token: shown.unwrap_or_else(|| number.to_string()),
            device_id: info.id,
            app_name: info.app,
            app_version: String::new(),
            device_name: String::new(),
            user_id: Guid::default(),
            is_active: false,
            date_created: time::moment(created),
            date_last_activity: time::moment(last_seen),
        }
    };
    Ok(Json(QueryResult::all(keys.into_iter().map(key).collect())))
}

pub async fn create_key(jellyfin: Facade, who: Who, query: Query) -> Done {
    let app = query.text("app").ok_or_else(|| Error::invalid("app", "missing"))?;
    let key = jellyfin.engine.users.create_api_key(&who, &app).await?;
    if let Some(token) = key.token {
        jellyfin.fresh_keys.put(key.device.number, token);
    }
    Ok(no_content())
}

pub async fn revoke_key(jellyfin: Facade, who: Who, params: Params) -> Done {
    jellyfin.engine.users.revoke_api_key(&who, &params.required_text("key")?).await?;
    Ok(no_content())
}

/// Tokens of keys just made: `POST /Auth/Keys` answers nothing, and Seerr looks for its key in the list that it asks for next.
#[derive(Default)]
pub struct FreshKeys(std::sync::Mutex<HashMap<i64, (String, std::time::Instant)>>);

impl FreshKeys {
    const SHOWN_FOR: std::time::Duration = std::time::Duration::from_secs(600);

    fn put(&self, number: i64, token: String) {
        self.lock().insert(number, (token, std::time::Instant::now()));
    }

    /// The token, as long as it is fresh: a page that reloads must not lose it.
    fn get(&self, number: i64) -> Option<String> {
        let mut all = self.lock();
        all.retain(|_, (_, made)| made.elapsed() < Self::SHOWN_FOR);
        all.get(&number).map(|(token, _)| token.clone())
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<i64, (String, std::time::Instant)>> {
        self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}
