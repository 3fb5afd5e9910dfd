//! Libraries as administrators (and the first-run wizard) make and change them, and what tools report about folders.

use actix_web::web::Json;
use serde_json::{Value, json};
use walros_engine::libraries::NewLibrary;
use walros_engine::scans::{ScanPhase, ScanProgress};
use walros_engine::{Caller, EngineError};
use walros_model::ItemId;
use walros_model::library::{Library, LibraryKind, PicturesAhead};
use walros_model::query::Include;

use crate::access::Who;
use crate::convert::document_shapes::typed;
use crate::convert::documents::{self, Document, LIBRARY_OPTIONS};
use crate::convert::kinds::{collection_type, parse_collection_type};
use crate::dto::library::VirtualFolder;
use crate::error::{Error, Result};
use crate::json::{Body, Object, OptionalBody};
use crate::lookup::Lookup;
use crate::pushes::percent;
use crate::query::Query;
use crate::{Answer, Done, Facade, Jellyfin, no_content};

pub async fn virtual_folders(jellyfin: Facade, who: Who) -> Answer<Vec<VirtualFolder>> {
    let scans = jellyfin.engine.scans.progress(&who)?;
    let libraries = jellyfin.engine.libraries.list(&who).await?;
    Ok(Json(libraries.iter().map(|library| virtual_folder(library, &scans)).collect()))
}

fn virtual_folder(library: &Library, scans: &[ScanProgress]) -> VirtualFolder {
    let Library { id, name, kind, roots, ahead, options } = library;
    let locations: Vec<String> = roots.iter().map(|root| root.path.clone()).collect();
    let running = scans.iter().find(|scan| scan.library == *id && is_running(scan));
    VirtualFolder {
        name: name.clone(),
        collection_type: collection_type(*kind),
        library_options: library_options(*kind, *ahead, options.as_deref(), &locations),
        locations,
        item_id: (*id).into(),
        primary_image_item_id: (*id).into(),
        refresh_progress: running.map(percent),
        refresh_status: if running.is_some() { "Active" } else { "Idle" },
    }
}

pub fn is_running(scan: &ScanProgress) -> bool {
    matches!(scan.phase, ScanPhase::Waiting | ScanPhase::Walking | ScanPhase::Reading | ScanPhase::Pictures)
}

/// What was stored over the defaults, with the folders as they are.
fn library_options(kind: LibraryKind, ahead: PicturesAhead, stored: Option<&str>, locations: &[String]) -> Document {
    let mut options = documents::overlaid(&LIBRARY_OPTIONS, &documents::stored(stored));
    let PicturesAhead { trickplay, trickplay_after_scan, chapters, chapters_after_scan } = ahead;
    let wishes = [(TRICKPLAY, trickplay), (TRICKPLAY_IN_SCAN, trickplay_after_scan), (CHAPTERS, chapters), (CHAPTERS_IN_SCAN, chapters_after_scan)];
    options.extend(wishes.map(|(name, wish)| (name.to_owned(), Value::from(wish))));
    options.insert("PathInfos".to_owned(), locations.iter().map(|path| json!({ "Path": path })).collect());
    if options.get("TypeOptions").and_then(Value::as_array).is_none_or(Vec::is_empty) {
        options.insert("TypeOptions".to_owned(), item_types(kind).iter().map(|word| type_options(word)).collect());
    }
    options
}

const TRICKPLAY: &str = "EnableTrickplayImageExtraction";
const TRICKPLAY_IN_SCAN: &str = "ExtractTrickplayImagesDuringLibraryScan";
const CHAPTERS: &str = "EnableChapterImageExtraction";
const CHAPTERS_IN_SCAN: &str = "ExtractChapterImagesDuringLibraryScan";

/// What an administrator wants made before anybody asks for it.
fn pictures_ahead(options: &Object) -> Result<PicturesAhead> {
    let wish = |name| Ok::<_, Error>(options.flag(name)?.unwrap_or(false));
    Ok(PicturesAhead {
        trickplay: wish(TRICKPLAY)?,
        trickplay_after_scan: wish(TRICKPLAY_IN_SCAN)?,
        chapters: wish(CHAPTERS)?,
        chapters_after_scan: wish(CHAPTERS_IN_SCAN)?,
    })
}

