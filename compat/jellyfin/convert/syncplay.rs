//! What groups say, as clients hear it.

use serde::Serialize;
use serde_json::{Value, json};
use walros_engine::syncplay::message::{self, Command, Content, Message, QueueUpdate, Repeat, Update};

use crate::ids::Guid;
use crate::time;

#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct GroupInfo {
    group_id: Guid,
    group_name: String,
    state: String,
    participants: Vec<String>,
    last_updated_at: String,
}

pub fn group_info(info: &message::GroupInfo) -> GroupInfo {
    let message::GroupInfo { id, name, state, participants, updated } = info;
    GroupInfo {
        group_id: Guid(*id),
        group_name: name.clone(),
        // Idle, Waiting, Paused, Playing: the engine took the field's own words.
        state: format!("{state:?}"),
        participants: participants.clone(),
        last_updated_at: time::moment(*updated),
    }
}

/// The kind and data of the websocket's message.
pub fn message(message: &Message) -> (&'static str, Value) {
    let group = Guid(message.group);
    match &message.content {
        Content::Command(command) => ("SyncPlayCommand", self::command(group, command)),
        Content::Update(update) => {
            let (kind, data) = self::update(message, update);
            ("SyncPlayGroupUpdate", json!({ "GroupId": group, "Data": data, "Type": kind }))
        }
    }
}

fn command(group: Guid, command: &Command) -> Value {
    let Command { kind, entry, when, position, emitted } = command;
    json!({
        "GroupId": group,
        "PlaylistItemId": Guid(*entry),
        "When": time::moment(*when),
        "PositionTicks": time::ticks(*position),
        "Command": format!("{kind:?}"),
        "EmittedAt": time::moment(*emitted),
    })
}

fn update(message: &Message, update: &Update) -> (&'static str, Value) {
    match update {
        Update::Joined(info) => ("GroupJoined", json!(group_info(info))),
        // The only place where the id is written with dashes.
        Update::Left => ("GroupLeft", json!(message.group.to_string())),
        Update::UserJoined(name) => ("UserJoined", json!(name)),
        Update::UserLeft(name) => ("UserLeft", json!(name)),
        Update::State { state, reason } => ("StateUpdate", json!({ "State": format!("{state:?}"), "Reason": format!("{reason:?}") })),
        Update::Queue(queue) => ("PlayQueue", self::queue(queue)),
        Update::DoesNotExist => ("GroupDoesNotExist", json!("")),
        Update::NoAccess => ("LibraryAccessDenied", json!("")),
    }
}

fn queue(queue: &QueueUpdate) -> Value {
    let QueueUpdate { reason, updated, entries, playing, start, is_playing, shuffled, repeat } = queue;
    let entries: Vec<Value> = entries.iter().map(|entry| json!({ "ItemId": Guid::from(entry.item), "PlaylistItemId": Guid(entry.id) })).collect();
    let repeat = match repeat {
        Repeat::None => "RepeatNone",
        Repeat::One => "RepeatOne",
        Repeat::All => "RepeatAll",
    };
    json!({
        "Reason": format!("{reason:?}"),
        "LastUpdate": time::moment(*updated),
        "Playlist": entries,
        "PlayingItemIndex": playing.map_or(-1, |place| place as i64),
        "StartPositionTicks": time::ticks(*start),
        "IsPlaying": is_playing,
        "ShuffleMode": if *shuffled { "Shuffle" } else { "Sorted" },
        "RepeatMode": repeat,
    })
}
