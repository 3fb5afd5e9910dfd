//! Languages as file names and tags write them, reduced to ISO 639-2/T.

/// A language, with the region or script the name gave it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Language {
    /// ISO 639-2/T, three letters.
    pub code: &'static str,
    /// `pt-BR`, `zh-Hans`: as written, when the name said more than the language.
    pub variant: Option<String>,
}

/// From a code (`en`, `eng`, `ger`, `pt-BR`, `zh_Hans`) or an English name (`German`); `None` for anything else.
pub fn parse(word: &str) -> Option<Language> {
    let lower = word.trim().to_lowercase();
    if let Some((code, variant)) = VARIANTS.iter().find(|(name, ..)| *name == lower).map(|(_, code, variant)| (code, variant)) {
        return Some(Language { code, variant: Some((*variant).to_owned()) });
    }
    if let Some(code) = find(&lower) {
        return Some(Language { code, variant: None });
    }
    let (language, region) = lower.split_once(['-', '_'])?;
    let region_fits =
        matches!(region.len(), 2 | 4) && region.bytes().all(|b| b.is_ascii_alphabetic()) || region.len() == 3 && region.bytes().all(|b| b.is_ascii_digit());
    if !matches!(language.len(), 2 | 3) || !region_fits {
        return None;
    }
    let code = find(language)?;
    let region = if region.len() == 4 { format!("{}{}", region[..1].to_uppercase(), &region[1..]) } else { region.to_uppercase() };
    Some(Language { code, variant: Some(format!("{language}-{region}")) })
}

/// ISO 639-2/T for a tag of a container (`ger` and `de` become `deu`); `None` for `und` and what is no code.
pub fn normalize(tag: &str) -> Option<String> {
    let lower = tag.trim().to_lowercase();
    if lower.is_empty() || matches!(lower.as_str(), "und" | "unk" | "zxx" | "mis") {
        return None;
    }
    match parse(&lower) {
        Some(language) => Some(language.code.to_owned()),
        None => (lower.len() == 3 && lower.bytes().all(|b| b.is_ascii_alphabetic())).then_some(lower),
    }
}

fn find(lower: &str) -> Option<&'static str> {
    LANGUAGES
        .iter()
        .find(|(three, bibliographic, two, name)| {
            *three == lower || (!two.is_empty() && *two == lower) || (!bibliographic.is_empty() && *bibliographic == lower) || *name == lower
        })
        .map(|(three, ..)| *three)
}

/// Names that say language and variant at once.
const VARIANTS: [(&str, &str, &str); 10] = [
    ("pob", "por", "pt-BR"),
    ("brazilian", "por", "pt-BR"),
    ("brazilian portuguese", "por", "pt-BR"),
    ("chs", "zho", "zh-Hans"),
    ("cht", "zho", "zh-Hant"),
    ("simplified chinese", "zho", "zh-Hans"),
    ("traditional chinese", "zho", "zh-Hant"),
    ("latin american spanish", "spa", "es-419"),
    ("castilian", "spa", "es-ES"),
    ("canadian french", "fra", "fr-CA"),
];

