//! The ladder of a stacked film: those of its parts, rung for rung and track for track.
//!
//! Players keep their decoders over a joint, so a rung is in one codec and one range through all parts. Size and rate may
//! differ. Where parts cannot be sent alike as they are, they are asked for anew in what all can be made in.

use std::collections::HashSet;

use walros_model::MediaStream;
use walros_model::playback::StreamRequest;
use walros_model::probe::MediaSource;

use super::{Ladder, Rung, SoundTrack, sounds};
use crate::counterpart;
use crate::decision::Rights;
use crate::error::{Result, StreamError};
use crate::prepare::{Preparer, VariantFacts};
use crate::recipe::encoded_codec;
use crate::segments::SegmentService;

pub(super) async fn of(preparer: &Preparer, segments: &SegmentService, parts: &[(MediaSource, StreamRequest)], rights: Rights) -> Result<Ladder> {
    let ladders = all(preparer, segments, parts, rights).await?;
    let ladders = match alike(parts, &ladders) {
        // Who may not convert has them as they are, if his player can go on at the joint.
        Some(alike) => all(preparer, segments, &alike, rights).await.unwrap_or(ladders),
        None => ladders,
    };
    join(ladders)
}

async fn all(preparer: &Preparer, segments: &SegmentService, parts: &[(MediaSource, StreamRequest)], rights: Rights) -> Result<Vec<Ladder>> {
    let mut ladders = Vec::with_capacity(parts.len());
    for (source, request) in parts {
        ladders.push(Ladder::of(preparer, segments, source, request, rights).await?);
    }
    Ok(ladders)
}

/// What a decoder is made ready for: codec, without its profile, and range.
fn family(rung: &Rung) -> (Option<&str>, Option<&'static str>) {
    let facts = &rung.variant;
    (facts.codecs.first().and_then(|codec| codec.split('.').next()), facts.video_range)
}

/// What to ask for instead where the parts would be sent in different codecs; `None` where they are not.
fn alike(parts: &[(MediaSource, StreamRequest)], ladders: &[Ladder]) -> Option<Vec<(MediaSource, StreamRequest)>> {
    let (first, later) = ladders.split_first()?;
    let everywhere = |rung: &Rung, ladders: &[Ladder]| ladders.iter().all(|ladder| ladder.pictures.iter().any(|other| family(other) == family(rung)));
    let pictures = ladders.iter().all(|ladder| ladder.pictures.iter().all(|rung| everywhere(rung, ladders)));
    let heard: HashSet<String> = ladders.iter().filter_map(|ladder| ladder.sounds.first()).map(sounds::codec).collect();
    if later.is_empty() || pictures && heard.len() < 2 {
        return None;
    }
    let common: Vec<String> = first.pictures.iter().filter(|rung| everywhere(rung, later)).flat_map(|rung| rung.request.video_codecs.clone()).collect();
    let restricted = parts.iter().map(|(source, request)| {
        let mut request = request.clone();
        if !pictures {
            let made = encoded_codec(&request, walros_jobs::Container::Fmp4).ok().map(|codec| codec.name().to_owned());
            request.video_codecs.retain(|codec| common.contains(codec) || made.as_ref() == Some(codec));
        }
        if heard.len() > 1 {
            request.audio_codecs = sounds::in_one(first.sounds.first(), &request.audio_codecs);
        }
        (source.clone(), request)
    });
    Some(restricted.collect())
}

