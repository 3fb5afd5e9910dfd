//! Posters, backdrops, covers and photos: a colour gradient with words on it.

use super::Job;
use super::ffmpeg::{self, Arguments};
use std::path::PathBuf;

pub const POSTER: (u32, u32) = (500, 750);
pub const BACKDROP: (u32, u32) = (1280, 720);
pub const THUMB: (u32, u32) = (640, 360);
pub const COVER: (u32, u32) = (600, 600);

/// The job that makes a picture; the place's ending tells the format.
pub fn job(place: PathBuf, words: &str, size: (u32, u32), seed: u32) -> Job {
    let words = words.to_owned();
    Job::new(place, 1, move |scratch| arguments(&words, size, seed).write(&scratch.output))
}

/// What draws such a picture.
pub fn arguments(words: &str, (width, height): (u32, u32), seed: u32) -> Arguments {
    let lines = wrapped(words, 12);
    let line = |(at, text): (usize, &String)| ffmpeg::writing(text, "64", &format!("h/2+{}", at as i64 * 74 - lines.len() as i64 * 37));
    let writing: Vec<String> = lines.iter().enumerate().map(line).collect();
    let colour = seed.wrapping_mul(2_246_822_519) & 0xFF_FFFF;
    let mut arguments = Arguments::default();
    arguments.words("-f lavfi -i").one(format!("gradients=s={width}x{height}:n=2:c0=0x{colour:06x}:c1=0x101018:x0=0:y0=0:x1={width}:y1={height}:seed={seed}"));
    arguments.one("-vf").one(writing.join(",")).words("-frames:v 1 -q:v 4");
    arguments
}

/// Words in lines of about `width` letters.
fn wrapped(words: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in words.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.chars().count() + word.chars().count() <= width => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_wrapped_and_never_lost() {
        assert_eq!(wrapped("The Daily Pattern", 12), ["The Daily", "Pattern"]);
        assert_eq!(wrapped("Incomprehensibilities", 12), ["Incomprehensibilities"]);
    }
}
