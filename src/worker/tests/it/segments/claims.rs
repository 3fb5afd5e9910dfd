//! What manifests say of renditions is what is found in them.

use std::path::Path;
use std::sync::Arc;

use walros_model::MediaStream;
use walros_model::playback::SegmentContainer::Mp4;
use walros_model::playback::{StreamRequest, SubtitleFormat};
use walros_model::probe::MediaSource;
use walros_streaming::decision::Rights;
use walros_streaming::hls::{self, LadderUrls};
use walros_streaming::ladder::Ladder;
use walros_streaming::{Prepared, Streaming, dash};

use super::harness::{request, source, streaming_keeping};
use super::inspect;
use crate::media::Media;

struct Plain;

impl LadderUrls for Plain {
    fn media(&self, _: &StreamRequest) -> String {
        "media.m3u8".to_owned()
    }

    fn keyframes(&self, _: &StreamRequest) -> String {
        "keyframes.m3u8".to_owned()
    }

    fn init(&self, _: &StreamRequest) -> String {
        "init.mp4".to_owned()
    }

    fn segment(&self, _: &StreamRequest, number: &str) -> String {
        format!("{number}.mp4")
    }

    fn keyframe(&self, _: &StreamRequest, number: &str) -> String {
        format!("key{number}.mp4")
    }

    fn subtitle_playlist(&self, stream: &MediaStream, _: &StreamRequest) -> String {
        format!("{}.m3u8", stream.index)
    }

    fn subtitle_init(&self, stream: &MediaStream, _: &StreamRequest) -> String {
        format!("{}-init.mp4", stream.index)
    }

    fn subtitle_segment(&self, stream: &MediaStream, _: &StreamRequest, number: &str) -> String {
        format!("{}-{number}.mp4", stream.index)
    }

    fn name(&self, stream: &MediaStream) -> String {
        stream.index.to_string()
    }
}

/// What was found in a rendition.
struct Found {
    /// Bits per second of the heaviest segment, and of all.
    peak: f64,
    average: f64,
    /// The heaviest keyframe alone.
    winding: f64,
    init: Vec<u8>,
    joined: std::path::PathBuf,
}

async fn found(streaming: &Streaming, prepared: &Arc<Prepared>, media: &Media, name: &str) -> Found {
    let init = streaming.segment(prepared, -1).await.unwrap().to_vec();
    let mut all = init.clone();
    let (mut peak, mut bits, mut winding) = (0.0_f64, 0.0, 0.0_f64);
    for (number, segment) in prepared.segments.iter().enumerate() {
        let seconds = segment.length() as f64 / 1e7;
        let bytes = streaming.segment(prepared, number as i64).await.unwrap();
        bits += bytes.len() as f64 * 8.0;
        peak = peak.max(bytes.len() as f64 * 8.0 / seconds);
        if prepared.recipe.video.is_some() {
            winding = winding.max(streaming.keyframe(prepared, number).await.unwrap().len() as f64 * 8.0 / seconds);
        }
        all.extend(bytes);
    }
    let seconds = prepared.segments.iter().map(|segment| segment.length()).sum::<i64>() as f64 / 1e7;
    Found { peak, average: bits / seconds, winding, init, joined: media.write(&format!("{name}.mp4"), all) }
}

fn attribute<'a>(line: &'a str, name: &str) -> Option<&'a str> {
    let value = line.split_once(&format!("{name}=")).filter(|(before, _)| before.ends_with([':', ',', ' ']))?.1;
    match value.strip_prefix('"') {
        Some(quoted) => quoted.split('"').next(),
        None => value.split(',').next(),
    }
}

fn number(line: &str, name: &str) -> f64 {
    attribute(line, name).and_then(|text| text.parse().ok()).unwrap_or_else(|| panic!("{name} in {line}"))
}

