//! Trailers, interviews and other extras, by the endings and folders that Jellyfin, Kodi and Plex agree on.

use walros_model::item::ExtraKind;

use super::text;

/// Endings of file names, `-` or `.` or `_` in front.
const ENDINGS: [(&str, ExtraKind); 16] = [
    ("trailer", ExtraKind::Trailer),
    ("teaser", ExtraKind::Trailer),
    ("behindthescenes", ExtraKind::BehindTheScenes),
    ("making-of", ExtraKind::BehindTheScenes),
    ("makingof", ExtraKind::BehindTheScenes),
    ("deletedscene", ExtraKind::DeletedScene),
    ("deleted", ExtraKind::DeletedScene),
    ("featurette", ExtraKind::Featurette),
    ("interview", ExtraKind::Interview),
    ("scene", ExtraKind::Scene),
    ("short", ExtraKind::Short),
    ("clip", ExtraKind::Clip),
    ("other", ExtraKind::Other),
    ("extra", ExtraKind::Other),
    ("extras", ExtraKind::Other),
    ("bonus", ExtraKind::Other),
];

const FOLDERS: [(&str, ExtraKind); 30] = [
    ("trailers", ExtraKind::Trailer),
    ("trailer", ExtraKind::Trailer),
    ("behind the scenes", ExtraKind::BehindTheScenes),
    ("behindthescenes", ExtraKind::BehindTheScenes),
    ("making of", ExtraKind::BehindTheScenes),
    ("deleted scenes", ExtraKind::DeletedScene),
    ("deletedscenes", ExtraKind::DeletedScene),
    ("deleted", ExtraKind::DeletedScene),
    ("interviews", ExtraKind::Interview),
    ("interview", ExtraKind::Interview),
    ("scenes", ExtraKind::Scene),
    ("scene", ExtraKind::Scene),
    ("shorts", ExtraKind::Short),
    ("short", ExtraKind::Short),
    ("featurettes", ExtraKind::Featurette),
    ("featurette", ExtraKind::Featurette),
    ("clips", ExtraKind::Clip),
    ("clip", ExtraKind::Clip),
    ("other", ExtraKind::Other),
    ("others", ExtraKind::Other),
    ("extras", ExtraKind::Other),
    ("extra", ExtraKind::Other),
    ("bonus", ExtraKind::Other),
    ("bonus features", ExtraKind::Other),
    ("special features", ExtraKind::Other),
    ("samples", ExtraKind::Sample),
    ("sample", ExtraKind::Sample),
    ("theme-music", ExtraKind::ThemeSong),
    ("backdrops", ExtraKind::ThemeVideo),
    ("theme-videos", ExtraKind::ThemeVideo),
];

/// What a folder beside a film or in a series holds by its name.
pub fn of_folder(name: &str) -> Option<ExtraKind> {
    let lower = name.trim().to_lowercase().replace(['_', '.'], " ");
    FOLDERS.iter().find(|(known, _)| *known == lower).map(|(_, kind)| *kind)
}

/// What a file is by the ending of its name, with what is left of the name: `Film (2000)-trailer` → `Film (2000)`.
pub fn of_file(stem: &str) -> Option<(ExtraKind, &str)> {
    let lower = stem.to_lowercase();
    if lower.len() != stem.len() {
        return None;
    }
    for (ending, kind) in ENDINGS {
        let Some(rest) = lower.strip_suffix(ending).and_then(|rest| stem.get(..rest.len())) else { continue };
        if rest.is_empty() && kind == ExtraKind::Trailer {
            return Some((kind, rest));
        }
        let numbered = rest.trim_end_matches(|c: char| c.is_ascii_digit());
        if let Some(left) = numbered.strip_suffix(['-', '.', '_']).filter(|left| !left.is_empty() && !left.ends_with(' ')) {
            return Some((kind, left));
        }
        if kind == ExtraKind::Trailer && rest.ends_with(' ') && !rest.trim().is_empty() {
            return Some((kind, text::trim(rest)));
        }
    }
    // `Film-trailer2`: a number behind the ending.
    let bare = lower.trim_end_matches(|c: char| c.is_ascii_digit());
    if bare.len() < lower.len() && bare.ends_with("trailer") {
        return stem.get(..bare.len()).and_then(of_file);
    }
    None
}

