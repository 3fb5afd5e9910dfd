//! Transport streams whose clock wraps or jumps: what comes out has one timeline, on which every picture that was put in
//! is shown once, at its time, whatever it is made of and wherever playing begins.

use std::path::{Path, PathBuf};

use walros_model::playback::SegmentContainer::{Mp4, Ts};
use walros_model::playback::StreamRequest;

use super::harness::{Built, Copier, build, build_with, request, source};
use super::{assert_honest, inspect};
use crate::media::Media;

/// Twelve seconds, every picture of its own.
const FILM: &str = "-f lavfi -i testsrc2=s=320x180:r=25:d=12 -f lavfi -i sine=f=330:d=12:r=48000 -c:v libx264 -preset ultrafast -bf 2 -g 50 \
     -pix_fmt yuv420p -c:a aac -shortest";

/// A film and what it was made of, one recording after the other.
struct Jumping {
    path: PathBuf,
    parts: Vec<PathBuf>,
}

/// The 33 bits end after 95443.7 s: six seconds into the film.
fn wrapping(media: &Media) -> Jumping {
    let part = media.make(&format!("{FILM} -f mpegts"), "straight.ts");
    Jumping { path: media.make("-i straight.ts -c copy -output_ts_offset 95436", "wraps.ts"), parts: vec![part] }
}

/// Long before the end of the 33 bits, so that the demuxer does not foresee it.
fn wrapping_late(media: &Media) -> Jumping {
    let part = media.make(&format!("{} -f mpegts", FILM.replace("d=12", "d=72").replace("320x180", "64x36")), "long.ts");
    Jumping { path: media.make("-i long.ts -c copy -output_ts_offset 95377", "late.ts"), parts: vec![part] }
}

fn joined(media: &Media, name: &str, second: &str) -> Jumping {
    let one = media.make(&format!("{FILM} -f mpegts"), "one.ts");
    let two = media.make(&format!("{} -f mpegts {second}", FILM.replace("testsrc2=", "testsrc=").replace("f=330", "f=550")), "two.ts");
    let bytes = [std::fs::read(&one).unwrap(), std::fs::read(&two).unwrap()].concat();
    Jumping { path: media.write(name, bytes), parts: vec![one, two] }
}

fn encoded(request: StreamRequest) -> StreamRequest {
    StreamRequest { allow_video_copy: false, allow_audio_copy: false, ..request }
}

impl Jumping {
    /// When each picture should be shown, from the first on: recordings follow each other without a pause.
    fn times(&self) -> Vec<f64> {
        let count: usize = self.parts.iter().map(|part| inspect::packets(part, "v:0").len()).sum();
        (0..count).map(|number| number as f64 / 25.0).collect()
    }

    fn hashes(&self) -> Vec<String> {
        self.parts.iter().flat_map(|part| inspect::picture_hashes(part)).collect()
    }

    /// As copies, by whomever, and as an encode, in both containers.
    async fn assert_straight(&self) {
        let source = source(&self.path, &[]).await;
        for container in [Mp4, Ts] {
            let copy = request(container, "h264", "aac");
            for (wanted, copied, copier) in [(copy.clone(), true, Copier::Server), (copy.clone(), true, Copier::Worker), (encoded(copy), false, Copier::Server)]
            {
                let built = build_with(&source, &wanted, copier).await;
                assert_eq!(built.prepared.recipe.copies_video(), copied);
                self.assert_pictures(&built, copied);
                self.assert_sound(&built);
                assert_honest(&built);
                let promised: f64 = built.promised().iter().sum();
                let shown = self.times().last().unwrap() + 0.04;
                // The last sound may end a frame later.
                assert!((-0.001..0.022).contains(&(promised - shown)), "{promised} s promised");
            }
        }
    }

    fn assert_pictures(&self, built: &Built, copied: bool) {
        let (made, wanted) = (sorted(&built.joined()), self.times());
        let differs = made.iter().map(|time| time - made[0]).zip(&wanted).find(|(made, wanted)| (made - *wanted).abs() > super::MILLISECOND);
        assert_eq!(differs, None, "a picture at the first time, instead of at the second");
        assert_eq!(made.len(), wanted.len(), "pictures");
        if copied {
            assert_eq!(inspect::picture_hashes(&built.joined()), self.hashes());
        } else {
            assert!(inspect::likeness(&built.joined(), &self.all(), "null") > 28.0);
        }
    }

    /// What was put in, in one file with one clock.
    fn all(&self) -> PathBuf {
        let list: String = self.parts.iter().map(|part| format!("file '{}'\n", part.display())).collect();
        let (text, out) = (self.path.with_extension("txt"), self.path.with_extension("mkv"));
        std::fs::write(&text, list).unwrap();
        let arguments = ["-v", "error", "-nostdin", "-y", "-f", "concat", "-safe", "0", "-i", text.to_str().unwrap(), "-map", "0:v", "-c:v", "ffv1"];
        assert!(std::process::Command::new("ffmpeg").args(arguments).arg(&out).status().unwrap().success());
        out
    }

