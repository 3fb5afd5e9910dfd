//! Subtitles painted into the picture.

use walros_model::playback::SegmentContainer::Ts;
use walros_model::playback::StreamRequest;
use walros_model::profile::SubtitleMethod;

use super::harness::{build, request, source};
use super::inspect;
use crate::media::Media;

const BLACK: &str = "-f lavfi -i color=black:s=640x360:r=25:d=8";
const LINES: &str = "1\n00:00:01,000 --> 00:00:02,000\nFirst line\n\n2\n00:00:04,000 --> 00:00:07,000\n<i>Second</i> line\nof two\n";

/// How many pixels are bright in the upper and the lower half at a time.
fn bright(path: &std::path::Path, at: f64) -> (usize, usize) {
    let (pixels, width) = inspect::luma(path, at);
    let half = pixels.len() / width / 2 * width;
    let count = |pixels: &[u8]| pixels.iter().filter(|pixel| **pixel > 180).count();
    (count(&pixels[..half]), count(&pixels[half..]))
}

#[tokio::test]
async fn text_of_a_file_beside_the_film() {
    let media = Media::new();
    let path = media.make(&format!("{BLACK} -c:v libx264 -preset ultrafast -g 50 -pix_fmt yuv420p"), "film.mkv");
    let subtitle = media.write("film.srt", LINES);
    let source = source(&path, &[&subtitle]).await;
    let wanted = StreamRequest { subtitle_stream: Some(0), subtitle_method: Some(SubtitleMethod::Encode), ..request(Ts, "h264", "aac") };
    let built = build(&source, &wanted).await;
    let joined = built.joined();
    assert_eq!(inspect::packets(&joined, "v:0").len(), 200);
    for (at, shown) in [(0.5, false), (1.5, true), (3.0, false), (4.1, true), (6.5, true), (7.5, false)] {
        let (above, below) = bright(&joined, at);
        assert_eq!((above, below > 100), (0, shown), "at {at}: {below}");
    }
}

#[tokio::test]
async fn text_inside_the_film() {
    let media = Media::new();
    media.write("lines.srt", LINES);
    let path = media.make(&format!("{BLACK} -i lines.srt -map 0 -map 1 -c:v libx264 -preset ultrafast -g 50 -pix_fmt yuv420p -c:s srt"), "film.mkv");
    let wanted = StreamRequest { subtitle_stream: Some(1), subtitle_method: Some(SubtitleMethod::Encode), ..request(Ts, "h264", "aac") };
    let built = build(&source(&path, &[]).await, &wanted).await;
    for (at, shown) in [(0.5, false), (1.5, true), (6.5, true), (7.5, false)] {
        assert_eq!(bright(&built.joined(), at).1 > 100, shown, "at {at}");
    }
}

/// A Blu-ray subtitle file: a white box of 200 × 40 at (220, 280) on 640 × 360, from 2 s to 5 s.
fn box_on_the_screen() -> Vec<u8> {
    let mut out = Vec::new();
    let mut segment = |seconds: u32, kind: u8, content: &[u8]| {
        out.extend_from_slice(b"PG");
        out.extend_from_slice(&(seconds * 90_000).to_be_bytes());
        out.extend_from_slice(&[0; 4]);
        out.push(kind);
        out.extend_from_slice(&(content.len() as u16).to_be_bytes());
        out.extend_from_slice(content);
    };
    let size = [0x02, 0x80, 0x01, 0x68];
    let place = [0, 220, 1, 24];
    let picture = [&size[..], &[0x10, 0, 1, 0x80, 0, 0, 1, 0, 0, 0, 0], &place].concat();
    let window = [&[1, 0][..], &place, &[0, 200, 0, 40]].concat();
    // A run of 200 pixels of colour 1, and the end of the line.
    let lines = [0, 0xc0, 200, 1, 0, 0].repeat(40);
    let object = [&[0, 0, 0, 0xc0, 0][..], &((lines.len() + 4) as u16).to_be_bytes(), &[0, 200, 0, 40], &lines].concat();
    // Nothing at first, or the command line would move everything to the beginning.
    segment(0, 0x16, &[&size[..], &[0x10, 0, 0, 0x80, 0, 0, 0]].concat());
    segment(0, 0x17, &window);
    segment(0, 0x80, &[]);
    segment(2, 0x16, &picture);
    segment(2, 0x17, &window);
    segment(2, 0x14, &[0, 0, 1, 235, 128, 128, 255]);
    segment(2, 0x15, &object);
    segment(2, 0x80, &[]);
    segment(5, 0x16, &[&size[..], &[0x10, 0, 2, 0, 0, 0, 0]].concat());
    segment(5, 0x17, &window);
    segment(5, 0x80, &[]);
    out
}

#[tokio::test]
async fn pictures_of_a_disc() {
    let media = Media::new();
    media.write("box.sup", box_on_the_screen());
    let path = media.make(&format!("{BLACK} -i box.sup -map 0 -map 1 -c:v libx264 -preset ultrafast -g 50 -pix_fmt yuv420p -c:s copy"), "film.mkv");
    let source = source(&path, &[]).await;
    // At half the size, the box is at (110, 140) and a quarter as large.
    let wanted = StreamRequest { max_width: Some(320), subtitle_stream: Some(1), subtitle_method: Some(SubtitleMethod::Encode), ..request(Ts, "h264", "aac") };
    let built = build(&source, &wanted).await;
    for (at, shown) in [(1.5, false), (2.5, true), (4.5, true), (5.5, false)] {
        let (above, below) = bright(&built.joined(), at);
        assert_eq!((above, below > 1800 && below < 2200), (0, shown), "at {at}: {below}");
    }
    let (pixels, width) = inspect::luma(&built.joined(), 3.0);
    let at = |x: usize, y: usize| pixels[y * width + x];
    assert!(at(115, 150) > 200 && at(305, 150) < 60 && at(160, 130) < 60);
}

#[tokio::test]
async fn pictures_of_a_broadcast_whose_clock_jumps() {
    let media = Media::new();
    media.write("box.sup", box_on_the_screen());
    let film = format!("{BLACK} -i box.sup -map 0 -map 1 -c:v libx264 -preset ultrafast -g 50 -pix_fmt yuv420p -c:s dvbsub");
    let parts = ["", "-output_ts_offset 3600", "-output_ts_offset 95440"].map(|offset| {
        let name = format!("part{offset}.ts").replace(' ', "");
        std::fs::read(media.make(&format!("{film} {offset}"), &name)).unwrap()
    });
    // Alike, an hour later, and with a wrap in the last.
    let path = media.write("film.ts", [&parts[0][..], &parts[0], &parts[1], &parts[2]].concat());
    let wanted = StreamRequest { subtitle_stream: Some(1), subtitle_method: Some(SubtitleMethod::Encode), ..request(Ts, "h264", "aac") };
    let built = build(&source(&path, &[]).await, &wanted).await;
    let joined = built.joined();
    assert_eq!(inspect::packets(&joined, "v:0").len(), 800);
    // The command line takes it away late.
    for begin in [0.0, 8.0, 16.0, 24.0] {
        for (at, shown) in [(1.5, false), (2.5, true), (6.5, true), (7.6, false)] {
            assert_eq!(bright(&joined, begin + at).1 > 4000, shown, "at {at} from {begin}");
        }
    }
}
