//! `MediaStream` from a stream's facts.

use walros_model::language;
use walros_model::probe::{AudioFacts, DolbyVision, MediaStream, SpatialFormat, StreamKind, VideoFacts, VideoRange};

use super::display_title::{display_title, dolby_vision_title};
use crate::dto::media;

/// `container` as the source says it, since MP4 calls a language nobody set `und` and clients show it.
pub fn media_stream(stream: &MediaStream, container: Option<&str>) -> media::MediaStream {
    let MediaStream {
        kind,
        index,
        file_index: _,
        external,
        codec,
        codec_tag,
        profile,
        level,
        language,
        title,
        default,
        forced,
        hearing_impaired,
        original,
        comment: _,
        bit_rate,
        bit_depth,
        time_base,
        start: _,
        duration: _,
        video,
        audio,
    } = stream;
    let undetermined =
        (external.is_none() && container.is_some_and(|container| matches!(container, "mp4" | "m4v" | "m4a" | "m4b" | "mov"))).then(|| "und".to_owned());
    let spoken = language.as_deref().map(language_name);
    let title_of = display_title(stream, spoken.as_deref());
    let mut dto = media::MediaStream {
        codec: Some(codec.clone()).filter(|codec| !codec.is_empty()),
        codec_tag: codec_tag.clone(),
        localized_language: spoken.or_else(|| undetermined.as_ref().map(|_| "Undetermined".to_owned())),
        language: language.clone().or(undetermined),
        time_base: (time_base.1 != 0).then(|| format!("{}/{}", time_base.0, time_base.1)),
        title: title.clone(),
        video_range: "Unknown",
        video_range_type: "Unknown",
        audio_spatial_format: "None",
        display_title: title_of,
        bit_rate: Some(*bit_rate).filter(|rate| *rate > 0),
        bit_depth: *bit_depth,
        is_default: *default,
        is_forced: *forced,
        is_hearing_impaired: *hearing_impaired,
        is_original: *original,
        profile: profile.clone(),
        r#type: stream_type(*kind),
        index: *index,
        is_external: external.is_some(),
        is_text_subtitle_stream: stream.is_text_subtitle(),
        supports_external_stream: *kind == StreamKind::Subtitle && (external.is_some() || stream.is_text_subtitle()),
        path: external.clone(),
        level: *level,
        ..media::MediaStream::default()
    };
    if let Some(video) = video {
        add_video(&mut dto, video);
    }
    if let Some(audio) = audio {
        add_audio(&mut dto, audio);
    }
    add_labels(&mut dto, *kind);
    dto
}

/// English names; a code we do not know stands for itself.
pub fn language_name(code: &str) -> String {
    language::find(code).map_or_else(|| code.to_owned(), |language| language.name.to_owned())
}

fn stream_type(kind: StreamKind) -> &'static str {
    match kind {
        StreamKind::Video => "Video",
        StreamKind::Audio => "Audio",
        StreamKind::Subtitle => "Subtitle",
        StreamKind::EmbeddedImage => "EmbeddedImage",
        StreamKind::Data => "Data",
    }
}

fn add_video(dto: &mut media::MediaStream, video: &VideoFacts) {
    let VideoFacts {
        width,
        height,
        aspect_ratio,
        anamorphic,
        pixel_format,
        average_frame_rate,
        real_frame_rate,
        interlaced,
        ref_frames,
        is_avc,
        nal_length_size,
        color_range,
        color_space,
        color_transfer,
        color_primaries,
        range,
        dolby_vision,
        hdr10_plus,
        rotation,
    } = video;
    dto.width = Some(*width).filter(|width| *width > 0);
    dto.height = Some(*height).filter(|height| *height > 0);
    dto.aspect_ratio.clone_from(aspect_ratio);
    dto.is_anamorphic = Some(*anamorphic);
    dto.pixel_format.clone_from(pixel_format);
    dto.average_frame_rate = rate(*average_frame_rate);
    dto.real_frame_rate = rate(*real_frame_rate);
    dto.reference_frame_rate = dto.average_frame_rate.or(dto.real_frame_rate);
    dto.is_interlaced = *interlaced;
    dto.ref_frames = *ref_frames;
    dto.is_avc = *is_avc;
    dto.nal_length_size = nal_length_size.map(|size| size.to_string());
    dto.color_range.clone_from(color_range);
    dto.color_space.clone_from(color_space);
    dto.color_transfer.clone_from(color_transfer);
    dto.color_primaries.clone_from(color_primaries);
    (dto.video_range, dto.video_range_type) = video_range(*range);
    dto.hdr10_plus_present_flag = hdr10_plus.then_some(true);
    dto.rotation = Some(*rotation).filter(|rotation| *rotation != 0);
    dto.video_dovi_title = dolby_vision_title(video);
    if let Some(vision) = dolby_vision {
        add_dolby_vision(dto, vision);
    }
}

