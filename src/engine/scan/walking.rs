//! Walking a root on a thread of its own, and hearing of it meanwhile.

use std::ops::ControlFlow;

use tokio::sync::mpsc;
use tokio::task::JoinHandle;
use walros_db::DbError;
use walros_model::library::LibraryRoot;
use walros_scanner::listing::Folder;
use walros_scanner::roots::{self, Walked};

use super::progress::Cancel;

pub(super) struct Walking {
    parts: mpsc::UnboundedReceiver<Folder>,
    ended: JoinHandle<Result<Walked, String>>,
}

impl Walking {
    pub fn start(root: LibraryRoot, cancel: Cancel) -> Self {
        let (tell, parts) = mpsc::unbounded_channel();
        let ended = tokio::task::spawn_blocking(move || {
            roots::walk(&root, &mut |part| {
                let is_heard = tell.send(part).is_ok() && !cancel.is_cancelled();
                if is_heard { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
            })
        });
        Self { parts, ended }
    }

    /// Everything that was walked since the last call, as soon as there is something; `None` at the end.
    pub async fn parts(&mut self) -> Option<Vec<Folder>> {
        let mut parts = vec![self.parts.recv().await?];
        while let Ok(part) = self.parts.try_recv() {
            parts.push(part);
        }
        Some(parts)
    }

    /// The whole root, or why it is not to be believed.
    pub async fn end(self) -> Result<Result<Walked, String>, DbError> {
        drop(self.parts);
        self.ended.await.map_err(|error| DbError::Failed(error.to_string()))
    }
}
