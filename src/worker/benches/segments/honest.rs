//! Goals 12 to 15 on the films of the sample library: one init segment, every picture once and at its time, lengths as the
//! playlist says, bits as the playlist says.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use walros_model::playback::SegmentContainer::{Mp4, Ts};
use walros_model::playback::StreamRequest;

use crate::harness::{Built, build, request, source};
use crate::inspect;

const HEIGHT: u32 = 144;
const BIT_RATE: u64 = 300_000;

#[derive(Default)]
struct Sums {
    films: usize,
    segments: usize,
    several_sets: usize,
    pictures: (usize, usize),
    time: f64,
    length: f64,
    above: usize,
    peak: f64,
}

pub async fn measure(library: &Path) {
    let mut sums = Sums::default();
    for film in films(&library.join("movies")) {
        let source = source(&film, &[]).await;
        let wanted = |container| StreamRequest {
            allow_video_copy: false,
            max_height: Some(HEIGHT),
            video_bit_rate: Some(BIT_RATE),
            audio_bit_rate: Some(96_000),
            ..request(container, "h264", "aac")
        };
        let (ts, mp4) = (build(&source, &wanted(Ts)).await, build(&source, &wanted(Mp4)).await);
        sums.films += 1;
        sums.several_sets += usize::from(inspect::parameter_sets(&ts.joined()) != inspect::parameter_sets(&mp4.joined()));
        for built in [&ts, &mp4] {
            add(&mut sums, &film, built);
        }
    }
    let Sums { films, segments, several_sets, pictures, time, length, above, peak } = sums;
    println!("goal 12: {films} films in {segments} segments of both classes: {several_sets} with more than one set of parameters (goal 0)");
    println!("goal 13: {} pictures in the sources, {} in the segments; none more than {:.3} ms off its time", pictures.0, pictures.1, time * 1e3);
    println!("goal 14: no segment more than {:.3} ms longer or shorter than its playlist says (goal 1)", length * 1e3);
    println!("goal 15: {above} of {segments} segments above 1.10 of BANDWIDTH, the most {peak:.2} (goal: 0.1 %)");
}

fn add(sums: &mut Sums, film: &Path, built: &Built) {
    let times = |path: &Path| {
        let mut times: Vec<f64> = inspect::packets(path, "v:0").iter().map(|packet| packet.pts).filter(|time| !time.is_nan()).collect();
        times.sort_by(f64::total_cmp);
        times
    };
    let (made, original) = (times(&built.joined()), times(film));
    // AVI has no times to compare with.
    if !original.is_empty() {
        sums.pictures = (sums.pictures.0 + original.len(), sums.pictures.1 + made.len());
        let off = made.iter().zip(&original).map(|(one, other)| ((one - made[0]) - (other - original[0])).abs());
        sums.time = off.fold(sums.time, f64::max);
    }
    let begun: Vec<f64> = (0..built.segments.len()).map(|number| times(&built.alone(number))[0]).collect();
    let lengths = built.promised();
    sums.length = begun.windows(2).zip(&lengths).map(|(pair, promised)| (pair[1] - pair[0] - promised).abs()).fold(sums.length, f64::max);
    let bandwidth: f64 = built
        .master
        .split(":BANDWIDTH=")
        .nth(1)
        .or(built.master.split(",BANDWIDTH=").nth(1))
        .and_then(|rest| rest.split(',').next()?.parse().ok())
        .expect("BANDWIDTH");
    for (segment, length) in built.segments.iter().zip(&lengths) {
        let part = segment.len() as f64 * 8.0 / length / bandwidth;
        sums.segments += 1;
        sums.above += usize::from(part > 1.1);
        sums.peak = sums.peak.max(part);
    }
}

fn films(folder: &Path) -> Vec<PathBuf> {
    let (mut films, mut folders, mut sizes) = (Vec::new(), vec![folder.to_owned()], HashSet::new());
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("the sample library") {
            let path = entry.expect("a file").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| ["mkv", "mp4", "webm", "ts"].iter().any(|known| extension == *known))
                && sizes.insert(std::fs::metadata(&path).expect("a file").len())
            {
                films.push(path);
            }
        }
    }
    films
}
