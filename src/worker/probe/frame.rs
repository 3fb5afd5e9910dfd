//! What only the first packets tell: HDR10+ and Dolby Vision inside the stream, Atmos and DTS:X.

use ffmpeg_next::codec;
use ffmpeg_next::frame::side_data;
use ffmpeg_next::{Packet, frame};
use walros_model::probe::{MediaStream, SpatialFormat, StreamKind};

use super::{audio, video};
use crate::avio::Input;

/// Packets read at most; the first look at the file has most of them in memory already.
const PACKETS_MAX: usize = 400;

/// Packets of one HDR stream decoded at most until a frame comes out.
const DECODE_MAX: u32 = 40;

/// Completes the streams that may hide something, if there are any.
pub(super) fn look_closer(input: &mut Input, streams: &mut [MediaStream]) {
    let mut wanted: Vec<Look> = streams.iter().enumerate().filter_map(|(place, stream)| Look::at(input, place, stream)).collect();
    let mut packet = Packet::empty();
    for _ in 0..PACKETS_MAX {
        if wanted.is_empty() || packet.read(input).is_err() {
            break;
        }
        let Some(at) = wanted.iter().position(|look| look.stream == packet.stream()) else { continue };
        let place = wanted[at].place;
        if wanted[at].take(&packet, &mut streams[place]) {
            wanted.swap_remove(at);
        }
    }
}

/// One stream that is looked at.
struct Look {
    /// Its number in the file.
    stream: usize,
    /// Its place in the list.
    place: usize,
    /// For pictures.
    decoder: Option<codec::decoder::Video>,
    left: u32,
}

impl Look {
    fn at(input: &Input, place: usize, stream: &MediaStream) -> Option<Self> {
        let number = stream.file_index as usize;
        match stream.kind {
            StreamKind::Audio if matches!(stream.codec.as_str(), "truehd" | "eac3" | "dts") => {
                let known = stream.audio.as_ref().is_some_and(|audio| audio.spatial != SpatialFormat::None);
                (!known).then_some(Self { stream: number, place, decoder: None, left: 4 })
            }
            StreamKind::Video if may_hide_metadata(stream) => {
                let context = codec::Context::from_parameters(input.stream(number)?.parameters()).ok()?;
                let decoder = context.decoder().video().ok()?;
                Some(Self { stream: number, place, decoder: Some(decoder), left: DECODE_MAX })
            }
            _ => None,
        }
    }

    /// Looks at one packet; whether that was the last one needed.
    fn take(&mut self, packet: &Packet, stream: &mut MediaStream) -> bool {
        self.left -= 1;
        let found = match &mut self.decoder {
            Some(decoder) => decoder.send_packet(packet).is_ok() && look_at_frame(decoder, stream),
            None => look_at_sound(packet, stream),
        };
        found || self.left == 0
    }
}

/// Ten bits and more of a codec that carries dynamic metadata.
fn may_hide_metadata(stream: &MediaStream) -> bool {
    let Some(video) = &stream.video else { return false };
    let hdr = video.color_transfer.as_deref() == Some("smpte2084") || video.color_transfer.is_none();
    matches!(stream.codec.as_str(), "hevc" | "av1" | "vp9") && hdr && stream.bit_depth.is_some_and(|bits| bits >= 10)
}

fn look_at_sound(packet: &Packet, stream: &mut MediaStream) -> bool {
    let (Some(audio), Some(data)) = (&mut stream.audio, packet.data()) else { return false };
    audio.spatial = audio::spatial_in_packet(&stream.codec, data);
    audio.spatial != SpatialFormat::None
}

/// Whether a frame came out; what it says is noted.
fn look_at_frame(decoder: &mut codec::decoder::Video, stream: &mut MediaStream) -> bool {
    let mut frame = frame::Video::empty();
    if decoder.receive_frame(&mut frame).is_err() {
        return false;
    }
    if let Some(facts) = &mut stream.video {
        facts.hdr10_plus = frame.side_data(side_data::Type::DYNAMIC_HDR_PLUS).is_some();
        facts.range = video::range(facts);
    }
    true
}
