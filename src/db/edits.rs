//! Changes made by hand, beside the items that they are laid over.

use std::collections::HashMap;

use walros_model::edit::ItemEdit;
use walros_model::{Item, ItemId, ItemKind};

use crate::connection::Conn;
use crate::error::DbError;
use crate::sql::{Sql, sql};
use crate::upsert::{self, Table};

const EDIT: Table = Table { name: "item_edit", columns: &["item", "document"], key: "(item)", update: &["document"] };

/// Default when nothing was changed.
pub fn get(conn: &mut Conn, item: ItemId) -> Result<ItemEdit, DbError> {
    Ok(of_items(conn, &[item])?.remove(&item).unwrap_or_default())
}

/// Those of the items that were changed. One statement for 256 items.
pub fn of_items(conn: &mut Conn, items: &[ItemId]) -> Result<HashMap<ItemId, ItemEdit>, DbError> {
    let mut edits = HashMap::new();
    for chunk in items.chunks(256) {
        let mut sql = Sql::text("SELECT i.id, e.document FROM item_edit e JOIN item i ON i.number = e.item WHERE ");
        sql.append(Sql::in_list("i.id", chunk));
        edits.extend(conn.rows(sql, |row| Ok((row.item()?, row.json("edit")?)))?);
    }
    Ok(edits)
}

/// Stores all changes of an item; `NotFound` when it is not there.
pub fn set(conn: &mut Conn, item: ItemId, edit: &ItemEdit) -> Result<(), DbError> {
    let number = conn.first(sql!("SELECT i.number FROM item i WHERE i.id = ?", item), |row| row.int())?.ok_or(DbError::NotFound)?;
    let document = serde_json::to_string(edit).map_err(|error| DbError::damaged("edit", error))?;
    upsert::row(conn, &EDIT, vec![number.into(), document.into()])
}

/// Says the name of a series, season or album anew on what is in it.
pub fn rename_in(conn: &mut Conn, item: &Item) -> Result<(), DbError> {
    let (name, id) = (&item.name, item.id);
    let statement = match item.kind {
        ItemKind::Series => sql!("UPDATE item SET series_name = ? WHERE series_id = ?", name, id),
        ItemKind::Season => sql!("UPDATE item SET season_name = ? WHERE season_id = ?", name, id),
        ItemKind::Album => sql!("UPDATE item SET album_name = ? WHERE album_id = ?", name, id),
        _ => return Ok(()),
    };
    conn.execute(statement)?;
    Ok(())
}
