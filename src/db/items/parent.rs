//! Children and descendants of an item, which depend on what it is.

use walros_model::ItemId;
use walros_model::item::ItemKind;

use crate::codes::link;
use crate::connection::Conn;
use crate::error::DbError;
use crate::sql::{Sql, sql};

/// An item that others are asked for by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Parent {
    pub id: ItemId,
    pub number: i64,
    pub kind: ItemKind,
}

impl Parent {
    pub fn find(conn: &mut Conn, id: ItemId) -> Result<Option<Self>, DbError> {
        if let Some(known) = conn.parents.get(id) {
            return Ok(Some(known));
        }
        let found = conn.first(sql!("SELECT number, kind FROM item WHERE id = ?", id), |row| {
            Ok(Self { id, number: row.int()?, kind: row.code("kind", ItemKind::from_code)? })
        })?;
        if let Some(parent) = found {
            conn.parents.put(parent);
        }
        Ok(found)
    }

    pub fn is_list(&self) -> bool {
        matches!(self.kind, ItemKind::Playlist | ItemKind::Collection)
    }

    /// The condition on the item `alias`. A list asked for its entries is joined instead, and has none here.
    pub fn condition(&self, alias: &str, recursive: bool) -> Sql {
        let is = |column: &str| sql!(format!("{alias}.{column} = ?"), self.id);
        match self.kind {
            ItemKind::Library if recursive => sql!(format!("{alias}.library_id = ? AND {alias}.kind <> {}", ItemKind::Library.code()), self.id),
            ItemKind::Series if recursive => is("series_id"),
            ItemKind::Season => is("season_id"),
            ItemKind::Album => is("album_id"),
            ItemKind::Artist => self.linked(alias, link::ALBUM_ARTIST),
            ItemKind::Genre | ItemKind::MusicGenre => self.linked(alias, link::GENRE),
            ItemKind::Studio => self.linked(alias, link::STUDIO),
            ItemKind::Person => sql!(format!("{alias}.number IN (SELECT pc.item FROM credit pc WHERE pc.person = ?)"), self.number),
            ItemKind::Folder | ItemKind::PhotoAlbum if recursive => {
                let path = "(SELECT pf.path FROM item pf WHERE pf.number = ?)";
                // '0' is the character after '/': everything with this path before it.
                sql!(format!("{alias}.path > {path} || '/' AND {alias}.path < {path} || '0'"), self.number, self.number)
            }
            ItemKind::Collection | ItemKind::Playlist if recursive => self.below_list(alias),
            ItemKind::Collection | ItemKind::Playlist => Sql::default(),
            _ => is("parent_id"),
        }
    }

    fn linked(&self, alias: &str, kind: i64) -> Sql {
        sql!(format!("{alias}.number IN (SELECT pl.item FROM item_link pl WHERE pl.target = ? AND pl.kind = ?)"), self.number, kind)
    }

    /// The entries and what is below the series and albums among them.
    fn below_list(&self, alias: &str) -> Sql {
        let mut sql = Sql::text(format!("{alias}.number IN ("));
        for (index, column) in ["id", "series_id", "album_id"].into_iter().enumerate() {
            sql.push(if index > 0 { " UNION " } else { "" });
            sql.append(sql!(
                format!(
                    "SELECT pb{index}.number FROM list_entry pe{index} JOIN item pb{index} ON pb{index}.{column} = pe{index}.item_id WHERE pe{index}.list = ?"
                ),
                self.number
            ));
        }
        sql.push(")");
        sql
    }
}
