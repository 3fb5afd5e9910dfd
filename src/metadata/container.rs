//! Short names of containers.

/// Of the demuxer's names (`mov,mp4,m4a,3gp,3g2,mj2`, `matroska,webm`) the one that the file's extension (lower case)
/// bears out, else the first; in the words clients know: `mkv`, `ts`.
pub fn short(format: &str, extension: &str) -> String {
    let names: Vec<&str> = format.split(',').filter(|name| !name.is_empty()).collect();
    let wanted = match extension {
        "mkv" | "mk3d" | "mka" | "mks" => "matroska",
        "ts" | "m2ts" | "mts" | "tp" | "trp" => "mpegts",
        "m4v" | "f4v" | "m4b" | "mp4v" => "mp4",
        "wmv" | "wma" => "asf",
        "mpg" | "mpeg" | "vob" => "mpeg",
        "opus" | "oga" | "ogv" | "ogm" => "ogg",
        other => other,
    };
    let found = names.iter().find(|name| **name == wanted).or(names.first()).copied().unwrap_or(extension);
    match found {
        "matroska" => "mkv",
        "mpegts" => "ts",
        "mpegvideo" => "mpeg",
        other => other,
    }
    .to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names() {
        for (format, extension, want) in [
            ("mov,mp4,m4a,3gp,3g2,mj2", "mp4", "mp4"),
            ("mov,mp4,m4a,3gp,3g2,mj2", "m4a", "m4a"),
            ("mov,mp4,m4a,3gp,3g2,mj2", "m4v", "mp4"),
            ("mov,mp4,m4a,3gp,3g2,mj2", "mkv", "mov"),
            ("matroska,webm", "mkv", "mkv"),
            ("matroska,webm", "webm", "webm"),
            ("matroska,webm", "mp4", "mkv"),
            ("mpegts", "m2ts", "ts"),
            ("ogg", "opus", "ogg"),
            ("avi", "avi", "avi"),
            ("flac", "flac", "flac"),
            ("", "mp3", "mp3"),
        ] {
            assert_eq!(short(format, extension), want, "{format} {extension}");
        }
    }
}
