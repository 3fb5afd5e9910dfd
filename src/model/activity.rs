//! What happened on the server, for whoever looks after it.

use crate::{ItemId, Timestamp, UserId};

/// What it was. The number is what the database stores: never reuse one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(i16)]
pub enum ActivityKind {
    SignedIn = 1,
    SignInFailed = 2,
    SignedOut = 3,
    UserCreated = 4,
    UserDeleted = 5,
    PasswordChanged = 6,
    PlaybackStarted = 7,
    PlaybackStopped = 8,
}

impl ActivityKind {
    pub const ALL: [ActivityKind; 8] = [
        Self::SignedIn,
        Self::SignInFailed,
        Self::SignedOut,
        Self::UserCreated,
        Self::UserDeleted,
        Self::PasswordChanged,
        Self::PlaybackStarted,
        Self::PlaybackStopped,
    ];

    pub fn code(self) -> i16 {
        self as i16
    }

    pub fn from_code(code: i16) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// One entry, in facts: the words are the facades'. Names are those of the time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Activity {
    /// Grows with time; given by the database.
    pub number: i64,
    pub at: Timestamp,
    pub kind: ActivityKind,
    /// Whom it is about; `None` for a name nobody has.
    pub user: Option<UserId>,
    pub user_name: String,
    pub item: Option<ItemId>,
    /// Empty where there is no item.
    pub item_name: String,
    /// The device, or empty.
    pub device: String,
    /// The client's address, or empty.
    pub address: String,
}

/// Which entries are wanted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ActivityQuery {
    pub since: Option<Timestamp>,
    /// Whether it is about a user; `None` = either.
    pub has_user: Option<bool>,
    pub start: u64,
    /// `None` = all.
    pub limit: Option<u64>,
}