/// Whether the library of an item wants a kind of file to be saved beside its media.
pub async fn saves_beside(jellyfin: &Jellyfin, caller: &Caller, item: ItemId, option: &str) -> Result<bool> {
    let page = jellyfin.engine.items.get(caller, item, Include::default()).await?;
    let home = page.items.first().and_then(|view| view.item.library);
    let libraries = jellyfin.engine.libraries.list(&Caller::server()).await?;
    let stored = libraries.iter().find(|library| Some(library.id) == home).and_then(|library| library.options.as_deref());
    Ok(Object(documents::overlaid(&LIBRARY_OPTIONS, &documents::stored(stored))).flag(option)?.unwrap_or(false))
}

/// The kinds of item a library of a kind is made of.
fn item_types(kind: LibraryKind) -> &'static [&'static str] {
    match kind {
        LibraryKind::Movies => &["Movie"],
        LibraryKind::Shows => &["Series", "Season", "Episode"],
        LibraryKind::Music => &["MusicArtist", "MusicAlbum", "Audio"],
        LibraryKind::MusicVideos => &["MusicVideo"],
        LibraryKind::Photos | LibraryKind::HomeVideos => &["Video", "Photo"],
        LibraryKind::Books => &["Book"],
        LibraryKind::Mixed => &["Movie", "Series", "Season", "Episode"],
    }
}

fn type_options(word: &str) -> Value {
    json!({
        "Type": word, "MetadataFetchers": [], "MetadataFetcherOrder": [], "ImageFetchers": [], "ImageFetcherOrder": [], "ImageOptions": [], "SimilarItemProviders": [],
        "SimilarItemProviderOrder": []
    })
}

fn library_options_sent(body: &Object) -> Result<Option<Object>> {
    body.object("LibraryOptions")?.map(|options| typed("LibraryOptions", &options.0).map(Object)).transpose()
}

/// Name and kind in the query; folders in the query, or in the options in the body.
pub async fn create(jellyfin: Facade, who: Who, query: Query, body: OptionalBody) -> Done {
    let options = library_options_sent(&body.0)?;
    let mut folders: Vec<String> = query.list("paths").into_iter().map(str::to_owned).collect();
    if let Some(options) = &options {
        let infos = options.objects("PathInfos")?;
        folders.extend(infos.iter().filter_map(|info| info.text("Path").map(|path| path.into_owned())));
    }
    folders.dedup();
    let kind = match query.text("collectionType") {
        Some(word) => Some(parse_collection_type(&word).ok_or_else(|| Error::invalid("collectionType", "not a kind of library"))?),
        None => Some(LibraryKind::Mixed),
    };
    let name = query.text("name").map(|name| name.into_owned());
    let ahead = options.as_ref().map(pictures_ahead).transpose()?.unwrap_or_default();
    let new = NewLibrary { name, kind, folders, ahead, options: options.map(|options| Value::from(options.0).to_string()) };
    jellyfin.engine.libraries.create(&who, new).await?;
    Ok(no_content())
}

impl Jellyfin {
    async fn library_named(&self, who: &Who, name: &str) -> Result<Library> {
        let libraries = self.engine.libraries.list(who).await?;
        libraries.into_iter().find(|library| library.name.eq_ignore_ascii_case(name)).ok_or(Error::NotFound("no such library"))
    }
}

fn required(values: &impl Lookup, name: &str) -> Result<String> {
    values.text(name).map(|text| text.into_owned()).ok_or_else(|| Error::invalid(name, "missing"))
}

pub async fn remove(jellyfin: Facade, who: Who, query: Query) -> Done {
    let library = jellyfin.library_named(&who, &required(&query, "name")?).await?;
    jellyfin.engine.libraries.remove(&who, library.id).await?;
    Ok(no_content())
}

