//! Seven films as the worker's probe describes them, each hard in its own way. They are those of the sample library.

use std::collections::HashMap;
use std::sync::LazyLock;

use walros_model::ItemId;
use walros_model::probe::{MediaProbe, MediaSource};

static PROBES: LazyLock<HashMap<String, MediaProbe>> =
    LazyLock::new(|| serde_json::from_str(include_str!("../data/films.json")).expect("the films are well-formed"));

/// By title.
pub fn film(title: &str) -> MediaSource {
    let probe = PROBES.get(title).unwrap_or_else(|| panic!("there is no film {title}")).clone();
    let path = match title {
        "Uneven Time" => "/films/Uneven Time.mp4".to_owned(),
        "Web Minute" => "/films/Web Minute.webm".to_owned(),
        "Broadcast Day" => "/films/Broadcast Day.ts".to_owned(),
        title => format!("/films/{title}.mkv"),
    };
    let seconds = probe.duration.as_secs_f64();
    MediaSource {
        id: ItemId::from_slice(&[1; 16]).expect("sixteen bytes"),
        name: title.to_owned(),
        path,
        size: (probe.bit_rate as f64 * seconds / 8.0) as u64,
        modified: Default::default(),
        probe,
        missing: false,
    }
}
