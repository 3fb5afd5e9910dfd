//! Subtitles and lyrics that somebody adds to an item as files of their own, and taking such files away.

use std::fs::OpenOptions;
use std::io::{ErrorKind, Write as _};
use std::path::{Path, PathBuf};

use walros_db::items;
use walros_metadata::sidecar;
use walros_model::item::MediaType;
use walros_model::probe::MediaSource;
use walros_model::query::Include;
use walros_model::{ItemId, ItemKind};

use super::Items;
use crate::kept::{self, STEM};
use crate::scans::Scans;
use crate::{Caller, EngineError, Grant, Result, policy};

/// A subtitle as a client sends it.
#[derive(Clone, Debug)]
pub struct NewSubtitle {
    /// As a file's name says it: `eng`, `pt-BR`; empty when nobody knows.
    pub language: String,
    /// `srt`, `ass` …
    pub extension: String,
    pub forced: bool,
    pub hearing_impaired: bool,
    pub bytes: Vec<u8>,
}

/// Names that are tried for a file beside others of its kind.
const MOST_OF_A_NAME: u32 = 99;

impl Items {
    /// Adds a subtitle to a video, beside its file where `beside` says so and the folder may be written, in our own folder
    /// otherwise. Nothing is overwritten. Needs the right to; `Invalid` for what is no subtitle. A scan takes it in.
    pub async fn add_subtitle(&self, caller: &Caller, video: ItemId, new: NewSubtitle, beside: bool) -> Result<()> {
        policy::require(caller, Grant::Subtitles)?;
        let NewSubtitle { language, extension, forced, hearing_impaired, bytes } = new;
        let (kind, library, source) = self.file(caller, video).await?;
        let simple = |text: &str| text.len() <= 12 && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
        if kind.media_type() != MediaType::Video || bytes.is_empty() || !simple(&language) || !simple(&extension) {
            return Err(EngineError::Invalid("a video, a language and a subtitle are needed".into()));
        }
        let mut words = if language.is_empty() { String::new() } else { format!(".{language}") };
        words.push_str(if forced { ".forced" } else { "" });
        words.push_str(if hearing_impaired { ".sdh" } else { "" });
        let extension = extension.to_lowercase();
        if !sidecar::is_subtitle(&format!("{STEM}.{extension}")) {
            return Err(EngineError::Invalid("no such format of subtitles".into()));
        }
        let places = self.places(video, &source, beside);
        let path =
            write_new(places, move |number| if number < 2 { format!("{words}.{extension}") } else { format!("{words}.{number}.{extension}") }, bytes).await?;
        tracing::info!(path = %path.display(), "a subtitle was added");
        self.look_again(library).await
    }

    /// Deletes the file of an external subtitle. Administrators only. `NotFound` when the stream is none.
    pub async fn delete_subtitle(&self, caller: &Caller, video: ItemId, index: i32) -> Result<()> {
        caller.require_administrator()?;
        let (_, library, source) = self.file(caller, video).await?;
        let stream = source.probe.stream(index).filter(|stream| stream.kind == walros_model::StreamKind::Subtitle);
        let path = stream.and_then(|stream| stream.external.clone()).ok_or(EngineError::NotFound)?;
        delete(path.into()).await?;
        self.look_again(library).await
    }

    /// Puts the lyrics of a track beside its file where `beside` says so and there are none, in our own folder otherwise, where
    /// they replace those that were put there before. Needs the right to; `Invalid` for what is no text of lyrics.
    pub async fn set_lyrics(&self, caller: &Caller, track: ItemId, extension: &str, text: String, beside: bool) -> Result<()> {
        policy::require(caller, Grant::Lyrics)?;
        let (kind, library, source) = self.file(caller, track).await?;
        let extension = extension.to_lowercase();
        if kind != ItemKind::Track || text.trim().is_empty() || !["lrc", "txt"].contains(&extension.as_str()) {
            return Err(EngineError::Invalid("a track and its lyrics, as .lrc or .txt, are needed".into()));
        }
        let (name, bytes) = (format!(".{extension}"), text.into_bytes());
        let beside = beside && !lyrics_beside(&source).iter().any(|path| path.exists());
        let (own, free): (Vec<Place>, Vec<Place>) = self.places(track, &source, beside).into_iter().partition(|place| place.own);
        let free_name = name.clone();
        let path = match write_new(free, move |_| free_name.clone(), bytes.clone()).await {
            Ok(path) => path,
            Err(_) => replace(own, name, bytes).await?,
        };
        // Only now that the new ones are there.
        for old in self.kept_lyrics(track).into_iter().filter(|old| *old != path) {
            delete(old).await?;
        }
        self.look_again(library).await
    }

