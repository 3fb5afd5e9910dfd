//! What is around an item.

use walros_db::{DbError, items};
use walros_model::index::{Epoch, Keyframe, MediaIndex};
use walros_model::query::{Include, Scope};

use crate::sample::Sample;

#[test]
fn what_belongs_to_a_film() {
    let sample = Sample::new();
    let (gamma, stack) = (sample.id("gamma"), sample.id("stack"));
    let (extras, parts, versions) = sample.fixture.read(move |conn| {
        let (scope, include) = (Scope::default(), Include { sources: true, ..Include::default() });
        Ok((
            items::extras(conn, &scope, None, gamma, include)?,
            items::parts(conn, &scope, None, stack, include)?,
            items::versions(conn, &scope, None, gamma, include)?,
        ))
    });
    let keys = |views: &[walros_model::lists::ItemView]| views.iter().map(|view| sample.key(view.item.id)).collect::<Vec<_>>();
    assert_eq!(keys(&extras), ["gamma-interview", "gamma-trailer"]);
    assert_eq!(keys(&parts), ["stack-2"]);
    assert_eq!(keys(&versions), ["gamma-480p"]);
    assert_eq!(parts[0].sources.len(), 1);
}

#[test]
fn children_and_ancestors() {
    let sample = Sample::new();
    let (signal, season, episode, snow) = (sample.id("signal"), sample.id("signal-2"), sample.id("signal-2-1"), sample.id("trips/alps/snow"));
    sample.fixture.read(move |conn| {
        let keys = |ids: Vec<walros_model::ItemId>| ids;
        assert_eq!(keys(items::children_ids(conn, &Scope::default(), season)?).len(), 2);
        assert_eq!(items::children_ids(conn, &Scope::default(), season)?[0], episode);
        assert_eq!(items::children_ids(conn, &Scope::default(), signal)?.len(), 3);
        assert!(items::children_ids(conn, &Scope::default(), walros_model::ItemId::random())?.is_empty());
        Ok(())
    });
    let above = |id| {
        let views = sample.fixture.read(move |conn| items::ancestors(conn, &Scope::default(), None, id));
        views.iter().map(|view| sample.key(view.item.id)).collect::<Vec<_>>()
    };
    assert_eq!(above(episode), ["signal-2", "signal", "shows"]);
    assert_eq!(above(snow), ["trips/alps", "trips", "photos"]);
}

#[test]
fn by_path() {
    let sample = Sample::new();
    let alpha = sample.id("alpha");
    let find = |path: &'static str| sample.fixture.read(move |conn| items::by_path(conn, &Scope::default(), None, path, Include::default()));
    assert_eq!(find("/media/alpha").map(|view| view.item.id), Some(alpha));
    assert!(find("/media/alph").is_none());
    assert!(find("/media/gone").is_none());
}

#[test]
fn similar_items_share_something() {
    let sample = Sample::new();
    let alpha = sample.id("alpha");
    let page = sample.fixture.read(move |conn| items::similar(conn, &Scope::default(), None, alpha, 10, Include::default()));
    let keys: Vec<String> = page.items.iter().map(|view| sample.key(view.item.id)).collect();
    assert_eq!(keys, ["beta"]);
}

#[test]
fn where_a_file_can_be_entered() {
    let sample = Sample::new();
    let (alpha, library) = (sample.id("alpha"), sample.id("movies"));
    let index = MediaIndex {
        video_stream: Some(0),
        time_base: (1, 1000),
        start: 0,
        end: 9000,
        keyframes: vec![Keyframe { pts: 0, position: 40 }, Keyframe { pts: 2000, position: 900_000 }],
        tracks: Vec::new(),
        texts: Vec::new(),
        epochs: vec![Epoch { position: 0, start: 0, shift: 0 }, Epoch { position: 900_000, start: 2000, shift: 1 << 33 }],
    };
    let stored = index.clone();
    let before = sample.fixture.read(move |conn| walros_db::scan::without_index(conn, library, 100));
    sample.fixture.write(move |conn| walros_db::scan::set_index(conn, alpha, &stored));
    assert_eq!(sample.fixture.read(move |conn| items::index(conn, alpha)), Some(index));
    let path = sample.fixture.read(move |conn| items::get(conn, &Scope::default(), None, alpha, Include::default())).unwrap().item.path.unwrap();
    assert_eq!(sample.fixture.read(move |conn| items::index_of_file(conn, &path)), sample.fixture.read(move |conn| items::index(conn, alpha)));
    let after = sample.fixture.read(move |conn| walros_db::scan::without_index(conn, library, 100));
    assert!(before.contains(&alpha) && !after.contains(&alpha) && after.len() == before.len() - 1);
    let length = std::time::Duration::from_millis(1_234_567);
    sample.fixture.write(move |conn| walros_db::scan::set_length(conn, alpha, length, chrono::Utc::now()));
    let include = Include { sources: true, ..Include::default() };
    let view = sample.fixture.read(move |conn| items::get(conn, &Scope::default(), None, alpha, include)).unwrap();
    assert_eq!((view.item.runtime, view.sources[0].probe.duration), (Some(length), length));
    let nobody = walros_model::ItemId::random();
    assert_eq!(sample.fixture.read(move |conn| items::index(conn, nobody)), None);
    assert!(matches!(sample.fixture.try_write(move |conn| walros_db::scan::set_index(conn, nobody, &MediaIndex::default())), Err(DbError::NotFound)));
}
