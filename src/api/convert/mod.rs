//! Between the domain and the wire: pure functions that take every field in hand, so that a new one asks a question.

mod from_capabilities;
mod from_query;
mod from_user;
mod ids;
mod to_art;
mod to_decision;
mod to_encoder;
mod to_event;
mod to_item;
mod to_library;
mod to_plan;
mod to_reason;
mod to_rendition;
mod to_scan;
mod to_user;
mod to_version;

pub use from_capabilities::to_request;
pub use from_query::{CARD, to_query};
pub use from_user::{apply_policy, apply_preferences};
pub use ids::{item_id, kind, user_id};
pub use to_encoder::encoders;
pub use to_event::event;
pub use to_item::{Around, card, detail, filters, lyrics, page, state};
pub use to_library::{library_admin, library_card, library_kind, library_kind_of};
pub use to_plan::{Planned, plan};
pub use to_reason::Limits;
pub use to_rendition::{quality_of, renditions, rules};
pub use to_scan::{scan, trouble};
pub use to_user::{device, user};
