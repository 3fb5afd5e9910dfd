//! Thousands of broken files, read in this process as the server reads them.

use std::cell::Cell;
use std::io;
use std::path::Path;
use std::time::Duration;

use walros_jobs::{Job, Reply};
use walros_media::read::{Copied, Cut, Film, Source, TextTrack};
use walros_media::segment::{Stretch, Track};
use walros_media::subtitle::Span;
use walros_model::index::MediaIndex;

use crate::media::{Media, run};

const MUTANTS: u64 = 3000;

/// A file in memory that counts what is read of it.
pub struct Memory {
    pub bytes: Vec<u8>,
    pub read: Cell<u64>,
}

impl Memory {
    pub fn new(bytes: Vec<u8>) -> Self {
        Self { bytes, read: Cell::new(0) }
    }
}

impl Source for Memory {
    fn length(&self) -> u64 {
        self.bytes.len() as u64
    }

    fn read_exact_at(&self, offset: u64, buffer: &mut [u8]) -> io::Result<()> {
        assert!(buffer.len() <= self.bytes.len(), "{} bytes were reserved for a file of {}", buffer.len(), self.bytes.len());
        self.read.set(self.read.get() + buffer.len() as u64);
        let from = usize::try_from(offset).map_err(|_| io::ErrorKind::UnexpectedEof)?;
        let bytes = self.bytes.get(from..).and_then(|rest| rest.get(..buffer.len())).ok_or(io::ErrorKind::UnexpectedEof)?;
        buffer.copy_from_slice(bytes);
        Ok(())
    }
}

/// A film with its index, and all of its packets.
pub struct Subject {
    pub bytes: Vec<u8>,
    pub index: MediaIndex,
    pub copied: Copied,
}

pub async fn subject(path: &Path) -> Subject {
    let name = path.to_string_lossy().into_owned();
    let Reply::Index(index) = run(path, Job::Index { name }).await.unwrap().reply else { panic!("no index") };
    let file = Memory::new(std::fs::read(path).unwrap());
    let whole = Stretch { start: 0, end: i64::MAX / 4, last: true };
    let copied = copy(&file, &index, whole).unwrap();
    Subject { bytes: file.bytes, index: *index, copied }
}

fn copy(file: &Memory, index: &MediaIndex, stretch: Stretch) -> walros_media::read::Result<Copied> {
    let film = Film::open(file, &index.tracks)?;
    let tracks: Vec<Track> = index.tracks.iter().map(|facts| Track::new(facts.clone(), 0).unwrap()).collect();
    let picture = tracks.iter().find(|track| track.facts.picture.is_some());
    let sound = tracks.iter().find(|track| track.facts.sound.is_some());
    film.copy(file, &Cut { picture, sound, stretch, origin: 0, index })
}

/// xorshift: the same mutants in every run.
pub struct Dice(pub u64);

impl Dice {
    pub fn roll(&mut self, below: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % below.max(1) as u64) as usize
    }
}

/// The file with some bytes changed, taken out or put in; headers more often than what they describe.
pub fn mutate(bytes: &[u8], dice: &mut Dice) -> Vec<u8> {
    let mut out = bytes.to_vec();
    for _ in 0..=dice.roll(6) {
        let near = [64, 1024, 8192, out.len()][dice.roll(4)].min(out.len());
        // MP4's header may stand at the end.
        let at = if dice.roll(2) == 0 { dice.roll(near) } else { out.len() - 1 - dice.roll(near) };
        match dice.roll(6) {
            0 => out[at] ^= 1 << dice.roll(8),
            1 => out[at] = [0, 0xff, 0x7f, 0x80, 0x01][dice.roll(5)],
            2 => out.iter_mut().skip(at).take(4).for_each(|byte| *byte = 0xff),
            3 => out.iter_mut().skip(at).take(8).for_each(|byte| *byte = dice.roll(256) as u8),
            4 => drop(out.drain(at..(at + 1 + dice.roll(64)).min(out.len()))),
            _ => drop(out.splice(at..at, (0..dice.roll(64)).map(|_| dice.roll(256) as u8).collect::<Vec<_>>())),
        }
        if dice.roll(40) == 0 {
            out.truncate(at);
        }
        if out.is_empty() {
            out.push(0);
        }
    }
    out
}

