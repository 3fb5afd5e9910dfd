//! Items: cards, pages, the page of one.

use std::collections::HashMap;
use std::time::Duration;

use walros_engine::playback::LyricLine;
use walros_model::ItemId;
use walros_model::item::{Credit, ExtraKind, ImageKind, Item, ItemCard as Card, ItemDetail as Detail, Named, PersonKind, SeriesStatus};
use walros_model::lists::{FilterChoices, ItemPage, ItemView, NameCount};
use walros_model::probe::MediaSource;
use walros_model::state::{FolderCounts, ItemState, PlayState};

use super::ids::kind;
use super::to_art::{art, first};
use super::to_version::{chapters, version};
use crate::dto::media::Chapter;
use crate::dto::{common, item};

pub fn page(page: &ItemPage) -> item::ItemPage {
    item::ItemPage { items: page.items.iter().map(|view| card(view, page)).collect(), start: page.start, total: page.total }
}

/// `page` is the one the view came in, for what it refers to.
#[expect(clippy::too_many_lines, reason = "a line for each field")]
pub fn card(view: &ItemView, page: &ItemPage) -> item::ItemCard {
    let item = &view.item;
    let Item {
        id,
        number: _,
        kind: item_kind,
        role: _,
        owner: _,
        library,
        parent,
        series,
        season,
        album,
        name,
        sort_name,
        series_name,
        season_name,
        album_name,
        year,
        premiere,
        end_date: _,
        index,
        index_end,
        parent_index,
        runtime,
        official_rating,
        community_rating,
        critic_rating: _,
        status: _,
        extra,
        path: _,
        container: _,
        width,
        height,
        has_subtitles: _,
        has_lyrics,
        version_count,
        part_count,
        missing,
        added,
        changed: _,
        card: document,
    } = item;
    let Card { images: _, artists, album_artists, track_gain, album_gain: _, air_days: _ } = document;
    let performers = if artists.is_empty() { album_artists } else { artists };
    item::ItemCard {
        id: id.simple(),
        kind: kind(*item_kind),
        title: name.clone(),
        sort_title: sort_name.clone(),
        year: *year,
        released: *premiere,
        number: *index,
        number_end: *index_end,
        parent_number: *parent_index,
        runtime: runtime.map(|runtime| runtime.as_secs_f64()),
        rating: official_rating.clone(),
        community_rating: *community_rating,
        library_id: library.map(|id| id.simple()),
        parent_id: parent.map(|id| id.simple()),
        series: link(*series, series_name.as_ref()),
        season: link(*season, season_name.as_ref()),
        album: link(*album, album_name.as_ref()),
        artists: performers.iter().map(named).collect(),
        extra: extra.map(|extra| extra_word(extra).to_owned()),
        width: *width,
        height: *height,
        version_count: *version_count,
        part_count: *part_count,
        has_lyrics: *has_lyrics,
        track_gain: *track_gain,
        missing: *missing,
        added: *added,
        art: art(item, page),
        state: play_state(&view.state),
        counts: view.counts.map(counts),
    }
}

/// What goes with an item on its page.
#[derive(Default)]
pub struct Around {
    /// The people of its credits, as items, for their pictures.
    pub people: ItemPage,
    /// The later parts of each version that has some, by the version's id.
    pub parts: HashMap<ItemId, ItemPage>,
    pub missing_parts: Vec<u32>,
    /// One item, or none.
    pub up_next: ItemPage,
    /// Whether the caller may know where files are.
    pub paths: bool,
}

impl Around {
    /// The files of a version's later parts.
    fn sources(&self, version: ItemId) -> Vec<MediaSource> {
        self.parts.get(&version).into_iter().flat_map(|parts| &parts.items).filter_map(|part| part.sources.first().cloned()).collect()
    }

    fn chapters(&self, version: &MediaSource) -> Vec<Chapter> {
        let parts = self.sources(version.id);
        let mut next = Duration::ZERO;
        let placed = std::iter::once(version).chain(&parts).map(|source| {
            let start = next;
            next += source.probe.duration;
            (start, source)
        });
        chapters(placed)
    }
}

