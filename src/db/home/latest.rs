//! What was added last (traps.md E4 of the Jellyfin contract): films, albums and the like one by one, episodes and
//! photos grouped into what they belong to when several came together.

use std::collections::HashMap;

use walros_model::item::ItemKind;
use walros_model::lists::{ItemPage, ItemView};
use walros_model::query::{Include, Scope};
use walros_model::state::FolderCounts;
use walros_model::{ItemId, UserId};

use crate::codes;
use crate::connection::Conn;
use crate::error::DbError;
use crate::items::load::{self, Hits};
use crate::items::visible::visible;
use crate::items::{Parent, add_around};
use crate::sql::{Conditions, Sql, sql};

#[derive(Clone, Debug, Default)]
pub struct LatestQuery {
    /// A library, or a folder in one; all of them when absent.
    pub parent: Option<ItemId>,
    /// Empty = what such a library lists: films, episodes, albums, music videos, home videos, photos, books.
    pub kinds: Vec<ItemKind>,
    pub limit: u64,
    /// Episodes become their season or series, photos and home videos their album, when several are new.
    pub group: bool,
    /// Albums are listed whether played or not.
    pub played: Option<bool>,
    pub exclude_libraries: Vec<ItemId>,
    pub include: Include,
}

const DEFAULT_KINDS: [ItemKind; 8] =
    [ItemKind::Movie, ItemKind::Episode, ItemKind::Album, ItemKind::MusicVideo, ItemKind::Video, ItemKind::Photo, ItemKind::Book, ItemKind::AudioBook];

/// Additions to a series within this time before its newest belong together.
const TOGETHER_MICROS: i64 = 24 * 3600 * 1_000_000;

/// The newest first. For an album of photos [`FolderCounts::children`] says how many new things it stands for.
pub fn latest(conn: &mut Conn, scope: &Scope, user: Option<UserId>, query: &LatestQuery) -> Result<ItemPage, DbError> {
    let parent = match query.parent {
        Some(id) => match Parent::find(conn, id)? {
            Some(parent) => Some(parent),
            None => return Ok(ItemPage::default()),
        },
        None => None,
    };
    let latest = Latest { scope, user, query, parent };
    // More series than asked for, since some may have nothing unplayed.
    let most_series = query.limit.saturating_mul(2).saturating_add(20);
    let mut entries = latest.entries(conn, most_series)?;
    if !latest.is_complete(&entries, most_series) {
        entries = latest.entries(conn, u64::MAX)?;
    }
    entries.truncate(usize::try_from(query.limit).unwrap_or(usize::MAX));
    latest.load(conn, &entries)
}

struct Latest<'a> {
    scope: &'a Scope,
    user: Option<UserId>,
    query: &'a LatestQuery,
    parent: Option<Parent>,
}

/// One thing to show: the row number of the item, when it was added, how many additions it stands for.
struct Entry {
    number: i64,
    added: i64,
    stands_for: i64,
    /// How many series were looked at, and when the last of them was added to; zero for what is no series.
    series: (i64, i64),
}

