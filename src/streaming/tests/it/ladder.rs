//! What a player is given to switch between.

use walros_model::MediaStream;
use walros_model::playback::{SegmentContainer, StreamRequest, Tracks, VideoCodec};
use walros_model::probe::MediaSource;
use walros_model::profile::{StreamProtocol, SubtitleMethod};
use walros_streaming::decision::Rights;
use walros_streaming::hls::{self, LadderUrls, Stretch};
use walros_streaming::ladder::{self, Ladder};
use walros_streaming::{StreamError, dash};

use crate::fakes::{EveryTwoSeconds, FakeWorkers, film_in, streaming};

fn request(video: &str, audio: &str) -> StreamRequest {
    let list = |text: &str| text.split(',').map(str::to_owned).collect();
    StreamRequest {
        protocol: StreamProtocol::Hls,
        container: SegmentContainer::Mp4,
        video_codecs: list(video),
        audio_codecs: list(audio),
        allow_video_copy: true,
        allow_audio_copy: true,
        ..StreamRequest::default()
    }
}

async fn ladder_of(title: &str, change: fn(&mut MediaSource), request: &StreamRequest, rights: Rights) -> Result<Ladder, StreamError> {
    let folder = tempfile::tempdir().unwrap();
    let mut film = film_in(title, folder.path());
    change(&mut film);
    streaming(FakeWorkers::eager(), EveryTwoSeconds, folder.path()).ladder(&film, request, rights).await
}

async fn ladder(title: &str, request: &StreamRequest) -> Ladder {
    ladder_of(title, |_| (), request, Rights::ALL).await.unwrap()
}

/// Each picture: copied or not, and its size.
fn pictures(ladder: &Ladder) -> Vec<(bool, (u32, u32))> {
    ladder.pictures.iter().map(|rung| (rung.facts().copied, rung.facts().size.unwrap())).collect()
}

fn sounds(ladder: &Ladder) -> Vec<(i32, bool, String)> {
    ladder.sounds.iter().map(|sound| (sound.stream.index, sound.facts().copied, sound.facts().codec)).collect()
}

/// A film of many pictures a second, as no machine of two processors encodes it in time but in H.264.
fn quick(film: &mut MediaSource) {
    let facts = film.probe.streams.iter_mut().find_map(|stream| stream.video.as_mut()).unwrap();
    (facts.average_frame_rate, facts.real_frame_rate) = ((240, 1), (240, 1));
}

#[tokio::test]
async fn who_waits_is_offered_what_is_encoded_in_time() {
    let folder = tempfile::tempdir().unwrap();
    let streaming = streaming(FakeWorkers::eager(), EveryTwoSeconds, folder.path());
    let (film, mut fast) = (film_in("Big Test", folder.path()), film_in("Big Test", folder.path()));
    quick(&mut fast);
    for (source, codec, capped) in [(&film, "h264", false), (&fast, "h264", false), (&fast, "hevc", true), (&fast, "av1", true)] {
        let wanted = StreamRequest { allow_video_copy: false, ..request(codec, "aac") };
        let part = [(source.clone(), wanted.clone())];
        let ladders = [streaming.ladder_of_parts(&part, Rights::ALL).await, streaming.ladder_now(&part, Rights::ALL).await].map(Result::unwrap);
        let [all, now] = ladders.each_ref().map(pictures);
        assert!(!now.is_empty() && all.ends_with(&now), "{codec}: the smaller ones stay");
        assert_eq!(now.len() < all.len(), capped, "{codec}: {now:?} of {all:?}");
        let eased = streaming.eased(source, &wanted).map(|request| request.max_height);
        assert_eq!(eased, capped.then_some(ladders[1].pictures[0].request.max_height), "{codec}");
    }
    // What is copied needs no time.
    assert!(streaming.eased(&fast, &request("h264", "aac")).is_none());
}

#[tokio::test]
async fn rungs_are_in_the_codec_that_is_encoded() {
    for (list, encode_as, expected) in
        [("h264,hevc,av1", None, "h264"), ("hevc,av1", None, "hevc"), ("av1", None, "av1"), ("h264,hevc,av1", Some(VideoCodec::Av1), "av1")]
    {
        let wanted = StreamRequest { encode_as, allow_video_copy: false, ..request(list, "aac") };
        let found = ladder("Big Test", &wanted).await;
        assert!(found.pictures.len() > 2, "{list}");
        assert!(found.pictures.iter().all(|rung| rung.facts().codec == expected && !rung.facts().copied), "{list}");
    }
    assert!(matches!(
        ladder_of("Big Test", |_| (), &StreamRequest { allow_video_copy: false, ..request("vp9", "aac") }, Rights::ALL).await,
        Err(StreamError::Unsupported(_))
    ));
}

