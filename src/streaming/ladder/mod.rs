//! The renditions of one film that a player switches between by itself: the picture as it is where the device takes
//! it, smaller ones in H.264 (or in the codec that the request prefers, or that was made ahead), and each track of sound by itself.
//!
//! A ladder is a function of film and request, as everything is: each rendition is a request of its own, which says no
//! more than what it is made of, so that all devices share it.

mod parts;
mod rungs;
mod sounds;

pub(crate) use rungs::SIZES;

use std::sync::Arc;

use walros_model::playback::{SegmentContainer, StreamRequest, Tracks};
use walros_model::probe::MediaSource;
use walros_model::profile::{StreamProtocol, SubtitleMethod};
use walros_model::{Device, MediaStream, StreamKind};

use crate::decision::Rights;
use crate::error::{Result, StreamError};
use crate::prepare::{Prepared, Preparer, VariantFacts};
use crate::segments::SegmentService;

pub use parts::NO_TEXT;

/// More tracks than anybody chooses from are not listed: files may claim thousands.
const TRACKS_MAX: usize = 64;

/// What a player may switch between.
pub struct Ladder {
    /// The original first, if it is one of them, then the largest.
    pub pictures: Vec<Rung>,
    /// One a track, all in one codec, the one that plays first. Empty for a silent film.
    pub sounds: Vec<SoundTrack>,
    /// In text.
    pub subtitles: Vec<MediaStream>,
    pub(crate) chosen_subtitle: Option<i32>,
    /// Ticks.
    pub(crate) duration: i64,
    /// Of a stacked film: those of its later parts, with the same rungs and tracks in the same order.
    pub later: Vec<Ladder>,
}

/// A picture to switch to.
#[derive(Clone)]
pub struct Rung {
    pub request: StreamRequest,
    pub prepared: Arc<Prepared>,
    /// What manifests say of it.
    pub(crate) variant: VariantFacts,
    made_ahead: bool,
    /// The device that fails to encode it, if it does, and how.
    trouble: Option<(Device, String)>,
}

/// A track of sound to switch to.
#[derive(Clone)]
pub struct SoundTrack {
    pub stream: MediaStream,
    pub request: StreamRequest,
    pub prepared: Arc<Prepared>,
    pub(crate) variant: VariantFacts,
    made_ahead: bool,
}

/// Bits per second of a track of text, at most, as manifests say it: four lines a second of a hundred letters each in
/// boxes of their own are less.
pub(crate) const TEXT_BANDWIDTH: u64 = 16_000;

/// Whether a request is for something to switch between: a picture in fragments, and not one rendition already.
pub fn is_adaptive(source: &MediaSource, request: &StreamRequest) -> bool {
    let fragments = request.protocol == StreamProtocol::Hls && request.container == SegmentContainer::Mp4;
    fragments && request.tracks == Tracks::Muxed && source.probe.video().is_some()
}

impl Ladder {
    pub(crate) async fn of(preparer: &Preparer, segments: &SegmentService, source: &MediaSource, request: &StreamRequest, rights: Rights) -> Result<Self> {
        if !is_adaptive(source, request) {
            return Err(StreamError::Invalid("this stream has nothing to switch between".to_owned()));
        }
        let mut pictures = rungs::of(preparer, segments, source, request, rights).await?;
        let mut sounds = sounds::of(preparer, source, request, rights).await?;
        let facts = pictures.iter_mut().map(|rung| (&rung.prepared, &mut rung.variant, &mut rung.made_ahead));
        for (prepared, variant, made_ahead) in facts.chain(sounds.iter_mut().map(|sound| (&sound.prepared, &mut sound.variant, &mut sound.made_ahead))) {
            // What was made whole is known, not computed.
            if let Some(measured) = segments.measured(prepared) {
                (variant.bandwidth, variant.average_bandwidth, *made_ahead) = (measured.peak, measured.average, true);
            }
        }
        let burns = request.subtitle_method == Some(SubtitleMethod::Encode);
        let text = source.probe.of_kind(StreamKind::Subtitle).filter(|stream| !burns && stream.is_text_subtitle());
        Ok(Self {
            duration: pictures.iter().filter_map(|rung| rung.prepared.segments.last()).map(|segment| segment.end).max().unwrap_or(0),
            pictures,
            sounds,
            subtitles: text.take(TRACKS_MAX).cloned().collect(),
            chosen_subtitle: request.subtitle_stream,
            later: Vec::new(),
        })
    }

