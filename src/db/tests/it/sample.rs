//! A small library, made anew for each test that wants it. Items are called by their keys.
//!
//! * Movies: `alpha` (2001, Action, PG, 7.5), `beta` (2005, Action and Comedy, R, 6.0), `echappee` ("Échappée", 2010,
//!   Drama, unrated), `gamma` ("The Gamma Ray", 2015; a second version `gamma-480p`, a trailer `gamma-trailer`, an
//!   interview `gamma-interview`), `stack` (a second part `stack-2`), `gone` (missing). Vera plays in `alpha` and directs
//!   `beta`, Tom directs `alpha`; Pine makes `alpha`. `alpha` is tagged "reference", `beta` "Gore".
//! * Shows: `signal` (seasons `signal-0`, `signal-1` of 3, `signal-2` of 2 episodes `signal-1-1` …; two specials, of which
//!   `signal-0-1` was aired before season 2 and `signal-0-2` at an unknown time; rated PG-13), `daily` (season `daily-1` with
//!   two dated episodes `daily-a`, `daily-b`, without numbers).
//! * Music: artist Overtones with album `harmonics` (`harmonics-1-1`, `harmonics-1-2`, `harmonics-2-1`), album `mix` by Various
//!   Artists with a track each of Ann (`mix-1-1`) and Bo (`mix-1-2`).
//! * Photos: albums `summer` (two photos) and `trips` with `trips/alps` in it (one photo), and a photo `single`.
//!
//! Things are added in this order, an hour apart.

use std::collections::HashMap;
use std::time::Duration;

use chrono::NaiveDate;
use walros_db::scan::{ScannedItem, ScannedMedia};
use walros_db::{Conn, DbError, libraries, names, scan};
use walros_model::item::{Credit, ExtraKind, Item, ItemCard, ItemDetail, ItemKind, ItemRole, Named, PersonKind};
use walros_model::library::{Library, LibraryKind, LibraryRoot};
use walros_model::probe::{MediaProbe, MediaStream, StreamKind, VideoFacts};
use walros_model::query::{ItemQuery, Scope};
use walros_model::{ItemId, UserId};

use crate::fixture::{Fixture, at};

pub struct Sample {
    pub fixture: Fixture,
    pub ids: HashMap<String, ItemId>,
    /// By id, to show what a failed test saw.
    keys: HashMap<ItemId, String>,
    pub me: UserId,
}

impl Sample {
    pub fn new() -> Self {
        let fixture = Fixture::new();
        let me = fixture.user("me");
        let ids = fixture.write(|conn| {
            let mut maker = Maker::default();
            movies(conn, &mut maker)?;
            shows(conn, &mut maker)?;
            music(conn, &mut maker)?;
            photos(conn, &mut maker)?;
            scan::upsert_items(conn, &maker.items)?;
            Ok(maker.ids)
        });
        let keys = ids.iter().map(|(key, id)| (*id, key.clone())).collect();
        Self { fixture, ids, keys, me }
    }

    pub fn id(&self, key: &str) -> ItemId {
        *self.ids.get(key).unwrap_or_else(|| panic!("no item {key}"))
    }

    pub fn key(&self, id: ItemId) -> String {
        self.keys.get(&id).cloned().unwrap_or_else(|| id.to_string())
    }

    /// The keys of what a query lists for `me`.
    pub fn list(&self, query: ItemQuery) -> Vec<String> {
        self.list_in(Scope::default(), query)
    }

    pub fn list_in(&self, scope: Scope, query: ItemQuery) -> Vec<String> {
        let me = self.me;
        let page = self.fixture.read(move |conn| walros_db::items::page(conn, &scope, Some(me), &query));
        page.items.iter().map(|view| self.key(view.item.id)).collect()
    }

    /// The same without regard to order.
    pub fn set(&self, query: ItemQuery) -> Vec<String> {
        let mut keys = self.list(query);
        keys.sort();
        keys
    }
}

/// Collects items in the order in which they are added.
#[derive(Default)]
pub struct Maker {
    pub items: Vec<ScannedItem>,
    pub ids: HashMap<String, ItemId>,
}