    /// Deletes the files of a track's lyrics; those in its tags stay. Needs the right to.
    pub async fn delete_lyrics(&self, caller: &Caller, track: ItemId) -> Result<()> {
        policy::require(caller, Grant::Lyrics)?;
        let (kind, library, source) = self.file(caller, track).await?;
        if kind != ItemKind::Track {
            return Err(EngineError::NotFound);
        }
        for path in self.kept_lyrics(track).into_iter().chain(lyrics_beside(&source)) {
            delete(path).await?;
        }
        self.look_again(library).await
    }

    /// The file of an item, version or part that the caller may see.
    async fn file(&self, caller: &Caller, id: ItemId) -> Result<(ItemKind, Option<ItemId>, MediaSource)> {
        let scope = policy::scope(caller)?;
        let include = Include { sources: true, ..Include::default() };
        let view = self.0.db.read(move |conn| items::get(conn, &scope, None, id, include)).await?.ok_or(EngineError::NotFound)?;
        let source = view.sources.into_iter().find(|source| source.id == id).ok_or(EngineError::NotFound)?;
        Ok((view.item.kind, view.item.library, source))
    }

    fn places(&self, item: ItemId, source: &MediaSource, beside: bool) -> Vec<Place> {
        let path = Path::new(&source.path);
        let own = Place { folder: kept::of_item(&kept::root(&self.0.config), item), stem: STEM.to_owned(), own: true };
        let beside = beside.then(|| Some(Place { folder: path.parent()?.into(), stem: path.file_stem()?.to_str()?.to_owned(), own: false })).flatten();
        beside.into_iter().chain([own]).collect()
    }

    fn kept_lyrics(&self, track: ItemId) -> Vec<PathBuf> {
        kept::lyrics(&kept::root(&self.0.config), track)
    }

    async fn look_again(&self, library: Option<ItemId>) -> Result<()> {
        match library {
            Some(library) => Scans(self.0.clone()).start(&Caller::server(), Some(library)).await,
            None => Ok(()),
        }
    }
}

/// Where a file may be put, and what its name begins with.
struct Place {
    folder: PathBuf,
    stem: String,
    /// In our own folder, which is made when it is needed.
    own: bool,
}

/// Writes a new file to the first of the places that can be written. `name` is the rest of the n-th name that is tried.
async fn write_new(places: Vec<Place>, name: impl Fn(u32) -> String + Send + 'static, bytes: Vec<u8>) -> Result<PathBuf> {
    let written = tokio::task::spawn_blocking(move || {
        let mut failure = std::io::Error::from(ErrorKind::NotFound);
        for Place { folder, stem, own } in places {
            if own {
                std::fs::create_dir_all(&folder)?;
            }
            match (1..=MOST_OF_A_NAME).find_map(|number| create(folder.join(format!("{stem}{}", name(number))), &bytes).transpose()) {
                Some(Ok(path)) => return Ok(path),
                Some(Err(error)) => failure = error,
                None => failure = ErrorKind::AlreadyExists.into(),
            }
        }
        Err(failure)
    });
    let written = written.await.map_err(|error| EngineError::Internal(error.to_string()))?;
    written.map_err(|error| EngineError::Unavailable(format!("the file cannot be written: {error}")))
}

/// Writes a file of our own in place of what has its name, which stays when that fails.
async fn replace(places: Vec<Place>, name: String, bytes: Vec<u8>) -> Result<PathBuf> {
    let file = format!("{STEM}{name}");
    let new = write_new(places, move |number| format!("{name}.{number}.new"), bytes).await?;
    let path = new.with_file_name(file);
    tokio::fs::rename(&new, &path).await.map_err(|error| EngineError::Unavailable(format!("the file cannot be written: {error}")))?;
    Ok(path)
}

/// `None` when there is such a file already. Half a file does not stay.
fn create(path: PathBuf, bytes: &[u8]) -> std::io::Result<Option<PathBuf>> {
    let mut file = match OpenOptions::new().write(true).create_new(true).open(&path) {
        Err(error) if error.kind() == ErrorKind::AlreadyExists => return Ok(None),
        opened => opened?,
    };
    if let Err(error) = file.write_all(bytes).and_then(|()| file.sync_all()) {
        let _ = std::fs::remove_file(&path);
        return Err(error);
    }
    Ok(Some(path))
}

fn lyrics_beside(source: &MediaSource) -> Vec<PathBuf> {
    ["lrc", "txt"].iter().map(|extension| Path::new(&source.path).with_extension(extension)).collect()
}

async fn delete(path: PathBuf) -> Result<()> {
    match tokio::fs::remove_file(&path).await {
        Ok(()) => tracing::info!(path = %path.display(), "deleted, as somebody asked"),
        Err(error) if error.kind() == ErrorKind::NotFound => {}
        Err(error) => return Err(EngineError::Unavailable(format!("the file cannot be deleted: {error}"))),
    }
    Ok(())
}
