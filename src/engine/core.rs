//! What all services share.

use std::path::PathBuf;
use std::sync::Arc;

use tokio::sync::Semaphore;
use walros_db::{Db, DbConfig};
use walros_jobs::Workers;
use walros_model::UserId;
use walros_model::user::User;
use walros_streaming::{StoreConfig, Streaming};

use crate::ahead::Ahead;
use crate::encoders::Trying;
use crate::ending::Endings;
use crate::events::Events;
use crate::images::cache::ImageCache;
use crate::playback::grants::Grants;
use crate::playback::index::StoredIndexes;
use crate::playback::url_grants::UrlGrants;
use crate::renditions::Making;
use crate::scans::Queue;
use crate::settings::SettingsCell;
use crate::syncplay::Groups;
use crate::trickplay::store::SheetStore;
use crate::users::attempts::Attempts;
use crate::users::quick_connect::QuickConnects;
use crate::users::tokens;
use crate::watch::sessions::Sessions;
use crate::{Caller, EngineConfig, EngineError, Result};

/// Pictures of films that are made at a time for pages that wait.
const FILM_READERS: usize = 2;

pub(crate) struct Core {
    pub config: EngineConfig,
    pub db: Db,
    pub workers: Arc<dyn Workers>,
    pub streaming: Streaming,
    pub indexes: Arc<StoredIndexes>,
    pub sheets: SheetStore,
    pub ahead: Ahead,
    pub making: Making,
    /// Turns at decoding films for pictures that a page waits for: playback keeps the other workers.
    pub film_reading: Semaphore,
    pub image_cache: ImageCache,
    pub events: Events,
    pub settings: SettingsCell,
    pub sessions: Sessions,
    pub groups: Groups,
    pub attempts: Attempts,
    pub quick_connects: QuickConnects,
    pub scan_queue: Queue,
    pub grants: Grants,
    pub url_grants: UrlGrants,
    pub endings: Endings,
    pub trying: Trying,
    /// Asked for when somebody sets up from elsewhere than loopback.
    pub setup_code: String,
}

impl Core {
    pub async fn open(config: EngineConfig, workers: Arc<dyn Workers>, setup_code: Option<String>) -> Result<Arc<Self>> {
        let folder = |name: &str| -> Result<PathBuf> {
            let path = config.data.join(name);
            std::fs::create_dir_all(&path).map_err(|error| EngineError::Unavailable(format!("cannot make {}: {error}", path.display())))?;
            Ok(path)
        };
        let cannot_open = |path: &'static str| move |error: std::io::Error| EngineError::Unavailable(format!("cannot open {path}: {error}"));
        folder("images")?;
        let image_cache = ImageCache::open(folder("cache/images")?, config.image_quota).map_err(cannot_open("the picture cache"))?;
        let db_config = match &config.database_url {
            Some(url) => DbConfig::postgres(url),
            None => DbConfig::sqlite(config.data.join("walros.db")),
        };
        let db = tokio::task::spawn_blocking(move || Db::open(&db_config)).await.map_err(|error| EngineError::Internal(error.to_string()))??;
        let indexes = Arc::new(StoredIndexes::new(db.clone(), workers.clone()));
        let store = StoreConfig {
            cache: folder("cache/segments")?,
            cache_quota: config.segment_quota,
            // Not under `cache`: whoever empties that must not lose nights of work.
            renditions: folder("renditions")?,
            rendition_quota: config.rendition_quota,
        };
        let streaming = Streaming::open(workers.clone(), indexes.clone(), store).map_err(cannot_open("the segment store"))?;
        let sheets = SheetStore::new(folder("cache/trickplay")?);
        let settings = SettingsCell::load(&db).await?;
        let url_grants = UrlGrants::load(&db).await?;
        let setup_code = match setup_code {
            Some(code) => code,
            None => tokens::random_hex::<4>()?,
        };
        Ok(Arc::new(Self {
            config,
            db,
            workers,
            streaming,
            indexes,
            sheets,
            ahead: Ahead::default(),
            making: Making::default(),
            film_reading: Semaphore::new(FILM_READERS),
            image_cache,
            events: Events::new(),
            settings,
            sessions: Sessions::default(),
            groups: Groups::default(),
            attempts: Attempts::default(),
            quick_connects: QuickConnects::default(),
            scan_queue: Queue::default(),
            grants: Grants::default(),
            url_grants,
            endings: Endings::default(),
            trying: Trying::default(),
            setup_code,
        }))
    }

    /// Where pictures of ours are kept (users' own, chosen artwork).
    pub fn stored_images(&self) -> PathBuf {
        self.config.data.join("images")
    }

    /// A device is gone, from what it watches with others too. Whether it had a session.
    pub fn end_session(&self, caller: &Caller) -> bool {
        if let Some(session) = crate::watch::sessions::key(caller) {
            self.groups.gone(&self.events, &session);
        }
        self.sessions.end(caller)
    }

    /// The same for all devices of a user.
    pub fn end_sessions_of(&self, user: UserId) {
        for session in self.sessions.end_all_of(user) {
            self.groups.gone(&self.events, &session);
        }
    }

    pub async fn user(&self, id: UserId) -> Result<User> {
        self.db.read(move |conn| walros_db::users::get(conn, id)).await?.ok_or(EngineError::NotFound)
    }
}
