//! From the domain to the wire and back. Pure functions, which take domain values apart member by member, so that a
//! new member asks here what becomes of it.

pub mod commands;
pub mod device_profile;
pub mod display_title;
pub mod document_shapes;
pub mod documents;
pub mod encoders;
pub mod fields;
pub mod item;
pub mod item_query;
pub mod kinds;
pub mod links;
pub mod media_source;
pub mod media_stream;
pub mod pictures;
pub mod report;
pub mod session;
pub mod stream_url;
pub mod syncplay;
pub mod triggers;
pub mod user;
pub mod user_data;
