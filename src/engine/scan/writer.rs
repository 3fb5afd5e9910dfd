//! Writing drafts in batches: names get their ids, items appear, listeners hear of it.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use walros_db::scan::{self, KnownItem, ScannedItem};
use walros_db::{Conn, Db, DbError, names};
use walros_metadata::sort_name::sort_name;
use walros_model::item::{Credit, ItemKind, Named};
use walros_model::library::Library;
use walros_model::{ItemId, Timestamp};

use super::draft::{Draft, Settled};
use super::plan::crashing;
use super::progress::Teller;
use super::{edits, ratings};
use crate::Event;
use crate::events::Events;

/// A batch is written when it is this large, or this old.
const BATCH: usize = 500;
const AGE: Duration = Duration::from_millis(400);

pub(super) struct Writer<'a> {
    db: &'a Db,
    events: &'a Events,
    library: &'a Library,
    teller: &'a Teller<'a>,
    waiting: Vec<(Draft, bool)>,
    since: Instant,
    /// Everything written, for the pictures to be measured afterwards.
    pub written: Vec<(ItemId, Vec<walros_model::item::Image>)>,
    /// By key what was written while the walk went on, as the next scan would know it.
    remembered: HashMap<String, KnownItem>,
    is_remembering: bool,
}

impl<'a> Writer<'a> {
    pub fn new(db: &'a Db, events: &'a Events, library: &'a Library, teller: &'a Teller<'a>) -> Self {
        Self { db, events, library, teller, waiting: Vec::new(), since: Instant::now(), written: Vec::new(), remembered: HashMap::new(), is_remembering: true }
    }

    /// What was written so far, by key.
    pub fn remembered(&self) -> &HashMap<String, KnownItem> {
        &self.remembered
    }

    /// Gives away what was written, and remembers nothing from now on.
    pub fn forget(&mut self) -> Vec<KnownItem> {
        self.is_remembering = false;
        std::mem::take(&mut self.remembered).into_values().collect()
    }

    /// `known`: it was there before.
    pub async fn add(&mut self, draft: Draft, known: bool) -> Result<(), DbError> {
        if self.waiting.is_empty() {
            self.since = Instant::now();
        }
        self.waiting.push((draft, known));
        if self.waiting.len() >= BATCH || self.since.elapsed() > AGE { self.flush().await } else { Ok(()) }
    }

    pub async fn flush(&mut self) -> Result<(), DbError> {
        let mut waiting = std::mem::take(&mut self.waiting);
        if waiting.is_empty() {
            return Ok(());
        }
        edits::lay_over_drafts(self.db, &mut waiting).await?;
        let (mut added, mut updated) = (Vec::new(), Vec::new());
        for (draft, known) in &waiting {
            if draft.item.missing {
                continue;
            }
            if *known {
                updated.push(draft.item.id)
            } else {
                added.push(draft.item.id)
            }
            if !draft.item.card.images.is_empty() {
                self.written.push((draft.item.id, draft.item.card.images.clone()));
            }
        }
        if self.is_remembering {
            self.remembered.extend(waiting.iter().map(|(draft, _)| (draft.key.clone(), draft.as_known())));
        }
        let drafts: Vec<Draft> = waiting.into_iter().map(|(draft, _)| draft).collect();
        self.db.write(move |conn| write(conn, drafts)).await?;
        self.teller.wrote(added.len() as u64, updated.len() as u64, 0);
        if !added.is_empty() || !updated.is_empty() {
            self.events.send(Event::LibraryChanged { library: self.library.id, added, updated, removed: Vec::new() });
        }
        Ok(())
    }

    /// Hides what is gone.
    pub async fn hide(&self, ids: Vec<ItemId>, at: Timestamp) -> Result<(), DbError> {
        if ids.is_empty() {
            return Ok(());
        }
        let gone = ids.clone();
        self.db.write(move |conn| scan::mark_missing(conn, &gone, at)).await?;
        self.teller.wrote(0, 0, ids.len() as u64);
        self.events.send(Event::LibraryChanged { library: self.library.id, added: Vec::new(), updated: Vec::new(), removed: ids });
        Ok(())
    }

