//! What hangs on a single item: neighbours above and beside it, extras, parts, user data, links.

use actix_web::web::Json;
use serde_json::{Value, json};
use walros_model::item::ExtraKind;
use walros_model::lists::ItemPage;
use walros_model::marker::{Marker, MarkerKind};
use walros_model::query::Include;
use walros_model::{ItemId, ItemKind};

use crate::answers::{Acting, bare};
use crate::convert::fields::Shape;
use crate::dto::QueryResult;
use crate::dto::item::{AllThemeMedia, BaseItem, ThemeMedia};
use crate::dto::media::MediaSegment;
use crate::error::{Error, Result};
use crate::ids::Guid;
use crate::lookup::Lookup;
use crate::params::Params;
use crate::query::Query;
use crate::{Answer, Facade, Jellyfin, ids, items, time};

pub async fn ancestors(jellyfin: Facade, acting: Acting, params: Params) -> Answer<Vec<BaseItem>> {
    let id = params.required_item("itemId")?;
    let shape = Shape::full();
    let mut all = Vec::new();
    for above in jellyfin.engine.items.ancestors(&acting, id).await? {
        let page = jellyfin.engine.items.get(&acting, above.item.id, shape.include()).await?;
        all.push(jellyfin.single(&acting, &page).await?);
    }
    let libraries = jellyfin.engine.libraries.views(&acting, true).await?.len();
    all.push(items::root_item(&jellyfin, u32::try_from(libraries).unwrap_or(u32::MAX)));
    Ok(Json(all))
}

pub async fn similar(jellyfin: Facade, acting: Acting, params: Params, query: Query) -> Answer<QueryResult<BaseItem>> {
    let shape = Shape::of(&query)?;
    let limit = query.count("limit", 1000)?.unwrap_or(20);
    let page = jellyfin.engine.items.similar(&acting, params.required_item("itemId")?, limit, shape.include()).await?;
    jellyfin.page_answer(&acting, &page, &shape).await
}

/// Extras that are neither trailers nor themes, as a bare array.
pub async fn special_features(jellyfin: Facade, acting: Acting, params: Params) -> Answer<Vec<BaseItem>> {
    let shape = Shape::full();
    let mut page = jellyfin.engine.items.extras(&acting, params.required_item("itemId")?, shape.include()).await?;
    page.items.retain(|view| theme(view.item.extra).is_none());
    Ok(bare(jellyfin.page(&acting, &page, &shape).await?))
}

/// Whether an extra is a theme, and then whether a song.
fn theme(extra: Option<ExtraKind>) -> Option<bool> {
    match extra {
        Some(ExtraKind::ThemeSong) => Some(true),
        Some(ExtraKind::ThemeVideo) => Some(false),
        _ => None,
    }
}

pub async fn local_trailers(jellyfin: Facade, acting: Acting, params: Params) -> Answer<Vec<BaseItem>> {
    let shape = Shape::full();
    let page = jellyfin.engine.items.trailers(&acting, params.required_item("itemId")?, shape.include()).await?;
    Ok(bare(jellyfin.page(&acting, &page, &shape).await?))
}

pub async fn additional_parts(jellyfin: Facade, acting: Acting, params: Params) -> Answer<QueryResult<BaseItem>> {
    let shape = Shape::full();
    let page = jellyfin.engine.items.parts(&acting, params.required_item("itemId")?, shape.include()).await?;
    jellyfin.page_answer(&acting, &page, &shape).await
}

/// Nothing is shown before a film.
pub async fn intros(jellyfin: Facade, acting: Acting, params: Params) -> Answer<QueryResult<BaseItem>> {
    jellyfin.require_item(&acting, params.required_item("itemId")?).await?;
    Ok(Json(QueryResult::empty()))
}