impl Maker {
    /// Adds an item after `change` made it what it is; its path is `/media/<key>`.
    pub fn add(&mut self, key: &str, kind: ItemKind, library: ItemId, change: impl FnOnce(&mut ScannedItem)) -> ItemId {
        let mut scanned = scanned(key, kind, library, self.items.len() as i64 * 3600);
        change(&mut scanned);
        let id = scanned.item.id;
        self.ids.insert(key.into(), id);
        self.items.push(scanned);
        id
    }
}

/// An item of which little is known, added `seconds` after the start.
pub fn scanned(key: &str, kind: ItemKind, library: ItemId, seconds: i64) -> ScannedItem {
    let path = format!("/media/{key}");
    let playable = kind.media_type() != walros_model::item::MediaType::None;
    let media = playable.then(|| ScannedMedia {
        path: path.clone(),
        size: 1_000,
        modified: at(seconds),
        fingerprint: None,
        source_name: key.into(),
        probe: Some(MediaProbe { format: "matroska,webm".into(), duration: Duration::from_secs(600), ..MediaProbe::default() }),
        failure: None,
        crashes: 0,
    });
    let item = Item {
        id: ItemId::random(),
        number: 0,
        kind,
        role: ItemRole::Main,
        owner: None,
        library: Some(library),
        parent: Some(library),
        series: None,
        season: None,
        album: None,
        name: key.into(),
        sort_name: key.into(),
        series_name: None,
        season_name: None,
        album_name: None,
        year: None,
        premiere: None,
        end_date: None,
        index: None,
        index_end: None,
        parent_index: None,
        runtime: playable.then_some(Duration::from_secs(600)),
        official_rating: None,
        community_rating: None,
        critic_rating: None,
        status: None,
        extra: None,
        path: Some(path),
        container: None,
        width: None,
        height: None,
        has_subtitles: false,
        has_lyrics: false,
        version_count: 1,
        part_count: 1,
        missing: false,
        added: at(seconds),
        changed: at(seconds),
        card: ItemCard::default(),
    };
    ScannedItem { item, detail: ItemDetail::default(), key: key.into(), age: None, seen: 0, media }
}

pub fn library(conn: &mut Conn, maker: &mut Maker, key: &str, kind: LibraryKind) -> Result<ItemId, DbError> {
    let root = LibraryRoot { path: format!("/media/{key}"), device: None, file_count: 0, online: true, trouble: None };
    let library = Library { id: ItemId::random(), name: kind.default_name().into(), kind, roots: vec![root], ahead: Default::default(), options: None };
    libraries::create(conn, &library, at(0))?;
    maker.ids.insert(key.into(), library.id);
    Ok(library.id)
}

pub fn named(conn: &mut Conn, kind: ItemKind, name: &str) -> Result<Named, DbError> {
    let ids = names::find_or_create(conn, kind, &[name.to_string()], |name| name.to_lowercase())?;
    Ok(Named { id: ids[0], name: name.into() })
}

fn credit(conn: &mut Conn, name: &str, kind: PersonKind) -> Result<Credit, DbError> {
    let named = named(conn, ItemKind::Person, name)?;
    Ok(Credit { person: named.id, name: named.name, kind, role: String::new() })
}

fn stream(kind: StreamKind, index: i32, language: &str) -> MediaStream {
    MediaStream { kind, index, language: Some(language.into()), ..MediaStream::default() }
}

fn video(width: u32) -> MediaStream {
    MediaStream { kind: StreamKind::Video, video: Some(VideoFacts { width, ..VideoFacts::default() }), ..MediaStream::default() }
}

