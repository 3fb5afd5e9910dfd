//! Libraries: the views a user sees, and what an administrator makes them of.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::Utc;
use walros_db::{DbError, items, libraries};
use walros_model::ItemId;
use walros_model::library::{Library, LibraryKind, LibraryRoot, PicturesAhead};
use walros_model::lists::ItemView;
use walros_model::query::{Include, ItemQuery};
use walros_model::{ItemKind, query};

use crate::core::Core;
use crate::scans::Scans;
use crate::tasks::Task;
use crate::{Caller, EngineError, Event, Result, policy};

pub struct Libraries(pub(crate) Arc<Core>);

/// A library as a user's home shows it.
#[derive(Clone, Debug)]
pub struct LibraryView {
    pub library: Library,
    pub view: ItemView,
}

/// A library to be made.
#[derive(Clone, Debug)]
pub struct NewLibrary {
    /// `None` = as the kind is called.
    pub name: Option<String>,
    /// `None` = guessed from what is in the folders.
    pub kind: Option<LibraryKind>,
    /// Absolute.
    pub folders: Vec<String>,
    pub ahead: PicturesAhead,
    pub options: Option<String>,
}

impl Libraries {
    /// Those the caller may see, in the order he likes; with `hidden` those too that he took off his home.
    pub async fn views(&self, caller: &Caller, hidden: bool) -> Result<Vec<LibraryView>> {
        let scope = policy::scope(caller)?;
        let user = caller.user_id();
        let query = ItemQuery {
            kinds: vec![ItemKind::Library],
            sort: vec![(query::SortKey::SortName, query::SortOrder::Ascending)],
            include: Include { detail: true, ..Include::default() },
            ..ItemQuery::default()
        };
        let (all, page) = self.0.db.read(move |conn| Ok((libraries::list(conn)?, items::page(conn, &scope, user, &query)?))).await?;
        let mut views: Vec<LibraryView> = Vec::with_capacity(page.items.len());
        for view in page.items {
            if let Some(library) = all.iter().find(|library| library.id == view.item.id) {
                views.push(LibraryView { library: library.clone(), view });
            }
        }
        if let Some(user) = &caller.user {
            let likes = &user.preferences;
            if !hidden {
                views.retain(|view| !likes.hidden_views.contains(&view.library.id));
            }
            // A stable sort: what the user did not put in order keeps its place by name, after the rest.
            views.sort_by_key(|view| likes.view_order.iter().position(|id| *id == view.library.id).unwrap_or(usize::MAX));
        }
        Ok(views)
    }

    pub async fn view(&self, caller: &Caller, library: ItemId) -> Result<LibraryView> {
        let views = self.views(caller, true).await?;
        views.into_iter().find(|view| view.library.id == library).ok_or(EngineError::NotFound)
    }

    /// With folders and their state; administrators only.
    pub async fn list(&self, caller: &Caller) -> Result<Vec<Library>> {
        caller.require_administrator()?;
        Ok(self.0.db.read(libraries::list).await?)
    }

    /// Starts its scan. `Invalid` when a folder is not there or not absolute, `Conflict` for a name in use.
    pub async fn create(&self, caller: &Caller, new: NewLibrary) -> Result<Library> {
        caller.require_administrator()?;
        let mut roots = Vec::with_capacity(new.folders.len());
        for folder in &new.folders {
            roots.push(fresh_root(check_folder(folder).await?));
        }
        let kind = match new.kind {
            Some(kind) => kind,
            None => guess_kind(roots.iter().map(|root| PathBuf::from(&root.path)).collect()).await?,
        };
        let wanted = new.name.as_deref().map(proper_name).transpose()?;
        let all = self.0.db.read(libraries::list).await?;
        let taken = |name: &str| all.iter().any(|library| library.name.to_lowercase() == name.to_lowercase());
        let name = match wanted {
            Some(name) if taken(&name) => return Err(EngineError::Conflict(format!("there is a library {name} already"))),
            Some(name) => name,
            None => free_name(kind.default_name(), taken),
        };
        let library = Library { id: ItemId::random(), name, kind, roots, ahead: new.ahead, options: new.options };
        let row = library.clone();
        self.0.db.write(move |conn| libraries::create(conn, &row, Utc::now())).await?;
        self.changed(Some(library.id)).await?;
        Ok(library)
    }

    pub async fn rename(&self, caller: &Caller, library: ItemId, name: &str) -> Result<()> {
        let name = proper_name(name)?;
        let others = self.list(caller).await?;
        if others.iter().any(|other| other.id != library && other.name.to_lowercase() == name.to_lowercase()) {
            return Err(EngineError::Conflict(format!("there is a library {name} already")));
        }
        self.update(caller, library, move |library| library.name = name).await?;
        self.changed(None).await
    }

