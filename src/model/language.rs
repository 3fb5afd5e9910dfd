//! Languages as streams and files name them: ISO 639-1, 639-2 in both forms, BCP 47 tags and English names, all led to ISO 639-2/T.

/// One language. `code` is ISO 639-2/T (`deu`), `two` ISO 639-1 (`de`, or empty), `name` English.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Language {
    pub code: &'static str,
    pub two: &'static str,
    pub name: &'static str,
}

/// The language a code, tag (`pt-BR`) or English name stands for; `None` for unknown ones and `und`.
pub fn find(text: &str) -> Option<&'static Language> {
    let text = text.trim();
    let main = text.split(['-', '_']).next().unwrap_or(text);
    let main = terminologic(main);
    LANGUAGES.iter().find(|language| match main.len() {
        2 => main.eq_ignore_ascii_case(language.two),
        3 => main.eq_ignore_ascii_case(language.code),
        _ => text.eq_ignore_ascii_case(language.name),
    })
}

/// ISO 639-2/T of whatever a file says. Three letters that are no known language stay as they are, since 639-3 has
/// thousands; `None` for `und` and for what is no code.
pub fn normalise(text: &str) -> Option<String> {
    if let Some(language) = find(text) {
        return Some(language.code.to_owned());
    }
    let code = text.trim().to_ascii_lowercase();
    (code.len() == 3 && code != "und" && code.bytes().all(|byte| byte.is_ascii_lowercase())).then_some(code)
}

/// The terminologic form of a bibliographic (639-2/B) or retired code.
fn terminologic(code: &str) -> &str {
    const PAIRS: &[(&str, &str)] = &[
        ("alb", "sqi"),
        ("arm", "hye"),
        ("baq", "eus"),
        ("bur", "mya"),
        ("chi", "zho"),
        ("cze", "ces"),
        ("dut", "nld"),
        ("fre", "fra"),
        ("geo", "kat"),
        ("ger", "deu"),
        ("gre", "ell"),
        ("ice", "isl"),
        ("mac", "mkd"),
        ("mao", "mri"),
        ("may", "msa"),
        ("per", "fas"),
        ("rum", "ron"),
        ("slo", "slk"),
        ("tib", "bod"),
        ("wel", "cym"),
        ("scc", "srp"),
        ("scr", "hrv"),
        ("iw", "heb"),
        ("in", "ind"),
        ("ji", "yid"),
        ("mo", "ron"),
    ];
    PAIRS.iter().find(|(from, _)| from.eq_ignore_ascii_case(code)).map_or(code, |(_, to)| to)
}

const fn language(two: &'static str, code: &'static str, name: &'static str) -> Language {
    Language { code, two, name }
}

