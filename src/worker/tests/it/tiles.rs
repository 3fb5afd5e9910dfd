//! Pictures for seeking, on films that get brighter by the second.

use std::path::Path;
use std::process::Command;
use std::time::Duration;

use walros_jobs::{Fault, ImageFormat, ImageFrom, ImageSize, Job, Reply, TilesJob};
use walros_media::trickplay;
use walros_model::index::MediaIndex;
use walros_model::trickplay::TrickplayLayout;

use crate::media::{Media, run};

/// Forty seconds; the picture's brightness is that of its second, five times over, on black at the start.
const DAWN: &str = "-f lavfi -i nullsrc=s=128x72:r=12:d=40,geq=lum='16+5*T':cb=128:cr=128 -pix_fmt yuv420p";

const LAYOUT: TrickplayLayout = TrickplayLayout { width: 64, height: 36, columns: 3, rows: 3, count: 8, interval: Duration::from_secs(5) };

async fn index(path: &Path) -> MediaIndex {
    match run(path, Job::Index { name: name(path) }).await.expect("an index").reply {
        Reply::Index(index) => *index,
        other => panic!("{other:?}"),
    }
}

fn name(path: &Path) -> String {
    path.file_name().expect("a name").to_string_lossy().into_owned()
}

fn job(path: &Path, index: &MediaIndex, layout: &TrickplayLayout) -> TilesJob {
    let TrickplayLayout { width, height, columns, rows, .. } = *layout;
    let shots = trickplay::shots(index, layout, 0);
    TilesJob {
        name: name(path),
        stream: index.video_stream.expect("a picture"),
        shots,
        width,
        height,
        columns,
        rows,
        quality: 90,
        clock: walros_media::clock::clock_of(index, 0),
    }
}

/// The first sheet of a film.
async fn sheet(media: &Media, path: &Path, layout: &TrickplayLayout) -> std::path::PathBuf {
    let job = job(path, &index(path).await, layout);
    let done = run(path, Job::Tiles(job)).await.unwrap_or_else(|fault| panic!("{}: {fault}", path.display()));
    assert!(done.bytes.starts_with(b"\xFF\xD8\xFF"));
    media.write("sheet.jpg", done.bytes)
}

/// Colours of the whole sheet, row by row.
fn pixels(path: &Path) -> (usize, Vec<[u8; 3]>) {
    let size = Command::new("ffprobe").args(["-v", "error", "-show_entries", "stream=width", "-of", "csv=p=0"]).arg(path).output().expect("ffprobe");
    let width = String::from_utf8_lossy(&size.stdout).trim().parse().expect("a width");
    let output = Command::new("ffmpeg").args(["-v", "error", "-i"]).arg(path).args(["-f", "rawvideo", "-pix_fmt", "rgb24", "-"]).output().expect("ffmpeg");
    (width, output.stdout.chunks_exact(3).map(|pixel| [pixel[0], pixel[1], pixel[2]]).collect())
}

/// The seconds that the pictures of a sheet show, by how bright they are in their middle.
fn seconds(path: &Path, layout: &TrickplayLayout) -> Vec<f64> {
    let (width, pixels) = pixels(path);
    assert_eq!((width as u32, pixels.len() / width), (layout.width * layout.columns, (layout.height * layout.rows) as usize));
    let middle = |number: u32| {
        let place = layout.place(number);
        pixels[(place.y + layout.height / 2) as usize * width + (place.x + layout.width / 2) as usize][1]
    };
    (0..layout.per_sheet()).map(|number| f64::from(middle(number)) * 219.0 / 255.0 / 5.0).collect()
}

#[tokio::test]
async fn every_container_shows_what_is_there() {
    let media = Media::new();
    let film = media.make(&format!("{DAWN} -c:v libx264 -preset ultrafast -bf 2 -g 24"), "film.mp4");
    let others = [
        ("-i film.mp4 -c copy", "copy.mkv"),
        ("-i film.mp4 -c copy", "copy.ts"),
        ("-i film.mp4 -c copy -output_ts_offset 95400", "wrapped.ts"),
        ("-i film.mp4 -c copy -movflags frag_keyframe+empty_moov", "fragments.mp4"),
        ("-i film.mp4 -c copy -f matroska -live 1", "no-cues.mkv"),
        ("-i film.mp4 -c:v mpeg4 -q:v 2 -g 24", "film.avi"),
        ("-i film.mp4 -c:v mpeg2video -q:v 2 -bf 2 -g 12 -r 24", "film.mpg"),
        ("-i film.mp4 -c:v libx265 -preset ultrafast -x265-params log-level=error:keyint=24:open-gop=1:bframes=3", "open.mp4"),
        ("-i film.mp4 -c:v libvpx-vp9 -deadline realtime -cpu-used 8 -g 24", "film.webm"),
    ];
    let others = others.map(|(arguments, name)| media.make(arguments, name));
    for path in others.iter().chain([&film]) {
        let found = seconds(&sheet(&media, path, &LAYOUT).await, &LAYOUT);
        for (number, second) in found.iter().take(8).enumerate() {
            assert!((second - number as f64 * 5.0).abs() <= 1.5, "{}: {found:?}", path.display());
        }
        assert!(found[8] < 0.5, "nothing is behind the end");
    }
}

