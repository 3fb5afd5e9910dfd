//! What players report, from JSON bodies and from the query strings of older clients.

use walros_model::ItemId;
use walros_model::session::{Capabilities, PlaybackReport};

use super::commands::{commands, media_types};
use super::device_profile::device_profile;
use super::kinds;
use crate::error::{Error, Result};
use crate::ids;
use crate::json::Object;
use crate::lookup::Lookup;
use crate::query::Query;

const REPEAT_MODES: [&str; 3] = ["RepeatNone", "RepeatAll", "RepeatOne"];
const ORDERS: [&str; 2] = ["Default", "Shuffle"];

/// `item` is what an older path names; newer bodies name it themselves.
pub fn report(values: &impl Lookup, item: Option<ItemId>) -> Result<PlaybackReport> {
    let word = |name: &str, words: &[&'static str]| {
        values.text(name).and_then(|text| words.iter().find(|word| word.eq_ignore_ascii_case(&text)).map(|word| (*word).to_owned()))
    };
    let position = values.int("PositionTicks")?;
    if position.is_some_and(|ticks| ticks < 0) {
        return Err(Error::invalid("PositionTicks", "negative"));
    }
    Ok(PlaybackReport {
        item: item.or(values.item("ItemId")?),
        // Some clients send words of their own here for sources they made up.
        source: values.text("MediaSourceId").and_then(|text| ids::parse(&text)).map(ItemId),
        play_session: values.text("PlaySessionId").map(|text| text.into_owned()),
        position: values.ticks("PositionTicks")?,
        paused: values.flag("IsPaused")?.unwrap_or(false),
        muted: values.flag("IsMuted")?.unwrap_or(false),
        can_seek: values.flag("CanSeek")?.unwrap_or(false),
        volume: values.index("VolumeLevel")?,
        audio_stream: values.index("AudioStreamIndex")?,
        subtitle_stream: values.index("SubtitleStreamIndex")?,
        method: values.text("PlayMethod").and_then(|text| kinds::parse_play_method(&text)).unwrap_or_default(),
        repeat: word("RepeatMode", &REPEAT_MODES),
        order: word("PlaybackOrder", &ORDERS),
        failed: values.flag("Failed")?.unwrap_or(false),
        playlist_entry: values.text("PlaylistItemId").map(|text| text.into_owned()),
        queue: Vec::new(),
        timeline: false,
    })
}

/// A whole body, with the queue it may hold.
pub fn report_body(body: &Object) -> Result<PlaybackReport> {
    let queue = body.objects("NowPlayingQueue")?.into_iter().filter_map(|entry| {
        let id = ids::parse(&entry.text("Id")?).map(ItemId)?;
        Some((id, entry.text("PlaylistItemId").map(|text| text.into_owned())))
    });
    Ok(PlaybackReport { queue: queue.collect(), ..report(body, None)? })
}

/// From `Capabilities/Full`.
pub fn capabilities_body(body: &Object) -> Result<Capabilities> {
    Ok(Capabilities {
        media_types: media_types(&body.strings("PlayableMediaTypes")?),
        commands: commands(&body.strings("SupportedCommands")?),
        profile: body.object("DeviceProfile")?.map(|profile| device_profile(&profile)).transpose()?,
        ..capabilities(body)?
    })
}

/// From the older form in the query.
pub fn capabilities_query(query: &Query) -> Result<Capabilities> {
    let strings = |name| query.list(name).into_iter().map(str::to_owned).collect::<Vec<_>>();
    let (types, words) = (media_types(&strings("playableMediaTypes")), commands(&strings("supportedCommands")));
    Ok(Capabilities { media_types: types, commands: words, ..capabilities(query)? })
}

fn capabilities(values: &impl Lookup) -> Result<Capabilities> {
    Ok(Capabilities {
        media_control: values.flag("SupportsMediaControl")?.unwrap_or(false),
        persistent_identifier: values.flag("SupportsPersistentIdentifier")?.unwrap_or(true),
        app_store_url: values.text("AppStoreUrl").map(|text| text.into_owned()),
        icon_url: values.text("IconUrl").map(|text| text.into_owned()),
        ..Capabilities::default()
    })
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use serde_json::json;
    use walros_model::session::PlayMethod;

    use super::{report, report_body};
    use crate::json::Object;
    use crate::query::Query;

    #[test]
    fn a_body_and_a_query_say_the_same() {
        let id = "0fc1f4d266d742a39f5951b4a1f4e3c2";
        let body = json!({"ItemId": id, "MediaSourceId": "0fc1f4d2-66d7-42a3-9f59-51b4a1f4e3c2", "PositionTicks": "150000000", "IsPaused": true, "PlayMethod": "transcode", "VolumeLevel": 80});
        let from_body = report_body(&Object(body.as_object().unwrap().clone())).unwrap();
        let query = Query::parse(&format!("itemId={id}&mediaSourceId={id}&positionTicks=150000000&isPaused=true&playMethod=Transcode&volumeLevel=80"));
        assert_eq!(from_body, report(&query, None).unwrap());
        assert_eq!((from_body.position, from_body.method), (Some(Duration::from_secs(15)), PlayMethod::Transcode));
    }

    #[test]
    fn what_is_missing_is_not_made_up() {
        let report = report_body(&Object::default()).unwrap();
        assert_eq!((report.item, report.position, report.volume), (None, None, None));
        assert!(super::report(&Query::parse("positionTicks=-1"), None).is_err());
    }
}
