//! What somebody changed by hand.

use walros_db::{DbError, edits, items, scan};
use walros_model::ItemId;
use walros_model::edit::{FieldEdit, ItemEdit};
use walros_model::item::{Image, ImageKind, ImageSource};
use walros_model::query::{Include, Scope};

use crate::fixture::at;
use crate::sample::Sample;

fn image(kind: ImageKind, tag: &str) -> Image {
    Image { kind, source: ImageSource::Stored(tag.into()), tag: tag.into(), width: 1, height: 1, blurhash: String::new() }
}

fn edit() -> ItemEdit {
    let mut edit = ItemEdit { locked: true, locked_fields: vec!["Name".into()], ..ItemEdit::default() };
    edit.set(FieldEdit::Name("Mine".into()));
    edit.set(FieldEdit::CommunityRating(None));
    edit.set_images(ImageKind::Primary, vec![image(ImageKind::Primary, "mine")]);
    edit
}

#[test]
fn changes_come_back_as_they_were_stored() {
    let sample = Sample::new();
    let (alpha, beta) = (sample.id("alpha"), sample.id("beta"));
    sample.fixture.write(move |conn| edits::set(conn, alpha, &ItemEdit::default()));
    sample.fixture.write(move |conn| edits::set(conn, alpha, &edit()));
    let found = sample.fixture.read(move |conn| edits::of_items(conn, &[alpha, beta]));
    assert_eq!(found, [(alpha, edit())].into());
    assert_eq!(sample.fixture.read(move |conn| edits::get(conn, beta)), ItemEdit::default());
    let nobody = ItemId::random();
    assert!(matches!(sample.fixture.try_write(move |conn| edits::set(conn, nobody, &edit())), Err(DbError::NotFound)));
}

#[test]
fn chosen_pictures_stay_whatever_a_scan_finds() {
    let sample = Sample::new();
    let alpha = sample.id("alpha");
    sample.fixture.write(move |conn| {
        edits::set(conn, alpha, &edit())?;
        scan::set_images(conn, &[(alpha, vec![image(ImageKind::Primary, "disk"), image(ImageKind::Backdrop, "disk")])], at(9))
    });
    let view = sample.fixture.read(move |conn| items::get(conn, &Scope::default(), None, alpha, Include::default())).expect("alpha");
    assert_eq!(view.item.card.images, [image(ImageKind::Backdrop, "disk"), image(ImageKind::Primary, "mine")]);
}

#[test]
fn a_new_name_is_said_on_what_is_in_it() {
    let sample = Sample::new();
    let series = sample.id("signal");
    let renamed = sample.fixture.write(move |conn| {
        let mut item = items::get(conn, &Scope::default(), None, series, Include::default())?.ok_or(DbError::NotFound)?.item;
        item.name = "Other".into();
        edits::rename_in(conn, &item)?;
        let query = walros_model::query::ItemQuery { parent: Some(series), recursive: true, ..Default::default() };
        items::page(conn, &Scope::default(), None, &query)
    });
    assert!(!renamed.items.is_empty());
    assert!(renamed.items.iter().all(|view| view.item.series_name.as_deref() == Some("Other")), "{:?}", renamed.items[0].item.series_name);
}
