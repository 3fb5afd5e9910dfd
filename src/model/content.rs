//! What playback and pictures answer: bytes with a type, wherever they come from. Sent by one responder in `http`.

use std::fs::File;
use std::path::PathBuf;
use std::pin::Pin;
use std::sync::Arc;

use bytes::Bytes;
use futures_core::Stream;

use crate::Timestamp;

pub type ByteStream = Pin<Box<dyn Stream<Item = std::io::Result<Bytes>> + Send>>;

pub struct Content {
    pub body: Body,
    /// A MIME type.
    pub content_type: String,
    /// Opaque; a client that sends it back gets 304.
    pub etag: Option<String>,
    pub modified: Option<Timestamp>,
    /// The name a browser saves it under.
    pub file_name: Option<String>,
}

pub enum Body {
    /// A file of which any range may be asked.
    File(PathBuf),
    Bytes(Bytes),
    Assembled(Assembled),
    /// Unknown length, no ranges.
    Stream(ByteStream),
}

/// Bytes, and behind them stretches of a file one after the other. Any range may be asked.
#[derive(Debug)]
pub struct Assembled {
    pub head: Bytes,
    pub file: File,
    /// From where on in the file, and how many bytes.
    pub stretches: Arc<[(u64, u32)]>,
}

impl Assembled {
    /// Bytes in all.
    pub fn length(&self) -> u64 {
        self.head.len() as u64 + self.stretches.iter().map(|(_, length)| u64::from(*length)).sum::<u64>()
    }
}

impl Content {
    pub fn bytes(bytes: impl Into<Bytes>, content_type: impl Into<String>) -> Self {
        Self { body: Body::Bytes(bytes.into()), content_type: content_type.into(), etag: None, modified: None, file_name: None }
    }
}
