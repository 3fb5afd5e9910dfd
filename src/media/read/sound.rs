//! What the packets of sound hold, as far as libav's parsers would look.

/// Whether a packet is one whole frame. Packets of these codecs are taken apart by libav and put together again, which
/// changes nothing when they are.
pub fn is_one_frame(codec: &str, data: &[u8]) -> bool {
    match codec {
        "mp3" | "ac3" | "eac3" => frame_length(codec, data) == Some(data.len()),
        _ => !data.is_empty(),
    }
}

/// Bytes of the frame that begins here, by its header. `None` for what is none, and for other codecs.
pub fn frame_length(codec: &str, data: &[u8]) -> Option<usize> {
    match codec {
        "mp3" => mp3_frame(data),
        "ac3" => ac3_frame(data),
        "eac3" => eac3_frame(data),
        _ => None,
    }
}

/// How many samples a packet lasts, by its own header. `None` when it does not say.
pub fn packet_samples(codec: &str, data: &[u8]) -> Option<u32> {
    match codec {
        "opus" => opus_samples(data),
        "flac" => flac_samples(data),
        _ => None,
    }
}

/// Bytes of the layer III frame that begins here.
fn mp3_frame(data: &[u8]) -> Option<usize> {
    const RATES_1: [u32; 14] = [32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320];
    const RATES_2: [u32; 14] = [8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160];
    let header = u32::from_be_bytes(data.get(..4)?.try_into().ok()?);
    // Eleven bits of sync, version, layer III, then rate, frequency and padding.
    let (version, layer) = (header >> 19 & 3, header >> 17 & 3);
    if header >> 21 != 0x7ff || version == 1 || layer != 1 {
        return None;
    }
    let place = (header >> 12 & 15).checked_sub(1)? as usize;
    let frequency = [44_100, 48_000, 32_000].get((header >> 10 & 3) as usize)? >> [2, 0, 1, 0][version as usize];
    let (rates, samples) = if version == 3 { (RATES_1, 144) } else { (RATES_2, 72) };
    Some((samples * 1000 * rates.get(place)? / frequency + (header >> 9 & 1)) as usize)
}

/// Bytes of the AC-3 frame that begins here.
fn ac3_frame(data: &[u8]) -> Option<usize> {
    const RATES: [usize; 19] = [32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384, 448, 512, 576, 640];
    if data.get(..2)? != [0x0b, 0x77] || data.get(5)? >> 3 > 10 {
        return None;
    }
    let code = *data.get(4)?;
    let rate = *RATES.get(usize::from(code >> 1 & 0x1f))?;
    let words = match code >> 6 {
        0 => rate * 2,
        1 => rate * 96_000 / 44_100 + usize::from(code & 1),
        2 => rate * 3,
        _ => return None,
    };
    Some(words * 2)
}

/// Bytes of the E-AC-3 frame that begins here, if it is an independent one with six blocks.
fn eac3_frame(data: &[u8]) -> Option<usize> {
    if data.get(..2)? != [0x0b, 0x77] || data.get(5)? >> 3 <= 10 {
        return None;
    }
    let (first, second, third) = (*data.get(2)?, *data.get(3)?, *data.get(4)?);
    let independent = first >> 6 == 0 && first >> 3 & 7 == 0;
    let six_blocks = third >> 4 & 3 == 3 && third >> 6 != 3;
    (independent && six_blocks).then_some((usize::from(first & 7) << 8 | usize::from(second)) * 2 + 2)
}

/// Samples at 48 kHz of an Opus packet (RFC 6716, 3.1).
fn opus_samples(data: &[u8]) -> Option<u32> {
    let first = *data.first()?;
    let frame = match first >> 3 {
        kind @ 0..=11 => [480, 960, 1920, 2880][usize::from(kind & 3)],
        kind @ 12..=15 => [480, 960][usize::from(kind & 1)],
        kind => [120, 240, 480, 960][usize::from(kind & 3)],
    };
    let frames = match first & 3 {
        0 => 1,
        1 | 2 => 2,
        _ => u32::from(data.get(1)? & 0x3f),
    };
    (frames > 0 && frames * frame <= 5760).then_some(frames * frame)
}

/// Samples of a FLAC frame, by its header.
fn flac_samples(data: &[u8]) -> Option<u32> {
    if data.first()? != &0xff || data.get(1)? & 0xfc != 0xf8 {
        return None;
    }
    // The number of the frame stands before an uncommon block size, in UTF-8's form.
    let number = match data.get(4)?.leading_ones() {
        0 => 1,
        ones @ 2..=7 => ones as usize,
        _ => return None,
    };
    let at = 4 + number;
    match data.get(2)? >> 4 {
        1 => Some(192),
        code @ 2..=5 => Some(576 << (code - 2)),
        6 => Some(u32::from(*data.get(at)?) + 1),
        7 => Some((u32::from(*data.get(at)?) << 8 | u32::from(*data.get(at + 1)?)) + 1),
        code @ 8..=15 => Some(256 << (code - 8)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn padded(header: &[u8], length: usize) -> Vec<u8> {
        let mut data = header.to_vec();
        data.resize(length, 0);
        data
    }

    #[test]
    fn frames_are_as_long_as_their_headers_say() {
        // 128 kbit/s at 44.1 kHz, with and without padding; 64 kbit/s at 22.05 kHz.
        assert!(is_one_frame("mp3", &padded(&[0xff, 0xfb, 0x90, 0x00], 417)));
        assert!(is_one_frame("mp3", &padded(&[0xff, 0xfb, 0x92, 0x00], 418)));
        assert!(is_one_frame("mp3", &padded(&[0xff, 0xf3, 0x80, 0x00], 208)));
        assert!(!is_one_frame("mp3", &padded(&[0xff, 0xfb, 0x90, 0x00], 834)));
        // 384 kbit/s at 48 kHz; 128 kbit/s at 44.1 kHz.
        assert!(is_one_frame("ac3", &padded(&[0x0b, 0x77, 0, 0, 0x1c, 0x40], 1536)));
        assert!(is_one_frame("ac3", &padded(&[0x0b, 0x77, 0, 0, 0x50, 0x40], 556)));
        assert!(is_one_frame("eac3", &padded(&[0x0b, 0x77, 1, 0xff, 0x3f, 0x80], 1024)));
        // Two substreams.
        assert!(!is_one_frame("eac3", &padded(&[0x0b, 0x77, 1, 0xff, 0x3f, 0x80], 2048)));
        assert!(is_one_frame("aac", &[1]) && !is_one_frame("aac", &[]));
    }

    #[test]
    fn packets_say_how_many_samples_they_hold() {
        // 20 ms of CELT in one frame, in two, and three of 10 ms.
        let opus = |data: &[u8]| packet_samples("opus", data);
        assert_eq!((opus(&[0xf8]), opus(&[0xf9]), opus(&[0xf3, 3])), (Some(960), Some(1920), Some(1440)));
        assert_eq!((opus(&[]), opus(&[0xfb, 0])), (None, None));
        let flac = |data: &[u8]| packet_samples("flac", data);
        assert_eq!(flac(&[0xff, 0xf8, 0xc9, 0x18, 0]), Some(4096));
        assert_eq!(flac(&[0xff, 0xf8, 0x59, 0x18, 0]), Some(4608));
        assert_eq!(flac(&[0xff, 0xf8, 0x79, 0x18, 0xc2, 0x80, 0x0f, 0xff]), Some(4096));
        assert_eq!(flac(&[0xff, 0xf8, 0x09, 0x18, 0]), None);
    }
}
