//! HEVC and AV1: all that holds of H.264 holds of them.

use walros_jobs::{Part, Speed, VideoRecipe};
use walros_media::config::VideoConfig;
use walros_model::playback::SegmentContainer::{self, Mp4, Ts};
use walros_model::playback::StreamRequest;

use super::encode::{SOUND, job, made};
use super::harness::{Built, build, request, source, streaming};
use super::{assert_honest, assert_same_times, inspect};
use crate::media::Media;

const X264: &str = "-c:v libx264 -preset ultrafast -pix_fmt yuv420p -c:a aac";

/// What each of them can lie in.
const FORMS: [(&str, SegmentContainer); 3] = [("hevc", Mp4), ("hevc", Ts), ("av1", Mp4)];

fn encoded(codec: &str, container: SegmentContainer) -> StreamRequest {
    StreamRequest { allow_video_copy: false, ..request(container, codec, "aac") }
}

/// With which a device says that it takes high dynamic range.
fn with_range(codec: &str, range: &str) -> StreamRequest {
    StreamRequest { codec_options: vec![(codec.to_owned(), "rangetype".to_owned(), range.to_owned())], ..encoded(codec, Mp4) }
}

/// What the decoder's configuration in an init segment says of the codec.
fn announced(built: &Built) -> String {
    let init = built.init.as_ref().unwrap();
    let content = |name: &[u8; 4]| {
        let at = init.windows(4).position(|window| window == name)?;
        let length = u32::from_be_bytes(init[at - 4..at].try_into().unwrap()) as usize;
        Some(&init[at + 4..at - 4 + length])
    };
    let config = content(b"hvcC").map(|record| ("hevc", record)).or_else(|| content(b"av1C").map(|record| ("av1", record)));
    let (codec, record) = config.expect("a configuration");
    VideoConfig::from_extradata(codec, record).unwrap().codec_string()
}

/// What the playlist says of it.
fn promised(built: &Built) -> &str {
    built.master.split("CODECS=\"").nth(1).and_then(|rest| rest.split([',', '"']).next()).unwrap()
}

#[tokio::test]
async fn no_picture_is_lost_or_shown_twice() {
    let media = Media::new();
    let arguments = format!("-f lavfi -i testsrc2=s=320x180:r=24000/1001:d=8 {SOUND} -bf 2 -g 60 {X264}");
    for name in ["film.mkv", "film.mp4", "film.ts"] {
        let path = media.make(&arguments, name);
        for (codec, container) in FORMS {
            let built = made(&path, &encoded(codec, container)).await;
            assert_eq!(built.segments.len(), 3, "{name}");
            assert_same_times(&built, &path);
            assert_honest(&built);
            assert_eq!(inspect::stream_field(&built.joined(), "v:0", "codec_name"), codec);
            let likeness = inspect::likeness(&built.joined(), &path, "null");
            assert!(likeness > 30.0, "{name} in {codec}: {likeness} dB");
            // The init segment fits each of them alone.
            for number in 0..built.segments.len() {
                assert_eq!(inspect::complaints(&built.alone(number)), "", "{name} in {codec}");
            }
        }
    }
}

#[tokio::test]
async fn uneven_pictures_keep_their_times() {
    let media = Media::new();
    let uneven = r"-vf select=if(lt(mod(t\,4)\,2)\,1\,not(mod(n\,2))) -vsync vfr";
    let path = media.make(&format!("-f lavfi -i testsrc2=s=320x180:r=30:d=8 {SOUND} {uneven} -g 60 -sc_threshold 0 {X264}"), "film.mp4");
    for codec in ["hevc", "av1"] {
        let built = made(&path, &encoded(codec, Mp4)).await;
        assert_same_times(&built, &path);
        assert_honest(&built);
    }
}

#[tokio::test]
async fn playlists_announce_what_the_init_segment_says() {
    let media = Media::new();
    for (size, rate) in [("640x360", 25), ("1280x720", 24), ("1920x1080", 60)] {
        let path = media.make(&format!("-f lavfi -i testsrc2=s={size}:r={rate}:d=0.5 {X264}"), "film.mkv");
        for codec in ["hevc", "av1"] {
            let built = build(&source(&path, &[]).await, &encoded(codec, Mp4)).await;
            assert_eq!(promised(&built), announced(&built), "{size} at {rate}");
        }
    }
}

#[tokio::test]
async fn both_classes_have_the_same_init_segment_and_look_alike() {
    let media = Media::new();
    let path =
        media.make("-f lavfi -i testsrc2=s=640x360:r=25:d=3 -vf noise=alls=8:allf=t -c:v libx264 -preset ultrafast -crf 10 -pix_fmt yuv420p", "film.mkv");
    let source = source(&path, &[]).await;
    for codec in ["hevc", "av1"] {
        let prepared = streaming(&media.path("streaming")).prepare(&source, &encoded(codec, Mp4)).await.unwrap();
        let of = |speed| [Part::Init, Part::Media { start: 0, end: 30_000_000 }].map(|part| job(&source, &prepared, part, speed));
        let [[init, good], [same, fast]] = [of(Speed::Good), of(Speed::Fast)];
        assert!(init == same, "{codec}");
        let likeness = [good, fast].map(|segment| {
            let file = media.path("segment.mp4");
            std::fs::write(&file, [init.as_slice(), &segment].concat()).unwrap();
            inspect::likeness(&file, &path, "null")
        });
        assert!(likeness[1] > likeness[0] - 1.5, "{codec}: {likeness:?} dB");
    }
}

