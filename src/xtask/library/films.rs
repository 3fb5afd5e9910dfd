//! The films of the sample library: one of each shape that real libraries have. Why each is there stands above it.

use super::model::{Audio, Clip, Extra, Facts, Film, Sidecar, Sound, Subtitle, Twist, Version, Video};

/// All films.
pub fn films() -> Vec<Film> {
    let mut films = vec![big_test(), big_test_2(), blue_hour(), long_road(), slow_river()];
    films.extend([grain_of_light(), web_minute(), night_sea(), open_door(), broadcast_day(), uneven_time(), no_index(), upright()]);
    films.extend(loose());
    films
}

/// A film in a folder of its own with one file and nothing else to say.
fn film(title: &str, year: u32, ending: &str, artwork: bool, change: impl FnOnce(&mut Clip)) -> Film {
    let name = Film::name(title, year);
    let mut clip = Clip::new(format!("{name}.{ending}"), title, 20);
    change(&mut clip);
    let versions = vec![Version { name: None, parts: vec![clip], sidecars: Vec::new() }];
    Film { title: title.into(), year: Some(year), folder: Some(name), nfo: None, ids: Vec::new(), artwork, versions, extras: Vec::new() }
}

fn ids(tmdb: &str, imdb: &str) -> Vec<(&'static str, String)> {
    vec![("tmdb", tmdb.into()), ("imdb", imdb.into())]
}

/// The workhorse: 1080p with two languages, subtitles inside and beside it, chapters, and an NFO with ids and a set.
fn big_test() -> Film {
    let mut film = film("Big Test", 2008, "mkv", true, |clip| {
        (clip.seconds, clip.size, clip.title) = (60, (1920, 1080), Some("Big Test".into()));
        clip.audio = vec![Audio::new(Sound::Aac, 2, 220).spoken("eng"), Audio::new(Sound::Ac3, 6, 330).spoken("fra").titled("Surround")];
        clip.subtitles = vec![
            Subtitle { styled: false, language: "eng", title: None, forced: false },
            Subtitle { styled: true, language: "jpn", title: Some("Signs"), forced: true },
        ];
        clip.chapters = vec![(0, "Opening"), (20, "The Middle"), (40, "Finale")];
    });
    film.versions[0].sidecars = vec![Sidecar::new("de"), Sidecar { forced: true, ..Sidecar::new("fr") }, Sidecar { sdh: true, ..Sidecar::new("en") }];
    let facts = Facts {
        original_title: Some("Le Grand Essai"),
        plot: "A test picture learns to count. The clock never stops.".into(),
        tagline: Some("Count on it."),
        minutes: Some(1),
        certificate: Some("PG"),
        rating: Some("7.8"),
        premiered: Some("2008-05-30".into()),
        genres: vec!["Animation", "Comedy"],
        studio: Some("Pattern Works"),
        director: Some("Ada Gradient".into()),
        writer: Some("Max Pixel"),
        tag: Some("reference"),
        set: Some("Test Pictures"),
        cast: vec![("Vera Sync".into(), "The Clock".into()), ("Otto Frame".into(), "The Colour Bar".into())],
        ids: ids("910001", "tt9100001"),
        ..Facts::default()
    };
    film.nfo = Some(("Big Test (2008).nfo".into(), facts));
    film
}

/// Its sequel in the same set: HEVC in MP4 with long groups of pictures; a trailer and an extra.
fn big_test_2() -> Film {
    let mut film = film("Big Test 2", 2011, "mp4", true, |clip| {
        (clip.seconds, clip.size, clip.scene, clip.video) = (30, (1280, 720), 1, Video::Hevc { gop: 5, open: false });
        clip.audio = vec![Audio::new(Sound::Eac3, 6, 247).spoken("eng")];
    });
    let facts = Facts {
        plot: "The clock runs backwards.".into(),
        certificate: Some("PG-13"),
        rating: Some("6.9"),
        premiered: Some("2011-03-11".into()),
        genres: vec!["Animation", "Thriller"],
        director: Some("Ada Gradient".into()),
        set: Some("Test Pictures"),
        cast: vec![("Vera Sync".into(), "The Clock".into())],
        ids: ids("910002", "tt9100002"),
        ..Facts::default()
    };
    film.nfo = Some(("movie.nfo".into(), facts));
    film.extras = vec![
        Extra { kind: "trailer", title: "Big Test 2".into(), clip: Clip::new("Big Test 2 (2011)-trailer.mp4", "Big Test 2 Trailer", 8) },
        Extra { kind: "behind the scenes", title: "Making of".into(), clip: Clip::new("behind the scenes/Making of.mp4", "Making of", 6) },
    ];
    film
}

/// Three versions of one film, from HDR10 in 4K down to an AVI of the old days.
fn blue_hour() -> Film {
    let version = |name: &str, ending: &str, size, video, audio| {
        let mut clip = Clip::new(format!("Blue Hour (2015) - {name}.{ending}"), format!("Blue Hour {name}"), 16);
        (clip.size, clip.video, clip.scene, clip.audio) = (size, video, 3, vec![audio]);
        Version { name: Some(name.into()), parts: vec![clip], sidecars: Vec::new() }
    };
    let mut film = film("Blue Hour", 2015, "mkv", true, |_| {});
    film.versions = vec![
        version("2160p HDR", "mkv", (3840, 2160), Video::HevcHdr10, Audio::new(Sound::TrueHd, 6, 196)),
        version("1080p", "mkv", (1920, 1080), Video::H264 { gop: 4 }, Audio::new(Sound::Aac, 2, 196)),
        version("480p", "avi", (640, 480), Video::Mpeg4, Audio::new(Sound::Mp3, 2, 196)),
    ];
    film
}