/// The codec as the configuration in the init segment has it (RFC 6381, ISO/IEC 14496-15 annex E).
fn codec(init: &[u8]) -> String {
    let config = |name: &[u8; 4]| init.windows(4).position(|window| window == name).map(|at| &init[at + 4..]);
    if let Some(avc) = config(b"avcC") {
        return format!("avc1.{:02X}{:02X}{:02X}", avc[1], avc[2], avc[3]);
    }
    if let Some(hevc) = config(b"hvcC") {
        let compatible = u32::from_be_bytes(hevc[2..6].try_into().unwrap()).reverse_bits();
        let tier = if hevc[1] & 0x20 == 0 { 'L' } else { 'H' };
        let constraints: Vec<String> =
            hevc[6..12].iter().rev().skip_while(|byte| **byte == 0).map(|byte| format!(".{byte:X}")).collect::<Vec<_>>().into_iter().rev().collect();
        return format!("hvc1.{}.{compatible:X}.{tier}{}{}", hevc[1] & 0x1f, hevc[12], constraints.concat());
    }
    match config(b"mp4a") {
        Some(_) => "mp4a.40.2".to_owned(),
        None if config(b"dac3").is_some() => "ac-3".to_owned(),
        None => panic!("no codec that is known"),
    }
}

async fn compare(path: &Path, media: &Media, wanted: &StreamRequest, ranges: &[&str]) {
    let film = source(path, &[]).await;
    let folder = tempfile::tempdir().unwrap();
    let streaming = streaming_keeping(folder.path());
    let ladder = streaming.ladder(&film, wanted, Rights::ALL).await.unwrap();
    let mut sounds = Vec::new();
    for (number, sound) in ladder.sounds.iter().enumerate() {
        let found = found(&streaming, &sound.prepared, media, &format!("sound{number}")).await;
        assert_eq!(codec(&found.init), if sound.facts().codec == "ac3" { "ac-3" } else { "mp4a.40.2" });
        sounds.push(found);
    }
    let most = |rate: fn(&Found) -> f64| sounds.iter().map(rate).fold(0.0, f64::max);
    let (master, manifest) = (hls::adaptive(&ladder, &Plain), dash::manifest(&ladder, &Plain));
    let lines = |tag: &str| master.lines().filter(|line| line.starts_with(tag)).map(str::to_owned).collect::<Vec<_>>();
    let (variants, winding) = (lines("#EXT-X-STREAM-INF"), lines("#EXT-X-I-FRAME-STREAM-INF"));
    assert_eq!((variants.len(), winding.len()), (ladder.pictures.len(), ladder.pictures.len()));
    for (place, rung) in ladder.pictures.iter().enumerate() {
        let (line, winding) = (&variants[place], &winding[place]);
        let found = found(&streaming, &rung.prepared, media, &format!("picture{place}")).await;
        let own = codec(&found.init);
        assert!(attribute(line, "CODECS").unwrap().split(',').any(|claimed| claimed == own), "{own}: {line}");
        assert_eq!(attribute(winding, "CODECS"), Some(own.as_str()));
        let field = |name: &str| inspect::stream_field(&found.joined, "v:0", name);
        assert_eq!(attribute(line, "RESOLUTION").unwrap(), format!("{}x{}", field("width"), field("height")));
        assert_eq!(attribute(line, "VIDEO-RANGE"), Some(ranges[place.min(ranges.len() - 1)]));
        let range = if field("color_transfer") == "smpte2084" { "PQ" } else { "SDR" };
        assert_eq!(attribute(line, "VIDEO-RANGE"), Some(range), "as its own stream says");
        let packets = inspect::packets(&found.joined, "v:0");
        let seconds = rung.prepared.segments.iter().map(|segment| segment.length()).sum::<i64>() as f64 / 1e7;
        assert!((number(line, "FRAME-RATE") * seconds - packets.len() as f64).abs() < 1.5, "{line}: {} in {seconds}", packets.len());
        // A claim may be more than what comes, not less: by a tenth for one segment.
        let (peak, average) = (number(line, "BANDWIDTH"), number(line, "AVERAGE-BANDWIDTH"));
        assert!(found.peak + most(|sound| sound.peak) <= peak * 1.1, "{line}: {}", found.peak);
        assert!(found.average + most(|sound| sound.average) <= average * 1.05 && average <= peak, "{line}: {}", found.average);
        assert!(found.winding <= number(winding, "BANDWIDTH") * 1.1, "{winding}: {}", found.winding);
        if rung.facts().copied {
            assert!(average <= (found.average + most(|sound| sound.average)) * 1.15, "{line}: {}", found.average);
        }
        assert!(manifest.contains(&format!("bandwidth=\"{}\" codecs=\"{own}\"", rung.facts().bit_rate)), "{manifest}");
    }
    text_is_small(&streaming, &film, &ladder).await;
    what_is_whole_is_measured(&streaming, &film, wanted, media).await;
}

