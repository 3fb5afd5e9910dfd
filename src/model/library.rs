//! Libraries: a kind, a name and the folders they are made of.

use crate::ItemId;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(i16)]
pub enum LibraryKind {
    Movies = 1,
    Shows = 2,
    Music = 3,
    Photos = 4,
    HomeVideos = 5,
    Books = 6,
    Mixed = 7,
    MusicVideos = 8,
}

impl LibraryKind {
    pub const ALL: [LibraryKind; 8] = [Self::Movies, Self::Shows, Self::Music, Self::Photos, Self::HomeVideos, Self::Books, Self::Mixed, Self::MusicVideos];

    pub fn code(self) -> i16 {
        self as i16
    }

    pub fn from_code(code: i16) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// The word of the command line: `movies`, `shows`, `music`, `photos`, `homevideos`, `books`, `mixed`, `musicvideos`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Movies => "movies",
            Self::Shows => "shows",
            Self::Music => "music",
            Self::Photos => "photos",
            Self::HomeVideos => "homevideos",
            Self::Books => "books",
            Self::Mixed => "mixed",
            Self::MusicVideos => "musicvideos",
        }
    }

    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }

    /// What such a library is called unless told otherwise.
    pub fn default_name(self) -> &'static str {
        match self {
            Self::Movies => "Movies",
            Self::Shows => "Shows",
            Self::Music => "Music",
            Self::Photos => "Photos",
            Self::HomeVideos => "Home Videos",
            Self::Books => "Books",
            Self::Mixed => "Library",
            Self::MusicVideos => "Music Videos",
        }
    }
}

#[derive(Clone, Debug, PartialEq)]
pub struct Library {
    /// The id of its item (kind [`Library`](crate::ItemKind::Library)).
    pub id: ItemId,
    pub name: String,
    pub kind: LibraryKind,
    pub roots: Vec<LibraryRoot>,
    pub ahead: PicturesAhead,
    /// Settings a facade stores and gives back untouched, as a JSON text (Jellyfin's `LibraryOptions`).
    pub options: Option<String>,
}

/// Which pictures of a library's films are made before anybody asks for them. All others are made when somebody does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PicturesAhead {
    /// Those for seeking, when it is time to.
    pub trickplay: bool,
    /// And of what a scan found, behind it.
    pub trickplay_after_scan: bool,
    /// The same of chapters.
    pub chapters: bool,
    pub chapters_after_scan: bool,
}

/// One folder of a library, and how it looked when it was last scanned in full.
#[derive(Clone, Debug, PartialEq)]
pub struct LibraryRoot {
    /// Absolute.
    pub path: String,
    /// The file system's device number then; another one now means that a mount went away or changed.
    pub device: Option<i64>,
    /// Media files found then; `0` now with more then means offline, not deleted.
    pub file_count: i64,
    pub online: bool,
    /// Why it is offline, in words for the administrator.
    pub trouble: Option<String>,
}
