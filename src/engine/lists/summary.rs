//! What a playlist or collection says of what is in it.

use std::time::Duration;

use chrono::{NaiveDate, Utc};
use walros_db::{Conn, DbError, items, scan};
use walros_model::ItemId;
use walros_model::item::{ImageKind, ItemRole, MediaType, Named};
use walros_model::query::{Include, ItemQuery, Scope, SortKey, SortOrder};

use super::Lists;
use crate::scan::ratings;
use crate::{Caller, Result, policy};

/// Over everything in a list that the caller may see.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ListSummary {
    pub runtime: Duration,
    /// By name.
    pub genres: Vec<Named>,
    pub studios: Vec<Named>,
    /// The one that the youngest may see.
    pub official_rating: Option<String>,
    /// Of the first.
    pub premiere: Option<NaiveDate>,
    pub year: Option<i32>,
    /// What most of it is; `None` when there is nothing in it.
    pub media_type: Option<MediaType>,
}

impl Lists {
    pub async fn summary(&self, caller: &Caller, list: ItemId) -> Result<ListSummary> {
        self.readable(caller, list).await?;
        let scope = policy::scope(caller)?;
        Ok(self.0.db.read(move |conn| summary(conn, &scope, list)).await?)
    }
}

fn summary(conn: &mut Conn, scope: &Scope, list: ItemId) -> Result<ListSummary, DbError> {
    let include = Include { detail: true, ..Include::default() };
    let views = items::page(conn, scope, None, &ItemQuery { parent: Some(list), include, ..ItemQuery::default() })?.items;
    let mut sum = ListSummary::default();
    let (mut sound, mut youngest) = (0, u32::MAX);
    for view in &views {
        let item = &view.item;
        sum.runtime += item.runtime.unwrap_or_default();
        sum.premiere = [sum.premiere, item.premiere].into_iter().flatten().min();
        sum.year = [sum.year, item.year].into_iter().flatten().min();
        sound += usize::from(item.kind.media_type() == MediaType::Audio);
        if let Some(rating) = &item.official_rating {
            let age = ratings::age(rating).unwrap_or(u32::MAX - 1);
            if age < youngest {
                youngest = age;
                sum.official_rating = Some(rating.clone());
            }
        }
        if let Some(detail) = &view.detail {
            add(&mut sum.genres, &detail.genres);
            add(&mut sum.studios, &detail.studios);
        }
    }
    sum.media_type = (!views.is_empty()).then_some(if sound * 2 > views.len() { MediaType::Audio } else { MediaType::Video });
    Ok(sum)
}

fn add(all: &mut Vec<Named>, more: &[Named]) {
    all.extend(more.iter().filter(|named| all.iter().all(|known| known.id != named.id)).cloned().collect::<Vec<_>>());
    all.sort_by(|a, b| a.name.cmp(&b.name));
}

/// A list shows the picture of the first in it that has one, unless somebody chose another.
pub(super) fn show_first_picture(conn: &mut Conn, list: ItemId) -> Result<(), DbError> {
    let sort = vec![(SortKey::ListOrder, SortOrder::Ascending)];
    let query = ItemQuery { parent: Some(list), sort, limit: Some(20), include: Include { related: true, ..Include::default() }, ..ItemQuery::default() };
    let page = items::page(conn, &Scope::default(), None, &query)?;
    let above =
        |id: Option<ItemId>| id.and_then(|id| page.related.get(&id)).and_then(|above| above.images.iter().find(|image| image.kind == ImageKind::Primary));
    let picture = page.items.iter().filter(|view| view.item.role == ItemRole::Main).find_map(|view| {
        let item = &view.item;
        item.image(ImageKind::Primary).or_else(|| above(item.album)).or_else(|| above(item.series)).cloned()
    });
    scan::set_images(conn, &[(list, picture.into_iter().collect())], Utc::now())
}
