//! `BaseItemDto` from an item as one user sees it.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;

use walros_engine::images;
use walros_engine::trickplay::{self, Layout};
use walros_model::item::{Credit, Item, ItemCard, ItemDetail, ItemRole, MediaType, Named};
use walros_model::library::LibraryKind;
use walros_model::lists::{ItemPage, ItemView, Related};
use walros_model::probe::MediaSource;
use walros_model::state::{FolderCounts, PlayState};
use walros_model::{ItemId, ItemKind};

use super::fields::{Field, Shape};
use super::links::{LinkIds, external_urls};
use super::media_source::{item_container, media_source};
use super::pictures::add_pictures;
use super::{kinds, user_data};
use crate::dto::QueryResult;
use crate::dto::item::{BaseItem, MediaUrl, NameGuidPair, Person};
use crate::dto::media::{Chapter, MediaStream, TrickplayInfo};
use crate::own_folders::{OwnFolder, own_path};
use crate::{ids, time};

/// The audio and subtitle stream a player begins with, by what the user prefers.
pub type DefaultStreams<'a> = &'a dyn Fn(&MediaSource, &PlayState) -> (Option<i32>, Option<i32>);

/// What is the same for all items of an answer.
pub struct Context<'a> {
    pub server_id: &'a str,
    /// The folder below which Jellyfin would keep what has no place in a library.
    pub data: &'a Path,
    pub shape: &'a Shape,
    /// What the caller may do with files.
    pub may_delete: bool,
    pub may_download: bool,
    pub may_play: bool,
    /// An API key has no user, and no user data.
    pub with_user: bool,
    pub default_streams: DefaultStreams<'a>,
    /// The kinds of the libraries among the items.
    pub libraries: &'a HashMap<ItemId, LibraryKind>,
    /// The ids of the series that a single season or episode belongs to.
    pub series_ids: Option<&'a BTreeMap<String, String>>,
}

pub fn query_result(page: &ItemPage, context: &Context) -> QueryResult<BaseItem> {
    let items: Vec<BaseItem> = page.items.iter().map(|view| base_item(view, &page.related, context)).collect();
    let total_record_count = page.total.unwrap_or(items.len() as u64);
    QueryResult { items, total_record_count, start_index: page.start }
}

pub fn base_item(view: &ItemView, related: &HashMap<ItemId, Related>, context: &Context) -> BaseItem {
    let ItemView { item, detail, state, counts, sources, entry } = view;
    let mut dto = lean(item, related, context);
    dto.playlist_item_id = entry.map(ids::Guid::from);
    add_pictures(&mut dto, item, related, context.shape);
    if context.shape.user_data && context.with_user {
        dto.user_data = Some(user_data_of(item, state, *counts));
    }
    add_own_fields(&mut dto, item, context);
    if context.shape.fields.has(Field::SeriesStudio) {
        dto.series_studio = item.series.and_then(|series| related.get(&series)).and_then(|series| series.studio.clone());
    }
    add_counts(&mut dto, item.kind, *counts, context.shape);
    // Names have no details of their own, and lists did not load them: what is asked for is there all the same, empty.
    add_detail(&mut dto, item, detail.as_deref().unwrap_or(&ItemDetail::default()), context);
    add_sources(&mut dto, item, sources, state, context);
    dto
}

