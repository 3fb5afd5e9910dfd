//! RFC 6381 codec strings from what a probe says of a stream, for playlists that are written before the
//! configuration record was seen.

use walros_model::probe::VideoFacts;
use walros_model::{MediaStream, StreamKind};

use crate::config::Vp9Config;
use crate::time::Fraction;

/// The string of a stream as it is in its file; `None` for codecs without one.
pub fn of_stream(stream: &MediaStream) -> Option<String> {
    match (stream.kind, &stream.video) {
        (StreamKind::Video, Some(facts)) => video(stream, facts),
        (StreamKind::Audio, _) => audio(&stream.codec, stream.profile.as_deref()),
        _ => None,
    }
}

fn video(stream: &MediaStream, facts: &VideoFacts) -> Option<String> {
    let profile = stream.profile.as_deref().unwrap_or_default().to_ascii_lowercase();
    let level = stream.level.filter(|level| *level > 0);
    let depth = stream.bit_depth.unwrap_or(8);
    match stream.codec.as_str() {
        "h264" => Some(avc(&profile, level.unwrap_or(41) as u32)),
        "hevc" => {
            let (number, compatibility) = if profile.contains("10") || depth > 8 { (2, 4) } else { (1, 6) };
            Some(format!("hvc1.{number}.{compatibility}.L{}.B0", level.unwrap_or(150)))
        }
        "av1" => {
            let number = if profile.starts_with("high") { 1 } else { 0 };
            Some(format!("av01.{number}.{:02}M.{depth:02}", stream.level.filter(|level| *level >= 0).unwrap_or(15)))
        }
        "vp9" => {
            let number: u8 = profile.rsplit(' ').next().and_then(|digit| digit.parse().ok()).unwrap_or(0);
            let rate = Fraction::from_pair(facts.average_frame_rate).map_or(30.0, Fraction::as_f64);
            let level = level.map_or_else(|| Vp9Config::level_for(facts.width, facts.height, rate), |level| level.min(62) as u8);
            Some(format!("vp09.{number:02}.{level:02}.{depth:02}"))
        }
        _ => None,
    }
}

/// H.264 by the name of its profile and ten times its level.
pub fn avc(profile: &str, level: u32) -> String {
    let (number, constraints) = match profile.to_ascii_lowercase().as_str() {
        "constrained baseline" | "baseline" => (0x42, 0xc0),
        "main" => (0x4d, 0x40),
        "high 10" => (0x6e, 0x00),
        "high 4:2:2" => (0x7a, 0x00),
        _ => (0x64, 0x00),
    };
    format!("avc1.{number:02X}{constraints:02X}{level:02X}")
}

/// HEVC in main tier, frame by frame, in Main profile or (beyond eight bits) Main 10, by thirty times its level.
pub fn hevc(bit_depth: u32, level: u32) -> String {
    let (profile, compatibility) = if bit_depth > 8 { (2, 4) } else { (1, 6) };
    format!("hvc1.{profile}.{compatibility}.L{level}.90")
}

/// AV1 in main tier and profile, by `seq_level_idx`.
pub fn av1(bit_depth: u32, level: u32) -> String {
    format!("av01.0.{level:02}M.{bit_depth:02}")
}

/// By libav's names of codec and profile.
pub fn audio(codec: &str, profile: Option<&str>) -> Option<String> {
    let text = match codec {
        "aac" => match profile.unwrap_or_default() {
            "HE-AAC" => "mp4a.40.5",
            "HE-AACv2" => "mp4a.40.29",
            _ => "mp4a.40.2",
        },
        "mp3" => "mp4a.40.34",
        "ac3" => "ac-3",
        "eac3" => "ec-3",
        "opus" => "Opus",
        "flac" => "fLaC",
        "alac" => "alac",
        _ => return None,
    };
    Some(text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stream(codec: &str, profile: &str, level: i32, depth: u32) -> MediaStream {
        MediaStream {
            kind: StreamKind::Video,
            codec: codec.to_owned(),
            profile: Some(profile.to_owned()),
            level: Some(level),
            bit_depth: Some(depth),
            video: Some(VideoFacts { width: 854, height: 480, average_frame_rate: (24, 1), ..VideoFacts::default() }),
            ..MediaStream::default()
        }
    }

    #[test]
    fn strings_of_streams() {
        let cases = [
            (stream("h264", "High", 40, 8), "avc1.640028"),
            (stream("h264", "Constrained Baseline", 30, 8), "avc1.42C01E"),
            (stream("hevc", "Main 10", 150, 10), "hvc1.2.4.L150.B0"),
            (stream("hevc", "Main", 63, 8), "hvc1.1.6.L63.B0"),
            (stream("vp9", "Profile 0", -99, 8), "vp09.00.30.08"),
            (stream("av1", "Main", 5, 8), "av01.0.05M.08"),
        ];
        for (stream, expected) in cases {
            assert_eq!(of_stream(&stream).as_deref(), Some(expected));
        }
        assert_eq!(of_stream(&stream("mpeg2video", "Main", 4, 8)), None);
        assert_eq!(audio("aac", Some("HE-AAC")).as_deref(), Some("mp4a.40.5"));
        assert_eq!(audio("dts", None), None);
    }
}
