//! A big library and what many users did with it, the same each time.

use std::time::Duration;

use walros_db::scan::{self, ScannedItem, ScannedMedia};
use walros_db::{Conn, Db, DbError, libraries, names, play_state, users};
use walros_engine::model::item::{Image, ImageKind, ImageSource, Item, ItemCard, ItemDetail, ItemKind, ItemRole, MediaType, Named};
use walros_engine::model::library::{Library, LibraryKind, LibraryRoot};
use walros_engine::model::probe::MediaProbe;
use walros_engine::model::state::PlayState;
use walros_engine::model::user::{Policy, Preferences, User};
use walros_engine::model::{ItemId, Timestamp, UserId};

const FILMS: usize = 20_000;
const SERIES: usize = 500;
const SEASONS: usize = 5;
const EPISODES: usize = 20;
const ARTISTS: usize = 500;
const ALBUMS: usize = 5;
const TRACKS: usize = 10;

const USERS: usize = 50;
/// Play states of each user.
const STATES: usize = 20_000;
/// Items and states written by one transaction.
const BATCH: usize = 2_000;

const WORDS: [&str; 24] = [
    "amber", "river", "stone", "winter", "silent", "garden", "copper", "falcon", "harbour", "lantern", "meadow", "northern", "orchard", "paper", "quiet",
    "raven", "saffron", "thunder", "umber", "velvet", "willow", "yellow", "zephyr", "distant",
];

/// What was made.
pub struct Filled {
    pub films: ItemId,
    pub shows: ItemId,
    pub music: ItemId,
    pub items: usize,
    pub states: usize,
    pub users: usize,
}

/// Fills an empty database; `known` are accounts that get play states like the others.
pub async fn fill(db: &Db, known: [UserId; 2]) -> Result<Filled, DbError> {
    let [films, shows, music] = [(1, LibraryKind::Movies), (2, LibraryKind::Shows), (3, LibraryKind::Music)].map(|(number, kind)| (id(0, number), kind));
    let genres = db
        .write(move |conn| {
            for (id, kind) in [films, shows, music] {
                let root = LibraryRoot { path: format!("/nowhere/{}", kind.default_name()), device: None, file_count: 0, online: true, trouble: None };
                libraries::create(
                    conn,
                    &Library { id, name: kind.default_name().into(), kind, roots: vec![root], ahead: Default::default(), options: None },
                    at(0),
                )?;
            }
            Names::make(conn)
        })
        .await?;
    let mut maker = Maker { items: Vec::new(), names: genres };
    maker.films(films.0);
    maker.shows(shows.0);
    maker.music(music.0);
    let leaves: Vec<ItemId> = maker.items.iter().filter(|made| made.media.is_some()).map(|made| made.item.id).collect();
    let items = maker.items.len();
    while !maker.items.is_empty() {
        let batch = maker.items.drain(..BATCH.min(maker.items.len())).collect::<Vec<_>>();
        db.write(move |conn| scan::upsert_items(conn, &batch)).await?;
    }
    let mut users = known.to_vec();
    for number in known.len()..USERS {
        let user = account(number);
        users.push(user.id);
        db.write(move |conn| users::create(conn, &user, None)).await?;
    }
    for (number, user) in users.into_iter().enumerate() {
        // Every fourth leaf, from another one for each user.
        let states: Vec<_> = (0..STATES).map(|place| (leaves[(number * 977 + place * 4) % leaves.len()], state(number, place))).collect();
        for batch in states.chunks(BATCH) {
            let batch = batch.to_vec();
            db.write(move |conn| play_state::set_many(conn, user, &batch)).await?;
        }
    }
    Ok(Filled { films: films.0, shows: shows.0, music: music.0, items, states: USERS * STATES, users: USERS })
}

/// Most are played, some begun, some favourites.
fn state(user: usize, place: usize) -> PlayState {
    let begun = place.is_multiple_of(1_000);
    PlayState {
        position: Duration::from_secs(if begun { 600 } else { 0 }),
        played: !begun,
        play_count: u32::from(!begun),
        favorite: place.is_multiple_of(100),
        last_played: Some(at(40_000_000 + (place * 7 + user) as i64 * 60)),
        ..PlayState::default()
    }
}

fn account(number: usize) -> User {
    User {
        id: UserId(id(9, number).0),
        name: format!("user {number}"),
        has_password: false,
        policy: Policy::default(),
        preferences: Preferences::default(),
        created: at(0),
        last_login: None,
        last_activity: None,
        image_tag: None,
    }
}

/// What items refer to.
struct Names {
    genres: Vec<Named>,
    music_genres: Vec<Named>,
    studios: Vec<Named>,
    artists: Vec<Named>,
}

impl Names {
    fn make(conn: &mut Conn) -> Result<Self, DbError> {
        let mut some = |kind, count, what: &str| {
            let texts: Vec<String> = (0..count).map(|number| format!("{} {what} {number:03}", WORDS[number % WORDS.len()])).collect();
            let ids = names::find_or_create(conn, kind, &texts, |name| name.to_lowercase())?;
            Ok::<_, DbError>(ids.into_iter().zip(texts).map(|(id, name)| Named { id, name }).collect())
        };
        Ok(Self {
            genres: some(ItemKind::Genre, 20, "genre")?,
            music_genres: some(ItemKind::MusicGenre, 30, "music")?,
            studios: some(ItemKind::Studio, 200, "studio")?,
            artists: some(ItemKind::Artist, ARTISTS, "artist")?,
        })
    }
}

struct Maker {
    items: Vec<ScannedItem>,
    names: Names,
}

