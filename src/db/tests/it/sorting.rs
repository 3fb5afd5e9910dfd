//! The order of pages, the same on both backends: what is unknown comes first, or last when descending.

use walros_db::play_state;
use walros_model::item::ItemKind;
use walros_model::query::SortKey::{self, *};
use walros_model::query::{ItemQuery, SortOrder};
use walros_model::state::PlayState;

use crate::fixture::at;
use crate::sample::Sample;

fn sorted(sample: &Sample, kind: ItemKind, keys: &[SortKey], order: SortOrder) -> Vec<String> {
    sample.list(ItemQuery { kinds: vec![kind], sort: keys.iter().map(|key| (*key, order)).collect(), ..ItemQuery::default() })
}

fn up(sample: &Sample, key: SortKey) -> Vec<String> {
    sorted(sample, ItemKind::Movie, &[key], SortOrder::Ascending)
}

fn down(sample: &Sample, key: SortKey) -> Vec<String> {
    sorted(sample, ItemKind::Movie, &[key], SortOrder::Descending)
}

#[test]
fn by_what_is_always_known() {
    let sample = Sample::new();
    assert_eq!(up(&sample, SortName), ["alpha", "beta", "echappee", "gamma", "stack"]);
    assert_eq!(down(&sample, SortName), ["stack", "gamma", "echappee", "beta", "alpha"]);
    assert_eq!(up(&sample, Name), ["alpha", "beta", "echappee", "stack", "gamma"], "with the article");
    assert_eq!(down(&sample, DateAdded), ["stack", "gamma", "echappee", "beta", "alpha"]);
}

#[test]
fn the_unknown_comes_first_and_last() {
    let sample = Sample::new();
    assert_eq!(up(&sample, Year), ["stack", "alpha", "beta", "echappee", "gamma"]);
    assert_eq!(down(&sample, Year), ["gamma", "echappee", "beta", "alpha", "stack"]);
    assert_eq!(up(&sample, Premiere), ["echappee", "gamma", "stack", "alpha", "beta"], "by name among the unknown");
    assert_eq!(down(&sample, CommunityRating), ["alpha", "beta", "echappee", "gamma", "stack"]);
    assert_eq!(down(&sample, CriticRating)[0], "alpha");
    assert_eq!(down(&sample, OfficialRating)[..2], ["beta", "alpha"], "by age");
    assert_eq!(up(&sample, Runtime).len(), 5);
}

#[test]
fn by_what_the_user_did() {
    let sample = Sample::new();
    let (me, alpha, beta) = (sample.me, sample.id("alpha"), sample.id("beta"));
    sample.fixture.write(move |conn| {
        play_state::set(conn, me, alpha, &PlayState { favorite: true, play_count: 1, last_played: Some(at(9)), ..PlayState::default() })?;
        play_state::set(conn, me, beta, &PlayState { played: true, play_count: 3, last_played: Some(at(5)), ..PlayState::default() })
    });
    assert_eq!(down(&sample, DatePlayed)[..2], ["alpha", "beta"]);
    assert_eq!(down(&sample, PlayCount)[..2], ["beta", "alpha"]);
    assert_eq!(up(&sample, IsFavorite)[0], "alpha");
    assert_eq!(up(&sample, IsPlayed)[0], "beta");
}

#[test]
fn episodes_and_tracks_in_their_order() {
    let sample = Sample::new();
    let of_series = |key: &str| {
        let sort = vec![(AiredOrder, SortOrder::Ascending)];
        sample.list(ItemQuery { parent: Some(sample.id(key)), recursive: true, kinds: vec![ItemKind::Episode], sort, ..ItemQuery::default() })
    };
    let aired = ["signal-0-2", "signal-1-1", "signal-1-2", "signal-1-3", "signal-0-1", "signal-2-1", "signal-2-2"];
    assert_eq!(of_series("signal"), aired, "a special stands where it was aired");
    assert_eq!(of_series("daily"), ["daily-a", "daily-b"], "by day without numbers");
    let tracks = sorted(&sample, ItemKind::Track, &[Album, ParentIndex, Index], SortOrder::Ascending);
    assert_eq!(tracks, ["harmonics-1-1", "harmonics-1-2", "harmonics-2-1", "mix-1-1", "mix-1-2"]);
    let by_artist = sorted(&sample, ItemKind::Track, &[Artist, SortName], SortOrder::Ascending);
    assert_eq!(by_artist[..2], ["mix-1-1", "mix-1-2"]);
    let by_album_artist = sorted(&sample, ItemKind::Album, &[AlbumArtist], SortOrder::Ascending);
    assert_eq!(by_album_artist, ["harmonics", "mix"]);
    let by_series = sorted(&sample, ItemKind::Episode, &[SeriesSortName, AiredOrder], SortOrder::Ascending);
    assert_eq!(by_series[..2], ["daily-a", "daily-b"]);
}

#[test]
fn folders_first_and_by_what_came_into_them() {
    let sample = Sample::new();
    let photos =
        ItemQuery { parent: Some(sample.id("photos")), sort: vec![(IsFolder, SortOrder::Ascending), (SortName, SortOrder::Ascending)], ..ItemQuery::default() };
    assert_eq!(sample.list(photos), ["summer", "trips", "single"]);
    assert_eq!(sorted(&sample, ItemKind::Series, &[DateContentAdded], SortOrder::Descending), ["daily", "signal"]);
}

#[test]
fn at_random_everything_comes_once() {
    let sample = Sample::new();
    let mut random = up(&sample, Random);
    random.sort();
    assert_eq!(random, ["alpha", "beta", "echappee", "gamma", "stack"]);
}
