//! Names of episodes as people and release groups write them.

use super::*;

/// Series folder, file stem, season, first, last, title.
type Case = (&'static str, &'static str, Option<i32>, Option<i32>, Option<i32>, Option<&'static str>);

const CASES: &[Case] = &[
    ("Signal Lost", "Signal Lost - S01E01 - Pilot", Some(1), Some(1), None, Some("Pilot")),
    ("Signal Lost", "Signal Lost - S01E02-E03 - Echo", Some(1), Some(2), Some(3), Some("Echo")),
    ("Signal Lost", "Signal.Lost.S01E04.The.Long.Wait.720p.HDTV.x264-GRP", Some(1), Some(4), None, Some("The Long Wait")),
    ("Signal Lost", "signal.lost.s01e05.hdtv-lol", Some(1), Some(5), None, None),
    ("Signal Lost", "Signal Lost S01E06E07", Some(1), Some(6), Some(7), None),
    ("Signal Lost", "Signal Lost S01E06E07E08 Three", Some(1), Some(6), Some(8), Some("Three")),
    ("Signal Lost", "Signal Lost S01E06-07", Some(1), Some(6), Some(7), None),
    ("Signal Lost", "Signal Lost S01E06-S01E07", Some(1), Some(6), Some(7), None),
    ("Signal Lost", "Signal Lost S01E06+E07", Some(1), Some(6), Some(7), None),
    ("Signal Lost", "Signal Lost S01E06 & E07", Some(1), Some(6), Some(7), None),
    ("Signal Lost", "Signal Lost S01E08-1080p", Some(1), Some(8), None, None),
    ("Signal Lost", "Signal Lost S01E09 - 24 Hours", Some(1), Some(9), None, Some("24 Hours")),
    ("Signal Lost", "Signal Lost - s1e3", Some(1), Some(3), None, None),
    ("Signal Lost", "S01E10", Some(1), Some(10), None, None),
    ("Signal Lost", "S01 E11 - Title", Some(1), Some(11), None, Some("Title")),
    ("Signal Lost", "S01.E12.Title", Some(1), Some(12), None, Some("Title")),
    ("Signal Lost", "S01EP13", Some(1), Some(13), None, None),
    ("Signal Lost", "Signal Lost 1x02", Some(1), Some(2), None, None),
    ("Signal Lost", "Signal Lost - 1x02 - Echo", Some(1), Some(2), None, Some("Echo")),
    ("Signal Lost", "Signal Lost 1x02-03 - Echo", Some(1), Some(2), Some(3), Some("Echo")),
    ("Signal Lost", "Signal Lost 1x02x03", Some(1), Some(2), Some(3), None),
    ("Signal Lost", "Signal Lost 1x02-1x03", Some(1), Some(2), Some(3), None),
    ("Signal Lost", "Signal Lost [1x02] Echo", Some(1), Some(2), None, Some("Echo")),
    ("Signal Lost", "Signal Lost 12x105", Some(12), Some(105), None, None),
    ("Signal Lost", "Signal Lost - 05 [640x360]", None, Some(5), None, None),
    ("Signal Lost", "Signal Lost Season 1 Episode 3 Echo", Some(1), Some(3), None, Some("Echo")),
    ("Signal Lost", "Signal Lost Staffel 2 Folge 4", Some(2), Some(4), None, None),
    ("Signal Lost", "Signal Lost - Saison 2 Épisode 4", Some(2), Some(4), None, None),
    ("Signal Lost", "Signal Lost S00E01 Making of", Some(0), Some(1), None, Some("Making of")),
    ("Signal Lost", "Signal Lost S2019E03", Some(2019), Some(3), None, None),
    ("Signal Lost", "Episode 12", None, Some(12), None, None),
    ("Signal Lost", "Episode 12 - Title", None, Some(12), None, Some("Title")),
    ("Signal Lost", "Ep. 7", None, Some(7), None, None),
    ("Signal Lost", "E05 Title", None, Some(5), None, Some("Title")),
    ("Signal Lost", "Signal.Lost.E05", None, Some(5), None, None),
    ("Signal Lost", "Folge 3", None, Some(3), None, None),
    ("Signal Lost", "第12話", None, Some(12), None, None),
    ("Signal Lost", "01", None, Some(1), None, None),
    ("Signal Lost", "01 - Pilot", None, Some(1), None, Some("Pilot")),
    ("Signal Lost", "01. Pilot", None, Some(1), None, Some("Pilot")),
    ("Signal Lost", "01 Pilot", None, Some(1), None, Some("Pilot")),
    ("Signal Lost", "01-02 - Both", None, Some(1), Some(2), Some("Both")),
    ("Signal Lost", "Signal Lost 3of6 Middle", None, Some(3), None, Some("Middle")),
    ("Kumo no Uta", "[GRP] Kumo no Uta - 01 [1080p][ABCD1234]", None, Some(1), None, None),
    ("Kumo no Uta", "[GRP] Kumo no Uta - 12v2 [720p]", None, Some(12), None, None),
    ("Kumo no Uta", "[GRP]_Kumo_no_Uta_-_03_[720p]", None, Some(3), None, None),
    ("Kumo no Uta", "[GRP] Kumo no Uta - 13 - The Rain (1080p)", None, Some(13), None, Some("The Rain")),
    ("Kumo no Uta", "Kumo no Uta - 1004", None, Some(1004), None, None),
    ("Kumo no Uta", "[GRP] Kumo no Uta S2 - 05 [1080p]", Some(2), Some(5), None, None),
    ("Kumo no Uta", "Kumo no Uta 07", None, Some(7), None, None),
    ("Kumo no Uta", "[GRP] Song of Clouds - 09", None, Some(9), None, None),
    ("Kumo no Uta", "[GRP] Kumo no Uta 11 [BD 1080p]", None, Some(11), None, None),
    ("Kumo no Uta", "Kumo no Uta 14-15", None, Some(14), Some(15), None),
    ("24", "24 - 01", None, Some(1), None, None),
    ("24", "24 S02E03", Some(2), Some(3), None, None),
    ("The 100", "The 100 - 05 - Ground", None, Some(5), None, Some("Ground")),
    ("9-1-1", "9-1-1 S01E02 Title", Some(1), Some(2), None, Some("Title")),
    ("1923", "1923 - 04", None, Some(4), None, None),
    ("Signal Lost", "Signal Lost 2021", None, None, None, Some("2021")),
    ("Signal Lost", "Making of", None, None, None, Some("Making of")),
    ("Signal Lost", "Signal Lost - S01E05 - Part 2", Some(1), Some(5), None, Some("Part 2")),
    ("Signal Lost (2019)", "Signal Lost (2019) - S01E05 - Title (1080p x265)", Some(1), Some(5), None, Some("Title")),
    ("S.W.A.T.", "S.W.A.T.S01E01.Title.1080p", Some(1), Some(1), None, Some("Title")),
    ("Signal Lost", "Signal.Lost.S01E01.PROPER.REPACK.1080p.WEB.H264-GRP", Some(1), Some(1), None, None),
    ("Signal Lost", "Signal Lost - S01E01 - Signal Lost - Pilot", Some(1), Some(1), None, Some("Pilot")),
];

#[test]
fn names_of_episodes() {
    let mut wrong = Vec::new();
    for (series, stem, season, first, last, title) in CASES {
        let got = in_series(stem, series);
        if (got.season, got.first, got.last, got.title.as_deref()) != (*season, *first, *last, *title) {
            wrong.push(format!("{stem:?} in {series:?}: {got:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn dates() {
    for (stem, day, title) in [
        ("The Daily Pattern 2021-03-04", "2021-03-04", None),
        ("The.Daily.Pattern.2021.03.04.Guest.Name.720p.WEB", "2021-03-04", Some("Guest Name")),
        ("The Daily Pattern 04.03.2021", "2021-03-04", None),
        ("The Daily Pattern - 12-25-2020", "2020-12-25", None),
        ("The Daily Pattern 20210304 - Title", "2021-03-04", Some("Title")),
        ("The Daily Pattern (2021-03-04)", "2021-03-04", None),
        ("2021.03.04", "2021-03-04", None),
    ] {
        let got = in_series(stem, "The Daily Pattern");
        assert_eq!((got.date.map(|date| date.to_string()).as_deref(), got.title.as_deref(), got.how), (Some(day), title, How::Dated), "{stem}");
    }
    assert_eq!(in_series("The Daily Pattern 2021-13-45", "The Daily Pattern").date, None);
    let both = in_series("The Daily Pattern S2021E05 2021-03-04", "The Daily Pattern");
    assert_eq!((both.season, both.first, both.date.is_some()), (Some(2021), Some(5), true));
}

#[test]
fn what_shows_itself_as_an_episode() {
    for stem in ["Signal Lost S01E01", "signal.lost.1x02", "[GRP] Kumo no Uta - 01 [1080p]", "The Daily Pattern 2021-03-04"] {
        assert!(standalone(stem).is_some(), "{stem}");
    }
    for stem in ["Big Test (2008)", "2012 (2009)", "Blade of Glass 2049", "Twelve 12 Men", "Road - part1", "Apollo 13", "Film 1920x1080"] {
        assert!(standalone(stem).is_none(), "{stem}");
    }
    let series = |stem: &str| standalone(stem).and_then(|found| found.series());
    assert_eq!(series("Signal.Lost.2019.S01E01.1080p"), Some(("Signal Lost".to_owned(), Some(2019))));
    assert_eq!(series("[GRP] Kumo no Uta - 01"), Some(("Kumo no Uta".to_owned(), None)));
    assert_eq!(series("S01E01"), None);
}
