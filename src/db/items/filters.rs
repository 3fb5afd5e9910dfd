//! The filters of a query, each a condition on `item i` (and `play_state p` where the user's state matters).

use chrono::NaiveDate;
use walros_model::item::ItemKind;
use walros_model::query::ItemQuery;
use walros_model::{ItemId, Timestamp, UserId};

use super::counts::leaf_below;
use crate::codes::{self, link};
use crate::row::days;
use crate::sql::{Conditions, Sql, Value, sql};
use crate::text::{after_prefix, clean, like_literal};

pub(crate) fn add(query: &ItemQuery, kinds: Option<&[ItemKind]>, user: Option<UserId>, conditions: &mut Conditions) {
    ids(query, conditions);
    names(query, conditions);
    links(query, conditions);
    state(query, kinds, user, conditions);
    facts(query, conditions);
    measures(query, conditions);
    super::has::add(query, conditions);
    dates(query, conditions);
    languages("i.audio_languages", &query.audio_languages, conditions);
    languages("i.subtitle_languages", &query.subtitle_languages, conditions);
    if let Some(id) = query.adjacent_to {
        conditions.and(adjacent(id));
    }
}

fn ids(query: &ItemQuery, conditions: &mut Conditions) {
    if !query.ids.is_empty() {
        conditions.and(Sql::in_list("i.id", &query.ids));
    }
    if !query.exclude_ids.is_empty() {
        conditions.and(Sql::in_list("i.id NOT", &query.exclude_ids));
    }
}

/// Ranges rather than LIKE, so that the index by name serves them.
fn names(query: &ItemQuery, conditions: &mut Conditions) {
    if let Some(prefix) = &query.name_starts_with {
        let prefix = prefix.to_lowercase();
        conditions.and(sql!("i.sort_name >= ?", &prefix));
        if let Some(end) = after_prefix(&prefix) {
            conditions.and(sql!("i.sort_name < ?", end));
        }
    }
    if let Some(from) = &query.name_from {
        conditions.and(sql!("i.sort_name >= ?", from.to_lowercase()));
    }
    if let Some(before) = &query.name_before {
        conditions.and(sql!("i.sort_name < ?", before.to_lowercase()));
    }
}

fn links(query: &ItemQuery, conditions: &mut Conditions) {
    linked_by_name(link::GENRE, &[ItemKind::Genre, ItemKind::MusicGenre], &query.genres, conditions);
    linked_by_name(link::STUDIO, &[ItemKind::Studio], &query.studios, conditions);
    linked_by_id(&[link::GENRE], &query.genre_ids, conditions);
    linked_by_id(&[link::STUDIO], &query.studio_ids, conditions);
    linked_by_id(&[link::ARTIST, link::ALBUM_ARTIST], &query.artist_ids, conditions);
    linked_by_id(&[link::ALBUM_ARTIST], &query.album_artist_ids, conditions);
    if !query.tags.is_empty() {
        let mut sql = Sql::text("i.number IN (SELECT ft.item FROM item_tag ft WHERE ");
        sql.append(Sql::in_list("ft.clean_name", &cleaned(&query.tags))).push(")");
        conditions.and(sql);
    }
    if !query.album_ids.is_empty() {
        conditions.and(Sql::in_list("i.album_id", &query.album_ids));
    }
    if !query.albums.is_empty() {
        let mut sql = Sql::text(format!("i.album_id IN (SELECT fa.id FROM item fa WHERE fa.kind = {} AND ", ItemKind::Album.code()));
        sql.append(Sql::in_list("fa.clean_name", &cleaned(&query.albums))).push(")");
        conditions.and(sql);
    }
    if !query.exclude_artist_ids.is_empty() {
        let mut sql = Sql::text("i.number NOT IN (SELECT fl.item FROM item_link fl JOIN item fg ON fg.number = fl.target WHERE ");
        sql.append(Sql::in_list("fl.kind", &[link::ARTIST, link::ALBUM_ARTIST])).push(" AND ");
        sql.append(Sql::in_list("fg.id", &query.exclude_artist_ids)).push(")");
        conditions.and(sql);
    }
    people(query, conditions);
}

