//! The films of the sample library, which `cargo xtask test` makes and names in `WALROS_SAMPLE`: whatever they are, no
//! picture is lost or shown twice, copied or encoded, and playlists are honest.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use walros_model::playback::SegmentContainer::{Mp4, Ts};
use walros_model::playback::StreamRequest;

use super::harness::{Built, build, request, source};
use super::{MILLISECOND, assert_same_times, inspect};

/// Encoded this small: what is tested is which pictures there are.
const HEIGHT: u32 = 144;

/// All films, each content once. Says so where there is no library.
pub fn films() -> Vec<PathBuf> {
    let Some(folder) = std::env::var_os("WALROS_SAMPLE") else {
        eprintln!("WALROS_SAMPLE is not set: no sample library here");
        return Vec::new();
    };
    let (mut films, mut sizes) = (Vec::new(), HashSet::new());
    let mut folders = vec![Path::new(&folder).join("movies"), Path::new(&folder).join("tv")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| ["mkv", "mp4", "webm", "ts", "avi"].contains(&extension.to_str().unwrap()))
                && sizes.insert(std::fs::metadata(&path).unwrap().len())
            {
                films.push(path);
            }
        }
    }
    films.sort();
    films
}

/// The pictures of the source, each once, at their times; each segment begins with a keyframe, and they are as far
/// apart as the playlist says. (Pictures that lead a copied keyframe are shown before it.)
pub fn assert_conserved(path: &Path, built: &Built) {
    assert_same_times(built, path);
    let begun: Vec<f64> = (0..built.segments.len())
        .map(|number| {
            let first = inspect::packets(&built.alone(number), "v:0").into_iter().next();
            first.filter(|first| first.key).unwrap_or_else(|| panic!("{}: segment {number} begins with no keyframe", path.display())).pts
        })
        .collect();
    for (number, (pair, promised)) in begun.windows(2).zip(built.promised()).enumerate() {
        let measured = pair[1] - pair[0];
        assert!((promised - measured).abs() <= MILLISECOND, "{}, segment {number}: promised {promised}, measured {measured}", path.display());
    }
}

#[tokio::test]
async fn copies_conserve_every_picture() {
    for path in films() {
        let source = source(&path, &[]).await;
        for container in [Ts, Mp4] {
            let wanted = StreamRequest { segment_length: Some(3), ..request(container, "h264,hevc,vp9,av1", "aac,mp3,ac3,eac3,opus,flac") };
            let built = build(&source, &wanted).await;
            if built.prepared.recipe.copies_video() {
                eprintln!("{} in {container:?}", path.display());
                assert_conserved(&path, &built);
            }
        }
    }
}

#[tokio::test]
async fn encodes_conserve_every_picture() {
    for path in films() {
        eprintln!("{}", path.display());
        let wanted = StreamRequest { allow_video_copy: false, max_height: Some(HEIGHT), ..request(Mp4, "h264", "aac") };
        let built = build(&source(&path, &[]).await, &wanted).await;
        assert_conserved(&path, &built);
    }
}
