//! What the tags of music say, and albums as the sum of their tracks.

use std::collections::HashMap;
use std::time::Duration;

use chrono::NaiveDate;
use walros_model::item::{ImageKind, ImageSource, ItemKind};
use walros_model::probe::{MediaProbe, StreamKind};
use walros_scanner::structure::Found;

use super::draft::{Draft, blank, first_day, tag};

/// The artist of a record by many.
const VARIOUS: &str = "Various Artists";

/// Puts a track's tags into its draft.
pub(super) fn take_tags(draft: &mut Draft, found: &Found, probe: &MediaProbe) {
    let said = |names: &[&str]| names.iter().find_map(|name| probe.tag(name)).map(str::trim).filter(|value| !value.is_empty());
    let item = &mut draft.item;
    if let Some(title) = said(&["title"]) {
        item.name = title.to_string();
    }
    if let Some(number) = said(&["track", "tracknumber"]).and_then(leading_number) {
        item.index = Some(number);
    }
    // The tag knows better than `CD1`, which knows better than nothing.
    if let Some(disc) = said(&["disc", "discnumber"]).and_then(leading_number) {
        item.parent_index = Some(disc);
    }
    if let Some(album) = said(&["album"]) {
        item.album_name = Some(album.to_string());
    }
    let date = said(&["originaldate", "date", "year", "tdor", "tyer"]);
    item.year = date.and_then(year_of).or(item.year);
    item.premiere = date.and_then(|date| date_of(date).or_else(|| year_of(date).and_then(first_day)));
    item.card.track_gain = said(&["replaygain_track_gain"]).and_then(gain);
    item.card.album_gain = said(&["replaygain_album_gain"]).and_then(gain);
    item.has_lyrics |= said(&["lyrics", "unsyncedlyrics", "lyrics-eng"]).is_some();
    draft.names.artists = said(&["artists", "artist"]).map(split_artists).unwrap_or_default();
    let compilation = said(&["compilation"]).is_some_and(|value| value == "1" || value.eq_ignore_ascii_case("true"));
    draft.names.album_artists = match said(&["album_artist", "albumartist", "album artist"]) {
        Some(artists) => split_artists(artists),
        None if compilation => vec![VARIOUS.to_string()],
        None => draft.names.artists.clone(),
    };
    draft.names.genres = said(&["genre"]).map(|genres| split(genres, &[';', ',', '/', '\0', '|'])).unwrap_or_default();
    draft.names.studios = said(&["publisher", "label", "organization"]).map(|label| vec![label.to_string()]).unwrap_or_default();
    for (name, key) in PROVIDERS {
        if let Some(value) = said(&[name]) {
            draft.detail.provider_ids.insert(key.to_string(), value.to_string());
        }
    }
    let _ = found;
}

const PROVIDERS: [(&str, &str); 6] = [
    ("musicbrainz_albumid", "MusicBrainzAlbum"),
    ("musicbrainz_albumartistid", "MusicBrainzAlbumArtist"),
    ("musicbrainz_artistid", "MusicBrainzArtist"),
    ("musicbrainz_releasegroupid", "MusicBrainzReleaseGroup"),
    ("musicbrainz_releasetrackid", "MusicBrainzTrack"),
    ("musicbrainz_trackid", "MusicBrainzRecording"),
];

/// An album is what its tracks say: most of them for its name, artists and year, all of them for its length, genres and
/// performers. The cover of the first is its picture where its folder has none.
pub(super) fn sum_up(album: &mut Draft, tracks: &mut [Draft]) {
    let playable: Vec<&Draft> = tracks.iter().filter(|track| !track.item.missing).collect();
    if let Some(name) = most(playable.iter().filter_map(|track| track.item.album_name.clone())) {
        album.item.name = name;
        album.item.sort_name = walros_metadata::sort_name::sort_name(&album.item.name);
    }
    album.item.runtime = Some(playable.iter().filter_map(|track| track.item.runtime).sum()).filter(|sum| *sum > Duration::ZERO);
    album.item.year = most(playable.iter().filter_map(|track| track.item.year)).or(album.item.year);
    album.item.premiere = most(playable.iter().filter_map(|track| track.item.premiere)).or(album.item.premiere);
    album.item.card.album_gain = playable.iter().find_map(|track| track.item.card.album_gain);
    if album.names.album_artists.is_empty() {
        album.names.album_artists = most(playable.iter().map(|track| track.names.album_artists.clone())).unwrap_or_default();
    }
    if album.names.artists.is_empty() {
        album.names.artists = union(playable.iter().map(|track| &track.names.artists));
    }
    if album.names.genres.is_empty() {
        album.names.genres = union(playable.iter().map(|track| &track.names.genres));
    }
    for key in ["MusicBrainzAlbum", "MusicBrainzAlbumArtist", "MusicBrainzReleaseGroup"] {
        if let Some(value) = most(playable.iter().filter_map(|track| track.detail.provider_ids.get(key).cloned())) {
            album.detail.provider_ids.entry(key.to_string()).or_insert(value);
        }
    }
    if album.item.image(ImageKind::Primary).is_none()
        && let Some(cover) = playable.iter().find_map(|track| cover(track))
    {
        album.item.card.images.insert(0, cover);
    }
    let name = album.item.name.clone();
    for track in tracks {
        track.item.album_name = Some(name.clone());
    }
}

