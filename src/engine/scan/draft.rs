//! From a plan and what was read to an item, with names still to be given their ids. What wins: ids in names, then the
//! NFO, then tags, then names on disk.

use std::path::Path;
use std::time::Duration;

use chrono::{Datelike, NaiveDate};
use walros_db::scan::{KnownItem, KnownMedia, ScannedMedia};
use walros_jobs::Fault;
use walros_metadata::nfo::{Nfo, Person};
use walros_metadata::sort_name;
use walros_model::Timestamp;
use walros_model::item::{Image, ImageKind, ImageSource, Item, ItemCard, ItemDetail, ItemKind, ItemRole, MediaType};
use walros_model::library::Library;
use walros_model::probe::{MediaProbe, StreamKind};
use walros_scanner::structure::Found;

use super::music;
use super::plan::Planned;
use super::reading::{MediaReading, Reading};

/// An item whose genres, people and the like are names yet.
#[derive(Clone, Debug)]
pub(super) struct Draft {
    pub item: Item,
    pub detail: ItemDetail,
    pub names: Names,
    pub key: String,
    pub media: Option<ScannedMedia>,
    pub signature: i64,
    pub settled: Settled,
}

/// When a file is read again of which nothing changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Settled {
    Never,
    /// By the next scan.
    No,
    /// When workers are of another build than this one, which it ends.
    ForBuild(u64),
}

/// Scans in which a file ended its worker before it is left alone. Once may have been the machine's fault, or somebody's who
/// killed the worker.
const CRASHES: u32 = 3;

impl Draft {
    /// As the same scan knows it once it is written. It has been read, so it is not read again, however that went.
    pub fn as_known(&self) -> KnownItem {
        let media = self.media.as_ref().map(|media| KnownMedia {
            size: media.size,
            modified: media.modified,
            fingerprint: media.fingerprint,
            failure: media.failure.clone(),
            crashes: media.crashes,
        });
        let Item { id, kind, role, owner, parent, ref path, missing, added, .. } = self.item;
        KnownItem { id, kind, role, owner, parent, key: self.key.clone(), path: path.clone(), missing, added, seen: self.signature, media }
    }
}

#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Names {
    pub genres: Vec<String>,
    pub studios: Vec<String>,
    pub people: Vec<Person>,
    pub artists: Vec<String>,
    pub album_artists: Vec<String>,
}

/// What an item takes from the folders it is in.
#[derive(Clone, Debug, Default)]
pub(super) struct Above {
    pub series_name: Option<String>,
    pub season_name: Option<String>,
    pub album_name: Option<String>,
}

impl Above {
    pub fn words(&self) -> String {
        format!("{:?}/{:?}/{:?}", self.series_name, self.season_name, self.album_name)
    }
}

/// Puts an item together.
pub(super) fn assemble(library: &Library, planned: &Planned, reading: Reading, above: &Above, build: u64, now: Timestamp) -> Draft {
    let found = &planned.found;
    let signature = planned.signature(&above.words());
    let nfo = nfo_of(found, reading.nfo);
    let mut draft = Draft {
        item: bare_item(library, planned, above, now),
        detail: ItemDetail { extras_count: planned.owns.extras, trailers_count: planned.owns.trailers, ..ItemDetail::default() },
        names: Names::default(),
        key: found.key.clone(),
        media: None,
        signature,
        settled: Settled::Never,
    };
    if let Some(media) = reading.media {
        take_media(&mut draft, planned, media, build);
        frame_instead_of_artwork(&mut draft);
    }
    if let Some(nfo) = nfo {
        take_nfo(&mut draft, found, nfo);
    }
    draft.detail.provider_ids.extend(found.ids.clone());
    draft.item.sort_name = sort_name_of(&draft.item, draft.item.sort_name.as_str());
    if let Some(year) = draft.item.premiere.map(|date| date.year()) {
        draft.item.year = draft.item.year.or(Some(year));
    }
    draft
}

/// The part of an NFO that is about this item: of a file of several episodes, the first of them.
fn nfo_of(found: &Found, mut items: Vec<Nfo>) -> Option<Nfo> {
    let fits = |nfo: &Nfo| nfo.kind.is_none_or(|kind| kind == found.kind || found.role != ItemRole::Main);
    let own = items.iter().position(|nfo| fits(nfo) && (nfo.episode.is_none() || nfo.episode == found.index));
    let at = own.or_else(|| items.iter().position(fits))?;
    Some(items.swap_remove(at))
}

