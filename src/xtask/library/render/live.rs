//! A live TV provider as files: a stream to be repeated, a list of two channels, and a guide. Whoever serves them puts
//! their own address for `@BASE@` and a date for `@DAY@`.

use super::{Job, video};
use crate::library::model::{Audio, Clip, Sound, Video};
use std::path::Path;

/// Channel id, number, name, category of its programmes, and what is added to the stream's address.
const CHANNELS: &[(&str, u32, &str, &str, &str)] = &[("one.test", 1, "Channel One", "News", ""), ("two.test", 2, "Channel Two", "Movie", "?two")];

/// The jobs that make the provider's files.
pub fn jobs(folder: &Path) -> Vec<Job> {
    let mut clip = Clip::new("loop.ts", CHANNELS[0].2, 30);
    (clip.rate, clip.video, clip.audio) = ("25", Video::H264 { gop: 1 }, vec![Audio::new(Sound::Aac, 2, 440)]);
    vec![video::job(folder, &clip), Job::text(folder.join("channels.m3u"), channels()), Job::text(folder.join("guide.xml"), guide())]
}

fn channels() -> String {
    let entry = |(id, number, name, category, query): &(&str, u32, &str, &str, &str)| {
        format!("#EXTINF:-1 tvg-id=\"{id}\" tvg-chno=\"{number}\" group-title=\"{category}\",{name}\n@BASE@/loop.ts{query}\n")
    };
    "#EXTM3U url-tvg=\"guide.xml\"\n".to_owned() + &CHANNELS.iter().map(entry).collect::<String>()
}

/// XMLTV: an hour a programme, a day long.
fn guide() -> String {
    let names = CHANNELS.iter().map(|(id, _, name, ..)| format!("<channel id=\"{id}\"><display-name>{name}</display-name></channel>\n"));
    let hours = CHANNELS.iter().flat_map(|(id, _, name, category, _)| {
        (0..24).map(move |hour| {
            format!(
                "<programme start=\"@DAY@{hour:02}0000 +0000\" stop=\"@DAY@{hour:02}5959 +0000\" channel=\"{id}\"><title lang=\"en\">Hour {hour} on {name}</title>\
                 <desc>What happens at {hour}.</desc><category>{category}</category></programme>\n"
            )
        })
    });
    format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<tv>\n{}{}</tv>\n", names.collect::<String>(), hours.collect::<String>())
}
