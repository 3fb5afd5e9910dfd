//! Subtitle, sound and lyrics files that belong to a media file, by their names. Nothing is opened.

use walros_model::StreamKind;

use crate::language;

/// A file beside the media that is one more stream of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sidecar {
    pub kind: StreamKind,
    /// libav's codec name, from the extension; empty for sound, which must be probed.
    pub codec: &'static str,
    /// ISO 639-2/T.
    pub language: Option<String>,
    pub title: Option<String>,
    pub default: bool,
    pub forced: bool,
    pub hearing_impaired: bool,
    pub comment: bool,
}

/// Extensions of subtitles with libav's names for what they hold.
const SUBTITLES: [(&str, &str); 10] = [
    ("srt", "subrip"),
    ("ass", "ass"),
    ("ssa", "ass"),
    ("vtt", "webvtt"),
    ("sub", "microdvd"),
    ("idx", "dvd_subtitle"),
    ("sup", "hdmv_pgs_subtitle"),
    ("smi", "sami"),
    ("sami", "sami"),
    ("ttml", "ttml"),
];
const SOUND: [&str; 12] = ["mka", "ac3", "eac3", "dts", "dtshd", "aac", "m4a", "flac", "mp3", "opus", "thd", "wav"];
const LYRICS: [&str; 4] = ["lrc", "elrc", "txt", "ttml"];

/// Names of folders beside a film that hold nothing but its subtitles.
pub fn is_subtitle_folder(name: &str) -> bool {
    ["subs", "sub", "subtitles", "subtitle", "vobsubs"].iter().any(|known| name.eq_ignore_ascii_case(known))
}

pub fn is_subtitle(name: &str) -> bool {
    extension(name).is_some_and(|ext| SUBTITLES.iter().any(|(known, _)| *known == ext))
}

/// What `name` is to the media file `stem` in the same folder; `None` when it belongs to another file.
/// `names` are the other files of the folder: a `.sub` beside an `.idx` is that one's pictures, not text.
pub fn beside(name: &str, stem: &str, names: &[&str]) -> Option<Sidecar> {
    let (own, _) = name.rsplit_once('.')?;
    let head = own.get(..stem.len())?;
    if !head.eq_ignore_ascii_case(stem) && head.to_lowercase() != stem.to_lowercase() {
        return None;
    }
    let rest = &own[stem.len()..];
    if !rest.is_empty() && !rest.starts_with(['.', '-', '_', ' ', '(', '[']) {
        return None;
    }
    describe(name, rest, names)
}

/// What `name` is in a folder that holds nothing but one film's subtitles (`Subs/2_English.srt`).
pub fn in_subtitle_folder(name: &str, stem: &str, names: &[&str]) -> Option<Sidecar> {
    if !is_subtitle(name) {
        return None;
    }
    if let Some(found) = beside(name, stem, names) {
        return Some(found);
    }
    let (own, _) = name.rsplit_once('.')?;
    describe(name, own, names)
}

/// The lyrics file of a track among the files beside it.
pub fn lyrics<'a>(stem: &str, names: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let rank = |name: &str| {
        let (own, ext) = name.rsplit_once('.')?;
        (own.to_lowercase() == stem.to_lowercase()).then_some(())?;
        LYRICS.iter().position(|known| ext.eq_ignore_ascii_case(known))
    };
    names.into_iter().filter_map(|name| rank(name).map(|rank| (rank, name))).min().map(|(_, name)| name)
}

fn extension(name: &str) -> Option<String> {
    name.rsplit_once('.').map(|(_, ext)| ext.to_lowercase())
}

fn describe(name: &str, rest: &str, names: &[&str]) -> Option<Sidecar> {
    let ext = extension(name)?;
    let subtitle = SUBTITLES.iter().find(|(known, _)| *known == ext);
    let (kind, codec) = match subtitle {
        Some((_, codec)) => (StreamKind::Subtitle, *codec),
        None if SOUND.contains(&ext.as_str()) => (StreamKind::Audio, ""),
        None => return None,
    };
    if ext == "sub" {
        let index = format!("{}.idx", &name[..name.len() - 4]);
        if names.iter().any(|other| other.eq_ignore_ascii_case(&index)) {
            return None;
        }
    }
    let mut out = Sidecar { kind, codec, language: None, title: None, default: false, forced: false, hearing_impaired: false, comment: false };
    read_words(rest, &mut out);
    if kind == StreamKind::Audio && out.language.is_none() && out.title.is_none() {
        return None;
    }
    Some(out)
}

/// The dotted (or bracketed) words between the media's name and the extension: flags, a language, and a title of what is left.
fn read_words(rest: &str, out: &mut Sidecar) {
    let mut titles: Vec<&str> = Vec::new();
    let mut variant = None;
    let parts: Vec<&str> =
        rest.split(['.', '[', ']', '(', ')']).flat_map(|part| if language::parse(part).is_some() { vec![part] } else { part.split('_').collect() }).collect();
    for part in parts {
        let word = part.trim_matches([' ', '-', '_']);
        if word.is_empty() || (word.len() <= 2 && word.bytes().all(|b| b.is_ascii_digit())) {
            continue;
        }
        if flag(word, out) {
            continue;
        }
        match language::parse(word) {
            // `hi` is Hindi only where a language is still wanted (`film.hi.srt`); after one it means hearing impaired.
            Some(found) if out.language.is_none() => {
                out.language = Some(found.code.to_owned());
                variant = found.variant;
            }
            Some(_) if word.eq_ignore_ascii_case("hi") => out.hearing_impaired = true,
            _ if out.language.is_none() && split_on_dash(word, out) => {}
            _ => titles.push(word),
        }
    }
    if !titles.is_empty() {
        out.title = Some(titles.join(" "));
    } else {
        out.title = variant;
    }
}

