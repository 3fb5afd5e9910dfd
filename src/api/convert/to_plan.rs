//! The answer to "play this": an address, the tracks, and why.

use walros_engine::playback::Ladder;
use walros_engine::trickplay;
use walros_model::ItemId;
use walros_model::playback::{PlayableSource, SubtitleDelivery};
use walros_model::probe::MediaSource;
use walros_model::profile::{StreamProtocol, SubtitleMethod};

use super::to_decision::{self, Made};
use super::to_reason::{Limits, reasons};
use super::to_version::{chapters, track};
use crate::dto::playback::{Delivery, Method, Output, PlaybackPlan, SubtitleChoice, Trickplay};
use crate::urls::{StreamPath, trickplay_sheet};

/// What the plan is made from.
pub struct Planned<'a> {
    pub item: ItemId,
    pub session: String,
    pub playable: &'a PlayableSource,
    /// What the player will switch between, if it will.
    pub ladder: Option<&'a Ladder>,
    pub limits: &'a Limits,
    /// What the player asked for, when it asked.
    pub audio: Option<i32>,
    pub subtitle: Option<i32>,
}

/// `None` when the source can be neither played as it is nor transcoded.
pub fn plan(planned: Planned<'_>) -> Option<PlaybackPlan> {
    let Planned { item, playable, ladder, limits, audio, subtitle, .. } = planned;
    let source = &playable.source;
    let audio_track = audio.or(playable.default_audio);
    let subtitle_track = subtitle.or(playable.default_subtitle).filter(|&index| index >= 0);
    let made = Made::of(playable, ladder, audio_track);
    let (method, delivery, url) = match &playable.transcode {
        _ if playable.direct_play => (Method::Direct, Delivery::File, format!("play/{}/file", source.id)),
        Some(request) => {
            let delivery = if request.protocol == StreamProtocol::Hls { Delivery::Hls } else { Delivery::File };
            (
                if made.converts() { Method::Transcode } else { Method::Remux },
                delivery,
                StreamPath { source: source.id, request, session: &planned.session }.first(),
            )
        }
        None => return None,
    };
    Some(PlaybackPlan {
        item_id: item.simple(),
        source_id: source.id.simple(),
        version_title: source.name.clone(),
        method,
        delivery,
        url,
        duration: source.probe.duration.as_secs_f64(),
        audio_track,
        subtitle_track,
        tracks: source.probe.streams.iter().map(track).collect(),
        subtitles: playable.subtitles.iter().map(|delivery| subtitle_choice(source.id, delivery)).collect(),
        chapters: chapters(source),
        trickplay: trickplay_of(source),
        dash_url: playable
            .transcode
            .as_ref()
            .filter(|_| !playable.direct_play)
            .and_then(|request| StreamPath { source: source.id, request, session: &planned.session }.dash()),
        why: reasons(playable, limits),
        streams: to_decision::streams(&planned, &made, audio_track, subtitle_track),
        qualities: ladder.map(to_decision::qualities).unwrap_or_default(),
        output: output(playable, &made),
        session: planned.session,
    })
}

fn trickplay_of(source: &MediaSource) -> Option<Trickplay> {
    let layout = trickplay::layout(source)?;
    let trickplay::Layout { width, height, columns, rows, count, interval } = layout;
    Some(Trickplay {
        width,
        height,
        columns,
        rows,
        count,
        interval: interval.as_secs_f64(),
        sheets: (0..layout.sheets()).map(|sheet| format!("play/{}/trickplay/{}", source.id, trickplay_sheet(source, sheet))).collect(),
        track: format!("play/{}/trickplay.vtt", source.id),
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
