//! The native API, through its front door.

mod openapi;
