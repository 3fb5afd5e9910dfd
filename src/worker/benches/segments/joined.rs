//! Goal 11: sound where segments meet, beside one encode of the whole, and beside pieces that an ffmpeg each encodes.

use std::path::Path;
use std::process::Command;

use crate::joints::{self, RATE, SECONDS};

pub async fn measure(scratch: &Path) {
    for path in joints::recordings(scratch) {
        let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let deficits = joints::deficits(&path).await;
        let count = deficits.len();
        let (middle, worst) = joints::middle_and_worst(deficits);
        let (naive, _) = joints::middle_and_worst(naive(&path, scratch));
        println!(
            "goal 11: {name}, {count} joints: {middle:.2} dB less than one encode in the middle, {worst:.2} at worst (goals 3 and 8); pieces by ffmpeg -ss: {naive:.1} dB less (goal: 25 more)"
        );
    }
}

fn naive(path: &Path, scratch: &Path) -> Vec<f64> {
    let whole = encode(path, 0, SECONDS, scratch);
    let mut joined = Vec::new();
    for second in 0..SECONDS {
        let piece = encode(path, second, 1, scratch);
        joined.extend(piece.into_iter().take(RATE as usize));
        joined.resize(((second + 1) * RATE) as usize, 0.0);
    }
    let places: Vec<usize> = (1..SECONDS as usize).map(|second| second * RATE as usize).collect();
    joints::compare(&crate::inspect::samples(path, RATE), &whole, &joined, &places)
}

fn encode(path: &Path, start: u32, length: u32, scratch: &Path) -> Vec<f32> {
    let target = scratch.join("piece.m4a");
    let mut command = Command::new("ffmpeg");
    command.args(["-v", "error", "-nostdin", "-y", "-ss", &start.to_string(), "-t", &length.to_string(), "-i"]).arg(path).args(["-c:a", "aac", "-b:a", "192k"]);
    assert!(command.arg(&target).status().expect("ffmpeg").success());
    crate::inspect::samples(&target, RATE)
}