/// A track that belongs to no album shows its own cover.
pub(super) fn own_cover(track: &mut Draft) {
    if track.item.image(ImageKind::Primary).is_none()
        && let Some(cover) = cover(track)
    {
        track.item.card.images.insert(0, cover);
    }
}

fn cover(track: &Draft) -> Option<walros_model::item::Image> {
    if track.item.kind != ItemKind::Track && track.item.kind != ItemKind::AudioBook {
        return None;
    }
    let media = track.media.as_ref()?;
    let stream = media.probe.as_ref()?.of_kind(StreamKind::EmbeddedImage).next()?.file_index;
    let tag = tag(&format!("{} {} {} {stream}", media.path, media.size, media.modified.timestamp_micros()));
    Some(blank(ImageKind::Primary, ImageSource::Embedded { path: media.path.clone(), stream }, tag))
}

/// The value that occurs most, the first of those that occur equally.
fn most<T: std::hash::Hash + Eq + Clone>(values: impl Iterator<Item = T>) -> Option<T> {
    let mut counts: HashMap<T, (usize, usize)> = HashMap::new();
    for (position, value) in values.enumerate() {
        counts.entry(value).or_insert((0, position)).0 += 1;
    }
    counts.into_iter().max_by_key(|(_, (count, position))| (*count, std::cmp::Reverse(*position))).map(|(value, _)| value)
}

fn union<'a>(lists: impl Iterator<Item = &'a Vec<String>>) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for name in lists.flatten() {
        if !all.iter().any(|known| known.eq_ignore_ascii_case(name)) {
            all.push(name.clone());
        }
    }
    all
}

/// Several artists in one tag. A comma or an ampersand is part of too many names to split at.
fn split_artists(text: &str) -> Vec<String> {
    split(&text.replace(" feat. ", ";").replace(" ft. ", ";").replace(" / ", ";"), &[';', '\0', '|'])
}

fn split(text: &str, separators: &[char]) -> Vec<String> {
    let parts = text.split(separators).map(str::trim).filter(|part| !part.is_empty()).map(str::to_string);
    let mut unique: Vec<String> = Vec::new();
    for part in parts {
        if !unique.iter().any(|known| known.eq_ignore_ascii_case(&part)) {
            unique.push(part);
        }
    }
    unique
}

/// `3/12` is 3.
fn leading_number(text: &str) -> Option<i32> {
    text.split('/').next()?.trim().parse().ok().filter(|number| (0..10_000).contains(number))
}

fn year_of(text: &str) -> Option<i32> {
    text.get(..4)?.parse().ok().filter(|year| (1000..3000).contains(year))
}

fn date_of(text: &str) -> Option<NaiveDate> {
    NaiveDate::parse_from_str(text.get(..10)?, "%Y-%m-%d").ok()
}

/// `-3.20 dB`.
fn gain(text: &str) -> Option<f32> {
    text.trim().trim_end_matches(['d', 'D', 'b', 'B']).trim().parse().ok().filter(|gain: &f32| gain.is_finite() && gain.abs() < 100.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_read_as_people_write_them() {
        assert_eq!(split_artists("One; Two feat. Three"), ["One", "Two", "Three"]);
        assert_eq!(split_artists("Salt, Pepper & Co"), ["Salt, Pepper & Co"]);
        assert_eq!(leading_number("3/12"), Some(3));
        assert_eq!(leading_number("A1"), None);
        assert_eq!((year_of("2012-05-06"), date_of("2012-05-06")), (Some(2012), NaiveDate::from_ymd_opt(2012, 5, 6)));
        assert_eq!(gain("-3.20 dB"), Some(-3.2));
        assert_eq!(most(["a", "b", "b", "a"].into_iter()), Some("a"));
    }
}