fn cleaned(names: &[String]) -> Vec<Value> {
    names.iter().map(|name| clean(name).into()).collect()
}

fn linked_by_name(kind: i64, of: &[ItemKind], names: &[String], conditions: &mut Conditions) {
    if names.is_empty() {
        return;
    }
    let kinds = codes::kind_list(|kind| of.contains(&kind));
    let mut sql = sql!(
        format!(
            "i.number IN (SELECT fl.item FROM item_link fl JOIN item fg ON fg.number = fl.target WHERE fl.kind = ? AND fg.library_id IS NULL AND fg.kind IN ({kinds}) AND "
        ),
        kind
    );
    sql.append(Sql::in_list("fg.key", &cleaned(names))).push(")");
    conditions.and(sql);
}

fn linked_by_id(kinds: &[i64], ids: &[ItemId], conditions: &mut Conditions) {
    if ids.is_empty() {
        return;
    }
    let mut sql = Sql::text("i.number IN (SELECT fl.item FROM item_link fl JOIN item fg ON fg.number = fl.target WHERE ");
    sql.append(Sql::in_list("fl.kind", kinds)).push(" AND ");
    sql.append(Sql::in_list("fg.id", ids)).push(")");
    conditions.and(sql);
}

fn people(query: &ItemQuery, conditions: &mut Conditions) {
    if query.person_ids.is_empty() && query.person_name.is_none() {
        return;
    }
    let mut sql = Sql::text("i.number IN (SELECT fc.item FROM credit fc JOIN item fp ON fp.number = fc.person WHERE 1 = 1");
    if !query.person_ids.is_empty() {
        sql.push(" AND ").append(Sql::in_list("fp.id", &query.person_ids));
    }
    if let Some(name) = &query.person_name {
        sql.append(sql!(format!(" AND fp.kind = {} AND fp.library_id IS NULL AND fp.key = ?", ItemKind::Person.code()), clean(name)));
    }
    if !query.person_kinds.is_empty() {
        let kinds: Vec<i64> = query.person_kinds.iter().map(|kind| codes::person_code(*kind)).collect();
        sql.push(" AND ").append(Sql::in_list("fc.kind", &kinds));
    }
    sql.push(")");
    conditions.and(sql);
}

fn state(query: &ItemQuery, kinds: Option<&[ItemKind]>, user: Option<UserId>, conditions: &mut Conditions) {
    if let Some(played) = query.played {
        conditions.and(played_condition(played, kinds, user));
    }
    if let Some(favorite) = query.favorite {
        conditions.and(Sql::text(if favorite { "p.favorite = 1" } else { "COALESCE(p.favorite, 0) = 0" }));
    }
    if let Some(likes) = query.likes {
        conditions.and(sql!("p.likes = ?", likes));
    }
    if let Some(resumable) = query.resumable {
        conditions.and(Sql::text(if resumable { "p.position > 0" } else { "COALESCE(p.position, 0) = 0" }));
    }
}

/// A folder is played when something is in it and nothing below it is unplayed.
fn played_condition(played: bool, kinds: Option<&[ItemKind]>, user: Option<UserId>) -> Sql {
    let own = format!("COALESCE(p.played, 0) = {}", i64::from(played));
    let mut sql = Sql::default();
    for kind in ItemKind::ALL.into_iter().filter(|kind| kinds.is_none_or(|kinds| kinds.contains(kind))) {
        let (Some(below), Some(user)) = (leaf_below(kind), user) else { continue };
        sql.push(if sql.is_empty() { "CASE i.kind" } else { "" });
        let not = if played { "NOT " } else { "" };
        sql.push(format!(" WHEN {} THEN ", kind.code()));
        if played {
            sql.push(format!("EXISTS (SELECT 1 FROM item c WHERE {below}) AND "));
        }
        sql.append(sql!(
            format!(
                "{not}EXISTS (SELECT 1 FROM item c WHERE {below} AND NOT EXISTS \
                 (SELECT 1 FROM play_state cp WHERE cp.user_id = ? AND cp.item_id = c.id AND cp.played = 1))"
            ),
            user
        ));
    }
    if sql.is_empty() {
        return Sql::text(own);
    }
    sql.push(format!(" ELSE {own} END"));
    sql
}

