//! `/socket`: what the server tells clients by itself. One task for each socket.

use std::time::Duration;

use actix_web::{HttpRequest, rt, web};
use actix_ws::{AggregatedMessage, MessageStream, Session};
use futures_util::StreamExt;
use serde_json::{Value, json};
use tokio::sync::broadcast;
use tokio::sync::mpsc::Receiver;
use tokio::time::{Instant, interval_at};
use walros_engine::{Caller, Event};

use crate::access::Who;
use crate::error::Error;
use crate::json::Object;
use crate::lookup::Lookup;
use crate::sockets::Place;
use crate::state_changes::StateChanges;
use crate::watched::Watched;
use crate::{Done, Facade, convert, ids, pushes, sessions, tasks};

/// Seconds after which a silent client counts as gone; it is told so when it connects.
const KEEP_ALIVE: u64 = 60;
const REMIND_AFTER: Duration = Duration::from_secs(45);
const GONE_AFTER: Duration = Duration::from_secs(75);
/// Clients send nothing larger than a command.
const MOST_BYTES: usize = 64 << 10;

/// A frame as clients read it.
pub fn message(kind: &str, data: impl Into<Option<Value>>) -> String {
    let mut frame = json!({ "MessageId": ids::random(), "MessageType": kind });
    if let (Some(data), Some(members)) = (data.into(), frame.as_object_mut()) {
        members.insert("Data".to_owned(), data);
    }
    frame.to_string()
}

pub async fn open(jellyfin: Facade, who: Who, request: HttpRequest, payload: web::Payload) -> Done {
    let (response, session, stream) = actix_ws::handle(&request, payload).map_err(|_| Error::invalid("", "not a websocket handshake"))?;
    let socket = Socket { jellyfin, who, session, sessions: None, tasks: None, changes: StateChanges::default(), heard: Instant::now() };
    rt::spawn(socket.run(stream));
    Ok(response)
}

struct Socket {
    jellyfin: Facade,
    who: Who,
    session: Session,
    sessions: Option<Watched>,
    tasks: Option<Watched>,
    changes: StateChanges,
    heard: Instant,
}

/// The socket is closed.
struct Closed;

impl From<actix_ws::Closed> for Closed {
    fn from(_: actix_ws::Closed) -> Self {
        Self
    }
}

impl Socket {
    async fn run(mut self, stream: MessageStream) {
        // An API key has no session of its own, and watches all the same.
        let own = self.jellyfin.engine.watch.session(&self.who).ok().map(|session| session.id);
        let name = own.clone().unwrap_or_else(ids::random);
        let (place, outbox) = self.jellyfin.sockets.enter(&name);
        let _ = self.serve(stream, outbox, &place, own.as_deref()).await;
        let last = place.leave();
        if last && own.is_some() {
            self.jellyfin.engine.watch.end_session(&self.who);
        }
        let _ = self.session.close(None).await;
    }

    async fn serve(&mut self, stream: MessageStream, mut outbox: Receiver<String>, place: &Place, own: Option<&str>) -> Result<(), Closed> {
        let mut events = self.jellyfin.engine.events.subscribe();
        let mut frames = stream.max_frame_size(MOST_BYTES).aggregate_continuations().max_continuation_size(MOST_BYTES);
        let mut check = interval_at(Instant::now() + Duration::from_secs(15), Duration::from_secs(15));
        self.send(message("ForceKeepAlive", json!(KEEP_ALIVE))).await?;
        loop {
            tokio::select! {
                frame = frames.next() => self.hear(frame.and_then(Result::ok).ok_or(Closed)?).await?,
                Some(text) = outbox.recv() => self.send(text).await?,
                event = events.recv() => match event {
                    // Of several sockets the newest is the player's.
                    Ok(Event::SyncPlay { session, message: said }) => {
                        if own == Some(&session) && place.is_newest() {
                            let (kind, data) = convert::syncplay::message(&said);
                            self.send(message(kind, data)).await?;
                        }
                    }
                    Ok(event) => self.tell(event, own).await?,
                    Err(broadcast::error::RecvError::Lagged(_)) => {}
                    Err(broadcast::error::RecvError::Closed) => return Ok(()),
                },
                () = Watched::tick(&mut self.sessions) => self.send_sessions().await?,
                () = Watched::tick(&mut self.tasks) => self.send_tasks().await?,
                () = self.changes.due() => self.send_changes().await?,
                _ = check.tick() => self.keep_alive().await?,
            }
        }
    }

    async fn send(&mut self, text: String) -> Result<(), Closed> {
        Ok(self.session.text(text).await?)
    }