#[tokio::test]
async fn no_mutant_stops_or_swells_a_reader() {
    let media = Media::new();
    let film =
        "-f lavfi -i testsrc2=s=160x90:r=25:d=5 -f lavfi -i sine=d=5 -c:v libx264 -preset ultrafast -bf 2 -g 25 -pix_fmt yuv420p -b:v 60k -c:a aac -b:a 48k";
    for (name, options) in [("film.mp4", ""), ("fragments.mp4", " -movflags frag_keyframe+empty_moov"), ("film.mkv", ""), ("film.ts", "")] {
        let subject = subject(&media.make(&format!("{film}{options}"), name)).await;
        let mut refused = 0;
        for seed in 1..=MUTANTS {
            let mut dice = Dice(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15));
            let file = Memory::new(mutate(&subject.bytes, &mut dice));
            let start = dice.roll(5) as i64 * 10_000_000;
            let stretch = Stretch { start, end: start + 10_000_000, last: dice.roll(3) == 0 };
            match copy(&file, &subject.index, stretch) {
                Ok(copied) => {
                    let frames = copied.pictures.iter().flat_map(|pictures| &pictures.frames).map(|frame| frame.data.len());
                    let sounds = copied.sounds.iter().flat_map(|sounds| &sounds.frames).map(|frame| frame.data.len());
                    assert!(frames.chain(sounds).sum::<usize>() <= 2 * file.bytes.len(), "{name}, seed {seed}: more than there is");
                }
                Err(_) => refused += 1,
            }
            // Five tries, each of which may load what the one before had.
            assert!(file.read.get() <= 40 * (file.bytes.len() as u64 + 65_536), "{name}, seed {seed}: {} bytes read of {}", file.read.get(), file.bytes.len());
        }
        assert!((MUTANTS / 20..MUTANTS).contains(&refused), "{name}: {refused} refused");
    }
}

#[tokio::test]
async fn every_beginning_of_a_file_is_read_or_refused() {
    let media = Media::new();
    let film = "-f lavfi -i testsrc2=s=160x90:r=25:d=3 -f lavfi -i sine=d=3 -c:v libx264 -preset ultrafast -g 25 -pix_fmt yuv420p -b:v 60k -c:a aac -b:a 48k";
    for (name, options) in [("film.mp4", "-movflags faststart"), ("film.mkv", ""), ("film.ts", "")] {
        let subject = subject(&media.make(&format!("{film} {options}"), name)).await;
        for length in (0..subject.bytes.len()).step_by(97) {
            let file = Memory::new(subject.bytes[..length].to_vec());
            let _ = copy(&file, &subject.index, Stretch { start: 10_000_000, end: 20_000_000, last: true });
        }
    }
}

#[tokio::test]
async fn no_mutant_stops_or_swells_a_reader_of_subtitles() {
    let media = Media::new();
    let lines = (0..40).map(|number| format!("{}\n00:00:0{},{:02}0 --> 00:00:09,000\n<i>line</i> {number}\n\n", number + 1, number / 10, number % 10 * 9));
    media.write("s.srt", lines.collect::<String>());
    let film = "-f lavfi -i testsrc2=s=160x90:r=25:d=5 -i s.srt -c:v libx264 -preset ultrafast -g 25 -pix_fmt yuv420p -b:v 60k -c:s";
    let forms = [("film.mkv", "copy"), ("live.mkv", "copy -f matroska -live 1"), ("film.mp4", "mov_text")];
    for (name, codec) in forms {
        let bytes = std::fs::read(media.make(&format!("{film} {codec}"), name)).unwrap();
        let mut refused = 0;
        for seed in 1..=MUTANTS {
            let mut dice = Dice(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15));
            let file = Memory::new(mutate(&bytes, &mut dice));
            let start = Duration::from_secs(dice.roll(5) as u64);
            let span = Span { start, end: (dice.roll(2) == 0).then_some(start + Duration::from_secs(2)), keep_times: true };
            match TextTrack::open(&file, 1).and_then(|track| track.script(&file, &span, 0, &[])) {
                Ok(script) => assert!(script.cues.len() <= file.bytes.len(), "{name}, seed {seed}: more than there is"),
                Err(_) => refused += 1,
            }
            assert!(file.read.get() <= 40 * (file.bytes.len() as u64 + 65_536), "{name}, seed {seed}: {} bytes read of {}", file.read.get(), file.bytes.len());
        }
        assert!((MUTANTS / 50..MUTANTS).contains(&refused), "{name}: {refused} refused");
    }
}
