//! The words that a client may say it understands. Others are left out, as a Jellyfin does: clients written in Kotlin fail
//! on a session that holds one.

/// All commands that clients can name; others make some of them fail.
pub const GENERAL_COMMANDS: [&str; 43] = [
    "MoveUp",
    "MoveDown",
    "MoveLeft",
    "MoveRight",
    "PageUp",
    "PageDown",
    "PreviousLetter",
    "NextLetter",
    "ToggleOsd",
    "ToggleContextMenu",
    "Select",
    "Back",
    "TakeScreenshot",
    "SendKey",
    "SendString",
    "GoHome",
    "GoToSettings",
    "VolumeUp",
    "VolumeDown",
    "Mute",
    "Unmute",
    "ToggleMute",
    "SetVolume",
    "SetAudioStreamIndex",
    "SetSubtitleStreamIndex",
    "ToggleFullscreen",
    "DisplayContent",
    "GoToSearch",
    "DisplayMessage",
    "SetRepeatMode",
    "ChannelUp",
    "ChannelDown",
    "Guide",
    "ToggleStats",
    "PlayMediaSource",
    "PlayTrailers",
    "SetShuffleQueue",
    "PlayState",
    "PlayNext",
    "ToggleOsdMenu",
    "Play",
    "SetMaxStreamingBitrate",
    "SetPlaybackOrder",
];

const MEDIA_TYPES: [&str; 5] = ["Unknown", "Video", "Audio", "Photo", "Book"];

/// The commands of a list that there are, as Jellyfin spells them.
pub fn commands(said: &[String]) -> Vec<String> {
    known(said, &GENERAL_COMMANDS)
}

pub fn media_types(said: &[String]) -> Vec<String> {
    known(said, &MEDIA_TYPES)
}

fn known(said: &[String], words: &[&str]) -> Vec<String> {
    said.iter().filter_map(|said| words.iter().find(|word| word.eq_ignore_ascii_case(said)).map(|word| (*word).to_owned())).collect()
}

#[cfg(test)]
mod tests {
    #[test]
    fn only_words_that_there_are_stay() {
        let said = ["Playstate", "Dance", "mute"].map(str::to_owned);
        assert_eq!(super::commands(&said), ["PlayState", "Mute"]);
    }
}
