//! Playlists.

use walros_model::playback::{SegmentContainer, StreamRequest};
use walros_model::profile::{StreamProtocol, SubtitleMethod};
use walros_streaming::{Indexes, Prepared};

use crate::fakes::{EveryFortyEightFrames, EveryTwoSeconds, FakeWorkers, Plain, Unreadable, film_in, streaming};

fn request(container: SegmentContainer, video: &str) -> StreamRequest {
    StreamRequest {
        protocol: StreamProtocol::Hls,
        container,
        video_codecs: video.split(',').map(str::to_owned).collect(),
        audio_codecs: vec!["aac".to_owned()],
        max_audio_channels: Some(2),
        allow_video_copy: true,
        allow_audio_copy: true,
        ..StreamRequest::default()
    }
}

/// Both playlists of a film.
async fn playlists(title: &str, request: &StreamRequest) -> (String, String) {
    playlists_with(EveryTwoSeconds, title, request).await
}

async fn playlists_with(indexes: impl Indexes + 'static, title: &str, request: &StreamRequest) -> (String, String) {
    let folder = tempfile::tempdir().unwrap();
    let streaming = streaming(FakeWorkers::eager(), indexes, folder.path());
    let prepared = streaming.prepare(&film_in(title, folder.path()), request).await.unwrap();
    (streaming.master(&prepared, &Plain), streaming.media(&prepared, &Plain))
}

#[tokio::test]
async fn a_copy_is_cut_at_keyframes() {
    let (master, media) = playlists("Big Test", &request(SegmentContainer::Ts, "h264")).await;
    let lines: Vec<&str> = media.lines().collect();
    let head = [
        "#EXTM3U",
        "#EXT-X-PLAYLIST-TYPE:VOD",
        "#EXT-X-VERSION:3",
        "#EXT-X-TARGETDURATION:6",
        "#EXT-X-MEDIA-SEQUENCE:0",
        "#EXTINF:6.000000, nodesc",
        "0.ts?start=0&length=6000",
    ];
    assert_eq!(lines[..7], head);
    assert_eq!(lines[lines.len() - 3..], ["#EXTINF:6.000000, nodesc", "9.ts?start=54000&length=6000", "#EXT-X-ENDLIST"]);
    let variant = master.lines().nth(1).unwrap();
    for part in ["VIDEO-RANGE=SDR", "CODECS=\"avc1.640028,mp4a.40.2\"", "RESOLUTION=1920x1080", "FRAME-RATE=24"] {
        assert!(variant.contains(part), "{variant}");
    }
    assert_eq!(master.lines().nth(2), Some("Main.m3u8?token=1"));
    assert!(!variant.contains("SUBTITLES"));
    // 3 MB in 6 s is the most, and 7 % for packets.
    assert!(variant.contains("BANDWIDTH=4280000,"), "{variant}");
}

#[tokio::test]
async fn an_encode_is_cut_into_three_seconds_of_whole_frames() {
    let wanted = StreamRequest { allow_video_copy: false, ..request(SegmentContainer::Mp4, "h264") };
    let (master, media) = playlists_with(EveryFortyEightFrames, "Night Sea", &wanted).await;
    let lines: Vec<&str> = media.lines().collect();
    assert_eq!(lines[2..6], ["#EXT-X-VERSION:7", "#EXT-X-TARGETDURATION:4", "#EXT-X-MEDIA-SEQUENCE:0", "#EXT-X-MAP:URI=\"init.mp4?token=1\""]);
    assert_eq!(lines[6..8], ["#EXTINF:3.003000, nodesc", "0.mp4?start=0&length=3003"]);
    assert!(master.contains("CODECS=\"avc1.64001F,mp4a.40.2\"") && master.contains("FRAME-RATE=23.976,") || master.contains("FRAME-RATE=23.976\n"), "{master}");
    let total: f64 = lines.iter().filter_map(|line| line.strip_prefix("#EXTINF:")?.strip_suffix(", nodesc")?.parse::<f64>().ok()).sum();
    assert!((total - 60.0).abs() < 0.001, "{total}");
}

#[tokio::test]
async fn segments_are_as_long_as_asked() {
    let wanted = StreamRequest { segment_length: Some(10), ..request(SegmentContainer::Ts, "h264") };
    let (_, media) = playlists("Big Test", &wanted).await;
    assert_eq!(media.matches("#EXTINF:10.000000,").count(), 6);
}

#[tokio::test]
async fn a_copied_hdr_film_has_a_second_variant() {
    let (master, _) = playlists("Blue Hour", &request(SegmentContainer::Mp4, "hevc,h264")).await;
    let variants: Vec<&str> = master.lines().filter(|line| line.starts_with("#EXT-X-STREAM-INF")).collect();
    assert_eq!(variants.len(), 2);
    assert!(variants[0].contains("VIDEO-RANGE=PQ") && variants[0].contains("hvc1.2.4.L150") && variants[0].contains("3840x2160"), "{master}");
    assert!(variants[1].contains("VIDEO-RANGE=SDR") && variants[1].contains("avc1."), "{master}");
    assert!(master.ends_with("Sdr.m3u8?token=1\n"));
    let (master, _) = playlists("Blue Hour", &request(SegmentContainer::Mp4, "hevc")).await;
    assert_eq!(master.matches("#EXT-X-STREAM-INF").count(), 1);
}

#[tokio::test]
async fn subtitles_are_named_when_asked_for() {
    let wanted = StreamRequest {
        subtitles_in_manifest: true,
        subtitle_stream: Some(2),
        subtitle_method: Some(SubtitleMethod::Hls),
        ..request(SegmentContainer::Ts, "h264")
    };
    let (master, _) = playlists("Big Test", &wanted).await;
    let lines: Vec<&str> = master.lines().filter(|line| line.starts_with("#EXT-X-MEDIA")).collect();
    assert_eq!(lines.len(), 4);
    assert_eq!(
        lines[2],
        "#EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID=\"subs\",NAME=\"Track  2 \",DEFAULT=YES,FORCED=YES,AUTOSELECT=YES,URI=\"subtitles/2.m3u8\",LANGUAGE=\"fra\""
    );
    assert!(lines[0].contains("DEFAULT=NO,FORCED=NO") && lines[0].ends_with("LANGUAGE=\"deu\""));
    assert!(master.contains("SUBTITLES=\"subs\""));
    // What is burnt in is not named a second time.
    let burnt = StreamRequest { subtitle_method: Some(SubtitleMethod::Encode), ..wanted };
    let (master, _) = playlists("Open Door", &StreamRequest { subtitle_stream: None, ..burnt }).await;
    assert!(!master.contains("#EXT-X-MEDIA"));
}

#[tokio::test]
async fn without_an_index_the_picture_is_encoded() {
    let folder = tempfile::tempdir().unwrap();
    let streaming = streaming(FakeWorkers::eager(), Unreadable, folder.path());
    let film = film_in("Big Test", folder.path());
    let prepared = streaming.prepare(&film, &request(SegmentContainer::Ts, "h264")).await.unwrap();
    assert!(prepared.recipe.encodes_video());
    let whole = |prepared: &Prepared| prepared.segments.last().unwrap().end;
    assert!((whole(&prepared) - (film.probe.duration.as_nanos() / 100) as i64).abs() < 10_000_000);
}
