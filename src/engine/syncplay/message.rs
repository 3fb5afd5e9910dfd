//! What members of a group tell the server, and what it tells them.

use std::time::Duration;

use uuid::Uuid;
use walros_model::{ItemId, Timestamp};

/// What a group is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Nothing is played.
    Idle,
    /// Somebody is not ready yet.
    Waiting,
    Paused,
    Playing,
}

#[derive(Clone, Debug, PartialEq)]
pub struct GroupInfo {
    pub id: Uuid,
    pub name: String,
    pub state: State,
    /// Names of users, each once.
    pub participants: Vec<String>,
    pub updated: Timestamp,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Repeat {
    #[default]
    None,
    One,
    All,
}

/// One place in the queue. The same item may stand in it more than once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    pub id: Uuid,
    pub item: ItemId,
}

/// How a player stands when it reports that it is buffering, or ready.
#[derive(Clone, Copy, Debug)]
pub struct Report {
    /// When it was so, on the server's clock as the client knows it.
    pub when: Timestamp,
    pub position: Duration,
    pub playing: bool,
    pub entry: Uuid,
}

/// What a member asks of its group.
#[derive(Clone, Debug)]
pub enum Request {
    SetQueue {
        items: Vec<ItemId>,
        place: usize,
        start: Duration,
    },
    SetEntry(Uuid),
    Remove {
        entries: Vec<Uuid>,
        clear: bool,
        clear_playing: bool,
    },
    Move {
        entry: Uuid,
        place: usize,
    },
    Queue {
        items: Vec<ItemId>,
        next: bool,
    },
    /// Names the entry that is left, so that two members who press at once skip one.
    Next(Uuid),
    Previous(Uuid),
    Repeat(Repeat),
    Shuffle(bool),
    Unpause,
    Pause,
    Stop,
    Seek(Duration),
    Buffering(Report),
    Ready(Report),
    /// The others need not wait for this member.
    IgnoreWait(bool),
    /// How long a message takes to this member.
    Ping(Duration),
}

/// Why a group's state is what it is now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StateReason {
    Buffer,
    IgnoreWait,
    Pause,
    Ready,
    Seek,
    Unpause,
}

/// Why a queue is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QueueReason {
    NewPlaylist,
    SetCurrentItem,
    RemoveItems,
    MoveItem,
    Queue,
    QueueNext,
    NextItem,
    PreviousItem,
    RepeatMode,
    ShuffleMode,
}

#[derive(Clone, Debug, PartialEq)]
pub struct QueueUpdate {
    pub reason: QueueReason,
    pub updated: Timestamp,
    pub entries: Vec<Entry>,
    /// `None` when nothing is chosen.
    pub playing: Option<usize>,
    pub start: Duration,
    pub is_playing: bool,
    pub shuffled: bool,
    pub repeat: Repeat,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Update {
    Joined(GroupInfo),
    Left,
    UserJoined(String),
    UserLeft(String),
    State {
        state: State,
        reason: StateReason,
    },
    Queue(QueueUpdate),
    DoesNotExist,
    /// The group plays something that the user may not see.
    NoAccess,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CommandKind {
    Unpause,
    Pause,
    Stop,
    Seek,
}

/// What a player has to do, at the same moment as all others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Command {
    pub kind: CommandKind,
    /// Nil when nothing is chosen.
    pub entry: Uuid,
    /// On the server's clock.
    pub when: Timestamp,
    pub position: Duration,
    pub emitted: Timestamp,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Content {
    Update(Update),
    Command(Command),
}

/// A message of a group to one of its members.
#[derive(Clone, Debug, PartialEq)]
pub struct Message {
    pub group: Uuid,
    pub content: Content,
}
