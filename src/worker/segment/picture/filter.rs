//! From a decoded picture to one of the size, shape and colour that the recipe wants.

use ffmpeg_next::filter::Graph;
use ffmpeg_next::format::Pixel;
use ffmpeg_next::{Error, filter, frame};
use walros_jobs::{Fault, VideoEncode};
use walros_media::time::Fraction;

use crate::fault;
use crate::segment::film::Track;
use crate::segment::raw;

/// A picture that came out, with its time on the film's timeline.
pub(super) struct Filtered {
    pub frame: frame::Video,
    pub time: i64,
    pub base: Fraction,
}

pub(super) struct Filter {
    graph: Graph,
    format: Pixel,
    width: u32,
    height: u32,
}

impl Filter {
    /// For pictures like this one.
    pub fn new(frame: &frame::Video, recipe: &VideoEncode, track: &Track) -> Result<Self, Fault> {
        let building = |error| fault::libav("setting up the filters", error);
        let find = |name: &str| filter::find(name).ok_or_else(|| fault::unsupported(format!("this libav has no {name} filter")));
        let (width, height) = (frame.width(), frame.height());
        let mut graph = Graph::new();
        raw::one_thread(&mut graph);
        let source =
            format!("video_size={width}x{height}:pix_fmt={}:time_base={}/{}:pixel_aspect=1/1", raw::pixel_number(frame), track.base.num, track.base.den);
        graph.add(&find("buffer")?, "in", &source).map_err(building)?;
        graph.add(&find("buffersink")?, "out", "").map_err(building)?;
        let chain = chain(recipe, track);
        graph.output("in", 0).and_then(|parser| parser.input("out", 0)).and_then(|parser| parser.parse(&chain)).map_err(building)?;
        graph.validate().map_err(building)?;
        Ok(Self { graph, format: frame.format(), width, height })
    }

    /// Pictures may change in the middle of a film.
    pub fn takes(&self, frame: &frame::Video) -> bool {
        (frame.format(), frame.width(), frame.height()) == (self.format, self.width, self.height)
    }

    pub fn push(&mut self, frame: &frame::Video) -> Result<Vec<Filtered>, Fault> {
        if let Some(mut source) = self.graph.get("in") {
            source.source().add(frame).map_err(|error| fault::libav("filtering", error))?;
        }
        self.drain()
    }

    /// What comes when nothing follows.
    pub fn end(mut self) -> Result<Vec<Filtered>, Fault> {
        if let Some(mut source) = self.graph.get("in") {
            source.source().flush().map_err(|error| fault::libav("filtering", error))?;
        }
        self.drain()
    }

    /// One picture on its own.
    pub fn single(mut self, frame: &frame::Video) -> Result<Option<frame::Video>, Fault> {
        let first = self.push(frame)?;
        Ok(first.into_iter().chain(self.end()?).next().map(|filtered| filtered.frame))
    }

    fn drain(&mut self) -> Result<Vec<Filtered>, Fault> {
        let Some(mut sink) = self.graph.get("out") else { return Ok(Vec::new()) };
        let base = sink.sink().time_base();
        let base = Fraction::from_pair((base.numerator(), base.denominator())).ok_or_else(|| fault::bad_file("filters without a clock"))?;
        let mut out = Vec::new();
        loop {
            let mut frame = frame::Video::empty();
            match sink.sink().frame(&mut frame) {
                Ok(()) => {
                    if let Some(time) = frame.pts() {
                        out.push(Filtered { frame, time, base });
                    }
                }
                Err(Error::Other { errno: libc::EAGAIN } | Error::Eof) => return Ok(out),
                Err(error) => return Err(fault::libav("filtering", error)),
            }
        }
    }
}

/// The filters in the order that costs least: nothing is done to pixels that scaling throws away.
fn chain(recipe: &VideoEncode, track: &Track) -> String {
    let mut chain = Vec::new();
    if recipe.deinterlace {
        // Only what says that it is interlaced; films are mixed.
        chain.push("bwdif=mode=send_frame:deint=interlaced".to_owned());
    }
    if let Some((num, den)) = recipe.frame_rate {
        chain.push(format!("fps=fps={num}/{den}:round=near"));
    }
    let turned = recipe.rotation.rem_euclid(180) == 90;
    let (width, height) = if turned { (recipe.height, recipe.width) } else { (recipe.width, recipe.height) };
    chain.push(format!("scale=w={width}:h={height}:flags=bicubic:out_range=tv"));
    if recipe.tone_map && filter::find("zscale").is_some() && filter::find("tonemap").is_some() {
        let (matrix, transfer, primaries) = hdr_colour(track);
        chain.push(format!("zscale=min={matrix}:tin={transfer}:pin={primaries}:rin=tv:t=linear:npl=100"));
        chain.push("format=gbrpf32le,zscale=p=bt709,tonemap=tonemap=hable:desat=0,zscale=t=bt709:m=bt709:r=tv".to_owned());
    }
    match recipe.rotation.rem_euclid(360) {
        90 => chain.push("transpose=clock".to_owned()),
        180 => chain.push("hflip,vflip".to_owned()),
        270 => chain.push("transpose=cclock".to_owned()),
        _ => (),
    }
    chain.push(format!("format={},setsar=1", if recipe.bit_depth > 8 { "yuv420p10le" } else { "yuv420p" }));
    chain.join(",")
}

/// What a high-range film says of its colour, or what such films mostly are.
fn hdr_colour(track: &Track) -> (&str, &str, &str) {
    let facts = &track.facts;
    let matrix = facts.color_space.as_deref().filter(|name| matches!(*name, "bt2020nc" | "bt2020c" | "bt709")).unwrap_or("bt2020nc");
    let transfer = facts.color_transfer.as_deref().filter(|name| matches!(*name, "smpte2084" | "arib-std-b67")).unwrap_or("smpte2084");
    let primaries = facts.color_primaries.as_deref().filter(|name| matches!(*name, "bt2020" | "bt709" | "smpte432")).unwrap_or("bt2020");
    (matrix, transfer, primaries)
}
