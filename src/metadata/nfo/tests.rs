//! NFO files as tools and hands write them.

use super::*;

fn only(text: &str) -> Nfo {
    let mut read = read(text.as_bytes());
    assert_eq!(read.fault, None);
    assert_eq!(read.items.len(), 1);
    read.items.remove(0)
}

#[test]
fn a_film_in_full() {
    let nfo = only(
        r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
        <movie>
          <title>Glass Harbour</title><originaltitle>Port de verre</originaltitle><sorttitle>Harbour 1</sorttitle>
          <ratings><rating name="imdb" max="10" default="true"><value>7.8</value><votes>12</votes></rating><rating name="rt" max="100"><value>91</value></rating></ratings>
          <criticrating>91</criticrating><year>2008</year><premiered>2008-05-30</premiered><runtime>95 min</runtime><mpaa>Rated PG</mpaa>
          <plot>Boats &amp; glass &eacute;t&#233;.</plot><tagline>Mind the cracks.</tagline>
          <genre>Drama / Comedy</genre><genre>drama</genre><studio>Tide Works</studio><tag>harbour</tag><country>France</country>
          <uniqueid type="tmdb" default="true">71</uniqueid><uniqueid type="imdb">tt0000071</uniqueid><id>tt0000072</id>
          <set tmdbcolid="5"><name>Glass Films</name><overview>x</overview></set>
          <director>Ada Reed</director><credits>Max Loom / Bo Tarn</credits>
          <actor><name>Vera Quay</name><role>The Pilot</role><order>1</order></actor><actor><name>Otto Slip</name><role/><order>0</order></actor>
          <actor><name>Gil Berth</name><type>GuestStar</type></actor>
          <trailer>plugin://plugin.video.youtube/?action=play_video&amp;videoid=abc123</trailer>
        </movie>"#,
    );
    assert_eq!(nfo.kind, Some(ItemKind::Movie));
    assert_eq!(
        (nfo.title.as_deref(), nfo.original_title.as_deref(), nfo.sort_title.as_deref()),
        (Some("Glass Harbour"), Some("Port de verre"), Some("Harbour 1"))
    );
    assert_eq!((nfo.year, nfo.premiered), (Some(2008), NaiveDate::from_ymd_opt(2008, 5, 30)));
    assert_eq!(nfo.runtime, Some(Duration::from_secs(95 * 60)));
    assert_eq!((nfo.official_rating.as_deref(), nfo.community_rating, nfo.critic_rating), (Some("PG"), Some(7.8), Some(91.0)));
    assert_eq!(nfo.overview.as_deref(), Some("Boats & glass été."));
    assert_eq!(nfo.genres, ["Drama", "Comedy"]);
    assert_eq!(nfo.collection.as_deref(), Some("Glass Films"));
    let ids: Vec<(&str, &str)> = nfo.provider_ids.iter().map(|(key, value)| (key.as_str(), value.as_str())).collect();
    assert_eq!(ids, [("Imdb", "tt0000071"), ("Tmdb", "71"), ("TmdbCollection", "5")]);
    let people: Vec<(&str, PersonKind)> = nfo.people.iter().map(|person| (person.name.as_str(), person.kind)).collect();
    use PersonKind::*;
    assert_eq!(
        people,
        [("Otto Slip", Actor), ("Vera Quay", Actor), ("Gil Berth", GuestStar), ("Ada Reed", Director), ("Max Loom", Writer), ("Bo Tarn", Writer)]
    );
    assert_eq!(nfo.trailers, ["https://www.youtube.com/watch?v=abc123"]);
}

#[test]
fn a_series_and_its_seasons() {
    let nfo = only(
        "<tvshow><title>Signal Row</title><status>Ended</status><premiered>2019-01-06</premiered><enddate>2021-02-03</enddate><airs_dayofweek>Monday, Friday</airs_dayofweek><airs_time>21:00</airs_time>\
         <namedseason number=\"1\">First Light</namedseason><season>-1</season><uniqueid type=\"tvdb\">82</uniqueid><tmdbid>92</tmdbid><rating>8,4</rating></tvshow>",
    );
    assert_eq!((nfo.kind, nfo.status, nfo.year), (Some(ItemKind::Series), Some(SeriesStatus::Ended), Some(2019)));
    assert_eq!((nfo.air_days, nfo.air_time), (vec!["Monday".to_owned(), "Friday".to_owned()], Some("21:00".to_owned())));
    assert_eq!(nfo.season_names.get(&1).map(String::as_str), Some("First Light"));
    assert_eq!(nfo.community_rating, Some(8.4));
    assert_eq!(only("<season><seasonnumber>2</seasonnumber><title>Second</title></season>").season, Some(2));
}

