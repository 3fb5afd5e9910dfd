//! The ladder of a stacked film.

use walros_model::ItemId;
use walros_model::playback::{SegmentContainer, StreamRequest};
use walros_model::probe::MediaSource;
use walros_model::profile::StreamProtocol;
use walros_streaming::decision::Rights;
use walros_streaming::ladder::{Ladder, NO_TEXT};
use walros_streaming::{StreamError, dash};

use crate::fakes::{EveryTwoSeconds, FakeWorkers, film_in, streaming};
use crate::ladder::Plain;

fn request(source: &MediaSource, video: &str) -> StreamRequest {
    StreamRequest {
        source: Some(source.id),
        protocol: StreamProtocol::Hls,
        container: SegmentContainer::Mp4,
        video_codecs: video.split(',').map(str::to_owned).collect(),
        audio_codecs: vec!["aac".to_owned()],
        allow_video_copy: true,
        allow_audio_copy: true,
        ..StreamRequest::default()
    }
}

async fn ladder(titles: &[&str], video: &str, change: fn(&mut MediaSource)) -> Result<Ladder, StreamError> {
    let folder = tempfile::tempdir().unwrap();
    let parts = titles.iter().zip(1..).map(|(title, number)| {
        let mut film = MediaSource { id: ItemId::from_slice(&[number; 16]).unwrap(), ..film_in(title, folder.path()) };
        change(&mut film);
        let request = request(&film, video);
        (film, request)
    });
    streaming(FakeWorkers::eager(), EveryTwoSeconds, folder.path()).ladder_of_parts(&parts.collect::<Vec<_>>(), Rights::ALL).await
}

#[tokio::test]
async fn rungs_go_on_in_the_same_codec() {
    let found = ladder(&["Big Test", "Web Minute"], "vp9,h264", |_| ()).await.unwrap();
    let second = &found.later[0];
    assert_eq!((found.pictures.len(), found.sounds.len(), found.subtitles.len()), (second.pictures.len(), second.sounds.len(), second.subtitles.len()));
    for (own, other) in found.pictures.iter().zip(&second.pictures) {
        assert_eq!((own.facts().codec, other.facts().codec), ("h264".to_owned(), "h264".to_owned()), "VP9 is copied nowhere beside H.264");
        assert_eq!(own.request.later_parts, std::slice::from_ref(&other.request));
        assert_ne!(own.request.source, other.request.source);
    }
    let original = found.pictures[0].facts();
    assert!(original.copied && !second.pictures[0].facts().copied, "each as it is where it can be");
    assert_eq!(second.pictures[0].facts().size, Some((854, 480)), "for the film as it is the best of the others");
    // What is in the first alone shows nothing in the second.
    assert!(!found.subtitles.is_empty() && second.subtitles.iter().any(|stream| stream.index == NO_TEXT));
    let manifest = dash::manifest(&found, &Plain);
    assert_eq!(manifest.matches("<Period ").count(), 2, "{manifest}");
}

#[tokio::test]
async fn a_silent_part_is_refused_and_one_part_is_a_film() {
    let mute = |film: &mut MediaSource| {
        if film.probe.of_kind(walros_model::StreamKind::Subtitle).next().is_none() {
            film.probe.streams.retain(|stream| stream.audio.is_none());
        }
    };
    assert!(matches!(ladder(&["Big Test", "Web Minute"], "h264", mute).await, Err(StreamError::Unsupported(_))));
    let alone = ladder(&["Big Test"], "h264", |_| ()).await.unwrap();
    assert!(alone.later.is_empty() && alone.pictures.iter().all(|rung| rung.request.later_parts.is_empty()));
}
