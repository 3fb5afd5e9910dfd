//! The technical words of release names: where the title ends and the description of the file begins.

use std::sync::LazyLock;

use regex::Regex;

/// Words that never are part of a title.
const STRONG: [&str; 86] = [
    "bluray",
    "blu-ray",
    "bdrip",
    "brrip",
    "bdremux",
    "bdmv",
    "remux",
    "web-dl",
    "webdl",
    "web-rip",
    "webrip",
    "webcap",
    "hdtv",
    "pdtv",
    "dsr",
    "dsrip",
    "satrip",
    "tvrip",
    "hdrip",
    "dvdrip",
    "dvdscr",
    "dvd-rip",
    "dvd5",
    "dvd9",
    "dvd-r",
    "hddvd",
    "hd-dvd",
    "vhsrip",
    "vodrip",
    "ppvrip",
    "hdcam",
    "camrip",
    "telesync",
    "telecine",
    "x264",
    "x265",
    "h264",
    "h265",
    "h.264",
    "h.265",
    "hevc",
    "avc",
    "xvid",
    "divx",
    "av1",
    "vp9",
    "vc-1",
    "mpeg2",
    "mpeg-2",
    "10bit",
    "8bit",
    "10-bit",
    "8-bit",
    "hi10p",
    "hdr10",
    "hdr10+",
    "hdr10plus",
    "dovi",
    "dts",
    "dts-hd",
    "dtshd",
    "dts-x",
    "dtsx",
    "dd5",
    "dd2",
    "ddp",
    "ddp5",
    "ddp2",
    "dd+5",
    "eac3",
    "e-ac-3",
    "ac3",
    "aac",
    "aac2",
    "truehd",
    "atmos",
    "flac",
    "opus",
    "480p",
    "576p",
    "720p",
    "1080p",
    "1080i",
    "2160p",
    "4320p",
    "uhd",
];

/// Words that describe the file when technical words stand beside them, and may be a title's own otherwise.
const WEAK: [&str; 66] = [
    "web",
    "dvd",
    "bd",
    "br",
    "ts",
    "tc",
    "cam",
    "scr",
    "screener",
    "r5",
    "hdr",
    "sdr",
    "dv",
    "hlg",
    "4k",
    "8k",
    "hd",
    "fhd",
    "sd",
    "hq",
    "proper",
    "repack",
    "rerip",
    "real",
    "internal",
    "int",
    "limited",
    "festival",
    "extended",
    "uncut",
    "unrated",
    "uncensored",
    "remastered",
    "restored",
    "imax",
    "hybrid",
    "dual",
    "multi",
    "dubbed",
    "subbed",
    "dl",
    "ml",
    "sub",
    "subs",
    "dub",
    "vostfr",
    "vff",
    "vf",
    "vo",
    "truefrench",
    "german",
    "french",
    "english",
    "spanish",
    "italian",
    "japanese",
    "korean",
    "russian",
    "swedish",
    "nordic",
    "amzn",
    "nf",
    "dsnp",
    "hmax",
    "atvp",
    "open-matte",
];

/// Words of editions and restorations.
const EDITION: [&str; 20] = [
    "extended",
    "uncut",
    "unrated",
    "uncensored",
    "remastered",
    "restored",
    "imax",
    "theatrical",
    "directors",
    "director's",
    "final",
    "special",
    "ultimate",
    "anniversary",
    "collectors",
    "collector's",
    "criterion",
    "cut",
    "edition",
    "version",
];

static RESOLUTION: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"(?i)^(?:\d{3,4}[pi](?:\d{2,3})?|\d{3,4}x\d{3,4}|[248]k)$").ok());

pub fn is_strong(word: &str) -> bool {
    let word = bare(word);
    STRONG.contains(&word.as_str())
        || (is_resolution(&word) && !word.ends_with('k'))
        || word.split_once('-').is_some_and(|(first, _)| first.len() > 2 && STRONG.contains(&first))
}

pub fn is_weak(word: &str) -> bool {
    let word = bare(word);
    WEAK.contains(&word.as_str()) || is_strong(&word)
}

pub fn is_edition(word: &str) -> bool {
    EDITION.contains(&bare(word).as_str())
}

pub fn is_resolution(word: &str) -> bool {
    RESOLUTION.as_ref().is_some_and(|regex| regex.is_match(word))
}

/// Lines of the picture that a version's name speaks of (`2160p`, `4K`), for ordering versions.
pub fn resolution(text: &str) -> Option<u32> {
    text.split(|c: char| !c.is_ascii_alphanumeric()).find_map(|word| {
        let lower = word.to_lowercase();
        match lower.as_str() {
            "8k" => Some(4320),
            "4k" | "uhd" => Some(2160),
            "2k" => Some(1440),
            _ => lower.strip_suffix(['p', 'i']).filter(|digits| matches!(digits.len(), 3 | 4)).and_then(|digits| digits.parse().ok()),
        }
    })
}

fn bare(word: &str) -> String {
    word.trim_matches(['(', ')', '[', ']', '{', '}', ',', '-', '.']).to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words() {
        for word in ["1080p", "BluRay", "[x265]", "WEB-DL", "x264-GRP", "HDTV-LOL", "1920x1080", "H.264"] {
            assert!(is_strong(word), "{word}");
        }
        for word in ["Web", "German", "4K", "300", "1080", "Cut", "IMAX"] {
            assert!(!is_strong(word), "{word}");
        }
        assert_eq!(resolution("2160p HDR"), Some(2160));
        assert_eq!(resolution("4K"), Some(2160));
        assert_eq!(resolution("Final Cut"), None);
    }
}
