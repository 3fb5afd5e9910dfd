//! Accounts: signing in, who there is, what they may do and how they like it.

use actix_web::HttpRequest;
use actix_web::web::Json;
use serde_json::{Value, json};
use walros_engine::users::SignedIn;
use walros_engine::{Caller, EngineError};
use walros_http::client_address;
use walros_model::UserId;

use crate::access::Who;
use crate::auth::Credentials;
use crate::convert;
use crate::dto::user::{AuthenticationResult, User};
use crate::error::{Error, Result};
use crate::json::{Body, OptionalBody};
use crate::lookup::Lookup;
use crate::params::Params;
use crate::query::Query;
use crate::{Answer, Done, Facade, Jellyfin, no_content, sessions};

fn dto(jellyfin: &Jellyfin, user: &walros_model::user::User) -> User {
    convert::user::user(user, &jellyfin.engine.system.info().id)
}

pub async fn public(jellyfin: Facade, who: Who) -> Answer<Vec<User>> {
    let users = jellyfin.engine.users.public(&who).await?;
    Ok(Json(users.iter().map(|user| dto(&jellyfin, user)).collect()))
}

pub async fn list(jellyfin: Facade, who: Who, query: Query) -> Answer<Vec<User>> {
    let (hidden, disabled) = (query.flag("isHidden")?, query.flag("isDisabled")?);
    let mut users = jellyfin.engine.users.list(&who).await?;
    users.retain(|user| hidden.is_none_or(|hidden| user.policy.hidden == hidden) && disabled.is_none_or(|disabled| user.policy.disabled == disabled));
    Ok(Json(users.iter().map(|user| dto(&jellyfin, user)).collect()))
}

pub async fn me(jellyfin: Facade, who: Who) -> Answer<User> {
    Ok(Json(dto(&jellyfin, who.require_user()?)))
}

pub async fn get(jellyfin: Facade, who: Who, params: Params) -> Answer<User> {
    let user = jellyfin.engine.users.get(&who, params.required_user("userId")?).await?;
    Ok(Json(dto(&jellyfin, &user)))
}

pub async fn create(jellyfin: Facade, who: Who, body: Body) -> Answer<User> {
    let name = body.0.text("Name").ok_or_else(|| Error::invalid("Name", "missing"))?;
    let password = body.0.text("Password");
    let user = jellyfin.engine.users.create(&who, &name, password.as_deref(), walros_model::user::Policy::default()).await?;
    Ok(Json(dto(&jellyfin, &user)))
}

pub async fn delete(jellyfin: Facade, who: Who, params: Params) -> Done {
    jellyfin.engine.users.delete(&who, params.required_user("userId")?).await.map_err(guarded)?;
    Ok(no_content())
}

/// What would leave the server without an administrator is forbidden here, not a conflict.
fn guarded(error: EngineError) -> Error {
    match error {
        EngineError::Conflict(_) => Error::FORBIDDEN,
        other => other.into(),
    }
}

pub async fn set_policy(jellyfin: Facade, who: Who, params: Params, body: Body) -> Done {
    let policy = convert::user::policy_from(&body.0)?;
    jellyfin.engine.users.set_policy(&who, params.required_user("userId")?, policy).await.map_err(guarded)?;
    Ok(no_content())
}

/// The user that the path or the query names, or the caller himself.
fn meant(who: &Who, params: &Params, query: &Query) -> Result<UserId> {
    let named = match params.user("userId")? {
        Some(user) => Some(user),
        None => query.user("userId")?,
    };
    match named {
        Some(user) => Ok(user),
        None => Ok(who.require_user()?.id),
    }
}

pub async fn set_configuration(jellyfin: Facade, who: Who, params: Params, query: Query, body: Body) -> Done {
    let preferences = convert::user::configuration_from(&body.0)?;
    jellyfin.engine.users.set_preferences(&who, meant(&who, &params, &query)?, preferences).await?;
    Ok(no_content())
}

