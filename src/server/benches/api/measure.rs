//! How long requests take, and how long their SQL takes without the rest.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use actix_http::Request;
use actix_web::body::{MessageBody, to_bytes};
use actix_web::dev::{Service, ServiceResponse};
use actix_web::middleware::from_fn;
use actix_web::{App, Error, test, web};
use anyhow::Context;
use serde_json::{Value, json};
use walros_db::Db;
use walros_db::record::Recording;
use walros_engine::Engine;
use walros_jellyfin::{Jellyfin, JellyfinOptions};

use crate::PASSWORD;
use crate::requests::Ask;
use crate::scanning::Scanning;

const ROUNDS: usize = 200;
/// No request is measured for longer, however slow.
const LONGEST: Duration = Duration::from_secs(4);

struct Session {
    identity: String,
    user: String,
}

/// Measures each request and prints a line for it, after its statements where they are wanted; then all of them again
/// while the files in `scanned` are scanned.
pub async fn all(engine: Arc<Engine>, db: &Db, asks: &[Ask], show_sql: bool, scanned: Option<PathBuf>) -> anyhow::Result<()> {
    let jellyfin = Jellyfin::new(engine.clone(), JellyfinOptions::default());
    let app =
        App::new().wrap(from_fn(walros_jellyfin::fold_case)).configure(|config| jellyfin.configure(config)).default_service(web::to(walros_jellyfin::unknown));
    let app = test::init_service(app).await;
    let mut sessions = HashMap::new();
    for name in ["anna", "ben"] {
        sessions.insert(name, sign_in(&app, name).await?);
    }
    // Answers without looking anything up: what it runs is authentication.
    let anna = sessions.get("anna").context("nobody signed in")?;
    let signing_in = recorded(&app, anna, "/System/Endpoint").await?.statements();
    println!("{:<24} {:>9} {:>9} {:>9} {:>6} {:>11}", "", "p50 ms", "p99 ms", "SQL ms", "ratio", "statements");
    for ask in asks {
        let session = sessions.get(ask.account).context("no such account")?;
        let path = ask.path.replace("{me}", &session.user);
        let whole = repeated(&app, session, &path).await?;
        let recording = recorded(&app, session, &path).await?;
        if show_sql {
            recording.texts().iter().for_each(|text| println!("{text};"));
        }
        let statements = recording.statements().saturating_sub(signing_in);
        let rounds = whole.len();
        let mut bare = db.read(move |conn| (0..rounds).map(|_| timed(|| recording.replay(conn))).collect::<Result<Vec<_>, _>>()).await?;
        bare.sort_unstable();
        let (p50, p99, sql) = (millis(&whole, 50), millis(&whole, 99), millis(&bare, 50));
        println!("{:<24} {p50:>9.2} {p99:>9.2} {sql:>9.2} {:>6.2} {statements:>11}", ask.name, p50 / sql);
    }
    let Some(folder) = scanned else { return Ok(()) };
    println!("\n{:<24} {:>9} {:>9}", "during a scan", "p50 ms", "p99 ms");
    let scanning = Scanning::begin(engine, folder);
    for ask in asks {
        let session = sessions.get(ask.account).context("no such account")?;
        let whole = repeated(&app, session, &ask.path.replace("{me}", &session.user)).await?;
        println!("{:<24} {:>9.2} {:>9.2}", ask.name, millis(&whole, 50), millis(&whole, 99));
    }
    scanning.end()
}

/// How long the same request takes, many times, in order of length.
async fn repeated<S, B>(app: &S, session: &Session, path: &str) -> anyhow::Result<Vec<Duration>>
where
    S: Service<Request, Response = ServiceResponse<B>, Error = Error>,
    B: MessageBody,
{
    let mut times = Vec::new();
    let begun = Instant::now();
    while times.len() < ROUNDS && (begun.elapsed() < LONGEST || times.is_empty()) {
        let start = Instant::now();
        get(app, session, path).await?;
        times.push(start.elapsed());
    }
    times.sort_unstable();
    Ok(times)
}

fn timed<T, E>(body: impl FnOnce() -> Result<T, E>) -> Result<Duration, E> {
    let start = Instant::now();
    body()?;
    Ok(start.elapsed())
}

/// A percentile of times in order.
fn millis(times: &[Duration], percent: usize) -> f64 {
    times.get((times.len() * percent / 100).min(times.len().saturating_sub(1))).map_or(f64::NAN, |time| time.as_secs_f64() * 1e3)
}

async fn recorded<S, B>(app: &S, session: &Session, path: &str) -> anyhow::Result<Recording>
where
    S: Service<Request, Response = ServiceResponse<B>, Error = Error>,
    B: MessageBody,
{
    Recording::start();
    let answer = get(app, session, path).await;
    let recording = Recording::stop();
    answer.map(|_| recording)
}

async fn get<S, B>(app: &S, session: &Session, path: &str) -> anyhow::Result<Vec<u8>>
where
    S: Service<Request, Response = ServiceResponse<B>, Error = Error>,
    B: MessageBody,
{
    send(app, test::TestRequest::get().uri(path), &session.identity).await
}

async fn sign_in<S, B>(app: &S, name: &str) -> anyhow::Result<Session>
where
    S: Service<Request, Response = ServiceResponse<B>, Error = Error>,
    B: MessageBody,
{
    let identity = format!("MediaBrowser Client=\"benchmark\", Device=\"benchmark\", DeviceId=\"{name}\", Version=\"1\"");
    let request = test::TestRequest::post().uri("/Users/AuthenticateByName").set_json(json!({ "Username": name, "Pw": PASSWORD }));
    let answer: Value = serde_json::from_slice(&send(app, request, &identity).await?)?;
    let token = answer["AccessToken"].as_str().context("no token")?;
    let user = answer["User"]["Id"].as_str().context("no user")?;
    Ok(Session { identity: format!("{identity}, Token=\"{token}\""), user: user.into() })
}

async fn send<S, B>(app: &S, request: test::TestRequest, identity: &str) -> anyhow::Result<Vec<u8>>
where
    S: Service<Request, Response = ServiceResponse<B>, Error = Error>,
    B: MessageBody,
{
    let request = request.peer_addr(([127, 0, 0, 1], 50_000).into()).insert_header(("authorization", identity));
    let response = test::call_service(app, request.to_request()).await;
    let status = response.status();
    let body = to_bytes(response.into_body()).await.ok().context("the answer broke off")?;
    anyhow::ensure!(status.is_success(), "{status}: {}", String::from_utf8_lossy(&body));
    Ok(body.to_vec())
}
