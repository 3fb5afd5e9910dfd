//! `/Items`: the query that everything is browsed with, single items, and the rows of a home screen.

use actix_web::web::Json;
use walros_engine::Caller;
use walros_engine::items::{LatestQuery, NameKind, ResumeQuery};
use walros_engine::lists::ListSummary;
use walros_model::lists::ItemPage;
use walros_model::query::{Include, ItemQuery};
use walros_model::{ItemId, ItemKind};

use crate::answers::{Acting, bare};
use crate::convert::fields::Shape;
use crate::convert::item::pairs;
use crate::convert::item_query::{ItemRequest, item_request, of_types};
use crate::convert::kinds;
use crate::dto::QueryResult;
use crate::dto::item::BaseItem;
use crate::dto::system::ItemCounts;
use crate::error::{Error, Result};
use crate::lookup::{Lookup, MOST};
use crate::own_folders::OwnFolder;
use crate::params::Params;
use crate::query::Query;
use crate::{Answer, Done, Facade, Jellyfin, ids, no_content, time, views};

pub async fn list(jellyfin: Facade, acting: Acting, query: Query) -> Answer<QueryResult<BaseItem>> {
    let shape = Shape::of(&query)?;
    let request = item_request(&query, &shape)?;
    let page = jellyfin.items(&acting, request).await?;
    jellyfin.page_answer(&acting, &page, &shape).await
}

impl Jellyfin {
    /// What a list request selects, with the defaults that Jellyfin's clients count on.
    pub async fn items(&self, caller: &Caller, request: ItemRequest) -> Result<ItemPage> {
        let ItemRequest { mut query, nothing, mut recursive, artist_names } = request;
        if let Some(folder) = query.parent.and_then(OwnFolder::by_id) {
            query.parent = None;
            query.kinds = if query.kinds.is_empty() || query.kinds.contains(&folder.holds) { vec![folder.holds] } else { return Ok(ItemPage::default()) };
            recursive = Some(true);
        }
        if nothing {
            return Ok(ItemPage { start: query.start, total: Some(0), ..ItemPage::default() });
        }
        if is_root(&query) && recursive != Some(true) {
            return Ok(views::page(self.engine.libraries.views(caller, true).await?));
        }
        query.recursive = match recursive {
            Some(recursive) => recursive,
            // Without a folder there is nothing to be a child of.
            None if query.parent.is_none() => true,
            // Since 12.0 a library that is asked for a kind means all of that kind in it.
            None => !query.kinds.is_empty() && self.is_library(caller, query.parent).await?,
        };
        for name in artist_names {
            let found = self.engine.items.by_name(caller, ItemKind::Artist, &name, Include::default()).await;
            match found.ok().and_then(|page| page.items.into_iter().next()) {
                Some(artist) => query.artist_ids.push(artist.item.id),
                None => return Ok(ItemPage { start: query.start, total: Some(0), ..ItemPage::default() }),
            }
        }
        // Names hang on items and have no place in a folder, so that no walk through folders finds them.
        match query.kinds.as_slice() {
            [ItemKind::Person] => self.names(caller, NameKind::Person, query).await,
            [ItemKind::Genre] => self.names(caller, NameKind::Genre, query).await,
            [ItemKind::MusicGenre] => self.names(caller, NameKind::MusicGenre, query).await,
            [ItemKind::Studio] => self.names(caller, NameKind::Studio, query).await,
            _ => {
                let page = self.engine.items.page(caller, &query).await?;
                // Nothing in a folder, or no such folder? Asked only now, so that lists cost no more for it.
                if let Some(parent) = query.parent.filter(|_| page.items.is_empty()) {
                    self.engine.items.get(caller, parent, Include::default()).await?;
                }
                Ok(page)
            }
        }
    }

    async fn names(&self, caller: &Caller, kind: NameKind, query: ItemQuery) -> Result<ItemPage> {
        Ok(self.engine.items.names(caller, kind, &ItemQuery { kinds: Vec::new(), ..query }).await?)
    }

    async fn is_library(&self, caller: &Caller, id: Option<ItemId>) -> Result<bool> {
        let Some(id) = id else { return Ok(false) };
        let page = self.engine.items.get(caller, id, Include::default()).await?;
        Ok(page.items.first().is_some_and(|view| view.item.kind == ItemKind::Library))
    }
}

/// The folder above all libraries, asked for nothing in particular.
fn is_root(query: &ItemQuery) -> bool {
    query.parent.is_none()
        && query.ids.is_empty()
        && query.kinds.is_empty()
        && query.media_types.is_empty()
        && query.search.is_none()
        && query.favorite.is_none()
        && query.resumable.is_none()
}

