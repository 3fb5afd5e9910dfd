//! What a file's container is called. Demuxers serve families (`mov,mp4,m4a,…`), devices ask for members, and the
//! extension says which one a file is meant to be.

use walros_model::probe::MediaSource;

/// The short name of the container (`mp4`, `mkv`, `webm`, `ts`).
pub fn of(source: &MediaSource) -> &str {
    names(source)[0]
}

/// All names that fit, the most telling first; never empty.
pub fn names(source: &MediaSource) -> Vec<&str> {
    let extension = source.path.rsplit_once('.').map_or("", |(_, extension)| extension);
    let family: Vec<&str> = match source.probe.format.as_str() {
        format if format.contains("matroska") => match extension {
            // Some profiles list WebM alone, and a Matroska file is more than that.
            "webm" => vec!["webm", "mkv"],
            _ => vec!["mkv", "matroska"],
        },
        "mpegts" => vec!["ts", "mpegts", "m2ts"],
        "mpeg" => vec!["mpg", "mpeg", "vob"],
        "asf" => vec!["wmv", "asf", "wma"],
        "" => Vec::new(),
        format => format.split(',').collect(),
    };
    // An extension that the family does not know says nothing, except for the many names of MP4 and Ogg.
    let related = |name: &str| {
        family.contains(&name) || matches!(name, "m4v" | "m4b") && family.contains(&"mp4") || matches!(name, "opus" | "oga" | "ogv") && family.contains(&"ogg")
    };
    let own = family.is_empty() || related(extension);
    let mut names: Vec<&str> = own.then_some(extension).into_iter().chain(family.iter().copied()).filter(|name| !name.is_empty()).collect();
    let mut seen = Vec::new();
    names.retain(|name| {
        !seen.contains(name) && {
            seen.push(*name);
            true
        }
    });
    if names.is_empty() { vec!["unknown"] } else { names }
}

/// All of them as a comma list, as name lists are asked.
pub(super) fn list(source: &MediaSource) -> String {
    names(source).join(",")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::source;

    #[test]
    fn the_extension_decides_within_the_family() {
        let cases = [
            ("mov,mp4,m4a,3gp,3g2,mj2", "a.mp4", "mp4"),
            ("mov,mp4,m4a,3gp,3g2,mj2", "a.m4v", "m4v"),
            ("mov,mp4,m4a,3gp,3g2,mj2", "a.dat", "mov"),
            ("matroska,webm", "a.mkv", "mkv"),
            ("matroska,webm", "a.webm", "webm"),
            ("mpegts", "a.ts", "ts"),
            ("mpegts", "a.m2ts", "m2ts"),
            ("ogg", "a.opus", "opus"),
            ("flac", "a.flac", "flac"),
            ("mp3", "a.bin", "mp3"),
            ("", "a.xyz", "xyz"),
            ("", "a", "unknown"),
        ];
        for (format, path, expected) in cases {
            assert_eq!(of(&source(path, format)), expected);
        }
    }
}
