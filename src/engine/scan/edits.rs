//! What was changed by hand, laid over what a scan reads, and written at once when somebody changes it.

use std::collections::HashMap;

use chrono::Utc;
use walros_db::scan::{self, ScannedItem, ScannedMedia};
use walros_db::{Conn, Db, DbError, edits, names};
use walros_metadata::nfo::Person;
use walros_metadata::sort_name::sort_name;
use walros_model::ItemId;
use walros_model::edit::{FieldEdit, ItemEdit, PersonEdit};
use walros_model::item::{Credit, Item, ItemDetail, ItemKind, Named};
use walros_model::lists::ItemView;
use walros_model::probe::MediaSource;

use super::draft::{Draft, Names, sort_name_of};
use super::ratings;
use super::writer::genre_kind;

/// Lays the changes of these items, and the new names of what they are in, over them.
pub(super) async fn lay_over_drafts(db: &Db, drafts: &mut [(Draft, bool)]) -> Result<(), DbError> {
    let mut ids: Vec<ItemId> = drafts.iter().flat_map(|(draft, _)| with_above(&draft.item)).collect();
    ids.sort_unstable();
    ids.dedup();
    let edits = db.read(move |conn| edits::of_items(conn, &ids)).await?;
    if edits.is_empty() {
        return Ok(());
    }
    for (draft, _) in drafts {
        let Draft { item, detail, names, .. } = draft;
        let name_of = |id: Option<ItemId>| new_name(&edits, id);
        item.series_name = name_of(item.series).or(item.series_name.take());
        item.season_name = name_of(item.season).or(item.season_name.take());
        item.album_name = name_of(item.album).or(item.album_name.take());
        if let Some(edit) = edits.get(&item.id) {
            lay_over(edit, item, detail, names);
        }
    }
    Ok(())
}

fn with_above(item: &Item) -> impl Iterator<Item = ItemId> + use<> {
    [Some(item.id), item.series, item.season, item.album].into_iter().flatten()
}

fn new_name(edits: &HashMap<ItemId, ItemEdit>, id: Option<ItemId>) -> Option<String> {
    let name = |field: &FieldEdit| if let FieldEdit::Name(name) = field { Some(name.clone()) } else { None };
    edits.get(&id?)?.fields.iter().find_map(name)
}

fn lay_over(edit: &ItemEdit, item: &mut Item, detail: &mut ItemDetail, names: &mut Names) {
    detail.locked = edit.locked;
    detail.locked_fields.clone_from(&edit.locked_fields);
    edit.apply_images(&mut item.card.images);
    for field in &edit.fields {
        set(field.clone(), item, detail, names);
    }
    let says_sort_name = edit.fields.iter().any(|field| matches!(field, FieldEdit::SortName(Some(_))));
    let sorts_otherwise = |field: &FieldEdit| matches!(field, FieldEdit::Name(_) | FieldEdit::SortName(_) | FieldEdit::Index(_) | FieldEdit::ParentIndex(_));
    if !says_sort_name && edit.fields.iter().any(sorts_otherwise) {
        item.sort_name = sort_name_of(item, "");
    }
}

fn set(field: FieldEdit, item: &mut Item, detail: &mut ItemDetail, names: &mut Names) {
    match field {
        FieldEdit::Name(name) => item.name = name,
        FieldEdit::OriginalTitle(title) => detail.original_title = title,
        FieldEdit::SortName(name) => item.sort_name = name.map_or_else(String::new, |name| sort_name(&name)),
        FieldEdit::Overview(text) => detail.overview = text,
        FieldEdit::Taglines(lines) => detail.taglines = lines,
        FieldEdit::Tags(tags) => detail.tags = tags,
        FieldEdit::Genres(genres) => names.genres = genres,
        FieldEdit::Studios(studios) => names.studios = studios,
        FieldEdit::Countries(countries) => detail.countries = countries,
        FieldEdit::People(people) => names.people = in_order(people),
        FieldEdit::Artists(artists) => names.artists = artists,
        FieldEdit::AlbumArtists(artists) => names.album_artists = artists,
        FieldEdit::ProviderIds(ids) => detail.provider_ids = ids,
        FieldEdit::Year(year) => item.year = year,
        FieldEdit::Premiere(date) => item.premiere = date,
        FieldEdit::EndDate(date) => item.end_date = date,
        FieldEdit::OfficialRating(rating) => item.official_rating = rating,
        FieldEdit::CommunityRating(rating) => item.community_rating = rating,
        FieldEdit::CriticRating(rating) => item.critic_rating = rating,
        FieldEdit::Index(index) => item.index = index,
        FieldEdit::ParentIndex(index) => item.parent_index = index,
        FieldEdit::Status(status) => item.status = status,
        FieldEdit::AirDays(days) => item.card.air_days = days,
        FieldEdit::AirTime(time) => detail.air_time = time,
    }
}

fn in_order(people: Vec<PersonEdit>) -> Vec<Person> {
    let numbered = people.into_iter().zip(0..);
    numbered.map(|(PersonEdit { name, kind, role }, order)| Person { name, kind, role, order }).collect()
}