pub async fn rename(jellyfin: Facade, who: Who, query: Query) -> Done {
    let library = jellyfin.library_named(&who, &required(&query, "name")?).await?;
    jellyfin.engine.libraries.rename(&who, library.id, &required(&query, "newName")?).await.map_err(|error| match error {
        EngineError::Conflict(_) => Error::Status(actix_web::http::StatusCode::CONFLICT),
        other => other.into(),
    })?;
    Ok(no_content())
}

/// The folder in the body, in one of two members.
fn folder(body: &Object) -> Result<String> {
    match body.object("PathInfo")? {
        Some(info) => required(&info, "Path"),
        None => required(body, "Path"),
    }
}

pub async fn add_path(jellyfin: Facade, who: Who, body: Body) -> Done {
    let library = jellyfin.library_named(&who, &required(&body.0, "Name")?).await?;
    jellyfin.engine.libraries.add_folder(&who, library.id, &folder(&body.0)?).await.map_err(|error| match error {
        EngineError::Invalid(_) => Error::NotFound("no such folder"),
        other => other.into(),
    })?;
    Ok(no_content())
}

/// Only a network path could change here, which we have none of.
pub async fn update_path(jellyfin: Facade, who: Who, body: Body) -> Done {
    jellyfin.library_named(&who, &required(&body.0, "Name")?).await?;
    Ok(no_content())
}

pub async fn remove_path(jellyfin: Facade, who: Who, query: Query) -> Done {
    let library = jellyfin.library_named(&who, &required(&query, "name")?).await?;
    jellyfin.engine.libraries.remove_folder(&who, library.id, &required(&query, "path")?).await?;
    Ok(no_content())
}

pub async fn set_options(jellyfin: Facade, who: Who, body: Body) -> Done {
    let id = body.0.item("Id")?.ok_or_else(|| Error::invalid("Id", "missing"))?;
    let options = library_options_sent(&body.0)?.ok_or_else(|| Error::invalid("LibraryOptions", "missing"))?;
    let ahead = pictures_ahead(&options)?;
    jellyfin.engine.libraries.set_options(&who, id, ahead, &Value::from(options.0).to_string()).await?;
    Ok(no_content())
}

pub async fn physical_paths(jellyfin: Facade, who: Who) -> Answer<Vec<String>> {
    let libraries = jellyfin.engine.libraries.list(&who).await?;
    Ok(Json(libraries.into_iter().flat_map(|library| library.roots).map(|root| root.path).collect()))
}

pub async fn refresh(jellyfin: Facade, who: Who) -> Done {
    jellyfin.engine.scans.start(&who, None).await?;
    Ok(no_content())
}

/// Sonarr and Radarr say which paths they changed.
pub async fn media_updated(jellyfin: Facade, who: Who, body: Body) -> Done {
    let paths: Vec<String> = body.0.objects("Updates")?.iter().filter_map(|update| update.text("Path").map(|path| path.into_owned())).collect();
    jellyfin.engine.scans.paths_changed(&who, &paths).await?;
    Ok(no_content())
}

/// A film or series changed somewhere, which older tools name by its id in a database.
pub async fn something_updated(jellyfin: Facade, who: Who) -> Done {
    jellyfin.engine.scans.start(&who, None).await?;
    Ok(no_content())
}

/// What can be chosen for a new library: everything is read from the files, and nothing fetched.
pub async fn available_options(query: Query) -> Answer<Value> {
    let kind = query.text("libraryContentType").and_then(|word| parse_collection_type(&word)).unwrap_or(LibraryKind::Mixed);
    let types: Vec<Value> = item_types(kind)
        .iter()
        .map(|word| {
            json!({
                "Type": word, "MetadataFetchers": [], "ImageFetchers": [], "SupportedImageTypes": ["Primary", "Backdrop", "Logo", "Thumb", "Banner", "Art"], "DefaultImageOptions": [],
                "SimilarItemProviders": []
            })
        })
        .collect();
    Ok(Json(json!({
        "MetadataSavers": [], "MetadataReaders": [{ "Name": "Nfo", "DefaultEnabled": true }], "SubtitleFetchers": [], "LyricFetchers": [], "MediaSegmentProviders": [],
        "TypeOptions": types
    })))
}
