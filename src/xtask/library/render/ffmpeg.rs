//! The `ffmpeg` command line: its arguments for moving pictures and sounds that it generates itself.

use crate::shell;
use anyhow::Result;
use std::ffi::OsString;
use std::path::Path;
use std::process::Command;

const FONT: &str = "/usr/share/fonts/truetype/dejavu/DejaVuSans-Bold.ttf";

/// A growing list of arguments.
#[derive(Default)]
pub struct Arguments(Vec<OsString>);

impl Arguments {
    /// Adds words, separated by spaces.
    pub fn words(&mut self, words: &str) -> &mut Self {
        self.0.extend(words.split_whitespace().map(OsString::from));
        self
    }

    /// Adds one argument as it is.
    pub fn one(&mut self, argument: impl Into<OsString>) -> &mut Self {
        self.0.push(argument.into());
        self
    }

    /// Adds a generated input of some seconds.
    pub fn generated(&mut self, seconds: u32, source: &str) -> &mut Self {
        self.words("-f lavfi -t").one(seconds.to_string()).one("-i").one(source)
    }

    pub fn input(&mut self, path: &Path) -> &mut Self {
        self.one("-i").one(path)
    }

    /// Runs ffmpeg with these arguments and the file to write. The same arguments write the same bytes.
    pub fn write(&self, output: &Path) -> Result<()> {
        let mut command = Command::new("ffmpeg");
        command.args(["-hide_banner", "-loglevel", "error", "-nostdin", "-y"]).args(&self.0).args(["-fflags", "+bitexact"]).arg(output);
        shell::output(&mut command).map(drop)
    }
}

/// A filter that writes one line of text across the middle of the picture. `size` and `y` are ffmpeg expressions.
pub fn writing(text: &str, size: &str, y: &str) -> String {
    let text: String = text.chars().filter(|char| *char != '\\').map(|char| if char == '\'' { '’' } else { char }).collect();
    let text = text.replace(':', "\\:").replace(',', "\\,").replace('%', "\\%");
    format!("drawtext={}text='{text}':fontcolor=white:fontsize={size}:x=(w-tw)/2:y={y}:shadowx=2:shadowy=2", font())
}

/// A filter that shows the running time in a corner, so that a person sees at once whether a seek landed.
pub fn clock() -> String {
    format!("drawtext={}text='%{{pts\\:hms}}':fontcolor=yellow:fontsize=h/12:x=20:y=h-th-20", font())
}

/// Without the file ffmpeg asks fontconfig for a font.
fn font() -> String {
    if Path::new(FONT).exists() { format!("fontfile={FONT}:") } else { String::new() }
}

/// A moving picture that looks different for each `scene`.
pub fn moving_picture(scene: u32, (width, height): (u32, u32), rate: &str) -> String {
    let size = format!("s={width}x{height}:r={rate}");
    let picture = match scene % 4 {
        0 => format!("testsrc2={size}"),
        // These stand still, so their colours are turned to make frames differ.
        1 => format!("smptehdbars={size},format=yuv420p,hue=h={}*t", 11 + scene),
        2 => format!("yuvtestsrc={size},format=yuv420p,hue=h={}*t", 13 + scene),
        // Drawn small, since each pixel costs much here and nobody sees the difference.
        _ => {
            let colour = |factor: u32| (scene + 1).wrapping_mul(factor) & 0xFF_FFFF;
            let colours = format!("n=3:c0=0x{:06x}:c1=0x{:06x}:c2=0x303060:x0=10:y0=10:x1=300:y1=200", colour(40_503), colour(1_299_721));
            format!("gradients=s=320x180:r={rate}:speed=0.02:seed={scene}:{colours},scale={width}:{height}:flags=bilinear")
        }
    };
    format!("{picture},format=yuv420p")
}

/// A wavering tone, softer in each further channel.
pub fn tone(hz: u32, channels: u32) -> String {
    let layout = match channels {
        1 => "mono",
        6 => "5.1",
        _ => "stereo",
    };
    // Computed once and copied, since an expression a channel is slow.
    let copies: String = (0..channels).map(|at| format!("|c{at}={:.1}*c0", 1.0 - f64::from(at) / 10.0)).collect();
    format!("aevalsrc=0.2*sin(2*PI*t*({hz}+40*sin(2*PI*t/7))):c=mono:s=48000,pan={layout}{copies}")
}
