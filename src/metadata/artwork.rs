//! Which picture files beside the media are an item's artwork. Pure rules on names; nothing is opened.

use walros_model::item::ImageKind;

/// A picture found for an item, by file name in the folder that was looked at.
pub type Found<'a> = (ImageKind, &'a str);

/// What a folder can be called to hold many backdrops.
pub const BACKDROP_FOLDERS: [&str; 2] = ["extrafanart", "backdrops"];

/// Names (without extension, lower case) of a kind, the best first.
const NAMES: [(ImageKind, &[&str]); 8] = [
    (ImageKind::Primary, &["poster", "folder", "cover", "default", "movie", "show"]),
    (ImageKind::Backdrop, &["backdrop", "fanart", "background", "art"]),
    (ImageKind::Logo, &["clearlogo", "logo"]),
    (ImageKind::Thumb, &["landscape", "thumb"]),
    (ImageKind::Banner, &["banner"]),
    (ImageKind::Art, &["clearart"]),
    (ImageKind::Disc, &["disc", "discart", "cdart"]),
    (ImageKind::Box, &["box", "boxart"]),
];

/// For music a photograph of the artist or the front of the sleeve comes under these names too.
const MUSIC_NAMES: [&str; 5] = ["front", "album", "artist", "albumart", "albumartsmall"];

pub fn is_picture(name: &str) -> bool {
    let Some((stem, extension)) = name.rsplit_once('.') else { return false };
    !stem.is_empty() && ["jpg", "jpeg", "png", "webp", "gif", "avif", "bmp", "tbn"].iter().any(|known| extension.eq_ignore_ascii_case(known))
}

/// Artwork of a folder (a film's own folder, a series, a season, an album) among the files in it.
pub fn of_folder<'a>(files: impl IntoIterator<Item = &'a str>) -> Vec<Found<'a>> {
    pick(pictures(files), "", false)
}

/// The same for an artist or an album.
pub fn of_music_folder<'a>(files: impl IntoIterator<Item = &'a str>) -> Vec<Found<'a>> {
    let pictures = pictures(files);
    let mut found = pick(pictures.clone(), "", false);
    if !found.iter().any(|(kind, _)| *kind == ImageKind::Primary) {
        let sleeve = MUSIC_NAMES.iter().find_map(|want| pictures.iter().find(|(stem, _)| stem == want));
        found.extend(sleeve.map(|(_, file)| (ImageKind::Primary, *file)));
    }
    found
}

/// Artwork that carries the name of a media file (`<stem>-poster.jpg`, `<stem>.jpg`), among the files beside it.
/// For an episode `<stem>-thumb` and `<stem>` are the picture its card shows.
pub fn of_file<'a>(stem: &str, episode: bool, files: impl IntoIterator<Item = &'a str>) -> Vec<Found<'a>> {
    pick(pictures(files), &stem.to_lowercase(), episode)
}

/// Artwork of season `number` in the folder of its series: `season01-poster.jpg`, `season-specials-banner.png`,
/// `season-all-fanart.jpg` for every season that has none of its own.
pub fn of_season<'a>(number: i32, files: impl IntoIterator<Item = &'a str>) -> Vec<Found<'a>> {
    let pictures = pictures(files);
    let mut prefixes = vec![format!("season{number:02}"), format!("season{number}")];
    if number == 0 {
        prefixes.insert(0, "season-specials".to_owned());
    }
    prefixes.push("season-all".to_owned());
    let mut found: Vec<Found<'a>> = Vec::new();
    for prefix in prefixes {
        for hit in pick(pictures.clone(), &prefix, false) {
            if !found.iter().any(|(kind, _)| *kind == hit.0) {
                found.push(hit);
            }
        }
    }
    found
}

/// Lower-case stems beside the names they come from, sorted so that the same folder gives the same answer.
fn pictures<'a>(files: impl IntoIterator<Item = &'a str>) -> Vec<(String, &'a str)> {
    let mut out: Vec<(String, &str)> =
        files.into_iter().filter(|name| is_picture(name)).filter_map(|name| name.rsplit_once('.').map(|(stem, _)| (stem.to_lowercase(), name))).collect();
    out.sort();
    out
}

fn pick<'a>(pictures: Vec<(String, &'a str)>, prefix: &str, episode: bool) -> Vec<Found<'a>> {
    let mut found = Vec::new();
    for (kind, names) in NAMES {
        for name in names {
            let mut hits: Vec<Found<'a>> = pictures.iter().filter(|(stem, _)| stands_for(stem, prefix, name)).map(|(_, file)| (kind, *file)).collect();
            if kind == ImageKind::Backdrop {
                hits.extend(numbered(&pictures, prefix, name).map(|file| (kind, file)));
                found.extend(hits);
            } else if !hits.is_empty() {
                hits.truncate(1);
                found.append(&mut hits);
                break;
            }
        }
    }
    if !prefix.is_empty() && !found.iter().any(|(kind, _)| *kind == ImageKind::Primary) {
        let bare = pictures.iter().find(|(stem, _)| stem == prefix).map(|(_, file)| *file);
        let thumb = if episode { found.iter().position(|(kind, _)| *kind == ImageKind::Thumb) } else { None };
        if let Some(position) = thumb {
            found[position].0 = ImageKind::Primary;
        } else if let Some(file) = bare {
            found.push((ImageKind::Primary, file));
        }
    }
    found.sort_by_key(|(kind, _)| *kind);
    found
}

