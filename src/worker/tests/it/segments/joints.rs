//! How much worse sound is where two segments meet than it would be there in one encode.

use std::path::{Path, PathBuf};
use std::process::Command;

use walros_model::playback::SegmentContainer::Mp4;
use walros_model::playback::StreamRequest;

use super::harness::{build, request, source};
use super::inspect;

pub const RATE: u32 = 48_000;
pub const SECONDS: u32 = 29;
/// Samples looked at around a joint.
const AROUND: usize = 1024;

/// What is recorded: notes that begin and fade, two of them at once; and speech.
pub const KINDS: [&str; 2] = ["music", "voice"];
/// Who speaks, as flite calls them; the notes are other ones for each, too.
pub const SPEAKERS: [&str; 4] = ["kal", "slt", "awb", "rms"];

/// A recording as FLAC, which loses nothing.
pub fn recording(folder: &Path, kind: usize, speaker: usize) -> PathBuf {
    let note = |first: usize, steps: usize, every: f64| {
        format!(
            "0.3*exp(-3*mod(t\\,{every}))*(sin(2*PI*t*({first}+{steps}*mod(floor(t/{every})*5\\,13)))+0.4*sin(6*PI*t*({first}+{steps}*mod(floor(t/{every})*5\\,13))))"
        )
    };
    let words = "It was on a dreary night of November that I beheld the accomplishment of my toils. With an anxiety that almost amounted to agony I \
                 collected the instruments of life around me that I might infuse a spark of being into the lifeless thing that lay at my feet. It was already \
                 one in the morning the rain pattered dismally against the panes and my candle was nearly burnt out when by the glimmer of the half extinguished \
                 light I saw the dull yellow eye of the creature open";
    let graph = match kind {
        0 => format!("aevalsrc={}+{}:s={RATE}:d={SECONDS}:c=mono", note(180 + 7 * speaker, 20, 0.37), note(420 - 11 * speaker, 35, 0.61)),
        _ => format!("flite=voice={}:text={words},aresample={RATE}", SPEAKERS[speaker]),
    };
    let path = folder.join(format!("{}{speaker}.flac", KINDS[kind]));
    let made =
        Command::new("ffmpeg").args(["-v", "error", "-nostdin", "-y", "-f", "lavfi", "-i", &graph, "-ac", "2", "-t", &SECONDS.to_string()]).arg(&path).output();
    let made = made.expect("ffmpeg is installed");
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    path
}

/// For each joint of AAC in segments of a second, how many dB the ratio of signal to noise is lower there than in one encode
/// of the whole.
pub async fn deficits(path: &Path) -> Vec<f64> {
    let source = source(path, &[]).await;
    let wanted = |seconds| StreamRequest { segment_length: Some(seconds), ..request(Mp4, "", "aac") };
    let (joined, whole) = (build(&source, &wanted(1)).await, build(&source, &wanted(30)).await);
    assert_eq!(whole.segments.len(), 1);
    let places: Vec<usize> = joined.prepared.segments[1..].iter().map(|bound| (bound.start as f64 / 1e7 * f64::from(RATE)) as usize).collect();
    let [original, whole, joined] = [path, &whole.joined(), &joined.joined()].map(|path| inspect::samples(path, RATE));
    compare(&original, &whole, &joined, &places)
}

/// How much worse `joined` is than `whole` around these samples.
pub fn compare(original: &[f32], whole: &[f32], joined: &[f32], places: &[usize]) -> Vec<f64> {
    let noise = |made: &[f32], place: usize| -> f64 {
        let range = place.saturating_sub(AROUND)..(place + AROUND).min(made.len()).min(original.len());
        range.map(|at| f64::from(made[at] - original[at]).powi(2)).sum()
    };
    // A thousandth of a step of 16 bits is silence.
    let least = 2.0 * AROUND as f64 * 1e-15;
    places.iter().map(|place| 10.0 * ((noise(joined, *place) + least) / (noise(whole, *place) + least)).log10()).collect()
}

/// The middle one and the largest.
pub fn middle_and_worst(mut deficits: Vec<f64>) -> (f64, f64) {
    deficits.sort_by(f64::total_cmp);
    (deficits[deficits.len() / 2], deficits[deficits.len() - 1])
}
