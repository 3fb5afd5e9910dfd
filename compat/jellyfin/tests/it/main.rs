//! The facade as clients meet it: requests through the real routes to a real engine, database and workers.
//! `cargo xtask test` builds the worker first.

mod browsing;
mod changing;
mod editing;
mod fixture;
mod made_ahead;
mod playing;
mod rights;
mod signing_in;
mod stacked;
mod trickplay;
mod watching;
mod wizard;
