//! Codes that one device shows and another, signed in, admits. In memory for ten minutes.

use std::collections::HashMap;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use chrono::Utc;
use walros_model::UserId;
use walros_model::user::DeviceInfo;

use super::{QuickConnect, tokens};
use crate::{EngineError, Result};

const LIFETIME: Duration = Duration::from_secs(600);
/// Codes waiting at one time: six digits stay hard to guess, and nobody fills our memory.
const MOST_WAITING: usize = 200;

struct Waiting {
    request: QuickConnect,
    user: Option<UserId>,
    since: Instant,
}

#[derive(Default)]
pub struct QuickConnects(Mutex<HashMap<String, Waiting>>);

impl QuickConnects {
    pub fn start(&self, device: DeviceInfo) -> Result<QuickConnect> {
        let mut waiting = self.lock();
        if waiting.len() >= MOST_WAITING {
            return Err(EngineError::TooMany);
        }
        let code = loop {
            let code = tokens::random_digits(6)?;
            if waiting.values().all(|other| other.request.code != code) {
                break code;
            }
        };
        let request = QuickConnect { secret: tokens::random_hex::<32>()?, code, device, added: Utc::now(), authorized: false };
        waiting.insert(request.secret.clone(), Waiting { request: request.clone(), user: None, since: Instant::now() });
        Ok(request)
    }

    pub fn state(&self, secret: &str) -> Result<QuickConnect> {
        self.lock().get(secret).map(|waiting| waiting.request.clone()).ok_or(EngineError::NotFound)
    }

    pub fn authorize(&self, code: &str, user: UserId) -> Result<()> {
        let mut waiting = self.lock();
        let found = waiting.values_mut().find(|waiting| waiting.request.code == code).ok_or(EngineError::NotFound)?;
        if found.user.is_some() {
            return Err(EngineError::Conflict("this code was used already".into()));
        }
        found.user = Some(user);
        found.request.authorized = true;
        Ok(())
    }

    /// Who admitted the device. It may ask more than once until the code ends.
    pub fn finish(&self, secret: &str) -> Result<(UserId, DeviceInfo)> {
        let waiting = self.lock();
        let found = waiting.get(secret).ok_or(EngineError::NotFound)?;
        let user = found.user.ok_or(EngineError::Unauthenticated)?;
        Ok((user, found.request.device.clone()))
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<String, Waiting>> {
        let mut waiting = self.0.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        waiting.retain(|_, waiting| waiting.since.elapsed() < LIFETIME);
        waiting
    }
}
