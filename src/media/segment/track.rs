//! A track as a segment sees it: its facts, on the film's own timeline.

use walros_model::index::TrackFacts;

use super::SegmentError;
use crate::audio::AudioConfig;
use crate::config::{VideoConfig, Vp9Config};
use crate::mp4::TrackMedia;
use crate::time::{Fraction, TICK, rescale};

/// A stream that is copied.
#[derive(Clone, Debug)]
pub struct Track {
    pub facts: TrackFacts,
    /// Seconds per unit of its times.
    pub base: Fraction,
    /// Where the film begins on the file's clock, in its units.
    pub origin: i64,
}

impl Track {
    /// `origin` is where the film begins on the file's clock, in ticks. `None` for a track without a clock.
    pub fn new(facts: TrackFacts, origin: i64) -> Option<Self> {
        let base = Fraction::from_pair(facts.time_base)?;
        Some(Self { facts, base, origin: rescale(origin, TICK, base) })
    }

    /// A time of its packets on the film's timeline.
    pub fn film(&self, time: i64) -> i64 {
        time.saturating_sub(self.origin)
    }

    /// When its first packet comes, on the film's timeline.
    pub fn start(&self) -> Option<i64> {
        self.facts.start.map(|start| self.film(start))
    }

    /// How long a picture lasts, on average.
    pub fn frame(&self) -> Option<Fraction> {
        let picture = self.facts.picture.as_ref()?;
        [picture.average_rate, picture.highest_rate].into_iter().find_map(Fraction::from_pair).map(Fraction::invert)
    }

    /// The shortest picture's length if that is a sensible part of the average.
    pub fn shortest_frame(&self, average: Fraction) -> Fraction {
        let shortest = self.facts.picture.as_ref().and_then(|picture| Fraction::from_pair(picture.highest_rate)).map(Fraction::invert);
        shortest.filter(|shortest| (0.4..1.0).contains(&(shortest.as_f64() / average.as_f64()))).unwrap_or(average)
    }

    /// How long a picture may wait when `count` others are reordered: so many times so long.
    pub fn reordering(&self, count: u32) -> (i64, Fraction) {
        let average = self.frame().filter(|frame| frame.as_f64() < 0.2).unwrap_or(Fraction { num: 1, den: 24 });
        // Where pictures are uneven, some wait longer than the average.
        let spread = if self.shortest_frame(average).as_f64() < average.as_f64() * 0.95 { 2 } else { 1 };
        (i64::from(count) * spread, average)
    }

    /// How its pictures are coded.
    pub fn video_config(&self) -> Result<VideoConfig, SegmentError> {
        let config = match self.facts.codec.as_str() {
            "vp9" => Some(VideoConfig::Vp9(self.vp9())),
            codec => VideoConfig::from_extradata(codec, &self.facts.config),
        };
        config.ok_or_else(|| self.without_configuration())
    }

    /// How its sound is coded.
    pub fn audio_config(&self) -> Result<AudioConfig, SegmentError> {
        AudioConfig::new(&self.facts.codec, &self.facts.config, &self.facts.first_packet).ok_or_else(|| self.without_configuration())
    }

    fn without_configuration(&self) -> SegmentError {
        SegmentError::Unsupported(format!("{} without a decoder configuration cannot be copied", self.facts.codec))
    }

    fn vp9(&self) -> Vp9Config {
        let picture = self.facts.picture.unwrap_or_default();
        let rate = self.frame().map_or(30.0, |frame| 1.0 / frame.as_f64());
        Vp9Config {
            profile: self.facts.profile.clamp(0, 3) as u8,
            level: if self.facts.level > 0 { self.facts.level.min(62) as u8 } else { Vp9Config::level_for(picture.width, picture.height, rate) },
            bit_depth: if picture.depth == 0 { 8 } else { picture.depth as u8 },
            chroma: match picture.subsampling {
                (1, 1) => 1,
                (1, 0) => 2,
                _ => 3,
            },
            full_range: picture.full_range,
            colour: picture.colour.map(|number| if number == 0 { 2 } else { number as u8 }),
        }
    }

    /// What an init segment says of its copied pictures.
    pub fn picture_media(&self) -> Result<TrackMedia, SegmentError> {
        let picture = self.facts.picture.unwrap_or_default();
        Ok(TrackMedia::Video {
            config: self.video_config()?,
            width: picture.width.min(65_535) as u16,
            height: picture.height.min(65_535) as u16,
            pixel_aspect: match picture.pixel_aspect {
                (num, den) if num > 0 && den > 0 => (num, den),
                _ => (1, 1),
            },
            // Nothing is known where all three are unspecified.
            colour: (picture.colour != [2, 2, 2]).then_some((picture.colour, picture.full_range)),
            quarter_turns: picture.quarter_turns,
        })
    }

    /// ISO 639-2, as MP4 holds it.
    pub fn language(&self) -> Option<[u8; 3]> {
        self.facts.language.as_ref()?.as_bytes().try_into().ok()
    }
}
