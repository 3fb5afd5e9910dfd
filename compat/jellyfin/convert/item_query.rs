//! The many parameters of `/Items` and its kin as one [`ItemQuery`].

use walros_model::ItemKind;
use walros_model::query::{Having, ItemQuery, SortKey, SortOrder};

use super::fields::Shape;
use super::kinds::{self, TypeWord};
use crate::error::{Error, Result};
use crate::localization::age_of;
use crate::lookup::{Lookup, MOST};
use crate::query::Query;

/// What a list request asks for.
#[derive(Clone, Debug)]
pub struct ItemRequest {
    pub query: ItemQuery,
    /// It asks only for things we never hold, so that the answer is empty.
    pub nothing: bool,
    /// Absent says something else than false (see `items.rs`).
    pub recursive: Option<bool>,
    /// Artists by name, whose ids must be looked up.
    pub artist_names: Vec<String>,
}

pub fn item_request(query: &Query, shape: &Shape) -> Result<ItemRequest> {
    let types = query.known("includeItemTypes", kinds::type_word);
    let kinds = of_types(&types);
    let recursive = query.flag("recursive")?;
    let mut items = ItemQuery {
        parent: query.item("parentId")?.filter(|parent| parent.0 != crate::ids::ROOT),
        recursive: recursive.unwrap_or(false),
        ids: query.items("ids"),
        exclude_ids: query.items("excludeItemIds"),
        exclude_kinds: of_types(&query.known("excludeItemTypes", kinds::type_word)),
        media_types: query.known("mediaTypes", kinds::parse_media_type),
        search: query.text("searchTerm").map(|text| text.trim().to_owned()).filter(|text| !text.is_empty()),
        name_starts_with: query.text("nameStartsWith").map(|text| text.to_lowercase()),
        name_from: query.text("nameStartsWithOrGreater").map(|text| text.to_lowercase()),
        name_before: query.text("nameLessThan").map(|text| text.to_lowercase()),
        sort: sorting(query),
        start: query.count("startIndex", MOST)?.unwrap_or(0),
        limit: query.count("limit", MOST)?,
        total: query.flag("enableTotalRecordCount")?.unwrap_or(true),
        include: shape.include(),
        ..ItemQuery::default()
    };
    add_links(&mut items, query)?;
    add_numbers(&mut items, query)?;
    add_having(&mut items, query)?;
    let contradictory = add_state(&mut items, query)?;
    let nothing = (kinds.is_empty() && types.contains(&TypeWord::Nothing))
        || contradictory
        || only_virtual(query)?
        || only_discs(query)?
        || (query.has("ids") && items.ids.is_empty());
    Ok(ItemRequest { nothing, recursive, artist_names: query.names("artists"), query: ItemQuery { kinds, ..items } })
}

/// The kinds among the words; words that mean nothing we hold are left out.
pub fn of_types(types: &[TypeWord]) -> Vec<ItemKind> {
    types.iter().filter_map(|word| if let TypeWord::Kind(kind) = word { Some(*kind) } else { None }).collect()
}

/// Keys and orders pair by position; keys without an order take the first.
pub fn sorting(query: &Query) -> Vec<(SortKey, SortOrder)> {
    let orders = query.known("sortOrder", kinds::sort_order);
    let first = orders.first().copied().unwrap_or_default();
    let keys = query.list("sortBy").into_iter().enumerate();
    let pair = |(at, key): (usize, &str)| {
        let order = orders.get(at).copied().unwrap_or(first);
        // The same key from its other end.
        if key.eq_ignore_ascii_case("IsUnplayed") { Some((SortKey::IsPlayed, reverse(order))) } else { Some((kinds::sort_key(key)?, order)) }
    };
    keys.filter_map(pair).collect()
}

fn reverse(order: SortOrder) -> SortOrder {
    match order {
        SortOrder::Ascending => SortOrder::Descending,
        SortOrder::Descending => SortOrder::Ascending,
    }
}

