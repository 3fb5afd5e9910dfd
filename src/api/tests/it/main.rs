//! The native API, through its front door.

mod encoders;
mod fixture;
mod openapi;
mod renditions;
mod requests;
mod rights;
mod setting_up;
mod stacked;
mod trickplay;
