//! Series: their folders, and loose episodes that name their series.

use std::collections::HashSet;

use walros_metadata::artwork;
use walros_model::ItemKind;
use walros_model::item::ExtraKind;

use super::index::{self, Index};
use super::numbering::{self, Raw};
use super::{Found, owned, seasons};
use crate::files::{self, FileKind};
use crate::listing::{File, Folder};
use crate::naming::movie::{self, MovieName};
use crate::naming::{episode, extras, ids, season, text};

/// What is known of one series while its folders are read.
#[derive(Default)]
struct Series<'a> {
    name: MovieName,
    /// Its title as titles are compared.
    key: String,
    /// Folders that are this series' own, the first gives it its path.
    folders: Vec<&'a Folder>,
    /// Folders that hold one season of it beside others' in the library's folder.
    season_folders: Vec<(&'a Folder, i32)>,
    /// Folders of single episodes, and loose files, directly in the library's folder.
    episode_folders: Vec<&'a Folder>,
    loose: Vec<(&'a Folder, &'a File)>,
}

/// The series of a library's folders. Those with the same title are one, wherever their files lie.
pub(super) fn roots(roots: &[Folder]) -> Vec<Found> {
    let mut all: Vec<Series<'_>> = Vec::new();
    for root in roots {
        gather(root, &mut all, 0);
    }
    all.iter().filter_map(build).collect()
}

/// Sorts what is directly in a folder by series. Folders of folders (`Anime/`, `Ended/`) are looked into.
fn gather<'a>(root: &'a Folder, all: &mut Vec<Series<'a>>, depth: usize) {
    for folder in &root.folders {
        match of_folder(folder) {
            Entry::Collection if depth < 3 => gather(folder, all, depth + 1),
            Entry::Series(name) => series_of(all, name).folders.push(folder),
            Entry::Season(name, number) => series_of(all, name).season_folders.push((folder, number)),
            Entry::Episode(name) => series_of(all, name).episode_folders.push(folder),
            // Deeper than anybody sorts: taken for a series, so that nothing is lost.
            Entry::Collection => series_of(all, movie::parse(&folder.name)).folders.push(folder),
        }
    }
    for file in root.files.iter().filter(|file| files::kind_of(&file.name) == FileKind::Video) {
        let stem = files::stem(&file.name);
        let named = episode::standalone(stem).and_then(|found| found.series()).unwrap_or_else(|| (movie::parse(stem).title, None));
        series_of(all, MovieName { title: named.0, year: named.1, ..MovieName::default() }).loose.push((root, file));
    }
}

/// Before the title in the key of a series that has no folder.
const LOOSE: &str = "#series ";

/// The title of the series that has this key, as titles are compared.
pub(super) fn title_of(key: &str) -> String {
    let name = key.rsplit('/').next().unwrap_or(key);
    if let Some(title) = name.strip_prefix(LOOSE) {
        return title.to_owned();
    }
    let title = match of_folder(&Folder::new(key)) {
        Entry::Series(name) | Entry::Season(name, _) | Entry::Episode(name) => name.title,
        Entry::Collection => movie::parse(name).title,
    };
    text::key(&title)
}

enum Entry {
    Series(MovieName),
    Season(MovieName, i32),
    Episode(MovieName),
    Collection,
}

fn of_folder(folder: &Folder) -> Entry {
    if let Some(name) = episode::explicit(&folder.name).and_then(|found| found.series()) {
        return Entry::Episode(MovieName { title: name.0, year: name.1, ..MovieName::default() });
    }
    if is_collection(folder) {
        return Entry::Collection;
    }
    match season::titled(&folder.name) {
        Some((title, number)) if !folder.folders.iter().any(|inner| season::is_season(&inner.name)) => {
            let marked = ids::take(&title);
            let name = movie::parse(&marked.rest);
            Entry::Season(MovieName { ids: ids::take(&folder.name).ids, ..name }, number)
        }
        _ => Entry::Series(movie::parse(&folder.name)),
    }
}

