//! What `/events` sends, one JSON object a message.

use serde::Serialize;
use utoipa::ToSchema;

use super::common::ItemState;
use super::scan::Scan;

#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[serde(tag = "type", rename_all = "camelCase")]
pub enum ServerEvent {
    /// Some messages were lost: what is shown should be asked for again.
    Lagged,
    /// Items came, changed or went.
    #[serde(rename_all = "camelCase")]
    LibraryChanged { library_id: String, added: Vec<String>, updated: Vec<String>, removed: Vec<String> },
    /// A library was made, renamed, given or taken a folder, or went.
    LibrariesChanged,
    /// To administrators only.
    #[serde(rename_all = "camelCase")]
    ScanProgress { scan: Scan },
    /// What the caller did on this or another device.
    #[serde(rename_all = "camelCase")]
    StateChanged { items: Vec<ItemState> },
    /// To administrators only.
    SessionsChanged,
    #[serde(rename_all = "camelCase")]
    UserChanged { user_id: String },
    #[serde(rename_all = "camelCase")]
    UserDeleted { user_id: String },
    #[serde(rename_all = "camelCase")]
    ListChanged { id: String },
}
