//! From what a listing seems to hold to a plan: every item with its id and its place, parents first.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use walros_db::scan::{KnownItem, KnownMedia};
use walros_model::item::{ItemKind, ItemRole};
use walros_model::{ItemId, item::ExtraKind};
use walros_scanner::listing::Stat;
use walros_scanner::structure::Found;

/// Where an item belongs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(super) struct Place {
    pub owner: Option<ItemId>,
    pub parent: Option<ItemId>,
    pub series: Option<ItemId>,
    pub season: Option<ItemId>,
    pub album: Option<ItemId>,
}

/// What an item owns beside itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(super) struct Owns {
    pub versions: u32,
    pub parts: u32,
    pub extras: u32,
    pub trailers: u32,
}

#[derive(Clone, Debug)]
pub(super) struct Planned {
    pub id: ItemId,
    pub place: Place,
    pub owns: Owns,
    /// Without what it owns and holds: those are planned by themselves.
    pub found: Found,
    /// As the last scan left it, under this path or an earlier one.
    pub known: Option<KnownItem>,
}

impl Planned {
    /// A number that changes when anything on disk that says something about this item does, or `above`: what it
    /// takes from the folders it is in.
    pub fn signature(&self, above: &str) -> i64 {
        let mut hasher = DefaultHasher::new();
        (self.place, self.owns, above, VERSION).hash(&mut hasher);
        // Everything the structure found, the files' sizes and times among it.
        format!("{:?}", self.found).hash(&mut hasher);
        hasher.finish() as i64
    }

    /// Whether it need not be read: nothing that says something about it changed, and if reading it ends workers, they are
    /// still of the `build` that it ended.
    pub fn is_as_known(&self, above: &str, build: u64) -> bool {
        let signature = self.signature(above);
        self.known.as_ref().is_some_and(|known| known.seen == signature || known.seen == crashing(signature, build))
    }

    /// In how many scans before this one, up to the last, the same file ended its worker.
    pub fn crashes(&self, fingerprint: Option<[u8; 16]>) -> u32 {
        let before = self.known.as_ref().and_then(|known| known.media.as_ref()).zip(self.found.stat);
        let is_same = |media: &KnownMedia, stat: Stat| media.size == stat.size && media.modified == stat.modified && media.fingerprint == fingerprint;
        before.filter(|(media, stat)| is_same(media, *stat)).map_or(0, |(media, _)| media.crashes)
    }

    pub fn is_file(&self) -> bool {
        self.found.stat.is_some()
    }
}

/// What is remembered instead of its signature of a file that ends the workers of a build.
pub(super) fn crashing(signature: i64, build: u64) -> i64 {
    let mut hasher = DefaultHasher::new();
    (signature, "crashes", build).hash(&mut hasher);
    hasher.finish() as i64
}

/// Raised when the same files would be read otherwise by a newer program.
const VERSION: u32 = 1;

/// Everything a library holds.
#[derive(Debug, Default)]
pub(super) struct Plan {
    pub planned: Vec<Planned>,
    /// Folders of artists. An artist is a name, whatever folders his albums are in; a folder may have his picture.
    pub artists: Vec<Found>,
}

/// Plans everything `found` holds. `moved` says which new keys are known items that moved.
pub(super) fn plan(found: Vec<Found>, library: ItemId, known: &HashMap<String, KnownItem>, moved: &HashMap<String, KnownItem>) -> Plan {
    let top = Place { parent: Some(library), ..Place::default() };
    let mut planner = Planner { known, moved, plan: Plan::default() };
    found.into_iter().for_each(|found| planner.add(found, top));
    planner.plan
}

struct Planner<'a> {
    known: &'a HashMap<String, KnownItem>,
    moved: &'a HashMap<String, KnownItem>,
    plan: Plan,
}

impl Planner<'_> {
    /// The version that was the film until now stays it, though a file came that would be chosen today: marks and
    /// favourites are on its id.
    fn keep_main(&self, found: &mut Found, owned: &mut Vec<Found>) {
        let was_main = |found: &Found| self.known.get(&found.key).is_some_and(|known| known.role == ItemRole::Main && !known.missing);
        if was_main(found) {
            return;
        }
        if !owned.iter().any(|other| other.role == ItemRole::Version && was_main(other)) {
            return;
        }
        let mut parts: Vec<Found> = owned.extract_if(.., |other| other.role == ItemRole::Part).collect();
        if let Some(before) = owned.iter_mut().find(|other| other.role == ItemRole::Version && was_main(other)) {
            swap_files(found, before);
            // Later parts go with the file that they go on from.
            std::mem::swap(&mut parts, &mut before.owned);
        }
        owned.extend(parts);
    }

    fn add(&mut self, mut found: Found, place: Place) {
        let children = std::mem::take(&mut found.children);
        let mut owned = std::mem::take(&mut found.owned);
        if found.kind == ItemKind::Artist {
            children.into_iter().for_each(|child| self.add(child, place));
            self.plan.artists.push(found);
            return;
        }
        self.keep_main(&mut found, &mut owned);
        let known = self.known.get(&found.key).or_else(|| self.moved.get(&found.key)).cloned();
        let id = known.as_ref().map_or_else(ItemId::random, |known| known.id);
        let below = below(found.kind, id, place);
        self.plan.planned.push(Planned { id, place, owns: owns(&owned), found, known });
        for other in owned {
            self.add(other, Place { owner: Some(id), ..place });
        }
        for child in children {
            self.add(child, below);
        }
    }
}

/// What belongs to one file of a film rather than to the film.
fn swap_files(a: &mut Found, b: &mut Found) {
    std::mem::swap(&mut a.key, &mut b.key);
    std::mem::swap(&mut a.path, &mut b.path);
    std::mem::swap(&mut a.stat, &mut b.stat);
    std::mem::swap(&mut a.version, &mut b.version);
    std::mem::swap(&mut a.local.sidecars, &mut b.local.sidecars);
}

fn below(kind: ItemKind, id: ItemId, place: Place) -> Place {
    let inside = Place { owner: None, parent: Some(id), ..place };
    match kind {
        ItemKind::Series => Place { series: Some(id), ..inside },
        ItemKind::Season => Place { season: Some(id), ..inside },
        ItemKind::Album => Place { album: Some(id), ..inside },
        _ => inside,
    }
}

fn owns(owned: &[Found]) -> Owns {
    let count = |role: ItemRole| owned.iter().filter(|found| found.role == role).count() as u32;
    let trailers = owned.iter().filter(|found| found.extra == Some(ExtraKind::Trailer)).count() as u32;
    Owns { versions: count(ItemRole::Version) + 1, parts: count(ItemRole::Part) + 1, extras: count(ItemRole::Extra) - trailers, trailers }
}
