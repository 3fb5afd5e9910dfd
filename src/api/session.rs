//! The server's face, signing in and out, who one is.

use actix_web::{HttpRequest, HttpResponse, get, post, web};
use walros_engine::{Caller, Engine};
use walros_http::client_address;
use walros_model::user::DeviceInfo;

use crate::auth::{self, Signed};
use crate::dto::session::{DeviceDescription, Login, Me, PublicUser, Server, Session};
use crate::error::{ApiResult, Problem};
use crate::setup::signed;
use crate::{Options, convert};

fn about(engine: &Engine) -> Server {
    let info = engine.system.info();
    Server { id: info.id, name: info.name, version: env!("CARGO_PKG_VERSION").into(), set_up: info.set_up }
}

pub fn device_info(device: DeviceDescription) -> DeviceInfo {
    let DeviceDescription { id, name, app, app_version } = device;
    DeviceInfo { id, name, app, app_version }
}

/// Who this server is
#[utoipa::path(tag = "server", security(()), responses((status = 200, body = Server)))]
#[get("/server")]
pub async fn get_server(engine: web::Data<Engine>) -> web::Json<Server> {
    web::Json(about(&engine))
}

/// Sign in
#[utoipa::path(
    tag = "session", security(()), request_body = Login,
    responses((status = 200, body = Session), (status = "4XX", description = "Wrong name or password, disabled, or too many tries", body = Problem))
)]
#[post("/login")]
pub async fn log_in(request: HttpRequest, engine: web::Data<Engine>, options: web::Data<Options>, body: web::Json<Login>) -> ApiResult<HttpResponse> {
    let Login { name, password, device } = body.into_inner();
    let address = client_address(&request, &options.proxies);
    let signed_in = engine.users.sign_in(&name, &password, device_info(device), address).await?;
    Ok(signed(&request, signed_in, HttpResponse::Ok()))
}

/// Sign out: the token ends
#[utoipa::path(tag = "session", responses((status = 204), (status = "4XX", body = Problem)))]
#[post("/logout")]
pub async fn log_out(caller: Signed, engine: web::Data<Engine>) -> ApiResult<HttpResponse> {
    engine.users.sign_out(&caller.0).await?;
    Ok(HttpResponse::NoContent().cookie(auth::no_cookie()).finish())
}

/// Who is signed in
#[utoipa::path(tag = "session", responses((status = 200, body = Me), (status = "4XX", body = Problem)))]
#[get("/me")]
pub async fn get_me(caller: Signed, engine: web::Data<Engine>) -> ApiResult<web::Json<Me>> {
    let user = convert::user(caller.0.require_user()?);
    Ok(web::Json(Me { user, server: about(&engine) }))
}

/// Who is shown on the login screen
#[utoipa::path(tag = "session", security(()), responses((status = 200, body = Vec<PublicUser>)))]
#[get("/users/public")]
pub async fn list_public_users(request: HttpRequest, engine: web::Data<Engine>, options: web::Data<Options>) -> ApiResult<web::Json<Vec<PublicUser>>> {
    let caller = Caller::anonymous(client_address(&request, &options.proxies));
    let users = engine.users.public(&caller).await?;
    Ok(web::Json(users.into_iter().map(|user| PublicUser { name: user.name, has_password: user.has_password }).collect()))
}