#[test]
fn several_episodes_in_one_file() {
    let read = read(b"<episodedetails><title>One</title><season>1</season><episode>2</episode></episodedetails>\n<episodedetails><title>Two</title><season>1</season><episode>3</episode></episodedetails>");
    let numbers: Vec<Option<i32>> = read.items.iter().map(|nfo| nfo.episode).collect();
    assert_eq!((read.fault, numbers), (None, vec![Some(2), Some(3)]));
}

#[test]
fn specials_say_where_they_belong() {
    let nfo = only(
        "<episodedetails><title>Making of</title><season>0</season><episode>1</episode><displayseason>2</displayseason><displayepisode>4</displayepisode><aired>2019-01-06</aired></episodedetails>",
    );
    assert_eq!((nfo.season, nfo.airs_before_season, nfo.airs_before_episode), (Some(0), Some(2), Some(4)));
}

#[test]
fn music() {
    let album = only(
        "<album><title>Harmonics</title><artist>The Overtones</artist><year>2012</year><genre>Ambient</genre><musicBrainzAlbumID>8d1c5ba7-0000-0000-0000-000000000001</musicBrainzAlbumID></album>",
    );
    assert_eq!((album.kind, album.album_artists), (Some(ItemKind::Album), vec!["The Overtones".to_owned()]));
    assert!(album.provider_ids.contains_key("MusicBrainzAlbum"));
    let artist = only("<artist><name>The Overtones</name><biography>They hum.</biography></artist>");
    assert_eq!((artist.title.as_deref(), artist.overview.as_deref()), (Some("The Overtones"), Some("They hum.")));
    let video = only("<musicvideo><title>Hum</title><artist>The Overtones</artist><album>Harmonics</album><track>2</track></musicvideo>");
    assert_eq!((video.artists, video.album.as_deref(), video.track), (vec!["The Overtones".to_owned()], Some("Harmonics"), Some(2)));
}

#[test]
fn links_alone_and_after_the_xml() {
    let nfo = only("https://www.imdb.com/title/tt1234567/\n");
    assert_eq!((nfo.kind, nfo.provider_ids.get("Imdb").map(String::as_str)), (None, Some("tt1234567")));
    let nfo = only("<movie><title>Far</title></movie>\nhttps://www.themoviedb.org/movie/77-far\n");
    assert_eq!((nfo.title.as_deref(), nfo.provider_ids.get("Tmdb").map(String::as_str)), (Some("Far"), Some("77")));
}

#[test]
fn broken_files_give_what_can_be_read() {
    let cut = read(b"<movie><title>Half</title><year>1999</year><plot>It sto");
    assert_eq!(cut.items[0].title.as_deref(), Some("Half"));
    assert!(cut.fault.is_some());
    let ampersand = read(b"<movie><title>Salt & Sand</title><plot>a < b</plot></movie>");
    assert_eq!(ampersand.items[0].title.as_deref(), Some("Salt & Sand"));
    let crossed = read(b"<movie><title>Crossed</movie>");
    assert_eq!(crossed.items[0].title.as_deref(), Some("Crossed"));
    for junk in [&b""[..], b"\0\0\0\0", b"RELEASE INFO: greetings", b"<html><body/></html>", b"<movie></movie>"] {
        let read = read(junk);
        assert!(read.items.is_empty() && read.fault.is_some(), "{junk:?}");
    }
}

#[test]
fn hostile_files_stay_small() {
    let deep = "<movie>".repeat(100_000);
    assert!(read(deep.as_bytes()).fault.is_some());
    let wide = format!("<movie>{}</movie>", "<genre>x</genre>".repeat(200_000));
    assert!(read(wide.as_bytes()).fault.is_some());
    let bomb = read(b"<!DOCTYPE m [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]><movie><title>&b;</title></movie>");
    assert_eq!(bomb.items[0].title.as_deref(), Some("&b;"));
}
