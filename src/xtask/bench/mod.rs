//! `cargo xtask bench`: how fast Walros is beside a plain way to do the same on the same machine at the same time. Ratios
//! are what counts; seconds are printed for whoever compares two runs.

pub mod api;
pub mod media;
pub mod scan;
pub mod trickplay;

use std::time::Duration;

/// Things a second.
fn rate(count: u32, time: Duration) -> f64 {
    f64::from(count) / time.as_secs_f64()
}
