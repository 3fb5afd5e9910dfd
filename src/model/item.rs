//! Items: everything a library shows, from the library itself down to one track.

use std::collections::BTreeMap;
use std::time::Duration;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{ItemId, Timestamp};

/// What an item is. The number is what the database stores: never reuse one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(i16)]
pub enum ItemKind {
    Library = 1,
    /// A plain directory in a library whose kind has no better word for it.
    Folder = 2,
    Movie = 10,
    Series = 20,
    Season = 21,
    Episode = 22,
    /// A home video, or an extra that is not a trailer.
    Video = 30,
    Trailer = 31,
    MusicVideo = 32,
    Artist = 40,
    Album = 41,
    Track = 42,
    PhotoAlbum = 50,
    Photo = 51,
    Book = 60,
    AudioBook = 61,
    Collection = 70,
    Playlist = 71,
    Person = 80,
    Genre = 81,
    MusicGenre = 82,
    Studio = 83,
}

impl ItemKind {
    pub const ALL: [ItemKind; 22] = [
        Self::Library,
        Self::Folder,
        Self::Movie,
        Self::Series,
        Self::Season,
        Self::Episode,
        Self::Video,
        Self::Trailer,
        Self::MusicVideo,
        Self::Artist,
        Self::Album,
        Self::Track,
        Self::PhotoAlbum,
        Self::Photo,
        Self::Book,
        Self::AudioBook,
        Self::Collection,
        Self::Playlist,
        Self::Person,
        Self::Genre,
        Self::MusicGenre,
        Self::Studio,
    ];

    pub fn code(self) -> i16 {
        self as i16
    }

    pub fn from_code(code: i16) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// Whether it contains other items rather than being played itself.
    pub fn is_folder(self) -> bool {
        matches!(
            self,
            Self::Library | Self::Folder | Self::Series | Self::Season | Self::Artist | Self::Album | Self::PhotoAlbum | Self::Collection | Self::Playlist
        )
    }

    /// Known by name and link only: people, genres and studios have no place in a folder.
    pub fn is_by_name(self) -> bool {
        matches!(self, Self::Person | Self::Genre | Self::MusicGenre | Self::Studio)
    }