fn add_links(items: &mut ItemQuery, query: &Query) -> Result<()> {
    items.genres = query.names("genres");
    items.studios = query.names("studios");
    items.tags = query.names("tags");
    items.official_ratings = query.names("officialRatings");
    items.genre_ids = query.items("genreIds");
    items.studio_ids = query.items("studioIds");
    items.artist_ids = query.items("artistIds");
    items.artist_ids.extend(query.items("contributingArtistIds"));
    items.album_artist_ids = query.items("albumArtistIds");
    items.album_ids = query.items("albumIds");
    items.albums = query.names("albums");
    items.exclude_artist_ids = query.items("excludeArtistIds");
    items.person_ids = query.items("personIds");
    items.person_name = query.text("person").map(|name| name.into_owned());
    items.person_kinds = query.known("personTypes", kinds::person_kind);
    items.adjacent_to = query.item("adjacentTo")?;
    items.audio_languages = query.list("audioLanguages").into_iter().map(str::to_owned).collect();
    items.subtitle_languages = query.list("subtitleLanguages").into_iter().map(str::to_owned).collect();
    Ok(())
}

fn add_numbers(items: &mut ItemQuery, query: &Query) -> Result<()> {
    items.years = query.ints("years");
    items.index = query.index("indexNumber")?;
    items.parent_index = query.index("parentIndexNumber")?;
    items.min_rating = query.float("minCommunityRating")?.map(|rating| rating as f32);
    items.premiere_from = query.date("minPremiereDate")?;
    items.premiere_to = query.date("maxPremiereDate")?;
    items.changed_from = query.date("minDateLastSaved")?.max(query.date("minDateLastSavedForUser")?);
    items.has_subtitles = query.flag("hasSubtitles")?;
    items.hd = query.flag("isHd")?;
    items.uhd = query.flag("is4K")?;
    items.min_critic_rating = query.float("minCriticRating")?.map(|rating| rating as f32);
    let age = |name| query.text(name).and_then(|rating| age_of(&rating));
    (items.min_age, items.max_age) = (age("minOfficialRating"), age("maxOfficialRating"));
    let pixels = |name| query.count(name, u64::from(u32::MAX)).map(|size| size.map(|size| size as u32));
    (items.min_width, items.max_width) = (pixels("minWidth")?, pixels("maxWidth")?);
    (items.min_height, items.max_height) = (pixels("minHeight")?, pixels("maxHeight")?);
    items.statuses = query.known("seriesStatus", kinds::parse_series_status);
    Ok(())
}

fn add_having(items: &mut ItemQuery, query: &Query) -> Result<()> {
    let flags = [
        ("hasTrailer", Having::Trailer),
        ("hasSpecialFeature", Having::SpecialFeature),
        ("hasThemeSong", Having::ThemeSong),
        ("hasThemeVideo", Having::ThemeVideo),
        ("hasOverview", Having::Overview),
        ("hasImdbId", Having::Provider("Imdb")),
        ("hasTmdbId", Having::Provider("Tmdb")),
        ("hasTvdbId", Having::Provider("Tvdb")),
        ("hasOfficialRating", Having::OfficialRating),
        ("hasParentalRating", Having::OfficialRating),
        ("isLocked", Having::Lock),
    ];
    for (name, having) in flags {
        items.having.extend(query.flag(name)?.map(|wanted| (having, wanted)));
    }
    items.having.extend(query.known("imageTypes", kinds::image_kind).into_iter().map(|kind| (Having::Image(kind), true)));
    Ok(())
}

/// Says whether two filters exclude each other by way of their flags, which matches nothing; in one list that is an
/// error of the client.
fn add_state(items: &mut ItemQuery, query: &Query) -> Result<bool> {
    items.played = query.flag("isPlayed")?;
    items.favorite = query.flag("isFavorite")?;
    let mut contradictory = false;
    let filters: Vec<String> = query.list("filters").into_iter().map(str::to_ascii_lowercase).collect();
    let has = |word: &str| filters.iter().any(|filter| filter == word);
    for (one, other) in [("isplayed", "isunplayed"), ("isfolder", "isnotfolder"), ("likes", "dislikes")] {
        if has(one) && has(other) {
            return Err(Error::invalid("filters", format!("{one} and {other} at once")));
        }
    }
    let mut set = |slot: &mut Option<bool>, value: bool| contradictory |= slot.replace(value).is_some_and(|known| known != value);
    if has("isplayed") || has("isunplayed") {
        set(&mut items.played, has("isplayed"));
    }
    if has("isfavorite") || has("isfavoriteorlikes") {
        set(&mut items.favorite, true);
    }
    if has("isfolder") || has("isnotfolder") {
        set(&mut items.is_folder, has("isfolder"));
    }
    if has("likes") || has("dislikes") {
        set(&mut items.likes, has("likes"));
    }
    if has("isresumable") {
        set(&mut items.resumable, true);
    }
    Ok(contradictory)
}

