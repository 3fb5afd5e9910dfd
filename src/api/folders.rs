//! Choosing folders: while setting up, and for administrators.

use actix_web::{HttpRequest, get, web};
use walros_engine::Engine;

use crate::auth::Anyone;
use crate::convert;
use crate::dto::folder::FolderReport;
use crate::dto::query::FolderQuery;
use crate::error::{ApiResult, Problem};
use crate::setup::code;

/// Folders on this server that hold media already
#[utoipa::path(
    tag = "setup", params(("x-setup-code" = Option<String>, Header, description = "While setting up from elsewhere than this machine")),
    responses((status = 200, body = Vec<FolderReport>), (status = "4XX", body = Problem))
)]
#[get("/folders/suggestions")]
pub async fn suggest_folders(request: HttpRequest, caller: Anyone, engine: web::Data<Engine>) -> ApiResult<web::Json<Vec<FolderReport>>> {
    let found = engine.system.suggested_folders(&caller.0, code(&request)).await?;
    Ok(web::Json(found.into_iter().map(report).collect()))
}

/// Whether a folder can be read, and what is in it
#[utoipa::path(
    tag = "setup", params(FolderQuery, ("x-setup-code" = Option<String>, Header, description = "While setting up from elsewhere than this machine")),
    responses((status = 200, body = FolderReport), (status = "4XX", body = Problem))
)]
#[get("/folders")]
pub async fn look_at_folder(
    request: HttpRequest,
    caller: Anyone,
    engine: web::Data<Engine>,
    query: web::Query<FolderQuery>,
) -> ApiResult<web::Json<FolderReport>> {
    let found = engine.system.folder(&caller.0, code(&request), &query.path).await?;
    Ok(web::Json(report(found)))
}

fn report(found: walros_engine::folders::FolderReport) -> FolderReport {
    let walros_engine::folders::FolderReport { path, trouble, kind, media_files, more, folders } = found;
    FolderReport { path, readable: trouble.is_none(), trouble, kind: kind.map(convert::library_kind), media_files, more, folders }
}
