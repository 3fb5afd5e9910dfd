//! Media work: the only code that links libav. It runs in a process of its own, locked in, and reads nothing but the files passed with a job.

pub mod avio;
mod fault;
pub mod segment;
