//! What items asked for as parents are. An id never changes its kind or number, so this needs no invalidation; an id
//! that is gone matches nothing any more.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use walros_model::ItemId;

use crate::items::Parent;

/// Shared by all connections of a database.
#[derive(Clone, Default)]
pub(crate) struct Parents(Arc<Mutex<HashMap<ItemId, Parent>>>);

/// About 50 bytes each.
const MOST: usize = 50_000;

impl Parents {
    pub fn get(&self, id: ItemId) -> Option<Parent> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(&id).copied()
    }

    pub fn put(&self, parent: Parent) {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= MOST {
            known.clear();
        }
        known.insert(parent.id, parent);
    }
}
