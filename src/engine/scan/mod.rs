//! The scan: what is on disk, compared with what is known, read where it is new and written in batches. Nothing is
//! ever deleted here: what is gone is hidden, and a folder that must not be believed changes nothing.
//!
//! What is new for certain is taken in while the disk is walked ([`early`]); what moved, changed or is gone is known only
//! when all of it was seen.

mod draft;
mod early;
pub(crate) mod edits;
mod external;
mod kept;
mod moved;
mod music;
mod pictures;
mod plan;
pub mod progress;
pub(crate) mod ratings;
mod reading;
mod tiles;
mod walking;
mod work;
mod writer;

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::Utc;
use walros_db::scan::{self, KnownItem};
use walros_db::{Db, DbError, libraries};
use walros_jobs::Workers;
use walros_model::ItemId;
use walros_model::library::{Library, LibraryRoot};
use walros_scanner::listing::Folder;
use walros_scanner::roots::Walked;
use walros_scanner::structure::{self, Found};

use crate::events::Events;
use crate::scans::{ScanPhase, ScanProgress};

use early::Early;
use plan::Plan;
use progress::{Cancel, Teller};
use walking::Walking;
use work::Sorted;
use writer::Writer;

/// What a scan works with.
pub(crate) struct ScanContext<'a> {
    /// Where uploaded subtitles and lyrics are kept.
    pub kept: &'a Path,
    pub db: &'a Db,
    pub workers: &'a Arc<dyn Workers>,
    pub events: &'a Events,
}

/// Scans a library and answers how it ended. `tell` hears how far it is.
pub(crate) async fn scan_library(
    context: &ScanContext<'_>,
    library: &Library,
    cancel: &Cancel,
    tell: &(dyn Fn(ScanProgress) + Send + Sync),
) -> Result<ScanProgress, DbError> {
    let teller = Teller::new(library, tell);
    let phase = run(context, library, cancel, &teller).await?;
    teller.phase(phase);
    Ok(teller.now())
}

async fn run(context: &ScanContext<'_>, library: &Library, cancel: &Cancel, teller: &Teller<'_>) -> Result<ScanPhase, DbError> {
    let library_id = library.id;
    let mut known = context.db.read(move |conn| scan::load_known(conn, library_id)).await?;
    let mut writer = Writer::new(context.db, context.events, library, teller);
    let early = Early::new(context, library, &known);
    let Some(Listing { folders, unbelievable }) = walk(context, library, early, cancel, teller, &mut writer).await? else {
        return Ok(ScanPhase::Cancelled);
    };
    if folders.is_empty() && !library.roots.is_empty() {
        return Ok(ScanPhase::Offline);
    }
    known.extend(writer.forget());
    let disk = compare(library, folders, unbelievable, known, context.kept.to_path_buf()).await?;
    let sorted = Sorted::new(context, library, disk.plan.planned).await;
    teller.counted(sorted.to_read() + sorted.unchanged(), sorted.to_read());
    teller.phase(ScanPhase::Reading);
    let Some(empty) = work::read_and_write(context, library, sorted, cancel, teller, &mut writer).await? else {
        return Ok(ScanPhase::Cancelled);
    };
    writer.hide(empty, Utc::now()).await?;
    writer.hide(disk.gone, Utc::now()).await?;
    teller.phase(ScanPhase::Pictures);
    let mut pictures = std::mem::take(&mut writer.written);
    pictures.extend(work::give_artists_their_pictures(context, disk.plan.artists).await?);
    pictures::measure(context.db, context.workers, pictures, cancel).await?;
    tiles::give_library_its_tile(context, library).await?;
    tiles::give_genres_their_tiles(context, library).await?;
    Ok(if cancel.is_cancelled() { ScanPhase::Cancelled } else { ScanPhase::Done })
}

struct Listing {
    folders: Vec<Folder>,
    /// Paths about which the listing says nothing: roots that are offline, folders that cannot be read.
    unbelievable: Vec<String>,
}

