//! JSON bodies as ASP.NET reads them: names without case, numbers as strings, unknown members ignored.

use std::borrow::Cow;

use actix_web::dev::Payload;
use actix_web::http::header;
use actix_web::{FromRequest, HttpRequest, web};
use futures_util::future::LocalBoxFuture;
use serde_json::{Map, Value};
use walros_http::body::{self, BodyError};
use walros_model::ItemId;

use crate::error::{Error, Result};
use crate::ids;
use crate::lookup::Lookup;

/// Larger bodies are refused; the largest real one is a device profile of some 60 kB.
const LIMIT: usize = 2 << 20;
/// The bytes of a file that comes as base64 in a member: the largest subtitles, with pictures in them, have some ten million.
pub const FILE_LIMIT: usize = 20 << 20;
/// The body around such a file. A third more for base64, and the other members.
const UPLOAD_LIMIT: usize = FILE_LIMIT / 3 * 4 + (64 << 10);

/// A JSON object.
#[derive(Clone, Debug, Default)]
pub struct Object(pub Map<String, Value>);

impl Object {
    pub fn get(&self, name: &str) -> Option<&Value> {
        let exact = self.0.get(name);
        exact.or_else(|| self.0.iter().find(|(own, _)| own.eq_ignore_ascii_case(name)).map(|(_, value)| value)).filter(|value| !value.is_null())
    }

    pub fn object(&self, name: &str) -> Result<Option<Object>> {
        match self.get(name) {
            None => Ok(None),
            Some(Value::Object(members)) => Ok(Some(Object(members.clone()))),
            Some(_) => Err(Error::invalid(name, "not an object")),
        }
    }

    fn array(&self, name: &str) -> Result<&[Value]> {
        match self.get(name) {
            None => Ok(&[]),
            Some(Value::Array(values)) => Ok(values),
            Some(_) => Err(Error::invalid(name, "not an array")),
        }
    }

    /// The objects of an array; absent is empty.
    pub fn objects(&self, name: &str) -> Result<Vec<Object>> {
        let objects = self.array(name)?.iter().map(|value| match value {
            Value::Object(members) => Ok(Object(members.clone())),
            _ => Err(Error::invalid(name, "not an array of objects")),
        });
        objects.collect()
    }

    /// The scalars of an array as text, or what commas part in one text, as Kodi writes it; absent is empty.
    pub fn strings(&self, name: &str) -> Result<Vec<String>> {
        if let Some(Value::String(text)) = self.get(name) {
            return Ok(text.split(',').map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned).collect());
        }
        let strings = self.array(name)?.iter().map(|value| scalar(value).map(Cow::into_owned).ok_or_else(|| Error::invalid(name, "not an array of strings")));
        strings.collect()
    }

    pub fn items(&self, name: &str) -> Result<Vec<ItemId>> {
        let strings = self.strings(name)?.into_iter().filter(|text| !text.is_empty());
        strings.map(|text| ids::parse(&text).map(ItemId).ok_or_else(|| Error::invalid(name, "not an array of GUIDs"))).collect()
    }
}

impl Lookup for Object {
    fn text(&self, name: &str) -> Option<Cow<'_, str>> {
        scalar(self.get(name)?).filter(|text| !text.is_empty())
    }
}

/// Arrays and objects are given as their JSON, which no reader of a scalar accepts.
fn scalar(value: &Value) -> Option<Cow<'_, str>> {
    match value {
        Value::Null => None,
        Value::String(text) => Some(text.into()),
        other => Some(other.to_string().into()),
    }
}

/// A body that must be there.
pub struct Body(pub Object);

/// A body that must be there, with a file in one of its members.
pub struct Upload(pub Object);

/// A body that may be missing; it is empty then.
pub struct OptionalBody(pub Object);

impl FromRequest for Body {
    type Error = Error;
    type Future = LocalBoxFuture<'static, Result<Self>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let value = read(request, payload, LIMIT);
        Box::pin(async move { value.await.and_then(required).map(Self) })
    }
}

impl FromRequest for Upload {
    type Error = Error;
    type Future = LocalBoxFuture<'static, Result<Self>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let value = read(request, payload, UPLOAD_LIMIT);
        Box::pin(async move { value.await.and_then(required).map(Self) })
    }
}

