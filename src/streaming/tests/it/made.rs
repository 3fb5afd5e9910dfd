//! When what was made ahead does for what is asked, and what it is put together with.

use walros_jobs::{AudioRecipe, Container, Priority};
use walros_model::playback::{SegmentContainer, StreamRequest, Tracks};
use walros_model::profile::{StreamProtocol, SubtitleMethod};
use walros_streaming::made::fitting;

use crate::fakes::{EveryTwoSeconds, FakeWorkers, film_in, streaming};
use crate::films::film;

/// What an app asks for.
fn asked(height: Option<u32>, bit_rate: Option<u64>) -> StreamRequest {
    StreamRequest {
        protocol: StreamProtocol::Hls,
        container: SegmentContainer::Ts,
        video_codecs: vec!["h264".to_owned()],
        audio_codecs: vec!["aac".to_owned()],
        max_height: height,
        video_bit_rate: bit_rate,
        allow_audio_copy: true,
        ..StreamRequest::default()
    }
}

/// A rung of a ladder.
fn rung(width: u32, height: u32, bit_rate: u64) -> StreamRequest {
    StreamRequest {
        protocol: StreamProtocol::Hls,
        container: SegmentContainer::Mp4,
        tracks: Tracks::Picture,
        video_codecs: vec!["h264".to_owned()],
        max_width: Some(width),
        max_height: Some(height),
        video_bit_rate: Some(bit_rate),
        ..StreamRequest::default()
    }
}

#[test]
fn a_rendition_does_for_those_whose_limits_it_keeps_and_who_lose_little() {
    let film = film("Big Test");
    let rungs = [rung(1920, 1080, 8_000_000), rung(1280, 720, 4_000_000), rung(854, 480, 2_000_000), rung(426, 240, 500_000)];
    let found = |request: &StreamRequest, made: &[StreamRequest]| fitting(&film, request, made).and_then(|rendition| rendition.max_height);
    for (request, expected) in [
        (asked(None, None), Some(1080)),
        (asked(None, Some(140_000_000)), Some(1080)),
        // Fewer bits than the largest has: the next does.
        (asked(None, Some(6_000_000)), Some(720)),
        (asked(Some(720), None), Some(720)),
        (asked(Some(700), Some(3_000_000)), Some(480)),
        (asked(Some(480), Some(2_000_000)), Some(480)),
        // None is near enough, or all are too much.
        (asked(None, Some(1_500_000)), None),
        (asked(Some(400), None), None),
        (asked(None, Some(300_000)), None),
    ] {
        assert_eq!(found(&request, &rungs), expected, "{:?} {:?}", request.max_height, request.video_bit_rate);
    }
    // One rung less is a sensible step, two are not.
    assert_eq!(found(&asked(None, None), &rungs[1..]), Some(720));
    assert_eq!(found(&asked(None, None), &rungs[2..]), None);
    assert_eq!(found(&asked(None, None), &[]), None);
}

#[test]
fn what_a_device_cannot_show_is_not_for_it() {
    let film = film("Big Test");
    let made = [rung(1280, 720, 4_000_000)];
    let with = |change: fn(&mut StreamRequest)| {
        let mut request = asked(Some(720), None);
        change(&mut request);
        fitting(&film, &request, &made).is_some()
    };
    assert!(with(|_| ()));
    assert!(!with(|request| request.codec_options.push(("h264".into(), "profile".into(), "main|baseline".into()))));
    assert!(!with(|request| request.codec_options.push(("h264".into(), "level".into(), "30".into()))));
    assert!(!with(|request| request.max_frame_rate = Some(12.0)));
    assert!(!with(|request| (request.subtitle_stream, request.subtitle_method) = (Some(6), Some(SubtitleMethod::Encode))));
    // What is copied needs nothing that was made.
    assert!(!with(|request| (request.allow_video_copy, request.max_height) = (true, None)));
    // Sound made ahead is no picture.
    let sound = [StreamRequest { tracks: Tracks::Sound, ..rung(1280, 720, 4_000_000) }];
    assert!(fitting(&film, &asked(Some(720), None), &sound).is_none());
}

#[tokio::test]
async fn a_stream_is_put_together_from_renditions_and_cut_where_they_are() {
    let folder = tempfile::tempdir().unwrap();
    let workers = FakeWorkers::eager();
    let streaming = streaming(workers.clone(), EveryTwoSeconds, folder.path());
    let film = film_in("Big Test", folder.path());
    let picture = rung(1280, 720, 4_000_000);
    let alone = streaming.prepare(&film, &picture).await.unwrap();
    let codecs = ["opus", "flac", "ac3"].map(str::to_owned).to_vec();
    let request = StreamRequest { picture_of: Some(Box::new(picture)), audio_codecs: codecs, audio_bit_rate: Some(128_000), ..asked(None, None) };
    let joined = streaming.prepare(&film, &request).await.unwrap();
    assert_eq!((&joined.segments, joined.recipe.container), (&alone.segments, Container::Ts));
    assert_eq!(joined.recipe.video, alone.recipe.video);
    // A transport stream holds only the last of the three.
    assert!(matches!(&joined.recipe.audio, Some((_, AudioRecipe::Encode { codec, .. })) if codec == "ac3"), "{:?}", joined.recipe.audio);
    // What workers answer here is no segment: that is said, and nothing made of it.
    assert!(streaming.segment(&joined, 0).await.is_err());
    assert!(streaming.segment(&joined, 15).await.is_err() && streaming.segment(&joined, -1).await.is_err());
    let pictures = workers.jobs.lock().unwrap().iter().filter(|(priority, job)| *priority == Priority::Waiting && job.video.is_some()).count();
    assert!(pictures > 0, "a rendition that is gone is made as it was");
    let kept = streaming.segment(&alone, 0).await.unwrap();
    let before = workers.jobs.lock().unwrap().len();
    assert_eq!(streaming.segment(&alone, 0).await.unwrap(), kept);
    assert_eq!(workers.jobs.lock().unwrap().len(), before);
}