impl Latest<'_> {
    /// The newest entries of every sort, in one statement, the newest first.
    fn entries(&self, conn: &mut Conn, most_series: u64) -> Result<Vec<Entry>, DbError> {
        let wanted = |kind: &ItemKind| if self.query.kinds.is_empty() { DEFAULT_KINDS.contains(kind) } else { self.query.kinds.contains(kind) };
        let (mut plain, mut photos, mut episodes) = (Vec::new(), Vec::new(), false);
        for kind in ItemKind::ALL.into_iter().filter(wanted) {
            match kind {
                ItemKind::Episode if self.query.group => episodes = true,
                ItemKind::Photo | ItemKind::Video if self.query.group => photos.push(kind),
                _ => plain.push(kind),
            }
        }
        let mut parts = Vec::new();
        // Albums and folders know no "played" here; each kind is read by an index of its own.
        parts.extend(plain.iter().map(|kind| self.plain(&[*kind], !kind.is_folder())));
        if !photos.is_empty() {
            parts.push(self.in_albums(&photos));
        }
        if episodes {
            parts.push(self.of_series(most_series));
        }
        let mut sql = Sql::default();
        for (index, part) in parts.into_iter().enumerate() {
            sql.push(if index == 0 { "SELECT * FROM (" } else { " UNION ALL SELECT * FROM (" });
            sql.append(part).push(format!(") part{index}"));
        }
        if sql.is_empty() {
            return Ok(Vec::new());
        }
        let mut entries =
            conn.rows(sql, |row| Ok(Entry { number: row.int()?, added: row.int()?, stands_for: row.int()?, series: (row.int()?, row.int()?) }))?;
        entries.sort_by_key(|entry| std::cmp::Reverse((entry.added, entry.number)));
        Ok(entries)
    }

    /// Whether no series that was left out could be newer than what is shown.
    fn is_complete(&self, entries: &[Entry], most_series: u64) -> bool {
        let Some((looked_at, oldest)) = entries.iter().map(|entry| entry.series).find(|(looked_at, _)| *looked_at > 0) else {
            // Nothing of the series was unplayed: perhaps of those further back.
            return entries.len() as u64 >= self.query.limit || !self.wants_episodes();
        };
        let last_shown = usize::try_from(self.query.limit).ok().and_then(|limit| entries.get(limit.saturating_sub(1)));
        (looked_at as u64) < most_series || last_shown.is_some_and(|entry| entry.added >= oldest)
    }

    fn wants_episodes(&self) -> bool {
        self.query.group && (self.query.kinds.is_empty() || self.query.kinds.contains(&ItemKind::Episode))
    }

    /// Conditions on `item i` of these kinds: in scope, below the parent, listed.
    fn conditions(&self, kinds: &[ItemKind]) -> Conditions {
        let mut conditions = visible(self.scope, "i", kinds);
        conditions.and(Sql::text("i.role = 0"));
        conditions.and(Sql::text(format!("i.kind IN ({})", codes::kind_list(|kind| kinds.contains(&kind)))));
        if let Some(parent) = &self.parent {
            conditions.and(parent.condition("i", true));
        }
        if !self.query.exclude_libraries.is_empty() {
            conditions.and(Sql::in_list("i.library_id NOT", &self.query.exclude_libraries));
        }
        conditions
    }

    /// ` AND` whether the user has played the item under this alias, when that matters.
    fn played(&self, alias: &str) -> Sql {
        match (self.query.played, self.user) {
            (Some(played), Some(user)) => {
                let not = if played { "" } else { "NOT " };
                sql!(format!(" AND {not}EXISTS (SELECT 1 FROM play_state lp WHERE lp.user_id = ? AND lp.item_id = {alias}.id AND lp.played = 1)"), user)
            }
            (Some(true), None) => Sql::text(" AND 1 = 0"),
            _ => Sql::default(),
        }
    }

    fn plain(&self, kinds: &[ItemKind], by_state: bool) -> Sql {
        let mut sql =
            Sql::text("SELECT i.number, i.added, CAST(1 AS BIGINT) AS stands_for, CAST(0 AS BIGINT) AS looked_at, CAST(0 AS BIGINT) AS oldest FROM item i");
        sql.append(self.conditions(kinds).into_where());
        if by_state {
            sql.append(self.played("i"));
        }
        sql.push(" ORDER BY i.added DESC, i.number DESC LIMIT ").append(load::amount(self.query.limit));
        sql
    }

    /// Photos and home videos: the album stands for several of the newest.
    fn in_albums(&self, kinds: &[ItemKind]) -> Sql {
        let mut sql = Sql::text(
            "SELECT CASE WHEN count(*) > 1 THEN MAX(COALESCE(a.number, f.number)) ELSE MAX(f.number) END, MAX(f.added), count(*), CAST(0 AS BIGINT), CAST(0 AS BIGINT) \
             FROM (SELECT i.number, i.added, i.parent_id FROM item i",
        );
        sql.append(self.conditions(kinds).into_where()).append(self.played("i"));
        sql.push(" ORDER BY i.added DESC, i.number DESC LIMIT ").append(load::amount(self.query.limit.saturating_mul(10)));
        sql.push(format!(") f LEFT JOIN item a ON a.id = f.parent_id AND a.kind = {} GROUP BY COALESCE(a.number, f.number)", ItemKind::PhotoAlbum.code()));
        sql
    }

    /// Episodes: one entry a series, which is the episode alone, its season when the series has others, or the series.
    fn of_series(&self, most: u64) -> Sql {
        let episode = format!("e.kind = {} AND e.role = 0 AND e.missing = 0", ItemKind::Episode.code());
        let seasons =
            format!("(SELECT count(*) FROM item se WHERE se.series_id = s.id AND se.kind = {} AND se.role = 0 AND se.missing = 0)", ItemKind::Season.code());
        // The series added to last, then of each the newest episode, then what came with it. CROSS JOIN keeps SQLite from
        // starting at all episodes of the library, `+ 0` from the index of all episodes by time.
        let mut sql = Sql::text(format!(
            "SELECT CASE WHEN count(*) = 1 THEN MAX(e.number) WHEN count(DISTINCT q.number) = 1 AND {seasons} > 1 THEN MAX(q.number) ELSE s.number END, \
             MAX(e.added + 0), count(*), s.looked_at, s.oldest FROM (SELECT c.id, c.number, count(*) OVER () AS looked_at, MIN(c.content_added) OVER () AS oldest, \
             (SELECT MAX(e.added + 0) FROM item e WHERE e.series_id = c.id AND {episode}"
        ));
        sql.append(self.played("e"));
        sql.push(") AS newest FROM (SELECT i.id, i.number, i.content_added FROM item i");
        let mut conditions = self.conditions(&[ItemKind::Series]);
        conditions.and(Sql::text("i.content_added IS NOT NULL"));
        sql.append(conditions.into_where());
        sql.push(" ORDER BY i.content_added DESC LIMIT ").append(load::amount(most));
        sql.push(format!(
            ") c) s CROSS JOIN item e LEFT JOIN item q ON q.id = e.season_id WHERE e.series_id = s.id AND {episode} AND e.added + 0 >= s.newest - {TOGETHER_MICROS}"
        ));
        sql.append(self.played("e"));
        sql.push(" GROUP BY s.id, s.number, s.looked_at, s.oldest");
        sql
    }

    fn load(&self, conn: &mut Conn, entries: &[Entry]) -> Result<ItemPage, DbError> {
        if entries.is_empty() {
            return Ok(ItemPage::default());
        }
        let numbers: Vec<i64> = entries.iter().map(|entry| entry.number).collect();
        let mut conditions = Conditions::default();
        conditions.and(Sql::in_list("i.number", &numbers));
        let hits = Hits { from_where: conditions.after("item i"), keys: Vec::new(), start: 0, limit: None, entry: None, kinds: Vec::new() };
        let (views, _) = load::views(conn, self.user, &hits, self.query.include, false)?;
        let mut by_number: HashMap<i64, ItemView> = views.into_iter().map(|view| (view.item.number, view)).collect();
        let mut page = ItemPage::default();
        for entry in entries {
            let Some(mut view) = by_number.remove(&entry.number) else { continue };
            if view.item.kind == ItemKind::PhotoAlbum {
                let children = u32::try_from(entry.stands_for).unwrap_or(u32::MAX);
                view.counts = Some(FolderCounts { children, ..view.counts.unwrap_or_default() });
            }
            page.items.push(view);
        }
        add_around(conn, self.user, &mut page, self.query.include)?;
        Ok(page)
    }
}