    /// Sound and picture begin and end together, and every second has the tone of its recording.
    fn assert_sound(&self, built: &Built) {
        let path = built.joined();
        let (pictures, sounds) = (sorted(&path), inspect::packets(&path, "a:0"));
        let end = sounds.last().map(|packet| packet.pts + packet.duration).unwrap();
        assert!((sounds[0].pts - pictures[0]).abs() < 0.03, "sound begins at {}, the picture at {}", sounds[0].pts, pictures[0]);
        assert!((end - pictures.last().unwrap() - 0.04).abs() < 0.1, "sound ends at {end}, the picture at {}", pictures.last().unwrap() + 0.04);
        let off = sounds.windows(2).map(|pair| (pair[1].pts - pair[0].pts - pair[0].duration).abs()).fold(0.0, f64::max);
        // Less than a frame where recordings meet.
        assert!(off < if self.parts.len() > 1 { 0.022 } else { 0.000_2 }, "a gap of {off} s in the sound");
        let samples = inspect::samples(&path, 48_000);
        let crossings = |second: usize| samples[second * 48_000..][..48_000].windows(2).filter(|pair| pair[0] < 0.0 && pair[1] >= 0.0).count();
        let length = self.times().len() / 25 / self.parts.len();
        for number in (1..length - 1).flat_map(|second| (0..self.parts.len()).map(move |part| part * length + second)) {
            let tone = [330, 550][number / length];
            assert!(crossings(number).abs_diff(tone) <= 4, "second {number} sounds at {} Hz", crossings(number));
        }
    }
}

fn sorted(path: &Path) -> Vec<f64> {
    let mut times: Vec<f64> = inspect::packets(path, "v:0").iter().map(|packet| packet.pts).collect();
    times.sort_by(f64::total_cmp);
    times
}

#[tokio::test]
async fn a_clock_that_wraps() {
    wrapping(&Media::new()).assert_straight().await;
}

#[tokio::test]
async fn a_clock_that_wraps_late() {
    wrapping_late(&Media::new()).assert_straight().await;
}

/// Demuxers count what lies just before the wrap from below zero.
#[tokio::test]
async fn a_clock_that_is_about_to_wrap() {
    let media = Media::new();
    let part = media.make(&format!("{FILM} -f mpegts"), "straight.ts");
    Jumping { path: media.make("-i straight.ts -c copy -output_ts_offset 95420", "nearly.ts"), parts: vec![part] }.assert_straight().await;
}

#[tokio::test]
async fn discs_count_anew_in_every_part() {
    let media = Media::new();
    let disc = FILM.replace("-c:v libx264 -preset ultrafast -bf 2 -g 50", "-c:v mpeg2video -q:v 3 -bf 2 -g 15").replace("-c:a aac", "-c:a mp2");
    let one = media.make(&format!("{disc} -f vob"), "one.vob");
    let two = media.make(&format!("{} -f vob", disc.replace("testsrc2=", "testsrc=").replace("f=330", "f=550")), "two.vob");
    let path = media.write("film.vob", [std::fs::read(&one).unwrap(), std::fs::read(&two).unwrap()].concat());
    let film = Jumping { path, parts: vec![one, two] };
    let source = source(&film.path, &[]).await;
    for container in [Mp4, Ts] {
        let built = build(&source, &encoded(request(container, "h264", "aac"))).await;
        film.assert_pictures(&built, false);
        film.assert_sound(&built);
        assert_honest(&built);
    }
}

#[tokio::test]
async fn two_recordings_that_count_alike() {
    joined(&Media::new(), "joined.ts", "").assert_straight().await;
}

#[tokio::test]
async fn an_hour_that_was_not_recorded() {
    joined(&Media::new(), "later.ts", "-output_ts_offset 3600").assert_straight().await;
}

#[tokio::test]
async fn a_second_recording_that_wraps() {
    joined(&Media::new(), "both.ts", "-output_ts_offset 95436").assert_straight().await;
}

/// Receivers begin and end anywhere: in the middle of a picture, and long before a keyframe.
#[tokio::test]
async fn recordings_cut_anywhere() {
    let media = Media::new();
    let one = std::fs::read(media.make(&format!("{FILM} -f mpegts"), "one.ts")).unwrap();
    let two = std::fs::read(media.make(&format!("{FILM} -f mpegts -output_ts_offset 3600"), "two.ts")).unwrap();
    let packets = |bytes: &[u8], part: f64| (bytes.len() as f64 * part) as usize / 188 * 188;
    let (end, begin) = (packets(&one, 0.62), packets(&two, 0.31));
    let path = media.write("film.ts", [&one[..end], &two[begin..]].concat());
    let read = inspect::packets(&path, "v:0").len();
    let source = source(&path, &[]).await;
    for (wanted, copied) in [(request(Mp4, "h264", "aac"), true), (encoded(request(Ts, "h264", "aac")), false)] {
        let built = build(&source, &wanted).await;
        let times = sorted(&built.joined());
        assert!(built.promised().iter().sum::<f64>() - times.len() as f64 * 0.04 < 2.0, "{} pictures", times.len());
        assert!(times.windows(2).all(|pair| pair[1] > pair[0]), "pictures at one time");
        if copied {
            assert_eq!(times.len(), read);
            assert_honest(&built);
        }
        let (sounds, last) = (inspect::packets(&built.joined(), "a:0"), times.last().unwrap());
        assert!((sounds.last().unwrap().pts - last).abs() < 0.2, "sound ends at {}, the picture at {last}", sounds.last().unwrap().pts);
    }
}
