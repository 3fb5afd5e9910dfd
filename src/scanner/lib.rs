//! Names on disk.
