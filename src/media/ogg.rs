//! Ogg pages for Opus, one packet to a page, so that a page's number follows from the packet's and chunks made
//! independently join.

/// The pages before the first packet of sound.
pub const HEADER_PAGES: u32 = 2;

/// The identification and comment pages. `head` is the codec's identification header.
pub fn header(serial: u32, head: &[u8]) -> Vec<u8> {
    let vendor = b"Walros";
    let mut tags = b"OpusTags".to_vec();
    tags.extend_from_slice(&(vendor.len() as u32).to_le_bytes());
    tags.extend_from_slice(vendor);
    tags.extend_from_slice(&0u32.to_le_bytes());
    let mut out = Vec::new();
    page(&mut out, serial, 0, 0, 2, head);
    page(&mut out, serial, 1, 0, 0, &tags);
    out
}

/// Appends the page of packet `number` (from 0), after which `granule` samples at 48 kHz have been heard.
pub fn packet(out: &mut Vec<u8>, serial: u32, number: u32, granule: u64, last: bool, data: &[u8]) {
    page(out, serial, HEADER_PAGES.wrapping_add(number), granule, if last { 4 } else { 0 }, data);
}

/// Data of up to 65024 bytes; more does not fit one page, and no Opus packet is that large.
fn page(out: &mut Vec<u8>, serial: u32, sequence: u32, granule: u64, flags: u8, data: &[u8]) {
    let data = &data[..data.len().min(254 * 255)];
    let begin = out.len();
    out.extend_from_slice(b"OggS");
    out.extend_from_slice(&[0, flags]);
    out.extend_from_slice(&granule.to_le_bytes());
    out.extend_from_slice(&serial.to_le_bytes());
    out.extend_from_slice(&sequence.to_le_bytes());
    out.extend_from_slice(&[0; 4]);
    let full = data.len() / 255;
    out.push(full as u8 + 1);
    out.resize(out.len() + full, 255);
    out.push((data.len() % 255) as u8);
    out.extend_from_slice(data);
    let checksum = checksum(&out[begin..]);
    out[begin + 22..begin + 26].copy_from_slice(&checksum.to_le_bytes());
}

fn checksum(bytes: &[u8]) -> u32 {
    bytes.iter().fold(0, |crc, byte| (0..8).fold(crc ^ u32::from(*byte) << 24, |crc: u32, _| if crc >> 31 == 1 { crc << 1 ^ 0x04c1_1db7 } else { crc << 1 }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_packet_of_any_length_is_laced() {
        for length in [0, 254, 255, 256, 600] {
            let mut out = Vec::new();
            packet(&mut out, 7, 3, 3840, false, &vec![1; length]);
            let lacing = &out[27..27 + usize::from(out[26])];
            assert_eq!(lacing.iter().map(|part| usize::from(*part)).sum::<usize>(), length);
            assert_eq!(out.len(), 27 + lacing.len() + length);
            assert_eq!(out[18..22], 5u32.to_le_bytes());
        }
    }
}