fn bare_item(library: &Library, planned: &Planned, above: &Above, now: Timestamp) -> Item {
    let Planned { id, place, owns, found, known } = planned;
    Item {
        id: *id,
        number: 0,
        kind: found.kind,
        role: found.role,
        owner: place.owner,
        library: Some(library.id),
        parent: place.parent,
        series: place.series,
        season: place.season,
        album: place.album,
        name: found.name.clone(),
        sort_name: String::new(),
        series_name: above.series_name.clone(),
        season_name: above.season_name.clone(),
        album_name: above.album_name.clone(),
        year: found.year,
        premiere: found.premiere,
        end_date: None,
        index: found.index,
        index_end: found.index_end,
        parent_index: found.parent_index,
        runtime: None,
        official_rating: None,
        community_rating: None,
        critic_rating: None,
        status: None,
        extra: found.extra,
        path: found.path.clone(),
        container: None,
        width: None,
        height: None,
        has_subtitles: false,
        has_lyrics: found.local.lyrics.is_some(),
        version_count: owns.versions,
        part_count: owns.parts,
        missing: false,
        added: known.as_ref().map_or(now, |known| known.added),
        changed: now,
        card: ItemCard { images: images(found), ..ItemCard::default() },
    }
}

/// What lies beside an item as its pictures, not yet looked at.
pub(super) fn images(found: &Found) -> Vec<Image> {
    let local = found.local.artwork.iter().map(|(kind, file)| {
        let tag = tag(&format!("{} {} {}", file.path, file.stat.size, file.stat.modified.timestamp_micros()));
        blank(*kind, ImageSource::File(file.path.clone()), tag)
    });
    let mut images: Vec<Image> = local.collect();
    if let (ItemKind::Photo, Some(path), Some(stat)) = (found.kind, &found.path, found.stat) {
        let tag = tag(&format!("{path} {} {}", stat.size, stat.modified.timestamp_micros()));
        images.retain(|image| image.kind != ImageKind::Primary);
        images.insert(0, blank(ImageKind::Primary, ImageSource::File(path.clone()), tag));
    }
    images
}

/// A picture not yet looked at.
pub(super) fn blank(kind: ImageKind, source: ImageSource, tag: String) -> Image {
    Image { kind, source, tag, width: 0, height: 0, blurhash: String::new() }
}

pub(super) fn tag(text: &str) -> String {
    blake3::hash(text.as_bytes()).to_hex()[..32].to_string()
}

fn take_media(draft: &mut Draft, planned: &Planned, reading: MediaReading, build: u64) {
    let found = &planned.found;
    let (Some(path), Some(stat)) = (&found.path, found.stat) else { return };
    let MediaReading { fingerprint, created, probe } = reading;
    let crashes = if matches!(probe, Err(Fault::Crashed { .. })) { planned.crashes(fingerprint).saturating_add(1) } else { 0 };
    // What cannot be read is kept in mind, but not listed. A file that is no medium stays none while it is the same; what
    // went wrong otherwise may have been the machine's fault, so the next scan looks again.
    let (probe, failure) = match probe {
        Ok(probe) => (Some(probe), None),
        Err(fault @ (Fault::BadFile { .. } | Fault::Unsupported { .. })) => (None, Some(fault.to_string())),
        Err(Fault::Crashed { text }) if crashes >= CRASHES => {
            draft.settled = Settled::ForBuild(build);
            (None, Some(format!("{text}; that was so in {crashes} scans, so it is left alone until it changes")))
        }
        Err(fault) => {
            draft.settled = Settled::No;
            (None, Some(fault.to_string()))
        }
    };
    draft.item.missing = failure.is_some();
    draft.item.added = draft.item.added.min(created);
    if let Some(probe) = &probe {
        take_probe(draft, found, probe);
    }
    draft.media = Some(ScannedMedia {
        path: path.clone(),
        size: stat.size,
        modified: stat.modified,
        fingerprint,
        source_name: found.version.clone().or_else(|| resolution(draft, found)).unwrap_or_default(),
        probe,
        failure,
        crashes,
    });
}

/// How far into a film something worth to be seen is shown: a tenth, but not so far that it gives something away.
const FRAME_AT: u32 = 10;
const FRAME_AT_MOST: Duration = Duration::from_secs(600);

/// A film without a picture of its own shows a frame of itself.
fn frame_instead_of_artwork(draft: &mut Draft) {
    let Some(media) = &draft.media else { return };
    let Some(probe) = &media.probe else { return };
    let images = &mut draft.item.card.images;
    if draft.item.kind.media_type() != MediaType::Video || images.iter().any(|image| image.kind == ImageKind::Primary) {
        return;
    }
    let Some((width, height)) = walros_media::trickplay::upright_size(probe) else { return };
    let at = (probe.duration / FRAME_AT).min(FRAME_AT_MOST);
    let tag = tag(&format!("{} {} {} frame {at:?}", media.path, media.size, media.modified.timestamp_micros()));
    let source = ImageSource::Frame { path: media.path.clone(), at };
    images.push(Image { width, height, ..blank(ImageKind::Primary, source, tag) });
}

