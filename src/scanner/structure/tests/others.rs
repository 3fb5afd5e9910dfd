//! Music, photos, home videos, books, music videos, and everything together.

use super::*;

#[test]
fn music() {
    check(
        LibraryKind::Music,
        &[
            (
                &[
                    "The Overtones/Harmonics (2012)/CD1/01 - Fundamental.flac",
                    "The Overtones/Harmonics (2012)/CD2/01 - Third.m4a",
                    "The Overtones/Harmonics (2012)/cover.jpg",
                ],
                &[
                    r#"Artist "The Overtones""#,
                    r#"  Album "Harmonics" (2012)"#,
                    r#"    Track "Fundamental" 1x1 The Overtones/Harmonics (2012)/CD1/01 - Fundamental.flac"#,
                    r#"    Track "Third" 2x1 The Overtones/Harmonics (2012)/CD2/01 - Third.m4a"#,
                ],
            ),
            (
                &["Ann Hertz - Tones/01 One.mp3", "loose.mp3"],
                &[r#"Album "Tones""#, r#"  Track "One" -x1 Ann Hertz - Tones/01 One.mp3"#, r#"Track "loose" loose.mp3"#],
            ),
            (
                &["Jazz/Ann Hertz/Tones/01 One.mp3"],
                &[r#"Folder "Jazz""#, r#"  Artist "Ann Hertz""#, r#"    Album "Tones""#, r#"      Track "One" -x1 Jazz/Ann Hertz/Tones/01 One.mp3"#],
            ),
            (&["Empty/cover.jpg"], &[]),
        ],
    );
}

#[test]
fn pictures_and_home_videos() {
    check(
        LibraryKind::Photos,
        &[(
            &["Summer/beach.jpg", "Summer/boat.jpg", "Winter/snow.png", "top.jpg"],
            &[
                r#"PhotoAlbum "Summer""#,
                r#"  Photo "beach" Summer/beach.jpg"#,
                r#"  Photo "boat" Summer/boat.jpg"#,
                r#"PhotoAlbum "Winter""#,
                r#"  Photo "snow" Winter/snow.png"#,
                r#"Photo "top" top.jpg"#,
            ],
        )],
    );
    check(
        LibraryKind::HomeVideos,
        &[(
            &["2019/Beach 2019-05-04.mp4", "2019/Beach 2019-05-04-thumb.jpg", "Trip/a.jpg", "VID_20200102_101112.mp4"],
            &[
                r#"Folder "2019""#,
                r#"  Video "Beach 2019-05-04" (2019) 2019/Beach 2019-05-04.mp4"#,
                r#"PhotoAlbum "Trip""#,
                r#"  Photo "a" Trip/a.jpg"#,
                r#"Video "VID 20200102 101112" (2020) VID_20200102_101112.mp4"#,
            ],
        )],
    );
}

#[test]
fn books_and_music_videos() {
    check(
        LibraryKind::Books,
        &[(
            &["Author/Book (2001).epub", "Author/cover.jpg", "Read aloud.m4b"],
            &[r#"Folder "Author""#, r#"  Book "Book" (2001) Author/Book (2001).epub"#, r#"AudioBook "Read aloud" Read aloud.m4b"#],
        )],
    );
    check(
        LibraryKind::MusicVideos,
        &[(&["The Overtones/The Overtones - Hum (2012).mkv"], &[r#"MusicVideo "The Overtones - Hum" (2012) The Overtones/The Overtones - Hum (2012).mkv"#])],
    );
}

#[test]
fn everything_together() {
    check(
        LibraryKind::Mixed,
        &[(
            &[
                "Twin (1970)/Twin (1970).mkv",
                "Twin (1970)/poster.jpg",
                "Row/Season 1/01.mkv",
                "The Overtones/Harmonics/01 - A.flac",
                "Loose (2000).mkv",
                "Row S02E01.mkv",
            ],
            &[
                r#"Movie "Twin" (1970) Twin (1970)/Twin (1970).mkv"#,
                r#"Movie "Loose" (2000) Loose (2000).mkv"#,
                r#"Series "Row""#,
                r#"  Season "Season 1" -x1"#,
                r#"    Episode "Episode 1" 1x1 Row/Season 1/01.mkv"#,
                r#"  Season "Season 2" -x2"#,
                r#"    Episode "Episode 1" 2x1 Row S02E01.mkv"#,
                r#"Artist "The Overtones""#,
                r#"  Album "Harmonics""#,
                r#"    Track "A" -x1 The Overtones/Harmonics/01 - A.flac"#,
            ],
        )],
    );
}
