//! A big library of tiny real files, for measuring: each is a film of one second with content of its own, and has an NFO
//! file and a poster as a tended library has.

use super::dice::Dice;
use super::model::{Facts, Film};
use super::render::{ffmpeg::Arguments, nfo, picture};
use super::words;
use crate::say;
use anyhow::{Context, Result};
use std::path::{Path, PathBuf};

/// How much there is to be. The same numbers make the same library.
#[derive(Clone, Copy)]
pub struct Size {
    pub movies: u32,
    pub series: u32,
    /// In each of a series' two seasons.
    pub episodes: u32,
}

const SEASONS: u32 = 2;
const GENRES: &[&str] = &[
    "Action",
    "Adventure",
    "Animation",
    "Comedy",
    "Crime",
    "Documentary",
    "Drama",
    "Family",
    "Fantasy",
    "Horror",
    "Mystery",
    "Romance",
    "Thriller",
    "War",
    "Western",
];

impl Size {
    /// Video files in all.
    pub fn files(self) -> u32 {
        self.movies + self.series * SEASONS * self.episodes
    }
}

/// Makes the library: `movies/` and `tv/`. One that is finished is left alone.
pub fn make(folder: &Path, size: Size) -> Result<()> {
    let stamp = folder.join(".complete");
    let wanted = format!("{} {} {}", size.movies, size.series, size.episodes);
    if std::fs::read_to_string(&stamp).is_ok_and(|made| made == wanted) {
        say::note(&format!("{} is complete", folder.display()));
        return Ok(());
    }
    say::note(&format!("making {} files in {}", size.files(), folder.display()));
    std::fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
    let mut maker = Maker { film: film(folder)?, poster: poster(folder)?, dice: Dice::new(6), made: 0 };
    for number in 0..size.movies {
        maker.movie(&folder.join("movies"), number)?;
    }
    for number in 0..size.series {
        maker.series(&folder.join("tv"), number, size.episodes)?;
    }
    Ok(std::fs::write(stamp, wanted)?)
}

struct Maker {
    /// The bytes that all videos share.
    film: Vec<u8>,
    poster: Vec<u8>,
    dice: Dice,
    made: u32,
}

impl Maker {
    fn movie(&mut self, movies: &Path, number: u32) -> Result<()> {
        let (title, year) = (format!("{} {number}", words::phrase(&mut self.dice)), 1950 + number % 75);
        let folder = movies.join(Film::name(&title, year));
        std::fs::create_dir_all(&folder)?;
        self.video(&folder.join(format!("{}.mp4", Film::name(&title, year))))?;
        let facts = self.facts(year, number);
        std::fs::write(folder.join("movie.nfo"), nfo::document("movie", &title, Some(year), &facts, &[]))?;
        Ok(std::fs::write(folder.join("poster.jpg"), &self.poster)?)
    }

    fn series(&mut self, tv: &Path, number: u32, episodes: u32) -> Result<()> {
        let (title, year) = (format!("{} {number}", words::phrase(&mut self.dice)), 1980 + number % 45);
        let folder = tv.join(Film::name(&title, year));
        for season in 1..=SEASONS {
            let place = folder.join(format!("Season {season:02}"));
            std::fs::create_dir_all(&place)?;
            for episode in 1..=episodes {
                let file = place.join(format!("{title} - S{season:02}E{episode:02}.mp4"));
                self.video(&file)?;
                let numbers = [("season", season.to_string()), ("episode", episode.to_string())];
                let facts = self.facts(year, 1_000_000 + number * 1000 + season * 100 + episode);
                std::fs::write(file.with_extension("nfo"), nfo::document("episodedetails", &format!("Chapter {episode}"), None, &facts, &numbers))?;
            }
        }
        let facts = self.facts(year, 2_000_000 + number);
        std::fs::write(folder.join("tvshow.nfo"), nfo::document("tvshow", &title, Some(year), &facts, &[]))?;
        Ok(std::fs::write(folder.join("poster.jpg"), &self.poster)?)
    }

    /// A `free` box at the end makes the content this file's own, so that fingerprints differ as they do in real life.
    fn video(&mut self, path: &Path) -> Result<()> {
        let text = format!("file {:08}", self.made);
        let mut bytes = self.film.clone();
        bytes.extend((8 + text.len() as u32).to_be_bytes());
        bytes.extend(b"free");
        bytes.extend(text.as_bytes());
        self.made += 1;
        std::fs::write(path, bytes).with_context(|| format!("cannot write {}", path.display()))
    }

    fn facts(&mut self, year: u32, number: u32) -> Facts {
        let dice = &mut self.dice;
        Facts {
            plot: (0..8).map(|_| words::sentence(dice)).collect::<Vec<_>>().join(" "),
            certificate: Some("PG-13"),
            rating: Some(dice.pick(&["4.4", "5.9", "6.3", "7.7", "8.1"])),
            premiered: Some(format!("{year}-03-{:02}", 1 + number % 28)),
            genres: dice.some(GENRES, 2),
            director: Some(words::person(dice)),
            cast: (0..5).map(|_| (words::person(dice), words::phrase(dice))).collect(),
            ids: vec![("imdb", format!("tt{}", 10_000_000 + number))],
            ..Facts::default()
        }
    }
}

fn film(folder: &Path) -> Result<Vec<u8>> {
    let mut arguments = Arguments::default();
    arguments.generated(1, "testsrc2=s=320x180:r=24").generated(1, "sine");
    arguments.words("-c:v libx264 -preset ultrafast -crf 40 -pix_fmt yuv420p -c:a aac -b:a 32k -movflags +faststart");
    bytes(&arguments, folder.join("template.mp4"))
}

fn poster(folder: &Path) -> Result<Vec<u8>> {
    bytes(&picture::arguments("Poster", (200, 300), 1), folder.join("template.jpg"))
}

fn bytes(arguments: &Arguments, file: PathBuf) -> Result<Vec<u8>> {
    arguments.write(&file)?;
    let bytes = std::fs::read(&file)?;
    std::fs::remove_file(&file)?;
    Ok(bytes)
}
