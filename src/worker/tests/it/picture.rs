//! Pictures: described, scaled, turned, encoded.

use std::path::Path;
use std::process::Command;
use std::time::Duration;

use walros_jobs::{ImageFormat, ImageFrom, ImageSize, Job, Reply};

use crate::media::{FILM, Media, run};

async fn describe(path: &Path, from: ImageFrom) -> (u32, u32, bool, String) {
    match run(path, Job::DescribeImage { from }).await.expect("a description").reply {
        Reply::Image { width, height, transparent, blurhash } => (width, height, transparent, blurhash),
        other => panic!("{other:?}"),
    }
}

async fn make(path: &Path, from: ImageFrom, size: ImageSize, format: ImageFormat) -> Vec<u8> {
    run(path, Job::Image { from, size, format, quality: 85, clock: None }).await.expect("a picture").bytes.to_vec()
}

/// The colour of the pixel at a place of a picture, as `ffmpeg` reads it.
fn pixel(path: &Path, x: u32, y: u32) -> [u8; 3] {
    let crop = format!("format=rgb24,crop=1:1:{x}:{y}");
    let output =
        Command::new("ffmpeg").args(["-v", "error", "-i"]).arg(path).args(["-vf", &crop, "-f", "rawvideo", "-"]).output().expect("ffmpeg is installed");
    output.stdout.as_slice().try_into().expect("one pixel")
}

fn is_near(found: [u8; 3], wanted: [u8; 3]) -> bool {
    found.iter().zip(wanted).all(|(found, wanted)| found.abs_diff(wanted) < 40)
}

const RED: [u8; 3] = [255, 0, 0];
const BLUE: [u8; 3] = [0, 0, 255];

/// Left half red, right half blue, 64 × 32.
const FLAG: &str = "-f lavfi -i color=red:s=32x32:d=1 -f lavfi -i color=blue:s=32x32:d=1 -filter_complex hstack -frames:v 1";

#[tokio::test]
async fn every_format_is_read_and_written() {
    let media = Media::new();
    for name in ["flag.jpg", "flag.png", "flag.webp", "flag.gif", "flag.bmp", "flag.tiff"] {
        let path = media.make(FLAG, name);
        let (width, height, transparent, blurhash) = describe(&path, ImageFrom::File).await;
        assert_eq!((width, height, transparent), (64, 32, false), "{name}");
        assert!(blurhash.len() > 20, "{name}: {blurhash}");
        for (format, magic) in [(ImageFormat::Jpeg, &b"\xFF\xD8\xFF"[..]), (ImageFormat::Png, b"\x89PNG"), (ImageFormat::Webp, b"RIFF")] {
            let bytes = make(&path, ImageFrom::File, ImageSize::Within { width: 32, height: 32 }, format).await;
            assert!(bytes.starts_with(magic), "{name} as {format:?}");
            let small = media.write("small", &bytes);
            assert_eq!(describe(&small, ImageFrom::File).await.0, 32, "{name} as {format:?}");
            assert!(is_near(pixel(&small, 4, 4), RED) && is_near(pixel(&small, 27, 12), BLUE), "{name} as {format:?}");
        }
    }
}

#[tokio::test]
async fn pictures_never_grow() {
    let media = Media::new();
    let path = media.make(FLAG, "flag.png");
    for (size, width, height) in [
        (ImageSize::Original, 64, 32),
        (ImageSize::Within { width: 1000, height: 1000 }, 64, 32),
        (ImageSize::Cover { width: 16, height: 16 }, 32, 16),
        (ImageSize::Exact { width: 20, height: 30 }, 20, 30),
    ] {
        let bytes = make(&path, ImageFrom::File, size, ImageFormat::Png).await;
        let (w, h, ..) = describe(&media.write("made.png", &bytes), ImageFrom::File).await;
        assert_eq!((w, h), (width, height), "{size:?}");
    }
}

#[tokio::test]
async fn a_jpeg_begins_with_its_jfif_header() {
    let media = Media::new();
    let bytes = make(&media.make(FLAG, "flag.png"), ImageFrom::File, ImageSize::Original, ImageFormat::Jpeg).await;
    assert_eq!(&bytes[..11], b"\xFF\xD8\xFF\xE0\x00\x10JFIF\0");
}

#[tokio::test]
async fn photos_are_turned_upright() {
    let media = Media::new();
    let flag = std::fs::read(media.make(FLAG, "flag.jpg")).expect("the picture");
    let exif = b"\xFF\xE1\x00\x22Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0";
    let turned = media.write("turned.jpg", [&flag[..2], exif, &flag[2..]].concat());
    assert_eq!(describe(&turned, ImageFrom::File).await.0, 32);
    let bytes = make(&turned, ImageFrom::File, ImageSize::Original, ImageFormat::Png).await;
    let upright = media.write("upright.png", &bytes);
    // Turned clockwise, what was left is at the top.
    assert!(is_near(pixel(&upright, 16, 8), RED) && is_near(pixel(&upright, 16, 56), BLUE));
}

#[tokio::test]
async fn transparency_is_kept_where_the_format_can() {
    let media = Media::new();
    let logo = media.make("-f lavfi -i color=red@0.5:s=64x32:d=1,format=rgba -frames:v 1", "logo.png");
    assert!(describe(&logo, ImageFrom::File).await.2);
    for (format, kept) in [(ImageFormat::Png, true), (ImageFormat::Webp, true), (ImageFormat::Jpeg, false)] {
        let bytes = make(&logo, ImageFrom::File, ImageSize::Original, format).await;
        assert_eq!(describe(&media.write("made", &bytes), ImageFrom::File).await.2, kept, "{format:?}");
    }
}

#[tokio::test]
async fn covers_and_frames() {
    let media = Media::new();
    media.make(FLAG, "flag.png");
    let song = media.make("-f lavfi -i sine=d=1 -i flag.png -map 0 -map 1 -c:v copy -disposition:v attached_pic", "song.flac");
    assert_eq!(describe(&song, ImageFrom::Stream(1)).await.0, 64);
    media.make(FILM, "flat.mp4");
    let film = media.make("-i flat.mp4 -c copy -metadata:s:v rotate=90", "film.mp4");
    let (width, height, ..) = describe(&film, ImageFrom::Frame(Duration::from_secs(2))).await;
    assert_eq!((width, height), (180, 320));
    // Past the end there is still a picture.
    let (width, ..) = describe(&media.path("flat.mp4"), ImageFrom::Frame(Duration::from_secs(600))).await;
    assert_eq!(width, 320);
    // Two seconds in, the picture is blue.
    let change = "-f lavfi -i color=red:s=64x36:d=2:r=24 -f lavfi -i color=blue:s=64x36:d=2:r=24 -filter_complex concat -c:v libx264 -g 240";
    let change = media.make(change, "change.mkv");
    let colour = async |at| {
        let bytes = make(&change, ImageFrom::Frame(Duration::from_millis(at)), ImageSize::Original, ImageFormat::Png).await;
        pixel(&media.write("frame.png", bytes), 10, 10)
    };
    assert!(is_near(colour(1500).await, RED));
    assert!(is_near(colour(2500).await, BLUE));
}