/// A folder that holds series rather than seasons: no episodes of its own, nothing in it that is called a season, and
/// inside its folders there are some.
fn is_collection(folder: &Folder) -> bool {
    let own_videos = folder.files.iter().any(|file| files::kind_of(&file.name) == FileKind::Video);
    let title = movie::parse(&folder.name).title;
    let own_seasons = folder.folders.iter().any(|inner| season::of_folder(&inner.name, &title).is_some());
    let marked = folder.files.iter().any(|file| file.name.eq_ignore_ascii_case("tvshow.nfo"));
    let inner_series = |inner: &Folder| {
        let seasons = inner.folders.iter().any(|deeper| season::is_season(&deeper.name));
        let marked = inner.files.iter().any(|file| file.name.eq_ignore_ascii_case("tvshow.nfo"));
        let name = movie::parse(&inner.name);
        let episodes = inner
            .files
            .iter()
            .filter(|file| files::kind_of(&file.name) == FileKind::Video)
            .filter_map(|file| episode::explicit(files::stem(&file.name))?.series());
        seasons || marked || name.year.is_some() || { episodes }
            .any(|(series, _)| text::key(&series) == text::key(&name.title) && text::key(&series) != text::key(&title))
    };
    !own_videos && !own_seasons && !marked && folder.folders.iter().filter(|inner| extras::of_folder(&inner.name).is_none()).any(inner_series)
}

fn series_of<'s, 'a>(all: &'s mut Vec<Series<'a>>, name: MovieName) -> &'s mut Series<'a> {
    let key = text::key(&name.title);
    let fits = |series: &Series<'_>| {
        series.key == key
            && (series.name.year == name.year || series.name.year.is_none() || name.year.is_none())
            && !series.name.ids.iter().any(|(key, id)| name.ids.get(key).is_some_and(|other| other != id))
    };
    let at = all.iter().position(fits).unwrap_or_else(|| {
        all.push(Series { name: name.clone(), key: key.clone(), ..Series::default() });
        all.len() - 1
    });
    let series = &mut all[at];
    series.name.year = series.name.year.or(name.year);
    for (key, value) in name.ids {
        series.name.ids.entry(key).or_insert(value);
    }
    series
}

fn build(series: &Series<'_>) -> Option<Found> {
    let mut out = match series.folders.first().or(series.season_folders.first().map(|(folder, _)| folder)) {
        Some(folder) => Found::folder(ItemKind::Series, folder, series.name.title.clone()),
        None => {
            let parent = |path: &str| path.rsplit_once('/').map(|(parent, _)| parent.to_owned());
            let place = series.loose.first().map(|(folder, _)| folder.path.clone()).or_else(|| parent(&series.episode_folders.first()?.path))?;
            Found::bare(ItemKind::Series, format!("{place}/{LOOSE}{}", series.key), series.name.title.clone())
        }
    };
    out.year = series.name.year;
    out.ids.clone_from(&series.name.ids);
    let mut reader = Reader { title: &series.name.title, raws: Vec::new(), season_folders: Vec::new(), extras: Vec::new() };
    for folder in &series.folders {
        reader.folder(folder, Place::default(), 0);
        let pictures = index::folder_artwork(folder, artwork::of_folder(folder.file_names()));
        index::add_artwork(&mut out.local.artwork, &pictures);
        out.local.nfo.extend(index::nfo_named(folder, "tvshow.nfo"));
        out.owned.extend(owned::themes(folder));
    }
    for (folder, number) in &series.season_folders {
        reader.season_folders.push((*number, folder));
        reader.folder(folder, Place { season: Some(*number), fallback: None }, 1);
    }
    for folder in &series.episode_folders {
        reader.folder(folder, Place { season: None, fallback: Some(&folder.name) }, 1);
    }
    reader.loose(&series.loose);
    if reader.raws.is_empty() && reader.extras.is_empty() {
        return None;
    }
    let episodes = numbering::resolve(reader.raws);
    seasons::fill(&mut out, episodes, &reader.season_folders, &series.folders, reader.extras);
    Some(out)
}

