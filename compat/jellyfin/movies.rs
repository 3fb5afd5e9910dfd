//! Rows for somebody who does not know what to watch.

use actix_web::web::Json;
use walros_model::query::{Include, ItemQuery, SortKey, SortOrder};
use walros_model::{ItemId, ItemKind};

use crate::answers::Acting;
use crate::convert::fields::Shape;
use crate::dto::item::Recommendation;
use crate::ids::Guid;
use crate::lookup::Lookup;
use crate::query::Query;
use crate::{Answer, Facade};

/// One row for each of the films played last: what is like it.
pub async fn recommendations(jellyfin: Facade, acting: Acting, query: Query) -> Answer<Vec<Recommendation>> {
    let shape = Shape::of(&query)?;
    let rows = query.count("categoryLimit", 20)?.unwrap_or(5);
    let row_length = query.count("itemLimit", 100)?.unwrap_or(8);
    let played = ItemQuery {
        parent: query.item("parentId")?.filter(|id: &ItemId| id.0 != crate::ids::ROOT),
        recursive: true,
        kinds: vec![ItemKind::Movie],
        played: Some(true),
        sort: vec![(SortKey::DatePlayed, SortOrder::Descending)],
        limit: Some(rows),
        include: Include::default(),
        ..ItemQuery::default()
    };
    let mut recommendations = Vec::new();
    for seed in jellyfin.engine.items.page(&acting, &played).await?.items {
        let page = jellyfin.engine.items.similar(&acting, seed.item.id, row_length, shape.include()).await?;
        let items = jellyfin.page(&acting, &page, &shape).await?.items;
        if !items.is_empty() {
            let category_id = Guid::from(seed.item.id);
            recommendations.push(Recommendation { items, recommendation_type: "SimilarToRecentlyPlayed", baseline_item_name: seed.item.name, category_id });
        }
    }
    Ok(Json(recommendations))
}