/// What the titles of a file's chapters mark.
pub async fn media_segments(jellyfin: Facade, acting: Acting, params: Params, query: Query) -> Answer<QueryResult<MediaSegment>> {
    let id = params.required_item("itemId")?;
    let page = jellyfin.engine.items.get(&acting, id, Include { sources: true, ..Include::default() }).await?;
    let sources = page.items.first().map(|view| view.sources.as_slice()).unwrap_or_default();
    let source = sources.iter().find(|source| source.id == id).or(sources.first());
    let markers = source.map(|source| Marker::of_chapters(&source.probe.chapters)).unwrap_or_default();
    let mut segments: Vec<_> = markers.iter().map(|marker| media_segment(id, marker)).collect();
    if query.has("includeSegmentTypes") {
        let wanted = query.list("includeSegmentTypes");
        segments.retain(|segment| wanted.iter().any(|kind| kind.eq_ignore_ascii_case(segment.r#type)));
    }
    Ok(Json(QueryResult::all(segments)))
}

fn media_segment(item: ItemId, marker: &Marker) -> MediaSegment {
    let r#type = match marker.kind {
        MarkerKind::Intro => "Intro",
        MarkerKind::Outro => "Outro",
        MarkerKind::Recap => "Recap",
        MarkerKind::Preview => "Preview",
        MarkerKind::Commercial => "Commercial",
    };
    let [start_ticks, end_ticks] = [marker.start, marker.end].map(time::ticks);
    MediaSegment { id: Guid(ids::of_text(&format!("{item} {type} {start_ticks}"))), item_id: item.into(), r#type, start_ticks, end_ticks }
}

impl Jellyfin {
    /// Fails with 404 for what the caller cannot see.
    pub async fn require_item(&self, caller: &walros_engine::Caller, id: ItemId) -> Result<walros_model::lists::ItemView> {
        let page = self.engine.items.get(caller, id, Default::default()).await?;
        page.items.into_iter().next().ok_or(Error::NotFound("no such item"))
    }

    async fn themes(&self, acting: &Acting, id: ItemId, songs: bool) -> Result<ThemeMedia> {
        let shape = Shape::full();
        let mut page: ItemPage = self.engine.items.extras(acting, id, shape.include()).await?;
        page.items.retain(|view| theme(view.item.extra) == Some(songs));
        let items = self.page(acting, &page, &shape).await?.items;
        Ok(ThemeMedia { total_record_count: items.len() as u64, items, start_index: 0, owner_id: id.into() })
    }
}

pub async fn theme_media(jellyfin: Facade, acting: Acting, params: Params) -> Answer<AllThemeMedia> {
    let id = params.required_item("itemId")?;
    Ok(Json(AllThemeMedia {
        theme_videos_result: jellyfin.themes(&acting, id, false).await?,
        theme_songs_result: jellyfin.themes(&acting, id, true).await?,
        soundtrack_songs_result: ThemeMedia { owner_id: Guid::default(), ..ThemeMedia::default() },
    }))
}

pub async fn theme_songs(jellyfin: Facade, acting: Acting, params: Params) -> Answer<ThemeMedia> {
    Ok(Json(jellyfin.themes(&acting, params.required_item("itemId")?, true).await?))
}

pub async fn theme_videos(jellyfin: Facade, acting: Acting, params: Params) -> Answer<ThemeMedia> {
    Ok(Json(jellyfin.themes(&acting, params.required_item("itemId")?, false).await?))
}

/// The collections that hold an item.
pub async fn collections(jellyfin: Facade, acting: Acting, params: Params, query: Query) -> Answer<QueryResult<BaseItem>> {
    let shape = Shape::of(&query)?;
    let page = jellyfin.engine.lists.containing(&acting, params.required_item("itemId")?, shape.include()).await?;
    jellyfin.page_answer(&acting, &page, &shape).await
}

/// Which databases an item of its kind can have an id in.
pub async fn external_id_infos(jellyfin: Facade, acting: Acting, params: Params) -> Answer<Value> {
    let view = jellyfin.require_item(&acting, params.required_item("itemId")?).await?;
    let info = |name: &str, key: &str, kind: Option<&str>| match kind {
        Some(kind) => json!({ "Name": name, "Key": key, "Type": kind }),
        None => json!({ "Name": name, "Key": key }),
    };
    Ok(Json(match view.item.kind {
        ItemKind::Movie | ItemKind::Video | ItemKind::Trailer => {
            json!([info("IMDb", "Imdb", None), info("TheMovieDb", "Tmdb", Some("Movie")), info("TheMovieDb", "TmdbCollection", Some("BoxSet"))])
        }
        ItemKind::Series => json!([info("IMDb", "Imdb", None), info("TheMovieDb", "Tmdb", Some("Series")), info("TheTVDB", "Tvdb", Some("Series"))]),
        ItemKind::Season => json!([info("TheTVDB", "Tvdb", Some("Season"))]),
        ItemKind::Episode => json!([info("IMDb", "Imdb", None), info("TheTVDB", "Tvdb", Some("Episode"))]),
        ItemKind::Person => json!([info("IMDb", "Imdb", None), info("TheMovieDb", "Tmdb", Some("Person"))]),
        ItemKind::Collection => json!([info("TheMovieDb", "Tmdb", Some("BoxSet"))]),
        ItemKind::Artist => json!([info("MusicBrainz", "MusicBrainzArtist", Some("Artist"))]),
        ItemKind::Album => json!([info("MusicBrainz", "MusicBrainzAlbumArtist", Some("AlbumArtist")), info("MusicBrainz", "MusicBrainzAlbum", Some("Album"))]),
        ItemKind::Track => json!([info("MusicBrainz", "MusicBrainzTrack", Some("Track")), info("MusicBrainz", "MusicBrainzAlbum", Some("Album"))]),
        _ => json!([]),
    }))
}
