//! The one responder for [`Content`]: files and bytes with ranges and conditions, streams as they come.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::PathBuf;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use actix_web::body::{BodyStream, SizedStream};
use actix_web::http::header::{self, HeaderMap, HttpDate};
use actix_web::http::{Method, StatusCode};
use actix_web::{HttpRequest, HttpResponse, HttpResponseBuilder};
use bytes::Bytes;
use futures_util::stream::{self, Stream};
use walros_model::content::{Assembled, Body, ByteStream, Content};

use crate::assembled;
use crate::range::{self, Wanted};

/// Bytes read from a file at a time.
const CHUNK: usize = 256 * 1024;

/// Bytes in memory sent at a time.
const PIECE: usize = 128 * 1024;

/// Whether a browser shows the content or saves it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Disposition {
    /// Says nothing.
    #[default]
    None,
    Inline,
    Attachment,
}

/// How content is sent, beyond what it says of itself.
#[derive(Clone, Copy, Debug, Default)]
pub struct Sending {
    pub disposition: Disposition,
    /// A `Cache-Control` header.
    pub cache: Option<&'static str>,
}

/// Answers with the content, or the part of it that was asked for; 304 when the client has it, 416 when the range
/// lies outside, 404 when the file is gone. `HEAD` gets the headers alone.
pub async fn respond(request: &HttpRequest, content: Content, sending: Sending) -> HttpResponse {
    let Content { body, content_type, etag, modified, file_name } = content;
    let mut about = About { content_type, etag, modified: modified.map(SystemTime::from), file_name, sending };
    match body {
        Body::Stream(stream) => send_stream(request, &about, stream),
        Body::Bytes(bytes) => send_ranged(request, &about, bytes.len() as u64, Source::Bytes(bytes)),
        Body::Assembled(assembled) => send_ranged(request, &about, assembled.length(), Source::Assembled(assembled)),
        Body::File(path) => match open(path.clone()).await {
            Ok((file, length, modified)) => {
                about.modified = about.modified.or(modified);
                about.etag = about.etag.or_else(|| file_tag(length, about.modified));
                send_ranged(request, &about, length, Source::File(file))
            }
            Err(error) => {
                tracing::warn!(path = %path.display(), %error, "a file cannot be sent");
                HttpResponse::new(StatusCode::NOT_FOUND)
            }
        },
    }
}

struct About {
    content_type: String,
    etag: Option<String>,
    modified: Option<SystemTime>,
    file_name: Option<String>,
    sending: Sending,
}

enum Source {
    Bytes(Bytes),
    Assembled(Assembled),
    File(File),
}

async fn open(path: PathBuf) -> io::Result<(File, u64, Option<SystemTime>)> {
    let opened = tokio::task::spawn_blocking(move || {
        let file = File::open(path)?;
        let facts = file.metadata()?;
        if facts.is_dir() {
            return Err(io::Error::from(io::ErrorKind::IsADirectory));
        }
        Ok((file, facts.len(), facts.modified().ok()))
    });
    opened.await.map_err(io::Error::other)?
}

/// Names a state of a file, for `If-Range`.
fn file_tag(length: u64, modified: Option<SystemTime>) -> Option<String> {
    let since = modified?.duration_since(UNIX_EPOCH).ok()?;
    Some(format!("{:x}-{length:x}", since.as_nanos()))
}

fn send_stream(request: &HttpRequest, about: &About, stream: ByteStream) -> HttpResponse {
    let mut response = HttpResponse::build(StatusCode::OK);
    about.describe(&mut response);
    response.insert_header((header::ACCEPT_RANGES, "none"));
    if request.method() == Method::HEAD {
        return response.finish();
    }
    response.body(BodyStream::new(stream))
}

fn send_ranged(request: &HttpRequest, about: &About, length: u64, source: Source) -> HttpResponse {
    if about.is_known_to(request.headers()) {
        let mut response = HttpResponse::build(StatusCode::NOT_MODIFIED);
        about.describe(&mut response);
        return response.finish();
    }
    let (status, start, end) = match about.wanted(request.headers(), length) {
        Wanted::Whole => (StatusCode::OK, 0, length),
        Wanted::Part { start, end } => (StatusCode::PARTIAL_CONTENT, start, end),
        Wanted::Nothing => return out_of_range(about, length),
    };
    let mut response = HttpResponse::build(status);
    about.describe(&mut response);
    response.insert_header((header::ACCEPT_RANGES, "bytes"));
    if status == StatusCode::PARTIAL_CONTENT {
        response.insert_header((header::CONTENT_RANGE, format!("bytes {start}-{}/{length}", end - 1)));
    }
    if request.method() == Method::HEAD {
        return response.body(SizedStream::new(end - start, stream::empty::<io::Result<Bytes>>()));
    }
    match source {
        // The casts are within the buffer's length, which is a usize.
        Source::Bytes(bytes) => {
            let wanted = bytes.slice(start as usize..end as usize);
            if wanted.len() <= PIECE { response.body(wanted) } else { response.body(SizedStream::new(end - start, in_pieces(wanted))) }
        }
        Source::Assembled(assembled) => response.body(SizedStream::new(end - start, assembled::read(assembled, start, end))),
        Source::File(file) => response.body(SizedStream::new(end - start, read_part(file, start, end))),
    }
}

