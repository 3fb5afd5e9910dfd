//! What becomes of each stream of a file, as it is done and not as it might be: from the recipes where there are any.

use walros_engine::playback::{Ladder, RenditionFacts, Rung, SoundTrack};
use walros_model::playback::{PlayableSource, TranscodeReason};
use walros_model::profile::SubtitleMethod;
use walros_model::{Device, StreamKind};

use super::to_plan::Planned;
use super::to_reason::{is_about_audio, is_about_video, of_sound, reason, stood_in};
use crate::dto::media::TrackKind;
use crate::dto::playback::{Action, Quality, Reason, StreamDecision};

/// How picture and sound are sent.
#[derive(Default)]
pub struct Made {
    pub video: Option<Sent>,
    pub audio: Option<Sent>,
}

pub struct Sent {
    pub codec: String,
    pub copied: bool,
    made_ahead: bool,
    /// What encodes, if no software.
    device: Option<Device>,
    /// The device that fails to, if it does, and how.
    trouble: Option<(Device, String)>,
    /// Pixels of the largest picture.
    size: Option<(u32, u32)>,
    channels: Option<u32>,
}

impl Made {
    pub fn of(playable: &PlayableSource, ladder: Option<&Ladder>, audio: Option<i32>) -> Self {
        let probe = &playable.source.probe;
        let video = probe.video();
        let audio = audio.and_then(|index| probe.stream(index)).or_else(|| probe.of_kind(StreamKind::Audio).next());
        let as_it_is = |codec: &str| Sent { codec: codec.to_owned(), copied: true, made_ahead: false, device: None, trouble: None, size: None, channels: None };
        let Some(request) = playable.transcode.as_ref().filter(|_| !playable.direct_play) else {
            return Self { video: video.map(|stream| as_it_is(&stream.codec)), audio: audio.map(|stream| as_it_is(&stream.codec)) };
        };
        if let Some(ladder) = ladder {
            return Self { video: ladder.pictures.first().map(sent_picture), audio: ladder.sounds.first().map(sent_sound) };
        }
        // Nothing was worked out: what the reasons say is done.
        let guess = |own: &str, codecs: &[String], allowed: bool, about: fn(TranscodeReason) -> bool| {
            let copied = allowed && !playable.reasons.iter().any(|&reason| about(reason));
            Sent { copied, ..as_it_is(if copied { own } else { codecs.first().map_or(own, String::as_str) }) }
        };
        Self {
            video: video.map(|stream| guess(&stream.codec, &request.video_codecs, request.allow_video_copy, is_about_video)),
            audio: audio.map(|stream| guess(&stream.codec, &request.audio_codecs, request.allow_audio_copy, is_about_audio)),
        }
    }

    /// A part is sent, too.
    pub fn and(&mut self, part: &Self) {
        for (own, other) in [(&mut self.video, &part.video), (&mut self.audio, &part.audio)] {
            if let (Some(own), Some(other)) = (own, other) {
                own.copied &= other.copied;
                own.made_ahead &= other.made_ahead;
            }
        }
    }

    pub fn converts(&self) -> bool {
        [&self.video, &self.audio].into_iter().flatten().any(|sent| !sent.copied)
    }
}

fn sent_picture(rung: &Rung) -> Sent {
    sent(rung.facts())
}

fn sent_sound(sound: &SoundTrack) -> Sent {
    sent(sound.facts())
}

fn sent(facts: RenditionFacts) -> Sent {
    let RenditionFacts { copied, made_ahead, device, trouble, codec, size, channels, bit_rate: _ } = facts;
    Sent { codec, copied, made_ahead, device, trouble, size, channels }
}

/// What a player may choose, the best first.
pub fn qualities(ladder: &Ladder) -> Vec<Quality> {
    let quality = |rung: &Rung| {
        let facts = rung.facts();
        let (width, height) = facts.size.unwrap_or_default();
        Quality { width, height, bit_rate: facts.bit_rate, codec: facts.codec, copied: facts.copied }
    };
    ladder.pictures.iter().map(quality).collect()
}