/// Whether an item is so already.
pub(crate) fn is_so(field: &FieldEdit, item: &Item, detail: &ItemDetail) -> bool {
    let named = |names: &[Named]| names.iter().map(|named| named.name.clone()).collect::<Vec<_>>();
    let person = |credit: &Credit| PersonEdit { name: credit.name.clone(), kind: credit.kind, role: credit.role.clone() };
    match field {
        FieldEdit::Name(name) => *name == item.name,
        FieldEdit::OriginalTitle(title) => *title == detail.original_title,
        FieldEdit::SortName(name) => name.as_deref().is_none_or(|name| sort_name(name) == item.sort_name),
        FieldEdit::Overview(text) => *text == detail.overview,
        FieldEdit::Taglines(lines) => *lines == detail.taglines,
        FieldEdit::Tags(tags) => *tags == detail.tags,
        FieldEdit::Genres(genres) => *genres == named(&detail.genres),
        FieldEdit::Studios(studios) => *studios == named(&detail.studios),
        FieldEdit::Countries(countries) => *countries == detail.countries,
        FieldEdit::People(people) => *people == detail.people.iter().map(person).collect::<Vec<_>>(),
        FieldEdit::Artists(artists) => *artists == named(&item.card.artists),
        FieldEdit::AlbumArtists(artists) => *artists == named(&item.card.album_artists),
        FieldEdit::ProviderIds(ids) => *ids == detail.provider_ids,
        FieldEdit::Year(year) => *year == item.year,
        FieldEdit::Premiere(date) => *date == item.premiere,
        FieldEdit::EndDate(date) => *date == item.end_date,
        FieldEdit::OfficialRating(rating) => *rating == item.official_rating,
        FieldEdit::CommunityRating(rating) => *rating == item.community_rating,
        FieldEdit::CriticRating(rating) => *rating == item.critic_rating,
        FieldEdit::Index(index) => *index == item.index,
        FieldEdit::ParentIndex(index) => *index == item.parent_index,
        FieldEdit::Status(status) => *status == item.status,
        FieldEdit::AirDays(days) => *days == item.card.air_days,
        FieldEdit::AirTime(time) => *time == detail.air_time,
    }
}

/// Stores the changes of an item and shows it so. `view` must hold its details and sources.
pub(crate) fn store(conn: &mut Conn, view: ItemView, edit: &ItemEdit) -> Result<(), DbError> {
    let ItemView { mut item, detail, sources, .. } = view;
    let mut detail = detail.map_or_else(ItemDetail::default, |detail| *detail);
    edits::set(conn, item.id, edit)?;
    let mut said = names_of(&item, &detail);
    lay_over(edit, &mut item, &mut detail, &mut said);
    detail.genres = named(conn, genre_kind(item.kind), &said.genres)?;
    detail.studios = named(conn, ItemKind::Studio, &said.studios)?;
    item.card.artists = named(conn, ItemKind::Artist, &said.artists)?;
    item.card.album_artists = named(conn, ItemKind::Artist, &said.album_artists)?;
    let people: Vec<String> = said.people.iter().map(|person| person.name.clone()).collect();
    let ids = names::find_or_create(conn, ItemKind::Person, &people, sort_name)?;
    detail.people = ids.into_iter().zip(said.people).map(|(id, Person { name, kind, role, .. })| Credit { person: id, name, kind, role }).collect();
    item.changed = Utc::now();
    let (key, seen) = scan::key_and_seen(conn, item.id)?;
    let age = item.official_rating.as_deref().and_then(ratings::age);
    let media = sources.into_iter().find(|source| source.id == item.id).map(as_scanned);
    edits::rename_in(conn, &item)?;
    scan::upsert_items(conn, &[ScannedItem { item, detail, key, seen, age, media }])
}

fn names_of(item: &Item, detail: &ItemDetail) -> Names {
    let named = |names: &[Named]| names.iter().map(|named| named.name.clone()).collect();
    let people = detail.people.iter().map(|credit| PersonEdit { name: credit.name.clone(), kind: credit.kind, role: credit.role.clone() });
    Names {
        genres: named(&detail.genres),
        studios: named(&detail.studios),
        people: in_order(people.collect()),
        artists: named(&item.card.artists),
        album_artists: named(&item.card.album_artists),
    }
}

fn named(conn: &mut Conn, kind: ItemKind, said: &[String]) -> Result<Vec<Named>, DbError> {
    let ids = names::find_or_create(conn, kind, said, sort_name)?;
    Ok(ids.into_iter().zip(said).map(|(id, name)| Named { id, name: name.clone() }).collect())
}

/// What is known of the file, said again as it is.
fn as_scanned(source: MediaSource) -> ScannedMedia {
    let MediaSource { id: _, name, path, size, modified, probe, missing: _ } = source;
    ScannedMedia { path, size, modified, fingerprint: None, source_name: name, probe: Some(probe), failure: None, crashes: 0 }
}
