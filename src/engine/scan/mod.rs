//! The scan: what is on disk, compared with what is known, written in batches. (Being written by the lead right now;
//! the scanner developer goes on with walking, root health, watching and tests in `src/scanner`.)
