//! What is being made now: whoever wants it, too, joins the flight.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use bytes::Bytes;
use futures_util::FutureExt;
use futures_util::future::{AbortHandle, Abortable, BoxFuture, Either, Shared, WeakShared, select};
use walros_jobs::{Begun, Priority};

use crate::error::{Result, StreamError};

/// Everybody who wants the segment holds a clone; when the last one is dropped, a job that has not begun leaves the queue.
pub(crate) type Flight = Shared<BoxFuture<'static, Result<Bytes>>>;

/// One flight a key.
#[derive(Default)]
pub(crate) struct Flights(Mutex<HashMap<blake3::Hash, Entry>>);

struct Entry {
    flight: WeakShared<BoxFuture<'static, Result<Bytes>>>,
    begun: Begun,
    priority: Priority,
    /// Calls off what was begun for nobody in particular.
    ahead: Option<AbortHandle>,
}

impl Flights {
    /// The flight of this key, or a new one that does what `make` gives. Who waits does not join one that nobody waits for and
    /// no worker has in hand: that is called off, and the new one goes before all such. Of idle work that has begun nobody
    /// knows when it ends, as it leaves the processors to everybody, and a process that is nice cannot be made less so: it goes
    /// on, the new one begins beside it, and the first that is done is the answer.
    pub fn join(&self, key: blake3::Hash, priority: Priority, make: impl FnOnce(Begun) -> BoxFuture<'static, Result<Bytes>>) -> Flight {
        let mut flights = self.lock();
        let mut slow = None;
        if let Some(entry) = flights.get(&key)
            && let Some(flight) = entry.flight.upgrade()
        {
            match &entry.ahead {
                Some(ahead) if priority == Priority::Waiting && entry.begun.at().is_none() => ahead.abort(),
                Some(_) if priority == Priority::Waiting && entry.priority == Priority::Idle => slow = Some(flight),
                _ => return flight,
            }
        }
        flights.retain(|_, entry| entry.flight.upgrade().is_some());
        let begun = Begun::default();
        let (handle, registration) = AbortHandle::new_pair();
        let made = Abortable::new(make(begun.clone()), registration);
        let made = made.map(|made| made.unwrap_or_else(|_| Err(StreamError::CalledOff))).boxed();
        let flight = match slow {
            Some(slow) => first_valid(slow, made).boxed().shared(),
            None => made.shared(),
        };
        if let Some(weak) = flight.downgrade() {
            flights.insert(key, Entry { flight: weak, begun, priority, ahead: (priority != Priority::Waiting).then_some(handle) });
        }
        flight
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<blake3::Hash, Entry>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What is answered first, unless it is a failure.
async fn first_valid(slow: Flight, fast: BoxFuture<'static, Result<Bytes>>) -> Result<Bytes> {
    match select(slow, fast).await {
        Either::Left((Ok(bytes), _)) | Either::Right((Ok(bytes), _)) => Ok(bytes),
        Either::Left((Err(_), fast)) => fast.await,
        Either::Right((Err(_), slow)) => slow.await,
    }
}
