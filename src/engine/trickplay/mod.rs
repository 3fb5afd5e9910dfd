//! Pictures for seeking. A sheet of them is, like a segment, a function of the film and its number: whoever asks first
//! has it made, and it is kept. So every film has them, whether or not its library has them made ahead of time.

mod make;
pub(crate) mod store;

use std::sync::Arc;

use walros_model::ItemId;
use walros_model::content::{Body, Content};
use walros_model::probe::MediaSource;

pub use walros_model::trickplay::TrickplayLayout as Layout;

use crate::core::Core;
use crate::playback::Playback;
use crate::{Caller, EngineError, Result, policy};

pub(crate) use make::{Urgency, name, sheet};

pub struct Trickplay(pub(crate) Arc<Core>);

/// How a film's pictures are laid out; `None` for what has no moving picture. In memory: costs nothing.
pub fn layout(source: &MediaSource) -> Option<Layout> {
    walros_media::trickplay::layout(&source.probe)
}

/// Bits per second that a player loads while it shows pictures one after the other: about what they take.
pub fn bit_rate(layout: &Layout) -> u64 {
    const BITS_PER_PIXEL: f64 = 1.6;
    let bits = f64::from(layout.width) * f64::from(layout.height) * BITS_PER_PIXEL;
    (bits / layout.interval.as_secs_f64().max(1.0)) as u64
}

impl Trickplay {
    /// How the pictures of a file are laid out; `NotFound` for one that has none.
    pub async fn of(&self, caller: &Caller, source: ItemId) -> Result<Layout> {
        Ok(self.find(caller, source).await?.1)
    }

    /// One sheet as a JPEG, made if need be; `NotFound` beyond the last, and where the film cannot be decoded.
    pub async fn sheet(&self, caller: &Caller, source: ItemId, number: u32) -> Result<Content> {
        let (source, layout) = self.find(caller, source).await?;
        if number >= layout.sheets() {
            return Err(EngineError::NotFound);
        }
        let path = sheet(&self.0, &source, &layout, number, Urgency::Wanted).await?;
        // Whoever looks at one looks at the next.
        self.0.ahead.film(&self.0, source.id, number);
        let etag = format!("{}-{number}", store::state(source.size, source.modified));
        Ok(Content { body: Body::File(path), content_type: "image/jpeg".into(), etag: Some(etag), modified: None, file_name: None })
    }

    /// An HLS playlist of the sheets. `url` says where each is.
    pub async fn playlist(&self, caller: &Caller, source: ItemId, url: impl Fn(u32) -> String) -> Result<String> {
        Ok(walros_media::trickplay::image_playlist(&self.of(caller, source).await?, url))
    }

    /// A WebVTT track of the pictures, through all parts of a stacked film. `url` says where a sheet of a file is.
    pub async fn web_vtt(&self, caller: &Caller, source: ItemId, url: impl Fn(ItemId, u32) -> String) -> Result<String> {
        self.find(caller, source).await?;
        let parts = Playback(self.0.clone()).placed_sources(caller, source).await?;
        let placed: Vec<(std::time::Duration, Layout)> = parts.iter().filter_map(|(start, source)| Some((*start, layout(source)?))).collect();
        let ids: Vec<ItemId> = parts.iter().filter(|(_, source)| layout(source).is_some()).map(|(_, source)| source.id).collect();
        Ok(walros_media::trickplay::web_vtt(&placed, |part, sheet| url(ids.get(part).copied().unwrap_or(source), sheet)))
    }

    async fn find(&self, caller: &Caller, source: ItemId) -> Result<(MediaSource, Layout)> {
        if !policy::rights(caller)?.play {
            return Err(EngineError::Forbidden);
        }
        let (_, source) = Playback(self.0.clone()).source(caller, source).await?;
        let layout = layout(&source).ok_or(EngineError::NotFound)?;
        Ok((source, layout))
    }
}