#[tokio::test]
async fn the_original_comes_first_and_nothing_is_larger() {
    let wide = |film: &mut MediaSource| film.probe.bit_rate = 20_000_000;
    let found = ladder_of("Big Test", wide, &request("h264", "aac"), Rights::ALL).await.unwrap();
    let below = [(1280, 720), (854, 480), (640, 360), (426, 240)].map(|size| (false, size));
    assert_eq!(pictures(&found), [&[(true, (1920, 1080)), (false, (1920, 1080))], &below[..]].concat());
    // Of four megabits, eight at full size and four in 720 lines spare nothing.
    let found = ladder("Big Test", &request("h264", "aac")).await;
    assert_eq!(pictures(&found), [&[(true, (1920, 1080))], &below[1..]].concat());
    // A device that does not take the codec begins with a conversion at the film's size.
    let found = ladder("Web Minute", &request("h264", "aac")).await;
    assert_eq!(pictures(&found), [(854, 480), (640, 360), (426, 240)].map(|size| (false, size)));
    let widths = |ladder: &Ladder| ladder.pictures.iter().map(|rung| rung.facts().bit_rate).collect::<Vec<_>>();
    assert!(widths(&found).windows(2).all(|pair| pair[0] > pair[1]), "{:?}", widths(&found));
}

#[tokio::test]
async fn limits_of_player_and_user_hold() {
    let limited = StreamRequest { video_bit_rate: Some(1_500_000), ..request("h264", "aac") };
    assert_eq!(pictures(&ladder("Web Minute", &limited).await), [(false, (640, 360)), (false, (426, 240))]);
    let low = StreamRequest { max_height: Some(400), ..request("h264", "aac") };
    assert_eq!(pictures(&ladder("Big Test", &low).await), [(712, 400), (640, 360), (426, 240)].map(|size| (false, size)));
    let tiny = StreamRequest { video_bit_rate: Some(200_000), ..request("h264", "aac") };
    let found = ladder("Web Minute", &tiny).await;
    assert_eq!(found.pictures.len(), 1);
    assert!(found.pictures[0].facts().bit_rate < 260_000);
    // Who may not convert has the original, or nothing.
    let may = Rights { transcode_video: false, ..Rights::ALL };
    assert_eq!(pictures(&ladder_of("Big Test", |_| (), &request("h264", "aac,ac3"), may).await.unwrap()), [(true, (1920, 1080))]);
    assert!(matches!(ladder_of("Web Minute", |_| (), &request("h264", "aac"), may).await, Err(StreamError::Unsupported(_))));
    // Without H.264 there is nothing to go down to.
    assert_eq!(pictures(&ladder("Web Minute", &request("vp9", "opus")).await), [(true, (854, 480))]);
}

#[tokio::test]
async fn every_track_of_sound_is_there_in_one_codec() {
    assert_eq!(sounds(&ladder("Big Test", &request("h264", "aac")).await), [(4, true, "aac".into()), (5, false, "aac".into())]);
    // AC-3 could be copied, but not beside AAC: the one that plays decides.
    assert_eq!(sounds(&ladder("Big Test", &request("h264", "aac,ac3")).await), [(4, true, "aac".into()), (5, false, "aac".into())]);
    let french = StreamRequest { audio_stream: Some(5), ..request("h264", "aac,ac3") };
    assert_eq!(sounds(&ladder("Big Test", &french).await), [(5, true, "ac3".into()), (4, false, "ac3".into())]);
    assert_eq!(sounds(&ladder("Night Sea", &request("h264", "aac,flac")).await), [(1, false, "aac".into()), (2, false, "aac".into())]);
}

#[tokio::test]
async fn a_rendition_says_no_more_than_what_it_is_made_of() {
    let device = StreamRequest {
        max_audio_channels: Some(2),
        codec_options: vec![("h264".into(), "profile".into(), "high".into()), ("hevc".into(), "level".into(), "120".into())],
        max_frame_rate: Some(24.0),
        min_segments: Some(1),
        ..request("hevc,h264", "aac,ac3")
    };
    let (found, plain) = (ladder("Big Test", &device).await, ladder("Big Test", &request("h264", "aac")).await);
    let original = &found.pictures[0].request;
    assert_eq!((original.tracks, original.video_codecs.join(","), original.codec_options.len()), (Tracks::Picture, "h264".to_owned(), 0));
    assert!(original.audio_codecs.is_empty() && original.max_audio_channels.is_none() && original.min_segments.is_none());
    assert_eq!(*original, plain.pictures[0].request, "two devices share a copy");
    assert!(found.sounds.iter().all(|sound| sound.request.tracks == Tracks::Sound && sound.request.video_codecs.is_empty()));
    // A rendition is not taken apart again.
    assert!(!ladder::is_adaptive(&crate::films::film("Big Test"), original));
}

