//! Original files and what is taken out of them: subtitles, fonts, lyrics.

use std::fs::File;
use std::path::Path;

use walros_db::items;
use walros_jobs::{Job, Priority, SubtitleFormat};
use walros_model::content::{Body, Content};
use walros_model::probe::MediaSource;
use walros_model::query::Include;
use walros_model::{ItemId, ItemKind};
use walros_streaming::{Span, SubtitleRequest};

use super::{LyricLine, Playback, SubtitleWindow, lyrics};
use crate::{Caller, EngineError, Result, kept, policy};

/// A lyrics file is text of a few kilobytes.
const MAX_LYRICS: u64 = 1 << 20;

impl Playback {
    /// The original file of an item or version. `Unavailable` when its disk is away.
    pub async fn file(&self, caller: &Caller, source: ItemId) -> Result<Content> {
        if !policy::rights(caller)?.play {
            return Err(EngineError::Forbidden);
        }
        let (_, source) = self.source(caller, source).await?;
        original(&source).await
    }

    /// The same for saving; needs the right to download.
    pub async fn download(&self, caller: &Caller, source: ItemId) -> Result<Content> {
        if !policy::rights(caller)?.download {
            return Err(EngineError::Forbidden);
        }
        let (_, source) = self.source(caller, source).await?;
        let name = Path::new(&source.path).file_name().map(|name| name.to_string_lossy().into_owned());
        Ok(Content { file_name: name, ..original(&source).await? })
    }

    /// A text subtitle, by the stream's [`index`](walros_model::MediaStream::index).
    pub async fn subtitle(&self, caller: &Caller, source: ItemId, index: i32, format: SubtitleFormat, window: SubtitleWindow) -> Result<Content> {
        let (_, source) = self.source(caller, source).await?;
        let stream = source.probe.stream(index).ok_or(EngineError::NotFound)?;
        if !stream.is_text_subtitle() {
            return Err(EngineError::Unsupported("this stream is no text subtitle".into()));
        }
        let SubtitleWindow { start, end, keep_times, time_map } = window;
        let request = SubtitleRequest { format, span: Span { start, end, keep_times }, time_map };
        let bytes = self.0.streaming.subtitle(&source, stream, request).await?;
        Ok(Content::bytes(bytes, content_type(format)))
    }

    /// A font or other attachment, by its stream number.
    pub async fn attachment(&self, caller: &Caller, source: ItemId, index: u32) -> Result<Content> {
        let (_, source) = self.source(caller, source).await?;
        let attachment = source.probe.attachments.iter().find(|attachment| attachment.index == index).ok_or(EngineError::NotFound)?;
        let done = self.0.workers.run(Priority::Waiting, Job::Attachment { stream: index }, vec![open(&source.path).await?]).await?;
        let content_type = attachment.mime_type.clone().unwrap_or_else(|| "application/octet-stream".into());
        Ok(Content { file_name: attachment.file_name.clone(), ..Content::bytes(done.bytes, content_type) })
    }

    /// The lines of a track's lyrics, in a file beside it or in its tags.
    pub async fn lyrics(&self, caller: &Caller, track: ItemId) -> Result<Vec<LyricLine>> {
        let (kind, source) = self.source(caller, track).await?;
        if kind != ItemKind::Track {
            return Err(EngineError::NotFound);
        }
        let beside = ["lrc", "txt"].iter().map(|extension| Path::new(&source.path).with_extension(extension));
        for path in kept::lyrics(&kept::root(&self.0.config), track).into_iter().chain(beside) {
            if tokio::fs::metadata(&path).await.is_ok_and(|facts| facts.is_file() && facts.len() <= MAX_LYRICS) {
                let bytes = tokio::fs::read(&path).await.map_err(|error| EngineError::Unavailable(error.to_string()))?;
                return Ok(lyrics::parse(&String::from_utf8_lossy(&bytes)));
            }
        }
        let tag = ["lyrics", "unsyncedlyrics", "lyrics-eng"].iter().find_map(|name| source.probe.tag(name));
        tag.map(lyrics::parse).ok_or(EngineError::NotFound)
    }

    /// The file behind an item, version, part or extra the caller may see, and what the item is.
    pub(crate) async fn source(&self, caller: &Caller, id: ItemId) -> Result<(ItemKind, MediaSource)> {
        let scope = policy::scope(caller)?;
        let include = Include { sources: true, ..Include::default() };
        let view = self.0.db.read(move |conn| items::get(conn, &scope, None, id, include)).await?.ok_or(EngineError::NotFound)?;
        let source = view.sources.into_iter().find(|source| source.id == id).ok_or(EngineError::NotFound)?;
        Ok((view.item.kind, source))
    }
}

pub(super) fn content_type(format: SubtitleFormat) -> &'static str {
    match format {
        SubtitleFormat::Vtt => "text/vtt; charset=utf-8",
        SubtitleFormat::Srt => "application/x-subrip; charset=utf-8",
        SubtitleFormat::Ass => "text/x-ssa; charset=utf-8",
        SubtitleFormat::Json => "application/json; charset=utf-8",
        SubtitleFormat::Fragment => "application/mp4",
    }
}

async fn original(source: &MediaSource) -> Result<Content> {
    let path = Path::new(&source.path);
    if !tokio::fs::metadata(path).await.is_ok_and(|facts| facts.is_file()) {
        return Err(EngineError::Unavailable("the file is not there at present".into()));
    }
    let etag = format!("{:x}-{:x}", source.size, source.modified.timestamp_micros());
    Ok(Content { body: Body::File(path.into()), content_type: mime(path).into(), etag: Some(etag), modified: Some(source.modified), file_name: None })
}

pub(crate) async fn open(path: &str) -> Result<File> {
    let file = tokio::fs::File::open(path).await.map_err(|error| EngineError::Unavailable(format!("the file cannot be read: {error}")))?;
    Ok(file.into_std().await)
}

/// The MIME type of an original file. Players choose a demuxer by it.
fn mime(path: &Path) -> &'static str {
    match path.extension().unwrap_or_default().to_string_lossy().to_lowercase().as_str() {
        "mp4" | "m4v" => "video/mp4",
        "mkv" | "mk3d" => "video/x-matroska",
        "webm" => "video/webm",
        "mov" => "video/quicktime",
        "avi" => "video/x-msvideo",
        "ts" | "m2ts" | "mts" => "video/mp2t",
        "mpg" | "mpeg" | "vob" => "video/mpeg",
        "wmv" => "video/x-ms-wmv",
        "flv" => "video/x-flv",
        "3gp" => "video/3gpp",
        "ogv" => "video/ogg",
        "mp3" => "audio/mpeg",
        "m4a" | "m4b" => "audio/mp4",
        "aac" => "audio/aac",
        "flac" => "audio/flac",
        "ogg" | "oga" => "audio/ogg",
        "opus" => "audio/opus",
        "wav" => "audio/wav",
        "wma" => "audio/x-ms-wma",
        "mka" => "audio/x-matroska",
        "jpg" | "jpeg" => "image/jpeg",
        "png" => "image/png",
        "webp" => "image/webp",
        "gif" => "image/gif",
        "heic" => "image/heic",
        "pdf" => "application/pdf",
        "epub" => "application/epub+zip",
        "cbz" => "application/vnd.comicbook+zip",
        _ => "application/octet-stream",
    }
}
