//! How refusals look to a Jellyfin client.

use std::fmt;

use actix_web::body::BoxBody;
use actix_web::http::{StatusCode, header};
use actix_web::{HttpResponse, ResponseError};
use serde::Serialize;
use walros_engine::EngineError;

/// What a handler fails with.
#[derive(Debug)]
pub enum Error {
    Engine(EngineError),
    /// A parameter or member that cannot be read: its name, and what is wrong with it.
    Invalid(String, String),
    /// Something is not there, in words.
    NotFound(&'static str),
    /// The body is no JSON by its type.
    NotJson,
    /// The body has more bytes than this.
    TooLarge(usize),
    /// A status without a body.
    Status(StatusCode),
}

pub type Result<T, E = Error> = std::result::Result<T, E>;

impl From<EngineError> for Error {
    fn from(error: EngineError) -> Self {
        Self::Engine(error)
    }
}

impl Error {
    pub fn invalid(name: &str, text: impl Into<String>) -> Self {
        Self::Invalid(name.to_owned(), text.into())
    }

    pub const FORBIDDEN: Self = Self::Status(StatusCode::FORBIDDEN);
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Engine(error) => error.fmt(f),
            Self::Invalid(name, text) => write!(f, "{name}: {text}"),
            Self::NotFound(text) => f.write_str(text),
            Self::NotJson => f.write_str("the body is not JSON"),
            Self::TooLarge(limit) => write!(f, "the body has more than {limit} bytes"),
            Self::Status(status) => status.fmt(f),
        }
    }
}

impl ResponseError for Error {
    fn status_code(&self) -> StatusCode {
        match self {
            Self::Engine(error) => engine_status(error),
            Self::Invalid(..) => StatusCode::BAD_REQUEST,
            Self::NotFound(_) => StatusCode::NOT_FOUND,
            Self::NotJson => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::TooLarge(_) => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Status(status) => *status,
        }
    }

    fn error_response(&self) -> HttpResponse<BoxBody> {
        let status = self.status_code();
        match self {
            Self::Engine(EngineError::NotFound | EngineError::Unavailable(_)) | Self::NotFound(_) => problem(status, "Not Found", None),
            Self::Engine(EngineError::Invalid(text) | EngineError::Conflict(text) | EngineError::Unsupported(text)) => {
                problem(status, "Bad Request", Some(("", text)))
            }
            // A player that is told 404 gives a segment up; this one it asks for again.
            Self::Engine(EngineError::Failed(_)) => HttpResponse::build(status).insert_header((header::RETRY_AFTER, "1")).finish(),
            Self::Invalid(name, text) => problem(status, "One or more validation errors occurred.", Some((name, text))),
            Self::TooLarge(_) => problem(status, "Payload Too Large", Some(("", &self.to_string()))),
            Self::Engine(EngineError::Internal(_)) => {
                HttpResponse::build(status).insert_header((header::CONTENT_TYPE, "text/plain")).body("Error processing request.")
            }
            Self::Engine(EngineError::Forbidden | EngineError::Unauthenticated | EngineError::TooMany) | Self::NotJson | Self::Status(_) => {
                HttpResponse::new(status)
            }
        }
    }
}

/// A disk that is away looks like a missing file, as it does on a Jellyfin; a client could not do anything else with it.
fn engine_status(error: &EngineError) -> StatusCode {
    match error {
        EngineError::NotFound | EngineError::Unavailable(_) => StatusCode::NOT_FOUND,
        EngineError::Forbidden => StatusCode::FORBIDDEN,
        EngineError::Unauthenticated => StatusCode::UNAUTHORIZED,
        EngineError::Invalid(_) | EngineError::Conflict(_) | EngineError::Unsupported(_) => StatusCode::BAD_REQUEST,
        EngineError::TooMany => StatusCode::TOO_MANY_REQUESTS,
        EngineError::Failed(_) => StatusCode::SERVICE_UNAVAILABLE,
        EngineError::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

#[derive(Serialize)]
struct Problem<'a> {
    title: &'a str,
    status: u16,
    #[serde(skip_serializing_if = "Option::is_none")]
    errors: Option<std::collections::BTreeMap<&'a str, [&'a str; 1]>>,
}

fn problem(status: StatusCode, title: &str, error: Option<(&str, &str)>) -> HttpResponse {
    let errors = error.map(|(name, text)| std::collections::BTreeMap::from([(name, [text])]));
    let problem = Problem { title, status: status.as_u16(), errors };
    // Set afterwards: `json` would say `application/json`.
    let mut response = HttpResponse::build(status).json(problem);
    response.headers_mut().insert(header::CONTENT_TYPE, header::HeaderValue::from_static("application/problem+json; charset=utf-8"));
    response
}