fn out_of_range(about: &About, length: u64) -> HttpResponse {
    let mut response = HttpResponse::build(StatusCode::RANGE_NOT_SATISFIABLE);
    about.describe(&mut response);
    response.insert_header((header::ACCEPT_RANGES, "bytes"));
    response.insert_header((header::CONTENT_RANGE, format!("bytes */{length}")));
    response.finish()
}

/// The same bytes piece by piece. The protocol copies each into its own buffer: that of a whole segment would grow to
/// its size on every connection, and leave the processor's cache on the way.
fn in_pieces(mut bytes: Bytes) -> impl Stream<Item = io::Result<Bytes>> {
    stream::iter(std::iter::from_fn(move || (!bytes.is_empty()).then(|| Ok(bytes.split_to(bytes.len().min(PIECE))))))
}

/// The bytes `[start, end)`, read as fast as the client takes them.
fn read_part(file: File, start: u64, end: u64) -> impl Stream<Item = io::Result<Bytes>> {
    stream::try_unfold((file, start), move |(mut file, at)| async move {
        if at >= end {
            return Ok(None);
        }
        let count = usize::try_from(end - at).unwrap_or(CHUNK).min(CHUNK);
        let read = tokio::task::spawn_blocking(move || {
            let mut buffer = vec![0; count];
            file.seek(SeekFrom::Start(at))?;
            file.read_exact(&mut buffer)?;
            Ok::<_, io::Error>((buffer, file))
        });
        let (buffer, file) = read.await.map_err(io::Error::other)??;
        let next = at + buffer.len() as u64;
        Ok(Some((Bytes::from(buffer), (file, next))))
    })
}

impl About {
    /// The headers that every answer about this content has.
    fn describe(&self, response: &mut HttpResponseBuilder) {
        response.content_type(self.content_type.as_str());
        if let Some(tag) = &self.etag {
            response.insert_header((header::ETAG, format!("\"{tag}\"")));
        }
        if let Some(modified) = self.modified {
            response.insert_header((header::LAST_MODIFIED, HttpDate::from(modified)));
        }
        if let Some(cache) = self.sending.cache {
            response.insert_header((header::CACHE_CONTROL, cache));
        }
        if let Some(disposition) = self.disposition() {
            response.insert_header((header::CONTENT_DISPOSITION, disposition));
        }
    }

    fn disposition(&self) -> Option<String> {
        let word = match self.sending.disposition {
            Disposition::None => return None,
            Disposition::Inline => "inline",
            Disposition::Attachment => "attachment",
        };
        Some(match &self.file_name {
            Some(name) => format!("{word}; filename=\"{}\"; filename*=UTF-8''{}", plain_name(name), percent_name(name)),
            None => word.to_owned(),
        })
    }

    /// Whether the client said that it has this very content (RFC 9110, 13.2.2: the tag wins over the date).
    fn is_known_to(&self, headers: &HeaderMap) -> bool {
        if let Some(tags) = text(headers, header::IF_NONE_MATCH) {
            return self.etag.as_deref().is_some_and(|own| tags.split(',').any(|tag| tag.trim() == "*" || bare(tag) == own));
        }
        match (text(headers, header::IF_MODIFIED_SINCE).and_then(date), self.modified) {
            (Some(since), Some(modified)) => seconds(modified) <= seconds(since),
            _ => false,
        }
    }

    /// The range asked for, unless `If-Range` says that it was meant for another state of the content.
    fn wanted(&self, headers: &HeaderMap, length: u64) -> Wanted {
        let Some(range) = text(headers, header::RANGE) else { return Wanted::Whole };
        let meant_for_this = match text(headers, header::IF_RANGE) {
            None => true,
            Some(condition) => match date(condition) {
                Some(at) => self.modified.is_some_and(|modified| seconds(modified) == seconds(at)),
                None => !condition.starts_with("W/") && self.etag.as_deref() == Some(bare(condition)),
            },
        };
        if meant_for_this { range::parse(range, length) } else { Wanted::Whole }
    }
}

fn text(headers: &HeaderMap, name: header::HeaderName) -> Option<&str> {
    headers.get(name)?.to_str().ok()
}

/// A tag without quotes and weakness; some clients send it bare.
fn bare(tag: &str) -> &str {
    let tag = tag.trim();
    tag.strip_prefix("W/").unwrap_or(tag).trim_matches('"')
}

fn date(text: &str) -> Option<SystemTime> {
    text.parse::<HttpDate>().ok().map(SystemTime::from)
}

/// Headers carry whole seconds.
fn seconds(time: SystemTime) -> u64 {
    time.duration_since(UNIX_EPOCH).unwrap_or(Duration::ZERO).as_secs()
}

/// The name for clients that know ASCII only.
fn plain_name(name: &str) -> String {
    name.chars().map(|c| if c.is_ascii() && !c.is_ascii_control() && !matches!(c, '"' | '\\') { c } else { '_' }).collect()
}

/// The name as RFC 8187 encodes it.
fn percent_name(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    for byte in name.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => out.push(char::from(byte)),
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}
