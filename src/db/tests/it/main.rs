//! The database suite. It runs on SQLite in a temporary folder; with `WALROS_TEST_POSTGRES` holding the URL of a
//! PostgreSQL database (`postgres://…`), each test makes a database of its own beside that one and runs there.

mod accounts;
mod activity;
mod choices;
mod durability;
mod edits;
mod filters;
mod fixture;
mod home;
mod latest;
mod libraries;
mod lists;
mod merges;
mod names;
mod next_up;
mod pages;
mod play_state;
mod renditions;
mod sample;
mod scan;
mod scopes;
mod search;
mod sorting;
mod tree;
