//! Reads what is new or changed, several at a time, and hands it to the writer: folders when the first thing in them
//! is there, albums with all their tracks.

use std::collections::HashMap;
use std::sync::Arc;

use chrono::Utc;
use futures_util::{StreamExt, stream};
use walros_db::scan as db_scan;
use walros_db::{DbError, names};
use walros_jobs::Workers;
use walros_model::ItemId;
use walros_model::item::{Image, ItemKind};
use walros_model::library::Library;
use walros_model::query::{Include, Scope};
use walros_scanner::structure::Found;

use super::draft::{Above, Draft, assemble, images};
use super::plan::{Place, Planned};
use super::progress::{Cancel, Teller};
use super::writer::Writer;
use super::{ScanContext, music, reading};

/// Files read at the same time: enough to keep the workers and the disk busy.
const IN_FLIGHT: usize = 12;

/// What is read together.
enum Work {
    File(Box<Planned>),
    Album(Box<Planned>, Vec<Planned>),
}

/// What must be read, and what is as it was.
pub(super) struct Sorted {
    folders: Folders,
    works: Vec<Work>,
    /// Files, and albums none of whose tracks changed.
    unchanged: Vec<Planned>,
}

impl Sorted {
    pub async fn new(context: &ScanContext<'_>, library: &Library, planned: Vec<Planned>) -> Self {
        let folders = Folders::read(context.workers, library, &planned).await;
        let (works, unchanged) = sort_out(planned, &folders, context.workers.build());
        Self { folders, works, unchanged }
    }

    /// Files that are to be read.
    pub fn to_read(&self) -> u64 {
        let files = |work: &Work| match work {
            Work::File(_) => 1,
            Work::Album(_, tracks) => tracks.len() as u64,
        };
        self.works.iter().map(files).sum()
    }

    pub fn unchanged(&self) -> u64 {
        self.unchanged.len() as u64
    }
}

/// Answers the folders that are listed and hold nothing any more; `None` when it was cancelled.
pub(super) async fn read_and_write(
    context: &ScanContext<'_>,
    library: &Library,
    sorted: Sorted,
    cancel: &Cancel,
    teller: &Teller<'_>,
    writer: &mut Writer<'_>,
) -> Result<Option<Vec<ItemId>>, DbError> {
    let Sorted { mut folders, works, unchanged } = sorted;
    bring_back(&mut folders, &unchanged, writer).await?;
    let above: HashMap<ItemId, Above> = works.iter().map(|work| (first(work).id, folders.above(first(work)))).collect();
    let above = &above;
    let drafts = stream::iter(works).map(|work| async move {
        let above = above.get(&first(&work).id).cloned().unwrap_or_default();
        read_work(context.workers, library, work, above).await
    });
    let mut drafts = std::pin::pin!(drafts.buffer_unordered(IN_FLIGHT));
    while let Some(done) = drafts.next().await {
        if cancel.is_cancelled() {
            writer.flush().await?;
            return Ok(None);
        }
        teller.read(done.files, done.folder.as_deref());
        for (draft, place, known) in done.drafts {
            if !draft.item.missing {
                folders.write_above(&place, writer).await?;
            }
            writer.add(draft, known).await?;
        }
    }
    writer.flush().await?;
    Ok(Some(folders.empty()))
}

/// Files that are as they were: shown again when they were away, with the folders above them.
async fn bring_back(folders: &mut Folders, unchanged: &[Planned], writer: &mut Writer<'_>) -> Result<(), DbError> {
    let mut back = Vec::new();
    for planned in unchanged {
        let Some(known) = &planned.known else { continue };
        if known.media.as_ref().is_some_and(|media| media.failure.is_some()) {
            continue;
        }
        folders.write_above(&planned.place, writer).await?;
        folders.needs(planned.id);
        if known.missing {
            back.push(planned.id);
        }
    }
    writer.flush().await?;
    writer.show(back, Utc::now()).await
}

