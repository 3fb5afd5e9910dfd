//! Choosing, ordering and taking away pictures of items.

use actix_web::HttpRequest;
use actix_web::web::Payload;

use crate::access::Who;
use crate::error::{Error, Result};
use crate::images::image_kind;
use crate::lookup::Lookup;
use crate::params::Params;
use crate::query::Query;
use crate::{Done, Facade, no_content, uploads};

fn index(params: &Params, query: &Query) -> Result<usize> {
    let index = match params.count("imageIndex", 10_000)? {
        Some(index) => index,
        None => query.count("imageIndex", 10_000)?.unwrap_or(0),
    };
    Ok(index as usize)
}

pub async fn set(jellyfin: Facade, who: Who, request: HttpRequest, params: Params, payload: Payload) -> Done {
    let (id, kind) = (params.required_item("itemId")?, image_kind(&params)?);
    let bytes = uploads::picture(&request, payload).await?;
    jellyfin.engine.images.set_item(&who, id, kind, bytes).await?;
    Ok(no_content())
}

pub async fn delete(jellyfin: Facade, who: Who, params: Params, query: Query) -> Done {
    let (id, kind) = (params.required_item("itemId")?, image_kind(&params)?);
    jellyfin.engine.images.delete_item(&who, id, kind, index(&params, &query)?).await?;
    Ok(no_content())
}

pub async fn move_to(jellyfin: Facade, who: Who, params: Params, query: Query) -> Done {
    let (id, kind) = (params.required_item("itemId")?, image_kind(&params)?);
    let to = query.count("newIndex", 10_000)?.ok_or_else(|| Error::invalid("newIndex", "missing"))?;
    jellyfin.engine.images.move_item(&who, id, kind, index(&params, &query)?, to as usize).await?;
    Ok(no_content())
}
