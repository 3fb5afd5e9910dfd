//! Stopping the server, or starting it anew, because an administrator asked for it.

use tokio::sync::watch;

use crate::system::System;
use crate::{Caller, Event, Result};

/// How the server is to end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    Stop,
    /// It comes back with the same arguments.
    Restart,
}

/// Set once; whoever runs the server waits for it.
pub(crate) struct Endings(watch::Sender<Option<Ending>>);

impl Default for Endings {
    fn default() -> Self {
        Self(watch::Sender::new(None))
    }
}

impl System {
    /// Tells clients, then whoever runs the server. Administrators only.
    pub fn end(&self, caller: &Caller, ending: Ending) -> Result<()> {
        caller.require_administrator()?;
        tracing::info!(?ending, user = caller.user.as_ref().map_or("an API key", |user| user.name.as_str()), "asked to end");
        self.0.events.send(Event::Ending(ending));
        self.0.endings.0.send_replace(Some(ending));
        Ok(())
    }

    /// Returns when the server is to end.
    pub async fn ended(&self) -> Ending {
        let mut asked = self.0.endings.0.subscribe();
        loop {
            if let Some(ending) = *asked.borrow_and_update() {
                return ending;
            }
            if asked.changed().await.is_err() {
                // The sender lives as long as the server.
                std::future::pending::<()>().await;
            }
        }
    }

    /// How the server is about to end; `None` while nobody asked.
    pub fn ending(&self) -> Option<Ending> {
        *self.0.endings.0.borrow()
    }
}
