//! A brake on guessing passwords: after a few failures from one address or on one name, each further try waits.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::Mutex;
use std::time::{Duration, Instant};

/// Failures that cost nothing; people mistype.
const FREE_FAILURES: u32 = 10;
const WINDOW: Duration = Duration::from_secs(300);
/// Entries kept; an attacker with many addresses must not fill our memory.
const MOST_ENTRIES: usize = 10_000;

#[derive(Default)]
pub struct Attempts(Mutex<HashMap<(IpAddr, String), (u32, Instant)>>);

impl Attempts {
    /// Whether another try is to be let through now.
    pub fn allowed(&self, address: IpAddr, name: &str) -> bool {
        let entries = self.lock();
        entries.get(&key(address, name)).is_none_or(|(failures, last)| *failures < FREE_FAILURES || last.elapsed() > WINDOW)
    }

    pub fn failed(&self, address: IpAddr, name: &str) {
        let mut entries = self.lock();
        if entries.len() >= MOST_ENTRIES {
            entries.retain(|_, (_, last)| last.elapsed() < WINDOW);
        }
        let entry = entries.entry(key(address, name)).or_insert((0, Instant::now()));
        if entry.1.elapsed() > WINDOW {
            entry.0 = 0;
        }
        *entry = (entry.0 + 1, Instant::now());
    }

    pub fn succeeded(&self, address: IpAddr, name: &str) {
        self.lock().remove(&key(address, name));
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<(IpAddr, String), (u32, Instant)>> {
        self.0.lock().unwrap_or_else(|poisoned| poisoned.into_inner())
    }
}

fn key(address: IpAddr, name: &str) -> (IpAddr, String) {
    (address, name.to_lowercase())
}
