//! What is known about an item besides its bytes: NFO files, artwork and sidecars by name, languages, sort names,
//! tags of music, and which of them wins. No network and no database; files are read by the caller.

pub mod artwork;
pub mod container;
pub mod language;
pub mod nfo;
pub mod sidecar;
pub mod sort_name;