/// 639-2/T, 639-2/B where it differs, 639-1, English name.
#[rustfmt::skip]
const LANGUAGES: [(&str, &str, &str, &str); 96] = [
    ("afr", "", "af", "afrikaans"), ("sqi", "alb", "sq", "albanian"), ("amh", "", "am", "amharic"), ("ara", "", "ar", "arabic"),
    ("hye", "arm", "hy", "armenian"), ("asm", "", "as", "assamese"), ("aze", "", "az", "azerbaijani"), ("eus", "baq", "eu", "basque"),
    ("bel", "", "be", "belarusian"), ("ben", "", "bn", "bengali"), ("bos", "", "bs", "bosnian"), ("bre", "", "br", "breton"),
    ("bul", "", "bg", "bulgarian"), ("mya", "bur", "my", "burmese"), ("cat", "", "ca", "catalan"), ("zho", "chi", "zh", "chinese"),
    ("yue", "", "", "cantonese"), ("cmn", "", "", "mandarin"), ("hrv", "scr", "hr", "croatian"), ("ces", "cze", "cs", "czech"),
    ("dan", "", "da", "danish"), ("nld", "dut", "nl", "dutch"), ("eng", "", "en", "english"), ("epo", "", "eo", "esperanto"),
    ("est", "", "et", "estonian"), ("fao", "", "fo", "faroese"), ("fas", "per", "fa", "persian"), ("fil", "", "", "filipino"),
    ("fin", "", "fi", "finnish"), ("fra", "fre", "fr", "french"), ("fry", "", "fy", "frisian"), ("glg", "", "gl", "galician"),
    ("kat", "geo", "ka", "georgian"), ("deu", "ger", "de", "german"), ("ell", "gre", "el", "greek"), ("guj", "", "gu", "gujarati"),
    ("hat", "", "ht", "haitian"), ("hau", "", "ha", "hausa"), ("heb", "", "he", "hebrew"), ("hin", "", "hi", "hindi"),
    ("hun", "", "hu", "hungarian"), ("isl", "ice", "is", "icelandic"), ("ibo", "", "ig", "igbo"), ("ind", "", "id", "indonesian"),
    ("gle", "", "ga", "irish"), ("ita", "", "it", "italian"), ("jpn", "", "ja", "japanese"), ("jav", "", "jv", "javanese"),
    ("kan", "", "kn", "kannada"), ("kaz", "", "kk", "kazakh"), ("khm", "", "km", "khmer"), ("kor", "", "ko", "korean"),
    ("kur", "", "ku", "kurdish"), ("kir", "", "ky", "kyrgyz"), ("lao", "", "lo", "lao"), ("lat", "", "la", "latin"),
    ("lav", "", "lv", "latvian"), ("lit", "", "lt", "lithuanian"), ("ltz", "", "lb", "luxembourgish"), ("mkd", "mac", "mk", "macedonian"),
    ("msa", "may", "ms", "malay"), ("mal", "", "ml", "malayalam"), ("mlt", "", "mt", "maltese"), ("mri", "mao", "mi", "maori"),
    ("mar", "", "mr", "marathi"), ("mon", "", "mn", "mongolian"), ("nep", "", "ne", "nepali"), ("nor", "", "no", "norwegian"),
    ("nob", "", "nb", "bokmal"), ("nno", "", "nn", "nynorsk"), ("oci", "", "oc", "occitan"), ("pan", "", "pa", "punjabi"),
    ("pol", "", "pl", "polish"), ("por", "", "pt", "portuguese"), ("ron", "rum", "ro", "romanian"), ("rus", "", "ru", "russian"),
    ("gla", "", "gd", "gaelic"), ("srp", "scc", "sr", "serbian"), ("sin", "", "si", "sinhala"), ("slk", "slo", "sk", "slovak"),
    ("slv", "", "sl", "slovenian"), ("som", "", "so", "somali"), ("spa", "", "es", "spanish"), ("swa", "", "sw", "swahili"),
    ("swe", "", "sv", "swedish"), ("tgl", "", "tl", "tagalog"), ("tam", "", "ta", "tamil"), ("tel", "", "te", "telugu"),
    ("tha", "", "th", "thai"), ("tur", "", "tr", "turkish"), ("ukr", "", "uk", "ukrainian"), ("urd", "", "ur", "urdu"),
    ("uzb", "", "uz", "uzbek"), ("vie", "", "vi", "vietnamese"), ("cym", "wel", "cy", "welsh"), ("zul", "", "zu", "zulu"),
];

#[cfg(test)]
mod tests {
    use super::*;

    fn code(word: &str) -> Option<&'static str> {
        parse(word).map(|language| language.code)
    }

    #[test]
    fn codes_names_and_regions() {
        for (word, want) in [
            ("en", "eng"),
            ("ENG", "eng"),
            ("ger", "deu"),
            ("deu", "deu"),
            ("German", "deu"),
            ("fre", "fra"),
            ("pt-BR", "por"),
            ("pt_br", "por"),
            ("pob", "por"),
            ("zh-Hans", "zho"),
            ("chs", "zho"),
            ("es-419", "spa"),
        ] {
            assert_eq!(code(word), Some(want), "{word}");
        }
        assert_eq!(parse("PT-br").and_then(|l| l.variant).as_deref(), Some("pt-BR"));
        assert_eq!(parse("zh-hans").and_then(|l| l.variant).as_deref(), Some("zh-Hans"));
        for word in ["", "forced", "xx", "directors", "x-en", "en-title"] {
            assert_eq!(code(word), None, "{word}");
        }
    }

    #[test]
    fn container_tags() {
        assert_eq!(normalize("ger").as_deref(), Some("deu"));
        assert_eq!(normalize("und"), None);
        assert_eq!(normalize("tlh").as_deref(), Some("tlh"));
        assert_eq!(normalize("no language"), None);
    }
}
