//! Series.

use super::*;

#[test]
fn seasons_and_specials() {
    check(
        LibraryKind::Shows,
        &[
            (
                &[
                    "Signal Lost (2019)/Season 01/Signal Lost - S01E01 - Pilot.mkv",
                    "Signal Lost (2019)/Season 01/Signal Lost - S01E02-E03 - Echo.mkv",
                    "Signal Lost (2019)/Season 02/Signal Lost - S02E01 - Return.mkv",
                    "Signal Lost (2019)/Specials/Signal Lost - S00E01 - Making Signal Lost.mkv",
                ],
                &[
                    r#"Series "Signal Lost" (2019)"#,
                    r#"  Season "Specials" -x0"#,
                    r#"    Episode "Making Signal Lost" 0x1 Signal Lost (2019)/Specials/Signal Lost - S00E01 - Making Signal Lost.mkv"#,
                    r#"  Season "Season 1" -x1"#,
                    r#"    Episode "Pilot" 1x1 Signal Lost (2019)/Season 01/Signal Lost - S01E01 - Pilot.mkv"#,
                    r#"    Episode "Echo" 1x2-3 Signal Lost (2019)/Season 01/Signal Lost - S01E02-E03 - Echo.mkv"#,
                    r#"  Season "Season 2" -x2"#,
                    r#"    Episode "Return" 2x1 Signal Lost (2019)/Season 02/Signal Lost - S02E01 - Return.mkv"#,
                ],
            ),
            (
                &[
                    "Short Stories/Short Stories 1x01.mp4",
                    "Short Stories/Short Stories 1x02.mp4",
                    "Short Stories/Season 2/Short.Stories.S02E01.720p.HDTV.x264-GRP.mp4",
                ],
                &[
                    r#"Series "Short Stories""#,
                    r#"  Season "Season 1" -x1"#,
                    r#"    Episode "Episode 1" 1x1 Short Stories/Short Stories 1x01.mp4"#,
                    r#"    Episode "Episode 2" 1x2 Short Stories/Short Stories 1x02.mp4"#,
                    r#"  Season "Season 2" -x2"#,
                    r#"    Episode "Episode 1" 2x1 Short Stories/Season 2/Short.Stories.S02E01.720p.HDTV.x264-GRP.mp4"#,
                ],
            ),
            (
                &["Daily/2021/Daily 2021-03-04.mp4", "Daily/2021/Daily 2021-03-05 Guest.mp4"],
                &[
                    r#"Series "Daily""#,
                    r#"  Season "Season 2021" (2021) -x2021"#,
                    r#"    Episode "2021-03-04" (2021) 2021x- Daily/2021/Daily 2021-03-04.mp4"#,
                    r#"    Episode "Guest" (2021) 2021x- Daily/2021/Daily 2021-03-05 Guest.mp4"#,
                ],
            ),
            (
                &["Daily/Daily.2020.12.31.mkv", "Daily/Daily.2021.01.01.mkv"],
                &[
                    r#"Series "Daily""#,
                    r#"  Season "Season 2020" (2020) -x2020"#,
                    r#"    Episode "2020-12-31" (2020) 2020x- Daily/Daily.2020.12.31.mkv"#,
                    r#"  Season "Season 2021" (2021) -x2021"#,
                    r#"    Episode "2021-01-01" (2021) 2021x- Daily/Daily.2021.01.01.mkv"#,
                ],
            ),
            (
                &["Kumo no Uta/[GRP] Kumo no Uta - 01 [1080p][ABCD1234].mp4", "Kumo no Uta/[GRP] Kumo no Uta - 102 [1080p].mp4"],
                &[
                    r#"Series "Kumo no Uta""#,
                    r#"  Season "Season 1" -x1"#,
                    r#"    Episode "Episode 1" 1x1 Kumo no Uta/[GRP] Kumo no Uta - 01 [1080p][ABCD1234].mp4"#,
                    r#"    Episode "Episode 102" 1x102 Kumo no Uta/[GRP] Kumo no Uta - 102 [1080p].mp4"#,
                ],
            ),
            (
                &["Serie/Staffel 1/01.mkv", "Serie/Staffel 1/02 - Zwei.mkv", "Serie/S02/Folge 3.mkv"],
                &[
                    r#"Series "Serie""#,
                    r#"  Season "Season 1" -x1"#,
                    r#"    Episode "Episode 1" 1x1 Serie/Staffel 1/01.mkv"#,
                    r#"    Episode "Zwei" 1x2 Serie/Staffel 1/02 - Zwei.mkv"#,
                    r#"  Season "Season 2" -x2"#,
                    r#"    Episode "Episode 3" 2x3 Serie/S02/Folge 3.mkv"#,
                ],
            ),
        ],
    );
}