static LANGUAGES: &[Language] = &[
    language("aa", "aar", "Afar"),
    language("ab", "abk", "Abkhazian"),
    language("ae", "ave", "Avestan"),
    language("af", "afr", "Afrikaans"),
    language("ak", "aka", "Akan"),
    language("am", "amh", "Amharic"),
    language("an", "arg", "Aragonese"),
    language("ar", "ara", "Arabic"),
    language("as", "asm", "Assamese"),
    language("av", "ava", "Avaric"),
    language("ay", "aym", "Aymara"),
    language("az", "aze", "Azerbaijani"),
    language("ba", "bak", "Bashkir"),
    language("be", "bel", "Belarusian"),
    language("bg", "bul", "Bulgarian"),
    language("bi", "bis", "Bislama"),
    language("bm", "bam", "Bambara"),
    language("bn", "ben", "Bengali"),
    language("bo", "bod", "Tibetan"),
    language("br", "bre", "Breton"),
    language("bs", "bos", "Bosnian"),
    language("ca", "cat", "Catalan"),
    language("ce", "che", "Chechen"),
    language("ch", "cha", "Chamorro"),
    language("co", "cos", "Corsican"),
    language("cr", "cre", "Cree"),
    language("cs", "ces", "Czech"),
    language("cu", "chu", "Church Slavic"),
    language("cv", "chv", "Chuvash"),
    language("cy", "cym", "Welsh"),
    language("da", "dan", "Danish"),
    language("de", "deu", "German"),
    language("dv", "div", "Divehi"),
    language("dz", "dzo", "Dzongkha"),
    language("ee", "ewe", "Ewe"),
    language("el", "ell", "Greek"),
    language("en", "eng", "English"),
    language("eo", "epo", "Esperanto"),
    language("es", "spa", "Spanish"),
    language("et", "est", "Estonian"),
    language("eu", "eus", "Basque"),
    language("fa", "fas", "Persian"),
    language("ff", "ful", "Fulah"),
    language("fi", "fin", "Finnish"),
    language("fj", "fij", "Fijian"),
    language("fo", "fao", "Faroese"),
    language("fr", "fra", "French"),
    language("fy", "fry", "Western Frisian"),
    language("ga", "gle", "Irish"),
    language("gd", "gla", "Gaelic"),
    language("gl", "glg", "Galician"),
    language("gn", "grn", "Guarani"),
    language("gu", "guj", "Gujarati"),
    language("gv", "glv", "Manx"),
    language("ha", "hau", "Hausa"),
    language("he", "heb", "Hebrew"),
    language("hi", "hin", "Hindi"),
    language("ho", "hmo", "Hiri Motu"),
    language("hr", "hrv", "Croatian"),
    language("ht", "hat", "Haitian"),
    language("hu", "hun", "Hungarian"),
    language("hy", "hye", "Armenian"),
    language("hz", "her", "Herero"),
    language("ia", "ina", "Interlingua"),
    language("id", "ind", "Indonesian"),
    language("ie", "ile", "Interlingue"),
    language("ig", "ibo", "Igbo"),
    language("ii", "iii", "Sichuan Yi"),
    language("ik", "ipk", "Inupiaq"),
    language("io", "ido", "Ido"),
    language("is", "isl", "Icelandic"),
    language("it", "ita", "Italian"),
    language("iu", "iku", "Inuktitut"),
    language("ja", "jpn", "Japanese"),
    language("jv", "jav", "Javanese"),
    language("ka", "kat", "Georgian"),
    language("kg", "kon", "Kongo"),
    language("ki", "kik", "Kikuyu"),
    language("kj", "kua", "Kuanyama"),
    language("kk", "kaz", "Kazakh"),
    language("kl", "kal", "Kalaallisut"),
    language("km", "khm", "Khmer"),
    language("kn", "kan", "Kannada"),
    language("ko", "kor", "Korean"),
    language("kr", "kau", "Kanuri"),
    language("ks", "kas", "Kashmiri"),
    language("ku", "kur", "Kurdish"),
    language("kv", "kom", "Komi"),
    language("kw", "cor", "Cornish"),
    language("ky", "kir", "Kyrgyz"),
    language("la", "lat", "Latin"),
    language("lb", "ltz", "Luxembourgish"),
    language("lg", "lug", "Ganda"),
    language("li", "lim", "Limburgish"),
    language("ln", "lin", "Lingala"),
    language("lo", "lao", "Lao"),
    language("lt", "lit", "Lithuanian"),
    language("lu", "lub", "Luba-Katanga"),
    language("lv", "lav", "Latvian"),
    language("mg", "mlg", "Malagasy"),
    language("mh", "mah", "Marshallese"),
    language("mi", "mri", "Maori"),
    language("mk", "mkd", "Macedonian"),
    language("ml", "mal", "Malayalam"),
    language("mn", "mon", "Mongolian"),
    language("mr", "mar", "Marathi"),
    language("ms", "msa", "Malay"),
    language("mt", "mlt", "Maltese"),
    language("my", "mya", "Burmese"),
    language("na", "nau", "Nauru"),
    language("nb", "nob", "Norwegian Bokmål"),
    language("nd", "nde", "North Ndebele"),
    language("ne", "nep", "Nepali"),
    language("ng", "ndo", "Ndonga"),
    language("nl", "nld", "Dutch"),
    language("nn", "nno", "Norwegian Nynorsk"),
    language("no", "nor", "Norwegian"),
    language("nr", "nbl", "South Ndebele"),
    language("nv", "nav", "Navajo"),
    language("ny", "nya", "Chichewa"),
    language("oc", "oci", "Occitan"),
    language("oj", "oji", "Ojibwa"),
    language("om", "orm", "Oromo"),
    language("or", "ori", "Odia"),
    language("os", "oss", "Ossetian"),
    language("pa", "pan", "Punjabi"),
    language("pi", "pli", "Pali"),
    language("pl", "pol", "Polish"),
    language("ps", "pus", "Pashto"),
    language("pt", "por", "Portuguese"),
    language("qu", "que", "Quechua"),
    language("rm", "roh", "Romansh"),
    language("rn", "run", "Rundi"),
    language("ro", "ron", "Romanian"),
    language("ru", "rus", "Russian"),
    language("rw", "kin", "Kinyarwanda"),
    language("sa", "san", "Sanskrit"),
    language("sc", "srd", "Sardinian"),
    language("sd", "snd", "Sindhi"),
    language("se", "sme", "Northern Sami"),
    language("sg", "sag", "Sango"),
    language("si", "sin", "Sinhala"),
    language("sk", "slk", "Slovak"),
    language("sl", "slv", "Slovenian"),
    language("sm", "smo", "Samoan"),
    language("sn", "sna", "Shona"),
    language("so", "som", "Somali"),
    language("sq", "sqi", "Albanian"),
    language("sr", "srp", "Serbian"),
    language("ss", "ssw", "Swati"),
    language("st", "sot", "Southern Sotho"),
    language("su", "sun", "Sundanese"),
    language("sv", "swe", "Swedish"),
    language("sw", "swa", "Swahili"),
    language("ta", "tam", "Tamil"),
    language("te", "tel", "Telugu"),
    language("tg", "tgk", "Tajik"),
    language("th", "tha", "Thai"),
    language("ti", "tir", "Tigrinya"),
    language("tk", "tuk", "Turkmen"),
    language("tl", "tgl", "Tagalog"),
    language("tn", "tsn", "Tswana"),
    language("to", "ton", "Tongan"),
    language("tr", "tur", "Turkish"),
    language("ts", "tso", "Tsonga"),
    language("tt", "tat", "Tatar"),
    language("tw", "twi", "Twi"),
    language("ty", "tah", "Tahitian"),
    language("ug", "uig", "Uighur"),
    language("uk", "ukr", "Ukrainian"),
    language("ur", "urd", "Urdu"),
    language("uz", "uzb", "Uzbek"),
    language("ve", "ven", "Venda"),
    language("vi", "vie", "Vietnamese"),
    language("vo", "vol", "Volapük"),
    language("wa", "wln", "Walloon"),
    language("wo", "wol", "Wolof"),
    language("xh", "xho", "Xhosa"),
    language("yi", "yid", "Yiddish"),
    language("yo", "yor", "Yoruba"),
    language("za", "zha", "Zhuang"),
    language("zh", "zho", "Chinese"),
    language("zu", "zul", "Zulu"),
    language("", "fil", "Filipino"),
    language("", "yue", "Cantonese"),
    language("", "cmn", "Mandarin Chinese"),
    language("", "gsw", "Swiss German"),
    language("", "haw", "Hawaiian"),
    language("", "chr", "Cherokee"),
    language("", "grc", "Ancient Greek"),
    language("", "ang", "Old English"),
    language("", "tlh", "Klingon"),
    language("", "mul", "Multiple languages"),
    language("", "zxx", "No linguistic content"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_way_of_naming_a_language_leads_to_one_code() {
        for (text, code) in
            [("de", "deu"), ("ger", "deu"), ("DEU", "deu"), ("German", "deu"), ("pt-BR", "por"), ("zh_Hant", "zho"), ("iw", "heb"), ("tlh", "tlh")]
        {
            assert_eq!(normalise(text).as_deref(), Some(code), "{text}");
        }
    }

    #[test]
    fn what_names_no_language_is_none() {
        for text in ["", "und", "x", "1234", "???", "qu€"] {
            assert_eq!(normalise(text), None, "{text}");
        }
        assert_eq!(normalise("qaa").as_deref(), Some("qaa"));
    }

    #[test]
    fn codes_are_unique() {
        let mut codes: Vec<_> = LANGUAGES.iter().map(|language| language.code).collect();
        codes.sort_unstable();
        codes.dedup();
        assert_eq!(codes.len(), LANGUAGES.len());
    }
}
