//! Matroska in forms that the `ffmpeg` command line does not write: what the server copies itself is what a worker
//! copies.

use walros_model::playback::SegmentContainer::{Mp4, Ts};

use super::hostile::{Subject, subject};
use super::muxer::{Form, Lacing, write};
use crate::media::Media;
use crate::segments::native::assert_native;

#[tokio::test]
async fn lacing_groups_unknown_sizes_and_stripped_headers() {
    let media = Media::new();
    let picture = "-f lavfi -i testsrc2=s=320x180:r=25:d=14 -f lavfi -i sine=f=330:d=14:r=44100 -c:v libx264 -preset ultrafast -pix_fmt yuv420p -g 50";
    for sound in ["aac", "libmp3lame -b:a 128k"] {
        let film = media.make(&format!("{picture} -bf 0 -c:a {sound}"), "film.mkv");
        let Subject { index, copied, .. } = subject(&film).await;
        let forms = [
            Form { lacing: Lacing::None, groups: false, sized: true, stripped: 0 },
            Form { lacing: Lacing::Xiph, groups: false, sized: true, stripped: 2 },
            Form { lacing: Lacing::Ebml, groups: true, sized: true, stripped: 0 },
            Form { lacing: Lacing::Fixed, groups: true, sized: false, stripped: 1 },
            Form { lacing: Lacing::Ebml, groups: false, sized: false, stripped: 0 },
        ];
        for form in forms {
            let path = media.write("formed.mkv", write(&index, &copied, form));
            eprintln!("{sound}, {form:?}");
            assert_native(&path, &[Ts, Mp4]).await;
        }
    }
}
