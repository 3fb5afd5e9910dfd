//! The readers of the server's own process, on what no ordinary program writes: what writers may do, and what those
//! who mean harm do.

mod forms;
mod hostile;
mod muxer;
mod survey;
