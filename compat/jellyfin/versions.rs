//! Putting files of one film together by hand, and taking them apart.

use crate::access::Who;
use crate::params::Params;
use crate::query::Query;
use crate::{Done, Facade, no_content};

pub async fn merge(jellyfin: Facade, who: Who, query: Query) -> Done {
    jellyfin.engine.items.merge(&who, &query.items("ids")).await?;
    Ok(no_content())
}

pub async fn split(jellyfin: Facade, who: Who, params: Params) -> Done {
    jellyfin.engine.items.split(&who, params.required_item("itemId")?).await?;
    Ok(no_content())
}
