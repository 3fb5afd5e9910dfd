//! Seasons and episodes of one series, from its numbered files.

use std::collections::BTreeMap;

use chrono::Datelike;
use walros_metadata::artwork;
use walros_model::ItemKind;
use walros_model::item::ItemRole;

use super::index::{self, Index};
use super::numbering::Raw;
use super::{Found, shows};
use crate::listing::Folder;
use crate::naming::episode::How;
use crate::naming::{stack, tech, text};

/// Puts seasons with their episodes into `series`, and its extras where they lie.
pub(super) fn fill(series: &mut Found, raws: Vec<Raw<'_>>, season_folders: &[(i32, &Folder)], series_folders: &[&Folder], extras: Vec<(Option<i32>, Found)>) {
    let mut indexes: BTreeMap<String, Index<'_>> = BTreeMap::new();
    for raw in &raws {
        indexes.entry(raw.folder.path.clone()).or_insert_with(|| Index::of_videos(raw.folder));
    }
    // Seasons without a number come last.
    let mut by_season: BTreeMap<(bool, i32), Vec<Raw<'_>>> = BTreeMap::new();
    for raw in raws {
        by_season.entry((raw.season.is_none(), raw.season.unwrap_or_default())).or_default().push(raw);
    }
    for ((unknown, number), raws) in by_season {
        let number = (!unknown).then_some(number);
        let mut season = season(series, number, season_folders, series_folders);
        season.children = episodes(raws, &indexes);
        series.children.push(season);
    }
    for (number, extra) in extras {
        match number.and_then(|number| series.children.iter_mut().find(|season| season.index == Some(number))) {
            Some(season) => season.owned.push(extra),
            None => series.owned.push(extra),
        }
    }
}

fn season(series: &Found, number: Option<i32>, season_folders: &[(i32, &Folder)], series_folders: &[&Folder]) -> Found {
    let name = match number {
        Some(0) => "Specials".to_owned(),
        Some(number) => format!("Season {number}"),
        None => "Season Unknown".to_owned(),
    };
    let folders: Vec<&Folder> =
        season_folders.iter().filter(|(of, folder)| Some(*of) == number && folder.path != series.key).map(|(_, folder)| *folder).collect();
    let mut season = match folders.first() {
        Some(folder) => Found::folder(ItemKind::Season, folder, name),
        None => Found::bare(ItemKind::Season, format!("{}/#season {}", series.key, number.map_or("unknown".to_owned(), |n| n.to_string())), name),
    };
    season.index = number;
    season.year = number.filter(|number| (1900..2100).contains(number));
    for folder in folders {
        season.local.nfo.extend(index::nfo_named(folder, "season.nfo"));
        let mut found = artwork::of_folder(folder.file_names());
        found.extend(number.into_iter().flat_map(|number| artwork::of_season(number, folder.file_names())));
        index::add_artwork(&mut season.local.artwork, &index::folder_artwork(folder, found));
    }
    for folder in series_folders {
        let found = number.map(|number| artwork::of_season(number, folder.file_names())).unwrap_or_default();
        index::add_artwork(&mut season.local.artwork, &index::folder_artwork(folder, found));
    }
    season
}

/// The files of one season as episodes: copies of one are its versions, stacked files its parts.
fn episodes(raws: Vec<Raw<'_>>, indexes: &BTreeMap<String, Index<'_>>) -> Vec<Found> {
    let mut raws = raws;
    raws.sort_by(|a, b| sort_key(a).cmp(&sort_key(b)));
    let mut groups: Vec<Vec<Raw<'_>>> = Vec::new();
    for raw in raws {
        match groups.last_mut().filter(|group| same_episode(&group[0], &raw)) {
            Some(group) => group.push(raw),
            None => groups.push(vec![raw]),
        }
    }
    groups.into_iter().flat_map(|group| together(group, indexes)).collect()
}

fn sort_key<'r>(raw: &'r Raw<'_>) -> (bool, i32, i32, Option<chrono::NaiveDate>, &'r str) {
    (raw.name.first.is_none() && raw.name.date.is_none(), raw.name.first.unwrap_or(i32::MAX), raw.name.last.unwrap_or_default(), raw.name.date, &raw.file.name)
}

