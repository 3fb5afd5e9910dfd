//! Files that are read from end to end for their index, without libav.

use std::path::Path;

use walros_media::read::{self, matroska, ts};
use walros_model::index::{MediaIndex, TrackFacts};

use super::hostile::{Dice, Memory, mutate};
use crate::index::{index, packets};
use crate::media::{FILM, Media};

const MUTANTS: u64 = 1000;

/// How many keyframes are found; an error where a worker has to ask libav.
fn surveyed(file: &Memory, path: &Path, index: &MediaIndex) -> read::Result<usize> {
    let picture = index.video_stream.unwrap();
    let facts: Vec<&TrackFacts> = index.tracks.iter().collect();
    if path.extension().is_some_and(|extension| extension == "mkv" || extension == "webm") {
        let own = facts.iter().find(|facts| facts.stream == picture).unwrap();
        return matroska::survey(file, own, &[2], usize::MAX).map(|survey| survey.keyframes.len());
    }
    let mut keyframes = 0;
    ts::survey(file, &facts, picture, |stamp| keyframes += usize::from(stamp.key))?;
    Ok(keyframes)
}

#[tokio::test]
async fn what_is_found_is_what_ffprobe_finds() {
    let media = Media::new();
    let x265 = "-c:v libx265 -preset ultrafast -x265-params log-level=error:keyint=24:min-keyint=24:open-gop=1:bframes=3";
    media.make(FILM, "film.mp4");
    let made = [
        ("-i film.mp4 -c copy".to_owned(), "film.ts"),
        ("-i film.mp4 -c copy -mpegts_m2ts_mode 1".to_owned(), "film.m2ts"),
        ("-i film.mp4 -c:v mpeg2video -g 15 -bf 2 -c:a mp2".to_owned(), "broadcast.ts"),
        (format!("-i film.mp4 -c:a ac3 {x265}"), "open.ts"),
        ("-i film.mp4 -c copy -f matroska -live 1".to_owned(), "film.mkv"),
        (format!("-i film.mp4 -c:a ac3 {x265} -f matroska -live 1"), "open.mkv"),
        ("-i film.mp4 -an -c:v libvpx-vp9 -deadline realtime -cpu-used 8 -g 24 -f webm -live 1".to_owned(), "film.webm"),
    ];
    for (arguments, name) in &made {
        let path = media.make(arguments, name);
        let found = index(&path).await;
        let (keyframes, start, end) = packets(&path);
        let times: Vec<i64> = found.keyframes.iter().map(|keyframe| keyframe.pts).collect();
        assert_eq!((&times, found.start, found.end), (&keyframes, start, end), "{name}");
        assert!(times.len() > 1, "{name}");
        let file = Memory::new(std::fs::read(&path).unwrap());
        assert_eq!(surveyed(&file, &path, &found).unwrap_or_else(|error| panic!("{name}: {error}")), times.len(), "{name}");
    }
}

#[tokio::test]
async fn what_is_not_known_is_left_to_libav() {
    let media = Media::new();
    media.make(FILM, "film.mp4");
    for (arguments, name) in [("-i film.mp4 -an -c:v mpeg4 -g 12", "old.ts"), ("-i film.mp4 -an -c:v mpeg4 -g 12 -f matroska -live 1", "old.mkv")] {
        let path = media.make(arguments, name);
        let found = index(&path).await;
        assert!(surveyed(&Memory::new(std::fs::read(&path).unwrap()), &path, &found).is_err(), "{name}");
        assert_eq!(found.keyframes.len(), packets(&path).0.len(), "{name}");
    }
}

#[tokio::test]
async fn no_mutant_stops_or_swells_a_survey() {
    let media = Media::new();
    let film = "-f lavfi -i testsrc2=s=160x90:r=25:d=5 -f lavfi -i sine=d=5 -c:v libx264 -preset ultrafast -bf 2 -g 25 -pix_fmt yuv420p -b:v 60k -c:a aac";
    for (name, options) in [("film.ts", ""), ("film.mkv", "-f matroska -live 1")] {
        let path = media.make(&format!("{film} {options}"), name);
        let (bytes, found) = (std::fs::read(&path).unwrap(), index(&path).await);
        let mut refused = 0;
        for seed in 1..=MUTANTS {
            let file = Memory::new(mutate(&bytes, &mut Dice(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15))));
            match surveyed(&file, &path, &found) {
                Ok(keyframes) => assert!(keyframes < 50, "{name}, seed {seed}: {keyframes} keyframes"),
                Err(_) => refused += 1,
            }
            assert!(file.read.get() <= 2 * (file.bytes.len() as u64 + 65_536), "{name}, seed {seed}: {} bytes read", file.read.get());
        }
        assert!((MUTANTS / 20..MUTANTS).contains(&refused), "{name}: {refused} refused");
    }
}
