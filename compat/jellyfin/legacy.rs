//! Older forms of a token: `X-Emby-Token`, `X-MediaBrowser-Token`, `X-Emby-Authorization`, the scheme `Emby`, `api_key`.
//! Jellyfin 12 no longer takes them by default, which shut out Sonarr, Radarr, Seerr and many more; we do, unless
//! `EnableLegacyAuthorization` is false in the configuration. The log says which clients use them, so that an administrator
//! knows whom switching them off would shut out.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use tokio::sync::OnceCell;

use crate::Jellyfin;
use crate::configuration::takes_legacy_tokens;
use crate::error::Result;

/// Clients that are counted; anybody signed in may call himself anything.
const CLIENTS_MAX: usize = 500;
const NAME_MAX: usize = 60;

#[derive(Default)]
pub struct Legacy {
    /// What the configuration says; read the first time, and told of changes.
    taken: OnceCell<Mutex<bool>>,
    counts: Mutex<HashMap<(String, &'static str), u64>>,
}

impl Legacy {
    pub async fn is_taken(&self, jellyfin: &Jellyfin) -> Result<bool> {
        let read = async || takes_legacy_tokens(jellyfin).await.map(Mutex::new);
        let taken = self.taken.get_or_try_init(read).await?;
        Ok(*taken.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// The configuration was changed.
    pub fn set(&self, taken: bool) {
        if let Some(known) = self.taken.get() {
            *known.lock().unwrap_or_else(PoisonError::into_inner) = taken;
        }
    }

    /// A client was let in by a token in this form. Told the first time, and whenever there are ten times as many.
    pub fn count(&self, client: &str, form: &'static str) {
        let client: String = client.chars().take(NAME_MAX).collect();
        let mut counts = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
        let key = (client, form);
        if counts.len() >= CLIENTS_MAX && !counts.contains_key(&key) {
            return;
        }
        let (client, _) = &key;
        let count = counts.get(&key).copied().unwrap_or(0) + 1;
        if 10_u64.pow(count.ilog10()) == count {
            tracing::info!(client, form, count, "a client sends its token in an older form");
        }
        counts.insert(key, count);
    }
}