#[test]
fn odd_numbers() {
    check(
        LibraryKind::Shows,
        &[
            (
                &["Row/Row 101.avi", "Row/Row 102 - Two.avi", "Row/Row 201.avi"],
                &[
                    r#"Series "Row""#,
                    r#"  Season "Season 1" -x1"#,
                    r#"    Episode "Episode 1" 1x1 Row/Row 101.avi"#,
                    r#"    Episode "Two" 1x2 Row/Row 102 - Two.avi"#,
                    r#"  Season "Season 2" -x2"#,
                    r#"    Episode "Episode 1" 2x1 Row/Row 201.avi"#,
                ],
            ),
            (
                &["Row/Season 2/201.avi", "Row/Season 2/202.avi"],
                &[
                    r#"Series "Row""#,
                    r#"  Season "Season 2" -x2"#,
                    r#"    Episode "Episode 1" 2x1 Row/Season 2/201.avi"#,
                    r#"    Episode "Episode 2" 2x2 Row/Season 2/202.avi"#,
                ],
            ),
            (
                &["Row/Season 1/099.avi", "Row/Season 1/100.avi", "Row/Season 1/101.avi"],
                &[
                    r#"Series "Row""#,
                    r#"  Season "Season 1" -x1"#,
                    r#"    Episode "Episode 99" 1x99 Row/Season 1/099.avi"#,
                    r#"    Episode "Episode 100" 1x100 Row/Season 1/100.avi"#,
                    r#"    Episode "Episode 101" 1x101 Row/Season 1/101.avi"#,
                ],
            ),
            (
                &["24/Season 1/24 - 01.mkv", "24/Season 1/24 - 02.mkv"],
                &[
                    r#"Series "24""#,
                    r#"  Season "Season 1" -x1"#,
                    r#"    Episode "Episode 1" 1x1 24/Season 1/24 - 01.mkv"#,
                    r#"    Episode "Episode 2" 1x2 24/Season 1/24 - 02.mkv"#,
                ],
            ),
            (
                &["Row (2010)/Season 1/Row (2010) S01E05 The Long Title 720p.mkv"],
                &[
                    r#"Series "Row" (2010)"#,
                    r#"  Season "Season 1" -x1"#,
                    r#"    Episode "The Long Title" 1x5 Row (2010)/Season 1/Row (2010) S01E05 The Long Title 720p.mkv"#,
                ],
            ),
            (
                &["Row/Season 1/S01E01/video.mkv", "Row/Season 1/Row.S01E02.1080p-GRP/abc.mkv", "Row/Season 1/Row.S01E02.1080p-GRP/abc-sample.mkv"],
                &[
                    r#"Series "Row""#,
                    r#"  Season "Season 1" -x1"#,
                    r#"    Episode "Episode 1" 1x1 Row/Season 1/S01E01/video.mkv"#,
                    r#"    Episode "Episode 2" 1x2 Row/Season 1/Row.S01E02.1080p-GRP/abc.mkv"#,
                ],
            ),
            (
                &["Row/Season 1/Disc 1/Row S01E01.mkv", "Row/Season 1/Disc 2/Row S01E02.mkv"],
                &[
                    r#"Series "Row""#,
                    r#"  Season "Season 1" -x1"#,
                    r#"    Episode "Episode 1" 1x1 Row/Season 1/Disc 1/Row S01E01.mkv"#,
                    r#"    Episode "Episode 2" 1x2 Row/Season 1/Disc 2/Row S01E02.mkv"#,
                ],
            ),
            (
                &["Row/The Lost One.mkv", "Row/Row S01E01.mkv"],
                &[
                    r#"Series "Row""#,
                    r#"  Season "Season 1" -x1"#,
                    r#"    Episode "Episode 1" 1x1 Row/Row S01E01.mkv"#,
                    r#"  Season "Season Unknown""#,
                    r#"    Episode "The Lost One" Row/The Lost One.mkv"#,
                ],
            ),
            (
                &["Row/Season 1/Row S01E01 - Dawn (1).mkv", "Row/OVA/[GRP] Row OVA - 01.mkv"],
                &[
                    r#"Series "Row""#,
                    r#"  Season "Specials" -x0"#,
                    r#"    Episode "Episode 1" 0x1 Row/OVA/[GRP] Row OVA - 01.mkv"#,
                    r#"  Season "Season 1" -x1"#,
                    r#"    Episode "Dawn (1)" 1x1 Row/Season 1/Row S01E01 - Dawn (1).mkv"#,
                ],
            ),
        ],
    );
}

