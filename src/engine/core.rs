//! What all services share.

pub(crate) struct Core {}
