//! What pictures are encoded by, found out by trying (administrators).

use actix_web::{HttpResponse, get, post, web};
use walros_engine::Engine;

use crate::auth::Administrator;
use crate::convert;
use crate::dto::encoder::EncoderTable;
use crate::error::{ApiResult, Problem};

/// Software and devices that encode, what of them passed its trial, and which are used
#[utoipa::path(tag = "administration", responses((status = 200, body = EncoderTable), (status = "4XX", body = Problem)))]
#[get("/admin/encoders")]
pub async fn list_encoders(caller: Administrator, engine: web::Data<Engine>) -> ApiResult<web::Json<EncoderTable>> {
    Ok(web::Json(convert::encoders(&engine.encoders.table(&caller.0)?)))
}

/// Look for devices and try everything again, in the background; nothing is begun twice
#[utoipa::path(tag = "administration", responses((status = 202), (status = "4XX", body = Problem)))]
#[post("/admin/encoders/trial")]
pub async fn try_encoders(caller: Administrator, engine: web::Data<Engine>) -> ApiResult<HttpResponse> {
    engine.encoders.try_again(&caller.0)?;
    Ok(HttpResponse::Accepted().finish())
}
