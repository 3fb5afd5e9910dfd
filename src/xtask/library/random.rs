//! Libraries by chance: other titles, lengths, containers, track orders and languages, in the ways of naming that people use.

use super::dice::Dice;
use super::model::{Album, Audio, Catalogue, Clip, Episode, Extra, Facts, Film, Photo, Series, Sidecar, Signature, Sound, Subtitle, Track, Version, Video};
use super::words::{self, Titles};

const LANGUAGES: &[&str] = &["eng", "fra", "deu", "spa", "ita", "jpn", "pol"];
const SHORT_LANGUAGES: &[&str] = &["en", "fr", "de", "es", "it", "ja", "pl"];
const GENRES: &[&str] = &["Adventure", "Comedy", "Crime", "Drama", "Fantasy", "Mystery", "Western"];
/// Names of versions with the size that they promise.
const QUALITIES: &[(&str, (u32, u32))] = &[("1080p", (1920, 1080)), ("720p", (1280, 720)), ("480p", (854, 480))];

/// The catalogue of a seed.
pub fn catalogue(seed: u64) -> Catalogue {
    let dice = &mut Dice::new(seed);
    let titles = &mut Titles::new(dice);
    let mut films: Vec<Film> = (0..11).map(|_| film(dice, titles.next())).collect();
    films.push(long_film(dice, titles.next()));
    let series = (0..4).map(|form| series(dice, titles.next(), form)).collect();
    let albums = (0..3).map(|at| album(dice, titles.next(), at == 0)).collect();
    let photos = photos(dice);
    Catalogue { films, series, albums, photos }
}

fn photos(dice: &mut Dice) -> Vec<Photo> {
    let folder = words::phrase(dice);
    (1..=dice.between(2, 5)).map(|at| Photo { path: format!("{folder}/{at:03}.jpg"), size: (800, 600) }).collect()
}

fn film(dice: &mut Dice, title: String) -> Film {
    let year = dice.between(1950, 2024);
    let name = Film::name(&title, year);
    let mut film = Film {
        title,
        year: Some(year),
        folder: Some(name.clone()),
        nfo: None,
        ids: Vec::new(),
        artwork: dice.percent(50),
        versions: Vec::new(),
        extras: Vec::new(),
    };
    match dice.between(1, 10) {
        // Loose files have neither pictures nor anything else beside them.
        1 | 2 => (film.folder, film.artwork) = (None, false),
        3 | 4 => {
            film.ids = vec![("imdb", format!("tt{}", dice.between(8_000_000, 8_999_999)))];
            film.folder = Some(format!("{name} [imdbid-{}]", film.ids[0].1));
        }
        5 => {
            film.ids = vec![("tmdb", dice.between(800_000, 899_999).to_string())];
            film.folder = Some(format!("{name} {{tmdb-{}}}", film.ids[0].1));
        }
        6 | 7 => film.nfo = Some(("movie.nfo".into(), facts(dice))),
        _ => {}
    }
    let alone = film.folder.is_none();
    film.versions = match dice.between(1, 10) {
        1 if !alone => vec![parts(dice, &name)],
        2 | 3 if !alone => qualities(dice, &name),
        4 => vec![single(dice, &format!("{}.{year}.720p.WEB-DL.x264-GRP", film.title.replace(' ', ".")))],
        _ => vec![single(dice, &name)],
    };
    if !alone && dice.percent(30) {
        let clip = Clip::new(format!("{name}-trailer.mp4"), "trailer", dice.between(3, 6));
        film.extras.push(Extra { kind: "trailer", title: film.title.clone(), clip });
    }
    film
}

/// Long enough to be resumed, small enough to be made quickly.
fn long_film(dice: &mut Dice, title: String) -> Film {
    let (year, seconds) = (dice.between(1950, 2024), dice.between(310, 420));
    let name = Film::name(&title, year);
    let mut clip = Clip::new(format!("{name}.mp4"), title.clone(), seconds);
    clip.size = (320, 180);
    let versions = vec![Version { name: None, parts: vec![clip], sidecars: Vec::new() }];
    Film { title, year: Some(year), folder: Some(name), nfo: None, ids: Vec::new(), artwork: false, versions, extras: Vec::new() }
}

fn single(dice: &mut Dice, name: &str) -> Version {
    let count = dice.between(0, 2) as usize;
    let mut sidecars: Vec<Sidecar> = dice.some(SHORT_LANGUAGES, count).into_iter().map(Sidecar::new).collect();
    if let Some(first) = sidecars.first_mut() {
        (first.forced, first.sdh) = dice.pick(&[(false, false), (true, false), (false, true)]);
    }
    Version { name: None, parts: vec![clip(dice, name)], sidecars }
}