fn movies(conn: &mut Conn, maker: &mut Maker) -> Result<(), DbError> {
    let library = library(conn, maker, "movies", LibraryKind::Movies)?;
    let (action, comedy, drama) = (named(conn, ItemKind::Genre, "Action")?, named(conn, ItemKind::Genre, "Comedy")?, named(conn, ItemKind::Genre, "Drama")?);
    let pine = named(conn, ItemKind::Studio, "Pine")?;
    let (vera, vera_directs, tom) =
        (credit(conn, "Vera Sync", PersonKind::Actor)?, credit(conn, "Vera Sync", PersonKind::Director)?, credit(conn, "Tom Noise", PersonKind::Director)?);
    for (key, id) in [("Action", action.id), ("Comedy", comedy.id), ("Drama", drama.id), ("Pine", pine.id), ("Vera", vera.person), ("Tom", tom.person)] {
        maker.ids.insert(key.into(), id);
    }

    maker.add("alpha", ItemKind::Movie, library, |alpha| {
        let item = &mut alpha.item;
        (item.name, item.year, item.premiere) = ("Alpha".into(), Some(2001), NaiveDate::from_ymd_opt(2001, 5, 4));
        (item.official_rating, item.community_rating, item.critic_rating) = (Some("PG".into()), Some(7.5), Some(80.0));
        (item.width, item.height, item.has_subtitles) = (Some(1920), Some(1080), true);
        alpha.age = Some(10);
        alpha.detail = ItemDetail {
            overview: Some("The first.".into()),
            tags: vec!["reference".into()],
            genres: vec![action.clone()],
            studios: vec![pine],
            people: vec![vera, tom],
            ..ItemDetail::default()
        };
        let streams = vec![video(1920), stream(StreamKind::Audio, 1, "eng"), stream(StreamKind::Audio, 2, "deu"), stream(StreamKind::Subtitle, 3, "fra")];
        alpha.media.as_mut().expect("media").probe = Some(MediaProbe { streams, ..MediaProbe::default() });
    });
    maker.add("beta", ItemKind::Movie, library, |beta| {
        let item = &mut beta.item;
        (item.name, item.year, item.premiere) = ("Beta".into(), Some(2005), NaiveDate::from_ymd_opt(2005, 1, 1));
        (item.official_rating, item.community_rating, item.width) = (Some("R".into()), Some(6.0), Some(720));
        beta.age = Some(17);
        beta.detail = ItemDetail { tags: vec!["Gore".into()], genres: vec![action.clone(), comedy], people: vec![vera_directs], ..ItemDetail::default() };
    });
    maker.add("echappee", ItemKind::Movie, library, |film| {
        (film.item.name, film.item.year) = ("Échappée".into(), Some(2010));
        film.detail = ItemDetail { original_title: Some("Breakaway 100%".into()), genres: vec![drama], ..ItemDetail::default() };
    });
    let gamma = maker.add("gamma", ItemKind::Movie, library, |gamma| {
        let item = &mut gamma.item;
        (item.name, item.sort_name, item.year) = ("The Gamma Ray".into(), "gamma ray".into(), Some(2015));
        (item.width, item.height, item.version_count) = (Some(3840), Some(2160), 2);
        gamma.media.as_mut().expect("media").probe = Some(MediaProbe { streams: vec![video(3840)], ..MediaProbe::default() });
    });
    maker.add("gamma-480p", ItemKind::Movie, library, |version| {
        (version.item.role, version.item.owner, version.item.version_count) = (ItemRole::Version, Some(gamma), 2);
        version.media.as_mut().expect("media").probe = Some(MediaProbe { streams: vec![video(640)], ..MediaProbe::default() });
    });
    maker.add("gamma-trailer", ItemKind::Trailer, library, |extra| {
        (extra.item.role, extra.item.owner, extra.item.extra) = (ItemRole::Extra, Some(gamma), Some(ExtraKind::Trailer));
    });
    maker.add("gamma-interview", ItemKind::Video, library, |extra| {
        (extra.item.role, extra.item.owner, extra.item.extra) = (ItemRole::Extra, Some(gamma), Some(ExtraKind::Interview));
    });
    let stack = maker.add("stack", ItemKind::Movie, library, |stack| stack.item.part_count = 2);
    maker.add("stack-2", ItemKind::Movie, library, |part| {
        (part.item.role, part.item.owner, part.item.index) = (ItemRole::Part, Some(stack), Some(2));
    });
    maker.add("gone", ItemKind::Movie, library, |gone| gone.item.missing = true);
    Ok(())
}

