//! Films of the DivX age: two pictures in one chunk of an AVI file with an empty one behind them that keeps the count, and
//! chunks without a byte where a picture stays.

use std::path::{Path, PathBuf};

use walros_model::playback::SegmentContainer::{Mp4, Ts};
use walros_model::playback::StreamRequest;

use super::harness::{build, request, source};
use super::{assert_honest, assert_same_times, beginnings, inspect};
use crate::media::Media;

const SOUND: &str = "-f lavfi -i sine=f=330:d=12:r=44100";
const FRAME: f64 = 0.04;

/// The code before a picture of MPEG-4; its type stands in the two bits behind.
const PICTURE: &[u8] = &[0, 0, 1, 0xb6];
const INTRA: u8 = 0;
const BIDIRECTIONAL: u8 = 2;
/// What such encoders wrote into the stream: who they are, and that they pack.
const SIGNATURE: &[u8] = b"\0\0\x01\xb2DivX503b1393p\0\0\x01\xb2XviD0046";
/// A picture that is the one before it, with a clock of 25ths of a second.
const NOTHING_CODED: &[u8] = &[0, 0, 1, 0xb6, 0x50, 0x4f];

fn kind(picture: &[u8]) -> u8 {
    let at = picture.windows(4).position(|code| code == PICTURE).expect("a picture");
    picture[at + 4] >> 6
}

/// The pictures of a coded stream in order of coding, each with the headers before it.
fn pictures(stream: &[u8]) -> Vec<Vec<u8>> {
    let codes: Vec<usize> = (0..stream.len() - 3).filter(|at| stream[*at..].starts_with(&PICTURE[..3])).collect();
    let (mut pictures, mut begin) = (Vec::new(), 0);
    for (number, _) in codes.iter().enumerate().filter(|(_, at)| stream[**at + 3] == PICTURE[3]) {
        let end = codes.get(number + 1).copied().unwrap_or(stream.len());
        pictures.push(stream[begin..end].to_vec());
        begin = end;
    }
    pictures
}

/// Chunks as such encoders made them: the first picture that is shown before its reference lies in one with it, the others
/// follow, and what was packed is made up for by a chunk in which nothing is coded.
fn packed(pictures: Vec<Vec<u8>>) -> Vec<Vec<u8>> {
    let mut chunks: Vec<Vec<u8>> = Vec::new();
    let mut holds_two = false;
    for picture in pictures {
        match (kind(&picture), chunks.last_mut()) {
            (BIDIRECTIONAL, Some(reference)) if !holds_two => {
                reference.extend(picture);
                holds_two = true;
                continue;
            }
            (BIDIRECTIONAL, _) => (),
            _ if std::mem::take(&mut holds_two) => chunks.push(NOTHING_CODED.to_vec()),
            _ => (),
        }
        chunks.push(picture);
    }
    chunks.extend(holds_two.then(|| NOTHING_CODED.to_vec()));
    chunks
}

fn chunk(id: &[u8], data: &[u8]) -> Vec<u8> {
    let padding = data.len() % 2;
    [id, &(data.len() as u32).to_le_bytes(), data, &[0; 1][..padding]].concat()
}

fn words(numbers: &[u32]) -> Vec<u8> {
    numbers.iter().flat_map(|number| number.to_le_bytes()).collect()
}

/// An AVI file of pictures alone, 320 by 180 and 25 a second, with an index.
fn avi(chunks: &[Vec<u8>]) -> Vec<u8> {
    let count = chunks.len() as u32;
    let main = words(&[40_000, 0, 0, 0x10, count, 0, 1, 0, 320, 180, 0, 0, 0, 0]);
    let stream = [b"vidsXVID".as_slice(), &words(&[0, 0, 0, 1, 25, 0, count, 0, u32::MAX, 0, 0, 0])].concat();
    let format = [words(&[40, 320, 180, 1 | 24 << 16]), b"XVID".to_vec(), words(&[320 * 180 * 3, 0, 0, 0, 0])].concat();
    let streams = chunk(b"LIST", &[b"strl".to_vec(), chunk(b"strh", &stream), chunk(b"strf", &format)].concat());
    let header = chunk(b"LIST", &[b"hdrl".to_vec(), chunk(b"avih", &main), streams].concat());
    let (mut data, mut index) = (b"movi".to_vec(), Vec::new());
    for pictures in chunks {
        let keyframe = if kind(pictures) == INTRA { 0x10 } else { 0 };
        index.extend([b"00dc".to_vec(), words(&[keyframe, data.len() as u32, pictures.len() as u32])].concat());
        data.extend(chunk(b"00dc", pictures));
    }
    chunk(b"RIFF", &[b"AVI ".to_vec(), header, chunk(b"LIST", &data), chunk(b"idx1", &index)].concat())
}

