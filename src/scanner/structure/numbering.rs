//! Which season and number the files of a series get, when their names alone do not settle it.

use std::collections::HashMap;

use chrono::Datelike;

use crate::files;
use crate::listing::{File, Folder};
use crate::naming::episode::{self, EpisodeName, How};

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

    pub fn series_folder_number(&self) -> Option<i32> {
        self.name.first
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
    let packed: Vec<Vec<usize>> = folders.into_values().filter(|places| is_packed(places.iter().map(|at| &raws[*at]))).collect();
    for at in packed.into_iter().flatten() {
        unpack(&mut raws[at]);
    }
    for raw in &mut raws {
        raw.season = raw.name.season.or(raw.hint).or_else(|| raw.name.date.map(|date| date.year())).or_else(|| raw.name.first.map(|_| 1));
    }
    raws
}

/// Whether the plain numbers of a folder are season and episode together (`101`, `102`, `201`): all have three or more
/// digits, are not set apart as anime's absolute numbers are, and begin with the folder's season where it has one.
fn is_packed<'r, 'a: 'r>(raws: impl Iterator<Item = &'r Raw<'a>>) -> bool {
    let plain: Vec<&Raw<'_>> = raws.filter(|raw| raw.name.season.is_none() && raw.name.first.is_some()).collect();
    let fits = |raw: &&Raw<'_>| {
        let number = raw.name.first.unwrap_or_default();
        let season_fits = raw.hint.is_none_or(|season| number / 100 == season);
        let loose = matches!(raw.name.how, How::Loose) || raw.hint.is_some() && matches!(raw.name.how, How::Apart);
        loose && raw.name.digits >= 3 && (1..=60).contains(&(number % 100)) && (1..=40).contains(&(number / 100)) && season_fits
    };
    !plain.is_empty() && plain.iter().all(fits)
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
