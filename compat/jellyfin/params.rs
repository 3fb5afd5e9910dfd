//! The values in a path, by the names that the route table gives them.

use std::borrow::Cow;
use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest};
use walros_model::{ItemId, UserId};

use crate::error::{Error, Result};
use crate::ids;
use crate::lookup::Lookup;

/// Handlers that serve a new path and its older twin ask for a value by name; it is absent where the path has none.
#[derive(Clone, Debug)]
pub struct Params(HttpRequest);

impl Params {
    pub fn of(request: &HttpRequest) -> Self {
        Self(request.clone())
    }

    /// An item that the path must name. The empty GUID is the folder above all libraries.
    pub fn required_item(&self, name: &str) -> Result<ItemId> {
        let text = self.text(name).unwrap_or_default();
        let id = ids::parse(&text).ok_or_else(|| Error::invalid(name, "not a GUID"))?;
        Ok(ItemId(if id.is_nil() { ids::ROOT } else { id }))
    }

    pub fn required_user(&self, name: &str) -> Result<UserId> {
        self.user(name)?.ok_or_else(|| Error::invalid(name, "not a GUID"))
    }

    pub fn required_text(&self, name: &str) -> Result<String> {
        self.text(name).map(Cow::into_owned).ok_or_else(|| Error::invalid(name, "missing"))
    }
}

impl Lookup for Params {
    fn text(&self, name: &str) -> Option<Cow<'_, str>> {
        let raw = self.0.match_info().get(name).filter(|value| !value.is_empty())?;
        Some(walros_http::query::percent_decode(raw).into())
    }
}

impl FromRequest for Params {
    type Error = Error;
    type Future = Ready<Result<Self>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Ok(Self::of(request)))
    }
}
