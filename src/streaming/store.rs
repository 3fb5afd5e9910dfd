//! Where made segments lie: with their rendition when that is kept whole, else in the cache.

use std::fs::File;
use std::io;
use std::path::PathBuf;

use bytes::Bytes;

use crate::cache::Cache;
use crate::renditions::{Put, Renditions};

/// The folders of a store, which are its own, and how many bytes may lie in them.
#[derive(Clone, Debug)]
pub struct StoreConfig {
    pub cache: PathBuf,
    pub cache_quota: u64,
    /// Renditions that are kept whole.
    pub renditions: PathBuf,
    pub rendition_quota: u64,
}

/// What a segment is stored as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Name {
    /// That it is a part of, if it may stay with it.
    pub rendition: Option<blake3::Hash>,
    pub segment: blake3::Hash,
}

#[derive(Clone, Debug)]
pub(crate) struct Store {
    pub cache: Cache,
    pub renditions: Renditions,
}

impl Store {
    pub fn open(config: StoreConfig) -> io::Result<Self> {
        let StoreConfig { cache, cache_quota, renditions, rendition_quota } = config;
        Ok(Self { cache: Cache::open(cache, cache_quota)?, renditions: Renditions::open(renditions, rendition_quota)? })
    }

    pub async fn get(&self, name: Name) -> Option<Bytes> {
        if let Some(rendition) = name.rendition
            && let Some(bytes) = self.renditions.get(rendition, name.segment).await
        {
            return Some(bytes);
        }
        let bytes = self.cache.get(name.segment).await?;
        // It was made before its rendition was wanted.
        if let Some(rendition) = name.rendition {
            self.renditions.put(rendition, name.segment, bytes.clone()).await;
        }
        Some(bytes)
    }

    /// The file of a segment that can be sent as it lies there, and how many bytes of it; `None` where [`get`](Self::get) has to look at
    /// it, or to put it where it stays.
    pub async fn file(&self, name: Name) -> Option<(File, u64)> {
        if let Some(rendition) = name.rendition.filter(|rendition| self.renditions.keeps(*rendition)) {
            return self.renditions.file(rendition, name.segment).await;
        }
        self.cache.file(name.segment).await
    }

    pub fn has(&self, name: Name) -> bool {
        name.rendition.is_some_and(|rendition| self.renditions.has(rendition, name.segment)) || self.cache.has(name.segment)
    }

    pub async fn put(&self, name: Name, bytes: Bytes) {
        if let Some(rendition) = name.rendition
            && self.renditions.put(rendition, name.segment, bytes.clone()).await == Put::Kept
        {
            return;
        }
        self.cache.put(name.segment, bytes).await;
    }
}