fn required(value: Option<Value>) -> Result<Object> {
    match value {
        Some(Value::Object(members)) => Ok(Object(members)),
        Some(_) => Err(Error::invalid("", "the body is not an object")),
        None => Err(Error::invalid("", "a body is required")),
    }
}

impl FromRequest for OptionalBody {
    type Error = Error;
    type Future = LocalBoxFuture<'static, Result<Self>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let value = read(request, payload, LIMIT);
        Box::pin(async move {
            match value.await? {
                Some(Value::Object(members)) => Ok(Self(Object(members))),
                Some(Value::Null) | None => Ok(Self(Object::default())),
                Some(_) => Err(Error::invalid("", "the body is not an object")),
            }
        })
    }
}

/// A body that is an array of objects.
pub struct Items(pub Vec<Object>);

impl FromRequest for Items {
    type Error = Error;
    type Future = LocalBoxFuture<'static, Result<Self>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let value = read(request, payload, LIMIT);
        Box::pin(async move {
            let Some(Value::Array(values)) = value.await? else { return Err(Error::invalid("", "the body is not an array")) };
            let objects = values.into_iter().map(|value| match value {
                Value::Object(members) => Ok(Object(members)),
                _ => Err(Error::invalid("", "the body is not an array of objects")),
            });
            Ok(Self(objects.collect::<Result<Vec<_>>>()?))
        })
    }
}

fn read(request: &HttpRequest, payload: &mut Payload, limit: usize) -> impl Future<Output = Result<Option<Value>>> + use<> {
    let announced = body::announced(request.headers());
    let json = is_json(request);
    let payload = web::Payload::from_request(request, payload);
    async move {
        let payload = payload.await.map_err(|_| Error::invalid("", "the body cannot be read"))?;
        let bytes = body::read(payload, announced, limit).await.map_err(|error| refused(error, limit))?;
        if bytes.is_empty() {
            return Ok(None);
        }
        if !json {
            return Err(Error::NotJson);
        }
        // Some clients write a byte order mark.
        let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes);
        serde_json::from_slice(text).map(Some).map_err(|error| Error::invalid("", format!("not JSON: {error}")))
    }
}

/// Why a body of at most `limit` bytes was not read.
pub fn refused(error: BodyError, limit: usize) -> Error {
    match error {
        BodyError::TooLarge => Error::TooLarge(limit),
        BodyError::Broken => Error::invalid("", "the body cannot be read"),
    }
}

/// `application/json`, `text/json`, `application/*+json`, with any parameters.
fn is_json(request: &HttpRequest) -> bool {
    let kind = request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    matches!(kind.as_str(), "application/json" | "text/json") || kind.ends_with("+json")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::Object;
    use crate::lookup::Lookup;

    fn object(value: serde_json::Value) -> Object {
        Object(value.as_object().unwrap().clone())
    }

    #[test]
    fn names_have_no_case_and_scalars_are_interchangeable() {
        let body = object(json!({"positionticks": "140000000", "ISPAUSED": "True", "Name": 5, "volumeLevel": 80, "Nothing": null}));
        assert_eq!(body.int("PositionTicks").unwrap(), Some(140_000_000));
        assert_eq!(body.flag("IsPaused").unwrap(), Some(true));
        assert_eq!(body.text("name").unwrap(), "5");
        assert_eq!(body.int("VolumeLevel").unwrap(), Some(80));
        assert!(body.text("nothing").is_none());
    }

    #[test]
    fn a_list_may_be_one_text() {
        let body = object(json!({"Types": "Audio, Video,", "Commands": ["Mute", 5]}));
        assert_eq!(body.strings("Types").unwrap(), ["Audio", "Video"]);
        assert_eq!(body.strings("Commands").unwrap(), ["Mute", "5"]);
    }

    #[test]
    fn what_is_of_another_kind_is_refused() {
        let body = object(json!({"Ids": "x", "Profile": [], "Limit": {}, "Users": [1]}));
        assert!(body.items("Ids").is_err());
        assert!(body.strings("Limit").is_err());
        assert!(body.object("Profile").is_err());
        assert!(body.int("Limit").is_err());
        assert!(body.objects("Users").is_err());
        assert!(body.items("Users").is_err());
        assert!(body.objects("Missing").unwrap().is_empty());
    }
}