/// One film in two stacked files.
fn long_road() -> Film {
    let mut film = film("Long Road", 2001, "mp4", true, |_| {});
    let part = |number: u32| {
        let mut clip = Clip::new(format!("Long Road (2001) - part{number}.mp4"), format!("Long Road part {number}"), 12);
        clip.audio[0].hz = 200 + 30 * number;
        clip
    };
    film.versions[0].parts = vec![part(1), part(2)];
    film
}

/// Longer than five minutes, which is the least that a server with the usual settings remembers a position for.
fn slow_river() -> Film {
    film("Slow River", 2005, "mp4", true, |clip| {
        (clip.seconds, clip.size) = (360, (320, 180));
        clip.audio = vec![Audio::new(Sound::Aac, 2, 165).spoken("eng")];
    })
}

/// AV1 and Opus in MP4.
fn grain_of_light() -> Film {
    film("Grain of Light", 2023, "mp4", true, |clip| {
        (clip.size, clip.video, clip.audio) = ((1280, 720), Video::Av1, vec![Audio::new(Sound::Opus, 2, 262)]);
    })
}

/// VP9 and Opus in WebM.
fn web_minute() -> Film {
    film("Web Minute", 2013, "webm", true, |clip| {
        (clip.seconds, clip.size, clip.video, clip.audio) = (15, (854, 480), Video::Vp9, vec![Audio::new(Sound::Opus, 2, 277)]);
    })
}

/// DTS and a FLAC commentary; only the folder says which film it is, the file has a release's name.
fn night_sea() -> Film {
    let mut film = film("Night Sea", 1999, "mkv", false, |clip| {
        clip.path = "Night Sea 1999 1080p BluRay DTS x264-GRP.mkv".into();
        (clip.seconds, clip.size, clip.rate, clip.scene, clip.video) = (24, (1280, 720), "24000/1001", 1, Video::H264 { gop: 10 });
        clip.audio = vec![Audio::new(Sound::Dts, 6, 294).spoken("eng"), Audio::new(Sound::Flac, 2, 294).spoken("eng").titled("Commentary")];
    });
    film.folder = Some("Night Sea (1999) [imdbid-tt9100010]".into());
    film.ids = vec![("imdb", "tt9100010".into())];
    film
}

/// HEVC whose groups of pictures lean on each other.
fn open_door() -> Film {
    film("Open Door", 2019, "mkv", false, |clip| {
        (clip.scene, clip.video) = (1, Video::Hevc { gop: 2, open: true });
        clip.audio[0].hz = 311;
    })
}

/// A recorded broadcast: interlaced MPEG-2 and MP2 in a transport stream.
fn broadcast_day() -> Film {
    film("Broadcast Day", 1996, "ts", false, |clip| {
        (clip.size, clip.rate, clip.video) = ((1920, 1080), "25", Video::Mpeg2Interlaced);
        clip.audio = vec![Audio::new(Sound::Mp2, 2, 330)];
    })
}

fn uneven_time() -> Film {
    film("Uneven Time", 2020, "mp4", false, |clip| {
        (clip.rate, clip.video, clip.twist) = ("30", Video::H264 { gop: 4 }, Some(Twist::VariableRate));
        clip.audio[0].hz = 349;
    })
}

fn no_index() -> Film {
    film("No Index", 2004, "mkv", false, |clip| {
        (clip.video, clip.twist) = (Video::H264 { gop: 3 }, Some(Twist::NoCues));
        clip.audio = vec![Audio::new(Sound::Vorbis, 2, 370)];
    })
}

/// Filmed with a phone held upright.
fn upright() -> Film {
    film("Upright", 2022, "mp4", false, |clip| {
        (clip.seconds, clip.twist) = (10, Some(Twist::Rotated));
        clip.audio[0].hz = 392;
    })
}

/// Files without folders, as people drop them in: a release's name, other scripts, and two films of one title.
fn loose() -> Vec<Film> {
    let files = [
        ("Loose Leaf", 2017, "Loose.Leaf.2017.1080p.WEB-DL.DDP5.1.H.264-GRP.mp4"),
        ("千の窓", 2016, "千の窓 (2016).mp4"),
        ("Échappée belle", 1987, "Échappée belle (1987).mp4"),
        ("Twin", 1970, "Twin (1970).mp4"),
        ("Twin", 2014, "Twin (2014).mp4"),
    ];
    let film = |(at, (title, year, path)): (usize, (&str, u32, &str))| {
        let mut film = film(title, year, "mp4", false, |clip| {
            (clip.seconds, clip.path) = (8, path.into());
            clip.audio[0].hz = 400 + 10 * at as u32;
        });
        film.folder = None;
        film
    };
    files.into_iter().enumerate().map(film).collect()
}