/// What every list shows.
#[expect(clippy::too_many_lines, reason = "a line for each field")]
fn lean(item: &Item, related: &HashMap<ItemId, Related>, context: &Context) -> BaseItem {
    let Item {
        id,
        number: _,
        kind,
        role,
        owner: _,
        library: _,
        parent,
        series,
        season,
        album,
        name,
        sort_name: _,
        series_name,
        season_name,
        album_name,
        year,
        premiere,
        end_date,
        index,
        index_end,
        parent_index,
        runtime,
        official_rating,
        community_rating,
        critic_rating,
        status,
        extra,
        path: _,
        container,
        width: _,
        height: _,
        has_subtitles,
        has_lyrics,
        version_count: _,
        part_count,
        missing: _,
        added: _,
        changed: _,
        card,
    } = item;
    let named = |id: &Option<ItemId>| id.and_then(|id| related.get(&id)).map(|above| above.name.clone());
    let photo_album = parent.and_then(|parent| related.get(&parent)).filter(|above| *kind == ItemKind::Photo && above.kind == ItemKind::PhotoAlbum);
    let is_video = kind.media_type() == MediaType::Video;
    let mut dto = BaseItem {
        name: name.clone(),
        server_id: context.server_id.to_owned(),
        id: (*id).into(),
        extra_type: extra.map(kinds::extra_type),
        has_lyrics: (*kind == ItemKind::Track).then_some(*has_lyrics),
        has_subtitles: has_subtitles.then_some(true),
        container: container.as_deref().map(item_container),
        premiere_date: premiere.map(time::day),
        critic_rating: *critic_rating,
        official_rating: official_rating.clone(),
        community_rating: *community_rating,
        run_time_ticks: runtime.map(time::ticks),
        production_year: *year,
        index_number: *index,
        index_number_end: *index_end,
        parent_index_number: *parent_index,
        is_folder: kind.is_folder(),
        // A later part is a file, not a film of its own.
        r#type: if *role == ItemRole::Part { "Video" } else { kinds::item_type(*kind) },
        series_name: series_name.clone().or_else(|| named(series)),
        series_id: series.map(Into::into),
        season_id: season.map(Into::into),
        season_name: season_name.clone().or_else(|| named(season)),
        status: status.map(kinds::series_status),
        album: album_name.clone().or_else(|| named(album)).or_else(|| photo_album.map(|above| above.name.clone())),
        album_id: album.or(photo_album.map(|above| above.id)).map(Into::into),
        collection_type: context.libraries.get(id).copied().and_then(kinds::collection_type),
        video_type: is_video.then_some("VideoFile"),
        part_count: (*part_count > 1).then_some(*part_count),
        location_type: "FileSystem",
        media_type: kinds::media_type(*kind),
        end_date: end_date.map(time::day),
        ..BaseItem::default()
    };
    add_card(&mut dto, *kind, card);
    dto
}

fn add_card(dto: &mut BaseItem, kind: ItemKind, card: &ItemCard) {
    let ItemCard { images: _, artists, album_artists, track_gain, album_gain, air_days } = card;
    if matches!(kind, ItemKind::Track | ItemKind::Album | ItemKind::MusicVideo) {
        dto.artists = Some(artists.iter().map(|artist| artist.name.clone()).collect());
        dto.artist_items = Some(pairs(artists));
        dto.album_artist = album_artists.first().map(|artist| artist.name.clone());
        dto.album_artists = Some(pairs(album_artists));
    }
    dto.normalization_gain = if kind == ItemKind::Album { *album_gain } else { *track_gain };
    dto.album_normalization_gain = album_gain.filter(|_| kind == ItemKind::Track);
    dto.air_days = (kind == ItemKind::Series).then(|| air_days.clone());
}

pub fn pairs(names: &[Named]) -> Vec<NameGuidPair> {
    names.iter().map(|Named { id, name }| NameGuidPair { name: name.clone(), id: (*id).into() }).collect()
}

/// Folders that are watched through say how much is left.
fn user_data_of(item: &Item, state: &PlayState, counts: Option<FolderCounts>) -> crate::dto::item::UserData {
    match (item.kind, counts) {
        (ItemKind::Series | ItemKind::Season | ItemKind::Collection | ItemKind::Playlist | ItemKind::Folder, Some(counts)) => {
            user_data::of_folder(item.id, state, counts)
        }
        _ => user_data::of_leaf(item.id, state, item.runtime),
    }
}

