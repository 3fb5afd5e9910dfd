//! From a listing's query string to the engine's query.

use walros_model::item::ItemKind;
use walros_model::query::{Include, ItemQuery, SortKey, SortOrder};

use super::ids::{item_id, kind_of};
use crate::dto::common::Kind;
use crate::dto::query::{ItemsQuery, Order, Sort};
use crate::error::{ApiError, ApiResult};

const MAX_LIMIT: u64 = 500;

/// What every card needs beside the item itself.
pub const CARD: Include = Include { detail: false, sources: false, counts: true, related: true, timeline: true };

pub fn to_query(query: ItemsQuery) -> ApiResult<ItemQuery> {
    let ItemsQuery { parent, deep, kinds, search, genres, years, ratings, person, artist, played, favorite, sort, order, start, limit, total } = query;
    let search = search.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
    Ok(ItemQuery {
        parent: parent.as_deref().map(item_id).transpose()?,
        recursive: deep,
        kinds: kinds_of(kinds.as_deref().unwrap_or_default())?,
        // Best matches come first unless another order is asked for.
        sort: if search.is_some() && sort == Sort::Title { Vec::new() } else { to_sort(sort, order) },
        search,
        genres: names(genres.as_deref()),
        years: list(years.as_deref()).map(|year| year.parse().map_err(|_| ApiError::invalid(format!("{year} is no year")))).collect::<ApiResult<_>>()?,
        official_ratings: names(ratings.as_deref()),
        person_ids: person.as_deref().map(item_id).transpose()?.into_iter().collect(),
        artist_ids: artist.as_deref().map(item_id).transpose()?.into_iter().collect(),
        played,
        favorite,
        start,
        limit: Some(limit.min(MAX_LIMIT)),
        total,
        include: CARD,
        ..ItemQuery::default()
    })
}

pub fn kinds_of(text: &str) -> ApiResult<Vec<ItemKind>> {
    let kinds = Kind::parse_list(text).ok_or_else(|| ApiError::invalid(format!("{text} is not a list of kinds")))?;
    Ok(kinds.into_iter().map(kind_of).collect())
}

fn list(text: Option<&str>) -> impl Iterator<Item = &str> {
    text.unwrap_or_default().split(',').map(str::trim).filter(|word| !word.is_empty())
}

/// Names may hold commas.
fn names(text: Option<&str>) -> Vec<String> {
    text.unwrap_or_default().split('|').map(str::trim).filter(|name| !name.is_empty()).map(str::to_owned).collect()
}

fn to_sort(sort: Sort, order: Order) -> Vec<(SortKey, SortOrder)> {
    let order = match order {
        Order::Asc => SortOrder::Ascending,
        Order::Desc => SortOrder::Descending,
    };
    let by = |key| vec![(key, order), (SortKey::SortName, SortOrder::Ascending)];
    match sort {
        Sort::Title => vec![(SortKey::SortName, order)],
        Sort::Added => by(SortKey::DateAdded),
        Sort::Released => by(SortKey::Premiere),
        Sort::Year => by(SortKey::Year),
        Sort::Rating => by(SortKey::CommunityRating),
        Sort::Runtime => by(SortKey::Runtime),
        Sort::LastPlayed => by(SortKey::DatePlayed),
        Sort::PlayCount => by(SortKey::PlayCount),
        Sort::Random => vec![(SortKey::Random, SortOrder::Ascending)],
        Sort::Number => vec![(SortKey::ParentIndex, order), (SortKey::Index, order), (SortKey::SortName, SortOrder::Ascending)],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_list_is_asked_for_reaches_the_engine() {
        let query: ItemsQuery = serde_json::from_value(serde_json::json!({
            "kinds": "movie,series", "years": "1999, 2001", "sort": "added", "order": "desc", "limit": 9999, "played": false
        }))
        .expect("a query");
        let query = to_query(query).expect("a query");
        assert_eq!(query.kinds, [ItemKind::Movie, ItemKind::Series]);
        assert_eq!(query.years, [1999, 2001]);
        assert_eq!(query.sort[0], (SortKey::DateAdded, SortOrder::Descending));
        assert_eq!((query.limit, query.played, query.recursive, query.total), (Some(MAX_LIMIT), Some(false), true, true));
    }

    #[test]
    fn nonsense_is_refused() {
        for wrong in [serde_json::json!({"kinds": "movies"}), serde_json::json!({"years": "last"}), serde_json::json!({"parent": "x"})] {
            let query: ItemsQuery = serde_json::from_value(wrong.clone()).expect("a query");
            assert!(to_query(query).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_search_has_its_best_matches_first() {
        let query: ItemsQuery = serde_json::from_value(serde_json::json!({"search": " sea "})).expect("a query");
        let query = to_query(query).expect("a query");
        assert_eq!((query.search.as_deref(), query.sort.len()), (Some("sea"), 0));
    }
}