fn parts(dice: &mut Dice, name: &str) -> Version {
    let word = dice.pick(&["part", "cd", "disc"]);
    let part = |dice: &mut Dice, number| Clip::new(format!("{name} - {word}{number}.mp4"), format!("part {number}"), dice.between(4, 9));
    Version { name: None, parts: (1..=dice.between(2, 3)).map(|number| part(dice, number)).collect(), sidecars: Vec::new() }
}

fn qualities(dice: &mut Dice, name: &str) -> Vec<Version> {
    let count = dice.between(2, 3) as usize;
    let version = |(quality, size): (&str, (u32, u32))| {
        let mut clip = Clip::new(format!("{name} - {quality}.mkv"), quality, 5);
        clip.size = size;
        Version { name: Some(quality.into()), parts: vec![clip], sidecars: Vec::new() }
    };
    dice.some(QUALITIES, count).into_iter().map(version).collect()
}

/// A video file in any container, with codecs that fit in it and tracks in any order.
fn clip(dice: &mut Dice, name: &str) -> Clip {
    let gop = dice.between(1, 6);
    let (ending, videos, sounds): (&str, &[Video], &[Sound]) = dice.pick(&[
        (
            "mkv",
            &[Video::H264 { gop: 2 }, Video::Hevc { gop: 2, open: false }, Video::Av1],
            &[Sound::Aac, Sound::Ac3, Sound::Flac, Sound::Opus, Sound::Dts, Sound::Vorbis],
        ),
        ("mp4", &[Video::H264 { gop: 3 }, Video::Hevc { gop: 3, open: false }], &[Sound::Aac, Sound::Ac3, Sound::Eac3]),
        ("webm", &[Video::Vp9], &[Sound::Opus, Sound::Vorbis]),
        ("avi", &[Video::Mpeg4], &[Sound::Mp3]),
    ]);
    let mut clip = Clip::new(format!("{name}.{ending}"), name, dice.between(5, 14));
    clip.video = match dice.pick(videos) {
        Video::H264 { .. } => Video::H264 { gop },
        Video::Hevc { open, .. } => Video::Hevc { gop, open },
        other => other,
    };
    clip.size = dice.pick(&[(320, 180), (640, 360), (640, 480), (854, 480)]);
    clip.scene = dice.between(0, 3);
    let tracks = if ending == "avi" || ending == "webm" { 1 } else { dice.between(1, 3) as usize };
    let audio = |(at, language): (usize, &'static str), dice: &mut Dice| {
        let codec = dice.pick(sounds);
        let surround = matches!(codec, Sound::Ac3 | Sound::Eac3 | Sound::Dts) && dice.percent(60);
        let track = Audio::new(codec, if surround { 6 } else { 2 }, 200 + 60 * at as u32);
        // AVI has no place for a language.
        if ending == "avi" { track } else { track.spoken(language) }
    };
    clip.audio = dice.some(LANGUAGES, tracks).into_iter().enumerate().map(|track| audio(track, dice)).collect();
    if ending == "mkv" {
        let count = dice.between(0, 3) as usize;
        let subtitle = |language, dice: &mut Dice| Subtitle { styled: dice.percent(40), language, title: None, forced: dice.percent(30) };
        clip.subtitles = dice.some(LANGUAGES, count).into_iter().map(|language| subtitle(language, dice)).collect();
    }
    clip
}

fn facts(dice: &mut Dice) -> Facts {
    let count = dice.between(1, 3) as usize;
    Facts {
        plot: words::sentence(dice),
        certificate: Some(dice.pick(&["G", "PG", "PG-13", "R"])),
        rating: Some(dice.pick(&["4.1", "5.5", "6.8", "7.2", "8.9"])),
        genres: dice.some(GENRES, count),
        director: Some(words::person(dice)),
        cast: (0..count).map(|_| (words::person(dice), words::phrase(dice))).collect(),
        ids: vec![("imdb", format!("tt{}", dice.between(8_000_000, 8_999_999))), ("tmdb", dice.between(800_000, 899_999).to_string())],
        ..Facts::default()
    }
}