    pub async fn add_folder(&self, caller: &Caller, library: ItemId, folder: &str) -> Result<()> {
        caller.require_administrator()?;
        let path = check_folder(folder).await?;
        self.update(caller, library, move |library| {
            if library.roots.iter().all(|root| root.path != path) {
                library.roots.push(fresh_root(path));
            }
        })
        .await?;
        self.changed(Some(library)).await
    }

    /// What was in the folder is missing from now on, and kept.
    pub async fn remove_folder(&self, caller: &Caller, library: ItemId, folder: &str) -> Result<()> {
        let folder = folder.trim_end_matches('/').to_string();
        self.update(caller, library, move |library| library.roots.retain(|root| root.path != folder)).await?;
        self.changed(Some(library)).await
    }

    /// What is made ahead, and what a facade keeps.
    pub async fn set_options(&self, caller: &Caller, library: ItemId, ahead: PicturesAhead, json: &str) -> Result<()> {
        let json = json.to_string();
        self.update(caller, library, move |library| (library.ahead, library.options) = (ahead, Some(json))).await?;
        self.changed(None).await
    }

    /// The files stay; what users did with them is kept for when they come back.
    pub async fn remove(&self, caller: &Caller, library: ItemId) -> Result<()> {
        caller.require_administrator()?;
        Scans(self.0.clone()).cancel(caller, Some(library))?;
        let gone = self.0.db.write(move |conn| {
            libraries::get(conn, library)?.ok_or(DbError::NotFound)?;
            libraries::delete(conn, library)
        });
        gone.await.map_err(not_found)?;
        // What was kept of its films goes with them.
        self.0.ahead.start(&self.0, Task::Renditions);
        self.changed(None).await
    }

    async fn update(&self, caller: &Caller, library: ItemId, change: impl FnOnce(&mut Library) + Send + 'static) -> Result<()> {
        caller.require_administrator()?;
        let done = self.0.db.write(move |conn| {
            let mut row = libraries::get(conn, library)?.ok_or(DbError::NotFound)?;
            change(&mut row);
            libraries::update(conn, &row)
        });
        done.await.map_err(not_found)
    }

    /// Tells listeners, watches the folders anew, and scans what needs it.
    async fn changed(&self, scan: Option<ItemId>) -> Result<()> {
        self.0.events.send(Event::LibrariesChanged);
        Scans(self.0.clone()).watch().await?;
        if let Some(library) = scan {
            Scans(self.0.clone()).start(&Caller::server(), Some(library)).await?;
        }
        Ok(())
    }
}

fn fresh_root(path: String) -> LibraryRoot {
    LibraryRoot { path, device: None, file_count: 0, online: true, trouble: None }
}

/// The folder's absolute path, when it is a folder that can be read.
async fn check_folder(folder: &str) -> Result<String> {
    let path = Path::new(folder);
    if !path.is_absolute() {
        return Err(EngineError::Invalid(format!("{folder} is not an absolute path")));
    }
    match tokio::fs::read_dir(path).await {
        Ok(_) => {
            let real: PathBuf = path.components().collect();
            real.into_os_string().into_string().map_err(|_| EngineError::Invalid(format!("{folder} is not written in UTF-8")))
        }
        Err(error) => Err(EngineError::Invalid(format!("{folder} cannot be read: {error}"))),
    }
}

async fn guess_kind(folders: Vec<PathBuf>) -> Result<LibraryKind> {
    let guessed = tokio::task::spawn_blocking(move || folders.first().map_or(LibraryKind::Mixed, walros_scanner::guess_kind));
    guessed.await.map_err(|error| EngineError::Internal(error.to_string()))
}

fn proper_name(name: &str) -> Result<String> {
    let name = name.trim();
    if name.is_empty() || name.chars().count() > 100 || name.chars().any(char::is_control) {
        return Err(EngineError::Invalid("a library's name has 1 to 100 characters".into()));
    }
    Ok(name.to_string())
}

fn free_name(name: &str, taken: impl Fn(&str) -> bool) -> String {
    let numbered = (2..).map(|number| format!("{name} {number}"));
    std::iter::once(name.to_string()).chain(numbered).find(|name| !taken(name)).unwrap_or_default()
}

fn not_found(error: DbError) -> EngineError {
    match error {
        DbError::NotFound => EngineError::NotFound,
        other => other.into(),
    }
}
