//! Users' pictures.

use actix_web::web::Payload;
use actix_web::{HttpRequest, HttpResponse};
use walros_model::UserId;

use crate::access::Who;
use crate::error::{Error, Result};
use crate::images;
use crate::lookup::Lookup;
use crate::params::Params;
use crate::query::Query;
use crate::{Done, Facade, no_content, uploads};

fn meant(params: &Params, query: &Query) -> Result<Option<UserId>> {
    match params.user("userId")? {
        Some(user) => Ok(Some(user)),
        None => query.user("userId"),
    }
}

pub async fn get(jellyfin: Facade, request: HttpRequest, params: Params, query: Query) -> Result<HttpResponse> {
    let user = meant(&params, &query)?.ok_or_else(|| Error::invalid("userId", "missing"))?;
    let wanted = images::image_request(&query, &request)?;
    let content = jellyfin.engine.images.user(user, wanted).await?;
    Ok(images::send(&request, content, &query).await)
}

pub async fn set(jellyfin: Facade, who: Who, request: HttpRequest, params: Params, query: Query, payload: Payload) -> Done {
    let user = match meant(&params, &query)? {
        Some(user) => user,
        None => who.require_user()?.id,
    };
    let bytes = uploads::picture(&request, payload).await?;
    jellyfin.engine.images.set_user(&who, user, bytes).await?;
    Ok(no_content())
}

pub async fn delete(jellyfin: Facade, who: Who, params: Params, query: Query) -> Done {
    let user = match meant(&params, &query)? {
        Some(user) => user,
        None => who.require_user()?.id,
    };
    jellyfin.engine.images.delete_user(&who, user).await?;
    Ok(no_content())
}
