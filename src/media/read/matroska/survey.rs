//! What the index of a file without cues is made of: all of it is read, as fast as a disk reads, and little of it looked at.

use walros_model::index::{Keyframe, TextPlace, TextPlaces, TrackFacts};

use super::clusters::{Clusters, Frame, Limits};
use super::header::{self, Front, Header, MatroskaTrack, Packing, value};
use super::id;
use crate::config::VideoConfig;
use crate::read::{Result, Source, Window, key, unsupported};
use crate::segment::Track;

/// Lines noted of one track of text; more than any film has.
const PLACES_MAX: usize = 20_000;
/// A file has as many elements as frames, or less: these are a month of film.
const LIMITS: Limits = Limits { elements: u32::MAX, bytes: u64::MAX, block: u32::MAX as u64, time: u64::MAX };

/// Times are in the picture's own units.
#[derive(Clone, Debug, Default)]
pub struct Survey {
    pub keyframes: Vec<Keyframe>,
    /// The earliest time, and the end of the latest picture.
    pub span: Option<(i64, i64)>,
    pub texts: Vec<TextPlaces>,
}

/// Reads all of a file. `facts` are those of its picture, `texts` the streams of text that are asked for, and no more than `most`
/// keyframes are kept.
pub fn survey(source: &dyn Source, facts: &TrackFacts, texts: &[u32], most: usize) -> Result<Survey> {
    let mut window = Window::passing(source);
    let front = header::front(&mut window)?;
    let Some(track) = Track::new(facts.clone(), 0) else { return unsupported("a picture without a clock") };
    let config = track.video_config()?;
    let mut tracks = header::tracks(&front, std::slice::from_ref(facts))?;
    let Some(picture) = tracks.first().cloned() else { return unsupported("no picture") };
    tracks.extend(texts.iter().filter_map(|stream| text(&front, *stream)));
    let header = Header { scale: front.scale, tracks, clusters: front.clusters, end: front.end };
    let places = texts.iter().map(|stream| TextPlaces { stream: *stream, places: Vec::new() });
    let mut survey = Survey { texts: places.collect(), ..Survey::default() };
    let mut clusters = Clusters::within(&header, header.clusters, LIMITS);
    let wanted = |number: u64| header.tracks.iter().any(|track| track.number == number);
    while let Some(frame) = clusters.next(&mut window, wanted)? {
        if frame.track == picture.number {
            survey.picture(&frame, &picture, &config, most)?;
        } else if let Some(track) = header.tracks.iter().find(|track| track.number == frame.track) {
            survey.text(&frame, track.stream);
        }
    }
    Ok(survey)
}

/// A track of text whose blocks hold the lines as they are.
fn text(front: &Front, stream: u32) -> Option<MatroskaTrack> {
    let entry = front.streams().nth(stream as usize)?;
    let plain = header::packing(entry)? == Packing::Stripped(Vec::new());
    let (number, frame) = (value(entry, id::TRACK_NUMBER).filter(|_| plain)?, value(entry, id::DEFAULT_DURATION).unwrap_or(0));
    Some(MatroskaTrack { stream, number, delay: 0, frame, stripped: Vec::new() })
}

impl Survey {
    fn picture(&mut self, frame: &Frame, track: &MatroskaTrack, config: &VideoConfig, most: usize) -> Result<()> {
        let Some(key) = key::is_key(config, &frame.whole(track)) else { return unsupported("a picture that does not tell what it is") };
        // What stands before the first one cannot be decoded.
        if !key && self.keyframes.is_empty() {
            return Ok(());
        }
        if frame.duration <= 0 {
            return unsupported("pictures that do not tell how long they are shown");
        }
        if key && self.keyframes.len() < most {
            self.keyframes.push(Keyframe { pts: frame.time, position: i64::try_from(frame.cluster).unwrap_or(-1) });
        }
        let end = frame.time.saturating_add(frame.duration);
        self.span = Some(self.span.map_or((frame.time, end), |(first, last)| (first.min(frame.time), last.max(end))));
        Ok(())
    }

    fn text(&mut self, frame: &Frame, stream: u32) {
        let (Ok(size), Ok(position)) = (u32::try_from(frame.data().len()), i64::try_from(frame.block)) else { return };
        if let Some(texts) = self.texts.iter_mut().find(|texts| texts.stream == stream).filter(|texts| texts.places.len() < PLACES_MAX) {
            texts.places.push(TextPlace { pts: frame.time, duration: frame.duration, position, size });
        }
    }
}
