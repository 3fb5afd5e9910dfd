//! The one place that says what a user may see and do.
