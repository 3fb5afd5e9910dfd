//! From the elements of one item to its [`Nfo`].

use std::collections::BTreeMap;
use std::time::Duration;

use chrono::{Datelike, NaiveDate};
use walros_model::ItemKind;
use walros_model::item::SeriesStatus;

use super::tree::Node;
use super::{Nfo, links, people};

/// `None` when nothing usable is in it.
pub(super) fn read(kind: ItemKind, node: &Node) -> Option<Nfo> {
    let premiered = ["premiered", "aired", "releasedate", "formed", "firstaired"].iter().find_map(|name| node.text_of(name).and_then(date));
    let mut nfo = Nfo {
        kind: Some(kind),
        title: text(node, &["title", "localtitle", "name"]),
        original_title: text(node, &["originaltitle"]),
        sort_title: text(node, &["sorttitle", "sortname"]),
        overview: text(node, &["plot", "biography", "review", "outline", "description"]),
        taglines: list(node, "tagline", false),
        year: number(node, &["year"]).filter(|year| (1800..2200).contains(year)).or(premiered.map(|date| date.year())),
        premiered,
        ended: node.text_of("enddate").and_then(date),
        runtime: node.text_of("runtime").and_then(minutes),
        official_rating: text(node, &["mpaa", "certification"]).map(|rating| rating.trim_start_matches("Rated ").to_owned()),
        community_rating: community_rating(node),
        critic_rating: number_f32(node.text_of("criticrating")).filter(|rating| (0.0..=100.0).contains(rating)),
        genres: list(node, "genre", true),
        studios: list(node, "studio", false),
        tags: [list(node, "tag", false), list(node, "style", false)].concat(),
        countries: list(node, "country", true),
        trailers: node.all("trailer").map(|child| trailer(child.text.trim())).filter(|link| !link.is_empty()).collect(),
        people: people::read(node),
        provider_ids: provider_ids(kind, node),
        collection: collection(node),
        status: node.text_of("status").and_then(status),
        season: number(node, &["season", "seasonnumber"]),
        episode: number(node, &["episode"]),
        airs_before_season: number(node, &["airsbefore_season", "displayseason"]).filter(|n| *n > 0),
        airs_after_season: number(node, &["airsafter_season", "displayafterseason"]).filter(|n| *n > 0),
        airs_before_episode: number(node, &["airsbefore_episode", "displayepisode"]).filter(|n| *n > 0),
        air_days: node.text_of("airs_dayofweek").map(days).unwrap_or_default(),
        air_time: text(node, &["airs_time"]),
        season_names: season_names(node),
        series_title: text(node, &["showtitle"]),
        artists: list(node, "artist", false),
        album_artists: list(node, "albumartist", false),
        album: text(node, &["album"]),
        track: number(node, &["track", "position"]),
        disc: number(node, &["disc", "discnumber"]),
    };
    if kind == ItemKind::Album && nfo.album_artists.is_empty() {
        nfo.album_artists.clone_from(&nfo.artists);
    }
    (nfo != Nfo { kind: Some(kind), ..Nfo::default() }).then_some(nfo)
}

fn text(node: &Node, names: &[&str]) -> Option<String> {
    names.iter().find_map(|name| node.text_of(name)).map(str::to_owned)
}

/// Every element of the name, each once; with `split` also the parts of `Drama / Comedy`.
fn list(node: &Node, name: &str, split: bool) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for child in node.all(name) {
        let whole = child.text.trim();
        let parts: Vec<&str> = if split { whole.split(['/', '|', ';']).collect() } else { vec![whole] };
        for part in parts.into_iter().map(str::trim).filter(|part| !part.is_empty()) {
            if !out.iter().any(|known| known.eq_ignore_ascii_case(part)) {
                out.push(part.to_owned());
            }
        }
    }
    out
}

fn number(node: &Node, names: &[&str]) -> Option<i32> {
    names.iter().find_map(|name| node.text_of(name)).and_then(|text| text.parse().ok())
}

