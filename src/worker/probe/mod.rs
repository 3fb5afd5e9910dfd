//! The probe job: the facts of a media file.

mod audio;
mod frame;
mod stream;
mod video;

use std::fs::File;
use std::time::Duration;

use ffmpeg_next::format::stream::Disposition;
use ffmpeg_next::media;
use walros_jobs::Fault;
use walros_model::probe::{Attachment, Chapter, MediaProbe, MediaStream, StreamKind};

use crate::avio::{self, Input};
use crate::{fault, log, raw, time};

pub(crate) use video::rotation;

/// More than any film has; hostile files may claim millions.
const CHAPTERS_MAX: usize = 10_000;

/// Longer than any file there is: such a length is none.
const LONGEST: Duration = Duration::from_secs(240 * 60 * 60);

/// Finds out everything about a file that its headers and first packets tell.
pub(crate) fn run(file: &File, name: &str) -> Result<MediaProbe, Fault> {
    let mut input = avio::open(file, name)?;
    if input.nb_streams() == 0 {
        return Err(fault::bad_file("nothing to play in it"));
    }
    let mut probe = MediaProbe {
        format: input.format().name().to_owned(),
        duration: Some(Duration::from_micros(u64::try_from(input.duration()).unwrap_or(0))).filter(|length| *length <= LONGEST).unwrap_or_default(),
        bit_rate: u64::try_from(input.bit_rate()).unwrap_or(0),
        streams: input.streams().filter(|stream| !is_attachment(stream)).map(|stream| stream::facts(&input, &stream)).collect(),
        chapters: chapters(&input),
        attachments: input.streams().filter(is_attachment).map(|stream| attachment(&stream)).collect(),
        tags: raw::container_tags(&input),
        warnings: Vec::new(),
    };
    adopt_stream_tags(&input, &mut probe);
    frame::look_closer(&mut input, &mut probe.streams);
    probe.warnings = log::take();
    Ok(probe)
}

fn is_attachment(stream: &ffmpeg_next::Stream<'_>) -> bool {
    stream.parameters().medium() == media::Type::Attachment
}

fn attachment(stream: &ffmpeg_next::Stream<'_>) -> Attachment {
    let tags = raw::stream_tags(stream);
    let tag = |name: &str| tags.iter().find(|(key, _)| key == name).map(|(_, value)| value.clone());
    let codec = stream.parameters().id().name();
    Attachment {
        index: stream.index() as u32,
        codec: (codec != "none" && codec != "unknown_codec").then(|| codec.to_owned()),
        file_name: tag("filename"),
        mime_type: tag("mimetype"),
    }
}

fn chapters(input: &Input) -> Vec<Chapter> {
    let chapters = raw::chapters(input, CHAPTERS_MAX).into_iter();
    chapters
        .map(|chapter| {
            let at = |units| time::duration(units, chapter.time_base).unwrap_or_default();
            Chapter { start: at(chapter.start), end: at(chapter.end), title: chapter.title }
        })
        .collect()
}

/// Ogg hangs the tags of a song on its stream and not on the container.
fn adopt_stream_tags(input: &Input, probe: &mut MediaProbe) {
    let has_picture = probe.streams.iter().any(|stream: &MediaStream| stream.kind == StreamKind::Video);
    let sound = input.streams().find(|stream| stream.parameters().medium() == media::Type::Audio);
    if let (false, Some(stream)) = (has_picture, sound)
        && !stream.disposition().contains(Disposition::ATTACHED_PIC)
    {
        for (key, value) in raw::stream_tags(&stream) {
            if probe.tag(&key).is_none() {
                probe.tags.push((key, value));
            }
        }
    }
}
