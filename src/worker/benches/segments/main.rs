//! Goals 9 to 15 of the media engine: segments beside one encode of the whole, and what must hold of every one of them.
//! `cargo xtask bench media` runs it: `segments FILM LIBRARY`.

// A benchmark's output is its result.
#![allow(clippy::print_stdout)]
#![allow(dead_code, reason = "the tests' own tools, of which this takes what it needs")]

#[path = "../../tests/it/segments/harness.rs"]
mod harness;
mod honest;
#[path = "../../tests/it/segments/inspect.rs"]
mod inspect;
mod joined;
#[path = "../../tests/it/segments/joints.rs"]
mod joints;
mod same;
mod whole;

use std::path::PathBuf;

#[tokio::main]
async fn main() {
    let mut arguments = std::env::args_os().skip(1).filter(|argument| argument != "--bench").map(PathBuf::from);
    // `cargo test --benches` runs this too, with nothing to measure.
    let (Some(film), Some(library)) = (arguments.next(), arguments.next()) else { return };
    walros_worker::prepare();
    let scratch = tempfile::tempdir().expect("a temporary folder");
    whole::measure(&film, scratch.path()).await;
    same::measure(&film, scratch.path()).await;
    joined::measure(scratch.path()).await;
    honest::measure(&library).await;
}
