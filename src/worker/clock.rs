//! Reading files whose clock jumps: their packets are put on one timeline, and places are found by byte, since libav's
//! search by time is led astray by a jump.

use ffmpeg_next::Packet;
use walros_media::clock::{entry, on_timeline};
use walros_model::index::Clock;

use crate::avio::Input;
use crate::raw;

/// What the index knows of such a file, and where reading is.
#[derive(Clone, Default)]
pub(crate) struct Timeline {
    /// `None` for all other files, which are read as libav reads them.
    clock: Option<Clock>,
    /// By stream: where the last packet began that says where it did.
    positions: Vec<i64>,
    entered: i64,
}

impl Timeline {
    pub fn new(clock: Option<&Clock>) -> Self {
        Self { clock: clock.cloned(), ..Self::default() }
    }

    /// Puts a packet's times on the one timeline. All packets must come by, in order.
    pub fn place(&mut self, packet: &mut Packet) {
        let Some(clock) = &self.clock else { return };
        let number = packet.stream();
        if self.positions.len() <= number {
            self.positions.resize(number + 1, self.entered);
        }
        let Some(known) = self.positions.get_mut(number) else { return };
        // Several frames of sound begin in one packet of the container, and only the first says where.
        if let Some(position) = i64::try_from(packet.position()).ok().filter(|position| *position >= 0) {
            *known = position;
        }
        packet.set_pts(packet.pts().map(|time| on_timeline(clock, time, *known)));
        packet.set_dts(packet.dts().map(|time| on_timeline(clock, time, *known)));
    }

    /// Moves to where all that is shown from a time on can be read, in the stream's units. `None` where that is libav's to
    /// find; otherwise whether there is such a place.
    pub fn enter(&mut self, input: &mut Input, time: i64) -> Option<bool> {
        let clock = self.clock.as_ref()?;
        Some(entry(clock, time).is_some_and(|position| self.enter_at(input, position)))
    }

    /// Moves to a byte. Whether the demuxer could.
    pub fn enter_at(&mut self, input: &mut Input, position: i64) -> bool {
        self.positions.clear();
        self.entered = position;
        raw::seek_to_byte(input, position)
    }

    /// Reading begins anew at the file's first byte.
    pub fn rewound(&mut self) {
        self.positions.clear();
        self.entered = 0;
    }
}
