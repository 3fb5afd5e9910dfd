//! Server-sent events: what changes, as it changes.

use std::convert::Infallible;
use std::time::Duration;

use actix_web::http::header;
use actix_web::{HttpResponse, get, web};
use bytes::Bytes;
use futures_util::stream;
use tokio::sync::broadcast::error::RecvError;
use walros_engine::Engine;

use crate::auth::Signed;
use crate::convert;
use crate::dto::event::ServerEvent;
use crate::error::Problem;

/// Proxies close connections on which nothing is heard for long.
const KEEP_ALIVE: Duration = Duration::from_secs(20);

/// What happens, as server-sent events; each message is one `ServerEvent`
#[utoipa::path(tag = "events", responses((status = 200, content_type = "text/event-stream", body = ServerEvent), (status = "4XX", body = Problem)))]
#[get("/events")]
pub async fn listen(caller: Signed, engine: web::Data<Engine>) -> HttpResponse {
    let heard = stream::unfold((engine.events.subscribe(), caller.0, true), |(mut events, caller, first)| async move {
        // At once, so that the browser knows it is connected.
        if first {
            return Some((Bytes::from_static(b"retry: 2000\n: hello\n\n"), (events, caller, false)));
        }
        loop {
            let text = match tokio::time::timeout(KEEP_ALIVE, events.recv()).await {
                Err(_) => Bytes::from_static(b": still here\n\n"),
                Ok(Err(RecvError::Closed)) => return None,
                Ok(Err(RecvError::Lagged(_))) => message(&ServerEvent::Lagged),
                Ok(Ok(event)) => match convert::event(&event, &caller) {
                    Some(event) => message(&event),
                    None => continue,
                },
            };
            return Some((text, (events, caller, false)));
        }
    });
    let body = futures_util::StreamExt::map(heard, Ok::<_, Infallible>);
    HttpResponse::Ok()
        .content_type("text/event-stream")
        .insert_header((header::CACHE_CONTROL, "no-store"))
        // nginx would hold messages back to fill a buffer.
        .insert_header(("x-accel-buffering", "no"))
        .streaming(body)
}

fn message(event: &ServerEvent) -> Bytes {
    // Strings and numbers always serialise.
    Bytes::from(format!("data: {}\n\n", serde_json::to_string(event).unwrap_or_default()))
}
