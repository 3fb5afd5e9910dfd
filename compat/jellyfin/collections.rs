//! Collections: sets of films that belong together.

use actix_web::web::Json;

use crate::access::Who;
use crate::dto::playback::Created;
use crate::error::Error;
use crate::lookup::Lookup;
use crate::params::Params;
use crate::query::Query;
use crate::{Answer, Done, Facade, no_content};

pub async fn create(jellyfin: Facade, who: Who, query: Query) -> Answer<Created> {
    let name = query.text("name").ok_or_else(|| Error::invalid("name", "missing"))?;
    let id = jellyfin.engine.lists.create_collection(&who, &name, &query.items("ids")).await?;
    Ok(Json(Created { id: id.into() }))
}

pub async fn add(jellyfin: Facade, who: Who, params: Params, query: Query) -> Done {
    jellyfin.engine.lists.add(&who, params.required_item("collectionId")?, &query.items("ids")).await?;
    Ok(no_content())
}

pub async fn remove(jellyfin: Facade, who: Who, params: Params, query: Query) -> Done {
    jellyfin.engine.lists.remove(&who, params.required_item("collectionId")?, &query.items("ids")).await?;
    Ok(no_content())
}
