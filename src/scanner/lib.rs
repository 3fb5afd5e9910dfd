//! Names on disk: what the files of a library seem to be.

pub mod files;
pub mod kind;
pub mod listing;
pub mod naming;
pub mod structure;