/// We hold no episode that is not on disk: asking for missing ones alone finds nothing.
fn only_virtual(query: &Query) -> Result<bool> {
    let locations = query.list("locationTypes");
    let elsewhere = !locations.is_empty() && !locations.iter().any(|word| word.eq_ignore_ascii_case("FileSystem"));
    let excluded = query.list("excludeLocationTypes").iter().any(|word| word.eq_ignore_ascii_case("FileSystem"));
    Ok(elsewhere || excluded || query.flag("isMissing")? == Some(true))
}

/// Every video that we hold is a file, flat, and there.
fn only_discs(query: &Query) -> Result<bool> {
    let kinds = query.list("videoTypes");
    let discs = !kinds.is_empty() && !kinds.iter().any(|word| word.eq_ignore_ascii_case("VideoFile"));
    Ok(discs || query.flag("is3D")? == Some(true) || query.flag("isPlaceHolder")? == Some(true) || query.flag("isUnaired")? == Some(true))
}

#[cfg(test)]
mod tests {
    use walros_model::ItemKind;
    use walros_model::item::ImageKind;
    use walros_model::query::{Having, SortKey, SortOrder};

    use super::{ItemRequest, item_request};
    use crate::convert::fields::Shape;
    use crate::query::Query;

    fn of(text: &str) -> ItemRequest {
        item_request(&Query::parse(text), &Shape::full()).unwrap()
    }

    #[test]
    fn seerr_asks_for_kinds_that_do_not_exist() {
        let request = of("IncludeItemTypes=Series,Movie,Others&Recursive=true&SortBy=SortName&SortOrder=Ascending&collapseBoxSetItems=false");
        assert_eq!(request.query.kinds, [ItemKind::Series, ItemKind::Movie]);
        assert!(request.query.recursive && !request.nothing);
        assert_eq!(request.query.sort, [(SortKey::SortName, SortOrder::Ascending)]);
    }

    #[test]
    fn orders_pair_with_keys_by_position() {
        use SortOrder::{Ascending, Descending};
        assert_eq!(of("sortBy=ProductionYear,SortName&sortOrder=Descending").query.sort, [(SortKey::Year, Descending), (SortKey::SortName, Descending)]);
        assert_eq!(of("sortBy=IsFolder,SortName&sortOrder=Descending,Ascending").query.sort, [(SortKey::IsFolder, Descending), (SortKey::SortName, Ascending)]);
        assert_eq!(of("sortBy=Default,Nonsense").query.sort, []);
        assert_eq!(of("sortBy=IsUnplayed,SortName").query.sort, [(SortKey::IsPlayed, Descending), (SortKey::SortName, Ascending)]);
    }

    #[test]
    fn what_we_never_hold_is_an_empty_answer() {
        for text in [
            "includeItemTypes=TvChannel,Program",
            "isMissing=true",
            "locationTypes=Virtual",
            "excludeLocationTypes=FileSystem",
            "isPlayed=false&filters=IsPlayed",
            "videoTypes=Dvd,BluRay",
            "is3D=true",
            "ids=nonsense",
        ] {
            assert!(of(text).nothing, "{text}");
        }
        for text in [
            "includeItemTypes=TvChannel,Movie",
            "isMissing=false",
            "excludeLocationTypes=Virtual",
            "includeItemTypes=Others",
            "videoTypes=Dvd,VideoFile",
            "is3D=false",
        ] {
            assert!(!of(text).nothing, "{text}");
        }
    }

    #[test]
    fn what_items_have() {
        let query = of("hasTrailer=true&hasImdbId=false&imageTypes=Logo,Nonsense&maxOfficialRating=PG-13&seriesStatus=Ended&minWidth=1200").query;
        assert_eq!(query.having, [(Having::Trailer, true), (Having::Provider("Imdb"), false), (Having::Image(ImageKind::Logo), true)]);
        assert_eq!((query.max_age, query.min_width, query.statuses.len()), (Some(13), Some(1200), 1));
    }

    #[test]
    fn contradictions_and_bad_values_are_refused() {
        for text in ["filters=IsPlayed,IsUnplayed", "limit=-1", "parentId=x", "isPlayed=perhaps", "minPremiereDate=soon"] {
            assert!(item_request(&Query::parse(text), &Shape::full()).is_err(), "{text}");
        }
    }
}