fn facts(query: &ItemQuery, conditions: &mut Conditions) {
    if !query.official_ratings.is_empty() {
        conditions.and(Sql::in_list("i.official_rating", &query.official_ratings.iter().map(Value::from).collect::<Vec<_>>()));
    }
    if !query.years.is_empty() {
        conditions.and(Sql::in_list("i.year", &query.years));
    }
    if let Some(has) = query.has_subtitles {
        conditions.and(sql!("i.has_subtitles = ?", has));
    }
    if let Some(hd) = query.hd {
        conditions.and(Sql::text(if hd { "i.width >= 1200" } else { "i.width < 1200" }));
    }
    if let Some(uhd) = query.uhd {
        conditions.and(Sql::text(if uhd { "i.width >= 3800 OR i.height >= 2100" } else { "i.width < 3800 AND i.height < 2100" }));
    }
    if let Some(index) = query.index {
        conditions.and(sql!("i.item_index = ?", index));
    }
    if let Some(index) = query.parent_index {
        conditions.and(sql!("i.parent_index = ?", index));
    }
    if let Some(rating) = query.min_rating {
        conditions.and(sql!("i.community_rating >= ?", rating));
    }
}

fn measures(query: &ItemQuery, conditions: &mut Conditions) {
    if let Some(rating) = query.min_critic_rating {
        conditions.and(sql!("i.critic_rating >= ?", rating));
    }
    if let Some(age) = query.min_age {
        conditions.and(sql!("i.age >= ?", age));
    }
    if let Some(age) = query.max_age {
        conditions.and(sql!("COALESCE(i.age, 0) <= ?", age));
    }
    let sizes =
        [("i.width >= ?", query.min_width), ("i.width <= ?", query.max_width), ("i.height >= ?", query.min_height), ("i.height <= ?", query.max_height)];
    for (condition, size) in sizes {
        if let Some(size) = size {
            conditions.and(sql!(condition, size));
        }
    }
    if !query.statuses.is_empty() {
        let codes: Vec<i64> = query.statuses.iter().map(|status| codes::status_code(*status)).collect();
        conditions.and(Sql::in_list("i.status", &codes));
    }
}

fn dates(query: &ItemQuery, conditions: &mut Conditions) {
    let day = |time: Timestamp| -> NaiveDate { time.date_naive() };
    if let Some(from) = query.premiere_from {
        conditions.and(sql!("i.premiere >= ?", days(day(from))));
    }
    if let Some(to) = query.premiere_to {
        conditions.and(sql!("i.premiere <= ?", days(day(to))));
    }
    if let Some(from) = query.changed_from {
        conditions.and(sql!("i.changed >= ?", from));
    }
}

fn languages(column: &'static str, wanted: &[String], conditions: &mut Conditions) {
    let mut any = Sql::default();
    for language in wanted {
        any.push(if any.is_empty() { "" } else { " OR " });
        any.append(sql!(format!("{column} LIKE ? ESCAPE '!'"), format!("%,{},%", like_literal(&language.to_lowercase()))));
    }
    conditions.and(any);
}

/// The item and those just before and after it in its season, album or folder.
fn adjacent(id: ItemId) -> Sql {
    let neighbour = |compare: &str, order: &str| {
        sql!(
            format!(
                "(SELECT s.number FROM item a JOIN item s ON s.season_id = a.season_id OR s.album_id = a.album_id \
                 OR a.season_id IS NULL AND a.album_id IS NULL AND s.parent_id = a.parent_id \
                 WHERE a.id = ? AND s.kind = a.kind AND s.role = 0 AND s.missing = 0 \
                 AND (s.ordinal, s.sort_name, s.number) {compare} (a.ordinal, a.sort_name, a.number) \
                 ORDER BY s.ordinal {order}, s.sort_name {order}, s.number {order} LIMIT 1)"
            ),
            id
        )
    };
    let mut sql = sql!("i.id = ? OR i.number = ", id);
    sql.append(neighbour("<", "DESC")).push(" OR i.number = ").append(neighbour(">", "ASC"));
    sql
}
