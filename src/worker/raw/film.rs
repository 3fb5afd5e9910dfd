//! Moving about in a film, and filters.
#![expect(unsafe_code, reason = "the safe wrapper does not reach them")]

use ffmpeg_next::filter::Graph;
use ffmpeg_next::{ffi, frame};

use crate::avio::Input;

/// Moves to the last place of a stream at which decoding can begin before or at `timestamp`, in its own time base.
/// Whether the demuxer could.
pub(crate) fn seek(input: &mut Input, stream: usize, timestamp: i64) -> bool {
    // SAFETY: the context is alive and unshared; the demuxer checks the number.
    unsafe { ffi::av_seek_frame(input.as_mut_ptr(), stream as i32, timestamp, ffi::AVSEEK_FLAG_BACKWARD) >= 0 }
}

/// Moves to a place in the file, where the demuxer finds the next packet by itself. Whether it can do that.
pub(crate) fn seek_to_byte(input: &mut Input, position: i64) -> bool {
    // SAFETY: the context is alive and unshared.
    unsafe { ffi::av_seek_frame(input.as_mut_ptr(), -1, position, ffi::AVSEEK_FLAG_BYTE) >= 0 }
}

/// Filters run where they are called: threads would cost more than they gain, and the sandbox has few.
pub(crate) fn one_thread(graph: &mut Graph) {
    // SAFETY: a plain field of a graph that is not configured yet.
    unsafe { (*graph.as_mut_ptr()).nb_threads = 1 }
}

/// The number of a pixel format, as the filters' source wants it.
pub(crate) fn pixel_number(frame: &frame::Video) -> i32 {
    // SAFETY: a plain field.
    unsafe { (*frame.as_ptr()).format }
}

/// Another reference to the same picture.
pub(crate) fn share(frame: &frame::Video) -> frame::Video {
    let mut other = frame::Video::empty();
    // SAFETY: two frames of our own, the other one empty; a failure leaves it so.
    unsafe { ffi::av_frame_ref(other.as_mut_ptr(), frame.as_ptr()) };
    other
}