#[tokio::test]
async fn parameter_sets_depend_on_no_picture() {
    let media = Media::new();
    // Black, noise, and a still picture.
    let graph = "nullsrc=s=320x180:r=24:d=18,geq=lum=if(lt(T\\,6)\\,16\\,if(lt(T\\,12)\\,random(1)*255\\,X)):cb=128:cr=128";
    let path = media.make(&format!("-f lavfi -i {graph} {SOUND} -g 48 {X264}"), "film.mkv");
    let source = source(&path, &[]).await;
    for codec in ["hevc", "av1"] {
        // A worker refuses to hand out pictures that say otherwise, and a player decodes each with the one header.
        let built = build(&source, &encoded(codec, Mp4)).await;
        let alone: usize = (0..built.segments.len()).map(|number| inspect::picture_hashes(&built.alone(number)).len()).sum();
        assert_eq!(alone, 24 * 18, "{codec}");
    }
    let (ts, mp4) = (build(&source, &encoded("hevc", Ts)).await, build(&source, &encoded("hevc", Mp4)).await);
    let sets = |built: &Built| inspect::hevc_parameter_sets(&built.joined());
    assert!(sets(&ts).len() > ts.segments.len() * 60 && sets(&ts) == sets(&mp4));
}

#[tokio::test]
async fn high_range_stays_where_the_device_takes_it() {
    let media = Media::new();
    for (transfer, name, range) in [("smpte2084", "HDR10", "PQ"), ("arib-std-b67", "HLG", "HLG")] {
        let x265 = format!("-c:v libx265 -preset ultrafast -x265-params log-level=none:colorprim=bt2020:transfer={transfer}:colormatrix=bt2020nc");
        let tags = format!("-color_primaries bt2020 -color_trc {transfer} -colorspace bt2020nc");
        let path = media.make(&format!("-f lavfi -i testsrc2=s=320x180:r=24:d=4 {SOUND} -vf format=yuv420p10le {x265} {tags} -c:a aac -shortest"), "film.mkv");
        for codec in ["hevc", "av1"] {
            let kept = made(&path, &with_range(codec, &format!("SDR,{name}"))).await;
            assert_same_times(&kept, &path);
            let joined = kept.joined();
            let colours = ["color_transfer", "color_primaries", "color_space", "pix_fmt"].map(|field| inspect::stream_field(&joined, "v:0", field));
            assert_eq!(colours, [transfer, "bt2020", "bt2020nc", "yuv420p10le"], "{codec}");
            assert!(kept.master.contains(&format!("VIDEO-RANGE={range}")), "{}", kept.master);
            assert_eq!(promised(&kept), announced(&kept));
            let likeness = inspect::likeness(&joined, &path, "null");
            assert!(likeness > 30.0, "{codec}: {likeness} dB");
            let mapped = made(&path, &with_range(codec, "SDR")).await;
            let colours = ["color_transfer", "pix_fmt"].map(|field| inspect::stream_field(&mapped.joined(), "v:0", field));
            assert_eq!(colours, ["bt709", "yuv420p"], "{codec}");
            assert!(mapped.master.contains("VIDEO-RANGE=SDR"));
        }
    }
}

#[tokio::test]
async fn the_ceiling_holds() {
    let media = Media::new();
    let path = media.make(&format!("-f lavfi -i testsrc2=s=640x360:r=25:d=9 {SOUND} -vf noise=alls=60:allf=t -g 50 {X264}"), "film.mkv");
    for (codec, container) in FORMS {
        let wanted = StreamRequest { video_bit_rate: Some(600_000), audio_bit_rate: Some(128_000), ..encoded(codec, container) };
        let built = made(&path, &wanted).await;
        let bandwidth: f64 = built.master.split("BANDWIDTH=").nth(1).and_then(|rest| rest.split(',').next()).unwrap().parse().unwrap();
        for (number, (segment, length)) in built.segments.iter().zip(built.promised()).enumerate() {
            let rate = segment.len() as f64 * 8.0 / length;
            assert!(rate <= bandwidth * 1.1, "{codec} in {container:?}, segment {number}: {rate} of {bandwidth}");
        }
    }
}

#[tokio::test]
async fn a_hole_at_the_beginning_is_covered_in_ten_bits_too() {
    let media = Media::new();
    let x265 = "-c:v libx265 -preset ultrafast -x265-params log-level=none:keyint=24:colorprim=bt2020:transfer=smpte2084:colormatrix=bt2020nc";
    let tags = "-color_primaries bt2020 -color_trc smpte2084 -colorspace bt2020nc";
    let path = media.make(&format!("-f lavfi -i testsrc2=s=320x180:r=24:d=2 -vf format=yuv420p10le {x265} {tags}"), "film.mkv");
    let source = source(&path, &[]).await;
    let prepared = streaming(&media.path("streaming")).prepare(&source, &with_range("hevc", "HDR10")).await.unwrap();
    assert!(matches!(&prepared.recipe.video, Some((_, VideoRecipe::Encode(encode))) if encode.bit_depth == 10));
    // Behind the film's end there is nothing but what was shown last.
    let [init, segment] = [Part::Init, Part::Media { start: 50_000_000, end: 60_000_000 }].map(|part| job(&source, &prepared, part, Speed::Good));
    let file = media.write("segment.mp4", [init, segment].concat());
    assert_eq!((inspect::complaints(&file), inspect::packets(&file, "v:0").len()), (String::new(), 1));
}
