//! Where the pictures are, for those who ask in the form of HLS or WebVTT.

use std::fmt::Write;
use std::time::Duration;

use walros_model::trickplay::TrickplayLayout;

/// An HLS playlist of images alone: a sheet is a segment, in `EXT-X-TILES` (Roku's extension, which Jellyfin writes too).
/// `url` says where a sheet is.
pub fn image_playlist(layout: &TrickplayLayout, url: impl Fn(u32) -> String) -> String {
    let TrickplayLayout { width, height, columns, rows, interval, .. } = *layout;
    let longest = (interval * layout.per_sheet()).as_secs_f64().ceil();
    let mut list =
        format!("#EXTM3U\n#EXT-X-VERSION:7\n#EXT-X-TARGETDURATION:{longest}\n#EXT-X-MEDIA-SEQUENCE:1\n#EXT-X-PLAYLIST-TYPE:VOD\n#EXT-X-IMAGES-ONLY\n");
    for sheet in 0..layout.sheets() {
        let length = (interval * layout.on_sheet(sheet).len() as u32).as_secs_f64();
        let each = interval.as_secs_f64();
        let _ = writeln!(list, "#EXTINF:{length:.3},\n#EXT-X-TILES:RESOLUTION={width}x{height},LAYOUT={columns}x{rows},DURATION={each}\n{}", url(sheet));
    }
    list.push_str("#EXT-X-ENDLIST\n");
    list
}

/// A WebVTT track of pictures: each cue names a part of a sheet (`#xywh=`). Of each part of a film, of which most have
/// one, it is told where that begins and how its pictures lie; `url` says where a sheet of a part is.
pub fn web_vtt(parts: &[(Duration, TrickplayLayout)], url: impl Fn(usize, u32) -> String) -> String {
    let mut track = "WEBVTT\n".to_owned();
    for (number, (begin, layout)) in parts.iter().enumerate() {
        let next = parts.get(number + 1).map_or(Duration::MAX, |(begin, _)| *begin);
        for picture in 0..layout.count {
            let (place, TrickplayLayout { width, height, interval, .. }) = (layout.place(picture), *layout);
            let (start, end) = (*begin + interval * picture, *begin + interval * (picture + 1));
            let (start, end) = (clock(start), clock(end.min(next)));
            let _ = write!(track, "\n{start} --> {end}\n{}#xywh={},{},{width},{height}\n", url(number, place.sheet), place.x, place.y);
        }
    }
    track
}

/// `hh:mm:ss.mmm`.
fn clock(time: Duration) -> String {
    let seconds = time.as_secs();
    format!("{:02}:{:02}:{:02}.{:03}", seconds / 3600, seconds / 60 % 60, seconds % 60, time.subsec_millis())
}

#[cfg(test)]
mod tests {
    use super::*;

    const LAYOUT: TrickplayLayout = TrickplayLayout { width: 320, height: 180, columns: 2, rows: 1, count: 3, interval: Duration::from_secs(10) };

    #[test]
    fn a_sheet_is_a_segment() {
        let list = image_playlist(&LAYOUT, |sheet| format!("{sheet}.jpg"));
        let tiles = "#EXT-X-TILES:RESOLUTION=320x180,LAYOUT=2x1,DURATION=10";
        assert!(list.starts_with("#EXTM3U\n#EXT-X-VERSION:7\n#EXT-X-TARGETDURATION:20\n"));
        assert!(list.ends_with(&format!("#EXTINF:20.000,\n{tiles}\n0.jpg\n#EXTINF:10.000,\n{tiles}\n1.jpg\n#EXT-X-ENDLIST\n")), "{list}");
    }

    #[test]
    fn a_cue_is_a_part_of_a_sheet() {
        let track = web_vtt(&[(Duration::ZERO, LAYOUT)], |_, sheet| format!("s{sheet}.jpg"));
        assert!(track.contains("\n00:00:10.000 --> 00:00:20.000\ns0.jpg#xywh=320,0,320,180\n"), "{track}");
        assert!(track.ends_with("\n00:00:20.000 --> 00:00:30.000\ns1.jpg#xywh=0,0,320,180\n"));
    }
}
