//! The open websockets, by the session they belong to.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::mpsc;

/// Messages waiting for one socket; one that does not take them in loses them.
const WAITING: usize = 64;

/// The sockets of each session, the newest last, with the numbers of their places.
type Open = HashMap<String, Vec<(u64, mpsc::Sender<String>)>>;

#[derive(Default)]
pub struct Sockets {
    open: Mutex<Open>,
    next: AtomicU64,
}

/// One socket's place; given up when dropped.
pub struct Place {
    sockets: Arc<Sockets>,
    session: String,
    number: u64,
}

impl Sockets {
    /// A place for a socket of a session, and what is sent to it.
    pub fn enter(self: &Arc<Self>, session: &str) -> (Place, mpsc::Receiver<String>) {
        let (sender, receiver) = mpsc::channel(WAITING);
        let number = self.next.fetch_add(1, Ordering::Relaxed);
        self.lock().entry(session.to_owned()).or_default().push((number, sender));
        (Place { sockets: self.clone(), session: session.to_owned(), number }, receiver)
    }

    pub fn is_open(&self, session: &str) -> bool {
        self.lock().contains_key(session)
    }

    /// To the socket that a session opened last; whether there was one that took it.
    pub fn send(&self, session: &str, message: String) -> bool {
        self.lock().get(session).and_then(|sockets| sockets.last()).is_some_and(|(_, socket)| socket.try_send(message).is_ok())
    }

    fn lock(&self) -> MutexGuard<'_, Open> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Place {
    /// Gives the place up; whether it was the session's last.
    pub fn leave(self) -> bool {
        self.remove()
    }

    /// Whether no other socket of its session was opened after it.
    pub fn is_newest(&self) -> bool {
        self.sockets.lock().get(&self.session).and_then(|sockets| sockets.last()).is_some_and(|(number, _)| *number == self.number)
    }

    fn remove(&self) -> bool {
        let mut open = self.sockets.lock();
        let Some(sockets) = open.get_mut(&self.session) else { return false };
        sockets.retain(|(number, _)| *number != self.number);
        let last = sockets.is_empty();
        if last {
            open.remove(&self.session);
        }
        last
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.remove();
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::Sockets;

    #[test]
    fn the_newest_socket_hears_and_the_last_one_ends_the_session() {
        let sockets = Arc::new(Sockets::default());
        let (first, mut heard_first) = sockets.enter("s");
        let (second, mut heard_second) = sockets.enter("s");
        assert!(sockets.send("s", "hello".into()));
        assert_eq!(heard_second.try_recv().unwrap(), "hello");
        assert!(heard_first.try_recv().is_err());
        assert!(!second.leave());
        assert!(sockets.send("s", "again".into()));
        assert!(first.leave() && !sockets.is_open("s") && !sockets.send("s", "nobody".into()));
    }
}
