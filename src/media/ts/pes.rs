//! PES packets: a picture or some frames of sound with their times.

use super::Unit;

/// What stands before the data.
pub(super) fn header(unit: &Unit<'_>, video: bool) -> Vec<u8> {
    let stamped_twice = video;
    let header = if stamped_twice { 10 } else { 5 };
    let length = unit.length() + 3 + header;
    let mut out = Vec::with_capacity(19);
    out.extend_from_slice(&[0, 0, 1, if video { 0xe0 } else { 0xc0 }]);
    // Zero means: until the next one. Only pictures may be that long.
    let length = if video { 0 } else { u16::try_from(length).unwrap_or(0) };
    out.extend_from_slice(&length.to_be_bytes());
    out.extend_from_slice(&[0x84, if stamped_twice { 0xc0 } else { 0x80 }, header as u8]);
    if stamped_twice {
        time(&mut out, 3, unit.pts);
        time(&mut out, 1, unit.dts);
    } else {
        time(&mut out, 2, unit.pts);
    }
    out
}

fn time(out: &mut Vec<u8>, mark: u8, time: i64) {
    let time = time as u64 & 0x1_ffff_ffff;
    out.push(mark << 4 | (time >> 30 << 1) as u8 | 1);
    out.push((time >> 22) as u8);
    out.push((time >> 15 << 1) as u8 | 1);
    out.push((time >> 7) as u8);
    out.push((time << 1) as u8 | 1);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_spread_over_five_bytes() {
        let mut out = Vec::new();
        time(&mut out, 2, 900_000);
        let [a, b, c, d, e] = out[..] else { panic!() };
        let value = u64::from(a >> 1 & 7) << 30 | u64::from(b) << 22 | u64::from(c >> 1) << 15 | u64::from(d) << 7 | u64::from(e >> 1);
        assert_eq!((value, a >> 4), (900_000, 2));
        assert_eq!((a & 1, c & 1, e & 1), (1, 1, 1));
    }
}
