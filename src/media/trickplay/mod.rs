//! Pictures for seeking: how many a film has, what each shows, and how clients are told where they are.

mod bif;
mod layout;
mod lists;
mod shots;

pub use bif::{BifError, bif};
pub use layout::{layout, upright_size};
pub use lists::{image_playlist, web_vtt};
pub use shots::shots;