/// `poster` for a folder; `<prefix>-poster` or `<prefix>.poster` for a file.
fn stands_for(stem: &str, prefix: &str, name: &str) -> bool {
    if prefix.is_empty() {
        return stem == name;
    }
    stem.strip_prefix(prefix).and_then(|rest| rest.strip_prefix(['-', '.', '_'])).is_some_and(|rest| rest == name)
}

/// `fanart1`, `fanart-2`, `backdrop3`, in the order of their numbers.
fn numbered<'a>(pictures: &[(String, &'a str)], prefix: &str, name: &str) -> impl Iterator<Item = &'a str> + use<'a> {
    let mut hits: Vec<(u32, &'a str)> = pictures
        .iter()
        .filter_map(|(stem, file)| {
            let rest = if prefix.is_empty() { stem.as_str() } else { stem.strip_prefix(prefix)?.strip_prefix(['-', '.', '_'])? };
            let number = rest.strip_prefix(name)?.trim_start_matches('-');
            Some((number.parse().ok()?, *file))
        })
        .collect();
    hits.sort();
    hits.into_iter().map(|(_, file)| file)
}

#[cfg(test)]
mod tests {
    use ImageKind::*;

    use super::*;

    #[test]
    fn a_films_folder() {
        let files = [
            "Film.mkv",
            "poster.jpg",
            "folder.jpg",
            "fanart.jpg",
            "fanart2.jpg",
            "fanart10.jpg",
            "backdrop.png",
            "ClearLogo.PNG",
            "landscape.webp",
            "banner.jpg",
            "notes.txt",
            "disc.png",
        ];
        assert_eq!(
            of_folder(files),
            [
                (Primary, "poster.jpg"),
                (Backdrop, "backdrop.png"),
                (Backdrop, "fanart.jpg"),
                (Backdrop, "fanart2.jpg"),
                (Backdrop, "fanart10.jpg"),
                (Logo, "ClearLogo.PNG"),
                (Thumb, "landscape.webp"),
                (Banner, "banner.jpg"),
                (Disc, "disc.png")
            ]
        );
        assert!(of_folder(["Film.mkv", "screenshot.jpg"]).is_empty());
    }

    #[test]
    fn pictures_named_after_a_file() {
        let files = ["Twin (1970).mp4", "Twin (1970)-poster.jpg", "Twin (1970)-fanart.jpg", "Twin (2014)-poster.jpg", "twin (2014).jpg"];
        assert_eq!(of_file("Twin (1970)", false, files), [(Primary, "Twin (1970)-poster.jpg"), (Backdrop, "Twin (1970)-fanart.jpg")]);
        assert_eq!(of_file("Other", false, files), []);
        assert_eq!(of_file("Solo", false, ["Solo.jpg"]), [(Primary, "Solo.jpg")]);
    }

    #[test]
    fn an_episodes_thumb_is_its_card() {
        assert_eq!(of_file("S01E01", true, ["S01E01-thumb.jpg", "S01E01.mkv"]), [(Primary, "S01E01-thumb.jpg")]);
        assert_eq!(of_file("S01E01", true, ["S01E01.jpg"]), [(Primary, "S01E01.jpg")]);
        assert_eq!(of_file("S01E01", true, ["S01E010-thumb.jpg"]), []);
    }

    #[test]
    fn seasons_in_the_series_folder() {
        let files = ["season01-poster.jpg", "season1-banner.jpg", "season-specials-poster.jpg", "season10-poster.jpg", "season-all-fanart.jpg", "season02.jpg"];
        assert_eq!(of_season(1, files), [(Primary, "season01-poster.jpg"), (Banner, "season1-banner.jpg"), (Backdrop, "season-all-fanart.jpg")]);
        assert_eq!(of_season(0, files)[0], (Primary, "season-specials-poster.jpg"));
        assert_eq!(of_season(2, files)[0], (Primary, "season02.jpg"));
        assert_eq!(of_season(10, files)[0], (Primary, "season10-poster.jpg"));
    }

    #[test]
    fn a_record_sleeve() {
        assert_eq!(of_music_folder(["01.mp3", "Front.jpg"]), [(Primary, "Front.jpg")]);
        assert_eq!(of_music_folder(["AlbumArtSmall.jpg", "cover.jpg"]), [(Primary, "cover.jpg")]);
    }
}
