//! Names of films as people and release groups write them; every title is invented.

use super::movie::parse;

const CASES: &[(&str, &str, Option<i32>, &str)] = &[
    // People.
    ("Twin (1970)", "Twin", Some(1970), ""),
    ("Twin [1970]", "Twin", Some(1970), ""),
    ("Twin 1970", "Twin", Some(1970), ""),
    ("Twin", "Twin", None, ""),
    ("2012 (2009)", "2012", Some(2009), ""),
    ("1917", "1917", None, ""),
    ("1917 (2019)", "1917", Some(2019), ""),
    ("300", "300", None, ""),
    ("300 (2006)", "300", Some(2006), ""),
    ("千の窓 (2016)", "千の窓", Some(2016), ""),
    ("Échappée belle (1987)", "Échappée belle", Some(1987), ""),
    ("Стена (1990)", "Стена", Some(1990), ""),
    ("Blade of Glass 2049 (2017)", "Blade of Glass 2049", Some(2017), ""),
    ("Area 51 (2015)", "Area 51", Some(2015), ""),
    ("Death Lap 2000 (1975)", "Death Lap 2000", Some(1975), ""),
    ("Summer of 1942", "Summer of 1942", None, ""),
    ("Summer of 1942 (1971)", "Summer of 1942", Some(1971), ""),
    ("Mr. & Mrs. Loom (2005)", "Mr. & Mrs. Loom", Some(2005), ""),
    ("Gears, Inc. (2001)", "Gears, Inc.", Some(2001), ""),
    ("What Now! (2001)", "What Now!", Some(2001), ""),
    ("Wait... (2001)", "Wait...", Some(2001), ""),
    ("Row, The (1999)", "The Row", Some(1999), ""),
    ("The Row (UK) (1999)", "The Row (UK)", Some(1999), ""),
    ("Wall·E (2008)", "Wall·E", Some(2008), ""),
    ("Spider-Loop (2002)", "Spider-Loop", Some(2002), ""),
    ("Loop: Part Two (2002)", "Loop: Part Two", Some(2002), ""),
    ("Se7enth (1995)", "Se7enth", Some(1995), ""),
    ("(1999) Night Sea", "Night Sea", Some(1999), ""),
    ("[Signal] (2007)", "Signal", Some(2007), ""),
    ("01 - Night Sea (1999)", "Night Sea", Some(1999), ""),
    ("12 Quiet Men (1957)", "12 Quiet Men", Some(1957), ""),
    ("10 000 Rivers (2008)", "10 000 Rivers", Some(2008), ""),
    ("Night Sea (1999) - 2160p HDR", "Night Sea", Some(1999), "2160p HDR"),
    ("Night Sea (1999) - [1080p] [x265]", "Night Sea", Some(1999), "1080p x265"),
    ("Night Sea (1999) - Director's Cut", "Night Sea", Some(1999), "Director's Cut"),
    ("Night Sea (1999) [Bluray-1080p][DTS 5.1][x264]-GRP", "Night Sea", Some(1999), "Bluray-1080p DTS 5.1 x264 -GRP"),
    ("Night Sea [1080p] (1999)", "Night Sea", Some(1999), ""),
    ("Night_Sea_(1999)", "Night Sea", Some(1999), ""),
    ("Night Sea (1999, Remastered)", "Night Sea", Some(1999), ""),
    ("Don't Look (1973)", "Don't Look", Some(1973), ""),
    ("¿Dónde está el mar? (2004)", "¿Dónde está el mar?", Some(2004), ""),
    ("Tones Vol. 2 (2017)", "Tones Vol. 2", Some(2017), ""),
    ("Harbour 2.0 (2018)", "Harbour 2.0", Some(2018), ""),
    ("(500) Mornings (2009)", "(500) Mornings", Some(2009), ""),
    ("Night Sea.1999", "Night Sea", Some(1999), ""),
    ("Night Sea (Directors Cut) (1999)", "Night Sea", Some(1999), ""),
    ("Night Sea - Extended Edition (1999)", "Night Sea", Some(1999), ""),
    ("The Final Cut (2004)", "The Final Cut", Some(2004), ""),
    ("Night Sea (1999) (1080p BluRay x265 10bit Pier)", "Night Sea", Some(1999), "1080p BluRay x265 10bit Pier"),
    ("Night Sea II (1999)", "Night Sea II", Some(1999), ""),
    ("21 (2008)", "21", Some(2008), ""),
    ("Class of 1984 (1982)", "Class of 1984", Some(1982), ""),
    // Release groups.
    ("1408.2007.Directors.Cut.1080p", "1408", Some(2007), "Directors Cut 1080p"),
    ("10.Pier.Lane.2016.1080p", "10 Pier Lane", Some(2016), "1080p"),
    ("[ www.example.com ] - Night.Sea.2011", "Night Sea", Some(2011), ""),
    ("R.I.P.D.2013.1080p", "R.I.P.D.", Some(2013), "1080p"),
    ("The.Row.UNRATED.2005.1080p", "The Row", Some(2005), "1080p"),
    ("Le.Port.de.verre.FRENCH.DVDRip.XviD", "Le Port de verre", None, "FRENCH DVDRip XviD"),
    ("Стена.1990.BDRip.1080p", "Стена", Some(1990), "BDRip 1080p"),
    ("Night_Sea_1999_720p", "Night Sea", Some(1999), "720p"),
    ("Loose.Leaf.2017.1080p.WEB-DL.DDP5.1.H.264-GRP", "Loose Leaf", Some(2017), "1080p WEB-DL DDP5 1 H 264-GRP"),
    ("Night Sea 1999 1080p BluRay DTS x264-GRP", "Night Sea", Some(1999), "1080p BluRay DTS x264-GRP"),
    ("1917.2019.1080p.BluRay.x264-GRP", "1917", Some(2019), "1080p BluRay x264-GRP"),
    ("2012.2009.720p.BluRay", "2012", Some(2009), "720p BluRay"),
    ("Blade.of.Glass.2049.2017.1080p", "Blade of Glass 2049", Some(2017), "1080p"),
    ("2001.A.Glass.Journey.1968.1080p.BluRay", "2001 A Glass Journey", Some(1968), "1080p BluRay"),
    ("M.A.S.H.1970.720p.BluRay", "M.A.S.H.", Some(1970), "720p BluRay"),
    ("night.sea.1999.dvdrip.xvid-abc", "night sea", Some(1999), "dvdrip xvid-abc"),
    ("Night.Sea.1999.Extended.Cut.1080p.BluRay", "Night Sea", Some(1999), "Extended Cut 1080p BluRay"),
    ("Night.Sea.Directors.Cut.1999.1080p.BluRay", "Night Sea", Some(1999), "1080p BluRay"),
    ("Night.Sea.1999.Remastered.2019.1080p.BluRay", "Night Sea", Some(1999), "Remastered 2019 1080p BluRay"),
    ("Night.Sea.1080p.BluRay.x264-GRP", "Night Sea", None, "1080p BluRay x264-GRP"),
    ("Night.Sea.German.DL.1080p.BluRay.x264-GRP", "Night Sea", None, "German DL 1080p BluRay x264-GRP"),
    ("Night.Sea.Part.2.2003.2160p.UHD.BluRay.REMUX.HDR.HEVC.Atmos-X", "Night Sea Part 2", Some(2003), "2160p UHD BluRay REMUX HDR HEVC Atmos-X"),
    ("www.site.example.com - Night.Sea.2003.DVDRip.XviD-abc", "Night Sea", Some(2003), "DVDRip XviD-abc"),
    ("[GRP] Night Sea (1999) [1080p]", "Night Sea", Some(1999), "1080p"),
    ("Charlottes.Web.2006.1080p.BluRay", "Charlottes Web", Some(2006), "1080p BluRay"),
    ("Dark.Web.1080p.WEB-DL", "Dark", None, "Web 1080p WEB-DL"),
    ("Night-Sea-1999-1080p", "Night Sea", Some(1999), "1080p"),
    ("Night.Sea", "Night Sea", None, ""),
    ("Harbour.2.0.2018.1080p.WEB-DL", "Harbour 2.0", Some(2018), "1080p WEB-DL"),
    ("Wonder.Loop.1984.2020.2160p.WEB-DL", "Wonder Loop 1984", Some(2020), "2160p WEB-DL"),
    ("The.Row.4K.2160p.HDR", "The Row", None, "4K 2160p HDR"),
];

#[test]
fn names_of_films() {
    let mut wrong = Vec::new();
    for (name, title, year, tail) in CASES {
        let got = parse(name);
        if (got.title.as_str(), got.year, got.tail.as_str()) != (*title, *year, *tail) {
            wrong.push(format!("{name:?}: {:?} {:?} {:?}", got.title, got.year, got.tail));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn ids_and_editions() {
    let name = parse("Night Sea (1999) [imdbid-tt9100010] {edition-Final Cut} - 1080p");
    assert_eq!((name.title.as_str(), name.year, name.edition.as_deref(), name.tail.as_str()), ("Night Sea", Some(1999), Some("Final Cut"), "1080p"));
    assert_eq!(name.ids.get("Imdb").map(String::as_str), Some("tt9100010"));
    let name = parse("Night Sea {tmdb-42}");
    assert_eq!((name.title.as_str(), name.ids.get("Tmdb").map(String::as_str)), ("Night Sea", Some("42")));
}
