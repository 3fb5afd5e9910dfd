//! The facts of files.

use std::path::Path;
use std::time::Duration;

use walros_jobs::{Job, Reply};
use walros_model::probe::{MediaProbe, SpatialFormat, StreamKind, VideoRange};

use crate::media::{FILM, Media, run};

async fn probe(path: &Path) -> MediaProbe {
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default().to_owned();
    match run(path, Job::Probe { name }).await.expect("a probe").reply {
        Reply::Probe(probe) => *probe,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn an_mp4() {
    let media = Media::new();
    let probe =
        probe(&media.make(&format!("{FILM} -profile:v main -metadata title=Film -metadata:s:a language=ger -disposition:a:0 default"), "film.mp4")).await;
    assert!(probe.format.starts_with("mov,"), "{}", probe.format);
    assert!(probe.duration.abs_diff(Duration::from_secs(4)) < Duration::from_millis(100), "{:?}", probe.duration);
    assert_eq!(probe.tag("title"), Some("Film"));
    let [picture, sound] = &probe.streams[..] else { panic!("{:?}", probe.streams) };
    assert_eq!((picture.kind, picture.codec.as_str(), picture.codec_tag.as_deref()), (StreamKind::Video, "h264", Some("avc1")));
    assert_eq!((picture.profile.as_deref(), picture.bit_depth, picture.time_base), (Some("Main"), Some(8), (1, 12288)));
    assert!(picture.bit_rate > 0 && sound.bit_rate > 0);
    let video = picture.video.as_ref().expect("facts of the picture");
    assert_eq!((video.width, video.height, video.aspect_ratio.as_deref(), video.anamorphic), (320, 180, Some("16:9"), false));
    assert_eq!((video.average_frame_rate, video.real_frame_rate, video.interlaced), ((24, 1), (24, 1), false));
    assert_eq!((video.is_avc, video.nal_length_size, video.range, video.rotation), (Some(true), Some(4), VideoRange::Sdr, 0));
    assert_eq!((sound.kind, sound.codec.as_str(), sound.profile.as_deref()), (StreamKind::Audio, "aac", Some("LC")));
    assert_eq!((sound.language.as_deref(), sound.default, sound.file_index), (Some("deu"), true, 1));
    let audio = sound.audio.as_ref().expect("facts of the sound");
    assert_eq!((audio.channels, audio.channel_layout.as_deref(), audio.sample_rate, audio.spatial), (1, Some("mono"), 44100, SpatialFormat::None));
}

#[tokio::test]
async fn a_matroska_file_with_everything() {
    let media = Media::new();
    media.write("s.srt", "1\n00:00:00,500 --> 00:00:02,000\nHello\n");
    media.write(
        "c.txt",
        ";FFMETADATA1\n[CHAPTER]\nTIMEBASE=1/1000\nSTART=0\nEND=2000\ntitle=One\n[CHAPTER]\nTIMEBASE=1/1000\nSTART=2000\nEND=4000\ntitle=Two\n",
    );
    media.write("font.ttf", b"not really a font");
    let film = media.make(
        "-f lavfi -i testsrc2=s=320x180:r=24:d=4 -i s.srt -i c.txt -map 0 -map 1 -map_metadata 2 -c:v libx264 -preset ultrafast -c:s srt -attach font.ttf \
         -metadata:s:t mimetype=application/x-truetype-font -metadata:s:s:0 language=fre -metadata:s:s:0 title=Signs -disposition:s:0 forced+hearing_impaired \
         -metadata:s:v:0 BPS=123456",
        "film.mkv",
    );
    let probe = probe(&film).await;
    assert_eq!(probe.format, "matroska,webm");
    let titles: Vec<_> = probe.chapters.iter().map(|chapter| (chapter.start.as_millis(), chapter.end.as_millis(), chapter.title.as_deref())).collect();
    assert_eq!(titles, [(0, 2000, Some("One")), (2000, 4000, Some("Two"))]);
    let [attachment] = &probe.attachments[..] else { panic!("{:?}", probe.attachments) };
    assert_eq!(
        (attachment.index, attachment.file_name.as_deref(), attachment.mime_type.as_deref()),
        (2, Some("font.ttf"), Some("application/x-truetype-font"))
    );
    let [picture, subtitle] = &probe.streams[..] else { panic!("{:?}", probe.streams) };
    assert_eq!((picture.bit_rate, picture.codec_tag.as_deref()), (123_456, None));
    assert_eq!(
        (subtitle.kind, subtitle.codec.as_str(), subtitle.language.as_deref(), subtitle.title.as_deref()),
        (StreamKind::Subtitle, "subrip", Some("fra"), Some("Signs"))
    );
    assert!(subtitle.forced && subtitle.hearing_impaired && subtitle.is_text_subtitle());
    let bytes = run(&film, Job::Attachment { stream: 2 }).await.expect("the attachment").bytes;
    assert_eq!(&bytes[..], b"not really a font");
}

#[tokio::test]
async fn high_dynamic_range_and_depth() {
    let media = Media::new();
    let film = media.make(
        "-f lavfi -i testsrc2=s=320x180:r=24:d=1 -pix_fmt yuv420p10le -c:v libx265 -preset ultrafast \
         -x265-params log-level=error:hdr10=1:colorprim=bt2020:transfer=smpte2084:colormatrix=bt2020nc",
        "hdr.mkv",
    );
    let probe = probe(&film).await;
    let picture = &probe.streams[0];
    let video = picture.video.as_ref().expect("facts of the picture");
    assert_eq!((picture.bit_depth, video.pixel_format.as_deref(), video.range), (Some(10), Some("yuv420p10le"), VideoRange::Hdr10));
    assert_eq!(
        (video.color_transfer.as_deref(), video.color_primaries.as_deref(), video.color_space.as_deref()),
        (Some("smpte2084"), Some("bt2020"), Some("bt2020nc"))
    );
    assert!(!video.hdr10_plus && video.dolby_vision.is_none());
}

#[tokio::test]
async fn phones_and_broadcasts() {
    let media = Media::new();
    media.make(FILM, "flat.mp4");
    let turned = probe(&media.make("-i flat.mp4 -c copy -metadata:s:v rotate=270", "turned.mp4")).await;
    assert_eq!(turned.streams[0].video.as_ref().map(|video| video.rotation), Some(-90));
    let interlaced =
        media.make("-f lavfi -i testsrc2=s=720x576:r=25:d=2 -vf setsar=16/15,interlace -c:v mpeg2video -flags +ilme+ildct -f mpegts", "broadcast.ts");
    let interlaced = probe(&interlaced).await;
    let video = interlaced.streams[0].video.as_ref().expect("facts of the picture");
    assert!(video.interlaced && video.anamorphic);
    assert_eq!((video.aspect_ratio.as_deref(), interlaced.streams[0].codec_tag.as_deref()), (Some("4:3"), None));
}

#[tokio::test]
async fn songs_with_covers_and_tags() {
    let media = Media::new();
    media.make("-f lavfi -i testsrc2=s=64x64:d=1 -frames:v 1", "cover.png");
    let song = media.make(
        "-f lavfi -i sine=d=1 -i cover.png -map 0 -map 1 -c:a libmp3lame -c:v copy -disposition:v attached_pic -metadata artist=Ann -id3v2_version 3",
        "song.mp3",
    );
    let song = probe(&song).await;
    assert_eq!(song.tag("artist"), Some("Ann"));
    let cover = &song.streams[1];
    assert_eq!((cover.kind, cover.codec.as_str(), cover.video.as_ref().map(|video| video.width)), (StreamKind::EmbeddedImage, "png", Some(64)));
    // Ogg keeps them on the stream.
    let song = probe(&media.make("-f lavfi -i sine=d=1 -c:a libopus -metadata artist=Bo", "song.opus")).await;
    assert_eq!(song.tag("artist"), Some("Bo"));
}
