//! Reading a film: one pipeline from the file through its demuxer to those who take its streams. They are called in the
//! thread that reads, so that nothing is read that nobody wants yet.

use std::fs::File;
use std::sync::atomic::{AtomicBool, AtomicI64, AtomicUsize, Ordering::SeqCst};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};

use gst::prelude::*;
use walros_jobs::{Fault, SegmentJob};
use walros_media::segment::Want;
use walros_media::time::{TICK, TICKS, rescale};

use super::source::Source;
use super::{NANO, element, failed};
use crate::fault;
use crate::segment::film::Film;

/// A stream that ends before the others must not make a job read the rest of the film: what is this far behind is over.
const PATIENCE: i64 = 10 * TICKS;

/// The element that takes a container apart.
#[derive(Clone, Copy, Debug)]
pub(super) struct Demuxer {
    name: &'static str,
    /// Whether buffers have the times of packets and the segment says how an edit list moves them. (Matroska's segment moves
    /// the first cluster to zero, which the film's index does not.)
    edits: bool,
}

impl Demuxer {
    pub fn of(film: &Film, job: &SegmentJob) -> Result<Self, Fault> {
        // By more than encoders of sound need to run in.
        let cut = job.origin < -TICKS / 10;
        let late = film.video.as_ref().and_then(|track| track.copied.facts.start).is_some_and(|start| start > 0);
        match film.input.format().name().split(',').next().unwrap_or_default() {
            "matroska" => Ok(Self { name: "matroskademux", edits: false }),
            // It ends streams too early that an edit list cuts, or that begin late without one.
            "mov" if cut => Err(fault::unsupported("GStreamer's backend does not read MP4 that an edit list cuts")),
            "mov" if late => Err(fault::unsupported("GStreamer's backend does not read MP4 whose picture begins late")),
            "mov" => Ok(Self { name: "qtdemux", edits: true }),
            other => Err(fault::unsupported(format!("GStreamer's backend does not read {other}"))),
        }
    }
}

/// Longer than any film, in ticks.
const FOR_EVER: i64 = i64::MAX / 1000;

/// What a stream gave, with its time on the file's own clock, in nanoseconds.
pub(super) struct Taken {
    pub time: i64,
    pub buffer: gst::Buffer,
}

type Take = Box<dyn FnMut(Taken) -> Result<Want, Fault> + Send>;

/// A stream of the film and who takes what it holds, once `chain` has worked on it.
pub(super) struct Tap {
    /// The demuxer's own name for it.
    pub pad: String,
    pub chain: Vec<gst::Element>,
    pub take: Take,
}

enum Event {
    /// All streams are known, and the first packet waits.
    Streams,
    /// All streams are known, and none is wanted.
    None,
    /// Nobody wants more.
    Over,
    /// Reading began too late for one of them.
    Earlier,
    Failed(Fault),
}

/// What the threads of a pipeline tell the one that waits.
#[derive(Clone)]
struct Telling {
    tell: Sender<Event>,
    /// Taps that want more.
    open: Arc<AtomicUsize>,
}

impl Telling {
    fn say(&self, event: Event) {
        // Nobody listens any more once it is over.
        let _ = self.tell.send(event);
    }
}

/// Whether a tap wants nothing more; told once.
#[derive(Clone, Default)]
struct Closed(Arc<AtomicBool>);

impl Closed {
    fn close(&self, telling: &Telling) {
        if !self.0.swap(true, SeqCst) && telling.open.fetch_sub(1, SeqCst) == 1 {
            telling.say(Event::Over);
        }
    }

    fn is_closed(&self) -> bool {
        self.0.load(SeqCst)
    }
}

/// Streams that are held until it is settled where reading begins.
type Held = Arc<Mutex<Vec<(gst::Pad, gst::PadProbeId)>>>;

/// Ends a pipeline, whatever happened.
struct Playing<'a>(&'a gst::Pipeline);

impl Drop for Playing<'_> {
    fn drop(&mut self) {
        let _ = self.0.set_state(gst::State::Null);
    }
}

