//! How many pictures, and how large.

use std::time::Duration;

use walros_model::probe::{MediaProbe, VideoFacts};
use walros_model::trickplay::TrickplayLayout;

// What Jellyfin makes unless told otherwise, which is what its clients are tried with.
const WIDTH: f64 = 320.0;
const COLUMNS: u32 = 10;
const ROWS: u32 = 10;
const INTERVAL: Duration = Duration::from_secs(10);

/// A picture is no higher than this, however the film is shaped: a sheet has ten of them upon each other.
const HIGHEST: f64 = 640.0;

/// Pictures of eleven days; a longer film is a lie in its header.
const MOST: u32 = 100_000;

/// `None` for what has no moving picture or no length.
pub fn layout(probe: &MediaProbe) -> Option<TrickplayLayout> {
    let facts = probe.video()?.video.as_ref()?;
    let (width, height) = upright(facts)?;
    if probe.duration.is_zero() {
        return None;
    }
    let scale = (WIDTH / width).min(HIGHEST / height).min(1.0);
    let even = |side: f64| ((side * scale / 2.0).round() as u32 * 2).max(2);
    let count = u32::try_from(probe.duration.as_millis().div_ceil(INTERVAL.as_millis())).unwrap_or(MOST).clamp(1, MOST);
    Some(TrickplayLayout { width: even(width), height: even(height), columns: COLUMNS, rows: ROWS, count, interval: INTERVAL })
}

/// Pixels of the whole picture as it is viewed: upright, with square pixels.
pub fn upright_size(probe: &MediaProbe) -> Option<(u32, u32)> {
    let (width, height) = upright(probe.video()?.video.as_ref()?)?;
    Some(((width.round() as u32).max(1), (height.round() as u32).max(1)))
}

/// Width and height with square pixels, turned as it is viewed.
fn upright(facts: &VideoFacts) -> Option<(f64, f64)> {
    if facts.width == 0 || facts.height == 0 {
        return None;
    }
    let (mut width, mut height) = (f64::from(facts.width), f64::from(facts.height));
    if facts.anamorphic
        && let Some(shape) = facts.aspect_ratio.as_deref().and_then(ratio)
    {
        // One side shrinks, so that nothing is blown up.
        if height * shape <= width { width = height * shape } else { height = width / shape }
    }
    Some(if facts.rotation.rem_euclid(180) == 90 { (height, width) } else { (width, height) })
}

/// `16:9` and the like.
fn ratio(text: &str) -> Option<f64> {
    let (width, height) = text.split_once(':')?;
    let ratio = width.parse::<f64>().ok()? / height.parse::<f64>().ok()?;
    (0.1..10.0).contains(&ratio).then_some(ratio)
}

#[cfg(test)]
mod tests {
    use walros_model::probe::{MediaStream, StreamKind};

    use super::*;

    fn film(seconds: u64, facts: VideoFacts) -> MediaProbe {
        let stream = MediaStream { kind: StreamKind::Video, video: Some(facts), ..MediaStream::default() };
        MediaProbe { duration: Duration::from_secs(seconds), streams: vec![stream], ..MediaProbe::default() }
    }

    fn size(facts: VideoFacts) -> (u32, u32) {
        let layout = layout(&film(60, facts)).expect("a layout");
        (layout.width, layout.height)
    }

    #[test]
    fn pictures_keep_the_shape_of_the_film() {
        let sized = |width, height| VideoFacts { width, height, ..VideoFacts::default() };
        assert_eq!(size(sized(1920, 1080)), (320, 180));
        assert_eq!(size(sized(3840, 1606)), (320, 134));
        assert_eq!(size(sized(160, 120)), (160, 120), "never blown up");
        assert_eq!(size(VideoFacts { rotation: -90, ..sized(1920, 1080) }), (320, 568), "a portrait film from a phone");
        let dvd = VideoFacts { anamorphic: true, aspect_ratio: Some("16:9".into()), ..sized(720, 576) };
        assert_eq!(size(dvd), (320, 180));
        assert_eq!(size(sized(2, 40_000)), (2, 640));
    }

    #[test]
    fn there_is_one_each_ten_seconds() {
        let facts = VideoFacts { width: 1920, height: 1080, ..VideoFacts::default() };
        let count = |seconds| layout(&film(seconds, facts.clone())).map(|layout| (layout.count, layout.sheets()));
        assert_eq!([count(0), count(1), count(10), count(11)], [None, Some((1, 1)), Some((1, 1)), Some((2, 1))]);
        assert_eq!(count(7201), Some((721, 8)));
        assert_eq!(count(u64::from(u32::MAX) * 100), Some((MOST, MOST / 100)));
        assert_eq!(layout(&MediaProbe { duration: Duration::from_secs(5), ..MediaProbe::default() }), None);
    }

    #[test]
    fn pictures_lie_row_by_row() {
        let facts = VideoFacts { width: 1920, height: 1080, ..VideoFacts::default() };
        let layout = layout(&film(2000, facts)).expect("a layout");
        let place = layout.place(123);
        assert_eq!((place.sheet, place.x, place.y), (1, 3 * 320, 2 * 180));
        assert_eq!((layout.on_sheet(1), layout.on_sheet(2), layout.on_sheet(u32::MAX)), (100..200, 200..200, 200..200));
    }
}
