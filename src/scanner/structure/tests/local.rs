//! NFO files, pictures and sidecars find their items.

use super::*;

fn built(kind: LibraryKind, paths: &[&str]) -> Vec<Found> {
    build(kind, &[Folder::from_paths("/m", paths.iter().copied())])
}

fn pictures(found: &Found) -> Vec<(ImageKind, &str)> {
    found.local.artwork.iter().map(|(kind, file)| (*kind, file.path.strip_prefix("/m/").unwrap_or("?"))).collect()
}

fn files(list: &[LocalFile]) -> Vec<&str> {
    list.iter().map(|file| file.path.strip_prefix("/m/").unwrap_or("?")).collect()
}

#[test]
fn a_film_with_everything() {
    let found = built(
        LibraryKind::Movies,
        &[
            "A (2000)/A (2000).mkv",
            "A (2000)/A (2000).nfo",
            "A (2000)/A (2000).de.srt",
            "A (2000)/A (2000).en.sdh.srt",
            "A (2000)/poster.jpg",
            "A (2000)/fanart.jpg",
            "A (2000)/Subs/2_French.srt",
            "A (2000)/A (2000)-trailer.mp4",
            "A (2000)/A (2000)-trailer.en.srt",
        ],
    );
    let film = &found[0];
    assert_eq!(files(&film.local.nfo), ["A (2000)/A (2000).nfo"]);
    assert_eq!(pictures(film), [(ImageKind::Primary, "A (2000)/poster.jpg"), (ImageKind::Backdrop, "A (2000)/fanart.jpg")]);
    let languages: Vec<Option<&str>> = film.local.sidecars.iter().map(|(_, sidecar)| sidecar.language.as_deref()).collect();
    assert_eq!(languages, [Some("deu"), Some("eng"), Some("fra")]);
    assert_eq!(film.owned[0].local.sidecars.len(), 1, "the trailer's own subtitle");
    assert_eq!(pictures(&film.owned[0]), pictures(film), "the trailer has no picture of its own");
}

#[test]
fn subtitles_in_a_folder() {
    let found = built(LibraryKind::Movies, &["A (2000)/A (2000).mkv", "A (2000)/Subs/2_French.srt", "A (2000)/Subs/3_English.srt"]);
    assert_eq!(found[0].local.sidecars.len(), 2);
    let found = built(
        LibraryKind::Shows,
        &[
            "Row/Season 1/Row S01E01.mkv",
            "Row/Season 1/Row S01E02.mkv",
            "Row/Season 1/Subs/Row S01E01/2_English.srt",
            "Row/Season 1/Subs/Row S01E02/2_English.srt",
        ],
    );
    for episode in &found[0].children[0].children {
        assert_eq!(episode.local.sidecars.len(), 1, "{}", episode.key);
    }
}

#[test]
fn films_that_share_a_folder_share_nothing() {
    let found = built(
        LibraryKind::Movies,
        &["Twin (1970).mp4", "Twin (1970).nfo", "Twin (1970)-poster.jpg", "Twin (2014).mp4", "Twin (2014).en.srt", "poster.jpg", "movie.nfo"],
    );
    assert_eq!((files(&found[0].local.nfo), pictures(&found[0])), (vec!["Twin (1970).nfo"], vec![(ImageKind::Primary, "Twin (1970)-poster.jpg")]));
    assert_eq!((found[1].local.nfo.len(), found[1].local.artwork.len(), found[1].local.sidecars.len()), (0, 0, 1));
}

#[test]
fn names_that_begin_alike() {
    let found =
        built(LibraryKind::Movies, &["B (2015)/B (2015).mkv", "B (2015)/B (2015).en.srt", "B (2015)/B (2015) - 1080p.mkv", "B (2015)/B (2015) - 1080p.de.srt"]);
    let film = &found[0];
    assert_eq!(film.local.sidecars[0].1.language.as_deref(), Some("eng"));
    assert_eq!(film.owned[0].local.sidecars[0].1.language.as_deref(), Some("deu"));
    assert_eq!((film.local.sidecars.len(), film.owned[0].local.sidecars.len()), (1, 1));
}

#[test]
fn series_seasons_and_episodes() {
    let found = built(
        LibraryKind::Shows,
        &[
            "Row/tvshow.nfo",
            "Row/poster.jpg",
            "Row/fanart.jpg",
            "Row/season01-poster.jpg",
            "Row/season-specials-poster.jpg",
            "Row/Season 01/season.nfo",
            "Row/Season 01/Row S01E01.mkv",
            "Row/Season 01/Row S01E01.nfo",
            "Row/Season 01/Row S01E01-thumb.jpg",
            "Row/Season 01/Row S01E01.en.srt",
            "Row/Season 02/Row S02E01.mkv",
            "Row/Season 02/poster.jpg",
            "Row/Specials/Row S00E01.mkv",
        ],
    );
    let series = &found[0];
    assert_eq!(
        (files(&series.local.nfo), pictures(series)),
        (vec!["Row/tvshow.nfo"], vec![(ImageKind::Primary, "Row/poster.jpg"), (ImageKind::Backdrop, "Row/fanart.jpg")])
    );
    let seasons: Vec<_> = series.children.iter().map(pictures).collect();
    assert_eq!(
        seasons,
        [
            [(ImageKind::Primary, "Row/season-specials-poster.jpg")],
            [(ImageKind::Primary, "Row/season01-poster.jpg")],
            [(ImageKind::Primary, "Row/Season 02/poster.jpg")]
        ]
    );
    assert_eq!(files(&series.children[1].local.nfo), ["Row/Season 01/season.nfo"]);
    let episode = &series.children[1].children[0];
    assert_eq!(
        (files(&episode.local.nfo), pictures(episode), episode.local.sidecars.len()),
        (vec!["Row/Season 01/Row S01E01.nfo"], vec![(ImageKind::Primary, "Row/Season 01/Row S01E01-thumb.jpg")], 1)
    );
}

#[test]
fn records() {
    let found = built(
        LibraryKind::Music,
        &[
            "O/artist.nfo",
            "O/folder.jpg",
            "O/H (2012)/album.nfo",
            "O/H (2012)/cover.jpg",
            "O/H (2012)/CD1/01 - A.flac",
            "O/H (2012)/CD1/01 - A.lrc",
            "O/H (2012)/CD1/02 - B.flac",
            "O/H (2012)/CD1/02 - B.txt",
        ],
    );
    let (artist, album) = (&found[0], &found[0].children[0]);
    assert_eq!((files(&artist.local.nfo), pictures(artist)), (vec!["O/artist.nfo"], vec![(ImageKind::Primary, "O/folder.jpg")]));
    assert_eq!((files(&album.local.nfo), pictures(album)), (vec!["O/H (2012)/album.nfo"], vec![(ImageKind::Primary, "O/H (2012)/cover.jpg")]));
    let lyrics: Vec<bool> = album.children.iter().map(|track| track.local.lyrics.is_some()).collect();
    assert_eq!(lyrics, [true, true]);
}

#[test]
fn keys_are_unique() {
    let mut keys = std::collections::HashSet::new();
    let paths =
        ["Row/Row S01E01.mkv", "Row/Row S02E01.mkv", "Row/odd.mkv", "Loose S01E01.mkv", "Loose S01E02.mkv", "Row/extras/x.mkv", "Row.S03.1080p/Row.S03E01.mkv"];
    for found in built(LibraryKind::Shows, &paths) {
        found.walk(&mut |item| assert!(keys.insert(item.key.clone()), "{} twice", item.key));
    }
    assert_eq!(keys.iter().filter(|key| key.ends_with(".mkv")).count(), paths.len());
}