/// Members that are asked for and known without loading more.
fn add_own_fields(dto: &mut BaseItem, item: &Item, context: &Context) {
    let fields = context.shape.fields;
    let kind = item.kind;
    let is_file = !kind.is_folder() && !kind.is_by_name();
    let has = |field| fields.has(field);
    dto.date_created = has(Field::DateCreated).then(|| time::moment(item.added));
    dto.date_last_media_added = (has(Field::DateLastMediaAdded) && kind.is_folder()).then(|| time::moment(item.changed));
    dto.can_delete = has(Field::CanDelete).then(|| match kind {
        ItemKind::Library | ItemKind::Folder => false,
        ItemKind::Playlist | ItemKind::Collection => true,
        kind => !kind.is_by_name() && context.may_delete,
    });
    dto.can_download = has(Field::CanDownload).then_some(is_file && context.may_download);
    dto.display_preferences_id = has(Field::DisplayPreferencesId).then_some(item.id.into());
    dto.etag = has(Field::Etag).then(|| ids::of_text(&format!("{} {}", item.id, item.changed.timestamp_nanos_opt().unwrap_or_default())).simple().to_string());
    dto.parent_id = has(Field::ParentId).then(|| parent_of(item).map(Into::into));
    dto.path = if has(Field::Path) { item.path.clone().or_else(|| own_path(item).map(|path| context.data.join(path).display().to_string())) } else { None };
    dto.sort_name = has(Field::SortName).then(|| sort_name(item));
    dto.play_access = (has(Field::PlayAccess) && context.with_user).then_some(if context.may_play { "Full" } else { "None" });
    dto.enable_media_source_display = has(Field::EnableMediaSourceDisplay).then_some(true);
    dto.media_source_count = (has(Field::MediaSourceCount) && item.version_count > 1).then_some(item.version_count);
    if matches!(kind.media_type(), MediaType::Video | MediaType::Photo) {
        dto.width = item.width.filter(|_| has(Field::Width));
        dto.height = item.height.filter(|_| has(Field::Height));
        // Only ever true: absent means no.
        dto.is_hd = (has(Field::IsHD) && item.width.is_some_and(|width| width >= 1200)).then_some(true);
    }
    dto.display_order = (kind == ItemKind::Collection && has(Field::SortName)).then_some("PremiereDate");
    dto.trickplay = (has(Field::Trickplay) && kind.media_type() == MediaType::Video).then(BTreeMap::new);
    dto.chapters = has(Field::Chapters).then(Vec::new);
}

/// Versions, parts and extras hang on their item, not in a folder.
fn parent_of(item: &Item) -> Option<ItemId> {
    match (item.role, item.kind) {
        (ItemRole::Part | ItemRole::Extra, _) => None,
        (_, ItemKind::Library) => Some(ItemId(ids::ROOT)),
        (_, kind) if kind.is_by_name() => None,
        (_, kind @ (ItemKind::Playlist | ItemKind::Collection)) => OwnFolder::of(kind).map(OwnFolder::id),
        _ => item.parent.or(item.library),
    }
}

/// Seasons, episodes and people have forms of their own, which letter pickers never see.
fn sort_name(item: &Item) -> String {
    match (item.kind, item.index) {
        (ItemKind::Season, Some(number)) => format!("{number:04}"),
        (ItemKind::Episode, Some(number)) => format!("{:03} - {number:04} - {}", item.parent_index.unwrap_or_default(), item.name),
        (ItemKind::Person, _) => item.name.clone(),
        _ => item.sort_name.clone(),
    }
}

fn add_counts(dto: &mut BaseItem, kind: ItemKind, counts: Option<FolderCounts>, shape: &Shape) {
    let Some(FolderCounts { children, leaves, unplayed: _ }) = counts else { return };
    dto.child_count = shape.fields.has(Field::ChildCount).then_some(children);
    let recursive = shape.fields.has(Field::RecursiveItemCount)
        && matches!(kind, ItemKind::Series | ItemKind::Season | ItemKind::Collection | ItemKind::Playlist | ItemKind::Album | ItemKind::Folder);
    dto.recursive_item_count = recursive.then_some(leaves);
}

fn add_detail(dto: &mut BaseItem, item: &Item, detail: &ItemDetail, context: &Context) {
    let ItemDetail {
        original_title,
        overview,
        taglines,
        tags,
        genres,
        studios,
        people,
        countries,
        trailers,
        provider_ids,
        collection: _,
        extras_count,
        trailers_count,
        airs_before_season,
        airs_after_season,
        airs_before_episode,
        air_time,
        locked,
        locked_fields,
    } = detail;
    let has = |field| context.shape.fields.has(field);
    dto.original_title = original_title.clone().filter(|_| has(Field::OriginalTitle));
    dto.overview = overview.clone().filter(|_| has(Field::Overview));
    dto.taglines = has(Field::Taglines).then(|| taglines.clone());
    dto.tags = has(Field::Tags).then(|| tags.clone());
    if has(Field::Genres) {
        dto.genres = Some(genres.iter().map(|genre| genre.name.clone()).collect());
        dto.genre_items = Some(pairs(genres));
    }
    dto.studios = has(Field::Studios).then(|| pairs(studios));
    dto.people = has(Field::People).then(|| people.iter().map(person).collect());
    dto.production_locations = (has(Field::ProductionLocations) && lists_countries(item.kind)).then(|| countries.clone());
    dto.remote_trailers = has(Field::RemoteTrailers).then(|| trailers.iter().map(|url| MediaUrl { url: url.clone() }).collect());
    dto.provider_ids = has(Field::ProviderIds).then(|| provider_ids.clone());
    dto.special_feature_count = has(Field::SpecialFeatureCount).then_some(*extras_count);
    dto.local_trailer_count = has(Field::LocalTrailerCount).then_some(*trailers_count);
    if has(Field::SpecialEpisodeNumbers) {
        dto.airs_before_season_number = *airs_before_season;
        dto.airs_after_season_number = *airs_after_season;
        dto.airs_before_episode_number = *airs_before_episode;
    }
    if has(Field::Settings) {
        dto.lock_data = Some(*locked);
        dto.locked_fields = Some(locked_fields.clone());
    }
    dto.air_time = air_time.clone().filter(|_| has(Field::AirTime));
    if has(Field::ExternalUrls) {
        let (season, episode) = if item.kind == ItemKind::Season { (item.index, None) } else { (item.parent_index, item.index) };
        dto.external_urls = Some(external_urls(item.kind, &LinkIds { own: provider_ids, series: context.series_ids, season, episode }));
    }
}

