//! Whatever names a folder is full of: nothing is lost, nothing is there twice, nothing panics.

use std::collections::{BTreeSet, HashSet};

use super::*;

const WORDS: [&str; 64] = [
    "Glass",
    "Harbour",
    "The",
    "1999",
    "2012",
    "(1999)",
    "[1080p]",
    "S01E02",
    "1x03",
    "- 04",
    "05",
    "Part 1",
    "part2",
    "CD1",
    "cd2",
    "Season 1",
    "Season",
    "2021-03-04",
    "2021",
    "Specials",
    "extras",
    "trailer",
    "-trailer",
    "[GRP]",
    "{tmdb-42}",
    "[imdbid-tt1234567]",
    "tt7654321",
    "千の窓",
    "Échappée",
    "İK",
    "ß",
    "\u{301}",
    "👾",
    "E",
    "E05",
    "x264",
    "H.264",
    "BluRay",
    "720p",
    "& Sons",
    "'s End",
    "()",
    "[]",
    "((",
    "]",
    "12.5",
    "NCOP1",
    "4K",
    "Extended Cut",
    "Disc 1",
    "1of2",
    "vs.",
    "Mr.",
    "…",
    "¿",
    "0",
    "007",
    "1080",
    "Theme",
    "Featurette",
    "- Interview",
    "第2話",
    "Staffel 2",
    "第1季",
];

/// A small generator of our own: the same lists every time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % end
    }

    fn name(&mut self) -> String {
        let separator = [" ", ".", "_", "-", " - "][self.below(5)];
        let count = 1 + self.below(5);
        let words: Vec<&str> = (0..count).map(|_| WORDS[self.below(WORDS.len())]).collect();
        words.join(separator)
    }

    /// Folders and files that lie beside and inside each other, as a real tree has them.
    fn paths(&mut self) -> BTreeSet<String> {
        let folders: Vec<String> = (0..1 + self.below(4)).map(|_| self.name()).collect();
        let mut out = BTreeSet::new();
        for _ in 0..1 + self.below(12) {
            let depth = self.below(4);
            let place: String = (0..depth).map(|_| format!("{}/", folders[self.below(folders.len())])).collect();
            let ending = ["mkv", "mp4", "srt", "nfo", "jpg", "mp3"][self.below(6)];
            out.insert(format!("{place}{}.{ending}", self.name()));
        }
        out
    }
}

fn is_video(path: &str) -> bool {
    path.ends_with(".mkv") || path.ends_with(".mp4")
}

#[test]
fn every_video_is_found_once() {
    let mut dice = Dice(7);
    for round in 0..120 {
        let paths = dice.paths();
        let root = Folder::from_paths("/m", paths.iter().map(String::as_str));
        let wanted: HashSet<String> = paths.iter().filter(|path| is_video(path)).map(|path| format!("/m/{path}")).collect();
        for kind in [
            LibraryKind::Movies,
            LibraryKind::Shows,
            LibraryKind::HomeVideos,
            LibraryKind::MusicVideos,
            LibraryKind::Mixed,
            LibraryKind::Music,
            LibraryKind::Books,
            LibraryKind::Photos,
        ] {
            let (mut keys, mut videos) = (HashSet::new(), HashSet::new());
            for found in build(kind, std::slice::from_ref(&root)) {
                found.walk(&mut |item| {
                    assert!(keys.insert(item.key.clone()), "round {round}: {kind:?} has {:?} twice in {paths:#?}", item.key);
                    assert!(item.key.starts_with("/m/"), "round {round}: {kind:?} has {:?} outside of its folder", item.key);
                    assert!(!item.name.trim().is_empty(), "round {round}: {kind:?} gives {:?} no name", item.key);
                    videos.extend(item.path.clone().filter(|path| item.stat.is_some() && is_video(path)));
                });
            }
            if matches!(kind, LibraryKind::Movies | LibraryKind::Shows | LibraryKind::HomeVideos) {
                let lost: Vec<_> = wanted.difference(&videos).collect();
                assert!(lost.is_empty(), "round {round}: {kind:?} loses {lost:?} of {paths:#?}");
            }
        }
    }
}