/// The same numbers mean the same episode, unless the titles say otherwise.
fn same_episode(a: &Raw<'_>, b: &Raw<'_>) -> bool {
    let numbers = a.name.first.is_some() && (a.name.first, a.name.last) == (b.name.first, b.name.last);
    let dates = a.name.first.is_none() && b.name.first.is_none() && a.name.date.is_some() && a.name.date == b.name.date;
    let base = |raw: &Raw<'_>| raw.name.title.as_deref().map(|title| text::key(&without_part(title))).unwrap_or_default();
    let (first, second) = (base(a), base(b));
    let titles = first.is_empty() || second.is_empty() || first == second || first.starts_with(&second) || second.starts_with(&first);
    (numbers || dates) && titles
}

/// `Echo part1` as `Echo`: the parts of one episode have one title.
fn without_part(title: &str) -> String {
    // A word in front, since a part never stands alone.
    stack::part(&format!("x {title}")).map_or_else(|| title.to_owned(), |part| text::trim(part.name.trim_start_matches('x')).to_owned())
}

fn together(group: Vec<Raw<'_>>, indexes: &BTreeMap<String, Index<'_>>) -> Vec<Found> {
    let stems: Vec<&str> = group.iter().map(|raw| raw.stem.as_str()).collect();
    let stacks = if group.len() > 1 { stack::group(&stems) } else { vec![vec![0]] };
    let several = stacks.len() > 1;
    let mut copies: Vec<(Option<String>, Found)> = stacks
        .iter()
        .map(|places| {
            let label = label(&group[places[0]]);
            let mut parts = places.iter().map(|at| episode(&group[*at], indexes));
            // `stack::group` never gives an empty stack.
            let mut first = parts.next().unwrap_or_else(|| episode(&group[0], indexes));
            for (number, mut part) in parts.enumerate() {
                part.role = ItemRole::Part;
                part.kind = ItemKind::Video;
                part.index = i32::try_from(number + 2).ok();
                first.owned.push(part);
            }
            if places.len() > 1 {
                let raw = &group[places[0]];
                let whole = raw.name.title.as_deref().map(without_part).filter(|title| !title.is_empty());
                first.name_is_placeholder = whole.is_none();
                first.name = whole.or_else(|| raw.name.first.map(|number| format!("Episode {number}"))).unwrap_or(first.name);
            }
            first.version = label.clone().filter(|_| several);
            (label, first)
        })
        .collect();
    copies.sort_by_key(|(label, found)| (std::cmp::Reverse(label.as_deref().and_then(tech::resolution).unwrap_or(0)), found.key.clone()));
    let mut copies = copies.into_iter().map(|(_, found)| found);
    let Some(mut main) = copies.next() else { return Vec::new() };
    for mut version in copies {
        version.role = ItemRole::Version;
        index::add_artwork(&mut main.local.artwork, &version.local.artwork);
        if main.local.nfo.is_empty() {
            main.local.nfo.clone_from(&version.local.nfo);
        }
        main.owned.push(version);
    }
    vec![main]
}

/// The technical words of an episode's name: what tells one copy from another.
fn label(raw: &Raw<'_>) -> Option<String> {
    let plain: String = raw.stem.chars().map(|c| if matches!(c, '[' | ']' | '(' | ')' | '.' | '_') { ' ' } else { c }).collect();
    let words: Vec<&str> = plain.split(' ').filter(|word| !word.is_empty()).collect();
    let from = words.iter().position(|word| tech::is_strong(word) || tech::is_resolution(word))?;
    Some(text::trim(&words[from..].join(" ")).to_owned())
}

fn episode(raw: &Raw<'_>, indexes: &BTreeMap<String, Index<'_>>) -> Found {
    let name = match (&raw.name.title, raw.name.first, raw.name.date) {
        (Some(title), ..) => title.clone(),
        (None, Some(first), _) => match raw.name.last {
            Some(last) => format!("Episode {first}-{last}"),
            None => format!("Episode {first}"),
        },
        (None, None, Some(date)) => date.to_string(),
        (None, None, None) => text::spaced(&raw.stem),
    };
    let mut found = Found::file(ItemKind::Episode, raw.folder, raw.file, name);
    found.name_is_placeholder = raw.name.title.is_none() || raw.name.how == How::Nothing;
    found.index = raw.name.first;
    found.index_end = raw.name.last;
    found.parent_index = raw.season;
    found.premiere = raw.name.date;
    found.year = raw.name.date.map(|date| date.year());
    found.ids = crate::naming::ids::take(&raw.stem).ids;
    if let Some(index) = indexes.get(&raw.folder.path) {
        found.local = shows::local(raw.folder, index, &raw.stem);
    }
    found
}