#[tokio::test]
async fn all_are_cut_at_the_same_places() {
    let found = ladder("Big Test", &request("h264", "aac")).await;
    let plans: Vec<_> = found.pictures.iter().map(|rung| &rung.prepared.segments).collect();
    assert_eq!(plans[0].len(), 15);
    assert!(plans.iter().all(|plan| *plan == plans[0]));
    for sound in &found.sounds {
        let late = sound.prepared.segments.iter().zip(plans[0]).map(|(sound, picture)| sound.start - picture.start);
        // By less than a frame of sound.
        assert!(late.clone().all(|late| (0..350_000).contains(&late)), "{:?}", late.collect::<Vec<_>>());
        assert_eq!(sound.prepared.segments.last().map(|segment| segment.end), plans[0].last().map(|segment| segment.end));
    }
}

pub struct Plain;

impl LadderUrls for Plain {
    fn media(&self, rendition: &StreamRequest) -> String {
        format!("{:?}{}{}.m3u8?a=1&b=$", rendition.tracks, rendition.max_height.unwrap_or(0), rendition.audio_stream.unwrap_or(0))
    }

    fn keyframes(&self, rendition: &StreamRequest) -> String {
        format!("key{}", self.media(rendition))
    }

    fn init(&self, rendition: &StreamRequest) -> String {
        format!("init{}", self.media(rendition))
    }

    fn segment(&self, rendition: &StreamRequest, number: &str) -> String {
        format!("{number}.mp4?of={:?}&b=$", rendition.tracks)
    }

    fn keyframe(&self, rendition: &StreamRequest, number: &str) -> String {
        format!("key{}", self.segment(rendition, number))
    }

    fn subtitle_playlist(&self, stream: &MediaStream, timeline: &StreamRequest) -> String {
        format!("{}.m3u8?by={}", stream.index, timeline.max_height.unwrap_or(0))
    }

    fn subtitle_init(&self, stream: &MediaStream, _: &StreamRequest) -> String {
        format!("{}-init.mp4", stream.index)
    }

    fn subtitle_segment(&self, stream: &MediaStream, timeline: &StreamRequest, number: &str) -> String {
        format!("{}-{number}.mp4?by={}", stream.index, timeline.max_height.unwrap_or(0))
    }

    fn name(&self, stream: &MediaStream) -> String {
        stream.language.clone().unwrap_or_else(|| "<\"none\">".to_owned())
    }
}

#[tokio::test]
async fn the_master_playlist_names_them_all() {
    let master = hls::adaptive(&ladder("Big Test", &request("h264", "aac")).await, &Plain);
    let lines: Vec<&str> = master.lines().collect();
    let of = |tag: &str| lines.iter().filter(|line| line.starts_with(tag)).copied().collect::<Vec<_>>();
    assert_eq!(
        of("#EXT-X-MEDIA:TYPE=AUDIO"),
        [
            "#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID=\"sound\",NAME=\"eng\",LANGUAGE=\"eng\",DEFAULT=YES,AUTOSELECT=YES,CHANNELS=\"2\",URI=\"Sound04.m3u8?a=1&b=$\"",
            "#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID=\"sound\",NAME=\"fra\",LANGUAGE=\"fra\",DEFAULT=NO,AUTOSELECT=YES,CHANNELS=\"6\",URI=\"Sound05.m3u8?a=1&b=$\"",
        ]
    );
    // Two English ones are told apart.
    let subtitles = of("#EXT-X-MEDIA:TYPE=SUBTITLES");
    assert_eq!(subtitles.len(), 5);
    assert!(subtitles.iter().all(|line| line.ends_with(".m3u8?by=240\"")), "{subtitles:?}");
    assert!(subtitles[1].contains("NAME=\"eng\",") && subtitles[3].contains("NAME=\"eng (6)\","), "{subtitles:?}");
    let variants = of("#EXT-X-STREAM-INF");
    assert_eq!(variants.len(), 4);
    for part in
        ["CODECS=\"avc1.640028,mp4a.40.2\"", "RESOLUTION=1920x1080", "VIDEO-RANGE=SDR", "FRAME-RATE=24.000", "AUDIO=\"sound\"", "SUBTITLES=\"subtitles\""]
    {
        assert!(variants[0].contains(part), "{part}: {}", variants[0]);
    }
    let winding = of("#EXT-X-I-FRAME-STREAM-INF");
    assert_eq!(winding.len(), 4);
    assert!(
        winding[3].contains("RESOLUTION=426x240")
            && winding[3].contains("CODECS=\"avc1.64001E\"")
            && winding[3].ends_with("URI=\"keyPicture2400.m3u8?a=1&b=$\"")
    );
    // What is burnt in is not offered beside it, and a copy does not promise to begin anew with each segment.
    assert!(!master.contains("INDEPENDENT"));
    let burnt = StreamRequest { subtitle_stream: Some(6), subtitle_method: Some(SubtitleMethod::Encode), ..request("h264", "aac") };
    let master = hls::adaptive(&ladder("Big Test", &burnt).await, &Plain);
    assert!(!master.contains("SUBTITLES") && master.contains("#EXT-X-INDEPENDENT-SEGMENTS"), "{master}");
}