/// Where in a series a folder stands.
#[derive(Clone, Copy, Default)]
struct Place<'a> {
    season: Option<i32>,
    /// The name of an episode's own folder, for a file that does not say its number.
    fallback: Option<&'a str>,
}

struct Reader<'s, 'a> {
    title: &'s str,
    raws: Vec<Raw<'a>>,
    season_folders: Vec<(i32, &'a Folder)>,
    /// With the season they lie in.
    extras: Vec<(Option<i32>, Found)>,
}

impl<'a> Reader<'_, 'a> {
    fn folder(&mut self, folder: &'a Folder, place: Place<'a>, depth: usize) {
        self.files(folder, place);
        for inner in &folder.folders {
            if let Some(kind) = extras::of_folder(&inner.name).filter(|kind| *kind != ExtraKind::Sample) {
                self.extras.extend(owned::in_folder(inner, kind).into_iter().map(|found| (place.season, found)));
                continue;
            }
            let number = if depth == 0 {
                season::of_folder(&inner.name, self.title)
            } else {
                season::is_season(&inner.name).then(|| season::of_folder(&inner.name, self.title)).flatten()
            };
            if let Some(number) = number {
                self.season_folders.push((number, inner));
                self.folder(inner, Place { season: Some(number), fallback: None }, depth + 1);
            } else if extras::of_folder(&inner.name).is_none() {
                let says_episode = episode::in_series(&inner.name, self.title).first.is_some() || episode::dated(&inner.name).is_some();
                let videos =
                    inner.files.iter().filter(|file| files::kind_of(&file.name) == FileKind::Video && !files::is_sample(files::stem(&file.name))).count();
                let fallback = (says_episode && videos == 1).then_some(inner.name.as_str());
                self.folder(inner, Place { season: place.season, fallback }, depth + 1);
            }
        }
    }

    fn files(&mut self, folder: &'a Folder, place: Place<'a>) {
        let (videos, beside) = owned::split(folder);
        if !beside.is_empty() {
            let index = Index::of_videos(folder);
            self.extras.extend(beside.iter().map(|extra| (place.season, owned::by_ending(folder, &index, extra, self.title))));
        }
        let raws: Vec<Raw<'_>> = videos.into_iter().map(|file| Raw::read(folder, file, self.title, place.season, place.fallback)).collect();
        let episodes: HashSet<_> = raws.iter().filter(|raw| raw.extra_kind().is_none()).map(Raw::number).collect();
        for raw in raws {
            match raw.extra_kind() {
                // `S01E01 - Featurette` is an extra beside an S01E01, and an episode of that title where there is none.
                Some((kind, may_be_episode)) if !may_be_episode || episodes.contains(&raw.number()) => {
                    self.extras.push((place.season, owned::named(folder, raw.file, kind)))
                }
                _ => self.raws.push(raw),
            }
        }
    }

    fn loose(&mut self, files: &[(&'a Folder, &'a File)]) {
        for (folder, file) in files {
            if !files::is_sample(files::stem(&file.name)) {
                self.raws.push(Raw::read(folder, file, self.title, None, None));
            }
        }
    }
}

/// What belongs to an episode's file.
pub(super) fn local(folder: &Folder, index: &Index<'_>, stem: &str) -> super::Local {
    let mut local = index.local(stem, true);
    // Old Kodi and Media Browser kept pictures apart: `metadata/<name>.jpg`.
    if local.artwork.is_empty()
        && let Some(inner) = folder.folders.iter().find(|inner| inner.name.eq_ignore_ascii_case("metadata"))
    {
        let found = artwork::of_file(stem, true, inner.file_names());
        local.artwork = index::folder_artwork(inner, found);
    }
    local
}
