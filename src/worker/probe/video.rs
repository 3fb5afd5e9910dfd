//! What only pictures have: shape, colour, dynamic range, rotation.

use ffmpeg_next::Stream;
use ffmpeg_next::packet::side_data;
use walros_model::probe::{DolbyVision, VideoFacts, VideoRange};

use crate::raw::CodecParameters;

pub(super) fn facts(stream: &Stream<'_>, parameters: &CodecParameters) -> VideoFacts {
    let side_data = |kind| stream.side_data().find(|data| data.kind() == kind).map(|data| data.data().to_vec());
    let nal_length_size = (parameters.codec == "h264").then(|| nal_length_size(&parameters.extradata));
    let dolby_vision = side_data(side_data::Type::DOVI_CONF).and_then(|record| dolby_vision(&record));
    let mut facts = VideoFacts {
        width: u32::try_from(parameters.width).unwrap_or(0),
        height: u32::try_from(parameters.height).unwrap_or(0),
        aspect_ratio: aspect_ratio(parameters.width, parameters.height, parameters.sample_aspect_ratio),
        anamorphic: is_anamorphic(parameters.sample_aspect_ratio),
        pixel_format: parameters.pixel_format.clone(),
        average_frame_rate: frame_rate(stream.avg_frame_rate()),
        real_frame_rate: frame_rate(stream.rate()),
        interlaced: parameters.interlaced,
        // Libav's decoders do not count them before they decode: ffprobe, and so Jellyfin, say 1 of every film, and clients' profiles live with that.
        ref_frames: Some(1),
        is_avc: nal_length_size.map(|size| size > 0),
        nal_length_size,
        color_range: parameters.color_range.clone(),
        color_space: parameters.color_space.clone(),
        color_transfer: parameters.color_transfer.clone(),
        color_primaries: parameters.color_primaries.clone(),
        range: VideoRange::Unknown,
        dolby_vision,
        hdr10_plus: false,
        rotation: side_data(side_data::Type::DisplayMatrix).map_or(0, |matrix| rotation(&matrix)),
    };
    facts.range = range(&facts);
    facts
}

/// Bytes of the length before each unit of H.264, as its `avcC` box says; zero in Annex B form.
fn nal_length_size(extradata: &[u8]) -> u32 {
    match extradata {
        [1, _, _, _, sizes, ..] => u32::from(sizes & 3) + 1,
        _ => 0,
    }
}

/// The dynamic range that transfer function and Dolby Vision's record add up to.
pub(super) fn range(facts: &VideoFacts) -> VideoRange {
    if let Some(record) = facts.dolby_vision {
        match (record.profile, record.compatibility_id) {
            (5, _) | (10, 0) => return VideoRange::DolbyVision,
            (7, _) | (8 | 10, 1 | 6) => return VideoRange::DolbyVisionWithHdr10,
            (8 | 10, 4) => return VideoRange::DolbyVisionWithHlg,
            (8..=10, 2) => return VideoRange::DolbyVisionWithSdr,
            _ => {}
        }
    }
    match facts.color_transfer.as_deref() {
        Some("smpte2084") if facts.hdr10_plus => VideoRange::Hdr10Plus,
        Some("smpte2084") => VideoRange::Hdr10,
        Some("arib-std-b67") => VideoRange::Hlg,
        _ => VideoRange::Sdr,
    }
}

/// Dolby Vision's configuration record as libav keeps it: eight bytes, one a field.
fn dolby_vision(record: &[u8]) -> Option<DolbyVision> {
    let [version_major, version_minor, profile, level, rpu, el, bl, compatibility_id, ..] = *record else { return None };
    Some(DolbyVision { version_major, version_minor, profile, level, rpu_present: rpu != 0, el_present: el != 0, bl_present: bl != 0, compatibility_id })
}

/// Jellyfin's sign: −90 means that the picture must be turned 90° clockwise, 180 upside down.
///
/// The matrix has nine numbers; the first, second, fourth and fifth are fixed-point cosines and sines.
pub(crate) fn rotation(matrix: &[u8]) -> i32 {
    let number = |at: usize| matrix.get(at * 4..at * 4 + 4).and_then(|bytes| bytes.try_into().ok()).map_or(0.0, |bytes| f64::from(i32::from_ne_bytes(bytes)));
    let (a, b, c, d) = (number(0), number(1), number(3), number(4));
    let (scale_x, scale_y) = (a.hypot(c), b.hypot(d));
    if scale_x == 0.0 || scale_y == 0.0 {
        return 0;
    }
    let degrees = -(b / scale_y).atan2(a / scale_x).to_degrees().round() as i32;
    if degrees == -180 { 180 } else { degrees }
}

fn frame_rate(rate: ffmpeg_next::Rational) -> (i32, i32) {
    if rate.numerator() > 0 && rate.denominator() > 0 { (rate.numerator(), rate.denominator()) } else { (0, 1) }
}

