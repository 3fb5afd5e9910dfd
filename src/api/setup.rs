//! Setting up a new server: one screen, one request.

use actix_web::{HttpRequest, HttpResponse, get, post, web};
use walros_engine::users::SignedIn;
use walros_engine::{Caller, Engine};
use walros_http::client_address;

use crate::auth;
use crate::dto::session::Session;
use crate::dto::setup::{SetupFinish, SetupStatus};
use crate::error::{ApiResult, Problem};
use crate::{Options, convert, libraries, session};

/// The code as a header, so that it stands in no log.
pub fn code(request: &HttpRequest) -> Option<&str> {
    request.headers().get("x-setup-code")?.to_str().ok()
}

/// Whether this server needs setting up, and what for
#[utoipa::path(tag = "setup", security(()), params(("x-setup-code" = Option<String>, Header, description = "The code the server printed")), responses((status = 200, body = SetupStatus)))]
#[get("/setup")]
pub async fn get_setup(request: HttpRequest, engine: web::Data<Engine>, options: web::Data<Options>) -> ApiResult<web::Json<SetupStatus>> {
    // A stale cookie of an older server must not stand in the way: the address alone counts.
    let caller = Caller::anonymous(client_address(&request, &options.proxies));
    let info = engine.system.info();
    let code = code(&request);
    let libraries = if engine.system.may_set_up(&caller, code) { engine.libraries.list(&Caller::server()).await?.len() as u64 } else { 0 };
    Ok(web::Json(SetupStatus {
        set_up: info.set_up,
        code_needed: !info.set_up && !engine.system.may_set_up(&caller, None),
        code_right: !info.set_up && engine.system.may_set_up(&caller, code),
        server_name: info.name,
        libraries,
    }))
}

/// Make the first administrator and the libraries
#[utoipa::path(
    tag = "setup", security(()), request_body = SetupFinish,
    responses((status = 201, body = Session), (status = "4XX", description = "Wrong code, done already, or a folder that cannot be read", body = Problem))
)]
#[post("/setup")]
pub async fn finish_setup(
    request: HttpRequest,
    engine: web::Data<Engine>,
    options: web::Data<Options>,
    body: web::Json<SetupFinish>,
) -> ApiResult<HttpResponse> {
    let SetupFinish { code, name, password, libraries: wanted, device } = body.into_inner();
    let caller = Caller::anonymous(client_address(&request, &options.proxies));
    // Folders first: a mistyped one is told before anything is made.
    for folder in wanted.iter().flat_map(|library| &library.folders) {
        let report = engine.system.folder(&caller, code.as_deref(), folder).await?;
        if let Some(trouble) = report.trouble {
            return Err(walros_engine::EngineError::Invalid(format!("{folder}: {trouble}")).into());
        }
    }
    engine.system.set_up(&caller, code.as_deref(), &name, &password).await?;
    for library in wanted {
        engine.libraries.create(&Caller::server(), libraries::new_library(library)).await?;
    }
    let signed_in = engine.users.sign_in(&name, &password, session::device_info(device), caller.address).await?;
    Ok(signed(&request, signed_in, HttpResponse::Created()))
}

/// The answer to a fresh sign-in: the token as a body and as a cookie.
pub fn signed(request: &HttpRequest, signed_in: SignedIn, mut response: actix_web::HttpResponseBuilder) -> HttpResponse {
    let SignedIn { token, user, device: _ } = signed_in;
    response.cookie(auth::cookie(request, &token)).json(Session { token, user: convert::user(&user) })
}
