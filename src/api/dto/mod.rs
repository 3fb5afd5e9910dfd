//! The wire types of the native API. JSON is camelCase, durations are seconds (fractions allowed), times are
//! RFC 3339 in UTC, ids are 32 hex digits, addresses of pictures and streams are relative to `/api/v1/`.

pub mod common;
pub mod encoder;
pub mod event;
pub mod folder;
pub mod home;
pub mod item;
pub mod library;
pub mod media;
pub mod playback;
pub mod query;
pub mod rendition;
pub mod scan;
pub mod session;
pub mod setup;
pub mod user;
