//! Filters over single pictures, one in and one out.

use ffmpeg_next::color::{Primaries, Space, TransferCharacteristic};
use ffmpeg_next::filter::{self, Graph};
use ffmpeg_next::format::Pixel;
use ffmpeg_next::frame::Video;
use walros_jobs::Fault;

use crate::{fault, raw};

/// Filters set up for pictures of one kind.
pub(crate) struct Filters {
    graph: Graph,
    kind: Kind,
}

/// What filters are set up for.
#[derive(Clone, Copy, PartialEq)]
struct Kind {
    format: Pixel,
    width: u32,
    height: u32,
    space: Space,
    transfer: TransferCharacteristic,
}

impl Kind {
    fn of(frame: &Video) -> Self {
        Self {
            format: frame.format(),
            width: frame.width(),
            height: frame.height(),
            space: frame.color_space(),
            transfer: frame.color_transfer_characteristic(),
        }
    }
}

impl Filters {
    /// For pictures like this one. `chain` is in libav's own language.
    pub(crate) fn new(frame: &Video, chain: &str) -> Result<Self, Fault> {
        let building = |error| fault::libav("setting up the filters", error);
        let find = |name: &str| filter::find(name).ok_or_else(|| fault::unsupported(format!("this libav has no {name} filter")));
        let mut graph = Graph::new();
        raw::one_thread(&mut graph);
        let source = format!("video_size={}x{}:pix_fmt={}:time_base=1/1:pixel_aspect=1/1", frame.width(), frame.height(), raw::pixel_number(frame));
        graph.add(&find("buffer")?, "in", &source).map_err(building)?;
        graph.add(&find("buffersink")?, "out", "").map_err(building)?;
        graph.output("in", 0).and_then(|parser| parser.input("out", 0)).and_then(|parser| parser.parse(chain)).map_err(building)?;
        graph.validate().map_err(building)?;
        Ok(Self { graph, kind: Kind::of(frame) })
    }

    /// Pictures may change in the middle of a film.
    pub(crate) fn takes(&self, frame: &Video) -> bool {
        self.kind == Kind::of(frame)
    }

    pub(crate) fn run(&mut self, frame: &Video) -> Result<Video, Fault> {
        let filtering = |error| fault::libav("filtering", error);
        if let Some(mut source) = self.graph.get("in") {
            source.source().add(frame).map_err(filtering)?;
        }
        let mut out = Video::empty();
        match self.graph.get("out") {
            Some(mut sink) => sink.sink().frame(&mut out).map_err(filtering)?,
            None => return Err(fault::unsupported("filters without an end")),
        }
        Ok(out)
    }
}

/// The filters that turn a picture of high dynamic range into linear light and that into the usual one; `None` for
/// pictures that are usual already, and where this libav cannot. What follows must say its matrix and range.
pub(crate) fn tone_mapping(frame: &Video) -> Option<String> {
    let transfer = match frame.color_transfer_characteristic() {
        TransferCharacteristic::SMPTE2084 => "smpte2084",
        TransferCharacteristic::ARIB_STD_B67 => "arib-std-b67",
        _ => return None,
    };
    if filter::find("zscale").is_none() || filter::find("tonemap").is_none() {
        return None;
    }
    let matrix = match frame.color_space() {
        Space::BT2020CL => "bt2020c",
        Space::BT709 => "bt709",
        _ => "bt2020nc",
    };
    let primaries = match frame.color_primaries() {
        Primaries::BT709 => "bt709",
        Primaries::SMPTE432 => "smpte432",
        _ => "bt2020",
    };
    let linear = format!("zscale=min={matrix}:tin={transfer}:pin={primaries}:rin=tv:t=linear:npl=100,format=gbrpf32le");
    Some(format!("{linear},zscale=p=bt709,tonemap=tonemap=hable:desat=0"))
}
