//! The database suite.
