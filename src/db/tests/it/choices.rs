//! Counts by kind, filter choices, letters.

use walros_db::choices;
use walros_model::item::ItemKind;
use walros_model::query::{ItemQuery, Scope};

use crate::sample::Sample;

#[test]
fn how_many_of_each_kind() {
    let sample = Sample::new();
    let counts = |query: ItemQuery| sample.fixture.read(move |conn| choices::counts(conn, &Scope::default(), None, &query)).0;
    let all = counts(ItemQuery::default());
    assert_eq!((all[&ItemKind::Movie], all[&ItemKind::Episode], all[&ItemKind::Series], all[&ItemKind::Track]), (5, 9, 2, 5));
    let of_genre = counts(ItemQuery { parent: Some(sample.id("Action")), ..ItemQuery::default() });
    assert_eq!(of_genre.into_iter().collect::<Vec<_>>(), [(ItemKind::Movie, 2)]);
    assert!(counts(ItemQuery { parent: Some(walros_model::ItemId::random()), ..ItemQuery::default() }).is_empty());
}

#[test]
fn what_a_filter_dialog_offers() {
    let sample = Sample::new();
    let query = ItemQuery { parent: Some(sample.id("movies")), recursive: true, kinds: vec![ItemKind::Movie], ..ItemQuery::default() };
    let (choices, _) = sample.fixture.counted(move |conn| choices::filters(conn, &Scope::default(), None, &query));
    let genres: Vec<(&str, u64)> = choices.genres.iter().map(|genre| (genre.name.as_str(), genre.count)).collect();
    assert_eq!(genres, [("Action", 2), ("Comedy", 1), ("Drama", 1)]);
    assert_eq!(choices.genres[0].id, sample.id("Action"));
    assert_eq!(choices.tags, ["Gore", "reference"]);
    assert_eq!(choices.official_ratings, ["PG", "R"]);
    assert_eq!(choices.years, [2001, 2005, 2010, 2015]);
    assert_eq!((choices.audio_languages, choices.subtitle_languages), (vec!["deu".to_string(), "eng".to_string()], vec!["fra".to_string()]));
}

#[test]
fn letters_in_the_order_of_names() {
    let sample = Sample::new();
    let query = ItemQuery { kinds: vec![ItemKind::Movie], ..ItemQuery::default() };
    let letters = sample.fixture.read(move |conn| choices::letters(conn, &Scope::default(), None, &query));
    let expected = ["a", "b", "e", "g", "s"].map(|letter| (letter.to_string(), 1));
    assert_eq!(letters, expected);
}
