//! Studios and networks.

use actix_web::HttpRequest;
use walros_engine::items::NameKind;
use walros_model::ItemKind;

use crate::answers::Acting;
use crate::dto::QueryResult;
use crate::dto::item::BaseItem;
use crate::params::Params;
use crate::query::Query;
use crate::{Answer, Done, Facade};

pub async fn list(jellyfin: Facade, acting: Acting, query: Query) -> Answer<QueryResult<BaseItem>> {
    jellyfin.name_list(&acting, NameKind::Studio, &query).await
}

pub async fn get(jellyfin: Facade, acting: Acting, params: Params) -> Answer<BaseItem> {
    jellyfin.name_detail(&acting, ItemKind::Studio, &params.required_text("name")?).await
}

pub async fn image(jellyfin: Facade, request: HttpRequest, params: Params, query: Query) -> Done {
    jellyfin.name_image(&request, &params, &query, ItemKind::Studio).await
}
