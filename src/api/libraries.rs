//! Libraries: those one sees, and for administrators what they are made of.

use actix_web::{HttpResponse, delete, get, patch, post, web};
use walros_engine::Engine;

use crate::auth::{Administrator, Signed};
use crate::convert::{self, item_id};
use crate::dto::library::{FolderPath, LibraryAdmin, LibraryCard, LibraryChange, NewLibrary};
use crate::dto::query::FolderQuery;
use crate::error::{ApiResult, Problem};

pub fn new_library(new: NewLibrary) -> walros_engine::libraries::NewLibrary {
    let NewLibrary { title, kind, folders } = new;
    let name = title.filter(|title| !title.trim().is_empty());
    walros_engine::libraries::NewLibrary { name, kind: kind.map(convert::library_kind_of), folders, ahead: Default::default(), options: None }
}

/// The libraries the caller sees
#[utoipa::path(tag = "libraries", responses((status = 200, body = Vec<LibraryCard>), (status = "4XX", body = Problem)))]
#[get("/libraries")]
pub async fn list_libraries(caller: Signed, engine: web::Data<Engine>) -> ApiResult<web::Json<Vec<LibraryCard>>> {
    let views = engine.libraries.views(&caller.0, false).await?;
    Ok(web::Json(views.iter().map(convert::library_card).collect()))
}

/// All libraries with their folders (administrators)
#[utoipa::path(tag = "administration", responses((status = 200, body = Vec<LibraryAdmin>), (status = "4XX", body = Problem)))]
#[get("/admin/libraries")]
pub async fn list_managed_libraries(caller: Administrator, engine: web::Data<Engine>) -> ApiResult<web::Json<Vec<LibraryAdmin>>> {
    let all = engine.libraries.list(&caller.0).await?;
    Ok(web::Json(all.iter().map(convert::library_admin).collect()))
}

/// Make a library; its scan starts (administrators)
#[utoipa::path(tag = "administration", request_body = NewLibrary, responses((status = 201, body = LibraryAdmin), (status = "4XX", body = Problem)))]
#[post("/admin/libraries")]
pub async fn create_library(caller: Administrator, engine: web::Data<Engine>, body: web::Json<NewLibrary>) -> ApiResult<HttpResponse> {
    let library = engine.libraries.create(&caller.0, new_library(body.into_inner())).await?;
    Ok(HttpResponse::Created().json(convert::library_admin(&library)))
}

/// Rename a library (administrators)
#[utoipa::path(tag = "administration", params(("id" = String, Path)), request_body = LibraryChange, responses((status = 204), (status = "4XX", body = Problem)))]
#[patch("/admin/libraries/{id}")]
pub async fn change_library(
    caller: Administrator,
    engine: web::Data<Engine>,
    id: web::Path<String>,
    body: web::Json<LibraryChange>,
) -> ApiResult<HttpResponse> {
    engine.libraries.rename(&caller.0, item_id(&id)?, &body.title).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Remove a library; its files stay (administrators)
#[utoipa::path(tag = "administration", params(("id" = String, Path)), responses((status = 204), (status = "4XX", body = Problem)))]
#[delete("/admin/libraries/{id}")]
pub async fn remove_library(caller: Administrator, engine: web::Data<Engine>, id: web::Path<String>) -> ApiResult<HttpResponse> {
    engine.libraries.remove(&caller.0, item_id(&id)?).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Add a folder to a library (administrators)
#[utoipa::path(tag = "administration", params(("id" = String, Path)), request_body = FolderPath, responses((status = 204), (status = "4XX", body = Problem)))]
#[post("/admin/libraries/{id}/folders")]
pub async fn add_library_folder(
    caller: Administrator,
    engine: web::Data<Engine>,
    id: web::Path<String>,
    body: web::Json<FolderPath>,
) -> ApiResult<HttpResponse> {
    engine.libraries.add_folder(&caller.0, item_id(&id)?, &body.path).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Take a folder from a library (administrators)
#[utoipa::path(tag = "administration", params(("id" = String, Path), FolderQuery), responses((status = 204), (status = "4XX", body = Problem)))]
#[delete("/admin/libraries/{id}/folders")]
pub async fn remove_library_folder(
    caller: Administrator,
    engine: web::Data<Engine>,
    id: web::Path<String>,
    query: web::Query<FolderQuery>,
) -> ApiResult<HttpResponse> {
    engine.libraries.remove_folder(&caller.0, item_id(&id)?, &query.path).await?;
    Ok(HttpResponse::NoContent().finish())
}
