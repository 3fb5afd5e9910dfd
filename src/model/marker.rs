//! Parts of a film that players offer to pass over, as the titles of its chapters say them.

use std::time::Duration;

use crate::probe::Chapter;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MarkerKind {
    Intro,
    Outro,
    Recap,
    Preview,
    Commercial,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Marker {
    pub kind: MarkerKind,
    pub start: Duration,
    pub end: Duration,
}

impl Marker {
    /// Of chapters in order. A chapter called by more than such a word ("The Intro to Everything") is none.
    pub fn of_chapters(chapters: &[Chapter]) -> Vec<Self> {
        let titles: Vec<String> = chapters.iter().map(|chapter| plain(chapter.title.as_deref().unwrap_or_default())).collect();
        // Alone either may be a scene; together they are the songs of a series.
        let songs = ["opening", "ending"].iter().all(|song| titles.iter().any(|title| title == song));
        let marker = |(chapter, title): (&Chapter, &String)| {
            let kind = kind(title).or(match title.as_str() {
                "opening" if songs => Some(MarkerKind::Intro),
                "ending" if songs => Some(MarkerKind::Outro),
                _ => None,
            })?;
            (chapter.end > chapter.start).then_some(Self { kind, start: chapter.start, end: chapter.end })
        };
        chapters.iter().zip(&titles).filter_map(marker).collect()
    }
}

/// Without case, numbers and what stands around them: `Intro #1` is `intro`.
fn plain(title: &str) -> String {
    let outside = |letter: char| !letter.is_alphabetic();
    title.trim_matches(outside).to_lowercase()
}

fn kind(title: &str) -> Option<MarkerKind> {
    Some(match title {
        "intro" | "introduction" | "op" | "opening credits" | "opening titles" | "main titles" | "title sequence" => MarkerKind::Intro,
        "outro" | "ed" | "credits" | "end credits" | "ending credits" | "closing credits" | "end titles" => MarkerKind::Outro,
        "recap" | "previously" | "previously on" => MarkerKind::Recap,
        "preview" | "next episode" | "next time" | "next episode preview" => MarkerKind::Preview,
        "commercial" | "commercials" | "commercial break" | "advertisement" | "advertisements" => MarkerKind::Commercial,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chapters(titles: &[&str]) -> Vec<Chapter> {
        let at = |place: usize| Duration::from_secs(place as u64 * 60);
        let chapter = |(place, title): (usize, &&str)| Chapter { start: at(place), end: at(place + 1), title: Some((*title).into()) };
        titles.iter().enumerate().map(chapter).collect()
    }

    fn kinds(titles: &[&str]) -> Vec<(MarkerKind, u64)> {
        Marker::of_chapters(&chapters(titles)).into_iter().map(|marker| (marker.kind, marker.start.as_secs() / 60)).collect()
    }

    #[test]
    fn titles_say_what_may_be_passed_over() {
        use MarkerKind::*;
        assert_eq!(
            kinds(&["Recap", "INTRO", "Part A", "Commercial Break 2", "Part B", "End Credits", "Preview"]),
            [(Recap, 0), (Intro, 1), (Commercial, 3), (Outro, 5), (Preview, 6)]
        );
        assert_eq!(kinds(&["Prologue", "Opening", "Part A", "Ending"]), [(Intro, 1), (Outro, 3)]);
        assert_eq!(kinds(&["01. Intro", "Credits #2"]), [(Intro, 0), (Outro, 1)]);
    }

    #[test]
    fn scenes_are_scenes() {
        assert_eq!(kinds(&["Opening", "The Middle", "Finale"]), []);
        assert_eq!(kinds(&["An Introduction to Credits", "", "Chapter 3", "7"]), []);
        let turned = Chapter { start: Duration::from_secs(9), end: Duration::from_secs(9), title: Some("Intro".into()) };
        assert_eq!(Marker::of_chapters(&[turned, Chapter { start: Duration::ZERO, end: Duration::from_secs(1), title: None }]), []);
    }
}