/// Twelve seconds, the pictures packed. (The `ffmpeg` command would add sound, and empty chunks with it.)
fn film(media: &Media, between: u32) -> PathBuf {
    let options = format!("-flags +bitexact -c:v mpeg4 -q:v 2 -g 60 -bf {between} -b_strategy 0 -f m4v");
    let coded = media.make(&format!("-f lavfi -i testsrc2=s=320x180:r=25:d=12 {options}"), "coded.m4v");
    let mut pictures = pictures(&std::fs::read(coded).unwrap());
    assert_eq!(pictures.len(), 300);
    let first = pictures[0].windows(4).position(|code| code == [0, 0, 1, 0xb3] || code == PICTURE).unwrap();
    pictures[0].splice(first..first, SIGNATURE.iter().copied());
    let chunks = packed(pictures);
    assert!(chunks.iter().filter(|chunk| *chunk == NOTHING_CODED).count() > 50, "little is packed");
    media.write("film.avi", avi(&chunks))
}

/// Where the pictures of a made stream stand, from the first on.
fn times(path: &Path) -> Vec<f64> {
    let mut times: Vec<f64> = inspect::packets(path, "v:0").iter().map(|packet| packet.pts).collect();
    times.sort_by(f64::total_cmp);
    times.iter().map(|time| time - times[0]).collect()
}

#[tokio::test]
async fn packed_pictures_are_encoded_each_once_at_its_time() {
    for between in [1, 2] {
        let media = Media::new();
        let path = film(&media, between);
        assert_eq!(inspect::picture_hashes(&path).len(), 300, "the file is not what it should be");
        let source = source(&path, &[]).await;
        for container in [Ts, Mp4] {
            let wanted = StreamRequest { segment_length: Some(3), ..request(container, "mpeg4,h264", "mp3,aac") };
            let built = build(&source, &wanted).await;
            assert!(built.prepared.recipe.encodes_video(), "{between} between: {:?}", built.prepared.recipe);
            assert!(built.segments.len() >= 4);
            let times = times(&built.joined());
            assert_eq!(times.len(), 300, "{between} between, {container:?}");
            let late = times.iter().enumerate().find(|(number, time)| (*time - *number as f64 * FRAME).abs() > 0.001);
            assert_eq!(late, None, "{between} between, {container:?}");
            assert_honest(&built);
            let likeness = inspect::likeness(&built.joined(), &path, "null");
            assert!(likeness > 30.0, "{between} between, {container:?}: {likeness} dB");
        }
    }
}

#[tokio::test]
async fn chunks_without_a_byte_keep_the_picture_before_them() {
    let media = Media::new();
    // Every fifth picture is missing, and a whole stretch.
    let missing = r"-vf select=mod(n\,5)*not(between(n\,100\,103)) -fps_mode passthrough -c:v mpeg4 -q:v 2 -g 48 -vtag XVID";
    let path = media.make(&format!("-f lavfi -i testsrc2=s=320x180:r=25:d=12 {SOUND} {missing} -c:a libmp3lame"), "film.avi");
    assert!(std::fs::read(&path).unwrap().windows(8).filter(|bytes| *bytes == b"00dc\0\0\0\0").count() > 50, "the file is not what it should be");
    let source = source(&path, &[]).await;
    for container in [Ts, Mp4] {
        let built = build(&source, &StreamRequest { segment_length: Some(3), ..request(container, "mpeg4,h264", "mp3,aac") }).await;
        assert!(built.prepared.recipe.encodes_video());
        assert_same_times(&built, &path);
        // Where a segment should begin there may be no picture.
        let (begun, promised) = (beginnings(&built), built.promised());
        for (number, begin) in begun.iter().enumerate() {
            let late = begin - begun[0] - promised[..number].iter().sum::<f64>();
            assert!((-0.001..5.0 * FRAME).contains(&late), "{container:?}: segment {number} begins {late} s late; {begun:?} {promised:?}");
        }
    }
}