fn series(dice: &mut Dice, title: String, form: u32) -> Series {
    let year = dice.between(1980, 2024);
    let mut series = Series { folder: title.clone(), title, year: None, facts: None, artwork: false, signature: None, episodes: Vec::new() };
    match form {
        // With everything: seasons, a special, names, a number left out, a double episode, shared titles and credits.
        0 => {
            (series.folder, series.year, series.artwork) = (Film::name(&series.title, year), Some(year), true);
            (series.facts, series.signature) = (Some(facts(dice)), Some(Signature { intro: dice.between(6, 10), credits: dice.between(4, 6) }));
            series.episodes = seasons(dice, &series.title);
        }
        1 => {
            series.episodes = (1..=dice.between(2, 4))
                .map(|number| short(dice, &format!("{} 1x{number:02}", series.title), |clip| Episode::numbered(1, number, clip)))
                .collect()
        }
        2 => {
            let (month, first) = (dice.between(1, 12), dice.between(1, 20));
            let date = |day| format!("{year}-{month:02}-{day:02}");
            series.episodes = (first..=first + dice.between(1, 3))
                .map(|day| short(dice, &format!("{} {}", series.title, date(day)), |clip| Episode::dated(&date(day), clip)))
                .collect();
        }
        _ => {
            let group = dice.pick(&["SubSun", "Tako"]);
            let name = |number: u32| format!("[{group}] {} - {number:02} [720p]", series.title);
            series.episodes = (1..=dice.between(2, 5)).map(|number| short(dice, &name(number), |clip| Episode::numbered(1, number, clip))).collect();
        }
    }
    series
}

fn short(dice: &mut Dice, name: &str, episode: impl Fn(Clip) -> Episode) -> Episode {
    let mut clip = Clip::new(format!("{name}.{}", dice.pick(&["mp4", "mkv"])), "episode", dice.between(4, 9));
    clip.size = (320, 180);
    episode(clip)
}

fn seasons(dice: &mut Dice, title: &str) -> Vec<Episode> {
    let mut episodes = Vec::new();
    for season in 1..=dice.between(2, 3) {
        let (left_out, double) = (dice.between(2, 3), dice.between(4, 5));
        let mut number = 1;
        while number <= 6 {
            let last = (number == double).then_some(number + 1);
            if number != left_out {
                episodes.push(named(dice, title, season, number, last));
            }
            number = last.unwrap_or(number) + 1;
        }
    }
    episodes.push(named(dice, title, 0, 1, None));
    episodes
}

fn named(dice: &mut Dice, title: &str, season: u32, number: u32, last: Option<u32>) -> Episode {
    let folder = if season == 0 { "Specials".into() } else { format!("Season {season:02}") };
    let (name, to) = (words::phrase(dice), last.map(|last| format!("-E{last:02}")).unwrap_or_default());
    let mut clip = Clip::new(format!("{folder}/{title} - S{season:02}E{number:02}{to} - {name}.mkv"), name.clone(), dice.between(5, 12));
    (clip.size, clip.scene, clip.audio[0].language, clip.title) = ((320, 180), dice.between(0, 3), Some("eng"), Some(name.clone()));
    Episode { title: Some(name), last_number: last, cold_open: dice.between(2, 5), ..Episode::numbered(season, number, clip) }
}

fn album(dice: &mut Dice, title: String, compilation: bool) -> Album {
    let artist = if compilation { "Various Artists".into() } else { words::person(dice) };
    let (year, discs) = (dice.between(1960, 2024), if compilation { 1 } else { dice.between(1, 2) });
    let mut tracks = Vec::new();
    for disc in 1..=discs {
        tracks.extend((1..=dice.between(2, 4)).map(|number| track(dice, &artist, compilation, (discs > 1).then_some(disc), number)));
    }
    Album {
        folder: format!("{artist}/{title} ({year})"),
        title,
        artist,
        year: Some(year),
        genre: dice.pick(&["Folk", "Jazz", "Rock"]),
        compilation,
        cover: dice.percent(60),
        tracks,
    }
}

fn track(dice: &mut Dice, artist: &str, compilation: bool, disc: Option<u32>, number: u32) -> Track {
    let title = words::phrase(dice);
    let ending = dice.pick(&["flac", "mp3", "m4a", "opus", "ogg"]);
    Track {
        path: format!("{}{number:02} - {title}.{ending}", disc.map(|disc| format!("Disc {disc}/")).unwrap_or_default()),
        disc,
        number,
        artist: if compilation { words::person(dice) } else { artist.to_owned() },
        title,
        seconds: dice.between(4, 12),
        hz: dice.between(150, 900),
        embedded_cover: (ending == "flac" || ending == "mp3") && dice.percent(50),
        lyrics: dice.percent(20),
        gain: None,
    }
}
