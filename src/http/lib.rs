//! What HTTP code shares.
