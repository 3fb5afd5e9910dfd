//! Users and devices.

use actix_web::{HttpResponse, delete, get, patch, post, put, web};
use walros_engine::Engine;
use walros_model::user::Policy;

use crate::auth::{Administrator, Signed};
use crate::convert::{self, user_id};
use crate::dto::session::Device;
use crate::dto::user::{NewUser, PasswordChange, User, UserChange};
use crate::error::{ApiResult, Problem};

/// All users (administrators); others see themselves
#[utoipa::path(tag = "users", responses((status = 200, body = Vec<User>), (status = "4XX", body = Problem)))]
#[get("/users")]
pub async fn list_users(caller: Signed, engine: web::Data<Engine>) -> ApiResult<web::Json<Vec<User>>> {
    let users = engine.users.list(&caller.0).await?;
    Ok(web::Json(users.iter().map(convert::user).collect()))
}

/// Make a user (administrators)
#[utoipa::path(tag = "users", request_body = NewUser, responses((status = 201, body = User), (status = "4XX", body = Problem)))]
#[post("/users")]
pub async fn create_user(caller: Administrator, engine: web::Data<Engine>, body: web::Json<NewUser>) -> ApiResult<HttpResponse> {
    let NewUser { name, password, administrator } = body.into_inner();
    let policy = Policy { administrator, hidden: false, ..Policy::default() };
    let user = engine.users.create(&caller.0, &name, password.as_deref().filter(|password| !password.is_empty()), policy).await?;
    Ok(HttpResponse::Created().json(convert::user(&user)))
}

/// Change a user: oneself in name and preferences, anybody for administrators
#[utoipa::path(tag = "users", params(("id" = String, Path)), request_body = UserChange, responses((status = 200, body = User), (status = "4XX", body = Problem)))]
#[patch("/users/{id}")]
pub async fn change_user(caller: Signed, engine: web::Data<Engine>, id: web::Path<String>, body: web::Json<UserChange>) -> ApiResult<web::Json<User>> {
    let (caller, id) = (&caller.0, user_id(&id)?);
    let UserChange { name, policy, preferences } = body.into_inner();
    let before = engine.users.get(caller, id).await?;
    if let Some(name) = name {
        engine.users.rename(caller, id, &name).await?;
    }
    if let Some(policy) = policy {
        engine.users.set_policy(caller, id, convert::apply_policy(before.policy, policy)?).await?;
    }
    if let Some(preferences) = preferences {
        engine.users.set_preferences(caller, id, convert::apply_preferences(before.preferences, preferences)).await?;
    }
    let user = engine.users.get(caller, id).await?;
    Ok(web::Json(convert::user(&user)))
}

/// Remove a user (administrators)
#[utoipa::path(tag = "users", params(("id" = String, Path)), responses((status = 204), (status = "4XX", body = Problem)))]
#[delete("/users/{id}")]
pub async fn remove_user(caller: Administrator, engine: web::Data<Engine>, id: web::Path<String>) -> ApiResult<HttpResponse> {
    engine.users.delete(&caller.0, user_id(&id)?).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Change a password: one's own with the current one, anybody's for administrators. Other devices are signed out
#[utoipa::path(tag = "users", params(("id" = String, Path)), request_body = PasswordChange, responses((status = 204), (status = "4XX", body = Problem)))]
#[put("/users/{id}/password")]
pub async fn set_password(caller: Signed, engine: web::Data<Engine>, id: web::Path<String>, body: web::Json<PasswordChange>) -> ApiResult<HttpResponse> {
    let PasswordChange { current, new } = body.into_inner();
    engine.users.set_password(&caller.0, user_id(&id)?, current.as_deref(), &new).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Signed-in devices: one's own, all for administrators
#[utoipa::path(tag = "users", responses((status = 200, body = Vec<Device>), (status = "4XX", body = Problem)))]
#[get("/devices")]
pub async fn list_devices(caller: Signed, engine: web::Data<Engine>) -> ApiResult<web::Json<Vec<Device>>> {
    let devices = engine.users.devices(&caller.0).await?;
    Ok(web::Json(devices.iter().map(|device| convert::device(device, &caller.0)).collect()))
}

/// Sign a device out
#[utoipa::path(tag = "users", params(("id" = String, Path)), responses((status = 204), (status = "4XX", body = Problem)))]
#[delete("/devices/{id}")]
pub async fn remove_device(caller: Signed, engine: web::Data<Engine>, id: web::Path<String>) -> ApiResult<HttpResponse> {
    engine.users.delete_device(&caller.0, &id).await?;
    Ok(HttpResponse::NoContent().finish())
}
