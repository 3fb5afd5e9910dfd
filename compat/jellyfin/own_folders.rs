//! Folders that Jellyfin has and we have not: the one that playlists are in, the one of collections, and the paths below
//! the data folder of whatever is in no library's folder.

use walros_engine::Caller;
use walros_model::query::{Include, ItemQuery};
use walros_model::{Item, ItemId, ItemKind};

use crate::convert::fields::{Field, Shape};
use crate::dto::item::BaseItem;
use crate::error::Result;
use crate::{Jellyfin, ids, items, time};

/// A folder that is made up of all items of a kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OwnFolder {
    pub holds: ItemKind,
    name: &'static str,
    r#type: &'static str,
    collection_type: &'static str,
}

const PLAYLISTS: OwnFolder = OwnFolder { holds: ItemKind::Playlist, name: "Playlists", r#type: "ManualPlaylistsFolder", collection_type: "playlists" };
const COLLECTIONS: OwnFolder = OwnFolder { holds: ItemKind::Collection, name: "Collections", r#type: "CollectionFolder", collection_type: "boxsets" };

impl OwnFolder {
    /// The one that items of a kind are in.
    pub fn of(kind: ItemKind) -> Option<Self> {
        [PLAYLISTS, COLLECTIONS].into_iter().find(|folder| folder.holds == kind)
    }

    pub fn by_id(id: ItemId) -> Option<Self> {
        [PLAYLISTS, COLLECTIONS].into_iter().find(|folder| folder.id() == id)
    }

    pub fn id(self) -> ItemId {
        ItemId(ids::of_text(self.r#name))
    }
}

/// Where Jellyfin would keep an item that lies in no library's folder, below its data folder.
pub fn own_path(item: &Item) -> Option<String> {
    let name = item.name.replace('/', "_");
    let first = name.chars().next().unwrap_or('_');
    Some(match item.kind {
        ItemKind::Library => format!("root/default/{name}"),
        ItemKind::Playlist => format!("data/playlists/{name}"),
        ItemKind::Collection => format!("data/collections/{name} [boxset]"),
        ItemKind::Person => format!("metadata/People/{first}/{name}"),
        ItemKind::Genre => format!("metadata/Genre/{name}"),
        ItemKind::MusicGenre => format!("metadata/MusicGenre/{name}"),
        ItemKind::Studio => format!("metadata/Studio/{name}"),
        ItemKind::Artist => format!("metadata/artists/{name}"),
        _ => return None,
    })
}

impl Jellyfin {
    /// The folder as an item.
    pub async fn own_folder(&self, caller: &Caller, folder: OwnFolder, shape: &Shape) -> Result<BaseItem> {
        let query = ItemQuery { kinds: vec![folder.holds], recursive: true, limit: Some(0), total: true, include: Include::default(), ..ItemQuery::default() };
        let count = self.engine.items.page(caller, &query).await?.total.unwrap_or_default();
        let mut item = items::root_item(self, u32::try_from(count).unwrap_or(u32::MAX));
        let OwnFolder { holds: _, name, r#type, collection_type } = folder;
        let id = folder.id();
        item.id = id.into();
        name.clone_into(&mut item.name);
        item.sort_name = Some(name.to_lowercase());
        item.r#type = r#type;
        item.collection_type = Some(collection_type);
        item.etag = Some(id.simple());
        item.parent_id = Some(Some(ids::Guid(ids::ROOT)));
        item.display_preferences_id = Some(id.into());
        item.date_created = Some(time::NEVER.to_owned());
        item.path = Some(self.options.data.join(name.to_lowercase()).display().to_string());
        item.user_data = if shape.user_data { Some(crate::convert::user_data::of_leaf(id, &Default::default(), None)) } else { None };
        item.child_count = item.child_count.filter(|_| shape.fields.has(Field::ChildCount));
        item.play_access = item.play_access.filter(|_| shape.fields.has(Field::PlayAccess));
        item.date_last_media_added = item.date_last_media_added.filter(|_| shape.fields.has(Field::DateLastMediaAdded));
        Ok(item)
    }
}

#[cfg(test)]
mod tests {
    use walros_model::ItemKind;

    use super::OwnFolder;

    #[test]
    fn folders_are_found_by_what_they_hold_and_by_id() {
        let playlists = OwnFolder::of(ItemKind::Playlist).unwrap();
        let collections = OwnFolder::of(ItemKind::Collection).unwrap();
        assert_ne!(playlists.id(), collections.id());
        assert_eq!(OwnFolder::by_id(playlists.id()), Some(playlists));
        assert_eq!(OwnFolder::of(ItemKind::Movie), None);
    }
}
