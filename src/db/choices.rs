//! Sums over a selection: how many of each kind, and what a filter dialog offers.

use walros_model::item::ItemKind;
use walros_model::lists::{FilterChoices, KindCounts, NameCount};
use walros_model::query::{ItemQuery, Scope};
use walros_model::{ItemId, UserId};

use crate::codes::link;
use crate::connection::Conn;
use crate::error::DbError;
use crate::items::Parent;
use crate::items::select::select;
use crate::sql::Sql;

/// How many of each kind match `query`; its page is ignored.
pub fn counts(conn: &mut Conn, scope: &Scope, user: Option<UserId>, query: &ItemQuery) -> Result<KindCounts, DbError> {
    let Some(from_where) = selection(conn, scope, user, query)? else {
        return Ok(KindCounts::default());
    };
    let mut sql = Sql::text("SELECT i.kind, count(*) FROM ");
    sql.append(from_where).push(" GROUP BY i.kind");
    let rows = conn.rows(sql, |row| Ok((row.code("kind", ItemKind::from_code)?, row.number()?)))?;
    Ok(KindCounts(rows.into_iter().collect()))
}

/// How many sort names begin with each character among what matches `query`, in the order names sort in; its page is
/// ignored. One statement.
pub fn letters(conn: &mut Conn, scope: &Scope, user: Option<UserId>, query: &ItemQuery) -> Result<Vec<(String, u64)>, DbError> {
    let Some(from_where) = selection(conn, scope, user, query)? else {
        return Ok(Vec::new());
    };
    let mut sql = Sql::text("SELECT substr(i.sort_name, 1, 1), count(*) FROM ");
    sql.append(from_where).push(" GROUP BY 1 ORDER BY 1");
    conn.rows(sql, |row| Ok((row.text()?, row.number()?)))
}

/// `None` when the parent is not there.
fn selection(conn: &mut Conn, scope: &Scope, user: Option<UserId>, query: &ItemQuery) -> Result<Option<Sql>, DbError> {
    let parent = match query.parent {
        Some(id) => match Parent::find(conn, id)? {
            Some(parent) => Some(parent),
            None => return Ok(None),
        },
        None => None,
    };
    let sqlite = conn.is_sqlite();
    Ok(Some(select(scope, user, query, parent.as_ref(), sqlite).from_where))
}

/// What a row of the statement below counts.
mod what {
    pub const GENRE: i64 = 1;
    pub const TAG: i64 = 2;
    pub const RATING: i64 = 3;
    pub const YEAR: i64 = 4;
    pub const AUDIO: i64 = 5;
    pub const SUBTITLE: i64 = 6;
}

/// The genres, tags, ratings, years and languages found on what matches `query`; its page is ignored. One statement.
pub fn filters(conn: &mut Conn, scope: &Scope, user: Option<UserId>, query: &ItemQuery) -> Result<FilterChoices, DbError> {
    let Some(from_where) = selection(conn, scope, user, query)? else {
        return Ok(FilterChoices::default());
    };
    let mut sql = Sql::text("WITH hit AS MATERIALIZED (SELECT i.number, i.year, i.official_rating, i.audio_languages, i.subtitle_languages FROM ");
    sql.append(from_where).push(") ");
    sql.push(format!(
        "SELECT CAST({} AS BIGINT), g.name, g.id, count(*), g.sort_name FROM hit JOIN item_link l ON l.item = hit.number AND l.kind = {} \
         JOIN item g ON g.number = l.target GROUP BY g.number, g.name, g.id, g.sort_name",
        what::GENRE,
        link::GENRE
    ));
    sql.push(format!(
        " UNION ALL SELECT CAST({} AS BIGINT), MIN(t.name), NULL, count(*), t.clean_name FROM hit JOIN item_tag t ON t.item = hit.number GROUP BY t.clean_name",
        what::TAG
    ));
    for (code, column) in
        [(what::RATING, "official_rating"), (what::YEAR, "CAST(hit.year AS TEXT)"), (what::AUDIO, "audio_languages"), (what::SUBTITLE, "subtitle_languages")]
    {
        sql.push(format!(" UNION ALL SELECT CAST({code} AS BIGINT), {column}, NULL, count(*), {column} FROM hit WHERE {column} IS NOT NULL GROUP BY {column}"));
    }
    let mut rows = conn.rows(sql, |row| {
        let (what, name, id, count) = (row.int()?, row.text()?, row.item_or_null()?, row.number()?);
        Ok(Choice { what, name, id, count, sort: row.text()? })
    })?;
    rows.sort_by(|a, b| a.sort.cmp(&b.sort));
    Ok(sorted_out(rows))
}

struct Choice {
    what: i64,
    name: String,
    id: Option<ItemId>,
    count: u64,
    sort: String,
}

fn sorted_out(rows: Vec<Choice>) -> FilterChoices {
    let mut choices = FilterChoices::default();
    for Choice { what, name, id, count, .. } in rows {
        match what {
            what::GENRE => choices.genres.extend(id.map(|id| NameCount { id, name, count })),
            what::TAG => choices.tags.push(name),
            what::RATING => choices.official_ratings.push(name),
            what::YEAR => choices.years.extend(name.parse::<i32>()),
            what::AUDIO => choices.audio_languages.extend(languages(&name)),
            what::SUBTITLE => choices.subtitle_languages.extend(languages(&name)),
            _ => {}
        }
    }
    choices.years.sort_unstable();
    for languages in [&mut choices.audio_languages, &mut choices.subtitle_languages] {
        languages.sort_unstable();
        languages.dedup();
    }
    choices
}

/// Of `,eng,deu,`.
fn languages(list: &str) -> impl Iterator<Item = String> {
    list.split(',').filter(|language| !language.is_empty()).map(str::to_owned)
}