    async fn keep_alive(&mut self) -> Result<(), Closed> {
        match self.heard.elapsed() {
            silence if silence > GONE_AFTER => Err(Closed),
            silence if silence > REMIND_AFTER => self.send(message("ForceKeepAlive", json!(KEEP_ALIVE))).await,
            _ => Ok(()),
        }
    }

    /// What cannot be read is ignored, as by the real server.
    async fn hear(&mut self, frame: AggregatedMessage) -> Result<(), Closed> {
        self.heard = Instant::now();
        match frame {
            AggregatedMessage::Text(text) => match serde_json::from_str::<Value>(&text) {
                Ok(Value::Object(members)) => self.obey(&Object(members)).await,
                _ => Ok(()),
            },
            AggregatedMessage::Ping(bytes) => Ok(self.session.pong(&bytes).await?),
            AggregatedMessage::Close(_) => Err(Closed),
            AggregatedMessage::Binary(_) | AggregatedMessage::Pong(_) => Ok(()),
        }
    }

    async fn obey(&mut self, frame: &Object) -> Result<(), Closed> {
        let kind = frame.text("MessageType").unwrap_or_default().to_ascii_lowercase();
        let timing = frame.text("Data").unwrap_or_default();
        match kind.as_str() {
            "keepalive" => self.send(message("KeepAlive", None)).await?,
            "sessionsstart" => self.sessions = Some(Watched::new(&timing, self.sessions_now().await)),
            "sessionsstop" => self.sessions = None,
            "scheduledtasksinfostart" if self.who.is_administrator() => self.tasks = Some(Watched::new(&timing, self.tasks_now())),
            "scheduledtasksinfostop" => self.tasks = None,
            _ => {}
        }
        Ok(())
    }

    async fn tell(&mut self, event: Event, own: Option<&str>) -> Result<(), Closed> {
        if matches!(event, Event::SessionsChanged) {
            // Signed out: its socket goes with the session.
            return if self.is_there(own) { self.send_sessions().await } else { Err(Closed) };
        }
        if let Event::StateChanged { user, items, films: _ } = event {
            if self.who.user_id() == Some(user) {
                self.changes.add(items);
            }
            return Ok(());
        }
        if let Event::UserDeleted { user } = event
            && self.who.user_id() == Some(user)
        {
            return Err(Closed);
        }
        if let Event::UserChanged { user } = event
            && self.who.user_id() == Some(user)
            && let Ok(user) = self.jellyfin.engine.users.get(&self.who, user).await
        {
            let dto = crate::convert::user::user(&user, &self.jellyfin.engine.system.info().id);
            self.who.caller.user = Some(user);
            return self.send(message("UserUpdated", serde_json::to_value(dto).ok())).await;
        }
        match pushes::push(&event, &self.who) {
            Some((kind, data)) => self.send(message(kind, Some(data).filter(|data| !data.is_null()))).await?,
            None => return Ok(()),
        }
        // The server ends: it waits for nobody who is still connected.
        if matches!(event, Event::Ending(_)) { Err(Closed) } else { Ok(()) }
    }

    fn is_there(&self, own: Option<&str>) -> bool {
        own.is_none_or(|own| self.jellyfin.engine.watch.sessions(&Caller::server()).iter().any(|session| session.id == own))
    }

    async fn sessions_now(&self) -> Value {
        let list = self.jellyfin.engine.watch.sessions(&self.who);
        let answers = sessions::all(&self.jellyfin, &self.who, &list).await.ok();
        answers.and_then(|answers| serde_json::to_value(answers).ok()).unwrap_or_default()
    }

    fn tasks_now(&self) -> Value {
        tasks::all(&self.jellyfin, &self.who).ok().and_then(|tasks| serde_json::to_value(tasks).ok()).unwrap_or_default()
    }

    async fn send_sessions(&mut self) -> Result<(), Closed> {
        if self.sessions.is_some() {
            let now = self.sessions_now().await;
            if self.sessions.as_mut().is_some_and(|watched| watched.differs(&now)) {
                return self.send(message("Sessions", now)).await;
            }
        }
        Ok(())
    }

    async fn send_tasks(&mut self) -> Result<(), Closed> {
        let now = self.tasks_now();
        if self.tasks.as_mut().is_some_and(|watched| watched.differs(&now)) { self.send(message("ScheduledTasksInfo", now)).await } else { Ok(()) }
    }

    async fn send_changes(&mut self) -> Result<(), Closed> {
        let Some(user) = self.who.user_id() else { return Ok(()) };
        let data = self.changes.take(user);
        self.send(message("UserDataChanged", data)).await
    }
}