/// Reads from a keyframe before `start` (from the beginning when there is none) until all taps are content, or what comes
/// is far behind `end`; both in ticks on the file's clock. False when reading must begin earlier.
pub(super) fn read(file: &File, demuxer: Demuxer, start: Option<i64>, end: i64, taps: Vec<Tap>) -> Result<bool, Fault> {
    let pipeline = gst::Pipeline::new();
    let (tell, events) = channel();
    let telling = Telling { tell, open: Arc::new(AtomicUsize::new(taps.len())) };
    let edits = demuxer.edits;
    let (source, demuxer) = (Source::new(file)?, element(demuxer.name)?);
    pipeline.add_many([source.upcast_ref(), &demuxer]).and_then(|()| source.link(&demuxer)).map_err(|error| failed("setting up", &error))?;
    let entrances = taps.into_iter().map(|tap| entrance(&pipeline, tap, &telling)).collect::<Result<_, _>>()?;
    let held = Held::default();
    connect(&demuxer, edits, entrances, end, &held, &telling);
    let (told, found) = (telling.clone(), held.clone());
    demuxer.connect_no_more_pads(move |_| {
        if found.lock().unwrap_or_else(PoisonError::into_inner).is_empty() {
            told.say(Event::None);
        }
    });
    watch(&pipeline, telling)?;
    let _playing = Playing(&pipeline);
    pipeline.set_state(gst::State::Playing).map_err(|error| failed("starting", &error))?;
    wait(&events, start, &held)
}

/// Where a stream goes in, and whether it may stop.
struct Entrance {
    /// The demuxer's name for the stream.
    name: String,
    pad: gst::Pad,
    closed: Closed,
    moved: Moved,
}

/// Sets up a tap's chain.
fn entrance(pipeline: &gst::Pipeline, tap: Tap, telling: &Telling) -> Result<Entrance, Fault> {
    let Tap { pad: name, chain, mut take } = tap;
    let (sink, closed) = (gst_app::AppSink::builder().sync(false).async_(false).build(), Closed::default());
    let (content, wants, moved) = (telling.clone(), closed.clone(), Moved::default());
    let by = moved.clone();
    let (ended, at_end) = (telling.clone(), closed.clone());
    let callbacks = gst_app::AppSinkCallbacks::builder()
        .new_sample(move |sink| {
            let sample = sink.pull_sample().map_err(|_| gst::FlowError::Eos)?;
            let Some(taken) = taken(&sample, &by).filter(|_| !wants.is_closed()) else { return Ok(gst::FlowSuccess::Ok) };
            match take(taken) {
                Ok(Want::More) => (),
                Ok(Want::Nothing) => wants.close(&content),
                Ok(Want::Earlier) => content.say(Event::Earlier),
                Err(fault) => content.say(Event::Failed(fault)),
            }
            Ok(gst::FlowSuccess::Ok)
        })
        .eos(move |_| at_end.close(&ended))
        .build();
    sink.set_callbacks(callbacks);
    let chain: Vec<gst::Element> = chain.into_iter().chain([sink.upcast()]).collect();
    pipeline.add_many(&chain).and_then(|()| gst::Element::link_many(&chain)).map_err(|error| failed("setting up", &error))?;
    let pad = chain.first().and_then(|first| first.static_pad("sink")).ok_or_else(|| fault::unsupported("an element without an entrance"))?;
    Ok(Entrance { name, pad, closed, moved })
}

fn taken(sample: &gst::Sample, moved: &Moved) -> Option<Taken> {
    let buffer = sample.buffer_owned()?;
    let time = buffer.pts()?.nseconds() as i64 + moved.0.load(SeqCst);
    Some(Taken { time, buffer })
}

/// How far an edit list moves the times of a stream's packets, in nanoseconds.
#[derive(Clone, Default)]
struct Moved(Arc<AtomicI64>);

impl Moved {
    /// Notes what a segment says, and answers one that nothing lies outside of: decoders would leave out what an edit list
    /// leaves out, which a copy cannot but show.
    fn open(&self, event: &gst::Event, edits: bool) -> Option<gst::Event> {
        let gst::EventView::Segment(segment) = event.view() else { return None };
        let segment = segment.segment().downcast_ref::<gst::ClockTime>()?;
        let nanoseconds = |time: Option<gst::ClockTime>| time.map_or(0, |time| time.nseconds() as i64);
        if edits {
            self.0.store(nanoseconds(segment.time()) - nanoseconds(segment.start()), SeqCst);
        }
        Some(gst::event::Segment::builder(&gst::FormattedSegment::<gst::ClockTime>::new()).seqnum(event.seqnum()).build())
    }
}

