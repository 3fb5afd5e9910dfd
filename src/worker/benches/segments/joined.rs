//! Goal 11: sound where segments meet, beside one encode of the whole, and beside pieces that an ffmpeg each encodes.

use std::path::Path;
use std::process::Command;

use crate::inspect;
use crate::joints::{self, KINDS, RATE, SECONDS, SPEAKERS};

/// Samples of a frame of AAC.
const FRAME: usize = 1024;

/// What becomes of the frame that ffmpeg's encoder puts before the first sample of each piece.
#[derive(Clone, Copy, PartialEq)]
enum Priming {
    /// It stands in the place of what the piece before ends with, as a browser's source buffer has it: what comes later wins.
    Kept,
    /// As design (c4) measured it: the kindest way to join pieces that had no pre-roll.
    Dropped,
}

pub async fn measure(scratch: &Path) {
    for (kind, name) in KINDS.iter().enumerate() {
        let (mut ours, mut kept, mut dropped) = (Vec::new(), Vec::new(), Vec::new());
        for speaker in 0..SPEAKERS.len() {
            let path = joints::recording(scratch, kind, speaker);
            ours.extend(joints::deficits(&path).await);
            let pieces = Pieces::of(&path, scratch);
            kept.extend(pieces.deficits(Priming::Kept, scratch));
            dropped.extend(pieces.deficits(Priming::Dropped, scratch));
        }
        let (count, above) = (ours.len(), ours.iter().filter(|deficit| **deficit > 8.0).count());
        let (middle, worst) = joints::middle_and_worst(ours);
        let [(dropped, best), (kept, _)] = [dropped, kept].map(|deficits| {
            let best = deficits.iter().copied().fold(f64::INFINITY, f64::min);
            (joints::middle_and_worst(deficits).0, best)
        });
        println!("goal 11: {name}, {count} joints: {middle:.2} dB less than one encode in the middle, {worst:.2} at worst (goals 3 and 8), {above} above 8");
        println!("         pieces by ffmpeg -ss through one decoder: {dropped:.1} dB less (goal: 25), {best:.1} at best; {kept:.1} with their priming kept");
    }
}

/// A recording as one encode, and as pieces of a second that know nothing of each other.
struct Pieces {
    original: Vec<f32>,
    whole: Vec<f32>,
    pieces: Vec<Vec<Vec<u8>>>,
}

impl Pieces {
    fn of(path: &Path, scratch: &Path) -> Self {
        let original = inspect::samples(path, RATE);
        let whole = decode(&encode(path, 0, SECONDS).concat(), scratch).split_off(FRAME);
        let seconds = original.len() as u32 / RATE;
        Self { original, whole, pieces: (0..seconds).map(|second| encode(path, second, 1)).collect() }
    }

    fn deficits(&self, priming: Priming, scratch: &Path) -> Vec<f64> {
        let places: Vec<usize> = (1..self.pieces.len()).map(|second| second * RATE as usize).collect();
        joints::compare(&self.original, &self.whole, &self.heard(priming, scratch), &places)
    }

    /// What a player hears: one decoder is given the frames of all pieces in turn, and each frame sounds at the time it is stamped with.
    fn heard(&self, priming: Priming, scratch: &Path) -> Vec<f32> {
        let first = usize::from(priming == Priming::Dropped);
        let frames = self.pieces.iter().flat_map(|piece| &piece[first..]);
        let decoded = decode(&frames.flatten().copied().collect::<Vec<u8>>(), scratch);
        let mut decoded = decoded.chunks_exact(FRAME);
        let mut heard = vec![0.0; (self.pieces.len() + 1) * RATE as usize];
        for (second, piece) in self.pieces.iter().enumerate() {
            for number in first..piece.len() {
                let frame = decoded.next().expect("a frame of sound for each of AAC");
                // The very first is before the film begins.
                if let Some(place) = (second * RATE as usize + number * FRAME).checked_sub(FRAME) {
                    heard[place..place + FRAME].copy_from_slice(frame);
                }
            }
        }
        heard
    }
}

/// The frames of a stretch, in seconds, each with its ADTS header.
fn encode(path: &Path, start: u32, length: u32) -> Vec<Vec<u8>> {
    let mut command = Command::new("ffmpeg");
    command.args(["-v", "error", "-nostdin", "-ss", &start.to_string(), "-t", &length.to_string(), "-i"]).arg(path);
    let made = command.args(["-c:a", "aac", "-b:a", "192k", "-f", "adts", "-"]).output().expect("ffmpeg");
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    let (mut frames, mut rest) = (Vec::new(), &made.stdout[..]);
    while rest.len() >= 7 {
        let length = usize::from(rest[3] & 3) << 11 | usize::from(rest[4]) << 3 | usize::from(rest[5] >> 5);
        let (frame, after) = rest.split_at(length);
        frames.push(frame.to_vec());
        rest = after;
    }
    frames
}

fn decode(adts: &[u8], scratch: &Path) -> Vec<f32> {
    let target = scratch.join("pieces.aac");
    std::fs::write(&target, adts).expect("a file");
    inspect::samples(&target, RATE)
}
