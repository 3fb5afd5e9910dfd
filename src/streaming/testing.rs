//! Sources for unit tests.

use walros_model::ItemId;
use walros_model::probe::{MediaProbe, MediaSource};

/// A file without streams.
pub(crate) fn source(path: &str, format: &str) -> MediaSource {
    MediaSource {
        id: ItemId::from_slice(&[7; 16]).expect("sixteen bytes"),
        name: String::new(),
        path: path.to_owned(),
        size: 1000,
        modified: Default::default(),
        probe: MediaProbe { format: format.to_owned(), ..MediaProbe::default() },
        missing: false,
    }
}
