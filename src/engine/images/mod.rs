//! Pictures of items and users, scaled and kept.

pub(crate) mod cache;
mod frame;
mod splash;
mod upload;

use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use tokio::io::AsyncReadExt;
use walros_db::items;
use walros_jobs::{ImageFormat, ImageFrom, Job, Priority, Reply};
use walros_model::content::{Body, Content};
use walros_model::item::{Image, ImageKind, ImageSource};
use walros_model::query::{Include, Scope};
use walros_model::{ItemId, UserId};

use crate::core::Core;
use crate::{Caller, EngineError, Result};

pub use frame::chapter;
pub use upload::MAX_PICTURE;
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

/// No picture is made larger than this, whatever is asked for.
const MAX_SIDE: u32 = 4096;
/// Sizes asked for are rounded up to a multiple of this: an endless choice of sizes would be endless work.
const STEP: u32 = 8;

impl Images {
    /// The picture, scaled. Pictures stay open to anybody who knows the id (clients load them without a token).
    pub async fn item(&self, item: ItemId, kind: ImageKind, index: usize, request: ImageRequest) -> Result<Content> {
        let image = self.find(item, kind, index).await?;
        self.render(&image.source, &image.tag, request).await
    }

    pub async fn user(&self, user: UserId, request: ImageRequest) -> Result<Content> {
        let found = self.0.user(user).await?;
        let tag = found.image_tag.ok_or(EngineError::NotFound)?;
        self.render(&ImageSource::Stored(user_file(user, &tag)), &tag, request).await
    }

    /// All pictures of an item with the bytes each takes.
    pub async fn list(&self, caller: &Caller, item: ItemId) -> Result<Vec<(Image, u64)>> {
        let scope = crate::policy::scope(caller)?;
        let view = self.0.db.read(move |conn| items::get(conn, &scope, None, item, Include::default())).await?;
        let images = view.ok_or(EngineError::NotFound)?.item.card.images;
        let mut listed = Vec::with_capacity(images.len());
        for image in images {
            let path = match &image.source {
                ImageSource::File(path) | ImageSource::Embedded { path, .. } => Some(path.into()),
                ImageSource::Stored(name) => Some(self.0.stored_images().join(name)),
                // It takes none until somebody asks for it.
                ImageSource::Frame { .. } => self.made_frame(&image.tag).await,
            };
            let size = match path {
                Some(path) => tokio::fs::metadata(path).await.map_or(0, |facts| facts.len()),
                None => 0,
            };
            listed.push((image, size));
        }
        Ok(listed)
    }

    async fn find(&self, item: ItemId, kind: ImageKind, index: usize) -> Result<Image> {
        if kind == ImageKind::Chapter {
            return self.find_chapter(item, index).await;
        }
        let everything = Scope { include_missing: true, ..Scope::default() };
        let view = self.0.db.read(move |conn| items::get(conn, &everything, None, item, Include::default())).await?;
        let item = view.ok_or(EngineError::NotFound)?.item;
        item.images(kind).nth(index).cloned().ok_or(EngineError::NotFound)
    }

    async fn render(&self, source: &ImageSource, tag: &str, request: ImageRequest) -> Result<Content> {
        let (path, from) = self.path_of(source, tag).await?;
        let original = format_of(&path);
        if request.size == Size::Original && from == ImageFrom::File && (request.format.is_none() || request.format == original) {
            return self.original(path, tag).await;
        }
        let size = bounded(request.size);
        let format = request.format.unwrap_or(match original {
            Some(format) => format,
            None => ImageFormat::Jpeg,
        });
        let quality = request.quality.clamp(1, 100);
        let key = blake3::hash(format!("{tag} {source:?} {size:?} {format:?} {quality}").as_bytes()).to_hex();
        let name = format!("{}.{}", &key[..32], extension(format));
        let workers = self.0.workers.clone();
        let original_path = path.clone();
        let scaled = self.0.image_cache.get(name, async move {
            let file = open(&path).await?;
            let done = workers.run(Priority::Waiting, Job::Image { from, size, format, quality, clock: None }, vec![file]).await?;
            match done.reply {
                Reply::Image { .. } | Reply::Bytes => Ok(done.bytes),
                other => Err(EngineError::Internal(format!("a picture job answered {other:?}"))),
            }
        });
        let path = match scaled.await {
            // What browsers may still show some of goes out as it is.
            Err(EngineError::Unsupported(_)) if from == ImageFrom::File => return self.original(original_path, tag).await,
            scaled => scaled?,
        };
        let mut content = self.original(path, tag).await?;
        content.content_type = mime(format).to_string();
        Ok(content)
    }

