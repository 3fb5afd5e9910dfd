//! What only sound has, and the object-based formats that hide inside older ones.

use walros_model::probe::{AudioFacts, SpatialFormat};

use crate::raw::CodecParameters;

pub(super) fn facts(parameters: &CodecParameters) -> AudioFacts {
    AudioFacts {
        channels: u32::try_from(parameters.channels).unwrap_or(0),
        // `5.1(side)` is a 5.1 to every client.
        channel_layout: parameters.channel_layout.as_deref().and_then(|layout| layout.split('(').next()).map(str::to_owned),
        sample_rate: u32::try_from(parameters.sample_rate).unwrap_or(0),
        spatial: from_profile(parameters.profile.as_deref().unwrap_or_default()),
    }
}

/// Newer libav names them in the profile.
fn from_profile(profile: &str) -> SpatialFormat {
    if profile.contains("Atmos") {
        SpatialFormat::DolbyAtmos
    } else if profile.contains("DTS:X") {
        SpatialFormat::DtsX
    } else {
        SpatialFormat::None
    }
}

/// What a packet of one of these codecs reveals; older libav does not look.
pub(super) fn spatial_in_packet(codec: &str, packet: &[u8]) -> SpatialFormat {
    match codec {
        "truehd" if truehd_has_objects(packet) => SpatialFormat::DolbyAtmos,
        "eac3" if eac3_has_objects(packet) => SpatialFormat::DolbyAtmos,
        "dts" if dts_has_objects(packet) => SpatialFormat::DtsX,
        _ => SpatialFormat::None,
    }
}

/// TrueHD: a major sync whose fourth substream is a 16-channel presentation.
fn truehd_has_objects(packet: &[u8]) -> bool {
    const MAJOR_SYNC: [u8; 4] = [0xF8, 0x72, 0x6F, 0xBA];
    // Access unit header (4 bytes), sync word, format info (4), signature (2), flags (2), reserved (2), rates (2), substreams (1).
    if packet.get(4..8) != Some(&MAJOR_SYNC) {
        return false;
    }
    let (Some(substreams), Some(info)) = (packet.get(20), packet.get(21)) else { return false };
    substreams >> 4 == 4 && info >> 7 == 1
}

/// E-AC-3: object metadata rides in an EMDF container (sync `0x5838`) as a payload for objects (11) or joint coding (14).
///
/// Where that container begins depends on a dozen fields of variable length before it; it is looked for at every bit instead.
fn eac3_has_objects(packet: &[u8]) -> bool {
    const EMDF_SYNC: u16 = 0x5838;
    if packet.get(..2) != Some(&[0x0B, 0x77]) {
        return false;
    }
    let bits = packet.len() * 8;
    let bit = |at: usize| packet[at / 8] >> (7 - at % 8) & 1;
    let read = |at: usize, count: usize| (at..at + count).fold(0u32, |value, at| value << 1 | u32::from(bit(at)));
    let mut window = 0u16;
    (0..bits).any(|at| {
        window = window << 1 | u16::from(bit(at));
        // After the sync: length (16), version (2), key (3), payload id (5), all in their shortest form, as encoders write them.
        let next = at + 1;
        window == EMDF_SYNC && next + 26 <= bits && {
            let length = read(next, 16) as usize;
            length > 4 && next + 16 + length * 8 <= bits && read(next + 16, 5) == 0 && matches!(read(next + 21, 5), 11 | 14)
        }
    })
}

/// DTS: the extension's own sync word behind a lossless frame.
fn dts_has_objects(packet: &[u8]) -> bool {
    const LOSSLESS: [u8; 4] = [0x41, 0xA2, 0x95, 0x47];
    const OBJECTS: [[u8; 4]; 2] = [[0x02, 0x00, 0x08, 0x50], [0xF1, 0x40, 0x00, 0xD0]];
    let Some(lossless) = packet.windows(4).position(|window| window == LOSSLESS) else { return false };
    packet[lossless..].windows(4).any(|window| OBJECTS.iter().any(|sync| window == sync))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn truehd_with_a_fourth_substream_is_atmos() {
        let mut packet = vec![0; 32];
        packet[4..8].copy_from_slice(&[0xF8, 0x72, 0x6F, 0xBA]);
        packet[20] = 0x40;
        packet[21] = 0x80;
        assert_eq!(spatial_in_packet("truehd", &packet), SpatialFormat::DolbyAtmos);
        packet[20] = 0x30;
        assert_eq!(spatial_in_packet("truehd", &packet), SpatialFormat::None);
        assert_eq!(spatial_in_packet("truehd", &packet[..10]), SpatialFormat::None);
    }

    #[test]
    fn dts_x_needs_a_lossless_frame_before_its_sync() {
        let mut packet = vec![0; 16];
        packet.extend([0x02, 0x00, 0x08, 0x50]);
        assert_eq!(spatial_in_packet("dts", &packet), SpatialFormat::None);
        packet[4..8].copy_from_slice(&[0x41, 0xA2, 0x95, 0x47]);
        assert_eq!(spatial_in_packet("dts", &packet), SpatialFormat::DtsX);
    }

    #[test]
    fn eac3_with_an_object_payload_is_atmos_at_any_bit() {
        let emdf = [0x58, 0x38, 0x00, 0x06, 0b0000_0010, 0b1100_0000, 0, 0, 0, 0];
        for shift in 0..8 {
            let mut packet = vec![0x0B, 0x77, 0, 0];
            let mut carry = 0u8;
            for byte in emdf {
                packet.push(carry | byte >> shift);
                carry = if shift == 0 { 0 } else { byte << (8 - shift) };
            }
            packet.extend([carry, 0, 0, 0, 0, 0, 0, 0]);
            assert_eq!(spatial_in_packet("eac3", &packet), SpatialFormat::DolbyAtmos, "shift {shift}");
        }
        assert_eq!(spatial_in_packet("eac3", &[0x0B, 0x77, 1, 2, 3, 4, 5, 6, 7, 8, 9]), SpatialFormat::None);
    }
}