pub async fn get(jellyfin: Facade, acting: Acting, params: Params) -> Answer<BaseItem> {
    let id = params.required_item("itemId")?;
    if id.0 == ids::ROOT {
        return root(jellyfin, acting).await;
    }
    if let Some(folder) = OwnFolder::by_id(id) {
        return Ok(Json(jellyfin.own_folder(&acting, folder, &Shape::full()).await?));
    }
    let page = jellyfin.engine.items.get(&acting, id, Shape::full().include()).await?;
    let mut item = jellyfin.single(&acting, &page).await?;
    if page.items.first().is_some_and(|view| OwnFolder::of(view.item.kind).is_some()) {
        add_summary(&mut item, &jellyfin.engine.lists.summary(&acting, id).await?);
    }
    Ok(Json(item))
}

/// Playlists and collections are what is in them, unless an editor said otherwise.
fn add_summary(item: &mut BaseItem, summary: &ListSummary) {
    let ListSummary { runtime, genres, studios, official_rating, premiere, year, media_type } = summary;
    if item.genre_items.as_ref().is_none_or(Vec::is_empty) {
        item.genres = Some(genres.iter().map(|genre| genre.name.clone()).collect());
        item.genre_items = Some(pairs(genres));
    }
    item.official_rating = item.official_rating.take().or_else(|| official_rating.clone());
    item.cumulative_run_time_ticks = Some(time::ticks(*runtime));
    item.run_time_ticks = Some(time::ticks(*runtime));
    if item.r#type == "Playlist" {
        item.media_type = media_type.map_or(item.media_type, kinds::media_type_word);
        return;
    }
    if item.studios.as_ref().is_none_or(Vec::is_empty) {
        item.studios = Some(pairs(studios));
    }
    item.premiere_date = item.premiere_date.take().or_else(|| premiere.map(time::day));
    item.production_year = item.production_year.or(*year);
}

/// The folder above all libraries.
pub async fn root(jellyfin: Facade, acting: Acting) -> Answer<BaseItem> {
    let libraries = jellyfin.engine.libraries.views(&acting, true).await?.len();
    Ok(Json(root_item(&jellyfin, u32::try_from(libraries).unwrap_or(u32::MAX))))
}

pub fn root_item(jellyfin: &Jellyfin, libraries: u32) -> BaseItem {
    let id = ItemId(ids::ROOT);
    BaseItem {
        name: "Media Folders".to_owned(),
        server_id: jellyfin.engine.system.info().id,
        id: id.into(),
        etag: Some(id.simple()),
        sort_name: Some("media folders".to_owned()),
        can_delete: Some(false),
        can_download: Some(false),
        parent_id: Some(None),
        is_folder: true,
        r#type: "UserRootFolder",
        child_count: Some(libraries),
        display_preferences_id: Some(id.into()),
        user_data: Some(crate::convert::user_data::of_leaf(id, &Default::default(), None)),
        play_access: Some("Full"),
        enable_media_source_display: Some(true),
        lock_data: Some(false),
        location_type: "FileSystem",
        media_type: "Unknown",
        date_created: Some(crate::time::NEVER.to_owned()),
        date_last_media_added: Some(crate::time::NEVER.to_owned()),
        image_tags: Some(Default::default()),
        image_blur_hashes: Some(Default::default()),
        backdrop_image_tags: Some(Vec::new()),
        ..emptied()
    }
}

/// The lists of a full item that are empty for what is no file.
fn emptied() -> BaseItem {
    BaseItem {
        chapters: Some(Vec::new()),
        external_urls: Some(Vec::new()),
        genre_items: Some(Vec::new()),
        genres: Some(Vec::new()),
        local_trailer_count: Some(0),
        special_feature_count: Some(0),
        locked_fields: Some(Vec::new()),
        people: Some(Vec::new()),
        provider_ids: Some(Default::default()),
        remote_trailers: Some(Vec::new()),
        studios: Some(Vec::new()),
        taglines: Some(Vec::new()),
        tags: Some(Vec::new()),
        ..BaseItem::default()
    }
}

/// Playlists and collections are taken apart; of anything else the files are deleted.
pub async fn delete(jellyfin: Facade, acting: Acting, params: Params) -> Done {
    jellyfin.delete_item(&acting, params.required_item("itemId")?).await?;
    Ok(no_content())
}

pub async fn delete_many(jellyfin: Facade, acting: Acting, query: Query) -> Done {
    for id in query.items("ids") {
        jellyfin.delete_item(&acting, id).await?;
    }
    Ok(no_content())
}

impl Jellyfin {
    async fn delete_item(&self, caller: &Caller, id: ItemId) -> Result<()> {
        let page = self.engine.items.get(caller, id, Include::default()).await?;
        let kind = page.items.first().map(|view| view.item.kind).ok_or(Error::NotFound("no such item"))?;
        match kind {
            ItemKind::Playlist | ItemKind::Collection => self.engine.lists.delete(caller, id).await?,
            _ => self.engine.items.delete(caller, id).await?,
        }
        Ok(())
    }
}

