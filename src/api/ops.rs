//! What operators ask: whether it lives, whether it can serve, and figures for Prometheus.

use std::fmt::Write;
use std::sync::LazyLock;
use std::time::Instant;

use actix_web::{HttpResponse, web};
use walros_engine::{Caller, Engine};

use crate::auth::Anyone;
use crate::error::{ApiError, ApiResult};

static STARTED: LazyLock<Instant> = LazyLock::new(Instant::now);

pub fn routes(service: &mut web::ServiceConfig) {
    LazyLock::force(&STARTED);
    service.route("/health", web::get().to(health)).route("/ready", web::get().to(ready)).route("/metrics", web::get().to(metrics));
}

/// The process answers.
async fn health() -> HttpResponse {
    HttpResponse::Ok().content_type("text/plain").body("ok\n")
}

/// The database answers too.
async fn ready(engine: web::Data<Engine>) -> HttpResponse {
    match engine.libraries.list(&Caller::server()).await {
        Ok(_) => HttpResponse::Ok().content_type("text/plain").body("ready\n"),
        Err(_) => HttpResponse::ServiceUnavailable().content_type("text/plain").body("the database does not answer\n"),
    }
}

/// For this machine and for administrators.
async fn metrics(caller: Anyone, engine: web::Data<Engine>) -> ApiResult<HttpResponse> {
    let Anyone(caller) = caller;
    if !caller.address.is_loopback() {
        caller.require_administrator()?;
    }
    let text = figures(&engine).await.map_err(|_| ApiError::from(walros_engine::EngineError::Unavailable("the database does not answer".into())))?;
    Ok(HttpResponse::Ok().content_type("text/plain; version=0.0.4").body(text))
}

async fn figures(engine: &Engine) -> walros_engine::Result<String> {
    let server = Caller::server();
    let sessions = engine.watch.sessions(&server);
    let playing = sessions.iter().filter(|session| session.playing.is_some()).count();
    let libraries = engine.libraries.list(&server).await?;
    let offline = libraries.iter().flat_map(|library| &library.roots).filter(|root| !root.online).count();
    let mut text = String::new();
    let mut gauge = |name: &str, help: &str, value: f64| {
        // Writing to a String does not fail.
        let _ = write!(text, "# HELP walros_{name} {help}\n# TYPE walros_{name} gauge\nwalros_{name} {value}\n");
    };
    gauge("uptime_seconds", "Seconds since the start.", STARTED.elapsed().as_secs_f64());
    gauge("sessions", "Devices seen lately.", sessions.len() as f64);
    gauge("streams", "Players that play.", playing as f64);
    gauge("libraries", "Libraries.", libraries.len() as f64);
    gauge("offline_folders", "Library folders that are not there.", offline as f64);
    gauge("database_statements", "Statements run since the start.", engine.system.statements() as f64);
    Ok(text)
}
