//! What is most like an item.

use walros_model::lists::ItemPage;
use walros_model::query::{Include, Scope, SortOrder};
use walros_model::{ItemId, UserId};

use super::load::{self, Hits, Key};
use super::visible::visible;
use super::{Parent, around};
use crate::codes::link;
use crate::connection::Conn;
use crate::error::DbError;
use crate::sql::{Sql, sql};

/// Items of the same kind that share most genres, people and studios, the closest first.
pub fn similar(conn: &mut Conn, scope: &Scope, user: Option<UserId>, id: ItemId, limit: u64, include: Include) -> Result<ItemPage, DbError> {
    let Some(own) = Parent::find(conn, id)? else {
        return Ok(ItemPage::default());
    };
    let mut from = Sql::text("(SELECT near.item AS number, SUM(near.weight) AS weight FROM (");
    from.append(shared_links(own.number)).push(" UNION ALL ").append(shared_people(own.number)).push(" UNION ALL ").append(shared_tags(own.number));
    from.push(") near GROUP BY near.item) w JOIN item i ON i.number = w.number");
    let mut conditions = visible(scope, "i", &[own.kind]);
    conditions.and(sql!("i.role = 0 AND i.kind = ? AND i.number <> ?", own.kind.code(), own.number));
    let keys = vec![Key::new("w.weight", SortOrder::Descending), Key::nullable("i.community_rating", SortOrder::Descending)];
    let hits = Hits { from_where: conditions.after(from), keys, start: 0, limit: Some(limit), entry: None, kinds: vec![own.kind] };
    let (items, _) = load::views(conn, user, &hits, include, false)?;
    let mut page = ItemPage { total: Some(items.len() as u64), items, ..ItemPage::default() };
    around::add(conn, user, &mut page, include)?;
    Ok(page)
}

fn shared_links(number: i64) -> Sql {
    sql!(
        "SELECT ol.item, CASE ol.kind WHEN ? THEN 10 WHEN ? THEN 4 ELSE 12 END AS weight FROM item_link il JOIN item_link ol ON ol.target = il.target AND ol.kind = il.kind \
         WHERE il.item = ?",
        link::GENRE,
        link::STUDIO,
        number
    )
}

fn shared_people(number: i64) -> Sql {
    sql!("SELECT oc.item, 5 AS weight FROM credit ic JOIN credit oc ON oc.person = ic.person WHERE ic.item = ?", number)
}

fn shared_tags(number: i64) -> Sql {
    sql!("SELECT ot.item, 6 AS weight FROM item_tag it JOIN item_tag ot ON ot.clean_name = it.clean_name WHERE it.item = ?", number)
}
