//! Small pictures for seeking: none are made yet, so that players find none.

use crate::answers::Acting;
use crate::error::Error;
use crate::params::Params;
use crate::{Done, Facade};

pub async fn none(jellyfin: Facade, acting: Acting, params: Params) -> Done {
    jellyfin.require_item(&acting, params.required_item("itemId")?).await?;
    Err(Error::NotFound("no such pictures"))
}