fn first(work: &Work) -> &Planned {
    match work {
        Work::File(planned) | Work::Album(planned, _) => planned,
    }
}

/// What must be read, and what is as it was (files only, and albums none of whose tracks changed).
fn sort_out(planned: Vec<Planned>, folders: &Folders, build: u64) -> (Vec<Work>, Vec<Planned>) {
    let mut tracks: HashMap<ItemId, Vec<Planned>> = HashMap::new();
    let mut rest = Vec::with_capacity(planned.len());
    for planned in planned {
        match planned.place.album {
            Some(album) if planned.found.kind == ItemKind::Track => tracks.entry(album).or_default().push(planned),
            _ => rest.push(planned),
        }
    }
    let (mut works, mut unchanged) = (Vec::new(), Vec::new());
    for planned in rest {
        let same = |planned: &Planned| planned.is_as_known(&folders.above(planned).words(), build);
        if planned.found.kind == ItemKind::Album {
            let tracks = tracks.remove(&planned.id).unwrap_or_default();
            let count = tracks.len();
            let was = planned.known.as_ref().is_some_and(|known| known.seen == album_signature(&planned, &tracks));
            if was && tracks.iter().all(same) {
                unchanged.push(planned);
                unchanged.extend(tracks);
            } else if count > 0 {
                works.push(Work::Album(Box::new(planned), tracks));
            }
        } else if planned.is_file() {
            if same(&planned) { unchanged.push(planned) } else { works.push(Work::File(Box::new(planned))) }
        }
    }
    (works, unchanged)
}

/// An album changes with its tracks: their names and number are what it is made of.
fn album_signature(album: &Planned, tracks: &[Planned]) -> i64 {
    let mut keys: Vec<&str> = tracks.iter().map(|track| track.found.key.as_str()).collect();
    keys.sort_unstable();
    album.signature(&keys.join("\n"))
}

struct Done {
    drafts: Vec<(Draft, Place, bool)>,
    files: u64,
    folder: Option<String>,
}

async fn read_work(workers: &Arc<dyn Workers>, library: &Library, work: Work, above: Above) -> Done {
    match work {
        Work::File(planned) => {
            let folder = folder_of(&planned.found);
            let mut draft = read_one(workers, library, &planned, &above).await;
            if draft.item.album.is_none() {
                music::own_cover(&mut draft);
            }
            Done { drafts: vec![(draft, planned.place, planned.known.is_some())], files: 1, folder }
        }
        Work::Album(planned, tracks) => {
            let mut album = read_one(workers, library, &planned, &above).await;
            album.signature = album_signature(&planned, &tracks);
            let inside = Above { album_name: Some(album.item.name.clone()), ..above.clone() };
            let mut drafts = Vec::with_capacity(tracks.len());
            for track in &tracks {
                drafts.push(read_one(workers, library, track, &inside).await);
            }
            for (draft, track) in drafts.iter_mut().zip(&tracks) {
                // The album's name is made of the tracks; a track does not change with it.
                draft.signature = track.signature(&above.words());
            }
            music::sum_up(&mut album, &mut drafts);
            album.item.missing = drafts.iter().all(|draft| draft.item.missing);
            let mut done = vec![(album, planned.place, planned.known.is_some())];
            done.extend(drafts.into_iter().zip(&tracks).map(|(draft, track)| (draft, track.place, track.known.is_some())));
            Done { drafts: done, files: tracks.len() as u64, folder: planned.found.path.clone() }
        }
    }
}

async fn read_one(workers: &Arc<dyn Workers>, library: &Library, planned: &Planned, above: &Above) -> Draft {
    let reading = reading::read(workers, planned).await;
    for (path, fault) in &reading.warnings {
        tracing::warn!(%path, "{fault}");
    }
    let draft = assemble(library, planned, reading, above, workers.build(), Utc::now());
    if let Some(media) = draft.media.as_ref()
        && let Some(failure) = &media.failure
    {
        tracing::warn!(path = %media.path, "cannot be taken in: {failure}");
    }
    draft
}

