//! A server with no media and a client of it. Its administrator is `admin`, another user is `guest`, both with
//! [`PASSWORD`].

use std::sync::Arc;

use actix_http::Request;
use actix_web::body::MessageBody;
use actix_web::dev::{Service, ServiceResponse};
use actix_web::http::header::HeaderMap;
use actix_web::http::{Method, StatusCode};
use actix_web::{App, Error, test};
use serde_json::{Value, json};
use tempfile::TempDir;
use walros_engine::{Caller, Engine, EngineConfig};
use walros_jobs::{LocalPool, PoolConfig};
use walros_model::user::Policy;

pub const PASSWORD: &str = "correct horse";
pub const CODE: &str = "code";

pub struct Fixture {
    pub engine: Arc<Engine>,
    pub folder: TempDir,
}

impl Fixture {
    /// A server that nobody has set up.
    pub async fn fresh() -> Self {
        let folder = TempDir::new().expect("a folder");
        let data = folder.path().join("data");
        std::fs::create_dir_all(&data).expect("a data folder");
        let config = EngineConfig { watch_folders: false, ..EngineConfig::in_folder(&data) };
        let engine = Engine::open(config, Arc::new(LocalPool::new(PoolConfig::default())), Some(CODE.into())).await.expect("an engine");
        Self { engine, folder }
    }

    pub async fn set_up() -> Self {
        let fixture = Self::fresh().await;
        for (name, administrator) in [("admin", true), ("guest", false)] {
            let policy = Policy { administrator, hidden: false, ..Policy::default() };
            fixture.engine.users.create(&Caller::server(), name, Some(PASSWORD), policy).await.expect("an account");
        }
        fixture
    }

    pub async fn client(&self) -> Client<impl Service<Request, Response = ServiceResponse<impl MessageBody>, Error = Error>> {
        let (engine, options) = (self.engine.clone(), walros_api::Options::default());
        let app = App::new().configure(|service| walros_api::configure(service, engine, options));
        Client(test::init_service(app).await)
    }
}

pub fn device() -> Value {
    json!({"id": "device", "name": "Test", "app": "Tests", "appVersion": "1"})
}

pub struct Client<S>(S);

pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub bytes: Vec<u8>,
}

impl Answer {
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.bytes).unwrap_or(Value::Null)
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }
}

impl<S, B> Client<S>
where
    S: Service<Request, Response = ServiceResponse<B>, Error = Error>,
    B: MessageBody,
{
    /// `path` below `/api/v1`; `headers` as pairs.
    pub async fn send(&self, method: Method, path: &str, headers: &[(&str, &str)], body: Option<&str>) -> Answer {
        let mut request = test::TestRequest::default().method(method).uri(&format!("/api/v1{path}"));
        for header in headers {
            request = request.insert_header(*header);
        }
        if let Some(body) = body {
            request = request.insert_header(("content-type", "application/json")).set_payload(body.to_owned());
        }
        let response = test::call_service(&self.0, request.to_request()).await;
        let (status, headers) = (response.status(), response.headers().clone());
        Answer { status, headers, bytes: test::read_body(response).await.to_vec() }
    }

    pub async fn get(&self, path: &str, headers: &[(&str, &str)]) -> Answer {
        self.send(Method::GET, path, headers, None).await
    }

    pub async fn post(&self, path: &str, headers: &[(&str, &str)], body: &Value) -> Answer {
        self.send(Method::POST, path, headers, Some(&body.to_string())).await
    }

    /// The `Authorization` header of a fresh sign-in.
    pub async fn sign_in(&self, name: &str) -> String {
        let answer = self.post("/login", &[], &json!({"name": name, "password": PASSWORD, "device": device()})).await;
        format!("Bearer {}", answer.json()["token"].as_str().expect("a token"))
    }
}
