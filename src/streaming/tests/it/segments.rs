//! Who makes what, when, and how often.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use futures_util::StreamExt;
use futures_util::future::join_all;
use walros_jobs::{Container, Part, Priority, Speed};
use walros_model::playback::{SegmentContainer, StreamRequest};
use walros_model::profile::StreamProtocol;
use walros_streaming::StreamError;

use crate::fakes::{EveryTwoSeconds, FakeWorkers, film_in, streaming};

const THREE_SECONDS: i64 = 30_000_000;
/// What one job makes of it.
const HALF: i64 = THREE_SECONDS / 2;

fn encoded() -> StreamRequest {
    StreamRequest {
        protocol: StreamProtocol::Hls,
        container: SegmentContainer::Mp4,
        video_codecs: vec!["h264".to_owned()],
        audio_codecs: vec!["aac".to_owned()],
        allow_audio_copy: true,
        ..StreamRequest::default()
    }
}

/// Fails when it is not so before long.
async fn until(holds: impl Fn() -> bool) {
    let waiting = async {
        while !holds() {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(60), waiting).await.expect("what was waited for");
}

/// Which stretch an answer holds, made of one job or of two.
fn stretch(answer: &[u8]) -> (i64, i64) {
    let text = String::from_utf8_lossy(answer);
    let numbers: Vec<i64> = text.split(|letter: char| !letter.is_ascii_digit()).filter_map(|number| number.parse().ok()).collect();
    assert!(numbers[1..].chunks_exact(2).all(|joint| joint[0] == joint[1]), "{text}");
    (numbers[0], numbers[numbers.len() - 1])
}

fn copied() -> StreamRequest {
    StreamRequest { allow_video_copy: true, ..encoded() }
}

#[tokio::test]
async fn many_who_ask_at_once_wait_for_the_same_jobs() {
    let folder = tempfile::tempdir().unwrap();
    let workers = FakeWorkers::held();
    let streaming = streaming(workers.clone(), EveryTwoSeconds, folder.path());
    let prepared = streaming.prepare(&film_in("Big Test", folder.path()), &encoded()).await.unwrap();
    let askers = join_all((0..50).map(|_| streaming.segment(&prepared, 5)));
    let (answers, ()) = tokio::join!(askers, async {
        until(|| !workers.starts(Priority::Waiting).is_empty()).await;
        workers.permits.add_permits(1000);
    });
    let first = answers[0].clone().unwrap();
    assert!(answers.iter().all(|answer| answer.as_ref() == Ok(&first)));
    assert_eq!(workers.starts(Priority::Waiting), [5 * THREE_SECONDS, 5 * THREE_SECONDS + HALF]);
    // And whoever comes later has it from the cache.
    assert_eq!(streaming.segment(&prepared, 5).await, Ok(first));
    assert_eq!(workers.starts(Priority::Waiting).len(), 2);
}

#[tokio::test]
async fn who_seeks_back_or_comes_later_has_nothing_encoded() {
    let folder = tempfile::tempdir().unwrap();
    let workers = FakeWorkers::eager();
    let film = film_in("Big Test", folder.path());
    let first = streaming(workers.clone(), EveryTwoSeconds, folder.path());
    let prepared = first.prepare(&film, &encoded()).await.unwrap();
    let numbers = || -1..prepared.segments.len() as i64;
    for number in numbers() {
        first.segment(&prepared, number).await.unwrap();
    }
    let made = workers.jobs.lock().unwrap().len();
    // The same viewer, in an order that jumps about; another one, on a server that was started anew.
    let second = streaming(workers.clone(), EveryTwoSeconds, folder.path());
    let again = second.prepare(&film, &encoded()).await.unwrap();
    for number in numbers().map(|number| (number * 7).rem_euclid(21) - 1).chain(numbers()) {
        assert_eq!(first.segment(&prepared, number).await, second.segment(&again, number).await, "segment {number}");
    }
    assert_eq!(workers.jobs.lock().unwrap().len(), made);
}

#[tokio::test]
async fn the_next_two_are_made_ahead() {
    let folder = tempfile::tempdir().unwrap();
    let workers = FakeWorkers::eager();
    let streaming = streaming(workers.clone(), EveryTwoSeconds, folder.path());
    let prepared = streaming.prepare(&film_in("Big Test", folder.path()), &encoded()).await.unwrap();
    streaming.segment(&prepared, 3).await.unwrap();
    until(|| workers.length(Priority::Ahead) == 2 * THREE_SECONDS).await;
    assert_eq!(workers.starts(Priority::Ahead)[0], 4 * THREE_SECONDS);
    assert_eq!(workers.starts(Priority::Waiting), [6, 7].map(|half| half * HALF));
    for number in [4, 5] {
        let there = streaming.segment(&prepared, number).await.unwrap();
        assert_eq!(stretch(&there), (number * THREE_SECONDS, (number + 1) * THREE_SECONDS));
    }
    assert_eq!(workers.starts(Priority::Waiting).len(), 2);
    // A copy is made in no time: nothing is made ahead, and nothing kept.
    let copy = streaming.prepare(&film_in("Big Test", folder.path()), &copied()).await.unwrap();
    for _ in 0..2 {
        streaming.segment(&copy, 0).await.unwrap();
    }
    assert_eq!(workers.starts(Priority::Waiting).len(), 4);
    assert!(workers.starts(Priority::Ahead).iter().all(|start| start % HALF == 0));
}

#[tokio::test]
async fn who_waits_gets_it_fast_and_what_is_made_ahead_is_made_well_where_that_keeps_up() {
    let folder = tempfile::tempdir().unwrap();
    let workers = FakeWorkers::eager();
    let streaming = streaming(workers.clone(), EveryTwoSeconds, folder.path());
    let prepared = streaming.prepare(&film_in("Big Test", folder.path()), &encoded()).await.unwrap();
    streaming.segment(&prepared, 3).await.unwrap();
    until(|| workers.length(Priority::Ahead) == 2 * THREE_SECONDS).await;
    assert_eq!(workers.speeds(Priority::Waiting), [Speed::Fast; 2]);
    assert_eq!(workers.speeds(Priority::Ahead)[0], Speed::Fast, "nothing is known yet");
    // What was made fast is not made again, by whomever it is wanted.
    let ahead = workers.starts(Priority::Ahead);
    for number in [3, 2, 1] {
        streaming.segment(&prepared, number).await.unwrap();
    }
    assert_eq!(workers.starts(Priority::Waiting).len(), 6);
    assert_eq!(workers.starts(Priority::Ahead), ahead);
    streaming.segment(&prepared, 5).await.unwrap();
    until(|| workers.length(Priority::Ahead) == 4 * THREE_SECONDS).await;
    assert_eq!(workers.speeds(Priority::Ahead)[ahead.len()..], [Speed::Good; 2]);
    assert_eq!(workers.starts(Priority::Ahead)[ahead.len()..], [6, 7].map(|number| number * THREE_SECONDS), "each whole");
}

/// Asks for segment 3 while nothing is done, until the next two are asked of the workers, and then for segment 4.
async fn follow(workers: &Arc<FakeWorkers>) -> Vec<i64> {
    let folder = tempfile::tempdir().unwrap();
    let streaming = streaming(workers.clone(), EveryTwoSeconds, folder.path());
    let prepared = streaming.prepare(&film_in("Big Test", folder.path()), &encoded()).await.unwrap();
    let third = streaming.segment(&prepared, 3);
    let fourth = async {
        until(|| workers.starts(Priority::Ahead).len() >= 4).await;
        streaming.segment(&prepared, 4).await
    };
    let permits = async {
        until(|| workers.starts(Priority::Ahead).len() >= 5 || workers.starts(Priority::Waiting).len() >= 4).await;
        workers.permits.add_permits(1000);
    };
    let (third, fourth, ()) = tokio::join!(third, fourth, permits);
    assert!(third.is_ok() && fourth.is_ok());
    workers.starts(Priority::Waiting)
}

#[tokio::test]
async fn who_waits_does_not_wait_for_what_has_not_begun() {
    let workers = FakeWorkers::held();
    workers.queued.store(true, Ordering::SeqCst);
    assert_eq!(follow(&workers).await, [6, 7, 8, 9].map(|half| half * HALF));
    assert_eq!(workers.speeds(Priority::Waiting), [Speed::Fast; 4]);
}

#[tokio::test]
async fn who_waits_joins_what_has_begun() {
    let workers = FakeWorkers::held();
    assert_eq!(follow(&workers).await, [6, 7].map(|half| half * HALF));
}

/// Asks for segment 3 when it is being made as idle work; jobs of one priority are never done.
async fn join_idle(stuck: Priority) -> (Arc<FakeWorkers>, String, bool) {
    let folder = tempfile::tempdir().unwrap();
    let workers = FakeWorkers::held();
    *workers.stuck.lock().unwrap() = Some(stuck);
    let streaming = streaming(workers.clone(), EveryTwoSeconds, folder.path());
    let prepared = streaming.prepare(&film_in("Big Test", folder.path()), &encoded()).await.unwrap();
    let kept = streaming.kept();
    kept.begin(&prepared).await.unwrap();
    let idle = tokio::spawn({
        let (kept, prepared) = (kept.clone(), prepared.clone());
        async move { kept.make(&prepared, 3).await }
    });
    until(|| !workers.starts(Priority::Idle).is_empty()).await;
    let viewer = tokio::spawn({
        let (streaming, prepared) = (streaming.clone(), prepared.clone());
        async move { streaming.segment(&prepared, 3).await }
    });
    until(|| workers.starts(Priority::Waiting).len() == 2).await;
    workers.permits.add_permits(1000);
    let answer = viewer.await.unwrap().unwrap();
    idle.abort();
    (workers, String::from_utf8(answer.to_vec()).unwrap(), kept.has(&prepared, 3))
}

#[tokio::test]
async fn who_waits_does_not_wait_for_idle_work_that_has_begun() {
    let (workers, answer, kept) = join_idle(Priority::Idle).await;
    assert_eq!(answer, "Media { start: 90000000, end: 105000000 }Media { start: 105000000, end: 120000000 }");
    assert_eq!(workers.starts(Priority::Waiting)[..2], [6, 7].map(|half| half * HALF));
    assert_eq!(workers.speeds(Priority::Waiting)[..2], [Speed::Fast; 2]);
    assert!(!kept, "what was made in haste is no part of what stays");
}

#[tokio::test]
async fn idle_work_that_is_done_first_is_the_answer() {
    let (workers, answer, kept) = join_idle(Priority::Waiting).await;
    assert_eq!(answer, "Media { start: 90000000, end: 120000000 }", "made well, and whole");
    assert!(kept && workers.speeds(Priority::Idle) == [Speed::Good]);
}

#[tokio::test]
async fn a_half_without_a_picture_is_made_with_the_other() {
    let folder = tempfile::tempdir().unwrap();
    let workers = FakeWorkers::eager();
    *workers.empty.lock().unwrap() = Some(Part::Media { start: HALF, end: 2 * HALF });
    let streaming = streaming(workers.clone(), EveryTwoSeconds, folder.path());
    let prepared = streaming.prepare(&film_in("Big Test", folder.path()), &encoded()).await.unwrap();
    assert_eq!(streaming.segment(&prepared, 0).await.unwrap(), "Media { start: 0, end: 30000000 }");
    *workers.empty.lock().unwrap() = Some(Part::Media { start: 20 * HALF, end: 21 * HALF });
    assert_eq!(streaming.segment(&prepared, 10).await.unwrap(), "Media { start: 300000000, end: 330000000 }");
}

#[tokio::test]
async fn jobs_say_all_that_a_worker_needs() {
    let folder = tempfile::tempdir().unwrap();
    let workers = FakeWorkers::eager();
    let streaming = streaming(workers.clone(), EveryTwoSeconds, folder.path());
    let prepared = streaming.prepare(&film_in("Big Test", folder.path()), &copied()).await.unwrap();
    let last = prepared.segments.len() as i64 - 1;
    for number in [-1, 0, last] {
        streaming.segment(&prepared, number).await.unwrap();
    }
    let jobs = workers.jobs.lock().unwrap();
    assert!(jobs.iter().all(|(_, job)| job.name == "film.mkv" && job.container == Container::Fmp4 && job.origin == 0));
    assert_eq!(jobs.iter().map(|(_, job)| job.last).collect::<Vec<_>>(), [false, false, true]);
}

#[tokio::test]
async fn numbers_beyond_the_film_are_none() {
    let folder = tempfile::tempdir().unwrap();
    let streaming = streaming(FakeWorkers::eager(), EveryTwoSeconds, folder.path());
    let film = film_in("Big Test", folder.path());
    let prepared = streaming.prepare(&film, &encoded()).await.unwrap();
    for number in [-2, 20, i64::MAX] {
        assert_eq!(streaming.segment(&prepared, number).await, Err(StreamError::NoSegment));
    }
    // A transport stream has no init segment.
    let ts = streaming.prepare(&film, &StreamRequest { container: SegmentContainer::Ts, ..encoded() }).await.unwrap();
    assert_eq!(streaming.segment(&ts, -1).await, Err(StreamError::NoSegment));
}

#[tokio::test]
async fn a_failure_is_told_and_not_kept() {
    let folder = tempfile::tempdir().unwrap();
    let workers = FakeWorkers::eager();
    workers.failures.store(3, Ordering::SeqCst);
    let streaming = streaming(workers.clone(), EveryTwoSeconds, folder.path());
    let film = film_in("Big Test", folder.path());
    let prepared = streaming.prepare(&film, &encoded()).await.unwrap();
    assert!(matches!(streaming.segment(&prepared, 0).await, Err(StreamError::Worker(_))));
    workers.failures.store(0, Ordering::SeqCst);
    assert!(streaming.segment(&prepared, 0).await.is_ok());
    std::fs::remove_file(&film.path).unwrap();
    assert!(matches!(streaming.segment(&prepared, 9).await, Err(StreamError::Unreadable(_))));
}

#[tokio::test]
async fn other_recipes_and_other_files_are_other_segments() {
    let folder = tempfile::tempdir().unwrap();
    let workers = FakeWorkers::eager();
    let streaming = streaming(workers.clone(), EveryTwoSeconds, folder.path());
    let film = film_in("Big Test", folder.path());
    let mut edited = film.clone();
    edited.size += 1;
    let smaller = StreamRequest { max_width: Some(640), ..encoded() };
    // What a recipe does not depend on makes no difference.
    let same = StreamRequest { min_segments: Some(2), ..encoded() };
    for (source, request, made) in [(&film, encoded(), 1), (&film, same, 1), (&film, smaller, 2), (&edited, encoded(), 3)] {
        let prepared = streaming.prepare(source, &request).await.unwrap();
        streaming.segment(&prepared, 19).await.unwrap();
        assert_eq!(workers.starts(Priority::Waiting).len(), made * 2, "{request:?}");
    }
}

#[tokio::test]
async fn a_progressive_stream_is_all_segments_in_order() {
    let folder = tempfile::tempdir().unwrap();
    let workers = FakeWorkers::eager();
    let streaming = streaming(workers.clone(), EveryTwoSeconds, folder.path());
    let film = film_in("Big Test", folder.path());
    let request = StreamRequest { protocol: StreamProtocol::Http, http_container: Some("mp4".to_owned()), ..encoded() };
    let prepared = streaming.prepare(&film, &request).await.unwrap();
    assert_eq!(prepared.content_type(), "video/mp4");
    let parts: Vec<_> = streaming.progressive(&prepared, 0).map(|part| part.unwrap()).collect().await;
    assert_eq!(parts.len(), 21);
    assert_eq!(parts[0], "Init");
    assert_eq!(stretch(&parts[20]), (19 * THREE_SECONDS, 20 * THREE_SECONDS));
    // From the middle, its clock begins anew.
    let parts: Vec<_> = streaming.progressive(&prepared, 50_000_000).map(|part| part.unwrap()).collect().await;
    assert_eq!([stretch(&parts[1]), stretch(&parts[2])], [(0, 10_000_000), (10_000_000, 40_000_000)]);
    assert_eq!(workers.jobs.lock().unwrap().last().unwrap().1.origin, 50_000_000);
}

#[tokio::test]
async fn a_progressive_stream_ends_at_the_first_failure() {
    let folder = tempfile::tempdir().unwrap();
    let workers = FakeWorkers::eager();
    workers.failures.store(1000, Ordering::SeqCst);
    let streaming = streaming(workers, EveryTwoSeconds, folder.path());
    let request = StreamRequest { protocol: StreamProtocol::Http, http_container: Some("ts".to_owned()), ..encoded() };
    let prepared = streaming.prepare(&film_in("Big Test", folder.path()), &request).await.unwrap();
    let parts: Vec<_> = streaming.progressive(&prepared, 0).collect().await;
    assert_eq!(parts.len(), 1);
    assert!(parts[0].is_err());
}