fn folder_of(found: &Found) -> Option<String> {
    found.path.as_deref().and_then(|path| path.rsplit_once('/')).map(|(folder, _)| folder.to_string())
}

/// Series, seasons and plain folders. They are written when the first thing in them is, so that no empty one appears.
struct Folders {
    names: HashMap<ItemId, (ItemKind, String)>,
    waiting: HashMap<ItemId, Folder>,
    order: Vec<ItemId>,
}

struct Folder {
    draft: Option<Draft>,
    place: Place,
    known: Option<db_scan::KnownItem>,
    needed: bool,
}

impl Folders {
    async fn read(workers: &Arc<dyn Workers>, library: &Library, planned: &[Planned]) -> Self {
        let mut folders = Self { names: HashMap::new(), waiting: HashMap::new(), order: Vec::new() };
        for planned in planned.iter().filter(|planned| !planned.is_file() && planned.found.kind != ItemKind::Album) {
            let above = folders.above(planned);
            let draft = read_one(workers, library, planned, &above).await;
            folders.names.insert(planned.id, (draft.item.kind, draft.item.name.clone()));
            let same = planned.known.as_ref().is_some_and(|known| known.seen == draft.signature && !known.missing);
            let folder = Folder { draft: (!same).then_some(draft), place: planned.place, known: planned.known.clone(), needed: false };
            folders.waiting.insert(planned.id, folder);
            folders.order.push(planned.id);
        }
        // An album names its tracks itself, once its tags are read.
        folders
    }

    fn above(&self, planned: &Planned) -> Above {
        let name = |id: Option<ItemId>| id.and_then(|id| self.names.get(&id)).map(|(_, name)| name.clone());
        let Place { series, season, album, .. } = planned.place;
        Above { series_name: name(series), season_name: name(season), album_name: name(album) }
    }

    /// Writes the folders above, the highest first, unless they are there already.
    async fn write_above(&mut self, place: &Place, writer: &mut Writer<'_>) -> Result<(), DbError> {
        let mut chain = Vec::new();
        let mut next = place.parent;
        while let Some(id) = next {
            let Some(folder) = self.waiting.get_mut(&id).filter(|folder| !folder.needed) else { break };
            folder.needed = true;
            next = folder.place.parent;
            chain.extend(folder.draft.take().map(|draft| (draft, folder.known.is_some())));
        }
        for (draft, known) in chain.into_iter().rev() {
            writer.add(draft, known).await?;
        }
        Ok(())
    }

    fn needs(&mut self, id: ItemId) {
        if let Some(folder) = self.waiting.get_mut(&id) {
            folder.needed = true;
        }
    }

    /// Folders that are listed and hold nothing that can be played any more.
    fn empty(&self) -> Vec<ItemId> {
        let empty = |id: &&ItemId| self.waiting.get(id).is_some_and(|folder| !folder.needed && folder.known.as_ref().is_some_and(|known| !known.missing));
        self.order.iter().filter(empty).copied().collect()
    }
}

/// Pictures in artists' folders become those of the artists, where tags know such an artist.
pub(super) async fn give_artists_their_pictures(context: &ScanContext<'_>, artists: Vec<Found>) -> Result<Vec<(ItemId, Vec<Image>)>, DbError> {
    let found = context.db.read(move |conn| {
        let mut found = Vec::new();
        for artist in artists {
            let images = images(&artist);
            let known = names::by_name(conn, &Scope::default(), None, ItemKind::Artist, &artist.name, Include::default())?;
            if let Some(view) = known.filter(|view| !images.is_empty() && tags(&view.item.card.images) != tags(&images)) {
                found.push((view.item.id, images));
            }
        }
        Ok(found)
    });
    found.await
}

fn tags(images: &[Image]) -> Vec<&str> {
    images.iter().map(|image| image.tag.as_str()).collect()
}
