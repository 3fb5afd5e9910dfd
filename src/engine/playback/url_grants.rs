//! Grants that stand in the addresses we hand out: who may open which source, and until when.
//!
//! Players open addresses without headers, and addresses end up in logs, proxies and on other screens. So what stands in
//! them is not the caller's token, which opens everything, but a grant that opens one source for two days. Clients rewrite
//! paths and queries, so that neither is signed.

use chrono::{TimeDelta, Utc};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation, decode, encode};
use serde::{Deserialize, Serialize};
use serde_json::json;
use uuid::Uuid;
use walros_db::{Db, settings};
use walros_model::{ItemId, UserId};

use crate::users::tokens;
use crate::{EngineError, Result};

/// A film that was paused overnight goes on.
const LIFETIME: TimeDelta = TimeDelta::days(2);
const SECRET: &str = "server.url-grants";

pub(crate) struct UrlGrants {
    encoding: EncodingKey,
    decoding: DecodingKey,
}

#[derive(Serialize, Deserialize)]
struct Claims {
    /// The user; nil for an API key.
    sub: Uuid,
    /// The source.
    aud: String,
    /// Seconds since 1970.
    exp: i64,
}

impl UrlGrants {
    /// With the server's secret, which is made the first time, so that a film goes on after a restart.
    pub async fn load(db: &Db) -> Result<Self> {
        let fresh = tokens::random_hex::<32>()?;
        let secret = db.write(move |conn| {
            if let Some(known) = settings::get(conn, SECRET)? {
                return Ok(known);
            }
            let fresh = json!(fresh).to_string();
            settings::set(conn, SECRET, &fresh)?;
            Ok(fresh)
        });
        let secret = secret.await?;
        let keys = EncodingKey::from_secret(secret.as_bytes()).and_then(|encoding| Ok((encoding, DecodingKey::from_secret(secret.as_bytes())?)));
        let (encoding, decoding) = keys.map_err(internal)?;
        Ok(Self { encoding, decoding })
    }

    pub fn issue(&self, user: Option<UserId>, source: ItemId) -> Result<String> {
        let claims = Claims { sub: user.map(|user| user.0).unwrap_or_default(), aud: source.simple(), exp: (Utc::now() + LIFETIME).timestamp() };
        encode(&Header::new(Algorithm::HS256), &claims, &self.encoding).map_err(internal)
    }

    /// Whose grant for `source` this is; `None` in it is an API key. `Unauthenticated` for another source, an old one, and what we never wrote.
    pub fn read(&self, grant: &str, source: ItemId) -> Result<Option<UserId>> {
        let mut rules = Validation::new(Algorithm::HS256);
        rules.set_audience(&[source.simple()]);
        let claims = decode::<Claims>(grant, &self.decoding, &rules).map_err(|_| EngineError::Unauthenticated)?.claims;
        Ok(Some(UserId(claims.sub)).filter(|user| !user.0.is_nil()))
    }
}

fn internal(error: jsonwebtoken::errors::Error) -> EngineError {
    EngineError::Internal(error.to_string())
}