    pub fn media_type(self) -> MediaType {
        match self {
            Self::Movie | Self::Episode | Self::Video | Self::Trailer | Self::MusicVideo => MediaType::Video,
            Self::Track | Self::AudioBook => MediaType::Audio,
            Self::Photo => MediaType::Photo,
            Self::Book => MediaType::Book,
            _ => MediaType::None,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MediaType {
    Video,
    Audio,
    Photo,
    Book,
    /// Folders and names.
    None,
}

/// How a file stands to the item that lists it. Every playable file is an item of its own, so that progress is kept
/// per version and `/Items/{versionId}` resolves; only `Main` items are listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(i16)]
pub enum ItemRole {
    Main = 0,
    /// Another version of `owner`.
    Version = 1,
    /// A later stacked part of `owner`.
    Part = 2,
    /// A trailer, interview, deleted scene … of `owner`; its [`ExtraKind`] says which.
    Extra = 3,
}

impl ItemRole {
    pub fn code(self) -> i16 {
        self as i16
    }

    pub fn from_code(code: i16) -> Option<Self> {
        [Self::Main, Self::Version, Self::Part, Self::Extra].into_iter().find(|role| role.code() == code)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum ExtraKind {
    Clip,
    Trailer,
    BehindTheScenes,
    DeletedScene,
    Interview,
    Scene,
    Sample,
    ThemeSong,
    ThemeVideo,
    Featurette,
    Short,
    Other,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum SeriesStatus {
    Continuing,
    Ended,
    Unreleased,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum ImageKind {
    Primary,
    Backdrop,
    Logo,
    Thumb,
    Banner,
    Art,
    Disc,
    Box,
    Chapter,
    Profile,
}

/// One picture of an item. Its order among those of the same kind is its index.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Image {
    pub kind: ImageKind,
    pub source: ImageSource,
    /// Opaque, changes when the picture changes; clients cache by it for a year.
    pub tag: String,
    /// Pixels; `0` when the picture could not be read.
    pub width: u32,
    pub height: u32,
    /// Empty when the picture could not be read.
    pub blurhash: String,
}

impl Image {
    /// A frame of a film that nobody has looked at yet.
    pub fn is_unmeasured_frame(&self) -> bool {
        matches!(self.source, ImageSource::Frame { .. }) && self.blurhash.is_empty()
    }
}

/// Where the bytes of a picture are.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ImageSource {
    /// A picture file beside the media.
    File(String),
    /// The attached picture in stream `stream` of a media file.
    Embedded { path: String, stream: u32 },
    /// A file of ours under the data folder's `images/`.
    Stored(String),
    /// A frame of the film, near this time: made when somebody asks for it.
    Frame { path: String, at: Duration },
}

/// A name with the id of the item that stands for it.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Named {
    pub id: ItemId,
    pub name: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum PersonKind {
    Actor,
    GuestStar,
    Director,
    Writer,
    Producer,
    Composer,
    Other,
}

/// Somebody's part in an item.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Credit {
    pub person: ItemId,
    pub name: String,
    pub kind: PersonKind,
    /// The character, or empty.
    pub role: String,
}

/// Everything every list shows of an item.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    pub id: ItemId,
    /// A stable integer beside the id (the Plex `ratingKey`).
    pub number: i64,
    pub kind: ItemKind,
    pub role: ItemRole,
    /// The main item of a version, part or extra.
    pub owner: Option<ItemId>,
    /// `None` only for libraries themselves, by-name items, playlists and collections.
    pub library: Option<ItemId>,
    pub parent: Option<ItemId>,
    pub series: Option<ItemId>,
    pub season: Option<ItemId>,
    pub album: Option<ItemId>,
    pub name: String,
    /// Lower case, articles removed, digits padded: what lists sort and pick letters by.
    pub sort_name: String,
    pub series_name: Option<String>,
    pub season_name: Option<String>,
    pub album_name: Option<String>,
    pub year: Option<i32>,
    pub premiere: Option<NaiveDate>,
    pub end_date: Option<NaiveDate>,
    /// Episode, season, track or part number.
    pub index: Option<i32>,
    /// Last episode of a file that holds several.
    pub index_end: Option<i32>,
    /// Season of an episode, disc of a track.
    pub parent_index: Option<i32>,
    pub runtime: Option<Duration>,
    pub official_rating: Option<String>,
    /// 0–10.
    pub community_rating: Option<f32>,
    /// 0–100.
    pub critic_rating: Option<f32>,
    pub status: Option<SeriesStatus>,
    pub extra: Option<ExtraKind>,
    /// Absolute path of the file or folder.
    pub path: Option<String>,
    /// The short name of the container, as the file's extension says it where that fits (`mkv`, `mp4`, `ts`).
    pub container: Option<String>,
    /// Pixels of the (first) picture.
    pub width: Option<u32>,
    pub height: Option<u32>,
    pub has_subtitles: bool,
    pub has_lyrics: bool,
    /// How many versions (1 = only this one) and stacked parts it has.
    pub version_count: u32,
    pub part_count: u32,
    /// The file is not there at present: hidden from lists, kept with everything known about it.
    pub missing: bool,
    pub added: Timestamp,
    /// When anything about it last changed.
    pub changed: Timestamp,
    pub card: ItemCard,
}

/// The part of an [`Item`] that is stored as one document.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ItemCard {
    pub images: Vec<Image>,
    pub artists: Vec<Named>,
    pub album_artists: Vec<Named>,
    /// dB to add so that the track reaches the reference loudness.
    pub track_gain: Option<f32>,
    pub album_gain: Option<f32>,
    /// The days of the week a series airs, as English names.
    pub air_days: Vec<String>,
}

/// What only an item's own page, or a list that asks for it, shows.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ItemDetail {
    pub original_title: Option<String>,
    pub overview: Option<String>,
    pub taglines: Vec<String>,
    pub tags: Vec<String>,
    pub genres: Vec<Named>,
    pub studios: Vec<Named>,
    /// Actors, guest stars, directors, writers, producers, in this order.
    pub people: Vec<Credit>,
    pub countries: Vec<String>,
    /// Links of trailers elsewhere.
    pub trailers: Vec<String>,
    /// Keys as Jellyfin spells them: `Imdb`, `Tmdb`, `Tvdb`, `MusicBrainzAlbum` …
    pub provider_ids: BTreeMap<String, String>,
    /// The film series (Kodi's `<set>`), by name.
    pub collection: Option<String>,
    pub extras_count: u32,
    pub trailers_count: u32,
    /// Specials: where in the regular seasons they belong.
    pub airs_before_season: Option<i32>,
    pub airs_after_season: Option<i32>,
    pub airs_before_episode: Option<i32>,
    pub air_time: Option<String>,
    /// See [`ItemEdit`](crate::edit::ItemEdit).
    pub locked: bool,
    pub locked_fields: Vec<String>,
}

impl Item {
    pub fn images(&self, kind: ImageKind) -> impl Iterator<Item = &Image> {
        self.card.images.iter().filter(move |image| image.kind == kind)
    }

    pub fn image(&self, kind: ImageKind) -> Option<&Image> {
        self.images(kind).next()
    }
}
