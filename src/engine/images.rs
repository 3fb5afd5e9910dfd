//! Pictures of items and users, scaled and kept.

use std::sync::Arc;

use walros_jobs::ImageFormat;
use walros_model::content::Content;
use walros_model::item::{Image, ImageKind};
use walros_model::{ItemId, UserId};

use crate::core::Core;
use crate::{Caller, Result};

pub use walros_jobs::{ImageFormat as Format, ImageSize as Size};

pub struct Images(pub(crate) Arc<Core>);

#[derive(Clone, Copy, Debug)]
pub struct ImageRequest {
    pub size: Size,
    /// `None` = the original's, or JPEG where that cannot be scaled.
    pub format: Option<ImageFormat>,
    /// 1–100.
    pub quality: u8,
}

impl Images {
    /// The picture, scaled. Pictures stay open to anybody who knows the id (clients load them without a token).
    pub async fn item(&self, _item: ItemId, _kind: ImageKind, _index: usize, _request: ImageRequest) -> Result<Content> {
        todo!()
    }

    pub async fn user(&self, _user: UserId, _request: ImageRequest) -> Result<Content> {
        todo!()
    }

    /// All pictures of an item with the bytes each takes.
    pub async fn list(&self, _caller: &Caller, _item: ItemId) -> Result<Vec<(Image, u64)>> {
        todo!()
    }

    /// Replaces a user's picture.
    pub async fn set_user(&self, _caller: &Caller, _user: UserId, _bytes: Vec<u8>) -> Result<()> {
        todo!()
    }

    pub async fn delete_user(&self, _caller: &Caller, _user: UserId) -> Result<()> {
        todo!()
    }
}
