//! Jellyfin's API over the engine: wire types, routes and conversions, and nothing else.
//!
//! `routes.rs` has every path. Each file beside it holds the handlers of one area of the API; `dto/` the shapes that
//! clients read, `convert/` the pure functions between them and the domain.

mod access;
mod activity_log;
mod answers;
mod artists;
mod auth;
mod backup;
mod branding;
mod channels;
mod client_log;
mod collections;
mod configuration;
mod convert;
mod devices;
pub mod discovery;
mod display_preferences;
mod dto;
mod environment;
mod error;
mod filters;
mod fold_case;
mod genres;
mod hls;
mod ids;
mod image_changes;
mod images;
mod instant_mix;
mod item_extras;
mod item_update;
mod items;
mod json;
mod legacy;
mod library;
mod livetv;
mod localization;
mod lookup;
mod lyrics;
mod mount;
mod movies;
mod names;
mod own_folders;
mod params;
mod persons;
mod playback_info;
mod playlists;
mod playstate;
mod plugins;
mod pushes;
mod query;
mod quick_connect;
mod remote_control;
mod routes;
mod search;
mod sessions;
mod shows;
mod sockets;
mod startup;
mod state_changes;
mod streams;
mod studios;
mod subtitles;
mod syncplay;
mod system;
mod tasks;
mod time;
mod trickplay;
mod universal;
mod uploads;
mod user_images;
mod users;
mod versions;
mod views;
mod watched;
mod websocket;

use std::path::PathBuf;
use std::sync::Arc;

use actix_web::web::{self, Json, ServiceConfig};
use actix_web::{HttpRequest, HttpResponse};
use walros_engine::Engine;
use walros_http::TrustedProxies;

pub use fold_case::fold_case;
pub use mount::unknown;

/// What the facade needs to be told.
#[derive(Clone, Debug)]
pub struct JellyfinOptions {
    pub proxies: TrustedProxies,
    /// The folder that the dashboard shows as the server's own.
    pub data: PathBuf,
    /// Whether whoever asked how to play a file may open it, from the same address, without a token: some TV apps do.
    pub bare_originals: bool,
}

impl Default for JellyfinOptions {
    fn default() -> Self {
        Self { proxies: TrustedProxies::default(), data: PathBuf::default(), bare_originals: true }
    }
}

/// The state that all requests share.
pub struct Jellyfin {
    engine: Arc<Engine>,
    options: JellyfinOptions,
    sockets: Arc<sockets::Sockets>,
    set_up: startup::SetUp,
    fresh_keys: devices::FreshKeys,
    legacy: legacy::Legacy,
}

/// One server's facade: made once, mounted in each of actix's workers.
pub(crate) type Facade = web::Data<Jellyfin>;

/// What a handler answers with a body, and without.
pub(crate) type Answer<T> = error::Result<Json<T>>;
pub(crate) type Done = error::Result<HttpResponse>;

pub(crate) fn no_content() -> HttpResponse {
    HttpResponse::NoContent().finish()
}

impl Jellyfin {
    pub fn new(engine: Arc<Engine>, options: JellyfinOptions) -> Arc<Self> {
        Arc::new(Self {
            engine,
            options,
            sockets: Arc::default(),
            set_up: startup::SetUp::default(),
            fresh_keys: devices::FreshKeys::default(),
            legacy: legacy::Legacy::default(),
        })
    }

    /// Mounts all routes of Jellyfin's API, and the redirect of `/` to the web client. The app itself must be wrapped in
    /// [`fold_case`], and should have [`unknown`] as its default service.
    pub fn configure(self: &Arc<Self>, config: &mut ServiceConfig) {
        config.app_data(Facade::from(self.clone()));
        config.route("/", web::get().to(to_web_client));
        mount::mount(config, routes::table());
    }
}

/// The shells for webOS, desktop and Android load their interface from here.
async fn to_web_client(_: HttpRequest) -> HttpResponse {
    HttpResponse::Found().insert_header((actix_web::http::header::LOCATION, "web/")).finish()
}
