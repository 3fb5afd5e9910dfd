//! Reading tracks through libav's decoders, all of which answer Advanced SubStation.

use std::fs::File;
use std::os::unix::fs::FileExt;
use std::time::Duration;

use ffmpeg_next::codec::discard::Discard;
use ffmpeg_next::codec::{self, Context};
use ffmpeg_next::{Dictionary, Packet, media};
use walros_jobs::{Fault, SubtitleJob};
use walros_media::subtitle::event::{cue, fields};
use walros_media::subtitle::{Script, Ticks};

use super::charset;
use crate::avio::{self, Input};
use crate::clock::Timeline;
use crate::{fault, raw, time};

/// Bytes of the largest subtitle file.
const FILE_MAX: usize = 32 << 20;
/// More lines than any film has.
const CUES_MAX: usize = 200_000;
/// Formats that a subtitle file may have.
const FORMATS: &str = "ass,lrc,microdvd,mpl2,sami,srt,stl,subviewer,subviewer1,vplayer,webvtt,jacosub,realtext,pjs";

/// Before a window this much is read too, since a line shows for a while.
const LEAD: Duration = Duration::from_secs(30);
/// Streams may run ahead of each other by this much.
const SLACK: Ticks = 50_000_000;

/// The content of a subtitle file.
pub(super) fn text(file: &File) -> Result<String, Fault> {
    let mut bytes = vec![0; FILE_MAX];
    let mut length = 0;
    loop {
        match file.read_at(&mut bytes[length..], length as u64) {
            Ok(0) if length == FILE_MAX => return Err(fault::bad_file("the subtitle file is too large")),
            Ok(0) => break,
            Ok(count) => length += count,
            Err(error) => return Err(Fault::Io { text: format!("reading the subtitle: {error}") }),
        }
    }
    Ok(charset::decode(&bytes[..length]))
}

pub(super) fn external(text: String, extension: &str) -> Result<Script, Fault> {
    let mut options = Dictionary::new();
    options.set("format_whitelist", FORMATS);
    let mut input = avio::open_bytes(text.into_bytes(), &format!("subtitle.{extension}"), options)?;
    let number = input.streams().best(media::Type::Subtitle).map(|stream| stream.index()).ok_or_else(|| fault::bad_file("no subtitle in the file"))?;
    decode(&mut input, Timeline::default(), number, 0, Ticks::MAX)
}

pub(super) fn embedded(file: &File, number: u32, job: &SubtitleJob) -> Result<Script, Fault> {
    let mut input = avio::open(file, "")?;
    let number = number as usize;
    let stream = input.stream(number).filter(|stream| stream.parameters().medium() == media::Type::Subtitle);
    stream.ok_or_else(|| fault::bad_file("no subtitle in this stream"))?;
    let origin = raw::start_time(&input).map_or(0, |microseconds| microseconds * 10);
    // A film's own pictures tell when a window is over; otherwise only the subtitle's packets are of interest.
    let clock = job.end.and_then(|_| input.streams().best(media::Type::Video)).map(|stream| stream.index());
    for other in (0..input.nb_streams() as usize).filter(|other| *other != number && Some(*other) != clock) {
        raw::set_discard(&mut input, other, Discard::All);
    }
    let mut timeline = Timeline::new(job.clock.as_ref());
    let from = job.start.saturating_sub(LEAD);
    if !from.is_zero() {
        let microseconds = i64::try_from(from.as_micros()).unwrap_or(i64::MAX / 20) + origin / 10;
        // What cannot seek is read from the beginning.
        if timeline.enter(&mut input, time::mpeg(microseconds)).is_none() {
            let _ = input.seek(microseconds, ..microseconds);
        }
    }
    let end = job.end.map_or(Ticks::MAX, |end| Ticks::try_from(end.as_nanos() / 100).unwrap_or(Ticks::MAX - SLACK - origin));
    decode(&mut input, timeline, number, origin, end.saturating_add(SLACK))
}

/// Reads on to the end, or until the film is past `until`. Times count from `origin`.
fn decode(input: &mut Input, mut timeline: Timeline, number: usize, origin: Ticks, until: Ticks) -> Result<Script, Fault> {
    let stream = input.stream(number).ok_or_else(|| fault::bad_file("no such stream"))?;
    let opening = |error| fault::libav("opening the subtitle decoder", error);
    let mut context = Context::from_parameters(stream.parameters()).map_err(opening)?;
    let codec = codec::decoder::find(context.id()).ok_or_else(|| fault::unsupported(format!("no decoder for {:?}", context.id())))?;
    context.set_time_base(stream.time_base());
    let mut decoder = context.decoder();
    decoder.set_packet_time_base(stream.time_base());
    let mut decoder = decoder.open_as(codec).and_then(|opened| opened.subtitle()).map_err(opening)?;
    let mut script = Script { header: raw::subtitle_header(&decoder), cues: Vec::new() };
    let fields = fields(&script.header);
    let mut packet = Packet::empty();
    while script.cues.len() < CUES_MAX {
        match packet.read(input) {
            Ok(()) => {}
            Err(ffmpeg_next::Error::InvalidData) => continue,
            Err(_) => break,
        }
        timeline.place(&mut packet);
        let Some(stream) = input.stream(packet.stream()) else { continue };
        let time_base = (stream.time_base().numerator(), stream.time_base().denominator());
        let at = |units: Option<i64>| units.and_then(|units| time::ticks(units, time_base)).map(|ticks| ticks - origin);
        let Some(start) = at(packet.pts().or(packet.dts())) else { continue };
        if start > until {
            break;
        }
        if packet.stream() != number {
            continue;
        }
        let shown = time::ticks(packet.duration().max(0), time_base).unwrap_or(0);
        match raw::decode_subtitle(&mut decoder, &packet) {
            Ok(events) => script.cues.extend(events.iter().filter_map(|event| cue(event, fields, start, start.saturating_add(shown)))),
            Err(raw::NotText) => return Err(fault::unsupported("subtitles made of pictures have no text")),
        }
    }
    script.end_the_unending();
    Ok(script)
}
