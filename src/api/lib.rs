//! The native API: REST under `/api/v1`, described by OpenAPI, with server-sent events; and the plain addresses
//! that operators ask (`/health`, `/ready`, `/metrics`).

mod auth;
mod convert;
pub mod dto;
mod encoders;
mod error;
mod events;
mod folders;
mod home;
mod images;
mod items;
mod libraries;
mod openapi;
mod ops;
mod playback;
mod progress;
mod renditions;
mod routes;
mod scans;
mod search;
mod session;
mod setup;
mod streams;
mod trickplay;
mod urls;
mod users;

use std::sync::Arc;

use actix_web::web;
use walros_engine::Engine;
use walros_http::TrustedProxies;

pub use openapi::document;

/// What the native API needs to be told.
#[derive(Clone, Debug, Default)]
pub struct Options {
    pub proxies: TrustedProxies,
}

/// Mounts the native API.
pub fn configure(service: &mut web::ServiceConfig, engine: Arc<Engine>, options: Options) {
    service.app_data(web::Data::from(engine)).app_data(web::Data::new(options));
    service.configure(ops::routes);
    service.service(routes::api());
}
