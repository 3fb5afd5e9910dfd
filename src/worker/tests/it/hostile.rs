//! Files that are broken, or mean harm: each costs one clear line.

use std::path::Path;

use walros_jobs::{Fault, ImageFrom, Job, LocalPool, Priority, Reply, Workers};

use crate::media::{FILM, Media, config, run};

async fn probe_fault(path: &Path) -> String {
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default().to_owned();
    let fault = run(path, Job::Probe { name }).await.expect_err("the file must be refused");
    let Fault::BadFile { text } = fault else { panic!("{fault:?}") };
    assert!(!text.contains('\n') && text.len() > 10, "{text:?}");
    text
}

#[tokio::test]
async fn what_is_no_media_is_refused() {
    let media = Media::new();
    let film = media.make(FILM, "film.mp4");
    let whole = std::fs::read(&film).expect("the film");
    for path in [
        media.write("empty.mkv", ""),
        media.write("words.mp4", "These are only words, in a file that says it is a film.\n".repeat(50)),
        media.write("cut.mp4", &whole[..whole.len() / 2]),
        media.write("noise.ts", (0..50_000u32).map(|number| (number.wrapping_mul(2_654_435_761) >> 24) as u8).collect::<Vec<_>>()),
    ] {
        probe_fault(&path).await;
    }
}

#[tokio::test]
async fn what_names_other_files_is_refused() {
    let media = Media::new();
    media.make(FILM, "film.mp4");
    media.make(&format!("{FILM} -f hls -hls_time 1"), "film.m3u8");
    let playlist = std::fs::read(media.path("film.m3u8")).expect("the playlist");
    for path in [
        media.write("playlist.mp4", "#EXTM3U\n#EXTINF:1,\nfile:///etc/hostname\n"),
        media.write("playlist", &playlist),
        media.path("film.m3u8"),
        media.write("list.ffconcat", "ffconcat version 1.0\nfile film.mp4\n"),
        media.write("film.mpd", "<?xml version=\"1.0\"?>\n<MPD xmlns=\"urn:mpeg:dash:schema:mpd:2011\"></MPD>\n"),
    ] {
        probe_fault(&path).await;
    }
}

#[tokio::test]
async fn a_torn_film_is_still_a_film() {
    let media = Media::new();
    let film = media.make(FILM, "film.mkv");
    let mut bytes = std::fs::read(&film).expect("the film");
    let middle = bytes.len() / 2;
    bytes[middle..middle + 4096].fill(0);
    let torn = media.write("torn.mkv", &bytes);
    let Reply::Probe(probe) = run(&torn, Job::Probe { name: "torn.mkv".to_owned() }).await.expect("a probe").reply else { panic!("no probe") };
    assert_eq!(probe.streams.len(), 2);
    let Reply::Index(index) = run(&torn, Job::Index { name: "torn.mkv".to_owned() }).await.expect("an index").reply else { panic!("no index") };
    assert!(index.keyframes.len() >= 2);
}

#[tokio::test]
async fn pictures_with_absurd_sizes_are_refused_before_they_are_decoded() {
    let media = Media::new();
    let picture = media.make("-f lavfi -i testsrc2=s=64x64:d=1 -frames:v 1", "picture.png");
    let mut bytes = std::fs::read(&picture).expect("the picture");
    // Width and height of the header; the checksum behind them no longer fits either.
    bytes[16..24].copy_from_slice(&[0, 1, 0x86, 0xA0, 0, 1, 0x86, 0xA0]);
    let fault = run(&media.write("bomb.png", &bytes), Job::DescribeImage { from: ImageFrom::File }).await.expect_err("too large");
    assert!(matches!(&fault, Fault::BadFile { text } if text.contains("too many pixels")), "{fault:?}");
    for name in ["empty.jpg", "words.jpg"] {
        let path = media.write(name, if name == "empty.jpg" { "" } else { "words" });
        let fault = run(&path, Job::DescribeImage { from: ImageFrom::File }).await.expect_err("no picture");
        assert!(matches!(fault, Fault::BadFile { .. }), "{fault:?}");
    }
}

#[tokio::test]
async fn a_bad_file_does_not_cost_the_worker() {
    let media = Media::new();
    let bad = media.write("bad.mp4", "words");
    let good = media.make(FILM, "film.mp4");
    let pool = LocalPool::new(walros_jobs::PoolConfig { workers: 1, ..config() });
    let probe = |path: &Path| {
        let file = std::fs::File::open(path).expect("opening a file");
        pool.run(Priority::Background, Job::Probe { name: "x.mp4".to_owned() }, vec![file])
    };
    for _ in 0..3 {
        assert!(matches!(probe(&bad).await, Err(Fault::BadFile { .. })));
        assert!(probe(&good).await.is_ok());
    }
    assert!(matches!(pool.run(Priority::Background, Job::Probe { name: String::new() }, Vec::new()).await, Err(Fault::Io { .. })));
}
