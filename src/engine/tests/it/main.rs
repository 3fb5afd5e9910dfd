//! The engine on a real database, real files and real workers. `cargo xtask test` builds the worker first.

mod crashes;
mod editing;
mod encoders;
mod fixture;
mod moves;
mod offline;
mod pictures;
mod renditions;
mod rights;
mod scanning;
mod stacked;
mod watching;
