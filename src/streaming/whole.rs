//! Whole renditions, made while nobody waits and kept until nobody wants them.
//!
//! They are the segments that a viewer would have made, under the names he would ask for: whoever asks for such a stream
//! finds it made, and nothing decides anew.

use std::sync::Arc;

use walros_jobs::Container;
use walros_media::segment;

use crate::error::{Result, StreamError};
use crate::prepare::Prepared;
use crate::segments::SegmentService;

/// A viewer may come between twice; what was made and is not there then found no room.
const ATTEMPTS: usize = 3;

/// What was found when a rendition was looked through.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Audit {
    /// Parts that are there and hold what they did when they were made: the segments, and the init segment where
    /// there is one.
    pub parts: u32,
    pub bytes: u64,
    /// Pictures counted in them.
    pub pictures: u64,
    /// Pictures that there should be, where all last as long.
    pub expected: Option<u64>,
}

impl Prepared {
    /// The numbers of all parts of the stream, as [`Streaming::segment`](crate::Streaming::segment) counts them.
    pub fn parts(&self) -> std::ops::Range<i64> {
        let first = if self.recipe.container == Container::Fmp4 { -1 } else { 0 };
        first..self.segments.len() as i64
    }

    /// The name of the rendition: source and recipe.
    pub fn rendition(&self) -> RenditionKey {
        RenditionKey(self.key)
    }

    /// Pictures of a part, counted in its bytes; `None` for bytes that are none of ours.
    fn pictures(&self, bytes: &[u8]) -> Option<u32> {
        let counted = match self.recipe.container {
            Container::Fmp4 => segment::mp4_pictures(bytes)?,
            Container::Ts => segment::ts_pictures(bytes)?,
            _ => 0,
        };
        // What is counted of sound alone are its own frames.
        Some(if self.recipe.video.is_some() { counted } else { 0 })
    }
}

/// What a rendition is known by on disk and in the database.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct RenditionKey(pub(crate) blake3::Hash);

impl RenditionKey {
    /// 64 hexadecimal digits.
    pub fn parse(text: &str) -> Option<Self> {
        blake3::Hash::from_hex(text).ok().map(Self)
    }
}

impl std::fmt::Display for RenditionKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.0.to_hex().as_str())
    }
}

/// The renditions that are kept.
#[derive(Clone)]
pub struct Kept(pub(crate) SegmentService);

impl Kept {
    /// From now on what is made of this stream is kept.
    pub async fn begin(&self, prepared: &Prepared) -> Result<()> {
        let (renditions, key) = (self.0.renditions().clone(), prepared.key);
        let begun = tokio::task::spawn_blocking(move || renditions.begin(key)).await;
        begun.map_err(io).and_then(|begun| begun.map_err(io))
    }

    pub fn has(&self, prepared: &Prepared, number: i64) -> bool {
        self.0.named(prepared, number).is_ok_and(|segment| self.0.renditions().has(prepared.key, segment))
    }

    /// Whether all of a stream is there.
    pub fn is_whole(&self, prepared: &Prepared) -> bool {
        prepared.parts().all(|number| self.has(prepared, number))
    }

    /// Has a part made if it is not there, as idle work, and keeps it. `Unreadable` when there is no room for it.
    pub async fn make(&self, prepared: &Arc<Prepared>, number: i64) -> Result<()> {
        for _ in 0..ATTEMPTS {
            if self.has(prepared, number) {
                return Ok(());
            }
            match self.0.idle(prepared, number).await {
                // Somebody waits for it now and has it made in haste: after him it is made well.
                Ok(_) | Err(StreamError::CalledOff) => (),
                Err(error) => return Err(error),
            }
        }
        if self.has(prepared, number) { Ok(()) } else { Err(StreamError::Unreadable("there is no room for more renditions".into())) }
    }

    /// Reads everything that is kept of a stream and counts. What is damaged is forgotten, so that it is made again.
    pub async fn audit(&self, prepared: &Prepared) -> Audit {
        let mut audit = Audit { expected: prepared.frame.map(|frame| expected(prepared, frame.as_f64())), ..Audit::default() };
        for number in prepared.parts() {
            let Ok(segment) = self.0.named(prepared, number) else { continue };
            let Some(bytes) = self.0.renditions().check(prepared.key, segment).await else { continue };
            let pictures = if number < 0 { Some(0) } else { prepared.pictures(&bytes) };
            // A segment in which nothing is shown is none.
            let Some(pictures) = pictures.filter(|pictures| number < 0 || *pictures > 0 || prepared.recipe.video.is_none()) else { continue };
            audit.parts += 1;
            audit.bytes += bytes.len() as u64;
            audit.pictures += u64::from(pictures);
        }
        audit
    }

    /// Nobody wants it any more. What is unknown is gone already.
    pub async fn remove(&self, key: RenditionKey) -> Result<()> {
        let renditions = self.0.renditions().clone();
        let removed = tokio::task::spawn_blocking(move || renditions.remove(key.0)).await;
        removed.map_err(io).and_then(|removed| removed.map_err(io))
    }

    pub fn all(&self) -> Vec<RenditionKey> {
        self.0.renditions().all().into_iter().map(RenditionKey).collect()
    }

    /// Bytes kept, and how many there may be.
    pub fn room(&self) -> (u64, u64) {
        self.0.renditions().room()
    }
}

/// Pictures between the first and the last moment of a stream in which each lasts `frame` seconds.
fn expected(prepared: &Prepared, frame: f64) -> u64 {
    let seconds = prepared.segments.iter().map(|segment| segment.length()).sum::<i64>() as f64 / 1e7;
    (seconds / frame).round() as u64
}

fn io(error: impl std::fmt::Display) -> StreamError {
    StreamError::Unreadable(error.to_string())
}
