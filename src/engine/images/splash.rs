//! The picture that apps show while they start, when an administrator gave one.

use walros_db::settings;
use walros_model::content::Content;
use walros_model::item::ImageSource;

use super::upload::tag_of;
use super::{ImageRequest, Images, extension_of};
use crate::{Caller, EngineError, Result};

/// Where the name of its file is kept.
const SPLASH: &str = "splash";

impl Images {
    /// Administrators only. `Invalid` when the bytes are no picture.
    pub async fn set_splash(&self, caller: &Caller, bytes: Vec<u8>) -> Result<()> {
        caller.require_administrator()?;
        let name = format!("splash-{}.{}", tag_of(&bytes), extension_of(&bytes).unwrap_or_default());
        self.keep(&name, &bytes).await?;
        self.replace_splash(Some(name)).await
    }

    /// Administrators only; nothing happens when there is none.
    pub async fn delete_splash(&self, caller: &Caller) -> Result<()> {
        caller.require_administrator()?;
        self.replace_splash(None).await
    }

    /// For anybody. `NotFound` when there is none.
    pub async fn splash(&self, request: ImageRequest) -> Result<Content> {
        let name = self.splash_name().await?.ok_or(EngineError::NotFound)?;
        self.render(&ImageSource::Stored(name.clone()), &name, request).await
    }

    pub async fn has_splash(&self) -> Result<bool> {
        Ok(self.splash_name().await?.is_some())
    }

    async fn splash_name(&self) -> Result<Option<String>> {
        Ok(self.0.db.read(|conn| settings::get(conn, SPLASH)).await?)
    }

    async fn replace_splash(&self, name: Option<String>) -> Result<()> {
        let new = name.clone();
        let before = self.0.db.write(move |conn| {
            let before = settings::get(conn, SPLASH)?;
            match &new {
                Some(name) => settings::set(conn, SPLASH, name)?,
                None => settings::remove(conn, SPLASH)?,
            }
            Ok(before)
        });
        if let Some(old) = before.await?.filter(|old| Some(old) != name.as_ref()) {
            let _ = tokio::fs::remove_file(self.0.stored_images().join(old)).await;
        }
        Ok(())
    }
}