#[tokio::test]
async fn where_the_clock_jumps_what_is_there_is_shown() {
    let media = Media::new();
    let film = format!("{DAWN} -c:v libx264 -preset ultrafast -bf 2 -g 24");
    let parts = [("-t 20", "one.ts"), ("-ss 20", "two.ts"), ("-ss 20 -output_ts_offset 3600", "later.ts")];
    media.make(&film, "film.mp4");
    let [one, two, later] = parts.map(|(arguments, name)| std::fs::read(media.make(&format!("{arguments} -i film.mp4 -c copy"), name)).expect("a part"));
    let files = [
        media.write("alike.ts", [&one[..], &two].concat()),
        media.write("hour.ts", [&one[..], &later].concat()),
        media.make("-i film.mp4 -c copy -output_ts_offset 95423", "wraps.ts"),
    ];
    for path in files {
        let index = index(&path).await;
        assert_eq!(index.epochs.len(), 2, "{}", path.display());
        // Files are cut at pictures, not at times.
        assert!((index.end - index.start - 40 * 90_000).abs() < 45_000, "{}", path.display());
        let found = seconds(&sheet(&media, &path, &LAYOUT).await, &LAYOUT);
        for (number, second) in found.iter().take(8).enumerate() {
            assert!((second - number as f64 * 5.0).abs() <= 1.5, "{}: {found:?}", path.display());
        }
        for at in [3, 12, 23, 37] {
            let clock = walros_media::clock::clock_of(&index, (index.start + at * 90_000) * 1000 / 9);
            let frame = ImageFrom::Frame(Duration::from_secs(at as u64));
            let job = Job::Image { from: frame, size: ImageSize::Original, format: ImageFormat::Png, quality: 90, clock };
            let picture = pixels(&media.write("frame.png", run(&path, job).await.expect("a frame").bytes)).1[36 * 128 + 64];
            let second = f64::from(picture[1]) * 219.0 / 255.0 / 5.0;
            // A keyframe shortly before will do.
            assert!((second - at as f64).abs() <= 2.5, "{} at {at}: {second}", path.display());
        }
    }
}

#[tokio::test]
async fn without_keyframes_what_is_between_is_decoded() {
    let media = Media::new();
    let film = media.make(&format!("{DAWN} -c:v libx264 -preset ultrafast -bf 2 -g 9999 -sc_threshold 0"), "one.mkv");
    assert_eq!(index(&film).await.keyframes.len(), 1);
    let found = seconds(&sheet(&media, &film, &LAYOUT).await, &LAYOUT);
    // The first is within the interval of the second, and shown for it.
    assert!(found[1] < 1.0 && found.iter().take(8).enumerate().skip(2).all(|(number, second)| (second - number as f64 * 5.0).abs() < 1.0), "{found:?}");
}

#[tokio::test]
async fn pictures_stripe_by_stripe_come_out_as_well() {
    let media = Media::new();
    let film = media.make(&format!("{DAWN} -c:v libx264 -preset ultrafast -bf 0 -x264-params intra-refresh=1:keyint=24"), "refresh.ts");
    let found = seconds(&sheet(&media, &film, &LAYOUT).await, &LAYOUT);
    assert!(found[7] > 30.0, "{found:?}");
}

