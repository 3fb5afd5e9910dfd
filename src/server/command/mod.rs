//! The subcommands, one file each.

pub mod backup;
pub mod doctor;
pub mod scan;
pub mod serve;
pub mod user;
