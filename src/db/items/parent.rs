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

    /// The condition on `item i`. A list asked for its entries is joined as `e` instead, and has none here.
    pub fn condition(&self, recursive: bool) -> Sql {
        match self.kind {
            ItemKind::Library if recursive => sql!("i.library_id = ? AND i.id <> ?", self.id, self.id),
            ItemKind::Series if recursive => sql!("i.series_id = ?", self.id),
            ItemKind::Season => sql!("i.season_id = ?", self.id),
            ItemKind::Album => sql!("i.album_id = ?", self.id),
            ItemKind::Artist => self.linked(link::ALBUM_ARTIST),
            ItemKind::Genre | ItemKind::MusicGenre => self.linked(link::GENRE),
            ItemKind::Studio => self.linked(link::STUDIO),
            ItemKind::Person => sql!("i.number IN (SELECT pc.item FROM credit pc WHERE pc.person = ?)", self.number),
            ItemKind::Folder | ItemKind::PhotoAlbum if recursive => sql!(
                "i.path > (SELECT pf.path FROM item pf WHERE pf.number = ?) || '/' AND i.path < (SELECT pf.path FROM item pf WHERE pf.number = ?) || '0'",
                self.number,
                self.number
            ),
            ItemKind::Collection | ItemKind::Playlist if recursive => self.below_list(),
            ItemKind::Collection | ItemKind::Playlist => Sql::default(),
            _ => sql!("i.parent_id = ?", self.id),
        }
    }

    fn linked(&self, kind: i64) -> Sql {
        sql!("i.number IN (SELECT pl.item FROM item_link pl WHERE pl.target = ? AND pl.kind = ?)", self.number, kind)
    }

    /// The entries and what is below the series and albums among them.
    fn below_list(&self) -> Sql {
        let mut sql = Sql::text("i.number IN (");
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