/// The first ladder, whose renditions say which of the others go on with them.
fn join(ladders: Vec<Ladder>) -> Result<Ladder> {
    let mut ladders = ladders.into_iter();
    let mut first = ladders.next().ok_or_else(|| StreamError::Invalid("a film has at least one part".to_owned()))?;
    let mut later: Vec<Ladder> = ladders.collect();
    if later.is_empty() {
        return Ok(first);
    }
    if later.iter().any(|ladder| ladder.sounds.is_empty() != first.sounds.is_empty()) {
        return Err(StreamError::Unsupported("one part of this film is silent and another is not: they cannot be played as one".to_owned()));
    }
    let mut rungs: Vec<Vec<Rung>> = first.pictures.iter().filter_map(|rung| later.iter().map(|ladder| like(rung, &ladder.pictures)).collect()).collect();
    first.pictures.retain(|rung| later.iter().all(|ladder| like(rung, &ladder.pictures).is_some()));
    if first.pictures.is_empty() {
        return Err(StreamError::Unsupported("the parts of this film have no picture in common that this device takes".to_owned()));
    }
    let mut tracks: Vec<Vec<SoundTrack>> =
        first.sounds.iter().filter_map(|sound| later.iter().map(|ladder| heard_like(sound, &ladder.sounds)).collect()).collect();
    for (rung, others) in first.pictures.iter_mut().zip(&rungs) {
        rung.request.later_parts = others.iter().map(|other| other.request.clone()).collect();
        rung.variant = together(&rung.variant, others.iter().map(|other| &other.variant));
    }
    for (sound, others) in first.sounds.iter_mut().zip(&tracks) {
        sound.request.later_parts = others.iter().map(|other| other.request.clone()).collect();
        sound.variant = together(&sound.variant, others.iter().map(|other| &other.variant));
    }
    // Each of the others in the order of the first.
    for ladder in later.iter_mut().rev() {
        ladder.pictures = rungs.iter_mut().filter_map(Vec::pop).collect();
        ladder.sounds = tracks.iter_mut().filter_map(Vec::pop).collect();
        ladder.subtitles = first.subtitles.iter().map(|stream| read_like(stream, &ladder.subtitles)).collect();
        ladder.chosen_subtitle = first
            .chosen_subtitle
            .and_then(|index| first.subtitles.iter().position(|stream| stream.index == index))
            .and_then(|place| ladder.subtitles.get(place))
            .map(|stream| stream.index);
    }
    first.later = later;
    Ok(first)
}

/// The picture that goes on with this one: a copy with a copy, else the nearest in size and rate.
fn like(rung: &Rung, others: &[Rung]) -> Option<Rung> {
    let copied = |rung: &Rung| rung.prepared.recipe.copies_video();
    let lines = |rung: &Rung| f64::from(rung.variant.resolution.map_or(1, |(_, height)| height.max(1)));
    let distance = |other: &Rung| {
        let rate = (other.variant.bandwidth.max(1) as f64 / rung.variant.bandwidth.max(1) as f64).ln().abs();
        let size = (lines(other) / lines(rung)).ln().abs();
        match (copied(rung), copied(other)) {
            (true, true) => 0.0,
            // For the film as it is only the best will do.
            (true, false) => 1.0 / lines(other),
            _ => 1.0 + rate + size,
        }
    };
    let alike = others.iter().filter(|other| family(other) == family(rung));
    alike.min_by(|a, b| distance(a).total_cmp(&distance(b))).cloned()
}

fn heard_like(sound: &SoundTrack, others: &[SoundTrack]) -> Option<SoundTrack> {
    let found = counterpart::closest(&sound.stream, others.iter().map(|other| &other.stream))?.index;
    others.iter().find(|other| other.stream.index == found).cloned()
}

/// The subtitle that goes on with this one, or one of the same name that says nothing.
fn read_like(stream: &MediaStream, others: &[MediaStream]) -> MediaStream {
    let alike = others.iter().filter(|other| other.language == stream.language && other.forced == stream.forced);
    counterpart::closest(stream, alike).cloned().unwrap_or_else(|| MediaStream { index: NO_TEXT, ..stream.clone() })
}

/// Stands for a subtitle in a part that has none like it.
pub const NO_TEXT: i32 = -1;

/// What is said of a rendition through all parts.
fn together<'a>(first: &VariantFacts, later: impl Iterator<Item = &'a VariantFacts>) -> VariantFacts {
    later.fold(first.clone(), |mut all, part| {
        all.bandwidth = all.bandwidth.max(part.bandwidth);
        all.average_bandwidth = all.average_bandwidth.max(part.average_bandwidth);
        all.frame_rate = all.frame_rate.into_iter().chain(part.frame_rate).reduce(f64::max);
        for codec in &part.codecs {
            if !all.codecs.contains(codec) {
                all.codecs.push(codec.clone());
            }
        }
        all
    })
}

impl Ladder {
    /// The ladders of all parts, in playing order; one for most films.
    pub(crate) fn parts(&self) -> impl Iterator<Item = &Ladder> {
        std::iter::once(self).chain(&self.later)
    }

    /// The request for the list of a subtitle's pieces: where it is cut, and by which number later parts know it.
    pub(crate) fn text_request(&self, place: usize) -> Option<StreamRequest> {
        let mut request = self.timeline()?.request.clone();
        for (part, ladder) in request.later_parts.iter_mut().zip(&self.later) {
            part.subtitle_stream = ladder.subtitles.get(place).map(|stream| stream.index);
        }
        Some(request)
    }
}