fn shows(conn: &mut Conn, maker: &mut Maker) -> Result<(), DbError> {
    let library = library(conn, maker, "shows", LibraryKind::Shows)?;
    let channel = named(conn, ItemKind::Studio, "Channel Zero")?;
    let signal = maker.add("signal", ItemKind::Series, library, |series| {
        (series.item.name, series.item.official_rating, series.age) = ("Signal Lost".into(), Some("PG-13".into()), Some(13));
        series.detail = ItemDetail { studios: vec![channel], tags: vec!["space".into()], ..ItemDetail::default() };
    });
    for (number, episodes) in [(0, 2), (1, 3), (2, 2)] {
        let season = maker.add(&format!("signal-{number}"), ItemKind::Season, library, |season| {
            (season.item.parent, season.item.series, season.item.index) = (Some(signal), Some(signal), Some(number));
        });
        for episode in 1..=episodes {
            maker.add(&format!("signal-{number}-{episode}"), ItemKind::Episode, library, |scanned| {
                let item = &mut scanned.item;
                (item.parent, item.season, item.series) = (Some(season), Some(season), Some(signal));
                (item.parent_index, item.index) = (Some(number), Some(episode));
                item.series_name = Some("Signal Lost".into());
                if (number, episode) == (0, 1) {
                    scanned.detail.airs_before_season = Some(2);
                }
            });
        }
    }
    let daily = maker.add("daily", ItemKind::Series, library, |series| series.item.name = "The Daily Pattern".into());
    let season = maker.add("daily-1", ItemKind::Season, library, |season| {
        (season.item.parent, season.item.series, season.item.index) = (Some(daily), Some(daily), Some(1));
    });
    for (key, day) in [("daily-b", 9), ("daily-a", 8)] {
        maker.add(key, ItemKind::Episode, library, |scanned| {
            let item = &mut scanned.item;
            (item.parent, item.season, item.series, item.parent_index) = (Some(season), Some(season), Some(daily), Some(1));
            item.premiere = NaiveDate::from_ymd_opt(2020, 3, day);
        });
    }
    Ok(())
}

fn music(conn: &mut Conn, maker: &mut Maker) -> Result<(), DbError> {
    let library = library(conn, maker, "music", LibraryKind::Music)?;
    let rock = named(conn, ItemKind::MusicGenre, "Rock")?;
    let mut artist = |name: &str| named(conn, ItemKind::Artist, name);
    let (overtones, various, ann, bo) = (artist("The Overtones")?, artist("Various Artists")?, artist("Ann Hertz")?, artist("Bo Decibel")?);
    for (key, id) in [("Rock", rock.id), ("Overtones", overtones.id), ("Various", various.id), ("Ann", ann.id), ("Bo", bo.id)] {
        maker.ids.insert(key.into(), id);
    }
    let albums = [
        ("harmonics", "Harmonics", &overtones, vec![(1, 1, &overtones), (1, 2, &overtones), (2, 1, &overtones)]),
        ("mix", "Test Tones", &various, vec![(1, 1, &ann), (1, 2, &bo)]),
    ];
    for (key, name, by, tracks) in albums {
        let album = maker.add(key, ItemKind::Album, library, |album| {
            (album.item.name, album.item.card.album_artists) = (name.into(), vec![by.clone()]);
            album.detail.genres = vec![rock.clone()];
        });
        for (disc, number, artist) in tracks {
            maker.add(&format!("{key}-{disc}-{number}"), ItemKind::Track, library, |track| {
                let item = &mut track.item;
                (item.parent, item.album, item.album_name) = (Some(album), Some(album), Some(name.into()));
                (item.parent_index, item.index) = (Some(disc), Some(number));
                (item.card.artists, item.card.album_artists) = (vec![artist.clone()], vec![by.clone()]);
            });
        }
    }
    Ok(())
}

fn photos(conn: &mut Conn, maker: &mut Maker) -> Result<(), DbError> {
    let library = library(conn, maker, "photos", LibraryKind::Photos)?;
    let summer = maker.add("summer", ItemKind::PhotoAlbum, library, |_| {});
    maker.add("summer/beach", ItemKind::Photo, library, |photo| photo.item.parent = Some(summer));
    maker.add("summer/sea", ItemKind::Photo, library, |photo| photo.item.parent = Some(summer));
    let trips = maker.add("trips", ItemKind::PhotoAlbum, library, |_| {});
    let alps = maker.add("trips/alps", ItemKind::PhotoAlbum, library, |album| album.item.parent = Some(trips));
    maker.add("trips/alps/snow", ItemKind::Photo, library, |photo| photo.item.parent = Some(alps));
    maker.add("single", ItemKind::Photo, library, |_| {});
    Ok(())
}
