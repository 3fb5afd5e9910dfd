//! From a decoded picture to a small one: upright, square pixels, the colours of JPEG.

use ffmpeg_next::color::Space;
use ffmpeg_next::frame::Video;
use walros_jobs::Fault;

use crate::graph::{self, Filters};

pub(super) struct Shrink {
    width: u32,
    height: u32,
    /// Clockwise.
    quarter_turns: u8,
    filters: Option<Filters>,
}

impl Shrink {
    pub fn new(width: u32, height: u32, quarter_turns: u8) -> Self {
        Self { width, height, quarter_turns, filters: None }
    }

    pub fn run(&mut self, mut frame: Video) -> Result<Video, Fault> {
        frame.set_pts(Some(0));
        let filters = match self.filters.take().filter(|filters| filters.takes(&frame)) {
            Some(filters) => filters,
            None => Filters::new(&frame, &self.chain(&frame))?,
        };
        self.filters.insert(filters).run(&frame)
    }

    /// Nothing is done to pixels that scaling throws away.
    fn chain(&self, frame: &Video) -> String {
        let (width, height) = if self.quarter_turns % 2 == 1 { (self.height, self.width) } else { (self.width, self.height) };
        let scale = format!("scale=w={width}:h={height}:flags=bicubic");
        let small = match graph::tone_mapping(frame) {
            Some(mapping) => format!("{scale}:out_range=tv,{mapping},zscale=t=bt709:m=470bg:r=pc"),
            None => format!("{scale}{}:out_color_matrix=bt601:out_range=pc", matrix(frame)),
        };
        let turn = match self.quarter_turns % 4 {
            1 => ",transpose=clock",
            2 => ",hflip,vflip",
            3 => ",transpose=cclock",
            _ => "",
        };
        format!("{small}{turn},format=yuvj420p")
    }
}

/// A film that does not say what its colours are: libav takes all for standard definition.
fn matrix(frame: &Video) -> &'static str {
    if frame.color_space() == Space::Unspecified && frame.height() >= 720 { ":in_color_matrix=bt709" } else { "" }
}
