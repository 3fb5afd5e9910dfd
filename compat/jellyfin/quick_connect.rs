//! Signing in with a code that is typed on another device.

use actix_web::HttpRequest;
use actix_web::web::Json;
use walros_engine::users;

use crate::answers::Acting;
use crate::auth::Credentials;
use crate::dto::user::QuickConnect;
use crate::error::Error;
use crate::lookup::Lookup;
use crate::query::Query;
use crate::{Answer, Facade, time};

fn dto(state: users::QuickConnect) -> QuickConnect {
    let users::QuickConnect { secret, code, device, added, authorized } = state;
    QuickConnect {
        authenticated: authorized,
        secret,
        code,
        device_id: device.id,
        device_name: device.name,
        app_name: device.app,
        app_version: device.app_version,
        date_added: time::moment(added),
    }
}

pub async fn enabled() -> Json<bool> {
    Json(true)
}

pub async fn initiate(jellyfin: Facade, request: HttpRequest) -> Answer<QuickConnect> {
    let device = Credentials::of(&request).device;
    Ok(Json(dto(jellyfin.engine.users.quick_connect_start(device)?)))
}

pub async fn connect(jellyfin: Facade, query: Query) -> Answer<QuickConnect> {
    let secret = query.text("secret").ok_or_else(|| Error::invalid("secret", "missing"))?;
    Ok(Json(dto(jellyfin.engine.users.quick_connect_state(&secret)?)))
}

pub async fn authorize(jellyfin: Facade, acting: Acting, query: Query) -> Answer<bool> {
    let code = query.text("code").ok_or_else(|| Error::invalid("code", "missing"))?;
    jellyfin.engine.users.quick_connect_authorize(&acting, &code)?;
    Ok(Json(true))
}