    /// Shows what is back unchanged.
    pub async fn show(&self, ids: Vec<ItemId>, at: Timestamp) -> Result<(), DbError> {
        if ids.is_empty() {
            return Ok(());
        }
        let back = ids.clone();
        self.db.write(move |conn| scan::mark_present(conn, &back, at)).await?;
        self.teller.wrote(ids.len() as u64, 0, 0);
        self.events.send(Event::LibraryChanged { library: self.library.id, added: ids, updated: Vec::new(), removed: Vec::new() });
        Ok(())
    }
}

fn write(conn: &mut Conn, drafts: Vec<Draft>) -> Result<(), DbError> {
    let ids = Ids::of(conn, &drafts)?;
    let items: Vec<ScannedItem> = drafts.into_iter().map(|draft| ids.give(draft)).collect();
    scan::upsert_items(conn, &items)
}

/// The ids of all names of a batch.
struct Ids(HashMap<(ItemKind, String), ItemId>);

impl Ids {
    fn of(conn: &mut Conn, drafts: &[Draft]) -> Result<Self, DbError> {
        let mut wanted: HashMap<ItemKind, Vec<String>> = HashMap::new();
        for draft in drafts {
            let names = &draft.names;
            let mut want = |kind, more: &mut dyn Iterator<Item = &String>| wanted.entry(kind).or_default().extend(more.cloned());
            want(genre_kind(draft.item.kind), &mut names.genres.iter());
            want(ItemKind::Studio, &mut names.studios.iter());
            want(ItemKind::Person, &mut names.people.iter().map(|person| &person.name));
            want(ItemKind::Artist, &mut names.artists.iter().chain(&names.album_artists));
        }
        let mut ids = HashMap::new();
        for (kind, mut names) in wanted {
            names.sort();
            names.dedup();
            let found = names::find_or_create(conn, kind, &names, sort_name)?;
            ids.extend(names.into_iter().zip(found).map(|(name, id)| ((kind, name), id)));
        }
        Ok(Self(ids))
    }

    fn named(&self, kind: ItemKind, names: &[String]) -> Vec<Named> {
        let named = names.iter().filter_map(|name| Some(Named { id: *self.0.get(&(kind, name.clone()))?, name: name.clone() }));
        let mut unique: Vec<Named> = Vec::with_capacity(names.len());
        for named in named {
            // Two spellings of one name are one.
            if unique.iter().all(|known| known.id != named.id) {
                unique.push(named);
            }
        }
        unique
    }

    fn give(&self, draft: Draft) -> ScannedItem {
        let Draft { mut item, mut detail, names, key, media, signature, settled } = draft;
        detail.genres = self.named(genre_kind(item.kind), &names.genres);
        detail.studios = self.named(ItemKind::Studio, &names.studios);
        item.card.artists = self.named(ItemKind::Artist, &names.artists);
        item.card.album_artists = self.named(ItemKind::Artist, &names.album_artists);
        let mut people = names.people;
        people.sort_by_key(|person| (person.kind, person.order));
        let credit = |person: walros_metadata::nfo::Person| {
            let id = *self.0.get(&(ItemKind::Person, person.name.clone()))?;
            Some(Credit { person: id, name: person.name, kind: person.kind, role: person.role })
        };
        detail.people = people.into_iter().filter_map(credit).collect();
        let age = item.official_rating.as_deref().and_then(ratings::age);
        let seen = match settled {
            Settled::Never => signature,
            // No signature of the same files is this one.
            Settled::No => !signature,
            Settled::ForBuild(build) => crashing(signature, build),
        };
        ScannedItem { item, detail, key, seen, age, media }
    }
}

pub(super) fn genre_kind(of: ItemKind) -> ItemKind {
    match of {
        ItemKind::Track | ItemKind::Album | ItemKind::Artist | ItemKind::MusicVideo => ItemKind::MusicGenre,
        _ => ItemKind::Genre,
    }
}
