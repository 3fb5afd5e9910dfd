//! Renditions that are kept.

use walros_engine::renditions::{Progress, Window};
use walros_model::playback::{Tracks, VideoCodec};
use walros_model::rendition::{Outcome, Quality, Rendition, RenditionRule, RenditionState};

use crate::dto::rendition;

pub fn renditions(page: &[Rendition], total: u64, progress: Progress) -> rendition::Renditions {
    let Progress { bytes, bytes_max, window, running } = progress;
    let hours = window.map(|Window { from, to }| rendition::Hours { from, to });
    rendition::Renditions { items: page.iter().map(one).collect(), total, bytes, bytes_max, hours, running }
}

fn one(rendition: &Rendition) -> rendition::Rendition {
    let Rendition { number, source, title, series, request, by_hand, by_rule, outcome, key: _, changed: _ } = rendition;
    let Outcome { state, parts, made, pictures, expected_pictures, bytes, reason } = outcome;
    rendition::Rendition {
        id: *number,
        source_id: source.simple(),
        title: title.clone(),
        series_title: series.clone(),
        max_height: request.max_height,
        video_bit_rate: request.video_bit_rate,
        video_codec: request.video_codecs.first().filter(|_| request.tracks != Tracks::Sound).cloned(),
        sound: request.tracks == Tracks::Sound,
        state: match state {
            RenditionState::Waiting => rendition::RenditionState::Waiting,
            RenditionState::Making => rendition::RenditionState::Making,
            RenditionState::Ready => rendition::RenditionState::Ready,
            RenditionState::Needless => rendition::RenditionState::Needless,
            RenditionState::Failed => rendition::RenditionState::Failed,
        },
        by_hand: *by_hand,
        by_rule: *by_rule,
        made: *made,
        parts: *parts,
        pictures: *pictures,
        expected_pictures: *expected_pictures,
        bytes: *bytes,
        reason: reason.clone(),
    }
}

/// Those of each library that has some; they come in the order of libraries.
pub fn rules(rules: &[RenditionRule]) -> Vec<rendition::LibraryRules> {
    let of = |rules: &[RenditionRule]| {
        let rule = |RenditionRule { library: _, quality: Quality { max_height, max_bit_rate, codec }, since }: &RenditionRule| rendition::RenditionRule {
            max_height: *max_height,
            max_bit_rate: *max_bit_rate,
            codec: to_codec(*codec),
            new_files_only: since.is_some(),
        };
        let library = rules.first().map(|rule| rule.library.simple()).unwrap_or_default();
        rendition::LibraryRules { library_id: library, rules: rules.iter().map(rule).collect() }
    };
    rules.chunk_by(|one, other| one.library == other.library).map(of).collect()
}

pub fn quality_of(quality: rendition::RenditionQuality) -> Quality {
    let rendition::RenditionQuality { max_height, max_bit_rate, codec } = quality;
    Quality { max_height, max_bit_rate, codec: codec_of(codec) }
}

pub fn to_codec(codec: VideoCodec) -> rendition::VideoCodec {
    match codec {
        VideoCodec::H264 => rendition::VideoCodec::H264,
        VideoCodec::Hevc => rendition::VideoCodec::Hevc,
        VideoCodec::Av1 => rendition::VideoCodec::Av1,
    }
}

fn codec_of(codec: rendition::VideoCodec) -> VideoCodec {
    match codec {
        rendition::VideoCodec::H264 => VideoCodec::H264,
        rendition::VideoCodec::Hevc => VideoCodec::Hevc,
        rendition::VideoCodec::Av1 => VideoCodec::Av1,
    }
}
