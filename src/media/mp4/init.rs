//! The init segment: `ftyp` and `moov`.

use super::boxes::{boxed, full, u16, u32, zeros};
use super::{Track, TrackMedia, sample_entry};

const MOVIE_TIMESCALE: u32 = 1000;

/// Writes the init segment of these tracks.
pub fn init(tracks: &[Track]) -> Vec<u8> {
    let mut out = Vec::with_capacity(1024);
    boxed(&mut out, b"ftyp", |out| {
        out.extend_from_slice(b"iso5");
        u32(out, 512);
        out.extend_from_slice(b"iso5iso6mp41");
    });
    boxed(&mut out, b"moov", |out| {
        movie_header(out, tracks.len() as u32);
        for (number, track) in (1..).zip(tracks) {
            boxed(out, b"trak", |out| write_track(out, number, track));
        }
        boxed(out, b"mvex", |out| {
            for number in 1..=tracks.len() as u32 {
                full(out, b"trex", 0, 0, |out| {
                    u32(out, number);
                    u32(out, 1);
                    zeros(out, 12);
                });
            }
        });
    });
    out
}

fn movie_header(out: &mut Vec<u8>, tracks: u32) {
    full(out, b"mvhd", 0, 0, |out| {
        zeros(out, 8);
        u32(out, MOVIE_TIMESCALE);
        u32(out, 0);
        u32(out, 0x0001_0000);
        u16(out, 0x0100);
        zeros(out, 10);
        matrix(out, 0, 0, 0);
        zeros(out, 24);
        u32(out, tracks + 1);
    });
}

/// The transformation of a picture turned clockwise by quarters.
fn matrix(out: &mut Vec<u8>, quarter_turns: u8, width: u16, height: u16) {
    const ONE: u32 = 0x0001_0000;
    const MINUS: u32 = 0xffff_0000;
    let (width, height) = (u32::from(width) << 16, u32::from(height) << 16);
    let [a, b, c, d, x, y] = match quarter_turns % 4 {
        0 => [ONE, 0, 0, ONE, 0, 0],
        1 => [0, ONE, MINUS, 0, height, 0],
        2 => [MINUS, 0, 0, MINUS, width, height],
        _ => [0, MINUS, ONE, 0, 0, width],
    };
    for value in [a, b, 0, c, d, 0, x, y, 0x4000_0000] {
        u32(out, value);
    }
}

fn write_track(out: &mut Vec<u8>, number: u32, track: &Track) {
    let video = match &track.media {
        TrackMedia::Video { width, height, pixel_aspect, quarter_turns, .. } => Some((*width, *height, *pixel_aspect, *quarter_turns)),
        TrackMedia::Audio { .. } | TrackMedia::Text => None,
    };
    // Enabled and in the movie.
    full(out, b"tkhd", 0, 3, |out| {
        zeros(out, 8);
        u32(out, number);
        zeros(out, 16);
        u16(out, 0);
        u16(out, 0);
        u16(out, if matches!(track.media, TrackMedia::Audio { .. }) { 0x0100 } else { 0 });
        u16(out, 0);
        let (width, height, (num, den), turns) = video.unwrap_or((0, 0, (1, 1), 0));
        matrix(out, turns, width, height);
        u32(out, (u64::from(width) * 65536 * u64::from(num) / u64::from(den.max(1))) as u32);
        u32(out, u32::from(height) << 16);
    });
    if track.delay > 0 {
        edit_list(out, track.delay);
    }
    boxed(out, b"mdia", |out| {
        full(out, b"mdhd", 0, 0, |out| {
            zeros(out, 8);
            u32(out, track.timescale);
            u32(out, 0);
            let language = track.language.filter(|letters| letters.iter().all(u8::is_ascii_lowercase)).unwrap_or(*b"und");
            u16(out, language.iter().fold(0, |code, letter| code << 5 | u16::from(letter - 0x60)));
            u16(out, 0);
        });
        full(out, b"hdlr", 0, 0, |out| {
            u32(out, 0);
            out.extend_from_slice(match track.media {
                TrackMedia::Video { .. } => b"vide",
                TrackMedia::Audio { .. } => b"soun",
                TrackMedia::Text => b"text",
            });
            zeros(out, 12);
            out.push(0);
        });
        boxed(out, b"minf", |out| media_information(out, &track.media));
    });
}

/// All of the track, from this time of its own on.
fn edit_list(out: &mut Vec<u8>, media_time: u32) {
    boxed(out, b"edts", |out| {
        full(out, b"elst", 0, 0, |out| {
            u32(out, 1);
            // The length is not known here.
            u32(out, 0);
            u32(out, media_time);
            u32(out, 0x0001_0000);
        });
    });
}

fn media_information(out: &mut Vec<u8>, media: &TrackMedia) {
    match media {
        TrackMedia::Video { .. } => full(out, b"vmhd", 0, 1, |out| zeros(out, 8)),
        TrackMedia::Audio { .. } => full(out, b"smhd", 0, 0, |out| zeros(out, 4)),
        TrackMedia::Text => full(out, b"nmhd", 0, 0, |_| ()),
    }
    boxed(out, b"dinf", |out| {
        full(out, b"dref", 0, 0, |out| {
            u32(out, 1);
            full(out, b"url ", 0, 1, |_| ());
        });
    });
    boxed(out, b"stbl", |out| {
        full(out, b"stsd", 0, 0, |out| {
            u32(out, 1);
            sample_entry::write(out, media);
        });
        full(out, b"stts", 0, 0, |out| u32(out, 0));
        full(out, b"stsc", 0, 0, |out| u32(out, 0));
        full(out, b"stsz", 0, 0, |out| zeros(out, 8));
        full(out, b"stco", 0, 0, |out| u32(out, 0));
    });
}