/// `English-SDH`, `en-forced`: a language and flags held together by dashes.
fn split_on_dash(word: &str, out: &mut Sidecar) -> bool {
    let Some((first, more)) = word.split_once(['-', ' ']) else { return false };
    let Some(found) = language::parse(first.trim()) else { return false };
    let mut trial = out.clone();
    if !more.split(['-', ' ']).filter(|word| !word.is_empty()).all(|word| flag(word, &mut trial)) {
        return false;
    }
    *out = trial;
    out.language = Some(found.code.to_owned());
    true
}

fn flag(word: &str, out: &mut Sidecar) -> bool {
    match word.to_lowercase().as_str() {
        "forced" | "foreign" => out.forced = true,
        "default" => out.default = true,
        "sdh" | "cc" | "hearing impaired" => out.hearing_impaired = true,
        "commentary" => {
            out.comment = true;
            out.title.get_or_insert_with(|| "Commentary".to_owned());
        }
        _ => return false,
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(name: &str) -> Sidecar {
        beside(name, "Film (2008)", &[]).unwrap_or_else(|| panic!("{name} should belong to the film"))
    }

    #[test]
    fn languages_and_flags() {
        for (name, language, forced, impaired, title) in [
            ("Film (2008).srt", None, false, false, None),
            ("Film (2008).de.srt", Some("deu"), false, false, None),
            ("film (2008).EN.sdh.srt", Some("eng"), false, true, None),
            ("Film (2008).fr.forced.srt", Some("fra"), true, false, None),
            ("Film (2008).forced.eng.ass", Some("eng"), true, false, None),
            ("Film (2008).English.cc.vtt", Some("eng"), false, true, None),
            ("Film (2008).en.hi.srt", Some("eng"), false, true, None),
            ("Film (2008).hi.srt", Some("hin"), false, false, None),
            ("Film (2008).pt-BR.srt", Some("por"), false, false, Some("pt-BR")),
            ("Film (2008).zh-Hans.srt", Some("zho"), false, false, Some("zh-Hans")),
            ("Film (2008).en.Songs and Signs.ass", Some("eng"), false, false, Some("Songs and Signs")),
            ("Film (2008).English-SDH.srt", Some("eng"), false, true, None),
            ("Film (2008)-de.srt", Some("deu"), false, false, None),
            ("Film (2008).[de].srt", Some("deu"), false, false, None),
            ("Film (2008).spa.sup", Some("spa"), false, false, None),
        ] {
            let got = one(name);
            assert_eq!((got.language.as_deref(), got.forced, got.hearing_impaired, got.title.as_deref()), (language, forced, impaired, title), "{name}");
            assert_eq!(got.kind, StreamKind::Subtitle);
        }
        assert!(one("Film (2008).en.default.srt").default);
    }

    #[test]
    fn what_belongs_to_another_file() {
        assert_eq!(beside("Film (2008) 2.en.srt", "Film (200", &[]), None);
        assert_eq!(beside("Films.en.srt", "Film", &[]), None);
        assert_eq!(beside("Film.jpg", "Film", &[]), None);
        assert_eq!(beside("Film.mka", "Film", &[]), None, "sound without a language is no second track");
        assert_eq!(beside("é.srt", "ee", &[]), None);
    }

    #[test]
    fn sound_and_pictures() {
        let sound = beside("Film.de.ac3", "Film", &[]).expect("a dub");
        assert_eq!((sound.kind, sound.language.as_deref()), (StreamKind::Audio, Some("deu")));
        assert_eq!(beside("Film.sub", "Film", &["Film.idx", "Film.sub"]), None);
        assert_eq!(beside("Film.idx", "Film", &["Film.idx", "Film.sub"]).map(|s| s.codec), Some("dvd_subtitle"));
        assert_eq!(beside("Film.sub", "Film", &["Film.sub"]).map(|s| s.codec), Some("microdvd"));
    }

    #[test]
    fn a_folder_of_subtitles() {
        let got = in_subtitle_folder("2_English.srt", "Film", &[]).expect("a subtitle");
        assert_eq!(got.language.as_deref(), Some("eng"));
        assert_eq!(in_subtitle_folder("Film.fr.srt", "Film", &[]).and_then(|s| s.language).as_deref(), Some("fra"));
        assert_eq!(in_subtitle_folder("readme.nfo", "Film", &[]), None);
    }

    #[test]
    fn lyrics_beside_a_track() {
        assert_eq!(lyrics("01 - Song", ["01 - Song.txt", "01 - song.LRC", "01 - Song.flac"]), Some("01 - song.LRC"));
        assert_eq!(lyrics("02", ["01.lrc"]), None);
    }
}