    pub(crate) async fn of_parts(preparer: &Preparer, segments: &SegmentService, parts: &[(MediaSource, StreamRequest)], rights: Rights) -> Result<Self> {
        parts::of(preparer, segments, parts, rights).await
    }

    /// The rendition on whose timeline text is cut: that of the smallest picture, which is cut most often.
    pub(crate) fn timeline(&self) -> Option<&Rung> {
        self.pictures.last()
    }

    /// What a picture takes together with the sound that takes most, and text where there is some.
    pub(crate) fn with_sound(&self, rung: &Rung) -> VariantFacts {
        let mut facts = rung.variant.clone();
        let most = |rate: fn(&VariantFacts) -> u64| self.sounds.iter().map(|sound| rate(&sound.variant)).max().unwrap_or(0);
        let text = if self.subtitles.is_empty() { 0 } else { TEXT_BANDWIDTH };
        facts.bandwidth += most(|facts| facts.bandwidth) + text;
        facts.average_bandwidth += most(|facts| facts.average_bandwidth);
        for codec in self.sounds.iter().flat_map(|sound| &sound.variant.codecs) {
            if !facts.codecs.contains(codec) {
                facts.codecs.push(codec.clone());
            }
        }
        facts
    }
}

/// What every rendition's request says.
fn bare(request: &StreamRequest, tracks: Tracks) -> StreamRequest {
    StreamRequest {
        source: request.source,
        tracks,
        protocol: StreamProtocol::Hls,
        container: SegmentContainer::Mp4,
        allow_video_copy: true,
        allow_audio_copy: true,
        ..StreamRequest::default()
    }
}

/// What the request limits a codec to.
fn options(request: &StreamRequest, codec: &str) -> Vec<(String, String, String)> {
    request.codec_options.iter().filter(|(of, ..)| of.eq_ignore_ascii_case(codec)).cloned().collect()
}

/// What a rendition is, for those who show it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RenditionFacts {
    /// As it is in the file.
    pub copied: bool,
    /// All of it is there already.
    pub made_ahead: bool,
    /// What encodes it, if no software.
    pub device: Option<Device>,
    /// The device that fails to encode it, if it does, and how: software stands in.
    pub trouble: Option<(Device, String)>,
    /// libav's name.
    pub codec: String,
    /// Pixels.
    pub size: Option<(u32, u32)>,
    pub channels: Option<u32>,
    /// Bits per second, at most.
    pub bit_rate: u64,
}

impl Rung {
    fn new(request: StreamRequest, prepared: Arc<Prepared>) -> Self {
        Self { request, variant: prepared.variant.clone(), prepared, made_ahead: false, trouble: None }
    }

    /// Whether all of it is there already.
    pub(crate) fn is_made_ahead(&self) -> bool {
        self.made_ahead
    }

    pub fn facts(&self) -> RenditionFacts {
        let facts = &self.variant;
        RenditionFacts {
            copied: self.prepared.recipe.copies_video(),
            made_ahead: self.made_ahead,
            device: self.prepared.recipe.device(),
            trouble: self.trouble.clone(),
            // A rung's request names the one codec that it is in.
            codec: self.request.video_codecs.first().cloned().unwrap_or_default(),
            size: facts.resolution,
            channels: None,
            bit_rate: facts.bandwidth,
        }
    }
}

impl SoundTrack {
    pub fn facts(&self) -> RenditionFacts {
        RenditionFacts {
            copied: !self.prepared.recipe.encodes_audio(),
            made_ahead: self.made_ahead,
            device: None,
            trouble: None,
            codec: sounds::codec(self),
            size: None,
            channels: self.prepared.recipe.channels(&self.stream),
            bit_rate: self.variant.bandwidth,
        }
    }
}
