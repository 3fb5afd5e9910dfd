//! A store that is much smaller than the film.

use std::collections::VecDeque;
use std::path::Path;
use std::sync::Arc;

use walros_model::playback::SegmentContainer::Mp4;
use walros_model::playback::StreamRequest;

use super::harness::{InProcess, request, source, streaming_on};
use crate::media::Media;

const QUOTA: u64 = 64 << 20;
/// Segments that another viewer is behind the first.
const BEHIND: usize = 8;

fn stored(folder: &Path) -> u64 {
    let files = std::fs::read_dir(folder.join("cache")).unwrap();
    // One may be evicted meanwhile.
    files.filter_map(|file| file.unwrap().metadata().ok()).map(|facts| facts.len()).sum()
}

#[tokio::test]
async fn ten_minutes_play_to_their_end_in_64_mebibytes() {
    let media = Media::new();
    // Noise, so that there are many bits in few pixels.
    media.make("-f lavfi -i nullsrc=s=256x144:r=10:d=20 -f lavfi -i sine=d=20 -vf geq=random(1)*255:128:128 -c:v libx264 -preset ultrafast -g 40 -pix_fmt yuv420p -b:v 4M -c:a aac", "once.mkv");
    let path = media.make("-stream_loop 29 -i once.mkv -c copy", "film.mkv");
    let source = source(&path, &[]).await;
    let (folder, workers) = (tempfile::tempdir().unwrap(), Arc::new(InProcess::default()));
    let streaming = streaming_on(folder.path(), workers.clone(), QUOTA);
    let wanted = StreamRequest { allow_video_copy: false, video_bit_rate: Some(4_000_000), ..request(Mp4, "h264", "aac") };
    let prepared = streaming.prepare(&source, &wanted).await.unwrap();
    assert!(prepared.segments.len() >= 150);
    let (mut recent, mut made) = (VecDeque::new(), 0);
    for number in 0..prepared.segments.len() {
        let segment = streaming.segment(&prepared, number as i64).await.unwrap();
        made += segment.len() as u64;
        recent.push_back(segment);
        if recent.len() > BEHIND {
            let (before, behind) = (recent.pop_front(), number - BEHIND);
            let segment = streaming.segment(&prepared, behind as i64).await.unwrap();
            assert!(Some(segment) == before, "segment {behind} is another for who comes later");
        }
        assert!(stored(folder.path()) <= QUOTA + (2 << 20));
    }
    assert!(made > QUOTA / 2 * 3, "{made} bytes were made, which is too little to evict much");
}
