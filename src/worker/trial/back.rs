//! Coded pictures decoded in software, whatever encoded them.

use ffmpeg_next::codec::{Context, Id, decoder};
use ffmpeg_next::{Error, Packet, frame};
use walros_jobs::VideoCodec;
use walros_media::config::VideoConfig;
use walros_media::segment::Pictures;

/// In the order in which they are shown.
pub(super) fn decode(codec: VideoCodec, segments: &[Pictures]) -> Result<Vec<frame::Video>, String> {
    let failed = |error: Error| format!("decoding: {error}");
    // libav's own decoder of AV1 works in hardware alone.
    let found = match codec {
        VideoCodec::H264 => decoder::find(Id::H264),
        VideoCodec::Hevc => decoder::find(Id::HEVC),
        VideoCodec::Av1 => decoder::find_by_name("libdav1d"),
    };
    let found = found.ok_or_else(|| format!("this libav decodes no {}", codec.name()))?;
    let mut decoder = Context::new_with_codec(found).decoder().open_as(found).and_then(|opened| opened.video()).map_err(failed)?;
    let mut pictures = Vec::new();
    for segment in segments {
        for coded in &segment.frames {
            let mut bytes = if coded.key { start_codes(&segment.config) } else { Vec::new() };
            bytes.extend_from_slice(&coded.data);
            let mut packet = Packet::copy(&bytes);
            packet.set_pts(Some(coded.pts));
            decoder.send_packet(&packet).map_err(failed)?;
            drain(&mut decoder, &mut pictures).map_err(failed)?;
        }
    }
    decoder.send_eof().map_err(failed)?;
    drain(&mut decoder, &mut pictures).map_err(failed)?;
    Ok(pictures)
}

/// What stands outside of pictures that have start codes.
fn start_codes(config: &VideoConfig) -> Vec<u8> {
    config.parameter_sets().into_iter().flat_map(|set| [&[0, 0, 0, 1], set].concat()).collect()
}

fn drain(decoder: &mut decoder::Video, pictures: &mut Vec<frame::Video>) -> Result<(), Error> {
    loop {
        let mut picture = frame::Video::empty();
        match decoder.receive_frame(&mut picture) {
            Ok(()) => pictures.push(picture),
            Err(Error::Other { errno: libc::EAGAIN } | Error::Eof) => return Ok(()),
            Err(error) => return Err(error),
        }
    }
}
