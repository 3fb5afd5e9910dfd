//! Media formats in pure Rust, without libav: where a film is cut, how clocks that jump become one timeline, how packets
//! are read from MP4 and Matroska, how the pieces are written as fragmented MP4 and as MPEG transport streams, and how
//! the lines of subtitles are written.
//!
//! Everything here is a function of its arguments. Server and worker both use it: the server plans, the worker writes.

pub mod adts;
pub mod audio;
pub mod bits;
pub mod clock;
pub mod codec_string;
pub mod config;
pub mod hevc;
pub mod mp4;
pub mod nal;
pub mod obu;
pub mod ogg;
pub mod plan;
pub mod read;
pub mod segment;
pub mod subtitle;
pub mod time;
pub mod timeline;
pub mod trickplay;
pub mod ts;

pub use plan::Segment;
