//! What names on disk say: pure functions of text.

pub mod episode;
pub mod extras;
pub mod ids;
pub mod movie;
pub mod release;
pub mod season;
pub mod stack;
pub mod tech;
pub mod text;

#[cfg(test)]
mod movie_tests;