pub fn detail(view: &ItemView, own: &ItemPage, around: &Around) -> item::ItemDetail {
    let empty = Detail::default();
    let Detail {
        original_title,
        overview,
        taglines,
        tags,
        genres,
        studios,
        people,
        countries,
        trailers: _,
        provider_ids,
        collection,
        extras_count,
        trailers_count,
        airs_before_season: _,
        airs_after_season: _,
        airs_before_episode: _,
        air_time: _,
        // Editing comes with the facade that has an editor.
        locked: _,
        locked_fields: _,
    } = view.detail.as_deref().unwrap_or(&empty);
    item::ItemDetail {
        item: card(view, own),
        original_title: original_title.clone(),
        overview: overview.clone(),
        tagline: taglines.first().cloned(),
        genres: genres.iter().map(named).collect(),
        studios: studios.iter().map(named).collect(),
        tags: tags.clone(),
        countries: countries.clone(),
        people: people.iter().map(|person| credit(person, &around.people)).collect(),
        critic_rating: view.item.critic_rating,
        status: view.item.status.map(|status| match status {
            SeriesStatus::Continuing => item::Status::Continuing,
            SeriesStatus::Ended => item::Status::Ended,
            SeriesStatus::Unreleased => item::Status::Unreleased,
        }),
        ended: view.item.end_date,
        collection: collection.clone(),
        provider_ids: provider_ids.clone(),
        versions: view.sources.iter().map(|source| version(source, &view.item, &around.sources(source.id), around.paths)).collect(),
        chapters: view.sources.first().map(|source| around.chapters(source)).unwrap_or_default(),
        parts: around.parts.get(&view.item.id).map(|parts| page(parts).items).unwrap_or_default(),
        missing_parts: around.missing_parts.clone(),
        extras_count: *extras_count,
        trailers_count: *trailers_count,
        up_next: page(&around.up_next).items.into_iter().next(),
    }
}

fn credit(credit: &Credit, people: &ItemPage) -> item::Credit {
    let Credit { person, name, kind, role } = credit;
    let found = people.items.iter().find(|view| view.item.id == *person);
    item::Credit {
        id: person.simple(),
        name: name.clone(),
        job: match kind {
            PersonKind::Actor => item::Job::Actor,
            PersonKind::GuestStar => item::Job::GuestStar,
            PersonKind::Director => item::Job::Director,
            PersonKind::Writer => item::Job::Writer,
            PersonKind::Producer => item::Job::Producer,
            PersonKind::Composer => item::Job::Composer,
            PersonKind::Other => item::Job::Other,
        },
        role: role.clone(),
        image: found.and_then(|view| first(*person, &view.item.card.images, ImageKind::Primary)),
    }
}

fn extra_word(extra: ExtraKind) -> &'static str {
    match extra {
        ExtraKind::Clip => "clip",
        ExtraKind::Trailer => "trailer",
        ExtraKind::BehindTheScenes => "behindTheScenes",
        ExtraKind::DeletedScene => "deletedScene",
        ExtraKind::Interview => "interview",
        ExtraKind::Scene => "scene",
        ExtraKind::Sample => "sample",
        ExtraKind::ThemeSong => "themeSong",
        ExtraKind::ThemeVideo => "themeVideo",
        ExtraKind::Featurette => "featurette",
        ExtraKind::Short => "short",
        ExtraKind::Other => "other",
    }
}

fn named(named: &Named) -> common::Named {
    let Named { id, name } = named;
    common::Named { id: id.simple(), title: name.clone() }
}

fn link(id: Option<ItemId>, name: Option<&String>) -> Option<common::Named> {
    Some(common::Named { id: id?.simple(), title: name?.clone() })
}

fn play_state(state: &PlayState) -> common::State {
    let PlayState { position, played, play_count, favorite, likes: _, rating: _, last_played, audio_stream: _, subtitle_stream: _ } = state;
    common::State { position: position.as_secs_f64(), played: *played, play_count: *play_count, favorite: *favorite, last_played: *last_played }
}

fn counts(counts: FolderCounts) -> common::Counts {
    let FolderCounts { children, leaves, unplayed } = counts;
    common::Counts { children, leaves, unplayed }
}

pub fn state(state: &ItemState) -> common::ItemState {
    let ItemState { item, state, counts: folder } = state;
    common::ItemState { id: item.simple(), state: play_state(state), counts: folder.map(counts) }
}

pub fn filters(choices: FilterChoices) -> item::Filters {
    let FilterChoices { genres, tags, official_ratings, years, audio_languages: _, subtitle_languages: _ } = choices;
    let genres = genres.into_iter().map(|NameCount { id, name, count: _ }| common::Named { id: id.simple(), title: name }).collect();
    item::Filters { genres, tags, ratings: official_ratings, years }
}

pub fn lyrics(lines: Vec<LyricLine>) -> Vec<item::LyricLine> {
    lines.into_iter().map(|LyricLine { text, start }| item::LyricLine { text, start: start.map(|start| start.as_secs_f64()) }).collect()
}