/// What the title behind an episode's number says when it names no episode at all: `S01E01 - Featurette`.
pub fn of_title(title: &str) -> Option<ExtraKind> {
    let lower = title.to_lowercase().replace(['-', '_'], " ");
    let named = ["making of", "behind the scenes", "deleted scenes", "deleted scene", "featurette", "interview", "trailer", "teaser"];
    named.contains(&lower.as_str()).then(|| of_folder(&lower).or_else(|| of_folder(&format!("{lower}s")))).flatten()
}

/// Openings, endings and advertisements that anime releases carry beside the episodes: `NCOP1`, `ED2`, `PV`.
pub fn of_anime(rest: &str) -> Option<ExtraKind> {
    let plain = text::without_brackets(rest);
    let word = text::trim(&plain).to_lowercase();
    let base = word.trim_end_matches(|c: char| c.is_ascii_digit() || c == ' ' || c == 'v');
    match base {
        "ncop" | "nced" | "op" | "ed" | "creditless opening" | "creditless ending" | "cm" | "menu" => Some(ExtraKind::Clip),
        "p" if word.starts_with("pv") => Some(ExtraKind::Trailer),
        "teaser" | "trailer" => Some(ExtraKind::Trailer),
        _ => None,
    }
}

/// A song or a loop that clients play behind a series' or film's page.
pub fn of_theme(stem: &str) -> bool {
    let lower = stem.to_lowercase();
    lower == "theme"
        || lower.strip_prefix("theme").is_some_and(|rest| !rest.is_empty() && rest.trim_start_matches(['-', ' ']).bytes().all(|b| b.is_ascii_digit()))
}

/// How an extra is called when its file says no more than what it is.
pub fn name_of(kind: ExtraKind) -> &'static str {
    match kind {
        ExtraKind::Clip => "Clip",
        ExtraKind::Trailer => "Trailer",
        ExtraKind::BehindTheScenes => "Behind the Scenes",
        ExtraKind::DeletedScene => "Deleted Scene",
        ExtraKind::Interview => "Interview",
        ExtraKind::Scene => "Scene",
        ExtraKind::Sample => "Sample",
        ExtraKind::ThemeSong => "Theme Song",
        ExtraKind::ThemeVideo => "Theme Video",
        ExtraKind::Featurette => "Featurette",
        ExtraKind::Short => "Short",
        ExtraKind::Other => "Extra",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn endings() {
        for (stem, want) in [
            ("Film (2000)-trailer", Some((ExtraKind::Trailer, "Film (2000)"))),
            ("Film.2000.trailer", Some((ExtraKind::Trailer, "Film.2000"))),
            ("Film-trailer2", Some((ExtraKind::Trailer, "Film"))),
            ("Film (2000) Trailer", Some((ExtraKind::Trailer, "Film (2000)"))),
            ("trailer", Some((ExtraKind::Trailer, ""))),
            ("Making it-behindthescenes", Some((ExtraKind::BehindTheScenes, "Making it"))),
            ("Film-deleted", Some((ExtraKind::DeletedScene, "Film"))),
            ("Talk-interview", Some((ExtraKind::Interview, "Talk"))),
            ("Film (2000)", None),
            ("Short", None),
            ("The Big Short", None),
            ("Crime Scene", None),
            ("Signal - Other", None),
            ("Other", None),
        ] {
            assert_eq!(of_file(stem), want, "{stem}");
        }
    }

    #[test]
    fn titles_that_name_no_episode() {
        assert_eq!(of_title("Featurette"), Some(ExtraKind::Featurette));
        assert_eq!(of_title("Making-of"), Some(ExtraKind::BehindTheScenes));
        assert_eq!(of_title("The Interview"), None);
        assert_eq!(of_anime(" - NCOP1 [BD]"), Some(ExtraKind::Clip));
        assert_eq!(of_anime("PV2"), Some(ExtraKind::Trailer));
        assert_eq!(of_anime(" - 01"), None);
        assert_eq!(of_anime("Opal"), None);
    }

    #[test]
    fn folders_and_themes() {
        assert_eq!(of_folder("Behind The Scenes"), Some(ExtraKind::BehindTheScenes));
        assert_eq!(of_folder("Trailers"), Some(ExtraKind::Trailer));
        assert_eq!(of_folder("Film (2000)"), None);
        assert!(of_theme("theme") && of_theme("Theme 2") && !of_theme("Themes of Loss"));
    }
}
