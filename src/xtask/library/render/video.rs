//! One video file from its description.

use super::ffmpeg::{self, Arguments};
use super::{Job, Scratch, text};
use crate::library::model::{Clip, Sound, Twist, Video};
use anyhow::Result;
use std::path::Path;

/// The job that makes a clip in `folder`.
pub fn job(folder: &Path, clip: &Clip) -> Job {
    let clip = clip.clone();
    Job::new(folder.join(&clip.path), weight(&clip), move |scratch| make(&clip, scratch))
}

fn weight(clip: &Clip) -> u32 {
    let slow = match clip.video {
        Video::HevcHdr10 | Video::Hevc { .. } => 3,
        Video::Av1 | Video::Vp9 => 2,
        _ => 1,
    };
    (clip.seconds * slow * (clip.size.0 * clip.size.1 / 10_000) / 200).max(1)
}

fn make(clip: &Clip, scratch: &Scratch) -> Result<()> {
    if clip.twist == Some(Twist::Rotated) {
        // The turn is only a note in the container, which ffmpeg 5 writes when it copies.
        let flat = scratch.file("flat.mp4");
        encode(clip, scratch, &flat)?;
        return Arguments::default().input(&flat).words("-c copy -metadata:s:v rotate=90").write(&scratch.output);
    }
    encode(clip, scratch, &scratch.output)
}

/// Makes a clip but for what is done to the finished file.
pub fn encode(clip: &Clip, scratch: &Scratch, output: &Path) -> Result<()> {
    let mut arguments = Arguments::default();
    inputs(&mut arguments, clip, scratch)?;
    picture(&mut arguments, clip);
    for (at, audio) in clip.audio.iter().enumerate() {
        arguments.one(format!("-c:a:{at}")).words(sound(audio.codec));
        tags(&mut arguments, &format!("a:{at}"), audio.language, audio.title);
    }
    for (at, subtitle) in clip.subtitles.iter().enumerate() {
        arguments.one(format!("-c:s:{at}")).one(if subtitle.styled { "ass" } else { "srt" });
        tags(&mut arguments, &format!("s:{at}"), Some(subtitle.language), subtitle.title);
        arguments.one(format!("-disposition:s:{at}")).one(if subtitle.forced { "forced" } else { "0" });
    }
    if let Some(title) = &clip.title {
        arguments.one("-metadata").one(format!("title={title}"));
    }
    match clip.twist {
        Some(Twist::NoCues) => arguments.words("-f matroska -live 1"),
        Some(Twist::VariableRate) => arguments.words("-fps_mode vfr"),
        _ => &mut arguments,
    };
    arguments.write(output)
}

/// Picture first, then the sounds, then subtitles, then chapters; and which of them go into the file, in that order.
fn inputs(arguments: &mut Arguments, clip: &Clip, scratch: &Scratch) -> Result<()> {
    let mut filters = vec![ffmpeg::moving_picture(clip.scene, clip.size, clip.rate), ffmpeg::writing(&clip.label, "h/10", "h/3"), ffmpeg::clock()];
    match (clip.twist, clip.video) {
        // Half of the frames go during two seconds of every four.
        (Some(Twist::VariableRate), _) => filters.push("select='lt(mod(t,4),2)+not(mod(n,2))'".into()),
        (_, Video::HevcHdr10) => filters.push("format=yuv420p10le".into()),
        _ => {}
    }
    arguments.generated(clip.seconds, &filters.join(","));
    for audio in &clip.audio {
        arguments.generated(clip.seconds, &ffmpeg::tone(audio.hz, audio.channels));
    }
    for (at, subtitle) in clip.subtitles.iter().enumerate() {
        let file = scratch.file(&format!("{at}.{}", if subtitle.styled { "ass" } else { "srt" }));
        std::fs::write(&file, if subtitle.styled { text::ass(clip.seconds) } else { text::srt(subtitle.language, clip.seconds) })?;
        arguments.input(&file);
    }
    let streams = 1 + clip.audio.len() + clip.subtitles.len();
    if !clip.chapters.is_empty() {
        let file = scratch.file("chapters.txt");
        std::fs::write(&file, text::chapters(&clip.chapters, clip.seconds))?;
        arguments.input(&file).one("-map_chapters").one(streams.to_string());
    }
    for input in 0..streams {
        arguments.one("-map").one(input.to_string());
    }
    Ok(())
}

fn picture(arguments: &mut Arguments, clip: &Clip) {
    let frames = |seconds: u32| {
        seconds * clip.rate.split('/').next().and_then(|rate| rate.parse::<u32>().ok()).map_or(24, |rate| if rate > 1000 { rate.div_ceil(1000) } else { rate })
    };
    let hevc = "-c:v libx265 -preset ultrafast -x265-params log-level=error:scenecut=0";
    match clip.video {
        Video::H264 { gop } => {
            let frames = frames(gop);
            arguments.words("-c:v libx264 -preset superfast -crf 27 -pix_fmt yuv420p -x264-params threads=2 -sc_threshold 0");
            arguments.words(&format!("-g {frames} -keyint_min {frames}"))
        }
        Video::Hevc { gop, open } => {
            let (frames, open, tag) = (frames(gop), u8::from(open), if clip.ending() == "mp4" { "-tag:v hvc1 -movflags +faststart" } else { "" });
            arguments.words(&format!("{hevc}:keyint={frames}:min-keyint={frames}:open-gop={open}:bframes=3 -crf 28 {tag}"))
        }
        // A mastering display of P3 primaries at 1000 nits, as most discs claim.
        Video::HevcHdr10 => arguments.words(&format!(
            "{hevc}:keyint=48:hdr10=1:repeat-headers=1:colorprim=bt2020:transfer=smpte2084:colormatrix=bt2020nc\
             :master-display=G(13250,34500)B(7500,3000)R(34000,16000)WP(15635,16450)L(10000000,50):max-cll=1000,400 \
             -crf 32 -color_primaries bt2020 -color_trc smpte2084 -colorspace bt2020nc"
        )),
        Video::Mpeg4 => arguments.words("-c:v mpeg4 -q:v 6 -vtag XVID"),
        Video::Av1 => arguments.words("-c:v libsvtav1 -preset 12 -crf 45 -g 48"),
        Video::Vp9 => arguments.words("-c:v libvpx-vp9 -deadline realtime -cpu-used 8 -b:v 600k -g 96"),
        Video::Mpeg2Interlaced => arguments.words("-vf interlace -c:v mpeg2video -flags +ilme+ildct -b:v 6M -g 12"),
    };
}

/// The encoder and its options.
fn sound(codec: Sound) -> &'static str {
    match codec {
        Sound::Aac => "aac",
        Sound::Ac3 => "ac3",
        Sound::Eac3 => "eac3",
        Sound::TrueHd => "truehd -strict -2",
        Sound::Dts => "dca -strict -2",
        Sound::Flac => "flac",
        Sound::Mp2 => "mp2",
        Sound::Mp3 => "libmp3lame",
        Sound::Opus => "libopus",
        Sound::Vorbis => "libvorbis",
    }
}

fn tags(arguments: &mut Arguments, stream: &str, language: Option<&str>, title: Option<&str>) {
    for (key, value) in [("language", language), ("title", title)] {
        if let Some(value) = value {
            arguments.one(format!("-metadata:s:{stream}")).one(format!("{key}={value}"));
        }
    }
}
