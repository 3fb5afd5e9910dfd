//! Sums over a selection: how many of each kind, and what a filter dialog offers.

use std::collections::{BTreeMap, BTreeSet};

use walros_model::UserId;
use walros_model::item::ItemKind;
use walros_model::lists::{FilterChoices, KindCounts, NameCount};
use walros_model::query::{ItemQuery, Scope};

use crate::connection::Conn;
use crate::error::DbError;
use crate::items::Parent;
use crate::items::select::{Selection, select};
use crate::row::Columns;
use crate::sql::Sql;

/// How many of each kind match `query`; its page is ignored.
pub fn counts(conn: &mut Conn, scope: &Scope, user: Option<UserId>, query: &ItemQuery) -> Result<KindCounts, DbError> {
    let Some(Selection { from, conditions, .. }) = selection(conn, scope, user, query)? else {
        return Ok(KindCounts::default());
    };
    let mut sql = Sql::text("SELECT i.kind, count(*) FROM ");
    sql.append(conditions.after(from)).push(" GROUP BY i.kind");
    let rows = conn.rows(sql, |row| Ok((row.code("kind", ItemKind::from_code)?, row.number()?)))?;
    Ok(KindCounts(rows.into_iter().collect()))
}

/// How many sort names begin with each character among what matches `query`, in the order names sort in; its page is
/// ignored. One statement.
pub fn letters(conn: &mut Conn, scope: &Scope, user: Option<UserId>, query: &ItemQuery) -> Result<Vec<(String, u64)>, DbError> {
    let Some(Selection { from, conditions, .. }) = selection(conn, scope, user, query)? else {
        return Ok(Vec::new());
    };
    let mut sql = Sql::text("SELECT substr(i.sort_name, 1, 1), count(*) FROM ");
    sql.append(conditions.after(from)).push(" GROUP BY 1 ORDER BY 1");
    conn.rows(sql, |row| Ok((row.text()?, row.number()?)))
}

/// `None` when the parent is not there.
fn selection(conn: &mut Conn, scope: &Scope, user: Option<UserId>, query: &ItemQuery) -> Result<Option<Selection>, DbError> {
    let parent = match query.parent {
        Some(id) => match Parent::find(conn, id)? {
            Some(parent) => Some(parent),
            None => return Ok(None),
        },
        None => None,
    };
    let sqlite = conn.is_sqlite();
    Ok(Some(select(scope, user, query, parent.as_ref(), sqlite)))
}

/// What a row of the statement below is.
mod what {
    pub const GENRE: i64 = 1;
    pub const TAG: i64 = 2;
    /// A combination of year, rating and languages.
    pub const FACTS: i64 = 3;
}

/// The genres, tags, ratings, years and languages found on what matches `query`; its page is ignored. One statement.
pub fn filters(conn: &mut Conn, scope: &Scope, user: Option<UserId>, query: &ItemQuery) -> Result<FilterChoices, DbError> {
    let Some(Selection { from, conditions, .. }) = selection(conn, scope, user, query)? else {
        return Ok(FilterChoices::default());
    };
    let joined = |join: &'static str| {
        let mut from = from.clone();
        from.push(join);
        conditions.clone().after(from)
    };
    let mut sql = Sql::text(format!(
        "SELECT CAST({} AS BIGINT), g.name, g.sort_name, g.id, n.found, CAST(NULL AS BIGINT), NULL, NULL FROM (SELECT l.target, count(*) AS found FROM ",
        what::GENRE
    ));
    sql.append(joined(" JOIN item_link l ON l.item = i.number AND l.kind = 1")).push(" GROUP BY l.target) n JOIN item g ON g.number = n.target");
    sql.push(format!(" UNION ALL SELECT CAST({} AS BIGINT), MIN(t.name), t.clean_name, NULL, count(*), NULL, NULL, NULL FROM ", what::TAG));
    sql.append(joined(" JOIN item_tag t ON t.item = i.number")).push(" GROUP BY t.clean_name");
    // One pass over all facts; there are few combinations, which are taken apart afterwards.
    sql.push(format!(
        " UNION ALL SELECT CAST({} AS BIGINT), i.official_rating, NULL, NULL, count(*), i.year, i.audio_languages, i.subtitle_languages FROM ",
        what::FACTS
    ));
    sql.append(joined("")).push(" GROUP BY i.year, i.official_rating, i.audio_languages, i.subtitle_languages");
    let mut found = Found::default();
    conn.rows(sql, |row| found.read(row))?;
    Ok(found.into_choices())
}

#[derive(Default)]
struct Found {
    /// By sort name.
    genres: Vec<(String, NameCount)>,
    tags: BTreeMap<String, String>,
    ratings: BTreeSet<String>,
    years: BTreeSet<i32>,
    audio: BTreeSet<String>,
    subtitles: BTreeSet<String>,
}

impl Found {
    fn read(&mut self, row: &mut Columns<'_>) -> Result<(), DbError> {
        let (what, text, sort, id, count) = (row.int()?, row.text_or_null()?, row.text_or_null()?, row.item_or_null()?, row.number()?);
        match what {
            what::GENRE => self.genres.extend(sort.zip(text).zip(id).map(|((sort, name), id)| (sort, NameCount { id, name, count }))),
            what::TAG => self.tags.extend(sort.zip(text)),
            _ => {
                self.ratings.extend(text);
                self.years.extend(row.number_or_null::<i32>()?);
                self.audio.extend(row.text_or_null()?.iter().flat_map(|list| languages(list)));
                self.subtitles.extend(row.text_or_null()?.iter().flat_map(|list| languages(list)));
            }
        }
        Ok(())
    }

    fn into_choices(mut self) -> FilterChoices {
        self.genres.sort_by(|a, b| a.0.cmp(&b.0));
        FilterChoices {
            genres: self.genres.into_iter().map(|(_, genre)| genre).collect(),
            tags: self.tags.into_values().collect(),
            official_ratings: self.ratings.into_iter().collect(),
            years: self.years.into_iter().collect(),
            audio_languages: self.audio.into_iter().collect(),
            subtitle_languages: self.subtitles.into_iter().collect(),
        }
    }
}

/// Of `,eng,deu,`.
fn languages(list: &str) -> impl Iterator<Item = String> {
    list.split(',').filter(|language| !language.is_empty()).map(str::to_owned)
}