#[tokio::test]
async fn a_broken_stretch_repeats_what_was_before() {
    let media = Media::new();
    let film = media.make(&format!("{DAWN} -c:v libx264 -preset ultrafast -bf 0 -g 60 -sc_threshold 0"), "film.mp4");
    let index = index(&film).await;
    let mut bytes = std::fs::read(&film).expect("the film");
    // The keyframes at 15 and 20 s.
    for keyframe in &index.keyframes[3..5] {
        let at = usize::try_from(keyframe.position).expect("a position");
        bytes[at..at + 40].fill(0xFF);
    }
    let torn = media.write("torn.mp4", bytes);
    let done = run(&torn, Job::Tiles(job(&torn, &index, &LAYOUT))).await.expect("a sheet");
    let found = seconds(&media.write("sheet.jpg", done.bytes), &LAYOUT);
    assert!((found[2] - 10.0).abs() < 1.0 && (found[5] - 25.0).abs() < 1.0, "{found:?}");
}

#[tokio::test]
async fn turned_and_squeezed_films_are_shown_as_they_are_viewed() {
    let media = Media::new();
    let flag = "-f lavfi -i color=red:s=64x64:d=3:r=12 -f lavfi -i color=blue:s=64x64:d=3:r=12 -filter_complex hstack -c:v libx264 -pix_fmt yuv420p";
    media.make(flag, "flat.mp4");
    let turned = media.make("-i flat.mp4 -c copy -metadata:s:v rotate=90", "turned.mp4");
    let layout = TrickplayLayout { width: 32, height: 64, columns: 1, rows: 1, count: 1, interval: Duration::from_secs(5) };
    let (width, pixels) = pixels(&sheet(&media, &turned, &layout).await);
    assert_eq!((width, pixels.len() / width), (32, 64));
    // Which end is up is what the picture job says too.
    let frame = Job::Image {
        from: ImageFrom::Frame(Duration::ZERO),
        size: ImageSize::Exact { width: 32, height: 64 },
        format: ImageFormat::Png,
        quality: 90,
        clock: None,
    };
    let wanted = self::pixels(&media.write("frame.png", run(&turned, frame).await.expect("a frame").bytes)).1;
    for at in [10 * 32 + 16, 50 * 32 + 16] {
        assert!(pixels[at].iter().zip(wanted[at]).all(|(one, other)| one.abs_diff(other) < 40), "{:?} {:?}", pixels[at], wanted[at]);
    }
}

/// A grey of 203 nits in PQ, which is what paper white is; untreated it comes out as a dark 58 %.
const PAPER: &str = "-f lavfi -i color=0x949494:s=128x72:d=3:r=12 -c:v libx265 -preset ultrafast -pix_fmt yuv420p10le -color_primaries bt2020 \
     -color_trc smpte2084 -colorspace bt2020nc -x265-params log-level=error:colorprim=bt2020:transfer=smpte2084:colormatrix=bt2020nc";

#[tokio::test]
async fn high_dynamic_range_is_mapped() {
    let media = Media::new();
    let film = media.make(PAPER, "hdr.mp4");
    let layout = TrickplayLayout { width: 64, height: 36, columns: 1, rows: 1, count: 1, interval: Duration::from_secs(5) };
    let tile = pixels(&sheet(&media, &film, &layout).await).1[10 * 64 + 10];
    let frame = Job::Image {
        from: ImageFrom::Frame(Duration::ZERO),
        size: ImageSize::Within { width: 64, height: 64 },
        format: ImageFormat::Png,
        quality: 90,
        clock: None,
    };
    let frame = pixels(&media.write("frame.png", run(&film, frame).await.expect("a frame").bytes)).1[10 * 64 + 10];
    for grey in [tile, frame] {
        assert!(grey[1] > 165 && grey[0].abs_diff(grey[2]) < 12, "{tile:?} {frame:?}");
    }
}

#[tokio::test]
async fn nonsense_is_refused() {
    let media = Media::new();
    let film = media.make(&format!("{DAWN} -t 2 -c:v libx264 -preset ultrafast"), "film.mp4");
    let good = job(&film, &index(&film).await, &LAYOUT);
    for bad in [
        TilesJob { width: 63, ..good.clone() },
        TilesJob { height: 0, ..good.clone() },
        TilesJob { columns: u32::MAX, rows: u32::MAX, ..good.clone() },
        TilesJob { width: 8192, height: 8192, ..good.clone() },
        TilesJob { columns: 1, rows: 1, ..good.clone() },
    ] {
        assert!(matches!(run(&film, Job::Tiles(bad)).await, Err(Fault::Unsupported { .. })));
    }
    assert!(matches!(run(&film, Job::Tiles(TilesJob { stream: 9, ..good.clone() })).await, Err(Fault::BadFile { .. })));
    let words = media.write("words.mp4", "words");
    assert!(matches!(run(&words, Job::Tiles(good)).await, Err(Fault::BadFile { .. })));
}
