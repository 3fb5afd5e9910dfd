//! Password hashes (argon2id). Hashing takes tens of milliseconds, so it runs off the async threads.

use argon2::Argon2;
use argon2::password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash};

use crate::{EngineError, Result};

/// Longer passwords are refused: hashing them would cost an attacker's request more than ours.
const MAX_LENGTH: usize = 1024;

pub async fn hash(password: &str) -> Result<String> {
    if password.len() > MAX_LENGTH {
        return Err(EngineError::Invalid("the password is too long".into()));
    }
    let password = password.to_owned();
    blocking(move || {
        let hash = Argon2::default().hash_password(password.as_bytes());
        hash.map(|hash| hash.to_string()).map_err(|error| EngineError::Internal(error.to_string()))
    })
    .await?
}

/// Whether `password` is the one of `hash`. An account without a password (`None`) takes the empty one only. An
/// unknown account costs the same time, so that names cannot be told by the clock.
pub async fn verify(hash: Option<Option<String>>, password: &str) -> Result<bool> {
    let stored = match hash {
        Some(None) => return Ok(password.is_empty()),
        Some(Some(hash)) => Some(hash),
        None => None,
    };
    if password.len() > MAX_LENGTH {
        return Ok(false);
    }
    let password = password.to_owned();
    blocking(move || match stored {
        Some(stored) => PasswordHash::new(&stored).is_ok_and(|parsed| Argon2::default().verify_password(password.as_bytes(), &parsed).is_ok()),
        None => {
            let _ = Argon2::default().hash_password(password.as_bytes());
            false
        }
    })
    .await
}

async fn blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T> {
    tokio::task::spawn_blocking(work).await.map_err(|error| EngineError::Internal(error.to_string()))
}