impl Maker {
    fn add(&mut self, kind: ItemKind, library: ItemId, change: impl FnOnce(&mut ScannedItem, &Names)) -> ItemId {
        let mut made = scanned(self.items.len(), kind, library);
        change(&mut made, &self.names);
        let id = made.item.id;
        self.items.push(made);
        id
    }

    fn films(&mut self, library: ItemId) {
        for number in 0..FILMS {
            self.add(ItemKind::Movie, library, |film, names| about(film, number, names));
        }
    }

    fn shows(&mut self, library: ItemId) {
        for number in 0..SERIES {
            let series = self.add(ItemKind::Series, library, |series, names| about(series, number, names));
            for season_number in 1..=SEASONS {
                let season = self.add(ItemKind::Season, library, |season, _| {
                    (season.item.parent, season.item.series, season.item.index) = (Some(series), Some(series), Some(season_number as i32));
                });
                for episode in 1..=EPISODES {
                    self.add(ItemKind::Episode, library, |made, _| {
                        let item = &mut made.item;
                        (item.parent, item.season, item.series) = (Some(season), Some(season), Some(series));
                        (item.parent_index, item.index) = (Some(season_number as i32), Some(episode as i32));
                        item.series_name = Some(format!("series {number}"));
                    });
                }
            }
        }
    }

    fn music(&mut self, library: ItemId) {
        for number in 0..ARTISTS * ALBUMS {
            let by = self.names.artists[number / ALBUMS].clone();
            let genre = self.names.music_genres[number % self.names.music_genres.len()].clone();
            let album = self.add(ItemKind::Album, library, |album, _| {
                album.item.card.album_artists = vec![by.clone()];
                album.detail.genres = vec![genre.clone()];
            });
            for track in 1..=TRACKS {
                self.add(ItemKind::Track, library, |made, _| {
                    let item = &mut made.item;
                    (item.parent, item.album, item.index) = (Some(album), Some(album), Some(track as i32));
                    (item.card.artists, item.card.album_artists) = (vec![by.clone()], vec![by.clone()]);
                    made.detail.genres = vec![genre.clone()];
                });
            }
        }
    }
}

/// Year, rating, genres and studio of a film or series.
fn about(made: &mut ScannedItem, number: usize, names: &Names) {
    made.item.year = Some(1950 + (number * 7 % 75) as i32);
    made.item.community_rating = Some((number % 100) as f32 / 10.0);
    let (rating, age) = [("G", 0), ("PG", 10), ("PG-13", 13), ("R", 17)][number % 4];
    (made.item.official_rating, made.age) = (Some(rating.into()), Some(age));
    made.detail = ItemDetail {
        overview: Some("Somebody goes somewhere, and comes back changed.".into()),
        genres: [number, number + 7].map(|genre| names.genres[genre % names.genres.len()].clone()).to_vec(),
        studios: vec![names.studios[number % names.studios.len()].clone()],
        ..ItemDetail::default()
    };
}

fn scanned(number: usize, kind: ItemKind, library: ItemId) -> ScannedItem {
    // Words that spread the names over the alphabet.
    let word = |step: usize| WORDS[number / step % WORDS.len()];
    let name = format!("{} {} {number:06}", word(1), word(29));
    let path = format!("/nowhere/{number}");
    let playable = kind.media_type() != MediaType::None;
    let media = playable.then(|| ScannedMedia {
        crashes: 0,
        path: path.clone(),
        size: 1_000_000,
        modified: at(0),
        fingerprint: None,
        source_name: name.clone(),
        probe: Some(MediaProbe { format: "matroska,webm".into(), duration: Duration::from_secs(5_400), ..MediaProbe::default() }),
        failure: None,
    });
    let image = Image {
        kind: ImageKind::Primary,
        source: ImageSource::File(format!("{path}.jpg")),
        tag: format!("{number:016x}"),
        width: 400,
        height: 600,
        blurhash: "LEHV6nWB2yk8pyo0adR*.7kCMdnj".into(),
    };
    let item = Item {
        id: id(1, number),
        number: 0,
        kind,
        role: ItemRole::Main,
        owner: None,
        library: Some(library),
        parent: Some(library),
        series: None,
        season: None,
        album: None,
        sort_name: name.clone(),
        name,
        series_name: None,
        season_name: None,
        album_name: None,
        year: None,
        premiere: None,
        end_date: None,
        index: None,
        index_end: None,
        parent_index: None,
        runtime: playable.then_some(Duration::from_secs(5_400)),
        official_rating: None,
        community_rating: None,
        critic_rating: None,
        status: None,
        extra: None,
        container: playable.then(|| "mkv".into()),
        path: Some(path.clone()),
        width: None,
        height: None,
        has_subtitles: false,
        has_lyrics: false,
        version_count: 1,
        part_count: 1,
        missing: false,
        added: at(number as i64 * 60),
        changed: at(number as i64 * 60),
        card: ItemCard { images: vec![image], ..ItemCard::default() },
    };
    ScannedItem { item, detail: ItemDetail::default(), key: path, age: None, seen: 0, media }
}

/// Scattered as random ids are, but the same each time.
fn id(space: u64, number: usize) -> ItemId {
    let mut value = (space << 56) | number as u64;
    let mut bytes = [0; 16];
    for half in bytes.chunks_mut(8) {
        value = value.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (value ^ (value >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        half.copy_from_slice(&(mixed ^ (mixed >> 31)).to_be_bytes());
    }
    ItemId::from_slice(&bytes).unwrap_or_else(ItemId::random)
}

/// Seconds after an arbitrary start.
fn at(seconds: i64) -> Timestamp {
    Timestamp::from_timestamp(1_700_000_000 + seconds, 0).unwrap_or_default()
}