/// What tells a version from the others where its name does not.
fn resolution(draft: &Draft, found: &Found) -> Option<String> {
    let several = found.role == ItemRole::Version || draft.item.version_count > 1;
    draft.item.height.filter(|_| several).map(|height| format!("{height}p"))
}

fn take_probe(draft: &mut Draft, found: &Found, probe: &MediaProbe) {
    let item = &mut draft.item;
    let picture = probe.video().or_else(|| probe.of_kind(StreamKind::EmbeddedImage).next().filter(|_| found.kind.media_type() == MediaType::Photo));
    if let Some(facts) = picture.and_then(|stream| stream.video.as_ref()) {
        (item.width, item.height) = (Some(facts.width), Some(facts.height));
    }
    if found.kind.media_type() != MediaType::Photo {
        item.runtime = Some(probe.duration).filter(|duration| !duration.is_zero());
        item.container = found.path.as_deref().map(|path| container(&probe.format, path));
    }
    item.has_subtitles = probe.of_kind(StreamKind::Subtitle).next().is_some();
    if found.kind == ItemKind::Track || found.kind == ItemKind::AudioBook {
        music::take_tags(draft, found, probe);
    } else if found.name_is_placeholder
        && let Some(title) = probe.tag("title").map(str::trim).filter(|title| !title.is_empty())
    {
        draft.item.name = title.to_string();
    }
}

/// The one of libav's names for the container that the file's extension bears out (`mov,mp4,m4a,…` is `mp4` in a
/// `.mp4`), the first where none does. Sound keeps them all, as clients know it.
fn container(format: &str, path: &str) -> String {
    let extension = Path::new(path).extension().unwrap_or_default().to_string_lossy().to_lowercase();
    walros_metadata::container::short(format, &extension)
}

fn take_nfo(draft: &mut Draft, found: &Found, nfo: Nfo) {
    let item = &mut draft.item;
    item.name = nfo.title.unwrap_or_else(|| item.name.clone());
    item.sort_name = nfo.sort_title.map(|title| sort_name::sort_name(&title)).unwrap_or_default();
    item.year = nfo.year.or(item.year);
    item.premiere = nfo.premiered.or(item.premiere);
    item.end_date = nfo.ended;
    item.official_rating = nfo.official_rating;
    item.community_rating = nfo.community_rating;
    item.critic_rating = nfo.critic_rating;
    item.status = nfo.status;
    item.card.air_days = nfo.air_days;
    if item.runtime.is_none() {
        item.runtime = nfo.runtime;
    }
    if found.kind == ItemKind::Episode {
        item.index = nfo.episode.or(item.index);
        item.parent_index = nfo.season.or(item.parent_index);
    }
    let detail = &mut draft.detail;
    detail.original_title = nfo.original_title;
    detail.overview = nfo.overview;
    detail.taglines = nfo.taglines;
    detail.tags = nfo.tags;
    detail.countries = nfo.countries;
    detail.trailers = nfo.trailers;
    detail.provider_ids.extend(nfo.provider_ids);
    detail.collection = nfo.collection;
    detail.airs_before_season = nfo.airs_before_season;
    detail.airs_after_season = nfo.airs_after_season;
    detail.airs_before_episode = nfo.airs_before_episode;
    detail.air_time = nfo.air_time;
    let names = &mut draft.names;
    replace_if_said(&mut names.genres, nfo.genres);
    replace_if_said(&mut names.studios, nfo.studios);
    replace_if_said(&mut names.people, nfo.people);
    replace_if_said(&mut names.artists, nfo.artists);
    replace_if_said(&mut names.album_artists, nfo.album_artists);
}

fn replace_if_said<T>(before: &mut Vec<T>, said: Vec<T>) {
    if !said.is_empty() {
        *before = said;
    }
}

/// The sort title somebody wrote down, or the one Jellyfin would make.
pub(super) fn sort_name_of(item: &Item, said: &str) -> String {
    if !said.is_empty() {
        return said.to_string();
    }
    match item.kind {
        ItemKind::Episode => sort_name::episode_sort_name(item.parent_index, item.index, &item.name),
        ItemKind::Season => sort_name::season_sort_name(item.index, &item.name),
        ItemKind::Track => sort_name::track_sort_name(item.parent_index, item.index, &item.name),
        _ => sort_name::sort_name(&item.name),
    }
}

/// The first of January, where a tag or a name says no more than a year.
pub(super) fn first_day(year: i32) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(year, 1, 1)
}
