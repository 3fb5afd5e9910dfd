//! Subtitles, chapters and lyrics as text.

/// SubRip: a line every four seconds that says when it is shown, with markup and letters beyond ASCII.
pub fn srt(language: &str, seconds: u32) -> String {
    let cue = |(at, start): (usize, u32)| {
        let end = (start + 3).min(seconds);
        format!("{number}\n{} --> {}\n{language} line {number} <i>at {start} s</i> — ünïcode\n\n", srt_time(start), srt_time(end), number = at + 1)
    };
    (0..seconds).step_by(4).enumerate().map(cue).collect()
}

fn srt_time(seconds: u32) -> String {
    format!("{:02}:{:02}:{:02},000", seconds / 3600, seconds / 60 % 60, seconds % 60)
}

/// Advanced SubStation: two styles, one at the top of the picture, and a tag inside the lines. All fields of a line are
/// there: Matroska keeps lines without their `Format`, so that players take the ten to be fixed.
pub fn ass(seconds: u32) -> String {
    let head = "[Script Info]\nScriptType: v4.00+\nPlayResX: 640\nPlayResY: 360\n\n\
                [V4+ Styles]\nFormat: Name, Fontname, Fontsize, PrimaryColour, Alignment\n\
                Style: Sign,DejaVu Sans,28,&H0000FFFF,8\nStyle: Default,DejaVu Sans,24,&H00FFFFFF,2\n\n\
                [Events]\nFormat: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text\n";
    let time = |seconds: u32| format!("{}:{:02}:{:02}.00", seconds / 3600, seconds / 60 % 60, seconds % 60);
    let line = |start: u32| {
        let style = if start.is_multiple_of(8) { "Default" } else { "Sign" };
        format!("Dialogue: 0,{},{},{style},,0,0,0,,{{\\i1}}sign {start}{{\\i0}} styled\n", time(start), time(start + 3))
    };
    head.to_owned() + &(0..seconds).step_by(4).map(line).collect::<String>()
}

/// Chapters in ffmpeg's own metadata format; each lasts until the next.
pub fn chapters(marks: &[(u32, &str)], seconds: u32) -> String {
    let ends = marks.iter().skip(1).map(|(start, _)| *start).chain([seconds]);
    let chapter = |((start, name), end): (&(u32, &str), u32)| format!("[CHAPTER]\nTIMEBASE=1/1\nSTART={start}\nEND={end}\ntitle={name}\n");
    ";FFMETADATA1\n".to_owned() + &marks.iter().zip(ends).map(chapter).collect::<String>()
}

/// Timed lyrics.
pub fn lrc() -> String {
    [(0, "nought"), (5, "five"), (10, "ten")].map(|(at, word)| format!("[00:{at:02}.00]A line at {word}\n")).concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn subtitles_end_with_the_film() {
        assert!(srt("eng", 6).ends_with("2\n00:00:04,000 --> 00:00:06,000\neng line 2 <i>at 4 s</i> — ünïcode\n\n"));
    }

    #[test]
    fn chapters_follow_each_other() {
        assert!(chapters(&[(0, "A"), (5, "B")], 9).contains("START=0\nEND=5\ntitle=A\n[CHAPTER]\nTIMEBASE=1/1\nSTART=5\nEND=9\ntitle=B\n"));
    }
}
