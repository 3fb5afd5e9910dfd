//! Tracks of text: the lines of a stretch of a film, of which little more is read than they are long.

use bytes::Bytes;
use walros_model::index::TextPlace;

use super::{Result, Source, matroska, mp4, unsupported};
use crate::subtitle::{Cue, Script, Span, event, from_subrip, from_tx3g, from_webvtt};

/// Before a stretch so much is looked at too where no index says how long lines show, in ticks.
pub(super) const LEAD: i64 = 300_000_000;
/// Behind it so much, for the end of a line that does not say it.
pub(super) const SLACK: i64 = 50_000_000;

/// Lines of one track; more than any film has.
const PACKETS_MAX: usize = 200_000;
/// Bytes of text taken from one track at once.
const TEXT_MAX: usize = 64 << 20;

/// How lines are written in a track.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextCodec {
    SubRip,
    WebVtt,
    Ass,
    Tx3g,
}

/// A stretch of a file, in ticks on its own clock.
#[derive(Clone, Copy, Debug)]
pub struct Wanted {
    pub start: i64,
    pub end: i64,
}

/// What a track shows at one time, on the file's own clock, in ticks.
#[derive(Clone, Debug)]
pub struct TextPacket {
    pub start: i64,
    /// Zero when nobody says.
    pub duration: i64,
    pub data: Bytes,
}

/// The packets of a stretch, as long as they are no more than a film has.
#[derive(Default)]
pub(super) struct Packets {
    all: Vec<TextPacket>,
    bytes: usize,
}

impl Packets {
    pub fn push(&mut self, packet: TextPacket) -> Result<()> {
        self.bytes += packet.data.len();
        if self.bytes > TEXT_MAX || self.all.len() >= PACKETS_MAX {
            return unsupported("more text than a film has");
        }
        self.all.push(packet);
        Ok(())
    }

    pub fn finish(self) -> Vec<TextPacket> {
        self.all
    }
}

/// A track with what all its stretches have in common.
#[derive(Debug)]
pub enum TextTrack {
    Matroska(matroska::Texts),
    Mp4(mp4::Texts),
}

impl TextTrack {
    /// The track of this stream, as libav counts.
    pub fn open(source: &dyn Source, stream: u32) -> Result<Self> {
        let mut head = [0; 8];
        if source.length() < head.len() as u64 {
            return unsupported("a file without a beginning");
        }
        source.read_exact_at(0, &mut head)?;
        match head {
            [0x1a, 0x45, 0xdf, 0xa3, ..] => matroska::Texts::open(source, stream).map(Self::Matroska),
            [.., b'f', b't', b'y', b'p'] => mp4::Texts::open(source, stream).map(Self::Mp4),
            _ => unsupported("no file of which text is read here"),
        }
    }

    pub fn codec(&self) -> TextCodec {
        match self {
            Self::Matroska(texts) => texts.codec,
            Self::Mp4(_) => TextCodec::Tx3g,
        }
    }

    /// Bytes of memory, about.
    pub fn weight(&self) -> usize {
        size_of::<Self>()
            + match self {
                Self::Matroska(texts) => texts.weight(),
                Self::Mp4(texts) => texts.weight(),
            }
    }

    /// The lines that show within a span, and some around it. Times count from `origin`, where the film begins on the
    /// file's own clock, in ticks. `places` is where its blocks are, of a Matroska file that does not say it; empty when
    /// nobody noted them, and then they are looked for.
    pub fn script(&self, source: &dyn Source, span: &Span, origin: i64, places: &[TextPlace]) -> Result<Script> {
        let (start, end) = span.ticks();
        let wanted = Wanted { start: start.saturating_add(origin), end: end.saturating_add(origin) };
        let (packets, header) = match self {
            Self::Matroska(texts) => (texts.packets(source, &wanted, places)?, String::from_utf8_lossy(&texts.private).replace(['\r', '\0'], "")),
            Self::Mp4(texts) => (texts.packets(source, &wanted)?, String::new()),
        };
        let fields = event::fields(&header);
        let cue = |packet: &TextPacket| {
            let start = packet.start.saturating_sub(origin);
            cue(self.codec(), fields, start, start.saturating_add(packet.duration), &packet.data)
        };
        let mut script = Script { cues: packets.iter().filter_map(cue).collect(), header };
        script.end_the_unending();
        Ok(script)
    }
}

/// A packet's line; `None` when it holds none.
fn cue(codec: TextCodec, fields: usize, start: i64, end: i64, data: &[u8]) -> Option<Cue> {
    let text = String::from_utf8_lossy(data);
    let text = match codec {
        TextCodec::Ass => return event::cue(&text, fields, start, end),
        TextCodec::SubRip => from_subrip(&text),
        TextCodec::WebVtt => from_webvtt(&text),
        TextCodec::Tx3g => from_tx3g(data)?,
    };
    (!text.is_empty()).then(|| Cue::plain(start, end, text))
}
