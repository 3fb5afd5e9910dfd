//! From libav's errors to the faults a job answers.

use ffmpeg_next as ffmpeg;
use walros_jobs::Fault;
use walros_media::segment::SegmentError;

/// What libav said while it did `what`, as the fault that fits: broken input, a missing ability, or a failed read.
pub(crate) fn libav(what: &str, error: ffmpeg::Error) -> Fault {
    let text = format!("{what}: {error}");
    match error {
        ffmpeg::Error::DecoderNotFound | ffmpeg::Error::EncoderNotFound | ffmpeg::Error::FilterNotFound | ffmpeg::Error::PatchWelcome => {
            Fault::Unsupported { text }
        }
        ffmpeg::Error::Other { errno: libc::EIO | libc::ESTALE | libc::ENXIO | libc::ETIMEDOUT } => Fault::Io { text },
        _ => Fault::BadFile { text },
    }
}

pub(crate) fn bad_file(text: impl Into<String>) -> Fault {
    Fault::BadFile { text: text.into() }
}

/// As the server hears of it.
pub(crate) fn segment(error: SegmentError) -> Fault {
    match error {
        SegmentError::Unsupported(text) => Fault::Unsupported { text },
        SegmentError::BadFile(text) => Fault::BadFile { text },
    }
}

pub(crate) fn unsupported(text: impl Into<String>) -> Fault {
    Fault::Unsupported { text: text.into() }
}