/// The whole user sent back: his name and configuration may have changed.
pub async fn update(jellyfin: Facade, who: Who, params: Params, query: Query, body: Body) -> Done {
    let user = meant(&who, &params, &query)?;
    let known = jellyfin.engine.users.get(&who, user).await?;
    if let Some(name) = body.0.text("Name").filter(|name| *name != known.name) {
        jellyfin.engine.users.rename(&who, user, &name).await?;
    }
    if let Some(configuration) = body.0.object("Configuration")? {
        jellyfin.engine.users.set_preferences(&who, user, convert::user::configuration_from(&configuration)?).await?;
    }
    Ok(no_content())
}

pub async fn set_password(jellyfin: Facade, who: Who, params: Params, query: Query, body: Body) -> Done {
    let user = meant(&who, &params, &query)?;
    let current = body.0.text("CurrentPw").map(|password| password.into_owned());
    // A reset leaves the account without a password, as the dashboard's button says.
    let new = if body.0.flag("ResetPassword")?.unwrap_or(false) { String::new() } else { body.0.text("NewPw").unwrap_or_default().into_owned() };
    jellyfin.engine.users.set_password(&who, user, current.as_deref(), &new).await.map_err(|error| match error {
        // A wrong current password is a refusal here: 401 would sign the client out.
        EngineError::Unauthenticated => Error::FORBIDDEN,
        other => other.into(),
    })?;
    Ok(no_content())
}

pub async fn authenticate_by_name(jellyfin: Facade, request: HttpRequest, body: Body) -> Answer<AuthenticationResult> {
    let name = body.0.text("Username").unwrap_or_default();
    // Very old clients call it `Password`.
    let password = body.0.text("Pw").or_else(|| body.0.text("Password")).unwrap_or_default();
    let address = client_address(&request, &jellyfin.options.proxies);
    let device = Credentials::of(&request).device;
    let signed_in = jellyfin.engine.users.sign_in(&name, &password, device, address).await?;
    signed_in_answer(&jellyfin, signed_in, address).await
}

pub async fn authenticate_with_quick_connect(jellyfin: Facade, request: HttpRequest, body: Body) -> Answer<AuthenticationResult> {
    let secret = body.0.text("Secret").ok_or_else(|| Error::invalid("Secret", "missing"))?;
    let address = client_address(&request, &jellyfin.options.proxies);
    let signed_in = jellyfin.engine.users.quick_connect_finish(&secret, address).await?;
    signed_in_answer(&jellyfin, signed_in, address).await
}

async fn signed_in_answer(jellyfin: &Jellyfin, signed_in: SignedIn, address: std::net::IpAddr) -> Answer<AuthenticationResult> {
    let SignedIn { token, user, device } = signed_in;
    let caller: Caller = jellyfin.engine.users.authenticate(&token, Some(&device.info), address).await?;
    let session = jellyfin.engine.watch.session(&caller)?;
    Ok(Json(AuthenticationResult {
        user: dto(jellyfin, &user),
        session_info: sessions::dto(jellyfin, &caller, &session).await?,
        access_token: token,
        server_id: jellyfin.engine.system.info().id,
    }))
}

/// Passwords are reset by an administrator, never by a file on the server.
pub async fn forgot_password(_: OptionalBody) -> Answer<Value> {
    Ok(Json(json!({ "Action": "ContactAdmin" })))
}

pub async fn forgot_password_pin(_: OptionalBody) -> Answer<Value> {
    Ok(Json(json!({ "Success": false, "UsersReset": [] })))
}

/// The one way to sign in, named as policies name it.
pub async fn auth_providers() -> Answer<Value> {
    Ok(Json(json!([{ "Name": "Default", "Id": "Jellyfin.Server.Implementations.Users.DefaultAuthenticationProvider" }])))
}

pub async fn password_reset_providers() -> Answer<Value> {
    Ok(Json(json!([{ "Name": "Default", "Id": "Jellyfin.Server.Implementations.Users.DefaultPasswordResetProvider" }])))
}
