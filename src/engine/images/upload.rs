//! Pictures that somebody chose: users' own, and those of items, which stay whatever a scan finds.

use std::fs::File;

use chrono::Utc;
use walros_db::{DbError, edits, items, scan};
use walros_jobs::{Fault, ImageFrom, Job, Priority, Reply};
use walros_model::item::{Image, ImageKind, ImageSource};
use walros_model::query::Include;
use walros_model::{ItemId, UserId};

use super::{Images, extension_of, user_file};
use crate::{Caller, EngineError, Event, Result, policy};

/// Bytes that a picture may have: scans of posters and whole photos of cameras are uploaded as they are.
pub const MAX_PICTURE: usize = 30 << 20;

impl Images {
    /// Replaces a user's picture. `Invalid` when the bytes are no picture.
    pub async fn set_user(&self, caller: &Caller, user: UserId, bytes: Vec<u8>) -> Result<()> {
        caller.require_self_or_administrator(user)?;
        self.0.user(user).await?;
        let tag = tag_of(&bytes);
        self.keep(&user_file(user, &tag), &bytes).await?;
        self.replace_user_tag(user, Some(tag)).await
    }

    pub async fn delete_user(&self, caller: &Caller, user: UserId) -> Result<()> {
        caller.require_self_or_administrator(user)?;
        self.replace_user_tag(user, None).await
    }

    async fn replace_user_tag(&self, user: UserId, tag: Option<String>) -> Result<()> {
        let mut account = self.0.user(user).await?;
        let before = std::mem::replace(&mut account.image_tag, tag.clone());
        self.0.db.write(move |conn| walros_db::users::update(conn, &account)).await?;
        if let Some(old) = before.filter(|old| Some(old) != tag.as_ref()) {
            let _ = tokio::fs::remove_file(self.0.stored_images().join(user_file(user, &old))).await;
        }
        self.0.events.send(Event::UserChanged { user });
        Ok(())
    }

    /// Replaces an item's picture; a backdrop is added to those there are. Administrators only. `Invalid` when the bytes are
    /// no picture.
    pub async fn set_item(&self, caller: &Caller, item: ItemId, kind: ImageKind, bytes: Vec<u8>) -> Result<()> {
        self.check(caller, item).await?;
        let tag = tag_of(&bytes);
        let extension = extension_of(&bytes).unwrap_or_default();
        let name = format!("item-{item}-{kind:?}-{tag}.{extension}");
        let (width, height, blurhash) = self.keep(&name, &bytes).await?;
        let new = Image { kind, source: ImageSource::Stored(name), tag, width, height, blurhash };
        self.change(caller, item, kind, move |images| {
            if kind == ImageKind::Backdrop {
                images.retain(|image| image.tag != new.tag);
            } else {
                images.clear();
            }
            images.push(new);
            Some(())
        })
        .await
    }

    /// Takes away one of an item's pictures of a kind; the file beside the media stays. `NotFound` when it has none.
    pub async fn delete_item(&self, caller: &Caller, item: ItemId, kind: ImageKind, index: usize) -> Result<()> {
        let removed = move |images: &mut Vec<Image>| (index < images.len()).then(|| drop(images.remove(index)));
        self.change(caller, item, kind, removed).await
    }

    /// Puts the picture at `from` to the place `to`.
    pub async fn move_item(&self, caller: &Caller, item: ItemId, kind: ImageKind, from: usize, to: usize) -> Result<()> {
        let moved = move |images: &mut Vec<Image>| {
            let image = (from < images.len()).then(|| images.remove(from))?;
            images.insert(to.min(images.len()), image);
            Some(())
        };
        self.change(caller, item, kind, moved).await
    }

    async fn check(&self, caller: &Caller, item: ItemId) -> Result<()> {
        caller.require_administrator()?;
        let scope = policy::scope(caller)?;
        let found = self.0.db.read(move |conn| items::get(conn, &scope, None, item, Include::default())).await?;
        found.map(|_| ()).ok_or(EngineError::NotFound)
    }

    /// Changes the item's pictures of a kind, unless `change` finds nothing to do.
    async fn change<F>(&self, caller: &Caller, item: ItemId, kind: ImageKind, change: F) -> Result<()>
    where
        F: FnOnce(&mut Vec<Image>) -> Option<()> + Send + 'static,
    {
        caller.require_administrator()?;
        let scope = policy::scope(caller)?;
        let changed = self.0.db.write(move |conn| {
            let view = items::get(conn, &scope, None, item, Include::default())?.ok_or(DbError::NotFound)?.item;
            let before: Vec<Image> = view.images(kind).cloned().collect();
            let mut images = before.clone();
            change(&mut images).ok_or(DbError::NotFound)?;
            let mut edit = edits::get(conn, item)?;
            edit.set_images(kind, images.clone());
            edits::set(conn, item, &edit)?;
            scan::set_images(conn, &[(item, view.card.images)], Utc::now())?;
            let gone = before.into_iter().filter(|image| !images.contains(image));
            Ok((view.library, gone.map(|image| image.source).collect::<Vec<_>>()))
        });
        let (library, gone) = changed.await.map_err(|error| match error {
            DbError::NotFound => EngineError::NotFound,
            other => other.into(),
        })?;
        for source in gone {
            if let ImageSource::Stored(name) = source {
                let _ = tokio::fs::remove_file(self.0.stored_images().join(name)).await;
            }
        }
        if let Some(library) = library {
            self.0.events.send(Event::LibraryChanged { library, added: Vec::new(), updated: vec![item], removed: Vec::new() });
        }
        Ok(())
    }

    /// Keeps a picture among ours; width, height and blurhash, empty when its first bytes are all that is right about it:
    /// clients upload what browsers show, and browsers are more lenient than decoders.
    pub(super) async fn keep(&self, name: &str, bytes: &[u8]) -> Result<(u32, u32, String)> {
        if bytes.len() > MAX_PICTURE || extension_of(bytes).is_none() {
            return Err(EngineError::Invalid("a JPEG, PNG, WebP or GIF of at most 30 MiB is needed".into()));
        }
        let path = self.0.stored_images().join(name);
        let io = |error: std::io::Error| EngineError::Internal(format!("cannot keep a picture: {error}"));
        tokio::fs::write(&path, bytes).await.map_err(io)?;
        let file = File::open(&path).map_err(io)?;
        match self.0.workers.run(Priority::Waiting, Job::DescribeImage { from: ImageFrom::File }, vec![file]).await.map(|done| done.reply) {
            Ok(Reply::Image { width, height, blurhash, .. }) => Ok((width, height, blurhash)),
            Ok(_) | Err(Fault::BadFile { .. } | Fault::Unsupported { .. }) => Ok((0, 0, String::new())),
            Err(other) => {
                let _ = tokio::fs::remove_file(&path).await;
                Err(other.into())
            }
        }
    }
}

pub(super) fn tag_of(bytes: &[u8]) -> String {
    blake3::hash(bytes).to_hex()[..32].to_string()
}
