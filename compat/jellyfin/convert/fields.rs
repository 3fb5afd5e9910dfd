//! Which optional members a list shall have: `fields`, `enableImages`, `imageTypeLimit`, `enableImageTypes`,
//! `enableUserData`.

use walros_model::item::ImageKind;
use walros_model::query::Include;

use super::kinds;
use crate::error::Result;
use crate::lookup::Lookup;
use crate::query::Query;

/// A member of Jellyfin's `ItemFields` that makes a difference to us. Each is spelled as clients ask for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Field {
    AirTime,
    CanDelete,
    CanDownload,
    Chapters,
    Trickplay,
    ChildCount,
    CumulativeRunTimeTicks,
    DateCreated,
    DateLastMediaAdded,
    DisplayPreferencesId,
    Etag,
    ExternalUrls,
    Genres,
    ItemCounts,
    MediaSourceCount,
    MediaSources,
    MediaStreams,
    OriginalTitle,
    Overview,
    ParentId,
    Path,
    People,
    PlayAccess,
    ProductionLocations,
    ProviderIds,
    PrimaryImageAspectRatio,
    RecursiveItemCount,
    Settings,
    SeriesStudio,
    SortName,
    SpecialEpisodeNumbers,
    Studios,
    Taglines,
    Tags,
    RemoteTrailers,
    EnableMediaSourceDisplay,
    Width,
    Height,
    LocalTrailerCount,
    IsHD,
    SpecialFeatureCount,
}

impl Field {
    const ALL: [Field; 41] = [
        Self::AirTime,
        Self::CanDelete,
        Self::CanDownload,
        Self::Chapters,
        Self::Trickplay,
        Self::ChildCount,
        Self::CumulativeRunTimeTicks,
        Self::DateCreated,
        Self::DateLastMediaAdded,
        Self::DisplayPreferencesId,
        Self::Etag,
        Self::ExternalUrls,
        Self::Genres,
        Self::ItemCounts,
        Self::MediaSourceCount,
        Self::MediaSources,
        Self::MediaStreams,
        Self::OriginalTitle,
        Self::Overview,
        Self::ParentId,
        Self::Path,
        Self::People,
        Self::PlayAccess,
        Self::ProductionLocations,
        Self::ProviderIds,
        Self::PrimaryImageAspectRatio,
        Self::RecursiveItemCount,
        Self::Settings,
        Self::SeriesStudio,
        Self::SortName,
        Self::SpecialEpisodeNumbers,
        Self::Studios,
        Self::Taglines,
        Self::Tags,
        Self::RemoteTrailers,
        Self::EnableMediaSourceDisplay,
        Self::Width,
        Self::Height,
        Self::LocalTrailerCount,
        Self::IsHD,
        Self::SpecialFeatureCount,
    ];

    /// `None` for unknown words, of which clients of all ages send many.
    fn parse(text: &str) -> Option<Self> {
        // The names are those of the variants.
        Self::ALL.into_iter().find(|field| format!("{field:?}").eq_ignore_ascii_case(text))
    }

    fn bit(self) -> u64 {
        1 << self as u8
    }
}

/// A set of fields.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Fields(u64);

impl Fields {
    /// What single items are answered with.
    pub const ALL: Self = Self(u64::MAX);

    pub fn of(fields: &[Field]) -> Self {
        Self(fields.iter().fold(0, |set, field| set | field.bit()))
    }

    pub fn all_but(fields: &[Field]) -> Self {
        Self(!Self::of(fields).0)
    }

    pub fn has(self, field: Field) -> bool {
        self.0 & field.bit() != 0
    }

    pub fn any(self, fields: &[Field]) -> bool {
        self.0 & Self::of(fields).0 != 0
    }
}

/// The members a list of items gets.
#[derive(Clone, Debug)]
pub struct Shape {
    pub fields: Fields,
    pub images: bool,
    /// At most so many backdrops.
    pub image_limit: usize,
    /// Empty = all.
    pub image_kinds: Vec<ImageKind>,
    pub user_data: bool,
}

impl Shape {
    /// Everything, as single items are answered.
    pub fn full() -> Self {
        Self { fields: Fields::ALL, images: true, image_limit: usize::MAX, image_kinds: Vec::new(), user_data: true }
    }

    pub fn of(query: &Query) -> Result<Self> {
        let fields = query.known("fields", Field::parse);
        Ok(Self {
            fields: Fields::of(&fields),
            images: query.flag("enableImages")?.unwrap_or(true),
            image_limit: query.count("imageTypeLimit", 1000)?.map_or(usize::MAX, |limit| limit as usize),
            image_kinds: query.known("enableImageTypes", kinds::image_kind),
            user_data: query.flag("enableUserData")?.unwrap_or(true),
        })
    }

    pub fn shows(&self, kind: ImageKind) -> bool {
        self.images && (self.image_kinds.is_empty() || self.image_kinds.contains(&kind))
    }

    /// What the engine must load for it.
    pub fn include(&self) -> Include {
        use Field::*;
        let detail = [
            AirTime,
            ExternalUrls,
            Genres,
            LocalTrailerCount,
            OriginalTitle,
            Overview,
            People,
            ProductionLocations,
            ProviderIds,
            RemoteTrailers,
            Settings,
            SpecialEpisodeNumbers,
            SpecialFeatureCount,
            Studios,
            Taglines,
            Tags,
        ];
        Include {
            detail: self.fields.any(&detail),
            sources: self.fields.any(&[MediaSources, MediaStreams, Chapters, Trickplay]),
            // Cards of series show how many episodes are left.
            counts: self.user_data || self.fields.any(&[ChildCount, RecursiveItemCount]),
            related: true,
            // Here each part is a source of its own.
            timeline: false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Field, Fields, Shape};
    use crate::query::Query;

    #[test]
    fn fields_are_known_by_name_in_any_case() {
        let shape = Shape::of(&Query::parse("fields=path,GENRES,BasicSyncInfo,IsHD")).unwrap();
        assert_eq!(shape.fields, Fields::of(&[Field::Path, Field::Genres, Field::IsHD]));
        assert!(shape.include().detail && !shape.include().sources);
    }

    #[test]
    fn a_bare_list_loads_neither_details_nor_sources() {
        let include = Shape::of(&Query::parse("enableUserData=false")).unwrap().include();
        assert!(!include.detail && !include.sources && !include.counts);
    }

    #[test]
    fn every_field_has_a_bit_of_its_own() {
        let all = Field::ALL.iter().fold(0u64, |set, field| set | field.bit());
        assert_eq!(all.count_ones() as usize, Field::ALL.len());
    }
}