/// Continue watching.
pub async fn resume(jellyfin: Facade, acting: Acting, query: Query) -> Answer<QueryResult<BaseItem>> {
    let shape = Shape::of(&query)?;
    let mut exclude_ids = query.items("excludeItemIds");
    if query.flag("excludeActiveSessions")?.unwrap_or(false) {
        let sessions = jellyfin.engine.watch.sessions(&acting).into_iter().filter(|session| session.user == acting.user_id());
        exclude_ids.extend(sessions.filter_map(|session| session.playing?.report.item));
    }
    let mut wanted = of_types(&query.known("includeItemTypes", kinds::type_word));
    let excluded = of_types(&query.known("excludeItemTypes", kinds::type_word));
    if !excluded.is_empty() {
        let all = if wanted.is_empty() { ItemKind::ALL.to_vec() } else { std::mem::take(&mut wanted) };
        wanted = all.into_iter().filter(|kind| !excluded.contains(kind)).collect();
    }
    let resume = ResumeQuery {
        parent: query.item("parentId")?,
        media_types: query.known("mediaTypes", kinds::parse_media_type),
        kinds: wanted,
        exclude_ids,
        search: query.text("searchTerm").map(|text| text.into_owned()),
        start: query.count("startIndex", MOST)?.unwrap_or(0),
        limit: query.count("limit", MOST)?,
        total: query.flag("enableTotalRecordCount")?.unwrap_or(true),
        include: shape.include(),
    };
    let page = jellyfin.engine.items.resume(&acting, &resume).await?;
    jellyfin.page_answer(&acting, &page, &shape).await
}

/// A bare array, unlike its neighbours.
pub async fn latest(jellyfin: Facade, acting: Acting, query: Query) -> Answer<Vec<BaseItem>> {
    let shape = Shape::of(&query)?;
    let latest = LatestQuery {
        parent: query.item("parentId")?,
        kinds: of_types(&query.known("includeItemTypes", kinds::type_word)),
        played: query.flag("isPlayed")?,
        group: query.flag("groupItems")?.unwrap_or(true),
        limit: query.count("limit", 1000)?.unwrap_or(20),
        include: Include { counts: true, ..shape.include() },
    };
    let page = jellyfin.engine.items.latest(&acting, &latest).await?;
    let mut answer = jellyfin.page(&acting, &page, &shape).await?;
    for (item, view) in answer.items.iter_mut().zip(&page.items) {
        // An album of photos stands for those that are new in it.
        if view.item.kind == ItemKind::PhotoAlbum {
            item.child_count = view.counts.map(|counts| counts.children);
        }
    }
    Ok(bare(answer))
}

/// Something at random for an empty search page.
pub async fn suggestions(jellyfin: Facade, acting: Acting, query: Query) -> Answer<QueryResult<BaseItem>> {
    let shape = Shape::full();
    let types = of_types(&query.known("type", kinds::type_word));
    let limit = query.count("limit", 1000)?.unwrap_or(20);
    let page = jellyfin.engine.items.suggestions(&acting, &types, limit, shape.include()).await?;
    jellyfin.page_answer(&acting, &page, &shape).await
}

pub async fn counts(jellyfin: Facade, acting: Acting, query: Query) -> Answer<ItemCounts> {
    let wanted = ItemQuery { recursive: true, favorite: query.flag("isFavorite")?, ..ItemQuery::default() };
    let counts = jellyfin.engine.items.counts(&acting, &wanted).await?.0;
    let of = |kind| counts.get(&kind).copied().unwrap_or(0);
    Ok(Json(ItemCounts {
        movie_count: of(ItemKind::Movie),
        series_count: of(ItemKind::Series),
        episode_count: of(ItemKind::Episode),
        artist_count: of(ItemKind::Artist),
        program_count: 0,
        trailer_count: of(ItemKind::Trailer),
        song_count: of(ItemKind::Track),
        album_count: of(ItemKind::Album),
        music_video_count: of(ItemKind::MusicVideo),
        box_set_count: of(ItemKind::Collection),
        book_count: of(ItemKind::Book),
        item_count: counts.values().sum(),
    }))
}

/// Asks for an item's library to be looked through again.
pub async fn refresh(jellyfin: Facade, acting: Acting, params: Params) -> Done {
    let page = jellyfin.engine.items.get(&acting, params.required_item("itemId")?, Include::default()).await?;
    let item = page.items.into_iter().next().ok_or(Error::NotFound("no such item"))?.item;
    let library = if item.kind == ItemKind::Library { Some(item.id) } else { item.library };
    jellyfin.engine.scans.start(&acting, library).await?;
    Ok(no_content())
}

/// Trailers that are items of their own; those of a film hang on it.
pub async fn trailers(jellyfin: Facade, acting: Acting, query: Query) -> Answer<QueryResult<BaseItem>> {
    let shape = Shape::of(&query)?;
    let mut request = item_request(&query, &shape)?;
    request.query.kinds = vec![ItemKind::Trailer];
    request.recursive = Some(true);
    let page = jellyfin.items(&acting, request).await?;
    jellyfin.page_answer(&acting, &page, &shape).await
}
