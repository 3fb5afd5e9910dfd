//! How failures are answered: problem details (RFC 9457) as `application/problem+json`.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, ResponseError};
use serde::Serialize;
use utoipa::ToSchema;
use walros_engine::EngineError;

/// The body of every answer that is an error.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Problem {
    /// For programs: `notFound`, `forbidden`, `unauthenticated`, `invalid`, `conflict`, `unavailable`, `unsupported`,
    /// `tooMany`, `internal`.
    pub code: &'static str,
    pub title: &'static str,
    pub status: u16,
    /// What exactly is wrong, in plain English.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub detail: Option<String>,
}

#[derive(Debug)]
pub struct ApiError {
    status: StatusCode,
    code: &'static str,
    title: &'static str,
    detail: Option<String>,
}

pub type ApiResult<T> = Result<T, ApiError>;

impl ApiError {
    fn new(status: StatusCode, code: &'static str, title: &'static str) -> Self {
        Self { status, code, title, detail: None }
    }

    fn with(mut self, detail: impl Into<String>) -> Self {
        self.detail = Some(detail.into());
        self
    }

    pub fn not_found() -> Self {
        Self::new(StatusCode::NOT_FOUND, "notFound", "Not found")
    }

    pub fn invalid(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "invalid", "This request makes no sense").with(detail)
    }

    pub fn unauthenticated() -> Self {
        Self::new(StatusCode::UNAUTHORIZED, "unauthenticated", "Not signed in")
    }

    pub fn forbidden(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::FORBIDDEN, "forbidden", "Not allowed").with(detail)
    }

    pub fn too_large() -> Self {
        Self::new(StatusCode::PAYLOAD_TOO_LARGE, "invalid", "The body is too large")
    }
}

impl From<EngineError> for ApiError {
    fn from(error: EngineError) -> Self {
        match error {
            EngineError::NotFound => Self::not_found(),
            EngineError::Forbidden => Self::new(StatusCode::FORBIDDEN, "forbidden", "Not allowed"),
            EngineError::Unauthenticated => Self::unauthenticated(),
            EngineError::Invalid(text) => Self::invalid(text),
            EngineError::Conflict(text) => Self::new(StatusCode::CONFLICT, "conflict", "This clashes with what is there").with(text),
            EngineError::Failed(text) => Self::new(StatusCode::SERVICE_UNAVAILABLE, "failed", "Could not be made this time").with(text),
            EngineError::Unavailable(text) => Self::new(StatusCode::SERVICE_UNAVAILABLE, "unavailable", "Not available at present").with(text),
            EngineError::Unsupported(text) => Self::new(StatusCode::UNPROCESSABLE_ENTITY, "unsupported", "This cannot be done").with(text),
            EngineError::TooMany => Self::new(StatusCode::TOO_MANY_REQUESTS, "tooMany", "Too many tries, wait a little"),
            EngineError::Internal(text) => {
                tracing::error!(%text, "internal error");
                Self::new(StatusCode::INTERNAL_SERVER_ERROR, "internal", "The server has a fault; its log says more")
            }
        }
    }
}

impl std::fmt::Display for ApiError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}", self.status.as_u16(), self.title)
    }
}

impl ResponseError for ApiError {
    fn status_code(&self) -> StatusCode {
        self.status
    }

    fn error_response(&self) -> HttpResponse {
        let problem = Problem { code: self.code, title: self.title, status: self.status.as_u16(), detail: self.detail.clone() };
        // A body of strings and numbers always serialises.
        let body = serde_json::to_vec(&problem).unwrap_or_default();
        HttpResponse::build(self.status).content_type("application/problem+json").body(body)
    }
}
