//! Search as you type, for older clients; newer ones search through `/Items`.

use actix_web::web::Json;
use walros_model::ItemKind;
use walros_model::query::ItemQuery;

use crate::answers::Acting;
use crate::convert::fields::{Field, Fields, Shape};
use crate::convert::item_query::item_request;
use crate::dto::item::{BaseItem, SearchHint, SearchHints};
use crate::error::{Error, Result};
use crate::lookup::Lookup;
use crate::query::Query;
use crate::{Answer, Facade};

pub async fn hints(jellyfin: Facade, acting: Acting, query: Query) -> Answer<SearchHints> {
    if query.text("searchTerm").is_none() {
        return Err(Error::invalid("searchTerm", "missing"));
    }
    let shape = Shape { fields: Fields::of(&[Field::PrimaryImageAspectRatio]), user_data: false, ..Shape::full() };
    let request = item_request(&query, &shape)?;
    if request.nothing {
        return Ok(Json(SearchHints::default()));
    }
    let (kinds, exclude_kinds) = sought(&query, &request.query)?;
    let page = jellyfin.engine.items.page(&acting, &ItemQuery { recursive: true, total: true, kinds, exclude_kinds, ..request.query }).await?;
    let answer = jellyfin.page(&acting, &page, &shape).await?;
    Ok(Json(SearchHints { total_record_count: answer.total_record_count, search_hints: answer.items.into_iter().map(hint).collect() }))
}

/// The kinds that are looked for, and those that are not. Names can be left out one kind at a time; without media they are all
/// that is looked for.
fn sought(query: &Query, items: &ItemQuery) -> Result<(Vec<ItemKind>, Vec<ItemKind>)> {
    let (mut wanted, mut excluded) = (items.kinds.clone(), items.exclude_kinds.clone());
    // Containers of other things are not what somebody types a name for.
    if wanted.is_empty() {
        excluded.extend([ItemKind::Library, ItemKind::Folder, ItemKind::Season]);
    }
    let media = query.flag("includeMedia")?.unwrap_or(true);
    let names: [(&str, &[ItemKind]); 4] = [
        ("includeGenres", &[ItemKind::Genre, ItemKind::MusicGenre]),
        ("includePeople", &[ItemKind::Person]),
        ("includeStudios", &[ItemKind::Studio]),
        ("includeArtists", &[ItemKind::Artist]),
    ];
    for (flag, kinds) in names {
        if !query.flag(flag)?.unwrap_or(true) {
            excluded.extend(kinds);
        } else if !media && (items.kinds.is_empty() || kinds.iter().any(|kind| items.kinds.contains(kind))) {
            wanted.extend(kinds.iter().filter(|kind| !items.kinds.contains(kind)));
        }
    }
    Ok((wanted, excluded))
}

fn hint(item: BaseItem) -> SearchHint {
    let mut tags = item.image_tags.unwrap_or_default();
    let own_backdrop = item.backdrop_image_tags.and_then(|tags| tags.into_iter().next());
    let parent_backdrop = item.parent_backdrop_image_tags.and_then(|tags| tags.into_iter().next());
    let own_thumb = tags.remove("Thumb");
    SearchHint {
        item_id: item.id,
        id: item.id,
        name: item.name,
        index_number: item.index_number,
        production_year: item.production_year,
        parent_index_number: item.parent_index_number,
        primary_image_tag: tags.remove("Primary"),
        thumb_image_item_id: if own_thumb.is_some() { Some(item.id) } else { item.parent_thumb_item_id },
        thumb_image_tag: own_thumb.or(item.parent_thumb_image_tag),
        backdrop_image_item_id: if own_backdrop.is_some() { Some(item.id) } else { item.parent_backdrop_item_id },
        backdrop_image_tag: own_backdrop.or(parent_backdrop),
        r#type: item.r#type,
        is_folder: item.is_folder.then_some(true),
        run_time_ticks: item.run_time_ticks,
        media_type: item.media_type,
        end_date: item.end_date,
        series: item.series_name,
        status: item.status,
        album: item.album,
        album_id: item.album_id,
        album_artist: item.album_artist,
        artists: item.artists.unwrap_or_default(),
        channel_id: (),
        primary_image_aspect_ratio: item.primary_image_aspect_ratio,
    }
}

#[cfg(test)]
mod tests {
    use walros_model::ItemKind;
    use walros_model::query::ItemQuery;

    use crate::query::Query;

    #[test]
    fn names_can_be_left_out_or_be_all() {
        let sought = |text: &str, kinds: &[ItemKind]| super::sought(&Query::parse(text), &ItemQuery { kinds: kinds.to_vec(), ..ItemQuery::default() }).unwrap();
        assert_eq!(sought("", &[]), (vec![], vec![ItemKind::Library, ItemKind::Folder, ItemKind::Season]));
        assert!(sought("includePeople=false", &[]).1.contains(&ItemKind::Person));
        let only = sought("includeMedia=false&includeGenres=false&includeStudios=false&includeArtists=false", &[]).0;
        assert_eq!(only, [ItemKind::Person]);
        assert_eq!(sought("includeMedia=true", &[ItemKind::Movie]), (vec![ItemKind::Movie], vec![]));
    }
}
