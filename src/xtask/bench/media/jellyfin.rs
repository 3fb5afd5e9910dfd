//! What Jellyfin does for a film that must be encoded: one ffmpeg a player, begun anew on a seek, whose segment is served
//! when the next one's file exists, which is looked for ten times a second. Segments of three seconds, the preset and
//! quality that it takes by default.

use super::films::Film;
use super::transcode::{BIT_RATE, HEIGHT, WIDTH};
use anyhow::{Context, Result, bail};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

pub const SEGMENT: f64 = 3.0;
const POLL: Duration = Duration::from_millis(100);
const PATIENCE: Duration = Duration::from_secs(60);

/// A running ffmpeg; killed when dropped, as on a seek.
pub struct Session(Child);

impl Session {
    /// From asking for a segment until it can be served.
    pub fn seek(film: &Film, number: usize, folder: &Path) -> Result<(Self, Duration)> {
        let _ = std::fs::remove_dir_all(folder);
        std::fs::create_dir_all(folder)?;
        let begun = Instant::now();
        let mut ffmpeg = Command::new("ffmpeg");
        ffmpeg.args(["-v", "error", "-nostdin", "-y", "-ss", &(number as f64 * SEGMENT).to_string(), "-i"]).arg(&film.path);
        encode(&mut ffmpeg);
        let forced = format!("expr:gte(t,n_forced*{SEGMENT})");
        ffmpeg.args(["-force_key_frames", &forced, "-sc_threshold", "0", "-copyts", "-avoid_negative_ts", "disabled", "-max_muxing_queue_size", "2048"]);
        ffmpeg.args(["-f", "hls", "-hls_time", &SEGMENT.to_string(), "-hls_segment_type", "mpegts", "-hls_playlist_type", "vod", "-hls_list_size", "0"]);
        ffmpeg.args(["-start_number", &number.to_string(), "-hls_segment_filename"]).arg(folder.join("%d.ts")).arg(folder.join("main.m3u8"));
        let session = Self(ffmpeg.stdout(Stdio::null()).stderr(Stdio::null()).spawn().context("cannot start ffmpeg")?);
        let (wanted, next) = (folder.join(format!("{number}.ts")), folder.join(format!("{}.ts", number + 1)));
        while !next.exists() {
            if begun.elapsed() > PATIENCE {
                bail!("ffmpeg made no segment {number}");
            }
            std::thread::sleep(POLL);
        }
        std::fs::read(wanted)?;
        Ok((session, begun.elapsed()))
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// How picture and sound are made.
pub fn encode(ffmpeg: &mut Command) {
    let (rate, buffer, scale) = (BIT_RATE.to_string(), (BIT_RATE * 2).to_string(), format!("scale={WIDTH}:{HEIGHT}"));
    ffmpeg.args(["-map", "0:v:0", "-map", "0:a:0", "-c:v", "libx264", "-preset", "veryfast", "-crf", "23", "-profile:v", "high"]);
    ffmpeg.args(["-maxrate", &rate, "-bufsize", &buffer, "-vf", &scale, "-c:a", "aac", "-ac", "2", "-b:a", "192k"]);
}
