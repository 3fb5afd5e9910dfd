//! Media work: the only code that links libav. It runs in a process of its own, locked in, and reads nothing but the files passed with a job.

mod attachment;
pub mod avio;
mod clock;
mod fault;
mod graph;
#[cfg(feature = "gstreamer")]
mod gst;
pub mod hardware;
mod index;
mod job;
mod log;
mod picture;
mod probe;
mod raw;
pub mod sandbox;
pub mod segment;
mod subtitle;
mod tiles;
mod time;
mod track;
pub mod trial;

pub use job::{prepare, prepare_for, run, run_on};
