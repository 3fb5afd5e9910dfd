//! Media work.
