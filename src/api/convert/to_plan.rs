//! The answer to "play this": an address, the tracks, and why.

use walros_engine::playback::{Ladder, PlayablePart, PlayableTimeline};
use walros_engine::trickplay;
use walros_model::ItemId;
use walros_model::playback::{PlayableSource, SubtitleDelivery};
use walros_model::profile::{StreamProtocol, SubtitleMethod};

use super::to_decision::{self, Made};
use super::to_reason::{Limits, reasons};
use super::to_version::{chapters, track};
use crate::dto::playback::{Delivery, Method, Output, Part, PlaybackPlan, Reason, SubtitleChoice, Trickplay};
use crate::urls::{StreamPath, trickplay_sheet};

/// What the plan is made from.
pub struct Planned<'a> {
    pub item: ItemId,
    pub session: String,
    pub version: &'a PlayableTimeline,
    /// What the player will switch between, if it will.
    pub ladder: Option<&'a Ladder>,
    pub limits: &'a Limits,
    /// What the player asked for, when it asked.
    pub audio: Option<i32>,
    pub subtitle: Option<i32>,
}

/// `None` when the source can be neither played as it is nor transcoded. What is said of tracks is said of the first part's: those
/// of the others are what comes nearest.
pub fn plan(planned: Planned<'_>) -> Option<PlaybackPlan> {
    let Planned { item, version, ladder, limits, audio, subtitle, .. } = planned;
    let playable = version.first()?;
    let source = &playable.source;
    let audio_track = audio.or(playable.default_audio);
    let subtitle_track = subtitle.or(playable.default_subtitle).filter(|&index| index >= 0);
    let made = made_of_parts(version, ladder, audio_track);
    let stream = version.stream().filter(|_| !playable.direct_play);
    let path = stream.as_ref().map(|request| StreamPath { source: source.id, request, session: &planned.session });
    let (method, delivery, url) = match &path {
        _ if playable.direct_play => (Method::Direct, Delivery::File, format!("play/{}/file", source.id)),
        Some(path) => {
            let delivery = if path.request.protocol == StreamProtocol::Hls { Delivery::Hls } else { Delivery::File };
            (if made.converts() { Method::Transcode } else { Method::Remux }, delivery, path.first())
        }
        None => return None,
    };
    let trickplay: Vec<Trickplay> = version.parts.iter().filter_map(trickplay_of).collect();
    Some(PlaybackPlan {
        item_id: item.simple(),
        source_id: source.id.simple(),
        version_title: source.name.clone(),
        method,
        delivery,
        url,
        duration: version.parts.last().map_or(0.0, |last| (last.start + last.length).as_secs_f64()),
        audio_track,
        subtitle_track,
        tracks: source.probe.streams.iter().map(track).collect(),
        subtitles: playable.subtitles.iter().map(|delivery| subtitle_choice(source.id, delivery)).collect(),
        chapters: chapters(version.parts.iter().map(|part| (part.start, &part.playable.source))),
        trickplay_track: (!trickplay.is_empty()).then(|| format!("play/{}/trickplay.vtt", source.id)),
        trickplay,
        parts: version.parts.iter().map(part).collect(),
        missing_parts: version.missing.clone(),
        dash_url: path.and_then(StreamPath::dash),
        why: why(version, limits),
        streams: to_decision::streams(&planned, &made, audio_track, subtitle_track),
        qualities: ladder.map(to_decision::qualities).unwrap_or_default(),
        output: output(playable, &made),
        session: planned.session,
    })
}

/// How picture and sound are sent: as in the first part, and copied only where they are in all.
fn made_of_parts(version: &PlayableTimeline, ladder: Option<&Ladder>, audio: Option<i32>) -> Made {
    let ladders = ladder.into_iter().flat_map(|ladder| std::iter::once(ladder).chain(&ladder.later)).map(Some).chain(std::iter::repeat(None));
    let mut parts = version.parts.iter().zip(ladders).enumerate();
    // Later parts number their tracks by themselves.
    let mut made = parts.next().map(|(_, (part, ladder))| Made::of(&part.playable, ladder, audio)).unwrap_or_default();
    for (_, (part, ladder)) in parts {
        made.and(&Made::of(&part.playable, ladder, part.playable.default_audio));
    }
    made
}

fn why(version: &PlayableTimeline, limits: &Limits) -> Vec<Reason> {
    if !version.is_stacked() {
        return version.first().map(|playable| reasons(playable, limits)).unwrap_or_default();
    }
    let text = "The film lies in several files, which are played as one.";
    let mut all = vec![Reason { code: "severalFiles".into(), text: text.into(), actual: Some(version.parts.len().to_string()), limit: Some("1".into()) }];
    for playable in version.parts.iter().map(|part| &part.playable).filter(|playable| !playable.reasons.is_empty()) {
        let found = reasons(playable, limits);
        all.extend(found.into_iter().filter(|reason| all.iter().all(|known| known.code != reason.code)).collect::<Vec<_>>());
    }
    all
}

fn part(part: &PlayablePart) -> Part {
    let PlayablePart { start, length, playable } = part;
    Part { source_id: playable.source.id.simple(), start: start.as_secs_f64(), duration: length.as_secs_f64() }
}

fn trickplay_of(part: &PlayablePart) -> Option<Trickplay> {
    let source = &part.playable.source;
    let layout = trickplay::layout(source)?;
    let trickplay::Layout { width, height, columns, rows, count, interval } = layout;
    Some(Trickplay {
        start: part.start.as_secs_f64(),
        width,
        height,
        columns,
        rows,
        count,
        interval: interval.as_secs_f64(),
        sheets: (0..layout.sheets()).map(|sheet| format!("play/{}/trickplay/{}", source.id, trickplay_sheet(source, sheet))).collect(),
    })
}

fn subtitle_choice(source: ItemId, delivery: &SubtitleDelivery) -> SubtitleChoice {
    let SubtitleDelivery { index, method, format: _ } = delivery;
    let text = matches!(method, SubtitleMethod::External | SubtitleMethod::Hls | SubtitleMethod::Embed);
    SubtitleChoice { index: *index, url: text.then(|| format!("play/{source}/subtitles/{index}.vtt")) }
}

fn output(playable: &PlayableSource, made: &Made) -> Output {
    let container = match &playable.transcode {
        Some(request) if !playable.direct_play => match request.protocol {
            StreamProtocol::Hls => "hls".into(),
            StreamProtocol::Http => request.http_container.clone().unwrap_or_default(),
        },
        _ => {
            let extension = std::path::Path::new(&playable.source.path).extension();
            extension.map(|extension| extension.to_string_lossy().to_ascii_lowercase()).unwrap_or_default()
        }
    };
    Output {
        container,
        video_codec: made.video.as_ref().map(|stream| stream.codec.clone()),
        audio_codec: made.audio.as_ref().map(|stream| stream.codec.clone()),
        video_copied: made.video.as_ref().is_none_or(|stream| stream.copied),
        audio_copied: made.audio.as_ref().is_none_or(|stream| stream.copied),
    }
}