fn add_dolby_vision(dto: &mut media::MediaStream, vision: &DolbyVision) {
    let DolbyVision { version_major, version_minor, profile, level, rpu_present, el_present, bl_present, compatibility_id } = vision;
    dto.dv_version_major = Some(*version_major);
    dto.dv_version_minor = Some(*version_minor);
    dto.dv_profile = Some(*profile);
    dto.dv_level = Some(*level);
    dto.rpu_present_flag = Some(u8::from(*rpu_present));
    dto.el_present_flag = Some(u8::from(*el_present));
    dto.bl_present_flag = Some(u8::from(*bl_present));
    dto.dv_bl_signal_compatibility_id = Some(*compatibility_id);
}

fn add_audio(dto: &mut media::MediaStream, audio: &AudioFacts) {
    let AudioFacts { channels, channel_layout, sample_rate, spatial } = audio;
    dto.channels = Some(*channels).filter(|channels| *channels > 0);
    dto.channel_layout.clone_from(channel_layout);
    dto.sample_rate = Some(*sample_rate).filter(|rate| *rate > 0);
    dto.audio_spatial_format = match spatial {
        SpatialFormat::None => "None",
        SpatialFormat::DolbyAtmos => "DolbyAtmos",
        SpatialFormat::DtsX => "DTSX",
    };
}

/// Words that clients put together themselves. In English, as the rest of the API is.
fn add_labels(dto: &mut media::MediaStream, kind: StreamKind) {
    match kind {
        StreamKind::Audio => {
            dto.localized_default = Some("Default");
            dto.localized_external = Some("External");
            dto.localized_original = Some("Original");
        }
        StreamKind::Subtitle => {
            dto.localized_undefined = Some("Undefined");
            dto.localized_default = Some("Default");
            dto.localized_forced = Some("Forced");
            dto.localized_external = Some("External");
            dto.localized_hearing_impaired = Some("Hearing Impaired");
        }
        _ => dto.localized_language = None,
    }
}

fn video_range(range: VideoRange) -> (&'static str, &'static str) {
    match range {
        VideoRange::Unknown => ("Unknown", "Unknown"),
        VideoRange::Sdr => ("SDR", "SDR"),
        VideoRange::Hdr10 => ("HDR", "HDR10"),
        VideoRange::Hdr10Plus => ("HDR", "HDR10Plus"),
        VideoRange::Hlg => ("HDR", "HLG"),
        VideoRange::DolbyVision => ("HDR", "DOVI"),
        VideoRange::DolbyVisionWithHdr10 => ("HDR", "DOVIWithHDR10"),
        VideoRange::DolbyVisionWithHlg => ("HDR", "DOVIWithHLG"),
        // A picture that any SDR screen shows right.
        VideoRange::DolbyVisionWithSdr => ("SDR", "DOVIWithSDR"),
    }
}

fn rate((count, unit): (i32, i32)) -> Option<f32> {
    (count > 0 && unit > 0).then(|| (f64::from(count) / f64::from(unit)) as f32)
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use walros_model::probe::{MediaStream, StreamKind, VideoFacts, VideoRange};

    use super::media_stream;

    #[test]
    fn a_video_stream_as_clients_read_it() {
        let stream = MediaStream {
            kind: StreamKind::Video,
            index: 3,
            codec: "h264".into(),
            profile: Some("High".into()),
            level: Some(40),
            bit_depth: Some(8),
            time_base: (1, 1000),
            video: Some(VideoFacts {
                width: 1920,
                height: 1080,
                aspect_ratio: Some("16:9".into()),
                pixel_format: Some("yuv420p".into()),
                average_frame_rate: (24, 1),
                real_frame_rate: (24, 1),
                ref_frames: Some(1),
                is_avc: Some(true),
                nal_length_size: Some(4),
                range: VideoRange::Sdr,
                ..VideoFacts::default()
            }),
            ..MediaStream::default()
        };
        let wanted = json!({
            "Codec": "h264", "TimeBase": "1/1000", "VideoRange": "SDR", "VideoRangeType": "SDR", "AudioSpatialFormat": "None", "DisplayTitle": "1080p H264 SDR", "NalLengthSize": "4",
            "IsInterlaced": false, "IsAVC": true, "BitDepth": 8, "RefFrames": 1, "IsDefault": false, "IsForced": false, "IsHearingImpaired": false, "IsOriginal": false, "Height": 1080,
            "Width": 1920, "AverageFrameRate": 24.0, "RealFrameRate": 24.0, "ReferenceFrameRate": 24.0, "Profile": "High", "Type": "Video", "AspectRatio": "16:9", "Index": 3,
            "IsExternal": false, "IsTextSubtitleStream": false, "SupportsExternalStream": false, "PixelFormat": "yuv420p", "Level": 40, "IsAnamorphic": false
        });
        assert_eq!(serde_json::to_value(media_stream(&stream, Some("mkv"))).unwrap(), wanted);
    }

    #[test]
    fn languages_have_names_and_mp4_calls_none_und() {
        let audio = MediaStream { kind: StreamKind::Audio, codec: "aac".into(), ..MediaStream::default() };
        assert_eq!(media_stream(&audio, Some("mp4")).language.as_deref(), Some("und"));
        assert_eq!(media_stream(&audio, Some("mkv")).language, None);
        let french = media_stream(&MediaStream { language: Some("fra".into()), ..audio }, Some("mp4"));
        assert_eq!((french.language.as_deref(), french.localized_language.as_deref()), (Some("fra"), Some("French")));
    }
}
