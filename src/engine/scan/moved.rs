//! Pairs what vanished with what appeared, so that ids and watch state follow files that were moved, renamed or
//! replaced by a better copy.

use std::collections::{HashMap, HashSet};
use std::path::Path;

use walros_db::scan::KnownItem;
use walros_model::ItemId;
use walros_model::item::{ItemKind, ItemRole};
use walros_scanner::naming::episode;
use walros_scanner::structure::Found;

/// The content of a file that appeared, as far as it is needed to know it again. `None` when it cannot be read.
pub(super) type Fingerprint<'a> = &'a dyn Fn(&str) -> Option<[u8; 16]>;

/// New keys with the known items they are. `vanished` are those whose key is not found any more, here or (missing for
/// longer) in any library.
pub(super) fn pair(found: &[Found], known: &HashMap<String, KnownItem>, vanished: &[KnownItem], fingerprint: Fingerprint<'_>) -> HashMap<String, KnownItem> {
    let mut pairing = Pairing { vanished, taken: HashSet::new(), pairs: HashMap::new() };
    let mut appeared = Vec::new();
    for found in found {
        found.walk(&mut |found| {
            if found.stat.is_some() && !known.contains_key(&found.key) {
                appeared.push(found);
            }
        });
    }
    for found in &appeared {
        pairing.by_content(found, fingerprint);
    }
    for found in &appeared {
        pairing.by_place(found);
    }
    for found in found {
        pairing.folders(found, known);
    }
    pairing.pairs
}

struct Pairing<'a> {
    vanished: &'a [KnownItem],
    taken: HashSet<ItemId>,
    pairs: HashMap<String, KnownItem>,
}

impl Pairing<'_> {
    /// The same bytes under another name. Equal files exist: each vanished one is given away once, the likeliest first.
    fn by_content(&mut self, found: &Found, fingerprint: Fingerprint<'_>) {
        let (Some(path), Some(stat)) = (&found.path, found.stat) else { return };
        let free = |known: &&KnownItem| !self.taken.contains(&known.id) && known.kind == found.kind;
        let same_size = |known: &&KnownItem| known.media.as_ref().is_some_and(|media| media.size == stat.size && media.fingerprint.is_some());
        let candidates: Vec<&KnownItem> = self.vanished.iter().filter(free).filter(same_size).collect();
        if candidates.is_empty() {
            return;
        }
        let Some(print) = fingerprint(path) else { return };
        let same = candidates.into_iter().filter(|known| known.media.as_ref().is_some_and(|media| media.fingerprint == Some(print)));
        let best = same.max_by_key(|known| likeness(known, found));
        if let Some(known) = best.cloned() {
            self.give(&found.key, known);
        }
    }

    /// Another file where one vanished: the same film alone in its folder, or the same episode of the same season, in a
    /// better copy.
    fn by_place(&mut self, found: &Found) {
        if found.role != ItemRole::Main || self.pairs.contains_key(&found.key) {
            return;
        }
        let Some(folder) = found.path.as_deref().and_then(folder_of) else { return };
        let here = self.vanished.iter().filter(|known| {
            let same_folder = known.path.as_deref().and_then(folder_of) == Some(folder);
            same_folder && known.role == ItemRole::Main && known.kind == found.kind && !self.taken.contains(&known.id)
        });
        let same: Vec<&KnownItem> = match found.kind {
            ItemKind::Movie => here.filter(|known| same_film(known, found)).collect(),
            ItemKind::Episode => here.filter(|known| same_episode(known, found)).collect(),
            _ => return,
        };
        if let [known] = same[..] {
            self.give(&found.key, known.clone());
        }
    }

    /// A folder whose files came from a folder that vanished is that folder.
    fn folders(&mut self, found: &Found, known: &HashMap<String, KnownItem>) {
        for child in &found.children {
            self.folders(child, known);
        }
        if found.stat.is_some() || known.contains_key(&found.key) || self.pairs.contains_key(&found.key) {
            return;
        }
        let parents = found.children.iter().filter_map(|child| self.pairs.get(&child.key)?.parent);
        let mut votes: HashMap<ItemId, usize> = HashMap::new();
        for parent in parents {
            *votes.entry(parent).or_default() += 1;
        }
        let likeliest = votes.into_iter().max_by_key(|(id, votes)| (*votes, *id));
        let before = likeliest.and_then(|(id, _)| self.vanished.iter().find(|known| known.id == id && known.kind == found.kind));
        if let Some(before) = before.filter(|before| !self.taken.contains(&before.id)) {
            self.give(&found.key, before.clone());
        }
    }

    fn give(&mut self, key: &str, known: KnownItem) {
        self.taken.insert(known.id);
        self.pairs.insert(key.to_string(), known);
    }
}

fn likeness(known: &KnownItem, found: &Found) -> usize {
    let (Some(before), Some(now)) = (known.path.as_deref(), found.path.as_deref()) else { return 0 };
    let same_name = file_name(before) == file_name(now);
    let same_folder = folder_of(before) == folder_of(now);
    usize::from(same_name) * 2 + usize::from(same_folder) + usize::from(known.role == found.role)
}

fn same_film(known: &KnownItem, found: &Found) -> bool {
    let Some(before) = known.path.as_deref().map(stem) else { return false };
    let before = walros_scanner::naming::movie::parse(before);
    let same_year = before.year.is_none() || found.year.is_none() || before.year == found.year;
    same_year && (before.title.to_lowercase() == found.name.to_lowercase() || before.year.is_some() && before.year == found.year)
}

fn same_episode(known: &KnownItem, found: &Found) -> bool {
    let Some(before) = known.path.as_deref().map(stem) else { return false };
    let before = episode::in_series(before, "");
    found.index.is_some() && before.first == found.index && before.season.is_none_or(|season| Some(season) == found.parent_index)
}

fn folder_of(path: &str) -> Option<&str> {
    path.rsplit_once('/').map(|(folder, _)| folder)
}

fn file_name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

fn stem(path: &str) -> &str {
    Path::new(path).file_stem().and_then(|stem| stem.to_str()).unwrap_or(path)
}