/// The listings of the folders that can be believed. The others are noted as offline, and what is known below them does
/// not change. `None` when it was cancelled.
async fn walk(
    context: &ScanContext<'_>,
    library: &Library,
    mut early: Early<'_>,
    cancel: &Cancel,
    teller: &Teller<'_>,
    writer: &mut Writer<'_>,
) -> Result<Option<Listing>, DbError> {
    let mut listing = Listing { folders: Vec::with_capacity(library.roots.len()), unbelievable: Vec::new() };
    for root in &library.roots {
        let mut walking = Walking::start(root.clone(), cancel.clone());
        while let Some(parts) = walking.parts().await {
            if early.take(parts, cancel, teller, writer).await?.is_none() {
                return Ok(None);
            }
        }
        let walked = walking.end().await?;
        if cancel.is_cancelled() {
            return Ok(None);
        }
        let now = listing.add(root, walked);
        if now != *root {
            let id = library.id;
            context.db.write(move |conn| libraries::set_root(conn, id, &now)).await?;
        }
    }
    Ok(Some(listing))
}

impl Listing {
    /// Adds what a root shows, and answers what is to be remembered of it.
    fn add(&mut self, root: &LibraryRoot, walked: Result<Walked, String>) -> LibraryRoot {
        match walked {
            Ok(walked) => {
                for trouble in walked.unreadable.iter().chain(&walked.skipped) {
                    tracing::warn!(path = %trouble.path, "passed over: {}", trouble.text);
                    self.unbelievable.push(trouble.path.clone());
                }
                self.folders.push(walked.folder);
                LibraryRoot { path: root.path.clone(), device: Some(walked.device), file_count: walked.file_count, online: true, trouble: None }
            }
            Err(trouble) => {
                tracing::warn!(root = %root.path, %trouble, "offline: nothing is changed below it");
                self.unbelievable.push(root.path.clone());
                LibraryRoot { online: false, trouble: Some(trouble), ..root.clone() }
            }
        }
    }
}

/// Disk against database.
struct Compared {
    plan: Plan,
    /// Known, listed, and not there any more.
    gone: Vec<ItemId>,
}

async fn compare(library: &Library, folders: Vec<Folder>, unbelievable: Vec<String>, known: Vec<KnownItem>, kept: PathBuf) -> Result<Compared, DbError> {
    let (kind, id) = (library.kind, library.id);
    // Roots that were taken out of the library are no longer anybody's: what was below them is gone.
    let compared = tokio::task::spawn_blocking(move || {
        let found = structure::build(kind, &folders);
        // Nothing is known of what is below such a path, nor whether a folder above it is empty now.
        let believed = |item: &KnownItem| !unbelievable.iter().any(|path| is_below(&item.key, path) || is_below(path, &item.key));
        let keys = keys_of(&found);
        let vanished: Vec<KnownItem> = known.iter().filter(|item| believed(item) && !keys.contains(&item.key)).cloned().collect();
        let by_key: HashMap<String, KnownItem> = known.into_iter().map(|item| (item.key.clone(), item)).collect();
        let moved = moved::pair(&found, &by_key, &vanished, &|path| walros_scanner::fingerprint::of_path(path).ok());
        let mut plan = plan::plan(found, id, &by_key, &moved);
        kept::add(&kept, &mut plan.planned);
        let there: HashSet<ItemId> = plan.planned.iter().map(|planned| planned.id).collect();
        let gone = vanished.iter().filter(|item| !item.missing && !there.contains(&item.id)).map(|item| item.id).collect();
        Compared { plan, gone }
    });
    compared.await.map_err(|error| DbError::Failed(error.to_string()))
}

fn keys_of(found: &[Found]) -> HashSet<String> {
    let mut keys = HashSet::new();
    for found in found {
        found.walk(&mut |found| {
            keys.insert(found.key.clone());
        });
    }
    keys
}

fn is_below(key: &str, root: &str) -> bool {
    key.strip_prefix(root).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}
