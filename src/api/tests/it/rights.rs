//! Who may ask what.

use actix_web::http::{Method, StatusCode};
use serde_json::{Value, json};

use crate::fixture::{Fixture, PASSWORD, device};

/// What answers without a credential. To be reviewed when it grows.
const ANONYMOUS: [(&str, &str); 6] =
    [("GET", "/openapi.json"), ("GET", "/server"), ("GET", "/setup"), ("GET", "/users/public"), ("POST", "/login"), ("POST", "/setup")];

/// Every operation of the description, with what it must have and ids that name nothing.
fn operations() -> Vec<(Method, String)> {
    let document = serde_json::to_value(walros_api::document()).expect("a document");
    let paths = document["paths"].as_object().expect("paths");
    let of = |(path, operations): (&String, &Value)| {
        let path = path.trim_start_matches("/api/v1").replace("{kind}", "primary").replace("{name}", "0.mp4");
        // A request without what it must have is refused for that first.
        let path = if path == "/folders" { "/folders?path=/".to_owned() } else { path };
        let path = path.replace("{id}", &"0".repeat(32)).replace("{source}", &"0".repeat(32));
        let methods: Vec<Method> = operations.as_object().expect("operations").keys().map(|word| word.to_uppercase().parse().expect("a method")).collect();
        methods.into_iter().map(move |method| (method, path.clone())).collect::<Vec<_>>()
    };
    paths.iter().flat_map(of).collect()
}

#[actix_web::test]
async fn nothing_but_the_known_list_answers_without_a_credential() {
    let fixture = Fixture::set_up().await;
    let client = fixture.client().await;
    let mut answered: Vec<(String, String)> = Vec::new();
    for (method, path) in operations() {
        let answer = client.send(method.clone(), &path, &[], Some("{}")).await;
        if answer.status != StatusCode::UNAUTHORIZED {
            answered.push((method.to_string(), path));
        }
    }
    answered.sort();
    let known: Vec<(String, String)> = ANONYMOUS.iter().map(|(method, path)| (method.to_string(), path.to_string())).collect();
    assert_eq!(answered, known);
}

#[actix_web::test]
async fn a_wrong_token_is_nobody() {
    let fixture = Fixture::set_up().await;
    let client = fixture.client().await;
    for credential in [("authorization", "Bearer nonsense"), ("authorization", "Basic eDp5"), ("authorization", "Bearer "), ("cookie", "walros=nonsense")] {
        assert_eq!(client.get("/me", &[credential]).await.status, StatusCode::UNAUTHORIZED, "{credential:?}");
    }
}

#[actix_web::test]
async fn users_may_not_administrate() {
    let fixture = Fixture::set_up().await;
    let client = fixture.client().await;
    let (guest, admin) = (client.sign_in("guest").await, client.sign_in("admin").await);
    for path in ["/admin/libraries", "/admin/scans", "/admin/troubles", "/admin/renditions", "/admin/renditions/rules", "/admin/encoders", "/folders?path=/"] {
        assert_eq!(client.get(path, &[("authorization", &guest)]).await.status, StatusCode::FORBIDDEN, "{path}");
        assert_eq!(client.get(path, &[("authorization", &admin)]).await.status, StatusCode::OK, "{path}");
    }
    let new = json!({"name": "other"});
    assert_eq!(client.post("/users", &[("authorization", &guest)], &new).await.status, StatusCode::FORBIDDEN);
    assert_eq!(client.get("/users", &[("authorization", &guest)]).await.json().as_array().map(Vec::len), Some(1));
}

#[actix_web::test]
async fn a_cookie_alone_changes_nothing() {
    let fixture = Fixture::set_up().await;
    let client = fixture.client().await;
    let answer = client.post("/login", &[], &json!({"name": "guest", "password": PASSWORD, "device": device()})).await;
    let set = answer.header("set-cookie");
    assert!(set.contains("HttpOnly") && set.contains("SameSite=Strict") && set.contains("Path=/api/v1"), "{set}");
    let cookie = ("cookie", set.split(';').next().unwrap_or_default());
    assert_eq!(client.get("/me", &[cookie]).await.status, StatusCode::OK);
    assert_eq!(client.post("/logout", &[cookie], &Value::Null).await.status, StatusCode::FORBIDDEN);
    assert_eq!(client.post("/logout", &[cookie, ("x-walros-client", "web")], &Value::Null).await.status, StatusCode::NO_CONTENT);
    assert_eq!(client.get("/me", &[cookie]).await.status, StatusCode::UNAUTHORIZED);
}