fn lists_countries(kind: ItemKind) -> bool {
    matches!(kind, ItemKind::Movie | ItemKind::Video | ItemKind::Trailer | ItemKind::MusicVideo)
}

fn person(credit: &Credit) -> Person {
    let Credit { person, name, kind, role } = credit;
    Person { name: name.clone(), id: (*person).into(), role: role.clone(), r#type: kinds::person_type(*kind), ..Person::default() }
}

fn add_sources(dto: &mut BaseItem, item: &Item, sources: &[MediaSource], state: &PlayState, context: &Context) {
    let fields = context.shape.fields;
    let class = item.kind.media_type();
    if sources.is_empty() || !matches!(class, MediaType::Video | MediaType::Audio) {
        return;
    }
    let alone = sources.len() == 1;
    let own = sources.first();
    if fields.has(Field::Trickplay) && class == MediaType::Video {
        dto.trickplay = Some(sources.iter().filter_map(|source| Some((source.id.simple(), trickplay(source)?))).collect());
    }
    if fields.has(Field::Chapters) {
        dto.chapters = Some(own.map(chapters).unwrap_or_default());
    }
    if !fields.any(&[Field::MediaSources, Field::MediaStreams]) {
        return;
    }
    let sources: Vec<_> = sources
        .iter()
        .map(|source| {
            let mut dto = media_source(source, class, alone);
            (dto.default_audio_stream_index, dto.default_subtitle_stream_index) = (context.default_streams)(source, state);
            if item.has_lyrics && source.id == item.id {
                dto.media_streams.push(lyric_stream(dto.media_streams.len()));
            }
            dto
        })
        .collect();
    if fields.has(Field::MediaStreams) {
        dto.media_streams = sources.first().map(|source| source.media_streams.clone());
    }
    if fields.has(Field::MediaSources) {
        dto.media_sources = Some(sources);
    }
}

/// Lyrics are a stream to clients, after all others.
fn lyric_stream(count: usize) -> MediaStream {
    MediaStream {
        r#type: "Lyric",
        index: i32::try_from(count).unwrap_or(i32::MAX),
        video_range: "Unknown",
        video_range_type: "Unknown",
        audio_spatial_format: "None",
        ..MediaStream::default()
    }
}

/// Every film has them: they are made when a player asks for the first.
fn trickplay(source: &MediaSource) -> Option<BTreeMap<String, TrickplayInfo>> {
    let layout = trickplay::layout(source)?;
    let Layout { width, height, columns, rows, count, interval } = layout;
    let info = TrickplayInfo {
        width,
        height,
        tile_width: columns,
        tile_height: rows,
        thumbnail_count: count,
        interval: u64::try_from(interval.as_millis()).unwrap_or(u64::MAX),
        bandwidth: trickplay::bit_rate(&layout),
    };
    Some(BTreeMap::from([(width.to_string(), info)]))
}

fn chapters(source: &MediaSource) -> Vec<Chapter> {
    let picture = |number| images::chapter(source, number);
    let chapter = |(number, chapter): (usize, &walros_model::probe::Chapter)| Chapter {
        start_position_ticks: time::ticks(chapter.start),
        name: chapter.title.clone().unwrap_or_else(|| format!("Chapter {}", number + 1)),
        image_date_modified: picture(number).map_or(time::NEVER.to_owned(), |_| time::moment(source.modified)),
        image_tag: picture(number).map(|image| image.tag),
    };
    source.probe.chapters.iter().enumerate().map(chapter).collect()
}