    async fn original(&self, path: PathBuf, tag: &str) -> Result<Content> {
        let facts = tokio::fs::metadata(&path).await.map_err(|_| EngineError::NotFound)?;
        let content_type = content_type(&path).await.to_string();
        Ok(Content { body: Body::File(path), content_type, etag: Some(tag.to_string()), modified: facts.modified().ok().map(Into::into), file_name: None })
    }

    async fn path_of(&self, source: &ImageSource, tag: &str) -> Result<(PathBuf, ImageFrom)> {
        Ok(match source {
            ImageSource::File(path) => (path.into(), ImageFrom::File),
            ImageSource::Embedded { path, stream } => (path.into(), ImageFrom::Stream(*stream)),
            ImageSource::Stored(name) => (self.0.stored_images().join(name), ImageFrom::File),
            ImageSource::Frame { path, at } => (self.frame(path, *at, tag, Priority::Ahead).await?, ImageFrom::File),
        })
    }
}

async fn open(path: &Path) -> Result<File> {
    let file = tokio::fs::File::open(path).await.map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => EngineError::NotFound,
        _ => EngineError::Unavailable(format!("the picture cannot be read: {error}")),
    })?;
    Ok(file.into_std().await)
}

/// By the name, or of users' pictures, which have none that says it, by the first bytes.
async fn content_type(path: &Path) -> &'static str {
    if let Some(format) = format_of(path) {
        return mime(format);
    }
    let mut head = Vec::new();
    if let Ok(file) = tokio::fs::File::open(path).await {
        let _ = file.take(12).read_to_end(&mut head).await;
    }
    match extension_of(&head) {
        Some("gif") => "image/gif",
        Some(extension) => format_of(Path::new(&format!("x.{extension}"))).map_or("application/octet-stream", mime),
        None => "application/octet-stream",
    }
}

/// What a picture file is called, by its first bytes; `None` for what browsers do not show.
fn extension_of(bytes: &[u8]) -> Option<&'static str> {
    match bytes {
        [0xFF, 0xD8, 0xFF, ..] => Some("jpg"),
        [0x89, b'P', b'N', b'G', ..] => Some("png"),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some("webp"),
        [b'G', b'I', b'F', b'8', ..] => Some("gif"),
        _ => None,
    }
}

fn user_file(user: UserId, tag: &str) -> String {
    format!("user-{user}-{tag}")
}

fn bounded(size: Size) -> Size {
    let side = |side: u32| side.clamp(1, MAX_SIDE).div_ceil(STEP) * STEP;
    match size {
        Size::Original => Size::Original,
        Size::Within { width, height } => Size::Within { width: side(width), height: side(height) },
        Size::Cover { width, height } => Size::Cover { width: side(width), height: side(height) },
        Size::Exact { width, height } => Size::Exact { width: width.clamp(1, MAX_SIDE), height: height.clamp(1, MAX_SIDE) },
    }
}

fn format_of(path: &Path) -> Option<ImageFormat> {
    match path.extension()?.to_str()?.to_ascii_lowercase().as_str() {
        "jpg" | "jpeg" => Some(ImageFormat::Jpeg),
        "png" => Some(ImageFormat::Png),
        "webp" => Some(ImageFormat::Webp),
        _ => None,
    }
}

fn extension(format: ImageFormat) -> &'static str {
    match format {
        ImageFormat::Jpeg => "jpg",
        ImageFormat::Png => "png",
        ImageFormat::Webp => "webp",
    }
}

fn mime(format: ImageFormat) -> &'static str {
    match format {
        ImageFormat::Jpeg => "image/jpeg",
        ImageFormat::Png => "image/png",
        ImageFormat::Webp => "image/webp",
    }
}