#[tokio::test]
async fn dash_says_the_same() {
    let manifest = dash::manifest(&ladder("Big Test", &request("h264", "aac")).await, &Plain);
    assert_eq!(manifest.matches("<AdaptationSet").count(), 1 + 2 + 5 + 1);
    assert_eq!(manifest.matches("<Representation").count(), 4 + 2 + 5 + 4);
    assert_eq!(manifest.matches("codecs=\"wvtt\"").count(), 5);
    assert!(manifest.contains("media=\"2-$Number$.mp4?by=240\" initialization=\"2-init.mp4\""), "{manifest}");
    // Keyframes say whose they are.
    assert!(manifest.contains("<AdaptationSet id=\"1\" contentType=\"video\""), "{manifest}");
    let winding = manifest.split("<AdaptationSet id=\"9\"").nth(1).unwrap();
    assert!(winding.contains("guidelines/trickmode\" value=\"1\"/>") && winding.contains("media=\"key$Number$.mp4?of=Picture"), "{winding}");
    assert!(winding.contains("frameRate=\"15/60\" codingDependency=\"false\" maxPlayoutRate=\"240\""), "{winding}");
    assert!(manifest.contains("mediaPresentationDuration=\"PT60.0000000S\""), "{manifest}");
    // From ten seconds on, as the segments are labelled.
    assert!(manifest.contains("<S t=\"100000000\" d=\"40000000\" r=\"14\"/>\n</SegmentTimeline>"), "{manifest}");
    assert!(manifest.contains("media=\"$Number$.mp4?of=Picture&amp;b=$$\" initialization=\"initPicture00.m3u8?a=1&amp;b=$$\""), "{manifest}");
    assert!(manifest.contains("width=\"426\" height=\"240\" frameRate=\"24\""), "{manifest}");
    let hdr = dash::manifest(&ladder("Blue Hour", &request("hevc,h264", "aac")).await, &Plain);
    assert_eq!(hdr.matches("EssentialProperty schemeIdUri=\"urn:mpeg:mpegB:cicp:TransferCharacteristics\" value=\"16\"").count(), 2, "{hdr}");
    assert!(hdr.contains("MatrixCoefficients\" value=\"9\"") && hdr.contains("<Label>&lt;&quot;none&quot;&gt;</Label>"), "{hdr}");
    assert_eq!(hdr.matches("contentType=\"video\"").count(), 2 + 2, "{hdr}");
}

#[tokio::test]
async fn keyframes_are_made_alone() {
    let folder = tempfile::tempdir().unwrap();
    let workers = FakeWorkers::eager();
    let streaming = streaming(workers.clone(), EveryTwoSeconds, folder.path());
    let found = streaming.ladder(&film_in("Big Test", folder.path()), &request("h264", "aac"), Rights::ALL).await.unwrap();
    let small = &found.pictures.last().unwrap().prepared;
    let made = streaming.keyframe(small, 3).await.unwrap();
    assert_eq!(made, "Keyframe { start: 120000000, end: 160000000 }");
    streaming.keyframe(small, 3).await.unwrap();
    assert_eq!(workers.jobs.lock().unwrap().len(), 1, "once");
    assert_eq!(streaming.keyframe(small, 15).await, Err(StreamError::NoSegment));
    assert_eq!(streaming.keyframe(&found.sounds[0].prepared, 0).await, Err(StreamError::NoSegment));
    let list = hls::keyframes(&[Stretch { prepared: small, init: Some("init.mp4?x".into()), address: Box::new(|place| format!("key{}.mp4", place.number)) }]);
    assert!(list.contains("#EXT-X-I-FRAMES-ONLY\n#EXT-X-MAP:URI=\"init.mp4?x\"\n#EXTINF:4.000000, nodesc\nkey0.mp4\n"), "{list}");
}

#[tokio::test]
async fn text_is_cut_where_pictures_are() {
    let found = ladder("Big Test", &request("h264", "aac")).await;
    let list = hls::texts(&[Stretch { prepared: &found.pictures[0].prepared, init: None, address: Box::new(|place| format!("{}.vtt", place.number)) }]);
    assert_eq!(list.matches("#EXTINF:4.000000, nodesc\n").count(), 15, "{list}");
    assert!(list.ends_with("\n14.vtt\n#EXT-X-ENDLIST\n") && list.contains("#EXT-X-TARGETDURATION:4\n"), "{list}");
}
