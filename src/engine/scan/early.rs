//! What is new, taken in while the walk goes on: in a large library, or on a slow disk, the first film is there long
//! before the last folder was looked into. Whatever may be something that is known (a file that moved, another copy, more
//! of the same series) waits until all of the disk was seen, and so does everything that is gone.

use std::collections::{HashMap, HashSet};

use walros_db::DbError;
use walros_db::scan::KnownItem;
use walros_model::ItemKind;
use walros_model::library::Library;
use walros_scanner::listing::Folder;
use walros_scanner::structure::{self, Found};

use super::progress::{Cancel, Teller};
use super::work::{self, Sorted};
use super::writer::Writer;
use super::{ScanContext, plan};

pub(super) struct Early<'a> {
    context: &'a ScanContext<'a>,
    library: &'a Library,
    /// Folders directly in a root in which something known lies, or did.
    inhabited: HashSet<String>,
    /// Of known files. A file of one of these sizes may be that file.
    sizes: HashSet<u64>,
    /// What the series are called that were met. One that comes again is the same series, and put together at the end.
    series: HashSet<String>,
}

impl<'a> Early<'a> {
    pub fn new(context: &'a ScanContext<'a>, library: &'a Library, known: &[KnownItem]) -> Self {
        let tops = |item: &KnownItem| library.roots.iter().filter_map(|root| top(&root.path, &item.key)).map(str::to_owned).collect::<Vec<_>>();
        Self {
            context,
            library,
            inhabited: known.iter().flat_map(tops).collect(),
            sizes: known.iter().filter_map(|item| Some(item.media.as_ref()?.size)).collect(),
            series: known.iter().filter(|item| item.kind == ItemKind::Series).map(|item| structure::series_title(&item.key)).collect(),
        }
    }

    /// Takes in what is new in these parts of a root. `None` when it was cancelled.
    pub async fn take(&mut self, parts: Vec<Folder>, cancel: &Cancel, teller: &Teller<'_>, writer: &mut Writer<'_>) -> Result<Option<()>, DbError> {
        let found = self.new_in(parts, writer.remembered());
        if found.is_empty() {
            return Ok(Some(()));
        }
        let plan = plan::plan(found, self.library.id, writer.remembered(), &HashMap::new());
        let sorted = Sorted::new(self.context, self.library, plan.planned).await;
        teller.met(sorted.to_read());
        let read = work::read_and_write(self.context, self.library, sorted, cancel, teller, writer).await?;
        Ok(read.map(|_| ()))
    }

    fn new_in(&mut self, parts: Vec<Folder>, taken: &HashMap<String, KnownItem>) -> Vec<Found> {
        let mut parts = parts.into_iter().map(|mut part| {
            part.folders.retain(|folder| self.is_new(folder));
            part
        });
        let Some(mut root) = parts.next() else { return Vec::new() };
        parts.for_each(|part| root.append(part));
        let mut found = structure::build(self.library.kind, &[root]);
        found.retain(|found| self.is_whole(found, taken));
        found
    }

    fn is_new(&self, folder: &Folder) -> bool {
        let mut seems_known = self.inhabited.contains(&folder.path);
        folder.walk(&mut |_, file| seems_known |= self.sizes.contains(&file.stat.size));
        !seems_known
    }

    /// Whether it is no more of a series that was met elsewhere.
    fn is_whole(&mut self, found: &Found, taken: &HashMap<String, KnownItem>) -> bool {
        found.kind != ItemKind::Series || taken.contains_key(&found.key) || self.series.insert(structure::series_title(&found.key))
    }
}

/// The folder directly in `root` that is, or holds, what has this key.
fn top<'k>(root: &str, key: &'k str) -> Option<&'k str> {
    let root = root.trim_end_matches('/');
    let rest = key.strip_prefix(root)?.strip_prefix('/')?;
    let name = rest.split('/').next().unwrap_or(rest);
    key.get(..root.len() + 1 + name.len())
}
