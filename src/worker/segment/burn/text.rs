//! Text becomes pictures: white letters with a dark edge, in a font that is built in, since a worker opens no files.
//! Colours, fonts and exact positions of styled subtitles are not followed.

use ab_glyph::{Font, FontRef, Glyph, PxScale, ScaleFont, point};

use super::Event;
use super::lines::{self, Line};
use super::stamp::Stamp;

/// The height of a line, as a part of the picture's height.
const LINE: f32 = 1.0 / 16.0;
/// The part of the width that lines may take.
const WIDTH: f32 = 0.9;
/// The distance from the upper and lower edge, as a part of the height.
const MARGIN: f32 = 0.045;
/// The dark edge, as a part of a line's height.
const EDGE: f32 = 0.055;

/// What a script shows, on pictures of this size. `shift` is taken off its times.
pub(super) fn events(script: &str, size: (usize, usize), shift: i64) -> Vec<Event> {
    let Ok(font) = FontRef::try_from_slice(dejavu::sans::regular()) else { return Vec::new() };
    let mut lines = lines::parse(script);
    lines.sort_by_key(|line| line.start);
    let mut placed: Vec<(Line, usize)> = Vec::new();
    let mut events = Vec::new();
    for line in lines {
        let block = Block::new(&font, &line.text, size);
        // Lines that show at the same time at the same edge are stacked.
        let row = |line: &Line| (line.alignment - 1) / 3;
        let taken: usize = placed.iter().filter(|(other, _)| row(other) == row(&line) && other.end > line.start).map(|(_, height)| height).sum();
        events.extend(block.stamp(line.alignment, size, taken).map(|stamp| Event { start: line.start - shift, end: line.end - shift, stamps: vec![stamp] }));
        placed.push((line, block.height));
    }
    events
}

/// Some lines of text as opacity.
struct Block {
    width: usize,
    height: usize,
    /// Of the letters, and of letters and edge together.
    letters: Vec<u8>,
    whole: Vec<u8>,
}

impl Block {
    fn new(font: &FontRef<'_>, text: &str, (picture_width, picture_height): (usize, usize)) -> Self {
        let scale = PxScale::from((picture_height as f32 * LINE).max(10.0));
        let scaled = font.as_scaled(scale);
        let edge = (scale.y * EDGE).max(1.0);
        let pad = edge.ceil() as usize + 1;
        let line_height = scaled.height().ceil() as usize;
        let rows = wrap(text, picture_width as f32 * WIDTH, &|text| width_of(font, scale, text));
        let widths: Vec<f32> = rows.iter().map(|row| width_of(font, scale, row)).collect();
        let width = widths.iter().fold(0.0f32, |most, width| most.max(*width)).ceil() as usize + 2 * pad;
        let height = rows.len() * line_height + 2 * pad;
        let mut letters = vec![0; width * height];
        for (number, (row, row_width)) in rows.iter().zip(widths).enumerate() {
            let left = (width as f32 - row_width) / 2.0;
            let base = (pad + number * line_height) as f32 + scaled.ascent();
            for glyph in glyphs(font, scale, row, left, base) {
                draw(font, glyph, &mut letters, width);
            }
        }
        let whole = widen(&letters, width, edge);
        Self { width, height, letters, whole }
    }

    /// At the edge that the alignment names, `taken` pixels away from it.
    fn stamp(&self, alignment: u8, (picture_width, picture_height): (usize, usize), taken: usize) -> Option<Stamp> {
        if self.width == 0 || self.height == 0 {
            return None;
        }
        let (room_x, room_y) = (picture_width as i32 - self.width as i32, picture_height as i32 - self.height as i32);
        let margin = (picture_height as f32 * MARGIN) as i32;
        let x = match alignment % 3 {
            1 => margin,
            2 => room_x / 2,
            _ => room_x - margin,
        };
        let y = match (alignment - 1) / 3 {
            0 => room_y - margin - taken as i32,
            1 => room_y / 2 + taken as i32,
            _ => margin + taken as i32,
        };
        let pixels = self.letters.iter().zip(&self.whole).map(|(letter, whole)| [*letter, *letter, *letter, *whole]);
        Some(Stamp::from_rgba(x, y, self.width, self.height, pixels))
    }
}

fn width_of(font: &FontRef<'_>, scale: PxScale, text: &str) -> f32 {
    let scaled = font.as_scaled(scale);
    let mut before = None;
    text.chars().fold(0.0, |width, letter| {
        let id = scaled.glyph_id(letter);
        let kern = before.replace(id).map_or(0.0, |before| scaled.kern(before, id));
        width + kern + scaled.h_advance(id)
    })
}

