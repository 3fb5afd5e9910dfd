//! Who may ask for a route, decided before its handler runs.

use actix_web::body::{BoxBody, EitherBody, MessageBody};
use actix_web::dev::{Payload, ServiceRequest, ServiceResponse};
use actix_web::middleware::Next;
use actix_web::{FromRequest, HttpMessage, HttpRequest, ResponseError};
use std::future::{Ready, ready};
use walros_engine::{Caller, Grant};
use walros_http::client_address;

use crate::auth::Credentials;
use crate::error::{Error, Result};
use crate::{Facade, Jellyfin, streams};

/// What a route asks of its caller.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Anybody, credentials or not. Each such route is listed in `anonymous.txt`.
    Anonymous,
    /// Whoever is signed in, or an API key.
    User,
    /// As `User`, and whoever has a grant for the source that is asked for: addresses that we hand out carry one.
    Media,
    /// As `Media`; without a token, whoever asked from the same address how to play the very file. Original files only:
    /// Findroid, Android TV and others build their addresses bare.
    Asked,
    /// Administrators and API keys.
    Administrator,
    /// Whoever was granted it, administrators and API keys.
    Granted(Grant),
    /// Whoever may set the server up while it is not, administrators afterwards.
    SetUp,
    /// Whoever may set the server up while it is not, everybody signed in afterwards.
    SetUpOrUser,
}

/// The caller of a request, as its route's [`Access`] let it in.
#[derive(Clone, Debug)]
pub struct Who {
    pub caller: Caller,
    pub credentials: Credentials,
}

impl Who {
    /// The token, or the grant, that this request came with: to be handed on in the addresses inside its answer.
    pub fn token(&self) -> &str {
        self.credentials.token.as_deref().unwrap_or_default()
    }
}

impl std::ops::Deref for Who {
    type Target = Caller;

    fn deref(&self) -> &Caller {
        &self.caller
    }
}

impl FromRequest for Who {
    type Error = Error;
    type Future = Ready<Result<Self>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let who = request.extensions().get::<Self>().cloned();
        // Every route is mounted behind the gate, so that one is always there.
        ready(who.ok_or(Error::Status(actix_web::http::StatusCode::UNAUTHORIZED)))
    }
}

/// Lets a request through to its handler, with its [`Who`], or refuses it: 401 without a valid token, 403 without the
/// right, both without a body.
pub async fn gate<B: MessageBody + 'static>(
    access: Access,
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<EitherBody<B, BoxBody>>, actix_web::Error> {
    let Some(jellyfin) = request.app_data::<Facade>().cloned() else {
        tracing::error!("a Jellyfin route without the facade's state");
        return Ok(request.into_response(actix_web::HttpResponse::InternalServerError().finish()).map_into_right_body());
    };
    match admit(&jellyfin, access, request.request()).await {
        Ok(who) => {
            request.extensions_mut().insert(who);
            Ok(next.call(request).await?.map_into_left_body())
        }
        Err(error) => Ok(request.into_response(error.error_response()).map_into_right_body()),
    }
}

async fn admit(jellyfin: &Jellyfin, access: Access, request: &HttpRequest) -> Result<Who> {
    let address = client_address(request, &jellyfin.options.proxies);
    let credentials = Credentials::of(request);
    // A token that is no longer valid must not spoil what needs none.
    if access == Access::Anonymous {
        return Ok(Who { caller: Caller::anonymous(address), credentials });
    }
    if matches!(access, Access::SetUp | Access::SetUpOrUser) && jellyfin.set_up.is_open_to(&jellyfin.engine, request, address) {
        return Ok(Who { caller: Caller::server(), credentials });
    }
    let refused = credentials.legacy.is_some() && !jellyfin.legacy.is_taken(jellyfin).await?;
    let Some(token) = credentials.token.as_deref().filter(|_| !refused) else {
        if access == Access::Asked && jellyfin.options.bare_originals {
            let caller = jellyfin.engine.playback.granted(address, streams::bare_source(request)?).await?;
            return Ok(Who { caller, credentials });
        }
        return Err(walros_engine::EngineError::Unauthenticated.into());
    };
    if matches!(access, Access::Media | Access::Asked) && is_grant(token) {
        let caller = jellyfin.engine.playback.by_url_grant(token, streams::named_source(request)?, address).await?;
        return Ok(Who { caller, credentials });
    }
    let caller = jellyfin.engine.users.authenticate(token, credentials.known_device(), address).await?;
    match access {
        Access::Administrator | Access::SetUp => caller.require_administrator()?,
        Access::Granted(grant) => walros_engine::require(&caller, grant)?,
        Access::Anonymous | Access::User | Access::Media | Access::Asked | Access::SetUpOrUser => {}
    }
    if let Some(form) = credentials.legacy {
        jellyfin.legacy.count(caller.device.as_ref().map_or("", |device| device.info.app.as_str()), form);
    }
    Ok(Who { caller, credentials })
}

/// Tokens have no dots.
fn is_grant(token: &str) -> bool {
    token.contains('.')
}
