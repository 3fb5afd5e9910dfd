//! The rows of a home screen.

mod latest;
mod next_up;
mod resume;

pub use latest::{LatestQuery, latest};
pub use next_up::{NextUpQuery, next_up};
pub use resume::{ResumeQuery, resume};
