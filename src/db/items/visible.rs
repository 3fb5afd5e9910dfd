//! The caller's scope as conditions on an item.

use walros_model::item::ItemKind;
use walros_model::query::Scope;

use crate::codes::{self, link};
use crate::sql::{Conditions, Sql, Value, sql};
use crate::text::clean;

/// What the item `alias` must satisfy to be seen. `kinds`, when known, spare conditions that could not matter; with
/// kinds the item must be a main one, since versions, parts and extras also have the tags and ratings of their owner.
pub(crate) fn visible(scope: &Scope, alias: &str, kinds: &[ItemKind]) -> Conditions {
    let may_be = |test: fn(ItemKind) -> bool| kinds.is_empty() || kinds.iter().any(|kind| test(*kind));
    let mut conditions = Conditions::default();
    if !scope.include_missing {
        conditions.and(Sql::text(format!("{alias}.missing = 0")));
    }
    if let Some(libraries) = &scope.libraries {
        let mut own = Sql::in_list(format!("{alias}.library_id"), libraries);
        if may_be(|kind| kind.is_by_name() || kind == ItemKind::Artist) {
            own.append(sql!(format!(" OR {alias}.library_id IS NULL AND ")));
            own.append(named_in(alias, libraries));
        }
        if may_be(is_list) {
            own.append(sql!(format!(
                " OR {alias}.kind = {} OR {alias}.kind = {} AND EXISTS (SELECT 1 FROM list_entry le JOIN item lx ON lx.id = le.item_id WHERE le.list = {alias}.number AND ",
                ItemKind::Playlist.code(),
                ItemKind::Collection.code()
            )));
            own.append(Sql::in_list("lx.library_id", libraries));
            own.push(")");
        }
        conditions.and(own);
    }
    if let (Some(user), true) = (scope.playlists_of, may_be(|kind| kind == ItemKind::Playlist)) {
        conditions.and(sql!(
            format!(
                "{alias}.kind <> {} OR EXISTS (SELECT 1 FROM list ls WHERE ls.item = {alias}.number AND (ls.user_id = ? OR ls.is_public = 1 OR EXISTS \
                 (SELECT 1 FROM list_share lsh WHERE lsh.list = ls.item AND lsh.user_id = ?)))",
                ItemKind::Playlist.code()
            ),
            user,
            user
        ));
    }
    if let Some(age) = scope.max_age {
        // Without a rating of its own it has that of its series or album.
        conditions.and(sql!(
            format!(
                "COALESCE({alias}.age, (SELECT ra.age FROM item ra WHERE ra.id = COALESCE({alias}.series_id, {alias}.album_id, {alias}.owner_id)), 0) <= ?"
            ),
            age
        ));
    }
    tags(scope, alias, &carriers(kinds), &mut conditions);
    conditions
}

/// The columns that name what else an item of these kinds takes tags and ratings from.
fn carriers(kinds: &[ItemKind]) -> Vec<&'static str> {
    if kinds.is_empty() {
        return vec!["season_id", "series_id", "album_id", "owner_id"];
    }
    let mut carriers = Vec::new();
    if kinds.contains(&ItemKind::Episode) {
        carriers.push("season_id");
    }
    if kinds.iter().any(|kind| matches!(kind, ItemKind::Episode | ItemKind::Season)) {
        carriers.push("series_id");
    }
    if kinds.contains(&ItemKind::Track) {
        carriers.push("album_id");
    }
    carriers
}

fn is_list(kind: ItemKind) -> bool {
    matches!(kind, ItemKind::Playlist | ItemKind::Collection)
}

/// A person, genre, studio or artist is seen by those who see something that refers to it.
fn named_in(alias: &str, libraries: &[walros_model::ItemId]) -> Sql {
    let mut sql = sql!(format!("(EXISTS (SELECT 1 FROM item_link nl JOIN item nx ON nx.number = nl.item WHERE nl.target = {alias}.number AND "));
    sql.append(Sql::in_list("nx.library_id", libraries));
    sql.push(format!(") OR EXISTS (SELECT 1 FROM credit nc JOIN item nx ON nx.number = nc.item WHERE nc.person = {alias}.number AND "));
    sql.append(Sql::in_list("nx.library_id", libraries));
    sql.push("))");
    sql
}

/// Tags of an item, its own or those of what it belongs to. The tagged items are few and the same for the whole
/// statement, so they are looked up once and not for every item.
fn tags(scope: &Scope, alias: &str, carriers: &[&str], conditions: &mut Conditions) {
    let tagged = |column: &str, names: &[String]| {
        let names: Vec<Value> = names.iter().map(|name| clean(name).into()).collect();
        let mut sql = Sql::text(format!("{alias}.{column} IN (SELECT vx.id FROM item_tag vt JOIN item vx ON vx.number = vt.item WHERE "));
        sql.append(Sql::in_list("vt.clean_name", &names)).push(")");
        sql
    };
    let all = || std::iter::once("id").chain(carriers.iter().copied());
    if !scope.blocked_tags.is_empty() {
        for column in all() {
            let mut sql = Sql::text(format!("{alias}.{column} IS NULL OR NOT "));
            sql.append(tagged(column, &scope.blocked_tags));
            conditions.and(sql);
        }
    }
    if !scope.allowed_tags.is_empty() {
        // Libraries, folders and names carry no tags of their own.
        let untagged = codes::kind_list(|kind| kind.is_by_name() || is_list(kind) || matches!(kind, ItemKind::Library | ItemKind::Folder | ItemKind::Artist));
        let mut sql = Sql::text(format!("{alias}.kind IN ({untagged})"));
        for column in all() {
            sql.push(" OR ").append(tagged(column, &scope.allowed_tags));
        }
        conditions.and(sql);
    }
}

/// Items that refer to the item `alias` by a link of this kind, as a condition on `item c`.
pub(crate) fn linked(alias: &str, kind: i64) -> String {
    debug_assert!((link::GENRE..=link::ALBUM_ARTIST).contains(&kind));
    format!("c.number IN (SELECT cl.item FROM item_link cl WHERE cl.target = {alias}.number AND cl.kind = {kind})")
}
