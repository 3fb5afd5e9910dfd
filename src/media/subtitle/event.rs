//! Lines of Advanced SubStation as libav and Matroska hand them over: without times, and with the order of reading first.

use super::{Cue, Ticks};

/// How many fields a line has behind its times, the text included: seven, unless the header lists fewer.
pub fn fields(header: &str) -> usize {
    let format = header.rsplit_once("[Events]").and_then(|(_, events)| events.lines().find_map(|line| line.trim().strip_prefix("Format:")));
    // Layer, start and end stand before them.
    format.map_or(7, |format| format.split(',').count().saturating_sub(3)).clamp(1, 16)
}

/// Read order, layer, and (with `fields` = 7) style, name, three margins, effect, text. `None` when there are fewer.
pub fn cue(event: &str, fields: usize, start: Ticks, end: Ticks) -> Option<Cue> {
    let mut parts = event.splitn(3, ',');
    let (_, layer, rest) = (parts.next()?, parts.next()?, parts.next()?);
    let text = rest.splitn(fields, ',').nth(fields - 1)?;
    let style = rest.get(..rest.len() - text.len())?.strip_suffix(',').unwrap_or_default();
    Some(Cue { start, end, layer: layer.to_owned(), style: style.to_owned(), text: text.trim_end().replace(['\r', '\n'], "") })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_taken_apart() {
        let parts = |event, fields| cue(event, fields, 5, 9).map(|cue| format!("{}|{}|{}", cue.layer, cue.style, cue.text));
        assert_eq!(parts("12,0,Top,Ann,1,2,3,fx,Hello, world", 7).as_deref(), Some("0|Top,Ann,1,2,3,fx|Hello, world"));
        assert_eq!(parts("0,0,Default,,0,0,0,,", 7).as_deref(), Some("0|Default,,0,0,0,|"));
        assert_eq!(parts("3,1,Top,sign, styled", 2).as_deref(), Some("1|Top|sign, styled"));
        assert_eq!(parts("1,0,Default", 7), None);
    }

    #[test]
    fn the_header_says_how_many_fields_there_are() {
        assert_eq!(fields("[Script Info]\n\n[Events]\nFormat: Layer, Start, End, Style, Text\n"), 2);
        assert_eq!(fields("[V4+ Styles]\nFormat: Name, Fontname\n"), 7);
        assert_eq!(fields(""), 7);
    }
}
