//! The application: every rule and every permission, for all facades alike.
//!
//! Each service is a field of [`Engine`]; each call takes the [`Caller`] first and answers [`EngineError`], in which
//! no access looks like not found. The engine knows no HTTP and no wire format.

pub mod activity;
mod ahead;
pub mod backups;
pub mod caller;
pub mod client_logs;
pub mod config;
mod core;
pub mod encoders;
pub mod ending;
pub mod error;
pub mod events;
pub mod folders;
pub mod images;
pub mod items;
mod kept;
pub mod libraries;
pub mod lists;
pub mod playback;
mod policy;
pub mod renditions;
mod scan;
pub mod scans;
pub mod schedule;
mod settings;
pub mod syncplay;
pub mod system;
pub mod tasks;
pub mod trickplay;
pub mod users;
pub mod watch;

pub use caller::Caller;
pub use config::{EngineConfig, Hardware};
pub use error::{EngineError, Result};
pub use events::Event;
pub use policy::{Grant, require};
pub use walros_model as model;

/// One server's library, users and playback. Cheap to share behind an `Arc`.
pub struct Engine {
    pub activity: activity::Activities,
    pub backups: backups::Backups,
    pub client_logs: client_logs::ClientLogs,
    pub encoders: encoders::Encoders,
    pub system: system::System,
    pub users: users::Users,
    pub libraries: libraries::Libraries,
    pub items: items::Items,
    pub lists: lists::Lists,
    pub syncplay: syncplay::SyncPlay,
    pub watch: watch::Watch,
    pub playback: playback::Playback,
    pub images: images::Images,
    pub scans: scans::Scans,
    pub tasks: tasks::Tasks,
    pub trickplay: trickplay::Trickplay,
    pub renditions: renditions::Renditions,
    pub events: events::Events,
}

impl Engine {
    /// Opens the data folder and the database; nothing is scanned yet ([`scans::Scans::begin`]). `setup_code` is the
    /// one-time code for setting up from elsewhere; a random one when absent. `Unavailable` says what cannot be opened.
    pub async fn open(config: EngineConfig, workers: std::sync::Arc<dyn walros_jobs::Workers>, setup_code: Option<String>) -> Result<std::sync::Arc<Self>> {
        let core = core::Core::open(config, workers, setup_code).await?;
        encoders::recall(&core).await?;
        Ok(std::sync::Arc::new(Self {
            activity: activity::Activities(core.clone()),
            backups: backups::Backups(core.clone()),
            client_logs: client_logs::ClientLogs(core.clone()),
            encoders: encoders::Encoders(core.clone()),
            system: system::System(core.clone()),
            users: users::Users(core.clone()),
            libraries: libraries::Libraries(core.clone()),
            items: items::Items(core.clone()),
            lists: lists::Lists(core.clone()),
            syncplay: syncplay::SyncPlay(core.clone()),
            watch: watch::Watch(core.clone()),
            playback: playback::Playback(core.clone()),
            images: images::Images(core.clone()),
            scans: scans::Scans(core.clone()),
            tasks: tasks::Tasks(core.clone()),
            trickplay: trickplay::Trickplay(core.clone()),
            renditions: renditions::Renditions(core.clone()),
            events: core.events.clone(),
        }))
    }
}
