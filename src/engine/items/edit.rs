//! Changing what is known of an item by hand.

use walros_db::{DbError, edits, items};
use walros_model::ItemId;
use walros_model::edit::FieldEdit;
use walros_model::item::ItemKind;
use walros_model::query::Include;

use super::Items;
use crate::scan::edits as laying;
use crate::{Caller, EngineError, Event, Result, policy};

/// Everything an editor says of an item; what is so already is no change.
#[derive(Clone, Debug, Default)]
pub struct EditRequest {
    pub fields: Vec<FieldEdit>,
    /// `None` leaves as it is.
    pub locked: Option<bool>,
    pub locked_fields: Option<Vec<String>>,
}

impl Items {
    /// Administrators only. What is changed stays so, whatever later scans read. `Invalid` for an empty name.
    pub async fn edit(&self, caller: &Caller, id: ItemId, request: EditRequest) -> Result<()> {
        caller.require_administrator()?;
        let scope = policy::scope(caller)?;
        let EditRequest { fields, locked, locked_fields } = request;
        if fields.iter().any(|field| matches!(field, FieldEdit::Name(name) if name.trim().is_empty())) {
            return Err(EngineError::Invalid("an item needs a name".into()));
        }
        let edited = self.0.db.write(move |conn| {
            let include = Include { detail: true, sources: true, ..Include::default() };
            let view = items::get(conn, &scope, None, id, include)?.ok_or(DbError::NotFound)?;
            let detail = view.detail.as_deref().cloned().unwrap_or_default();
            let mut edit = edits::get(conn, id)?;
            for field in fields {
                // A library's name is its own business.
                let fits = view.item.kind != ItemKind::Library || !matches!(field, FieldEdit::Name(_) | FieldEdit::SortName(_));
                if fits && !laying::is_so(&field, &view.item, &detail) {
                    edit.set(field);
                }
            }
            edit.locked = locked.unwrap_or(edit.locked);
            edit.locked_fields = locked_fields.unwrap_or(edit.locked_fields);
            let library = view.item.library;
            laying::store(conn, view, &edit)?;
            Ok(library)
        });
        let library = edited.await.map_err(|error| match error {
            DbError::NotFound => EngineError::NotFound,
            other => other.into(),
        })?;
        if let Some(library) = library {
            self.0.events.send(Event::LibraryChanged { library, added: Vec::new(), updated: vec![id], removed: Vec::new() });
        }
        Ok(())
    }
}
