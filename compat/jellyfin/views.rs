//! The libraries on a user's home screen.

use actix_web::web::Json;
use walros_engine::libraries::LibraryView;
use walros_model::ItemKind;
use walros_model::library::LibraryKind;
use walros_model::lists::ItemPage;

use crate::access::Who;
use crate::answers::Acting;
use crate::convert::fields::{Field, Fields, Shape};
use crate::dto::QueryResult;
use crate::dto::item::BaseItem;
use crate::dto::library::NameIdPair;
use crate::lookup::Lookup;
use crate::own_folders::OwnFolder;
use crate::query::Query;
use crate::{Answer, Facade};

pub async fn list(jellyfin: Facade, acting: Acting, query: Query) -> Answer<QueryResult<BaseItem>> {
    let views = jellyfin.engine.libraries.views(&acting, query.flag("includeHidden")?.unwrap_or(false)).await?;
    let mut answer = jellyfin.libraries_page(&acting, views, &Shape::full());
    answer.items.iter_mut().for_each(not_empty);
    Ok(Json(answer))
}

/// The real server answers a made-up number here, so that no client takes a library for empty.
fn not_empty(view: &mut BaseItem) {
    view.child_count = Some(view.child_count.unwrap_or(0).max(1));
}

/// Libraries as a page of items.
pub fn page(views: Vec<LibraryView>) -> ItemPage {
    let items: Vec<_> = views.into_iter().map(|view| view.view).collect();
    ItemPage { total: Some(items.len() as u64), items, ..ItemPage::default() }
}

/// The libraries that a user could have shown as one.
pub async fn grouping_options(jellyfin: Facade, acting: Acting) -> Answer<Vec<NameIdPair>> {
    let views = jellyfin.engine.libraries.views(&acting, true).await?;
    let groupable =
        views.into_iter().map(|view| view.library).filter(|library| matches!(library.kind, LibraryKind::Movies | LibraryKind::Shows | LibraryKind::Mixed));
    Ok(Json(groupable.map(|library| NameIdPair { name: library.name, id: library.id.simple() }).collect()))
}

/// The libraries as Sonarr, Radarr and Seerr look for them: nobody's in particular.
pub async fn media_folders(jellyfin: Facade, who: Who) -> Answer<QueryResult<BaseItem>> {
    let views = jellyfin.engine.libraries.views(&who, true).await?;
    let fields = Fields::all_but(&[Field::PlayAccess, Field::ChildCount, Field::DateLastMediaAdded]);
    let shape = Shape { user_data: false, fields, ..Shape::full() };
    let mut folders = jellyfin.libraries_page(&who, views, &shape).items;
    if let Some(playlists) = OwnFolder::of(ItemKind::Playlist) {
        folders.push(jellyfin.own_folder(&who, playlists, &shape).await?);
    }
    folders.sort_by(|a, b| a.sort_name.cmp(&b.sort_name));
    Ok(Json(QueryResult::all(folders)))
}