/// One line for the picture, the sound and the subtitle that play, and for all sound that can be changed to.
pub fn streams(planned: &Planned<'_>, made: &Made, audio: Option<i32>, subtitle: Option<i32>) -> Vec<StreamDecision> {
    let Planned { version, ladder, limits, .. } = planned;
    let Some(playable) = version.first() else { return Vec::new() };
    let probe = &playable.source.probe;
    let because = |about: fn(TranscodeReason) -> bool| -> Vec<Reason> {
        playable.reasons.iter().filter(|&&found| about(found)).map(|&found| reason(playable, limits, found)).collect()
    };
    let mut all = Vec::new();
    if let (Some(stream), Some(sent)) = (probe.video(), &made.video) {
        let drawn = burnt(playable).is_some();
        let about: fn(TranscodeReason) -> bool =
            if drawn { |found| is_about_video(found) || found == TranscodeReason::SubtitleCodecNotSupported } else { is_about_video };
        let reasons = if sent.copied { Vec::new() } else { because(about).into_iter().chain(sent.trouble.as_ref().map(stood_in)).collect() };
        all.push(decision(TrackKind::Video, stream.index, &stream.codec, sent, reasons));
    }
    let sound = audio.and_then(|index| probe.stream(index)).or_else(|| probe.of_kind(StreamKind::Audio).next());
    match ladder {
        Some(ladder) => all.extend(ladder.sounds.iter().map(|sound| {
            let sent = sent_sound(sound);
            let because = if sent.copied { Vec::new() } else { of_sound(playable, limits, &sound.stream) };
            decision(TrackKind::Audio, sound.stream.index, &sound.stream.codec, &sent, because)
        })),
        None => all.extend(sound.zip(made.audio.as_ref()).map(|(stream, sent)| {
            let because = if sent.copied { Vec::new() } else { because(is_about_audio) };
            decision(TrackKind::Audio, stream.index, &stream.codec, sent, because)
        })),
    }
    if let Some(stream) = subtitle.and_then(|index| probe.stream(index)) {
        let drawn = burnt(playable) == Some(stream.index);
        let (action, text) = if drawn {
            (Action::BurntIn, "The subtitle is drawn into the picture.")
        } else {
            (Action::Beside, "The subtitle is sent beside the picture, as text.")
        };
        all.push(StreamDecision {
            kind: TrackKind::Subtitle,
            track: stream.index,
            action,
            from: stream.codec.clone(),
            to: if drawn { None } else { Some("webvtt".into()) },
            width: None,
            height: None,
            channels: None,
            device: None,
            text: text.into(),
            because: if drawn { because(|found| found == TranscodeReason::SubtitleCodecNotSupported) } else { Vec::new() },
        });
    }
    all
}

/// The subtitle that is drawn into the picture.
fn burnt(playable: &PlayableSource) -> Option<i32> {
    let request = playable.transcode.as_ref().filter(|_| !playable.direct_play)?;
    request.subtitle_stream.filter(|index| *index >= 0 && request.subtitle_method == Some(SubtitleMethod::Encode))
}

fn decision(kind: TrackKind, track: i32, from: &str, sent: &Sent, because: Vec<Reason>) -> StreamDecision {
    let name = if kind == TrackKind::Video { "picture" } else { "sound" };
    let mut text = match sent.copied {
        true => format!("The {name} is sent as it is ({from})."),
        false if sent.made_ahead => format!("The {name} is {} from what was made ahead.", sent.codec),
        false => match sent.device {
            Some(device) => format!("The {name} is converted from {from} to {} by {device}.", sent.codec),
            None => format!("The {name} is converted from {from} to {}.", sent.codec),
        },
    };
    for reason in &because {
        text.push(' ');
        text.push_str(&reason.text);
    }
    StreamDecision {
        kind,
        track,
        action: if sent.copied { Action::Copied } else { Action::Converted },
        from: from.to_owned(),
        to: (!sent.copied).then(|| sent.codec.clone()),
        width: sent.size.map(|(width, _)| width),
        height: sent.size.map(|(_, height)| height),
        channels: sent.channels,
        device: sent.device.map(|device| device.to_string()),
        text,
        because,
    }
}
