//! What can be asked of the library in one request.

use crate::item::{ImageKind, ItemKind, MediaType, PersonKind, SeriesStatus};
use crate::{ItemId, Timestamp, UserId};

/// What a caller may see. Computed by the engine's policy, obeyed by every item query.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Scope {
    /// `None` = every library.
    pub libraries: Option<Vec<ItemId>>,
    /// Official ratings above this age are hidden; `None` = no limit. Unrated items stay.
    pub max_age: Option<u32>,
    pub blocked_tags: Vec<String>,
    /// When not empty, only items that carry one of them.
    pub allowed_tags: Vec<String>,
    /// Items whose file is away are listed too.
    pub include_missing: bool,
    /// Whose own playlists are seen beside the open ones; `None` = all (an administrator's key).
    pub playlists_of: Option<UserId>,
}

/// All filters narrow; an empty list does not filter.
#[derive(Clone, Debug, Default)]
pub struct ItemQuery {
    /// Children (or with `recursive`, descendants) of this library, folder, series, artist, collection, playlist, genre or person.
    pub parent: Option<ItemId>,
    pub recursive: bool,
    pub ids: Vec<ItemId>,
    pub exclude_ids: Vec<ItemId>,
    pub kinds: Vec<ItemKind>,
    pub exclude_kinds: Vec<ItemKind>,
    pub media_types: Vec<MediaType>,
    /// Substring of name, original title, artists or album, without case and accents; best matches first unless sorted.
    pub search: Option<String>,
    /// These three compare the lower-case sort name.
    pub name_starts_with: Option<String>,
    pub name_from: Option<String>,
    pub name_before: Option<String>,
    /// By name, any of them.
    pub genres: Vec<String>,
    pub studios: Vec<String>,
    pub tags: Vec<String>,
    pub official_ratings: Vec<String>,
    pub years: Vec<i32>,
    /// By id, any of them.
    pub genre_ids: Vec<ItemId>,
    pub studio_ids: Vec<ItemId>,
    pub artist_ids: Vec<ItemId>,
    pub album_artist_ids: Vec<ItemId>,
    pub album_ids: Vec<ItemId>,
    /// Names of albums.
    pub albums: Vec<String>,
    /// None of these artists.
    pub exclude_artist_ids: Vec<ItemId>,
    pub person_ids: Vec<ItemId>,
    pub person_name: Option<String>,
    pub person_kinds: Vec<PersonKind>,
    pub played: Option<bool>,
    pub favorite: Option<bool>,
    pub likes: Option<bool>,
    pub resumable: Option<bool>,
    pub is_folder: Option<bool>,
    pub has_subtitles: Option<bool>,
    /// ≥ 1200 pixels wide; ≥ 3800 wide or ≥ 2100 high.
    pub hd: Option<bool>,
    pub uhd: Option<bool>,
    pub index: Option<i32>,
    pub parent_index: Option<i32>,
    pub min_rating: Option<f32>,
    pub min_critic_rating: Option<f32>,
    /// Ages that official ratings stand for; what has no rating is below any.
    pub min_age: Option<u32>,
    pub max_age: Option<u32>,
    /// Pixels.
    pub min_width: Option<u32>,
    pub max_width: Option<u32>,
    pub min_height: Option<u32>,
    pub max_height: Option<u32>,
    pub statuses: Vec<SeriesStatus>,
    /// What each has, or has not.
    pub having: Vec<(Having, bool)>,
    pub premiere_from: Option<Timestamp>,
    pub premiere_to: Option<Timestamp>,
    pub changed_from: Option<Timestamp>,
    pub audio_languages: Vec<String>,
    pub subtitle_languages: Vec<String>,
    /// The item itself with its neighbours in the season or album.
    pub adjacent_to: Option<ItemId>,
    pub sort: Vec<(SortKey, SortOrder)>,
    pub start: u64,
    /// `None` = all.
    pub limit: Option<u64>,
    /// Whether to count what would match without `limit`.
    pub total: bool,
    pub include: Include,
}

/// Something that an item may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Having {
    OfficialRating,
    Overview,
    Trailer,
    ThemeSong,
    ThemeVideo,
    /// Any other extra.
    SpecialFeature,
    /// Its metadata is locked.
    Lock,
    /// An id by this provider, as [`ItemDetail::provider_ids`](crate::item::ItemDetail::provider_ids) spells it.
    Provider(&'static str),
    Image(ImageKind),
}

/// What to load beside the items themselves; each costs at most one statement for the whole page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Include {
    /// [`ItemDetail`](crate::item::ItemDetail)
    pub detail: bool,
    /// Media sources with streams and chapters, of all versions.
    pub sources: bool,
    /// [`FolderCounts`](crate::state::FolderCounts) of the folders among them.
    pub counts: bool,
    /// Names and images of the series, seasons, albums and parents they belong to.
    pub related: bool,
    /// Stacked films as one: with the length of all their parts, and the place where they were left in any of them.
    pub timeline: bool,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SortOrder {
    #[default]
    Ascending,
    Descending,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SortKey {
    SortName,
    Name,
    DateAdded,
    DatePlayed,
    Premiere,
    Year,
    CommunityRating,
    CriticRating,
    OfficialRating,
    PlayCount,
    Runtime,
    Random,
    IsFolder,
    Album,
    AlbumArtist,
    Artist,
    /// Season or disc.
    ParentIndex,
    /// Episode or track.
    Index,
    SeriesSortName,
    /// When anything in the folder was last added.
    DateContentAdded,
    IsFavorite,
    IsPlayed,
    /// Season, then episode, as aired.
    AiredOrder,
    /// As a playlist or collection holds them.
    ListOrder,
}
