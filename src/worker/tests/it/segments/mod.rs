//! Whole streams, made segment by segment in any order, joined, and judged by what others make of them.

mod avi;
mod claims;
mod clocks;
mod codecs;
mod copy;
mod devices;
mod encode;
mod fighting;
#[cfg(feature = "gstreamer")]
mod gst;
mod hard;
mod harness;
mod inspect;
mod joints;
mod ladder;
mod library;
pub mod native;
mod processes;
mod sound;
mod store;
mod subtitles;
mod texts;

use std::path::Path;

use harness::Built;
use inspect::Packet;

/// What the file format can say of a time, and a tick for rounding.
const MILLISECOND: f64 = 0.001_1;

/// What must hold of every stream with a picture: nothing to complain of when it is read as a whole and when a segment
/// is read alone, decode times that rise, sound without a gap, segments as long as the playlist says.
fn assert_sound(built: &Built) {
    let joined = built.joined();
    assert_eq!(inspect::complaints(&joined), "");
    for stream in ["v:0", "a:0"] {
        let packets = inspect::packets(&joined, stream);
        assert!(packets.windows(2).all(|pair| pair[0].dts < pair[1].dts), "{stream} goes back in time");
    }
    let sound = inspect::packets(&joined, "a:0");
    let gap = sound.windows(2).find(|pair| (pair[0].pts + pair[0].duration - pair[1].pts).abs() > 0.000_1);
    assert_eq!(gap, None, "sound has a gap or an overlap");
    assert_eq!(built.promised().len(), built.segments.len());
}

/// Where each segment's picture begins, in seconds.
fn beginnings(built: &Built) -> Vec<f64> {
    (0..built.segments.len()).map(|number| first(&inspect::packets(&built.alone(number), "v:0"))).collect()
}

fn first(packets: &[Packet]) -> f64 {
    packets.iter().map(|packet| packet.pts).fold(f64::MAX, f64::min)
}

/// Segments are as long as the playlist promises; the last one, whose end nothing marks, as far as its pictures tell.
fn assert_honest(built: &Built) {
    let begun = beginnings(built);
    for (number, pair) in begun.windows(2).enumerate() {
        let (promised, measured) = (built.promised()[number], pair[1] - pair[0]);
        assert!((promised - measured).abs() <= MILLISECOND, "segment {number}: promised {promised}, measured {measured}");
    }
}

/// The same pictures as in the source at the same times, counted from the first.
fn assert_same_times(built: &Built, source: &Path) {
    let times = |packets: Vec<Packet>| {
        let mut times: Vec<f64> = packets.iter().map(|packet| packet.pts).collect();
        times.sort_by(f64::total_cmp);
        let begin = times[0];
        times.into_iter().map(|time| time - begin).collect::<Vec<f64>>()
    };
    let (made, original) = (times(inspect::packets(&built.joined(), "v:0")), times(inspect::packets(source, "v:0")));
    let differs = made.iter().zip(&original).find(|(made, original)| (*made - *original).abs() > MILLISECOND);
    assert_eq!(differs, None, "a picture at the first time, instead of at the second");
    assert_eq!(made.len(), original.len(), "pictures");
}
