//! What a file is by its extension, and which names a scan passes over.

/// What a scan makes of a file by its name alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FileKind {
    Video,
    Audio,
    Picture,
    Book,
    /// NFO, subtitles, lyrics, and all that is no medium.
    Other,
}

const VIDEO: [&str; 38] = [
    "mkv", "mp4", "m4v", "avi", "mov", "wmv", "asf", "mpg", "mpeg", "m2v", "m1v", "ts", "m2ts", "mts", "tp", "trp", "webm", "flv", "f4v", "ogv", "ogm", "3gp",
    "3g2", "vob", "divx", "xvid", "rm", "rmvb", "dv", "mxf", "wtv", "dvr-ms", "mk3d", "nuv", "y4m", "iso", "img", "strm",
];
const AUDIO: [&str; 30] = [
    "mp3", "flac", "m4a", "aac", "ogg", "oga", "opus", "wav", "wma", "alac", "aif", "aiff", "ape", "wv", "mpc", "tta", "dsf", "dff", "ac3", "eac3", "dts",
    "mka", "mp2", "amr", "caf", "spx", "tak", "m4b", "aa", "aax",
];
const PICTURE: [&str; 14] = ["jpg", "jpeg", "png", "webp", "gif", "bmp", "tif", "tiff", "heic", "heif", "avif", "jxl", "dng", "tbn"];
const BOOK: [&str; 9] = ["epub", "pdf", "mobi", "azw", "azw3", "cbz", "cbr", "cb7", "cbt"];

/// The name without its extension, and the extension in lower case; a name like `.hidden` has none.
pub fn split_extension(name: &str) -> (&str, String) {
    match name.rsplit_once('.') {
        Some((stem, extension)) if !stem.is_empty() && !extension.is_empty() && extension.len() <= 8 && !extension.contains(' ') => {
            (stem, extension.to_lowercase())
        }
        _ => (name, String::new()),
    }
}

pub fn kind_of(name: &str) -> FileKind {
    let (_, extension) = split_extension(name);
    let is = |known: &[&str]| known.contains(&extension.as_str());
    if is(&VIDEO) {
        FileKind::Video
    } else if is(&AUDIO) {
        FileKind::Audio
    } else if is(&PICTURE) {
        FileKind::Picture
    } else if is(&BOOK) {
        FileKind::Book
    } else {
        FileKind::Other
    }
}

/// The name of a media file without its extension; a name whose "extension" is none of ours keeps it.
pub fn stem(name: &str) -> &str {
    if kind_of(name) == FileKind::Other { name } else { split_extension(name).0 }
}

/// Folders of other programs and of the system, which hold no media of anybody's.
pub fn is_junk_folder(name: &str) -> bool {
    const JUNK: [&str; 18] = [
        "@eadir",
        "#recycle",
        "@recycle",
        "@recently-snapshot",
        "#snapshot",
        "$recycle.bin",
        "system volume information",
        "lost+found",
        "recycler",
        "found.000",
        "__macosx",
        ".ds_store",
        "@tmp",
        "@transcode",
        "plex versions",
        "certificate",
        "metadata.nfo",
        "lost-found",
    ];
    name.starts_with('.') || name.ends_with(".trickplay") || JUNK.contains(&name.to_lowercase().as_str())
}

/// Files that are never media whatever they end in: hidden ones and those still being written.
pub fn is_junk_file(name: &str) -> bool {
    let lower = name.to_lowercase();
    name.starts_with('.')
        || ["~", ".part", ".partial", ".crdownload", ".!qb", ".tmp", ".!ut", ".aria2"].iter().any(|end| lower.ends_with(end))
        || lower == "thumbs.db"
        || lower == "desktop.ini"
}

/// A scene release's sample: a few seconds that nobody means to keep.
pub fn is_sample(stem: &str) -> bool {
    let lower = stem.to_lowercase();
    lower == "sample"
        || ["-sample", ".sample", "_sample"].iter().any(|end| lower.ends_with(end))
        || ["sample-", "sample."].iter().any(|start| lower.starts_with(start))
        || lower.contains(".sample.")
        || lower.contains("-sample-")
}

/// Files whose presence hides a folder from Android, Kodi, Jellyfin and Plex alike.
pub const HIDE_MARKERS: [&str; 2] = [".nomedia", ".ignore"];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_by_extension() {
        for (name, want) in [
            ("a.MKV", FileKind::Video),
            ("a.flac", FileKind::Audio),
            ("a.jpeg", FileKind::Picture),
            ("a.epub", FileKind::Book),
            ("a.nfo", FileKind::Other),
            ("mkv", FileKind::Other),
            (".mkv", FileKind::Other),
        ] {
            assert_eq!(kind_of(name), want, "{name}");
        }
        assert_eq!(stem("Film No. 5.mkv"), "Film No. 5");
        assert_eq!(stem("Film No. 5"), "Film No. 5");
    }

    #[test]
    fn samples_and_junk() {
        assert!(is_sample("sample") && is_sample("abc-sample") && is_sample("film.2000.sample"));
        assert!(!is_sample("Free Sample (2012)") && !is_sample("The Sampler"));
        assert!(is_junk_folder("@eaDir") && is_junk_folder(".git") && !is_junk_folder("Season 1"));
        assert!(is_junk_file("Film.mkv.part") && is_junk_file("._Film.mkv") && !is_junk_file("Film.mkv"));
    }
}
