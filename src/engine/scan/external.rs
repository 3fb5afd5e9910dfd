//! Files beside a media file that are streams of it. They come first and shift the container's own indices, as every
//! Jellyfin client has learnt.

use std::path::Path;

use walros_metadata::sidecar::Sidecar;
use walros_model::probe::{MediaProbe, MediaStream, StreamKind};
use walros_scanner::structure::LocalFile;

/// A file beside, with what a worker read in it where its name does not say all.
pub(super) struct External {
    pub file: LocalFile,
    pub sidecar: Sidecar,
    pub probed: Option<MediaProbe>,
}

/// Puts the streams of `externals` before those of the container.
pub(super) fn put_first(probe: &mut MediaProbe, externals: Vec<External>) {
    let mut streams: Vec<MediaStream> = externals.into_iter().filter_map(stream).collect();
    streams.append(&mut probe.streams);
    for (index, stream) in (0..).zip(&mut streams) {
        stream.index = index;
    }
    probe.streams = streams;
}

fn stream(external: External) -> Option<MediaStream> {
    let External { file, sidecar, probed } = external;
    let Sidecar { kind, codec, language, title, default, forced, hearing_impaired, comment } = sidecar;
    let inside = probed.and_then(|probe| probe.streams.into_iter().find(|stream| stream.kind == kind));
    if inside.is_none() && codec.is_empty() {
        return None;
    }
    let inside = inside.unwrap_or_else(|| MediaStream { codec: codec.to_string(), ..MediaStream::default() });
    let audio = (kind == StreamKind::Audio).then(|| inside.audio.clone().unwrap_or_default());
    // A file of subtitles counts in milliseconds whatever its own clock.
    let time_base = if kind == StreamKind::Subtitle { (1, 1000) } else { inside.time_base };
    Some(MediaStream {
        kind,
        external: Some(file.path),
        language: language.or(inside.language),
        title: title.or(inside.title),
        default,
        forced,
        hearing_impaired,
        comment,
        audio,
        time_base,
        ..inside
    })
}

/// Whether a worker must look into the file: names say all about subtitles, nothing about sound.
pub(super) fn needs_probe(sidecar: &Sidecar) -> bool {
    sidecar.kind == StreamKind::Audio || sidecar.codec.is_empty()
}

pub(super) fn name(path: &str) -> String {
    Path::new(path).file_name().unwrap_or_default().to_string_lossy().into_owned()
}
