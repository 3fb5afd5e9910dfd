//! Libraries: the views a user sees, and what an administrator makes them of.

use std::sync::Arc;

use walros_model::ItemId;
use walros_model::library::{Library, LibraryKind};
use walros_model::lists::ItemView;

use crate::core::Core;
use crate::{Caller, Result};

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
    pub options: Option<String>,
}

impl Libraries {
    /// Those the caller may see, in the order he likes; with `hidden` those too that he took off his home.
    pub async fn views(&self, _caller: &Caller, _hidden: bool) -> Result<Vec<LibraryView>> {
        todo!()
    }

    pub async fn view(&self, _caller: &Caller, _library: ItemId) -> Result<LibraryView> {
        todo!()
    }

    /// With folders and their state; administrators only.
    pub async fn list(&self, _caller: &Caller) -> Result<Vec<Library>> {
        todo!()
    }

    /// Starts its scan. `Invalid` when a folder is not there or not absolute, `Conflict` for a name in use.
    pub async fn create(&self, _caller: &Caller, _new: NewLibrary) -> Result<Library> {
        todo!()
    }

    pub async fn rename(&self, _caller: &Caller, _library: ItemId, _name: &str) -> Result<()> {
        todo!()
    }

    pub async fn add_folder(&self, _caller: &Caller, _library: ItemId, _folder: &str) -> Result<()> {
        todo!()
    }

    pub async fn remove_folder(&self, _caller: &Caller, _library: ItemId, _folder: &str) -> Result<()> {
        todo!()
    }

    pub async fn set_options(&self, _caller: &Caller, _library: ItemId, _json: &str) -> Result<()> {
        todo!()
    }

    /// The files stay; what users did with them is kept for when they come back.
    pub async fn remove(&self, _caller: &Caller, _library: ItemId) -> Result<()> {
        todo!()
    }
}
