//! Which season and number the files of a series get, when their names alone do not settle it.

use std::collections::HashMap;

use chrono::Datelike;
use walros_model::item::ExtraKind;

use crate::files;
use crate::listing::{File, Folder};
use crate::naming::episode::{self, EpisodeName, How};
use crate::naming::extras;

/// One video file of a series.
pub(super) struct Raw<'a> {
    pub folder: &'a Folder,
    pub file: &'a File,
    pub stem: String,
    /// The season of the folder it lies in.
    pub hint: Option<i32>,
    pub name: EpisodeName,
    pub season: Option<i32>,
}

impl<'a> Raw<'a> {
    /// `fallback` is the name of a folder that holds this episode alone.
    pub fn read(folder: &'a Folder, file: &'a File, series: &str, hint: Option<i32>, fallback: Option<&str>) -> Self {
        let stem = files::stem(&file.name).to_owned();
        let mut name = episode::in_series(&stem, series);
        if let Some(fallback) = fallback {
            let from_folder = episode::in_series(fallback, series);
            if rank(from_folder.how) > rank(name.how) {
                name = from_folder;
            }
        }
        Self { folder, file, stem, hint, name, season: None }
    }

    /// Season and number as the name gives them.
    pub fn number(&self) -> (Option<i32>, Option<i32>) {
        (self.name.season, self.name.first)
    }

    /// What kind of extra the name says it is; true when it may still be an episode of that title.
    pub fn extra_kind(&self) -> Option<(ExtraKind, bool)> {
        if self.name.how == How::Nothing {
            return self.name.title.as_deref().and_then(extras::of_anime).map(|kind| (kind, false));
        }
        self.name.title.as_deref().and_then(extras::of_title).map(|kind| (kind, true))
    }
}

fn rank(how: How) -> u8 {
    match how {
        How::Nothing => 0,
        How::Loose => 1,
        How::Apart => 2,
        How::Worded => 3,
        How::Dated => 4,
        How::Explicit => 5,
    }
}

/// Gives every file its season.
pub(super) fn resolve(mut raws: Vec<Raw<'_>>) -> Vec<Raw<'_>> {
    let mut folders: HashMap<&str, Vec<usize>> = HashMap::new();
    for (at, raw) in raws.iter().enumerate() {
        folders.entry(raw.folder.path.as_str()).or_default().push(at);
    }
    let packed: Vec<usize> = folders.into_values().flat_map(|places| packed(&raws, &places)).collect();
    for at in packed {
        unpack(&mut raws[at]);
    }
    for raw in &mut raws {
        raw.season = raw.name.season.or(raw.hint).or_else(|| raw.name.date.map(|date| date.year())).or_else(|| raw.name.first.map(|_| 1));
    }
    raws
}

/// Those of a folder's files whose plain numbers are season and episode together (`101`, `102`, `201`). They have three
/// digits or more and are not set apart as anime's absolute numbers are. A folder whose numbers are padded (`099`) or
/// pass through the hundred counts its episodes; without a season's folder to say the same, all must look alike.
fn packed(raws: &[Raw<'_>], places: &[usize]) -> Vec<usize> {
    let plain: Vec<usize> = places.iter().copied().filter(|at| raws[*at].name.season.is_none() && raws[*at].name.first.is_some()).collect();
    let number = |at: usize| raws[at].name.first.unwrap_or_default();
    let counted = plain.iter().any(|at| raws[*at].name.digits >= 3 && (number(*at) < 100 || number(*at) % 100 == 0));
    let fits = |at: &usize| {
        let (raw, number) = (&raws[*at], number(*at));
        let loose = matches!(raw.name.how, How::Loose) || raw.hint.is_some() && matches!(raw.name.how, How::Apart);
        loose
            && raw.name.digits >= 3
            && (1..=60).contains(&(number % 100))
            && (1..=40).contains(&(number / 100))
            && raw.hint.is_none_or(|season| number / 100 == season)
    };
    let alike = plain.iter().all(fits);
    if counted { Vec::new() } else { plain.into_iter().filter(|at| fits(at) && (alike || raws[*at].hint.is_some())).collect() }
}

fn unpack(raw: &mut Raw<'_>) {
    if raw.name.season.is_some() {
        return;
    }
    if let Some(number) = raw.name.first {
        raw.name.season = Some(number / 100);
        raw.name.first = Some(number % 100);
        raw.name.last = raw.name.last.map(|last| last % 100).filter(|last| *last > number % 100);
    }
}
