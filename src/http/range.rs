//! The `Range` header of RFC 9110, one range at a time.

/// What of a body of known length is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted {
    Whole,
    /// The bytes from `start` up to, but not including, `end`.
    Part {
        start: u64,
        end: u64,
    },
    /// Nothing of it is there: answered with 416.
    Nothing,
}

/// Reads a `Range` header for a body of `length` bytes. Headers that make no sense, and lists of several ranges, are
/// answered with the whole body, as the standard allows and Jellyfin does.
pub fn parse(header: &str, length: u64) -> Wanted {
    let Some((unit, ranges)) = header.split_once('=') else { return Wanted::Whole };
    if !unit.trim().eq_ignore_ascii_case("bytes") || ranges.contains(',') {
        return Wanted::Whole;
    }
    let Some((from, to)) = ranges.trim().split_once('-') else { return Wanted::Whole };
    let (from, to) = (from.trim(), to.trim());
    if from.is_empty() {
        return suffix(to, length);
    }
    let Ok(start) = from.parse::<u64>() else { return Wanted::Whole };
    let end = match to {
        "" => length,
        text => match text.parse::<u64>() {
            Ok(last) if last >= start => last.saturating_add(1).min(length),
            _ => return Wanted::Whole,
        },
    };
    if start >= length { Wanted::Nothing } else { Wanted::Part { start, end } }
}

/// `bytes=-500`: the last 500 bytes.
fn suffix(count: &str, length: u64) -> Wanted {
    match count.parse::<u64>() {
        Err(_) => Wanted::Whole,
        Ok(_) if length == 0 => Wanted::Nothing,
        Ok(0) => Wanted::Nothing,
        Ok(count) => Wanted::Part { start: length.saturating_sub(count), end: length },
    }
}

#[cfg(test)]
mod tests {
    use super::Wanted::{Nothing, Part, Whole};
    use super::parse;

    #[test]
    fn ranges_as_players_send_them() {
        let cases = [
            ("bytes=0-1023", Part { start: 0, end: 1000 }),
            ("bytes=100-199", Part { start: 100, end: 200 }),
            ("bytes=0-0", Part { start: 0, end: 1 }),
            ("bytes=0-", Part { start: 0, end: 1000 }),
            ("Bytes = 999-", Part { start: 999, end: 1000 }),
            ("bytes=-50", Part { start: 950, end: 1000 }),
            ("bytes=-5000", Part { start: 0, end: 1000 }),
            ("bytes=-0", Nothing),
            ("bytes=1000-", Nothing),
            ("bytes=99999999999999999999999-", Whole),
            ("bytes=5-18446744073709551615", Part { start: 5, end: 1000 }),
            ("bytes=0-9,20-29", Whole),
            ("bytes=9-3", Whole),
            ("bytes=-", Whole),
            ("bytes=", Whole),
            ("items=0-3", Whole),
            ("", Whole),
        ];
        for (header, wanted) in cases {
            assert_eq!(parse(header, 1000), wanted, "{header}");
        }
    }

    #[test]
    fn an_empty_body_satisfies_no_range() {
        assert_eq!(parse("bytes=0-", 0), Nothing);
        assert_eq!(parse("bytes=-1", 0), Nothing);
    }
}
