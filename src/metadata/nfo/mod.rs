//! Kodi's NFO files: what somebody, or a tool of theirs, wrote down about an item beside its file.
//!
//! Hands and a dozen programs write these. Whatever can be read is taken and what is wrong is said once
//! ([`Read::fault`]); nothing here opens a file or follows a link.

mod decode;
mod fields;
mod links;
mod people;
mod tree;

use std::collections::BTreeMap;
use std::time::Duration;

use chrono::NaiveDate;
use walros_model::ItemKind;
use walros_model::item::{PersonKind, SeriesStatus};

/// Larger files are no NFO: read at most this many bytes of one.
pub const MAX_BYTES: usize = 4 << 20;

/// All that one file says: usually one item, several for a file of several episodes.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Read {
    pub items: Vec<Nfo>,
    /// One line on what was wrong with it.
    pub fault: Option<String>,
}

/// What is said about one item. Absent means not said.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Nfo {
    /// By the name of the element; `None` for a file that holds links only.
    pub kind: Option<ItemKind>,
    pub title: Option<String>,
    pub original_title: Option<String>,
    pub sort_title: Option<String>,
    pub overview: Option<String>,
    pub taglines: Vec<String>,
    pub year: Option<i32>,
    pub premiered: Option<NaiveDate>,
    pub ended: Option<NaiveDate>,
    pub runtime: Option<Duration>,
    pub official_rating: Option<String>,
    /// 0–10.
    pub community_rating: Option<f32>,
    /// 0–100.
    pub critic_rating: Option<f32>,
    pub genres: Vec<String>,
    pub studios: Vec<String>,
    pub tags: Vec<String>,
    pub countries: Vec<String>,
    /// Links.
    pub trailers: Vec<String>,
    pub people: Vec<Person>,
    /// Keys as Jellyfin spells them (`Imdb`, `Tmdb`, `Tvdb` …).
    pub provider_ids: BTreeMap<String, String>,
    pub collection: Option<String>,
    pub status: Option<SeriesStatus>,
    pub season: Option<i32>,
    pub episode: Option<i32>,
    pub airs_before_season: Option<i32>,
    pub airs_after_season: Option<i32>,
    pub airs_before_episode: Option<i32>,
    pub air_days: Vec<String>,
    pub air_time: Option<String>,
    /// `<namedseason number="1">` of a series.
    pub season_names: BTreeMap<i32, String>,
    pub series_title: Option<String>,
    pub artists: Vec<String>,
    pub album_artists: Vec<String>,
    pub album: Option<String>,
    pub track: Option<i32>,
    pub disc: Option<i32>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    pub name: String,
    pub kind: PersonKind,
    /// The character, or empty.
    pub role: String,
    /// As the file orders them; actors without a number follow in the order they stand in.
    pub order: i32,
}

/// Reads the bytes of an NFO file.
pub fn read(bytes: &[u8]) -> Read {
    let text = decode::decode(&bytes[..bytes.len().min(MAX_BYTES)]);
    let document = tree::read(&text);
    let mut roots = Vec::new();
    for root in document.roots {
        flatten(root, &mut roots);
    }
    let mut items: Vec<Nfo> = roots.iter().filter_map(|(kind, node)| fields::read(*kind, node)).collect();
    let linked = links::ids(if items.is_empty() { &text } else { &document.outside });
    match items.first_mut() {
        Some(first) => {
            for (key, value) in linked {
                first.provider_ids.entry(key).or_insert(value);
            }
        }
        None if !linked.is_empty() => items.push(Nfo { provider_ids: linked, ..Nfo::default() }),
        None => {}
    }
    let fault = match document.fault {
        Some(fault) if items.is_empty() => Some(format!("not an NFO: {fault}")),
        None if items.is_empty() => Some("nothing in it is known".to_owned()),
        other => other,
    };
    Read { items, fault }
}

/// The elements that stand for an item; some tools wrap several episodes in one element of their own.
fn flatten(node: tree::Node, out: &mut Vec<(ItemKind, tree::Node)>) {
    let kind = match node.name.as_str() {
        "movie" => ItemKind::Movie,
        "tvshow" => ItemKind::Series,
        "season" => ItemKind::Season,
        "episodedetails" => ItemKind::Episode,
        "musicvideo" => ItemKind::MusicVideo,
        "artist" => ItemKind::Artist,
        "album" => ItemKind::Album,
        "video" => ItemKind::Video,
        "multiepisodenfo" | "xbmcmultiepisode" | "episodes" => return node.children.into_iter().for_each(|child| flatten(child, out)),
        _ => return,
    };
    out.push((kind, node));
}

#[cfg(test)]
mod tests;
