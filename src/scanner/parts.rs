//! A tree while it is walked. What is done of it is told in parts, so that a library need not wait for its last folder.

use std::ops::ControlFlow;

use crate::listing::{File, Folder};

/// Hears a part of a folder that is being walked: the folder with those of its folders that are done and were not told
/// before. `Break` ends the walk.
pub type Tell<'a> = &'a mut dyn FnMut(Folder) -> ControlFlow<()>;

/// Media files after which a folder tells what is done of it without being done itself: it is a shelf (`Films/A-F`), or
/// large enough to be worth it.
const MANY: u64 = 500;

/// Folders deeper than this are told with the one they are in.
const DEEPEST: usize = 3;

/// The folders that are being walked, each in the one before it.
pub(crate) struct Parts<'a> {
    open: Vec<Open>,
    /// Media files in folders that are done and were not told.
    waiting: u64,
    tell: Tell<'a>,
}

struct Open {
    folder: Folder,
    /// Media files directly in it.
    media: u64,
    /// So many of its folders were told.
    told: usize,
}

impl<'a> Parts<'a> {
    pub fn new(root: Folder, tell: Tell<'a>) -> Self {
        let mut parts = Self { open: Vec::new(), waiting: 0, tell };
        parts.enter(root);
        parts
    }

    pub fn enter(&mut self, folder: Folder) {
        self.open.push(Open { folder, media: 0, told: 0 });
    }

    /// A file of the innermost folder. Its files come before the folders in it.
    pub fn file(&mut self, file: File, is_media: bool) {
        let Some(open) = self.open.last_mut() else { return };
        open.folder.files.push(file);
        open.media += u64::from(is_media);
    }

    /// The innermost folder is done.
    pub fn leave(&mut self) -> ControlFlow<()> {
        // A part of it was told: so is the rest.
        if self.open.last().is_some_and(|open| open.told > 0) {
            self.tell()?;
        }
        let depth = self.open.len().saturating_sub(1);
        let (Some(done), Some(parent)) = (self.open.pop(), self.open.last_mut()) else { return ControlFlow::Continue(()) };
        parent.folder.folders.push(done.folder);
        if done.told > 0 {
            parent.told = parent.folder.folders.len();
            return ControlFlow::Continue(());
        }
        self.waiting += done.media;
        let is_shelf = parent.media == 0 && depth <= DEEPEST && self.waiting >= MANY;
        if self.waiting > 0 && (depth == 1 || is_shelf) { self.tell() } else { ControlFlow::Continue(()) }
    }

    /// The innermost folder cannot be read.
    pub fn forget(&mut self) {
        self.open.pop();
    }

    /// All of it.
    pub fn finish(mut self) -> Folder {
        self.open.drain(..).next().map(|open| open.folder).unwrap_or_default()
    }

    /// Tells what is done and was not told. Loose files of the outermost folder belong together wherever they stand in
    /// the order of names, so they are no part.
    fn tell(&mut self) -> ControlFlow<()> {
        let mut part: Option<Folder> = None;
        for (depth, open) in self.open.iter_mut().enumerate().rev() {
            let Folder { path, name, files, folders } = &open.folder;
            let files = if depth == 0 { Vec::new() } else { files.clone() };
            let folders = folders.iter().skip(open.told).cloned().chain(part).collect();
            open.told = open.folder.folders.len();
            part = Some(Folder { path: path.clone(), name: name.clone(), files, folders });
        }
        self.waiting = 0;
        part.map_or(ControlFlow::Continue(()), |part| (self.tell)(part))
    }
}