/// Leads the streams that are wanted into their chains as the demuxer finds them, and holds them there.
fn connect(demuxer: &gst::Element, edits: bool, entrances: Vec<Entrance>, end: i64, held: &Held, telling: &Telling) {
    let (held, telling) = (held.clone(), telling.clone());
    let over = rescale(end.min(FOR_EVER) + PATIENCE, TICK, NANO);
    demuxer.connect_pad_added(move |_, pad| {
        let Some(entrance) = entrances.iter().find(|entrance| pad.name() == entrance.name.as_str()) else { return };
        if let Err(error) = pad.link(&entrance.pad) {
            return telling.say(Event::Failed(failed("taking a stream", &error)));
        }
        let (far, closed) = (telling.clone(), entrance.closed.clone());
        let moved = entrance.moved.clone();
        pad.add_probe(gst::PadProbeType::EVENT_DOWNSTREAM, move |_, info| {
            if let Some(gst::PadProbeData::Event(event)) = &mut info.data
                && let Some(opened) = moved.open(event, edits)
            {
                *event = opened;
            }
            gst::PadProbeReturn::Ok
        });
        pad.add_probe(gst::PadProbeType::BUFFER, move |_, info| {
            if info.buffer().and_then(|buffer| buffer.dts_or_pts()).is_some_and(|time| time.nseconds() as i64 > over) {
                far.say(Event::Over);
            }
            // Nothing is decoded that nobody wants.
            if closed.is_closed() { gst::PadProbeReturn::Drop } else { gst::PadProbeReturn::Ok }
        });
        // A demuxer that is sent elsewhere before it has come to the first packet loses its way at times.
        let (told, first) = (telling.clone(), AtomicBool::new(true));
        let probe = pad.add_probe(gst::PadProbeType::BLOCK | gst::PadProbeType::BUFFER, move |_, _| {
            if first.swap(false, SeqCst) {
                told.say(Event::Streams);
            }
            gst::PadProbeReturn::Ok
        });
        if let Some(probe) = probe {
            held.lock().unwrap_or_else(PoisonError::into_inner).push((pad.clone(), probe));
        }
    });
}

/// Passes on what goes wrong.
fn watch(pipeline: &gst::Pipeline, telling: Telling) -> Result<(), Fault> {
    let bus = pipeline.bus().ok_or_else(|| fault::unsupported("a pipeline without a bus"))?;
    bus.set_sync_handler(move |_, message| {
        match message.view() {
            gst::MessageView::Error(error) => telling.say(Event::Failed(super::fault_of(error))),
            gst::MessageView::Eos(_) => telling.say(Event::Over),
            _ => (),
        }
        gst::BusSyncReply::Drop
    });
    Ok(())
}

fn wait(events: &Receiver<Event>, start: Option<i64>, held: &Held) -> Result<bool, Fault> {
    loop {
        match events.recv() {
            Ok(Event::Streams) => {
                let held = std::mem::take(&mut *held.lock().unwrap_or_else(PoisonError::into_inner));
                // It was another's before.
                let Some((first, _)) = held.first() else { continue };
                if let Some(start) = start
                    && !first.send_event(to_keyframe_before(start))
                {
                    return Ok(false);
                }
                for (pad, probe) in held {
                    pad.remove_probe(probe);
                }
            }
            Ok(Event::None) => return Err(fault::bad_file("GStreamer finds no such stream")),
            Ok(Event::Over) | Err(_) => return Ok(true),
            Ok(Event::Earlier) => return Ok(false),
            Ok(Event::Failed(fault)) => return Err(fault),
        }
    }
}

fn to_keyframe_before(ticks: i64) -> gst::Event {
    let time = gst::ClockTime::from_nseconds(rescale(ticks.max(0), TICK, NANO).max(0) as u64);
    let flags = gst::SeekFlags::FLUSH | gst::SeekFlags::KEY_UNIT | gst::SeekFlags::SNAP_BEFORE;
    gst::event::Seek::new(1.0, flags, gst::SeekType::Set, time, gst::SeekType::None, gst::ClockTime::NONE)
}