/// Fragments of text take no more than the manifest says.
async fn text_is_small(streaming: &Streaming, film: &MediaSource, ladder: &Ladder) {
    let prepared = &ladder.pictures.last().unwrap().prepared;
    for stream in &ladder.subtitles {
        for (number, segment) in prepared.segments.iter().enumerate() {
            let bytes = streaming.text(film, stream, prepared, number, SubtitleFormat::Fragment).await.unwrap();
            assert!(bytes.len() as f64 * 8.0 / (segment.length() as f64 / 1e7) <= 16_000.0, "segment {number}: {} bytes", bytes.len());
        }
    }
}

/// Of a rendition that is kept the claim is what was counted.
async fn what_is_whole_is_measured(streaming: &Streaming, film: &MediaSource, wanted: &StreamRequest, media: &Media) {
    let before = streaming.ladder(film, wanted, Rights::ALL).await.unwrap();
    let smallest = before.pictures.last().unwrap();
    let kept = streaming.kept();
    kept.begin(&smallest.prepared).await.unwrap();
    for number in smallest.prepared.parts() {
        kept.make(&smallest.prepared, number).await.unwrap();
    }
    let found = found(streaming, &smallest.prepared, media, "kept").await;
    let after = streaming.ladder(film, wanted, Rights::ALL).await.unwrap();
    assert_eq!(after.pictures.last().unwrap().facts().bit_rate, found.peak.ceil() as u64);
    assert!(found.peak < smallest.facts().bit_rate as f64, "what is computed is a ceiling");
    assert_eq!(after.pictures.len(), before.pictures.len(), "and it changes nothing but the claim");
}

#[tokio::test]
async fn of_a_film_with_two_sounds_and_text() {
    let media = Media::new();
    media.write("s.srt", "1\n00:00:00,500 --> 00:00:06,500\nEin <i>Tag</i>\n\n2\n00:00:05,000 --> 00:00:11,000\nzwei\n\n");
    let sounds = "-f lavfi -i sine=f=330:d=14:r=44100 -f lavfi -i sine=f=440:d=14:r=48000 -i s.srt";
    let coded = "-c:v libx264 -preset ultrafast -bf 2 -pix_fmt yuv420p -g 48 -vf noise=alls=30:allf=t -c:a:0 aac -c:a:1 ac3";
    let all = format!("-f lavfi -i testsrc2=s=960x540:r=24000/1001:d=14 {sounds} -map 0 -map 1 -map 2 -map 3 {coded}");
    for (name, text) in [("film.mkv", "srt"), ("film.mp4", "mov_text")] {
        let path = media.make(&format!("{all} -c:s {text}"), name);
        compare(&path, &media, &request(Mp4, "h264", "aac"), &["SDR"]).await;
    }
}

#[tokio::test]
async fn of_a_film_of_high_dynamic_range() {
    let media = Media::new();
    let colours = "colorprim=bt2020:transfer=smpte2084:colormatrix=bt2020nc:keyint=48:min-keyint=48:open-gop=0:log-level=none";
    let coded = format!("-c:v libx265 -preset ultrafast -x265-params {colours} -pix_fmt yuv420p10le -c:a aac");
    let path = media.make(
        &format!("-f lavfi -i testsrc2=s=854x480:r=24:d=8 -f lavfi -i sine=d=8 -vf noise=alls=20:allf=t {coded} -color_primaries bt2020 -color_trc smpte2084 -colorspace bt2020nc"),
        "hdr.mkv",
    );
    compare(&path, &media, &request(Mp4, "hevc,h264", "aac"), &["PQ", "SDR"]).await;
}