/// More than rounding away from square pixels.
fn is_anamorphic((numerator, denominator): (i32, i32)) -> bool {
    numerator > 0 && denominator > 0 && (f64::from(numerator) / f64::from(denominator) - 1.0).abs() > 0.01
}

/// The name of the nearest usual shape, as Jellyfin shows it, or else the exact ratio.
fn aspect_ratio(width: i32, height: i32, (sar_numerator, sar_denominator): (i32, i32)) -> Option<String> {
    const SHAPES: &[(f64, f64, &str)] = &[
        (16.0 / 9.0, 0.03, "16:9"),
        (4.0 / 3.0, 0.05, "4:3"),
        (1.41, 0.005, "1.41:1"),
        (1.5, 0.005, "1.5:1"),
        (1.6, 0.005, "1.6:1"),
        (5.0 / 3.0, 0.005, "5:3"),
        (1.85, 0.02, "1.85:1"),
        (2.35, 0.025, "2.35:1"),
        (2.4, 0.025, "2.40:1"),
    ];
    if width <= 0 || height <= 0 {
        return None;
    }
    let (mut across, mut down) = (i64::from(width), i64::from(height));
    if sar_numerator > 0 && sar_denominator > 0 {
        (across, down) = (across * i64::from(sar_numerator), down * i64::from(sar_denominator));
    }
    let ratio = across as f64 / down as f64;
    let usual = SHAPES.iter().find(|(shape, tolerance, _)| (ratio - shape).abs() <= *tolerance);
    Some(usual.map_or_else(|| reduced(across, down), |(.., name)| (*name).to_owned()))
}

fn reduced(across: i64, down: i64) -> String {
    let (mut a, mut b) = (across, down);
    while b != 0 {
        (a, b) = (b, a % b);
    }
    format!("{}:{}", across / a, down / a)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn usual_shapes_have_names() {
        for (width, height, sar, name) in [
            (1920, 1080, (1, 1), "16:9"),
            (854, 480, (0, 1), "16:9"),
            (720, 576, (16, 15), "4:3"),
            (720, 576, (64, 45), "16:9"),
            (1920, 800, (1, 1), "2.40:1"),
            (360, 640, (1, 1), "9:16"),
        ] {
            assert_eq!(aspect_ratio(width, height, sar).as_deref(), Some(name), "{width}x{height}");
        }
        assert_eq!(aspect_ratio(0, 480, (1, 1)), None);
    }

    #[test]
    fn length_prefixes_come_from_the_avcc_box() {
        assert_eq!(nal_length_size(&[1, 0x64, 0, 0x0C, 0xFF, 0xE1, 0, 25]), 4);
        assert_eq!(nal_length_size(&[1, 0x64, 0, 0x0C, 0xFD, 0xE1, 0, 25]), 2);
        assert_eq!(nal_length_size(&[0, 0, 0, 1, 0x67, 0x64]), 0);
        assert_eq!(nal_length_size(&[]), 0);
    }

    #[test]
    fn only_visibly_oblong_pixels_are_anamorphic() {
        assert!(is_anamorphic((16, 15)));
        assert!(!is_anamorphic((1, 1)));
        assert!(!is_anamorphic((0, 1)));
        assert!(!is_anamorphic((320, 321)));
    }

    #[test]
    fn rotation_from_the_display_matrix() {
        let matrix = |numbers: [i32; 9]| numbers.iter().flat_map(|number| number.to_ne_bytes()).collect::<Vec<_>>();
        let one = 1 << 16;
        assert_eq!(rotation(&matrix([one, 0, 0, 0, one, 0, 0, 0, 1 << 30])), 0);
        assert_eq!(rotation(&matrix([0, one, 0, -one, 0, 0, 0, 0, 1 << 30])), -90);
        assert_eq!(rotation(&matrix([0, -one, 0, one, 0, 0, 0, 0, 1 << 30])), 90);
        assert_eq!(rotation(&matrix([-one, 0, 0, 0, -one, 0, 0, 0, 1 << 30])), 180);
        assert_eq!(rotation(&[]), 0);
    }

    #[test]
    fn dolby_vision_profiles_tell_their_base_layer() {
        let with = |profile, compatibility_id| {
            let dolby_vision = Some(DolbyVision { profile, compatibility_id, ..DolbyVision::default() });
            range(&VideoFacts { dolby_vision, color_transfer: Some("smpte2084".to_owned()), ..VideoFacts::default() })
        };
        assert_eq!(with(5, 0), VideoRange::DolbyVision);
        assert_eq!(with(7, 6), VideoRange::DolbyVisionWithHdr10);
        assert_eq!(with(8, 1), VideoRange::DolbyVisionWithHdr10);
        assert_eq!(with(8, 4), VideoRange::DolbyVisionWithHlg);
        assert_eq!(with(10, 0), VideoRange::DolbyVision);
        assert_eq!(with(4, 0), VideoRange::Hdr10);
    }
}
