//! The series of the sample library: the usual form with everything in it, and the ways of naming that need care.

use super::model::{Clip, Episode, Facts, Series, Sidecar, Signature};

/// All series.
pub fn series() -> Vec<Series> {
    vec![signal_lost(), daily_pattern(), kumo_no_uta(), short_stories()]
}

/// Two seasons and a special. A number is missing, one file holds two episodes, and every episode opens with the same
/// titles after a start of its own and ends with the same credits.
fn signal_lost() -> Series {
    let plan: [(u32, u32, Option<u32>, &str); 7] = [
        (1, 1, None, "Pilot"),
        (1, 2, Some(3), "Echo"),
        (1, 4, None, "Carrier"),
        (2, 1, None, "Return"),
        (2, 2, None, "Drift"),
        (2, 3, None, "Silence"),
        (0, 1, None, "Making Signal Lost"),
    ];
    let mut episodes: Vec<Episode> =
        plan.into_iter().enumerate().map(|(at, (season, number, last, title))| signal_lost_episode(at as u32, season, number, last, title)).collect();
    let pilot = &mut episodes[0];
    pilot.sidecars = vec![Sidecar::new("en")];
    pilot.facts = Some(Facts {
        plot: "The first call.".into(),
        rating: Some("8.0"),
        premiered: Some("2019-01-06".into()),
        director: Some("June Delay".into()),
        ids: vec![("tvdb", "8200011".into())],
        ..Facts::default()
    });
    let facts = Facts {
        plot: "A relay station hears itself.".into(),
        certificate: Some("TV-14"),
        rating: Some("8.4"),
        premiered: Some("2019-01-06".into()),
        status: Some("Ended"),
        genres: vec!["Drama", "Science Fiction"],
        studio: Some("Channel Zero"),
        cast: vec![("Iris Carrier".into(), "Captain Null".into()), ("Tom Noise".into(), "The Static".into())],
        ids: vec![("tvdb", "820001".into()), ("tmdb", "920001".into()), ("imdb", "tt9200001".into())],
        ..Facts::default()
    };
    let signature = Some(Signature { intro: 15, credits: 8 });
    Series { title: "Signal Lost".into(), year: Some(2019), folder: "Signal Lost (2019)".into(), facts: Some(facts), artwork: true, signature, episodes }
}

fn signal_lost_episode(at: u32, season: u32, number: u32, last: Option<u32>, title: &str) -> Episode {
    let folder = if season == 0 { "Specials".into() } else { format!("Season {season:02}") };
    let to = last.map(|last| format!("-E{last:02}")).unwrap_or_default();
    let mut clip = Clip::new(format!("{folder}/Signal Lost - S{season:02}E{number:02}{to} - {title}.mkv"), format!("S{season:02}E{number:02} {title}"), 70);
    (clip.scene, clip.title) = (at, Some(title.into()));
    clip.audio[0].language = Some("eng");
    Episode { title: Some(title.into()), last_number: last, cold_open: 4 + 2 * at, ..Episode::numbered(season, number, clip) }
}

impl Episode {
    /// An episode of which the file's name tells season and number, and nothing more is known.
    pub fn numbered(season: u32, number: u32, clip: Clip) -> Self {
        Self { season: Some(season), number: Some(number), last_number: None, date: None, title: None, facts: None, cold_open: 0, clip, sidecars: Vec::new() }
    }

    /// An episode known by its date only.
    pub fn dated(date: &str, clip: Clip) -> Self {
        Self { season: None, number: None, date: Some(date.into()), ..Self::numbered(0, 0, clip) }
    }
}

fn plain(title: &str, episodes: Vec<Episode>) -> Series {
    Series { title: title.into(), year: None, folder: title.into(), facts: None, artwork: false, signature: None, episodes }
}

fn small(path: &str) -> Clip {
    Clip::new(path, "episode", 10)
}

/// Dates instead of numbers.
fn daily_pattern() -> Series {
    let episode = |date: &str| Episode::dated(date, small(&format!("2021/The Daily Pattern {date}.mp4")));
    plain("The Daily Pattern", vec![episode("2021-03-04"), episode("2021-03-05")])
}

/// Counted without seasons, by a group with its own way of naming.
fn kumo_no_uta() -> Series {
    let episode = |number, sum: &str| Episode::numbered(1, number, small(&format!("[GRP] Kumo no Uta - {number:02} [1080p][{sum}].mp4")));
    plain("Kumo no Uta", vec![episode(1, "ABCD1234"), episode(2, "1234ABCD")])
}

/// The first season lies in the series' own folder, the second in one of its own with a release's name.
fn short_stories() -> Series {
    let first = |number| Episode::numbered(1, number, small(&format!("Short Stories 1x{number:02}.mp4")));
    let second = Episode::numbered(2, 1, small("Season 2/Short.Stories.S02E01.720p.HDTV.x264-GRP.mp4"));
    plain("Short Stories", vec![first(1), first(2), second])
}
