//! Steering another session's player: commands that come by HTTP go on by that session's websocket.

use serde_json::{Map, Value, json};

use crate::access::Who;
use crate::convert::commands::GENERAL_COMMANDS;
use crate::error::{Error, Result};
use crate::ids::Guid;
use crate::json::OptionalBody;
use crate::lookup::Lookup;
use crate::params::Params;
use crate::query::Query;
use crate::websocket::message;
use crate::{Done, Facade, Jellyfin, no_content};

const PLAY_COMMANDS: [&str; 5] = ["PlayNow", "PlayNext", "PlayLast", "PlayInstantMix", "PlayShuffle"];
const PLAYSTATE_COMMANDS: [&str; 9] = ["Stop", "Pause", "Unpause", "NextTrack", "PreviousTrack", "Seek", "Rewind", "FastForward", "PlayPause"];

fn word(words: &[&'static str], text: &str, name: &str) -> Result<&'static str> {
    words.iter().find(|word| word.eq_ignore_ascii_case(text)).copied().ok_or_else(|| Error::invalid(name, "no such command"))
}

impl Jellyfin {
    /// To a session that the caller may see: an administrator any, others their own. One that is there but listens to
    /// nothing takes no harm.
    fn send_to(&self, who: &Who, params: &Params, kind: &str, data: Value) -> Done {
        let id = params.required_text("sessionId")?;
        if !self.engine.watch.sessions(who).iter().any(|session| session.id == id) {
            return Err(Error::NotFound("no such session"));
        }
        self.sockets.send(&id, message(kind, data));
        Ok(no_content())
    }
}

fn controller(who: &Who) -> Guid {
    who.user_id().map_or_else(Guid::default, Guid::from)
}

/// An object without the members that are null, as all of Jellyfin's answers are.
fn present(value: Value) -> Value {
    match value {
        Value::Object(members) => Value::Object(members.into_iter().filter(|(_, value)| !value.is_null()).collect()),
        other => other,
    }
}

pub async fn play(jellyfin: Facade, who: Who, params: Params, query: Query) -> Done {
    let command = word(&PLAY_COMMANDS, &query.text("playCommand").unwrap_or_default(), "playCommand")?;
    let items: Vec<Guid> = query.items("itemIds").into_iter().map(Guid::from).collect();
    let data = json!({
        "ItemIds": items,
        "PlayCommand": command,
        "ControllingUserId": controller(&who),
        "StartPositionTicks": query.int("startPositionTicks")?,
        "MediaSourceId": query.text("mediaSourceId"),
        "AudioStreamIndex": query.index("audioStreamIndex")?,
        "SubtitleStreamIndex": query.index("subtitleStreamIndex")?,
        "StartIndex": query.int("startIndex")?,
    });
    jellyfin.send_to(&who, &params, "Play", present(data))
}

pub async fn playstate(jellyfin: Facade, who: Who, params: Params, query: Query) -> Done {
    let command = word(&PLAYSTATE_COMMANDS, &params.required_text("command")?, "command")?;
    let data = json!({ "Command": command, "SeekPositionTicks": query.int("seekPositionTicks")?, "ControllingUserId": controller(&who) });
    jellyfin.send_to(&who, &params, "Playstate", present(data))
}

pub async fn command(jellyfin: Facade, who: Who, params: Params) -> Done {
    let name = word(&GENERAL_COMMANDS, &params.required_text("command")?, "command")?;
    general(&jellyfin, &who, &params, name, Map::new())
}

pub async fn full_command(jellyfin: Facade, who: Who, params: Params, body: OptionalBody) -> Done {
    let name = word(&GENERAL_COMMANDS, &body.0.text("Name").unwrap_or_default(), "Name")?;
    let arguments = body.0.object("Arguments")?.unwrap_or_default();
    let texts = arguments.0.keys().filter_map(|key| Some((key.clone(), Value::from(arguments.text(key)?.into_owned()))));
    general(&jellyfin, &who, &params, name, texts.collect())
}

pub async fn show_message(jellyfin: Facade, who: Who, params: Params, body: OptionalBody) -> Done {
    let text = body.0.text("Text").ok_or_else(|| Error::invalid("Text", "missing"))?;
    let mut arguments = Map::from_iter([("Text".to_owned(), Value::from(text.into_owned()))]);
    arguments.insert("Header".to_owned(), Value::from(body.0.text("Header").unwrap_or_else(|| "Message from Server".into()).into_owned()));
    if let Some(timeout) = body.0.int("TimeoutMs")? {
        arguments.insert("TimeoutMs".to_owned(), Value::from(timeout.to_string()));
    }
    general(&jellyfin, &who, &params, "DisplayMessage", arguments)
}

pub async fn display(jellyfin: Facade, who: Who, params: Params, query: Query) -> Done {
    let arguments = [("ItemId", "itemId"), ("ItemName", "itemName"), ("ItemType", "itemType")];
    let arguments = arguments.into_iter().filter_map(|(name, parameter)| Some((name.to_owned(), Value::from(query.text(parameter)?.into_owned()))));
    general(&jellyfin, &who, &params, "DisplayContent", arguments.collect())
}

fn general(jellyfin: &Jellyfin, who: &Who, params: &Params, name: &str, arguments: Map<String, Value>) -> Done {
    jellyfin.send_to(who, params, "GeneralCommand", json!({ "Name": name, "ControllingUserId": controller(who), "Arguments": arguments }))
}