#[test]
fn odd_files_among_episodes() {
    check(
        LibraryKind::Shows,
        &[
            (
                &["Row/Season 1/row.110.hdtv.avi", "Row/Season 1/Row S01E09.mkv", "Row/Season 1/08.mkv"],
                &[
                    r#"Series "Row""#,
                    r#"  Season "Season 1" -x1"#,
                    r#"    Episode "Episode 8" 1x8 Row/Season 1/08.mkv"#,
                    r#"    Episode "Episode 9" 1x9 Row/Season 1/Row S01E09.mkv"#,
                    r#"    Episode "Episode 10" 1x10 Row/Season 1/row.110.hdtv.avi"#,
                ],
            ),
            (
                &["Yuki/[GRP] Yuki - 12 [BD].mkv", "Yuki/[GRP] Yuki - 12.5 [BD].mkv", "Yuki/[GRP] Yuki - NCOP1 [BD].mkv"],
                &[
                    r#"Series "Yuki""#,
                    r#"  +Clip "[GRP] Yuki - NCOP1 [BD]" Yuki/[GRP] Yuki - NCOP1 [BD].mkv"#,
                    r#"  Season "Specials" -x0"#,
                    r#"    Episode "Episode 12.5" 0x- Yuki/[GRP] Yuki - 12.5 [BD].mkv"#,
                    r#"  Season "Season 1" -x1"#,
                    r#"    Episode "Episode 12" 1x12 Yuki/[GRP] Yuki - 12 [BD].mkv"#,
                ],
            ),
            (
                &["Yama/Yama - 01.mkv", "Yama 2nd Season/Yama 2nd Season - 01.mkv"],
                &[
                    r#"Series "Yama""#,
                    r#"  Season "Season 1" -x1"#,
                    r#"    Episode "Episode 1" 1x1 Yama/Yama - 01.mkv"#,
                    r#"  Season "Season 2" -x2"#,
                    r#"    Episode "Episode 1" 2x1 Yama 2nd Season/Yama 2nd Season - 01.mkv"#,
                ],
            ),
            (
                &[
                    "Row/Row S01E01.mkv",
                    "Row/Row S01E01 - Featurette.mkv",
                    "Row/Row S01E02 - Interview.mkv",
                    "Row/Row.S01E05.Part1.mkv",
                    "Row/Row.S01E05.Part2.mkv",
                    "Row/Row S01E06 - 07.mkv",
                ],
                &[
                    r#"Series "Row""#,
                    r#"  +Featurette "Row S01E01 - Featurette" Row/Row S01E01 - Featurette.mkv"#,
                    r#"  Season "Season 1" -x1"#,
                    r#"    Episode "Episode 1" 1x1 Row/Row S01E01.mkv"#,
                    r#"    Episode "Interview" 1x2 Row/Row S01E02 - Interview.mkv"#,
                    r#"    Episode "Episode 5" 1x5 Row/Row.S01E05.Part1.mkv"#,
                    "      +part 2",
                    r#"    Episode "Episode 6-7" 1x6-7 Row/Row S01E06 - 07.mkv"#,
                ],
            ),
        ],
    );
}

