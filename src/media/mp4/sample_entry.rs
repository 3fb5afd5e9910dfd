//! Sample entries: `avc1`, `hvc1`, `av01`, `vp09`, `mp4a`, `ac-3`, `ec-3`, `Opus`, `fLaC`, `wvtt` with their configuration boxes.

use super::TrackMedia;
use super::boxes::{boxed, full, u16, u32, zeros};
use crate::audio::AudioConfig;
use crate::config::VideoConfig;

pub(super) fn write(out: &mut Vec<u8>, media: &TrackMedia) {
    match media {
        TrackMedia::Video { config, width, height, pixel_aspect, colour, .. } => {
            boxed(out, video_name(config), |out| {
                zeros(out, 6);
                u16(out, 1);
                zeros(out, 16);
                u16(out, *width);
                u16(out, *height);
                u32(out, 0x0048_0000);
                u32(out, 0x0048_0000);
                u32(out, 0);
                u16(out, 1);
                zeros(out, 32);
                u16(out, 24);
                u16(out, 0xffff);
                video_config(out, config);
                if let Some(([primaries, transfer, matrix], full_range)) = *colour {
                    boxed(out, b"colr", |out| {
                        out.extend_from_slice(b"nclx");
                        u16(out, primaries);
                        u16(out, transfer);
                        u16(out, matrix);
                        out.push(u8::from(full_range) << 7);
                    });
                }
                if pixel_aspect.0 != pixel_aspect.1 && pixel_aspect.1 != 0 {
                    boxed(out, b"pasp", |out| {
                        u32(out, pixel_aspect.0);
                        u32(out, pixel_aspect.1);
                    });
                }
            });
        }
        TrackMedia::Audio { config, channels, sample_rate } => {
            boxed(out, audio_name(config), |out| {
                zeros(out, 6);
                u16(out, 1);
                zeros(out, 8);
                u16(out, *channels);
                u16(out, 16);
                zeros(out, 4);
                // Sixteen bits must do; a decoder reads higher rates from its configuration.
                u32(out, sample_rate.min(&0xffff) << 16);
                audio_config(out, config);
            });
        }
        TrackMedia::Text => boxed(out, b"wvtt", |out| {
            zeros(out, 6);
            u16(out, 1);
            boxed(out, b"vttC", |out| out.extend_from_slice(b"WEBVTT"));
        }),
    }
}

fn video_name(config: &VideoConfig) -> &'static [u8; 4] {
    match config {
        VideoConfig::Avc(_) => b"avc1",
        VideoConfig::Hevc(_) => b"hvc1",
        VideoConfig::Av1(_) => b"av01",
        VideoConfig::Vp9(_) => b"vp09",
    }
}

fn video_config(out: &mut Vec<u8>, config: &VideoConfig) {
    match config {
        VideoConfig::Avc(config) => boxed(out, b"avcC", |out| out.extend(config.record())),
        VideoConfig::Hevc(config) => boxed(out, b"hvcC", |out| out.extend(config.record())),
        VideoConfig::Av1(config) => boxed(out, b"av1C", |out| out.extend_from_slice(&config.0)),
        VideoConfig::Vp9(config) => boxed(out, b"vpcC", |out| out.extend(config.record())),
    }
}

fn audio_name(config: &AudioConfig) -> &'static [u8; 4] {
    match config {
        AudioConfig::Aac(_) | AudioConfig::Mp3 => b"mp4a",
        AudioConfig::Ac3(_) => b"ac-3",
        AudioConfig::Eac3(_) => b"ec-3",
        AudioConfig::Opus(_) => b"Opus",
        AudioConfig::Flac(_) => b"fLaC",
    }
}

fn audio_config(out: &mut Vec<u8>, config: &AudioConfig) {
    match config {
        AudioConfig::Aac(config) => elementary_stream_descriptor(out, 0x40, &config.bytes),
        AudioConfig::Mp3 => elementary_stream_descriptor(out, 0x6b, &[]),
        AudioConfig::Ac3(facts) => boxed(out, b"dac3", |out| out.extend(facts.dac3())),
        AudioConfig::Eac3(facts) => boxed(out, b"dec3", |out| out.extend(facts.dec3())),
        AudioConfig::Opus(head) => boxed(out, b"dOps", |out| out.extend(opus_specific(head))),
        AudioConfig::Flac(info) => full(out, b"dfLa", 0, 0, |out| {
            // The last metadata block, of type STREAMINFO.
            u32(out, 0x8000_0000 | info.len() as u32);
            out.extend_from_slice(info);
        }),
    }
}

/// The Ogg header's content with its numbers turned to big-endian.
fn opus_specific(head: &[u8]) -> Vec<u8> {
    let byte = |at: usize| head.get(at).copied().unwrap_or(0);
    let mut out = vec![0, byte(9), byte(11), byte(10), byte(15), byte(14), byte(13), byte(12), byte(17), byte(16), byte(18)];
    if byte(18) != 0 {
        out.extend_from_slice(head.get(19..).unwrap_or_default());
    }
    out
}

fn elementary_stream_descriptor(out: &mut Vec<u8>, object_type: u8, specific: &[u8]) {
    fn descriptor(tag: u8, content: &[u8]) -> Vec<u8> {
        let mut out = vec![tag, 0x80, 0x80, 0x80, content.len() as u8];
        out.extend_from_slice(content);
        out
    }
    let mut decoder = vec![object_type, 0x15, 0, 0, 0];
    zeros(&mut decoder, 8);
    if !specific.is_empty() {
        decoder.extend(descriptor(0x05, specific));
    }
    let mut stream = vec![0, 0, 0];
    stream.extend(descriptor(0x04, &decoder));
    stream.extend(descriptor(0x06, &[2]));
    full(out, b"esds", 0, 0, |out| out.extend(descriptor(0x03, &stream)));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn opus_numbers_are_turned() {
        let head = [b"OpusHead".as_slice(), &[1, 2, 0x38, 0x01, 0x80, 0xbb, 0, 0, 0, 0, 0]].concat();
        assert_eq!(opus_specific(&head), [0, 2, 0x01, 0x38, 0, 0, 0xbb, 0x80, 0, 0, 0]);
    }
}