fn number_f32(text: Option<&str>) -> Option<f32> {
    text?.replace(',', ".").parse().ok().filter(|value: &f32| value.is_finite())
}

/// `2008-05-30`, also with a time behind it; `30.05.2008` and `2008/05/30` come from hands.
fn date(text: &str) -> Option<NaiveDate> {
    let day = text.split(['T', ' ']).next()?;
    let found = ["%Y-%m-%d", "%d.%m.%Y", "%Y/%m/%d", "%Y.%m.%d"].iter().find_map(|format| NaiveDate::parse_from_str(day, format).ok())?;
    (1800..2200).contains(&found.year()).then_some(found)
}

/// Minutes, as Kodi writes them; tools also write `95 min` and `1:35:00`.
fn minutes(text: &str) -> Option<Duration> {
    if let Some((hours, rest)) = text.split_once(':') {
        let (minutes, seconds) = rest.split_once(':').unwrap_or((rest, "0"));
        let total =
            hours.trim().parse::<u64>().ok()?.checked_mul(3600)? + minutes.trim().parse::<u64>().ok()?.checked_mul(60)? + seconds.trim().parse::<u64>().ok()?;
        return (total > 0).then(|| Duration::from_secs(total));
    }
    let digits: String = text.chars().take_while(char::is_ascii_digit).collect();
    let count: u64 = digits.parse().ok().filter(|n| (1..100_000).contains(n))?;
    Some(Duration::from_secs(count * 60))
}

/// The default of `<ratings>` brought to 0–10, or the old `<rating>`.
fn community_rating(node: &Node) -> Option<f32> {
    let group = node.all("ratings").flat_map(|ratings| ratings.all("rating")).collect::<Vec<_>>();
    let chosen = group.iter().find(|rating| rating.attribute("default").is_some_and(|value| value.eq_ignore_ascii_case("true"))).or(group.first());
    let scaled = chosen.and_then(|rating| {
        let value = number_f32(rating.text_of("value"))?;
        let max = number_f32(rating.attribute("max")).filter(|max| *max > 0.0).unwrap_or(10.0);
        Some(value * 10.0 / max)
    });
    scaled.or_else(|| number_f32(node.text_of("rating"))).filter(|value| (0.0..=10.0).contains(value) && *value > 0.0)
}

fn collection(node: &Node) -> Option<String> {
    let set = node.all("set").next()?;
    set.text_of("name").or(Some(set.text.trim())).filter(|name| !name.is_empty()).map(str::to_owned)
}

fn status(text: &str) -> Option<SeriesStatus> {
    match text.to_lowercase().as_str() {
        "continuing" | "returning series" | "in production" => Some(SeriesStatus::Continuing),
        "ended" | "canceled" | "cancelled" => Some(SeriesStatus::Ended),
        "unreleased" | "planned" | "pilot" => Some(SeriesStatus::Unreleased),
        _ => None,
    }
}

fn days(text: &str) -> Vec<String> {
    const WEEK: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
    if text.eq_ignore_ascii_case("daily") {
        return WEEK.map(str::to_owned).to_vec();
    }
    let lower = text.to_lowercase();
    WEEK.iter().filter(|day| lower.contains(&day.to_lowercase())).map(|day| (*day).to_owned()).collect()
}

fn season_names(node: &Node) -> BTreeMap<i32, String> {
    let named = node.all("namedseason").filter_map(|child| Some((child.attribute("number")?.parse().ok()?, child.text.trim().to_owned())));
    named.filter(|(_, name)| !name.is_empty()).collect()
}

/// Kodi's add-on address of a video as the page a browser opens.
fn trailer(link: &str) -> String {
    match link.rsplit_once("videoid=").or_else(|| link.rsplit_once("video_id=")) {
        Some((plugin, id)) if plugin.starts_with("plugin://plugin.video.youtube") => format!("https://www.youtube.com/watch?v={id}"),
        _ if link.starts_with("http") => link.to_owned(),
        _ => String::new(),
    }
}

