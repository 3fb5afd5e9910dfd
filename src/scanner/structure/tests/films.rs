//! Films.

use super::*;

#[test]
fn folders_of_their_own() {
    check(
        LibraryKind::Movies,
        &[
            (&["Big Test (2008)/Big Test (2008).mkv", "Big Test (2008)/poster.jpg"], &[r#"Movie "Big Test" (2008) Big Test (2008)/Big Test (2008).mkv"#]),
            (
                &["Night Sea (1999) [imdbid-tt9100010]/Night Sea 1999 1080p BluRay DTS x264-GRP.mkv"],
                &[r#"Movie "Night Sea" (1999) Night Sea (1999) [imdbid-tt9100010]/Night Sea 1999 1080p BluRay DTS x264-GRP.mkv"#],
            ),
            (
                &["Night.Sea.1999.1080p.BluRay.x264-GRP/grp-nightsea.mkv", "Night.Sea.1999.1080p.BluRay.x264-GRP/Sample/grp-sample.mkv"],
                &[r#"Movie "Night Sea" (1999) Night.Sea.1999.1080p.BluRay.x264-GRP/grp-nightsea.mkv"#],
            ),
            (&["Night Sea/night.sea.1080p.mkv"], &[r#"Movie "Night Sea" Night Sea/night.sea.1080p.mkv"#]),
            (&["Night Sea/movie.mkv"], &[r#"Movie "Night Sea" Night Sea/movie.mkv"#]),
            (&["night.sea/Night Sea (1999).mkv"], &[r#"Movie "Night Sea" (1999) night.sea/Night Sea (1999).mkv"#]),
            (&["Action/Night Sea.mkv"], &[r#"Movie "Night Sea" Action/Night Sea.mkv"#]),
            (&["Downloads/Loose.Leaf.2017.1080p.WEB.mkv"], &[r#"Movie "Loose Leaf" (2017) Downloads/Loose.Leaf.2017.1080p.WEB.mkv"#]),
            (&["2012 (2009)/2012.mkv"], &[r#"Movie "2012" (2009) 2012 (2009)/2012.mkv"#]),
            (&["1917 (2019)/1917.2019.1080p.mkv"], &[r#"Movie "1917" (2019) 1917 (2019)/1917.2019.1080p.mkv"#]),
            (&["1999/Night Sea.mkv"], &[r#"Movie "Night Sea" 1999/Night Sea.mkv"#]),
            (&["1990s/Night Sea (1999)/Night Sea.mkv"], &[r#"Movie "Night Sea" (1999) 1990s/Night Sea (1999)/Night Sea.mkv"#]),
            (&["千の窓 (2016)/千の窓.mkv"], &[r#"Movie "千の窓" (2016) 千の窓 (2016)/千の窓.mkv"#]),
            (&["Big Test (2008)/Big Test 2 (2011).mkv"], &[r#"Movie "Big Test 2" (2011) Big Test (2008)/Big Test 2 (2011).mkv"#]),
            (&["Night Sea (1999)/sample.mkv", "Night Sea (1999)/Night Sea.mkv"], &[r#"Movie "Night Sea" (1999) Night Sea (1999)/Night Sea.mkv"#]),
            (&["Row, The (1999)/Row, The (1999).mkv"], &[r#"Movie "The Row" (1999) Row, The (1999)/Row, The (1999).mkv"#]),
        ],
    );
}

#[test]
fn loose_files() {
    check(
        LibraryKind::Movies,
        &[
            (&["Twin (1970).mp4", "Twin (2014).mp4"], &[r#"Movie "Twin" (1970) Twin (1970).mp4"#, r#"Movie "Twin" (2014) Twin (2014).mp4"#]),
            (
                &["Loose.Leaf.2017.1080p.WEB-DL.DDP5.1.H.264-GRP.mp4", "2012 (2009).mkv", "1917.mkv"],
                &[
                    r#"Movie "2012" (2009) 2012 (2009).mkv"#,
                    r#"Movie "Loose Leaf" (2017) Loose.Leaf.2017.1080p.WEB-DL.DDP5.1.H.264-GRP.mp4"#,
                    r#"Movie "1917" 1917.mkv"#,
                ],
            ),
            (&["Twin (1970) - 1080p.mkv", "Twin (1970) - 2160p.mkv"], &[r#"Movie "Twin" (1970) <2160p> Twin (1970) - 2160p.mkv"#, "  +version 1080p"]),
            (&["Alpha.mkv", "Beta.mkv"], &[r#"Movie "Alpha" Alpha.mkv"#, r#"Movie "Beta" Beta.mkv"#]),
            (&["Twin (1970).mp4", "Twin (1970)-trailer.mp4"], &[r#"Movie "Twin" (1970) Twin (1970).mp4"#, r#"  +Trailer "Trailer" Twin (1970)-trailer.mp4"#]),
            (
                &["Set/Alpha (1979).mkv", "Set/Alphas (1986).mkv"],
                &[r#"Movie "Alpha" (1979) Set/Alpha (1979).mkv"#, r#"Movie "Alphas" (1986) Set/Alphas (1986).mkv"#],
            ),
            (
                &["Alpha Collection/Alpha (1979)/a.mkv", "Alpha Collection/Alphas (1986)/b.mkv"],
                &[r#"Movie "Alpha" (1979) Alpha Collection/Alpha (1979)/a.mkv"#, r#"Movie "Alphas" (1986) Alpha Collection/Alphas (1986)/b.mkv"#],
            ),
            (&["Twin (1970).mkv", "Twin.mkv"], &[r#"Movie "Twin" (1970) Twin (1970).mkv"#, r#"Movie "Twin" Twin.mkv"#]),
            (
                &["Twin (1970) [tmdbid-1].mkv", "Twin (1970) [tmdbid-2].mkv"],
                &[r#"Movie "Twin" (1970) Twin (1970) [tmdbid-1].mkv"#, r#"Movie "Twin" (1970) Twin (1970) [tmdbid-2].mkv"#],
            ),
            (&["Shorts/One.mkv", "Shorts/Two.mkv"], &[r#"Movie "One" Shorts/One.mkv"#, r#"Movie "Two" Shorts/Two.mkv"#]),
        ],
    );
}

#[test]
fn versions_and_parts() {
    check(
        LibraryKind::Movies,
        &[
            (
                &[
                    "Blue Hour (2015)/Blue Hour (2015) - 1080p.mkv",
                    "Blue Hour (2015)/Blue Hour (2015) - 2160p HDR.mkv",
                    "Blue Hour (2015)/Blue Hour (2015) - 480p.avi",
                ],
                &[r#"Movie "Blue Hour" (2015) <2160p HDR> Blue Hour (2015)/Blue Hour (2015) - 2160p HDR.mkv"#, "  +version 1080p", "  +version 480p"],
            ),
            (
                &["Blue Hour (2015)/Blue Hour (2015).mkv", "Blue Hour (2015)/Blue Hour (2015) - Director's Cut.mkv"],
                &[r#"Movie "Blue Hour" (2015) Blue Hour (2015)/Blue Hour (2015).mkv"#, "  +version Director's Cut"],
            ),
            (
                &["Blue Hour (2015)/Blue Hour (2015) [1080p].mkv", "Blue Hour (2015)/Blue Hour (2015) [2160p][HDR].mkv"],
                &[r#"Movie "Blue Hour" (2015) <2160p HDR> Blue Hour (2015)/Blue Hour (2015) [2160p][HDR].mkv"#, "  +version 1080p"],
            ),
            (
                &["Blue Hour (2015)/Blue.Hour.2015.1080p.BluRay.x264-GRP.mkv", "Blue Hour (2015)/Blue.Hour.2015.2160p.WEB-DL.mkv"],
                &[r#"Movie "Blue Hour" (2015) <2160p WEB-DL> Blue Hour (2015)/Blue.Hour.2015.2160p.WEB-DL.mkv"#, "  +version 1080p BluRay x264-GRP"],
            ),
            (
                &["Blue Hour (2015)/Blue Hour - 1080p.mkv", "Blue Hour (2015)/Blue Hour - Extended.mkv"],
                &[r#"Movie "Blue Hour" (2015) <1080p> Blue Hour (2015)/Blue Hour - 1080p.mkv"#, "  +version Extended"],
            ),
            (
                &["Blue Hour (2015)/a-1080p.mkv", "Blue Hour (2015)/a-2160p.mkv"],
                &[r#"Movie "Blue Hour" (2015) <2160p> Blue Hour (2015)/a-2160p.mkv"#, "  +version 1080p"],
            ),
            (
                &["Blue Hour (2015)/Blue Hour (2015) {edition-Final Cut}.mkv", "Blue Hour (2015)/Blue Hour (2015).mkv"],
                &[r#"Movie "Blue Hour" (2015) Blue Hour (2015)/Blue Hour (2015).mkv"#, "  +version Final Cut"],
            ),
            (
                &["Blue Hour (2015)/Blue Hour (2015).mkv", "Blue Hour (2015)/4K/Blue Hour (2015).mkv"],
                &[r#"Movie "Blue Hour" (2015) <4K> Blue Hour (2015)/4K/Blue Hour (2015).mkv"#, "  +version -"],
            ),
            (
                &["Blue Hour (2015)/Blue Hour (2015).mkv", "Blue Hour (2015)/Red Hour (2016).mkv"],
                &[r#"Movie "Blue Hour" (2015) Blue Hour (2015)/Blue Hour (2015).mkv"#, r#"Movie "Red Hour" (2016) Blue Hour (2015)/Red Hour (2016).mkv"#],
            ),
            (
                &["Twins/Twin (1970).mkv", "Twins/Twin (2014).mkv"],
                &[r#"Movie "Twin" (1970) Twins/Twin (1970).mkv"#, r#"Movie "Twin" (2014) Twins/Twin (2014).mkv"#],
            ),
            (
                &["Twin/Twin (1970).mkv", "Twin/Twin (2014).mkv"],
                &[r#"Movie "Twin" (1970) Twin/Twin (1970).mkv"#, r#"Movie "Twin" (2014) Twin/Twin (2014).mkv"#],
            ),
            (
                &["Long Road (2001)/Long Road (2001) - part1.mp4", "Long Road (2001)/Long Road (2001) - part2.mp4"],
                &[r#"Movie "Long Road" (2001) Long Road (2001)/Long Road (2001) - part1.mp4"#, "  +part 2"],
            ),
            (
                &["Long.Road.2001.CD1.avi", "Long.Road.2001.CD2.avi", "Other (2000).mkv"],
                &[r#"Movie "Long Road" (2001) Long.Road.2001.CD1.avi"#, "  +part 2", r#"Movie "Other" (2000) Other (2000).mkv"#],
            ),
            (&["Long Road (2001)/CD1/a.avi", "Long Road (2001)/CD2/b.avi"], &[r#"Movie "Long Road" (2001) Long Road (2001)/CD1/a.avi"#, "  +part 2"]),
            (
                &[
                    "Long Road (2001)/Long Road (2001) - 1080p - part1.mkv",
                    "Long Road (2001)/Long Road (2001) - 1080p - part2.mkv",
                    "Long Road (2001)/Long Road (2001) - 480p.avi",
                ],
                &[r#"Movie "Long Road" (2001) <1080p> Long Road (2001)/Long Road (2001) - 1080p - part1.mkv"#, "  +part 2", "  +version 480p"],
            ),
            (
                &["Saga Part 1 (2001).mkv", "Saga Part 2 (2003).mkv"],
                &[r#"Movie "Saga Part 1" (2001) Saga Part 1 (2001).mkv"#, r#"Movie "Saga Part 2" (2003) Saga Part 2 (2003).mkv"#],
            ),
        ],
    );
}

#[test]
fn extras_and_trailers() {
    check(
        LibraryKind::Movies,
        &[
            (
                &[
                    "Big Test 2 (2011)/Big Test 2 (2011).mp4",
                    "Big Test 2 (2011)/Big Test 2 (2011)-trailer.mp4",
                    "Big Test 2 (2011)/behind the scenes/Making of.mp4",
                ],
                &[
                    r#"Movie "Big Test 2" (2011) Big Test 2 (2011)/Big Test 2 (2011).mp4"#,
                    r#"  +Trailer "Trailer" Big Test 2 (2011)/Big Test 2 (2011)-trailer.mp4"#,
                    r#"  +BehindTheScenes "Making of" Big Test 2 (2011)/behind the scenes/Making of.mp4"#,
                ],
            ),
            (
                &[
                    "A (2000)/A (2000).mkv",
                    "A (2000)/trailer.mp4",
                    "A (2000)/Ada talks-interview.mkv",
                    "A (2000)/Deleted Scenes/The Door.mkv",
                    "A (2000)/extras/B-roll.mkv",
                    "A (2000)/theme.mp3",
                ],
                &[
                    r#"Movie "A" (2000) A (2000)/A (2000).mkv"#,
                    r#"  +ThemeSong "Theme Song" A (2000)/theme.mp3"#,
                    r#"  +Interview "Ada talks" A (2000)/Ada talks-interview.mkv"#,
                    r#"  +Trailer "Trailer" A (2000)/trailer.mp4"#,
                    r#"  +DeletedScene "The Door" A (2000)/Deleted Scenes/The Door.mkv"#,
                    r#"  +Other "B-roll" A (2000)/extras/B-roll.mkv"#,
                ],
            ),
            (&["Orphan-trailer.mp4"], &[r#"Movie "Orphan-trailer" Orphan-trailer.mp4"#]),
            (&["Trailers/Alpha (2000).mkv"], &[r#"Movie "Alpha" (2000) Trailers/Alpha (2000).mkv"#]),
            (&["Disc (2000)/BDMV/STREAM/00001.m2ts", "Disc (2000)/BDMV/index.bdmv"], &[r#"Movie "Disc" (2000) Disc (2000)/BDMV/STREAM/00001.m2ts"#]),
            (
                &[
                    "Old (1990)/VIDEO_TS/VIDEO_TS.IFO",
                    "Old (1990)/VIDEO_TS/VTS_01_0.VOB",
                    "Old (1990)/VIDEO_TS/VTS_01_1.VOB",
                    "Old (1990)/VIDEO_TS/VTS_01_2.VOB",
                ],
                &[r#"Movie "Old" (1990) Old (1990)/VIDEO_TS/VTS_01_1.VOB"#, "  +part 2"],
            ),
        ],
    );
}
