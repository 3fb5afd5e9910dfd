//! Versions and tracks.

use walros_engine::images;
use walros_model::MediaStream;
use walros_model::StreamKind;
use walros_model::item::Item;
use walros_model::probe::{self, AudioFacts, MediaProbe, MediaSource, SpatialFormat, VideoFacts, VideoRange};

use super::to_art::image_ref;
use crate::dto::common::ImageRef;
use crate::dto::media::{Chapter, DynamicRange, Track, TrackAudio, TrackKind, TrackVideo, Version};

/// `paths`: whether the caller may know where files are.
pub fn version(source: &MediaSource, item: &Item, paths: bool) -> Version {
    let MediaSource { id, name, path, size, modified: _, probe, missing } = source;
    let MediaProbe { format: _, duration, bit_rate, streams, chapters: _, attachments: _, tags: _, warnings: _ } = probe;
    let extension = std::path::Path::new(path).extension().map(|extension| extension.to_string_lossy().to_ascii_lowercase());
    Version {
        id: id.simple(),
        title: name.clone(),
        size: *size,
        container: extension.or_else(|| item.container.clone()).unwrap_or_default(),
        duration: duration.as_secs_f64(),
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

pub fn chapters(source: &MediaSource) -> Vec<Chapter> {
    let chapter = |(number, chapter): (usize, &probe::Chapter)| {
        let probe::Chapter { start, end: _, title } = chapter;
        let picture = images::chapter(source, number).map(|image| {
            let ImageRef { url, .. } = image_ref(source.id, &image);
            format!("{url}&index={number}")
        });
        Chapter { start: start.as_secs_f64(), title: title.clone(), picture }
    };
    source.probe.chapters.iter().enumerate().map(chapter).collect()
}