fn provider_ids(kind: ItemKind, node: &Node) -> BTreeMap<String, String> {
    let mut ids = BTreeMap::new();
    let mut add = |key: &str, value: &str| {
        let value = value.trim();
        if !value.is_empty() && value != "0" && value.len() <= 100 {
            ids.entry(provider_key(key)).or_insert_with(|| value.to_owned());
        }
    };
    for child in node.all("uniqueid") {
        match child.attribute("type") {
            Some(provider) => add(provider, &child.text),
            None if child.text.trim().starts_with("tt") => add("imdb", &child.text),
            None => {}
        }
    }
    for (element, provider) in [
        ("imdbid", "imdb"),
        ("imdb_id", "imdb"),
        ("tmdbid", "tmdb"),
        ("tvdbid", "tvdb"),
        ("tvrageid", "tvrage"),
        ("tvmazeid", "tvmaze"),
        ("tmdbcolid", "tmdbcollection"),
        ("collectionnumber", "tmdbcollection"),
        ("anidbid", "anidb"),
        ("anilistid", "anilist"),
        ("musicbrainzartistid", "musicbrainzartist"),
        ("musicbrainzalbumid", "musicbrainzalbum"),
        ("musicbrainzalbumartistid", "musicbrainzalbumartist"),
        ("musicbrainzreleasegroupid", "musicbrainzreleasegroup"),
        ("musicbrainztrackid", "musicbrainztrack"),
        ("audiodbartistid", "audiodbartist"),
        ("audiodbalbumid", "audiodbalbum"),
    ] {
        node.all(element).for_each(|child| add(provider, &child.text));
    }
    if kind == ItemKind::Artist {
        node.all("musicbrainzartistid").for_each(|child| add("musicbrainzartist", &child.text));
    }
    for child in node.all("set") {
        child.attribute("tmdbcolid").into_iter().for_each(|id| add("tmdbcollection", id));
    }
    for child in node.all("id") {
        let value = child.text.trim();
        child.attribute("imdb").into_iter().for_each(|id| add("imdb", id));
        child.attribute("tmdb").into_iter().for_each(|id| add("tmdb", id));
        child.attribute("tvdb").into_iter().for_each(|id| add("tvdb", id));
        // A bare number is TheTVDB's for what is on television, and says nothing for a film.
        if value.starts_with("tt") {
            add("imdb", value);
        } else if matches!(kind, ItemKind::Series | ItemKind::Episode) && value.bytes().all(|b| b.is_ascii_digit()) {
            add("tvdb", value);
        }
    }
    for child in node.all("url").chain(node.all("episodeguide")) {
        links::ids(&child.text).iter().for_each(|(key, value)| add(key, value));
    }
    ids
}

/// The key as Jellyfin spells it.
fn provider_key(name: &str) -> String {
    const KEYS: [&str; 19] = [
        "Imdb",
        "Tmdb",
        "Tvdb",
        "TvRage",
        "TvMaze",
        "TmdbCollection",
        "AniDB",
        "AniList",
        "MusicBrainzArtist",
        "MusicBrainzAlbum",
        "MusicBrainzAlbumArtist",
        "MusicBrainzReleaseGroup",
        "MusicBrainzTrack",
        "MusicBrainzRecording",
        "AudioDbArtist",
        "AudioDbAlbum",
        "Trakt",
        "Zap2It",
        "IsanId",
    ];
    let plain: String = name.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_lowercase();
    let plain = match plain.as_str() {
        "themoviedb" | "moviedb" => "tmdb",
        "thetvdb" => "tvdb",
        "tmdbset" => "tmdbcollection",
        other => other,
    };
    match KEYS.iter().find(|key| key.to_lowercase() == plain) {
        Some(key) => (*key).to_owned(),
        None => name.trim().to_owned(),
    }
}
