//! What HTTP code shares: sending [`Content`](walros_model::content::Content) with ranges and conditions, who calls,
//! how large a body may be, query strings, and the headers every answer gets.

pub mod address;
mod assembled;
pub mod body;
pub mod compress;
pub mod content;
pub mod headers;
pub mod query;
pub mod range;

pub use address::{TrustedProxies, client_address};
pub use content::{Disposition, Sending, respond};
