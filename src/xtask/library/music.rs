//! The albums and photos of the sample library.

use super::model::{Album, Photo, Track};

/// One album of two discs in four formats, and one compilation.
pub fn albums() -> Vec<Album> {
    vec![harmonics(), test_tones()]
}

fn harmonics() -> Album {
    let plan = [(1, 1, "Fundamental", "flac"), (1, 2, "Second Partial", "mp3"), (2, 1, "Third Partial", "m4a"), (2, 2, "Fourth Partial", "opus")];
    let track = |(disc, number, title, ending): (u32, u32, &str, &str)| Track {
        path: format!("CD{disc}/{number:02} - {title}.{ending}"),
        disc: Some(disc),
        number,
        title: title.into(),
        artist: "The Overtones".into(),
        seconds: 14,
        hz: 110 * (number + 2 * disc),
        embedded_cover: ending == "flac" || ending == "mp3",
        lyrics: number == 1,
        gain: Some("-3.20 dB"),
    };
    Album {
        title: "Harmonics".into(),
        artist: "The Overtones".into(),
        year: Some(2012),
        genre: "Ambient",
        compilation: false,
        folder: "The Overtones/Harmonics (2012)".into(),
        cover: true,
        tracks: plan.into_iter().map(track).collect(),
    }
}

fn test_tones() -> Album {
    let track = |(at, artist): (u32, &str)| Track {
        path: format!("{:02} {artist} - Tone {}.mp3", at + 1, at + 1),
        disc: None,
        number: at + 1,
        title: format!("Tone {}", at + 1),
        artist: artist.into(),
        seconds: 9,
        hz: 600 + 50 * at,
        embedded_cover: false,
        lyrics: false,
        gain: None,
    };
    Album {
        title: "Test Tones Vol. 1".into(),
        artist: "Various Artists".into(),
        year: None,
        genre: "Test",
        compilation: true,
        folder: "Various Artists/Test Tones Vol. 1".into(),
        cover: false,
        tracks: (0..).zip(["Ann Hertz", "Bo Decibel", "Cy Cent"]).map(track).collect(),
    }
}

/// Photos in two folders.
pub fn photos() -> Vec<Photo> {
    ["Summer/beach.jpg", "Summer/boat.jpg", "Winter/snow.png"].map(|path| Photo { path: path.into(), size: (1600, 1200) }).into()
}
