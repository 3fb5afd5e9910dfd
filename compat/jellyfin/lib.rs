//! The Jellyfin facade.
