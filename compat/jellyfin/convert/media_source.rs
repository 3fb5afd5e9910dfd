//! `MediaSourceInfo` from a file's facts.

use walros_model::item::MediaType;
use walros_model::marker::Marker;
use walros_model::probe::{Attachment, MediaProbe, MediaSource};

use super::media_stream::media_stream;
use crate::dto::media;
use crate::{ids, time};

/// A source as it is, before anything is decided about playing it. `alone` when its item has no other version: then it
/// is called by its file's name, else by what tells it from the others.
pub fn media_source(source: &MediaSource, class: MediaType, alone: bool) -> media::MediaSource {
    let MediaSource { id, name, path, size, modified, probe, missing: _ } = source;
    let MediaProbe { format, duration, bit_rate, streams, chapters, attachments, tags: _, warnings: _ } = probe;
    let container = container(format, path);
    media::MediaSource {
        protocol: "File",
        id: (*id).into(),
        path: path.clone(),
        r#type: "Default",
        size: *size,
        name: if alone { file_stem(path).to_owned() } else { name.clone() },
        e_tag: ids::of_text(&format!("{id} {size} {}", modified.timestamp_nanos_opt().unwrap_or_default())).simple().to_string(),
        run_time_ticks: Some(time::ticks(*duration)).filter(|ticks| *ticks > 0),
        supports_transcoding: true,
        supports_direct_stream: true,
        supports_direct_play: true,
        supports_probing: true,
        video_type: (class == MediaType::Video).then_some("VideoFile"),
        media_streams: streams.iter().map(|stream| media_stream(stream, container.as_deref())).collect(),
        media_attachments: attachments.iter().map(attachment).collect(),
        bitrate: Some(*bit_rate).filter(|rate| *rate > 0),
        timestamp: (container.as_deref() == Some("ts")).then_some("None"),
        transcoding_sub_protocol: "http",
        // The web client asks for them only then.
        has_segments: !Marker::of_chapters(chapters).is_empty(),
        container,
        ..media::MediaSource::default()
    }
}

fn attachment(attachment: &Attachment) -> media::MediaAttachment {
    let Attachment { index, codec, file_name, mime_type } = attachment;
    media::MediaAttachment { codec: codec.clone(), index: *index, file_name: file_name.clone(), mime_type: mime_type.clone(), delivery_url: None }
}

fn file_stem(path: &str) -> &str {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

/// The one name of a container that clients compare with their profiles: the file's extension where the demuxer knows
/// it, else the demuxer's first name.
pub fn container(format: &str, path: &str) -> Option<String> {
    let extension = path.rsplit_once('.').map_or("", |(_, extension)| extension).to_ascii_lowercase();
    let named = format.split(',').map(str::trim).find(|name| !name.is_empty())?;
    Some(match named {
        "matroska" if extension == "webm" => "webm".to_owned(),
        "matroska" => "mkv".to_owned(),
        "mpegts" => "ts".to_owned(),
        _ if format.split(',').any(|name| name.trim() == extension) || (named == "mov" && matches!(extension.as_str(), "m4v" | "m4b")) => extension,
        _ => named.to_owned(),
    })
}

/// What the item itself (not its source) says: all names of the demuxer, as the real server stores them.
pub fn item_container(container: &str) -> String {
    match container {
        "mp4" | "m4v" | "m4a" | "m4b" | "mov" | "3gp" | "3g2" => "mov,mp4,m4a,3gp,3g2,mj2".to_owned(),
        "webm" => "mkv,webm".to_owned(),
        "opus" | "oga" => "ogg".to_owned(),
        other => other.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::{container, file_stem};

    #[test]
    fn containers_are_named_by_the_extension_where_it_fits() {
        let cases = [
            ("mov,mp4,m4a,3gp,3g2,mj2", "/a/b.mp4", "mp4"),
            ("mov,mp4,m4a,3gp,3g2,mj2", "/a/b.m4a", "m4a"),
            ("mov,mp4,m4a,3gp,3g2,mj2", "/a/b.MOV", "mov"),
            ("matroska,webm", "/a/b.mkv", "mkv"),
            ("matroska,webm", "/a/b.webm", "webm"),
            ("mpegts", "/a/b.m2ts", "ts"),
            ("ogg", "/a/b.opus", "ogg"),
            ("flac", "/a/b.flac", "flac"),
            ("avi", "/a/b", "avi"),
        ];
        for (format, path, wanted) in cases {
            assert_eq!(container(format, path).as_deref(), Some(wanted), "{format} {path}");
        }
        assert_eq!(container("", "/a/b.mp4"), None);
    }

    #[test]
    fn stems() {
        assert_eq!(file_stem("/a/Night Sea 1999 x264.mkv"), "Night Sea 1999 x264");
        assert_eq!(file_stem("/a.b/plain"), "plain");
    }
}
