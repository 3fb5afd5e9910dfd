//! What is changed by hand stays, whatever a scan reads; and what happened is noted.

use walros_engine::EngineError;
use walros_engine::items::EditRequest;
use walros_engine::model::activity::{ActivityKind, ActivityQuery};
use walros_engine::model::edit::FieldEdit;
use walros_engine::model::item::{ImageKind, ItemKind};
use walros_engine::model::query::Include;
use walros_engine::model::user::Policy;

use crate::fixture::{Fixture, write};

fn request(fields: Vec<FieldEdit>) -> EditRequest {
    EditRequest { fields, locked: Some(true), locked_fields: Some(vec!["Name".into()]) }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_edited_film_stays_so_when_its_files_change() {
    let fixture = Fixture::scanned().await;
    let before = fixture.one(&fixture.admin, ItemKind::Movie, "Amber Road").await;
    let fields = vec![
        FieldEdit::Name("The Amber Way".into()),
        FieldEdit::Genres(vec!["Western".into()]),
        FieldEdit::OfficialRating(Some("R".into())),
        FieldEdit::Overview(before.detail.as_ref().and_then(|detail| detail.overview.clone())),
    ];
    fixture.engine.items.edit(&fixture.admin, before.item.id, request(fields)).await.expect("edited");
    let seen = |view: &walros_engine::model::lists::ItemView| {
        let detail = view.detail.as_ref().expect("details");
        assert_eq!((view.item.name.as_str(), view.item.sort_name.as_str(), view.item.official_rating.as_deref()), ("The Amber Way", "amber way", Some("R")));
        assert_eq!(detail.genres.iter().map(|genre| genre.name.as_str()).collect::<Vec<_>>(), ["Western"]);
        assert!(detail.locked && detail.locked_fields == ["Name"]);
        assert_eq!((view.item.id, view.item.has_subtitles, view.sources.len()), (before.item.id, true, 2));
    };
    seen(&fixture.one(&fixture.admin, ItemKind::Movie, "The Amber Way").await);

    let nfo = "<movie><title>Amber Road</title><plot>Another plot.</plot><genre>Drama</genre><mpaa>PG</mpaa></movie>";
    write(&fixture.media.join("movies/Amber Road (2001)/movie.nfo"), nfo);
    fixture.rescan().await;
    let after = fixture.one(&fixture.admin, ItemKind::Movie, "The Amber Way").await;
    seen(&after);
    // What was said but was so already is no change: the file still has the last word.
    assert_eq!(after.detail.as_ref().and_then(|detail| detail.overview.as_deref()), Some("Another plot."));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_renamed_series_is_so_called_on_its_episodes() {
    let fixture = Fixture::scanned().await;
    let series = fixture.one(&fixture.admin, ItemKind::Series, "Candle Hill").await.item.id;
    fixture.engine.items.edit(&fixture.admin, series, request(vec![FieldEdit::Name("Candle Mount".into())])).await.expect("edited");
    let file = fixture.media.join("shows/Candle Hill/Season 01/Candle Hill - S01E01 - Dusk.nfo");
    for nfo in ["", "<episodedetails><title>Nightfall</title></episodedetails>"] {
        if !nfo.is_empty() {
            write(&file, nfo);
            fixture.rescan().await;
        }
        let names: Vec<_> = fixture.all(&fixture.admin, ItemKind::Episode).await.into_iter().map(|view| view.item.series_name).collect();
        assert!(names.iter().all(|name| name.as_deref() == Some("Candle Mount")), "{names:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_chosen_picture_stays_and_can_be_taken_away() {
    let fixture = Fixture::scanned().await;
    let film = fixture.one(&fixture.admin, ItemKind::Movie, "Amber Road").await.item.id;
    let poster = std::fs::read(fixture.media.join("movies/Amber Road (2001)/poster.jpg")).expect("a picture");
    fixture.engine.images.set_item(&fixture.admin, film, ImageKind::Thumb, poster.clone()).await.expect("kept");
    fixture.engine.images.delete_item(&fixture.admin, film, ImageKind::Primary, 0).await.expect("taken away");
    let kinds = async || {
        let page = fixture.engine.items.get(&fixture.admin, film, Include::default()).await.expect("the film");
        page.items[0].item.card.images.iter().map(|image| (image.kind, image.width)).collect::<Vec<_>>()
    };
    assert_eq!(kinds().await, [(ImageKind::Thumb, 200)]);
    write(&fixture.media.join("movies/Amber Road (2001)/movie.nfo"), "<movie><title>Amber Road</title></movie>");
    fixture.rescan().await;
    assert_eq!(kinds().await, [(ImageKind::Thumb, 200)]);
    assert!(fixture.media.join("movies/Amber Road (2001)/poster.jpg").exists(), "files beside the media are nobody's to delete");

    let refused = fixture.engine.images.set_item(&fixture.admin, film, ImageKind::Thumb, b"no picture".to_vec()).await;
    assert!(matches!(refused, Err(EngineError::Invalid(_))), "{refused:?}");
    fixture.engine.images.delete_item(&fixture.admin, film, ImageKind::Thumb, 0).await.expect("taken away");
    let none = fixture.engine.images.delete_item(&fixture.admin, film, ImageKind::Thumb, 0).await;
    assert!(matches!(none, Err(EngineError::NotFound)), "{none:?}");
    assert_eq!(std::fs::read_dir(fixture.data.join("images")).expect("a folder").count(), 0, "pictures nobody shows are not kept");
}

#[tokio::test(flavor = "multi_thread")]
async fn only_administrators_edit_and_read_what_happened() {
    let fixture = Fixture::scanned().await;
    let mia = fixture.user("Mia", Policy::default()).await;
    let film = fixture.one(&mia, ItemKind::Movie, "Amber Road").await.item.id;
    let edited = fixture.engine.items.edit(&mia, film, request(vec![FieldEdit::Name("x".into())])).await;
    assert!(matches!(edited, Err(EngineError::Forbidden)), "{edited:?}");
    let chosen = fixture.engine.images.set_item(&mia, film, ImageKind::Thumb, Vec::new()).await;
    assert!(matches!(chosen, Err(EngineError::Forbidden)), "{chosen:?}");
    let read = fixture.engine.activity.page(&mia, ActivityQuery::default()).await;
    assert!(matches!(read, Err(EngineError::Forbidden)), "{read:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_happened_is_noted() {
    let fixture = Fixture::empty().await;
    let mia = fixture.user("Mia", Policy::default()).await;
    let device = mia.device.as_ref().expect("a device").info.clone();
    let wrong = fixture.engine.users.sign_in("Mia", "wrong", device, mia.address).await;
    assert!(matches!(wrong, Err(EngineError::Unauthenticated)));
    fixture.engine.users.sign_out(&mia).await.expect("signed out");
    let (entries, total) = fixture.engine.activity.page(&fixture.admin, ActivityQuery { limit: Some(4), ..ActivityQuery::default() }).await.expect("a page");
    let noted: Vec<_> = entries.iter().map(|entry| (entry.kind, entry.user_name.as_str())).collect();
    use ActivityKind::{SignInFailed, SignedIn, SignedOut, UserCreated};
    assert_eq!(noted, [(SignedOut, "Mia"), (SignInFailed, "Mia"), (SignedIn, "Mia"), (UserCreated, "Mia")]);
    assert_eq!(total, 6, "the administrator's own two are there as well");
}
