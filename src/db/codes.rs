//! The numbers that stand for enumerations in columns. A number is never given a second meaning.

use walros_model::item::{ExtraKind, ItemKind, MediaType, PersonKind, SeriesStatus};

use crate::names::NameKind;

macro_rules! codes {
    ($to:ident, $from:ident, $type:ident { $($variant:ident = $code:literal),* $(,)? }) => {
        pub(crate) fn $to(value: $type) -> i64 {
            match value { $($type::$variant => $code),* }
        }
        pub(crate) fn $from(code: i16) -> Option<$type> {
            match code { $($code => Some($type::$variant),)* _ => None }
        }
    };
}

codes!(status_code, status, SeriesStatus { Continuing = 1, Ended = 2, Unreleased = 3 });

codes!(extra_code, extra, ExtraKind {
    Clip = 1,
    Trailer = 2,
    BehindTheScenes = 3,
    DeletedScene = 4,
    Interview = 5,
    Scene = 6,
    Sample = 7,
    ThemeSong = 8,
    ThemeVideo = 9,
    Featurette = 10,
    Short = 11,
    Other = 12,
});

pub(crate) fn person_code(kind: PersonKind) -> i64 {
    match kind {
        PersonKind::Actor => 1,
        PersonKind::GuestStar => 2,
        PersonKind::Director => 3,
        PersonKind::Writer => 4,
        PersonKind::Producer => 5,
        PersonKind::Composer => 6,
        PersonKind::Other => 7,
    }
}

/// How an item refers to another in `item_link`.
pub(crate) mod link {
    pub const GENRE: i64 = 1;
    pub const STUDIO: i64 = 2;
    pub const ARTIST: i64 = 3;
    pub const ALBUM_ARTIST: i64 = 4;
}

/// The link that leads to names of a kind; `None` for people, who are in `credit`.
pub(crate) fn link_code(names: NameKind) -> Option<i64> {
    match names {
        NameKind::Genre | NameKind::MusicGenre => Some(link::GENRE),
        NameKind::Studio => Some(link::STUDIO),
        NameKind::Artist => Some(link::ARTIST),
        NameKind::AlbumArtist => Some(link::ALBUM_ARTIST),
        NameKind::Person => None,
    }
}

/// The kinds for which `test` holds, as a list of numbers for SQL text.
pub(crate) fn kind_list(test: impl Fn(ItemKind) -> bool) -> String {
    let codes: Vec<String> = ItemKind::ALL.into_iter().filter(|kind| test(*kind)).map(|kind| kind.code().to_string()).collect();
    codes.join(", ")
}

/// What can be played or looked at, rather than opened.
pub(crate) fn is_leaf(kind: ItemKind) -> bool {
    kind.media_type() != MediaType::None
}
