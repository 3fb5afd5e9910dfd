//! Libav's own messages: kept per job rather than printed, so that a fault can say why and a probe can list warnings.
#![expect(unsafe_code, reason = "libav logs through a C callback with a variable argument list")]

use std::ffi::{CStr, c_char, c_int, c_void};
use std::sync::{Mutex, PoisonError};

use ffmpeg_next::ffi;

#[cfg(target_arch = "x86_64")]
type VaList = *mut ffi::__va_list_tag;
#[cfg(not(target_arch = "x86_64"))]
type VaList = ffi::va_list;

/// A broken file can make thousands.
const LINES_MAX: usize = 16;

static LINES: Mutex<Vec<String>> = Mutex::new(Vec::new());

/// From now on libav's errors are kept instead of printed. Once per process.
pub(crate) fn capture() {
    // SAFETY: the callback is safe on any thread, as libav asks.
    unsafe { ffi::av_log_set_callback(Some(keep)) };
}

/// The errors since the last call, without repetitions, each one line.
pub(crate) fn take() -> Vec<String> {
    std::mem::take(&mut *LINES.lock().unwrap_or_else(PoisonError::into_inner))
}

unsafe extern "C" fn keep(context: *mut c_void, level: c_int, format: *const c_char, arguments: VaList) {
    if level > ffi::AV_LOG_ERROR {
        return;
    }
    let mut line: [c_char; 512] = [0; 512];
    let mut prefix: c_int = 0;
    // SAFETY: libav's arguments are handed on to libav as they came; the buffer's own length is given, and libav ends the text with a zero within it.
    let text = unsafe {
        ffi::av_log_format_line2(context, level, format, arguments, line.as_mut_ptr(), line.len() as c_int, &mut prefix);
        CStr::from_ptr(line.as_ptr())
    };
    let text: String = text.to_string_lossy().trim().chars().filter(|character| !character.is_control()).collect();
    let mut lines = LINES.lock().unwrap_or_else(PoisonError::into_inner);
    if !text.is_empty() && lines.len() < LINES_MAX && !lines.contains(&text) {
        lines.push(text);
    }
}