#[test]
fn versions_of_episodes() {
    check(
        LibraryKind::Shows,
        &[
            (
                &["Row/Row S01E01 1080p.mkv", "Row/Row S01E01 2160p HDR.mkv", "Row/Row S01E02 - A part1.mkv", "Row/Row S01E02 - A part2.mkv"],
                &[
                    r#"Series "Row""#,
                    r#"  Season "Season 1" -x1"#,
                    r#"    Episode "Episode 1" 1x1 <2160p HDR> Row/Row S01E01 2160p HDR.mkv"#,
                    "      +version 1080p",
                    r#"    Episode "A" 1x2 Row/Row S01E02 - A part1.mkv"#,
                    "      +part 2",
                ],
            ),
            (
                &["Row/Row - 01 - Alpha.mkv", "Row/Row - 01 - Beta.mkv"],
                &[
                    r#"Series "Row""#,
                    r#"  Season "Season 1" -x1"#,
                    r#"    Episode "Alpha" 1x1 Row/Row - 01 - Alpha.mkv"#,
                    r#"    Episode "Beta" 1x1 Row/Row - 01 - Beta.mkv"#,
                ],
            ),
        ],
    );
}

#[test]
fn where_series_lie() {
    check(
        LibraryKind::Shows,
        &[
            (
                &[
                    "Row.S01.1080p.WEB-GRP/Row.S01E01.1080p.WEB-GRP.mkv",
                    "Row.S02.1080p.WEB-GRP/Row.S02E01.1080p.WEB-GRP.mkv",
                    "Row.S03E01.720p.HDTV-GRP/row.301.mkv",
                    "Row.S03E02.mkv",
                ],
                &[
                    r#"Series "Row""#,
                    r#"  Season "Season 1" -x1"#,
                    r#"    Episode "Episode 1" 1x1 Row.S01.1080p.WEB-GRP/Row.S01E01.1080p.WEB-GRP.mkv"#,
                    r#"  Season "Season 2" -x2"#,
                    r#"    Episode "Episode 1" 2x1 Row.S02.1080p.WEB-GRP/Row.S02E01.1080p.WEB-GRP.mkv"#,
                    r#"  Season "Season 3" -x3"#,
                    r#"    Episode "Episode 1" 3x1 Row.S03E01.720p.HDTV-GRP/row.301.mkv"#,
                    r#"    Episode "Episode 2" 3x2 Row.S03E02.mkv"#,
                ],
            ),
            (
                &["Anime/Kumo/Season 1/01.mkv", "Anime/Sora/Season 1/01.mkv"],
                &[
                    r#"Series "Kumo""#,
                    r#"  Season "Season 1" -x1"#,
                    r#"    Episode "Episode 1" 1x1 Anime/Kumo/Season 1/01.mkv"#,
                    r#"Series "Sora""#,
                    r#"  Season "Season 1" -x1"#,
                    r#"    Episode "Episode 1" 1x1 Anime/Sora/Season 1/01.mkv"#,
                ],
            ),
            (
                &["Kumo/First Arc/Kumo - 01.mkv", "Kumo/Second Arc/Kumo - 02.mkv"],
                &[
                    r#"Series "Kumo""#,
                    r#"  Season "Season 1" -x1"#,
                    r#"    Episode "Episode 1" 1x1 Kumo/First Arc/Kumo - 01.mkv"#,
                    r#"    Episode "Episode 2" 1x2 Kumo/Second Arc/Kumo - 02.mkv"#,
                ],
            ),
            (
                &["Row (1970)/Row S01E01.mkv", "Row (2014)/Row S01E01.mkv"],
                &[
                    r#"Series "Row" (1970)"#,
                    r#"  Season "Season 1" -x1"#,
                    r#"    Episode "Episode 1" 1x1 Row (1970)/Row S01E01.mkv"#,
                    r#"Series "Row" (2014)"#,
                    r#"  Season "Season 1" -x1"#,
                    r#"    Episode "Episode 1" 1x1 Row (2014)/Row S01E01.mkv"#,
                ],
            ),
            (
                &["Row/Season 1/Row S01E01.mkv", "Row/Season 1/extras/Blooper.mkv", "Row/trailers/Row trailer.mkv", "Row/theme.mp3"],
                &[
                    r#"Series "Row""#,
                    r#"  +ThemeSong "Theme Song" Row/theme.mp3"#,
                    r#"  +Trailer "Row trailer" Row/trailers/Row trailer.mkv"#,
                    r#"  Season "Season 1" -x1"#,
                    r#"    +Other "Blooper" Row/Season 1/extras/Blooper.mkv"#,
                    r#"    Episode "Episode 1" 1x1 Row/Season 1/Row S01E01.mkv"#,
                ],
            ),
            (&["Empty/readme.txt"], &[]),
        ],
    );
}
