//! Versions and tracks.

use std::time::Duration;

use walros_engine::images;
use walros_model::MediaStream;
use walros_model::StreamKind;
use walros_model::item::Item;
use walros_model::probe::{self, AudioFacts, MediaProbe, MediaSource, SpatialFormat, VideoFacts, VideoRange};

use super::to_art::image_ref;
use crate::dto::common::ImageRef;
use crate::dto::media::{Chapter, DynamicRange, Track, TrackAudio, TrackKind, TrackVideo, Version};

/// `parts`: the later parts of a stacked film. `paths`: whether the caller may know where files are.
pub fn version(source: &MediaSource, item: &Item, parts: &[MediaSource], paths: bool) -> Version {
    let MediaSource { id, name, path, size, modified: _, probe, missing } = source;
    let MediaProbe { format: _, duration, bit_rate, streams, chapters: _, attachments: _, tags: _, warnings: _ } = probe;
    let extension = std::path::Path::new(path).extension().map(|extension| extension.to_string_lossy().to_ascii_lowercase());
    Version {
        id: id.simple(),
        title: name.clone(),
        size: size + parts.iter().map(|part| part.size).sum::<u64>(),
        part_count: u32::try_from(parts.len() + 1).unwrap_or(u32::MAX),
        container: extension.or_else(|| item.container.clone()).unwrap_or_default(),
        duration: (*duration + parts.iter().map(|part| part.probe.duration).sum::<Duration>()).as_secs_f64(),
        bit_rate: *bit_rate,
        tracks: streams.iter().map(track).collect(),
        missing: *missing,
        path: paths.then(|| path.clone()),
    }
}

pub fn track(stream: &MediaStream) -> Track {
    Track {
        index: stream.index,
        kind: match stream.kind {
            StreamKind::Video => TrackKind::Video,
            StreamKind::Audio => TrackKind::Audio,
            StreamKind::Subtitle => TrackKind::Subtitle,
            StreamKind::EmbeddedImage | StreamKind::Data => TrackKind::Other,
        },
        codec: stream.codec.clone(),
        profile: stream.profile.clone(),
        language: stream.language.clone(),
        title: stream.title.clone(),
        default: stream.default,
        forced: stream.forced,
        hearing_impaired: stream.hearing_impaired,
        comment: stream.comment,
        external: stream.is_external(),
        bit_rate: stream.bit_rate,
        bit_depth: stream.bit_depth,
        video: stream.video.as_ref().map(video),
        audio: stream.audio.as_ref().map(audio),
    }
}

fn video(facts: &VideoFacts) -> TrackVideo {
    let (numerator, denominator) = facts.average_frame_rate;
    let upright = facts.rotation % 180 == 0;
    let (width, height) = if upright { (facts.width, facts.height) } else { (facts.height, facts.width) };
    TrackVideo {
        width,
        height,
        frame_rate: if denominator > 0 { f64::from(numerator) / f64::from(denominator) } else { 0.0 },
        interlaced: facts.interlaced,
        range: match facts.range {
            VideoRange::Unknown => DynamicRange::Unknown,
            VideoRange::Sdr => DynamicRange::Sdr,
            VideoRange::Hdr10 => DynamicRange::Hdr10,
            VideoRange::Hdr10Plus => DynamicRange::Hdr10Plus,
            VideoRange::Hlg => DynamicRange::Hlg,
            VideoRange::DolbyVision | VideoRange::DolbyVisionWithHdr10 | VideoRange::DolbyVisionWithHlg | VideoRange::DolbyVisionWithSdr => {
                DynamicRange::DolbyVision
            }
        },
    }
}

fn audio(facts: &AudioFacts) -> TrackAudio {
    let AudioFacts { channels, channel_layout, sample_rate, spatial } = facts;
    let spatial = match spatial {
        SpatialFormat::None => None,
        SpatialFormat::DolbyAtmos => Some("Dolby Atmos"),
        SpatialFormat::DtsX => Some("DTS:X"),
    };
    TrackAudio { channels: *channels, layout: channel_layout.clone(), sample_rate: *sample_rate, spatial: spatial.map(str::to_owned) }
}

/// Of all parts of a film, each with where it begins. One without chapters among others that have some is a chapter itself.
pub fn chapters<'a>(parts: impl IntoIterator<Item = (Duration, &'a MediaSource)>) -> Vec<Chapter> {
    let parts: Vec<(Duration, &MediaSource)> = parts.into_iter().collect();
    let some = parts.iter().any(|(_, source)| !source.probe.chapters.is_empty());
    let of_part = |(start, source): &(Duration, &MediaSource)| {
        let mut found: Vec<Chapter> = source.probe.chapters.iter().enumerate().map(|(number, one)| chapter(*start, source, number, one)).collect();
        if found.is_empty() && some {
            found.push(Chapter { start: start.as_secs_f64(), title: None, picture: None });
        }
        found
    };
    parts.iter().flat_map(of_part).collect()
}

fn chapter(begin: Duration, source: &MediaSource, number: usize, chapter: &probe::Chapter) -> Chapter {
    let probe::Chapter { start, end: _, title } = chapter;
    let picture = images::chapter(source, number).map(|image| {
        let ImageRef { url, .. } = image_ref(source.id, &image);
        format!("{url}&index={number}")
    });
    Chapter { start: (begin + *start).as_secs_f64(), title: title.clone(), picture }
}
