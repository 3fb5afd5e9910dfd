//! The only SQL.
//!
//! One set of queries runs on SQLite and PostgreSQL: fixed ones in diesel's query language, compiled for each backend
//! by the `both!` macro, listings as text with bound values ([`sql`]). What differs between the two is in
//! [`connection`], [`upsert`] and [`search`] only. Rows are private here; functions take and return `walros_model`
//! types and a `&mut Conn`, which [`Db::read`] and [`Db::write`] lend.

pub mod activity;
pub mod choices;
mod codes;
mod connection;
pub mod devices;
pub mod edits;
mod error;
pub mod home;
pub mod items;
pub mod libraries;
pub mod lists;
pub mod maintenance;
mod media_index;
pub mod merges;
mod migrate;
pub mod names;
mod parents;
pub mod play_state;
mod pool;
pub mod record;
pub mod renditions;
mod row;
pub mod scan;
mod schema;
mod search;
pub mod settings;
mod sql;
mod text;
mod time;
mod upsert;
pub mod users;

pub use connection::Conn;
pub use error::DbError;
pub use pool::{Db, DbConfig, Target};
