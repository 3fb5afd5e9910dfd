//! The first-run wizard of the stock web client.
//!
//! The wizard names its user in the middle and goes on asking without a token, so that the account is made only when it
//! finishes: until then the name and password wait in memory.

use std::net::IpAddr;
use std::sync::Mutex;

use actix_web::HttpRequest;
use actix_web::web::Json;
use serde_json::{Value, json};
use walros_engine::{Caller, Engine, EngineError};
use walros_http::client_address;

use crate::configuration::{CONFIGURATION_DOCUMENT, save_configuration};
use crate::convert::documents::{self, CONFIGURATION};
use crate::error::Error;
use crate::json::Body;
use crate::lookup::Lookup;
use crate::query::Query;
use crate::{Answer, Done, Facade, no_content};

/// The account that the wizard is about to make.
#[derive(Default)]
pub struct SetUp {
    pending: Mutex<Option<(String, String)>>,
}

impl SetUp {
    /// Whether the request may take part in setting the server up: nobody is set up, and it comes from this machine or
    /// with the one-time code.
    pub fn is_open_to(&self, engine: &Engine, request: &HttpRequest, address: IpAddr) -> bool {
        !engine.system.info().set_up && engine.system.may_set_up(&Caller::anonymous(address), code(request).as_deref())
    }

    fn pending(&self) -> std::sync::MutexGuard<'_, Option<(String, String)>> {
        self.pending.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

/// The stock wizard has no field for the code; it can be put into the address or a header.
fn code(request: &HttpRequest) -> Option<String> {
    let header = request.headers().get("x-setup-code").and_then(|value| value.to_str().ok()).map(str::to_owned);
    header.or_else(|| Query::parse(request.query_string()).text("setupCode").map(|code| code.into_owned()))
}

pub async fn configuration(jellyfin: Facade) -> Answer<Value> {
    let stored = jellyfin.engine.system.document(CONFIGURATION_DOCUMENT).await?;
    let whole = documents::overlaid(&CONFIGURATION, &documents::stored(stored.as_deref()));
    Ok(Json(json!({
        "ServerName": jellyfin.engine.system.info().name,
        "UICulture": whole["UICulture"],
        "MetadataCountryCode": whole["MetadataCountryCode"],
        "PreferredMetadataLanguage": whole["PreferredMetadataLanguage"],
    })))
}

pub async fn set_configuration(jellyfin: Facade, body: Body) -> Done {
    save_configuration(&jellyfin, &Caller::server(), body.0.0).await?;
    Ok(no_content())
}

/// The name the wizard offers.
pub async fn user(jellyfin: Facade) -> Answer<Value> {
    let name = jellyfin.set_up.pending().as_ref().map(|(name, _)| name.clone());
    Ok(Json(json!({ "Name": name.unwrap_or_else(|| "admin".to_owned()) })))
}

pub async fn set_user(jellyfin: Facade, body: Body) -> Done {
    let name = body.0.text("Name").map(|name| name.trim().to_owned()).unwrap_or_default();
    let password = body.0.text("Password").map(|password| password.into_owned()).unwrap_or_default();
    if jellyfin.engine.system.info().set_up {
        return Err(Error::FORBIDDEN);
    }
    if name.is_empty() || password.is_empty() {
        return Err(Error::invalid("Password", "the first account needs a name and a password"));
    }
    *jellyfin.set_up.pending() = Some((name, password));
    Ok(no_content())
}

/// Whether callers from elsewhere are admitted is decided by who can reach the server; the answer is noted only.
pub async fn remote_access(_: Body) -> Done {
    Ok(no_content())
}

pub async fn complete(jellyfin: Facade, request: HttpRequest) -> Done {
    if jellyfin.engine.system.info().set_up {
        return Ok(no_content());
    }
    let pending = jellyfin.set_up.pending().clone();
    let (name, password) = pending.ok_or_else(|| EngineError::Invalid("no account was named yet".into()))?;
    let caller = Caller::anonymous(client_address(&request, &jellyfin.options.proxies));
    jellyfin.engine.system.set_up(&caller, code(&request).as_deref(), &name, &password).await?;
    *jellyfin.set_up.pending() = None;
    Ok(no_content())
}