fn glyphs(font: &FontRef<'_>, scale: PxScale, text: &str, left: f32, base: f32) -> Vec<Glyph> {
    let scaled = font.as_scaled(scale);
    let mut before = None;
    let mut x = left;
    let place = |letter: char| {
        let id = scaled.glyph_id(letter);
        x += before.replace(id).map_or(0.0, |before| scaled.kern(before, id));
        let glyph = id.with_scale_and_position(scale, point(x, base));
        x += scaled.h_advance(id);
        glyph
    };
    text.chars().map(place).collect()
}

fn draw(font: &FontRef<'_>, glyph: Glyph, out: &mut [u8], width: usize) {
    let Some(outline) = font.outline_glyph(glyph) else { return };
    let bounds = outline.px_bounds();
    outline.draw(|column, row, coverage| {
        let (x, y) = (bounds.min.x as i32 + column as i32, bounds.min.y as i32 + row as i32);
        let (Ok(x), Ok(y)) = (usize::try_from(x), usize::try_from(y)) else { return };
        if x < width
            && let Some(pixel) = out.get_mut(y * width + x)
        {
            *pixel = (*pixel).max((coverage.clamp(0.0, 1.0) * 255.0) as u8);
        }
    });
}

/// Every letter grown by a disc.
fn widen(letters: &[u8], width: usize, radius: f32) -> Vec<u8> {
    let mut out = letters.to_vec();
    let reach = radius.ceil() as i32;
    let height = letters.len().checked_div(width).unwrap_or(0) as i32;
    for down in -reach..=reach {
        for right in -reach..=reach {
            let distance = ((down * down + right * right) as f32).sqrt();
            let strength = (radius + 0.5 - distance).clamp(0.0, 1.0);
            if strength == 0.0 {
                continue;
            }
            for y in 0.max(-down)..height.min(height - down) {
                let (from, to) = (y as usize * width, (y + down) as usize * width);
                for x in 0.max(-right)..(width as i32).min(width as i32 - right) {
                    let value = (f32::from(letters[from + x as usize]) * strength) as u8;
                    let pixel = &mut out[to + (x + right) as usize];
                    *pixel = (*pixel).max(value);
                }
            }
        }
    }
    out
}

/// Breaks rows that are too wide, between words where there are any.
fn wrap(text: &str, most: f32, width: &dyn Fn(&str) -> f32) -> Vec<String> {
    let mut rows = Vec::new();
    for row in text.lines() {
        let mut line = String::new();
        for word in row.split_whitespace() {
            let longer = if line.is_empty() { word.to_owned() } else { format!("{line} {word}") };
            if width(&longer) <= most {
                line = longer;
                continue;
            }
            if !line.is_empty() {
                rows.push(std::mem::take(&mut line));
            }
            for letter in word.chars() {
                line.push(letter);
                if width(&line) > most && line.chars().count() > 1 {
                    line.pop();
                    rows.push(std::mem::replace(&mut line, letter.to_string()));
                }
            }
        }
        rows.push(line);
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_break_between_words_or_within_long_ones() {
        let width = |text: &str| text.chars().count() as f32;
        assert_eq!(wrap("one two three\nfour", 8.0, &width), ["one two", "three", "four"]);
        assert_eq!(wrap("abcdefghij kl", 4.0, &width), ["abcd", "efgh", "ij", "kl"]);
        assert_eq!(wrap("千の窓千の窓", 4.0, &width), ["千の窓千", "の窓"]);
    }

    #[test]
    fn lines_lie_where_they_belong_and_do_not_cover_each_other() {
        let script = "[Events]\nFormat: Start, End, Style, Text\nDialogue: 0:00:01.00,0:00:05.00,D,Below\nDialogue: 0:00:02.00,0:00:04.00,D,Over it\n\
            Dialogue: 0:00:02.00,0:00:04.00,D,{\\an8}Above\n";
        let events = events(script, (1920, 1080), 10_000_000);
        assert_eq!(events.len(), 3);
        assert_eq!((events[0].start, events[0].end), (0, 40_000_000));
        let span = |event: &Event| (event.stamps[0].y, event.stamps[0].y + event.stamps[0].height as i32);
        let (below, over, above) = (span(&events[0]), span(&events[1]), span(&events[2]));
        assert!(below.1 <= 1080 && over.1 <= below.0 && above.1 < over.0 && above.0 >= 0, "{below:?} {over:?} {above:?}");
        let stamp = &events[0].stamps[0];
        assert!(stamp.pixels.iter().any(|pixel| pixel[0] > 200 && pixel[3] > 200), "there are letters");
        assert!(stamp.pixels.iter().any(|pixel| pixel[0] < 40 && pixel[3] > 200), "with a dark edge");
        assert!(stamp.pixels.iter().filter(|pixel| pixel[3] == 0).count() > stamp.pixels.len() / 4, "on nothing");
    }
}
