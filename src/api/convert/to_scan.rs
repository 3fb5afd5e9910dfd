//! Scans.

use walros_engine::scans::{ScanPhase, ScanProgress, Trouble};

use crate::dto::scan;

pub fn scan(progress: &ScanProgress) -> scan::Scan {
    let ScanProgress { library, library_name, phase, found, done, rate, left, folder, added, updated, missing } = progress;
    scan::Scan {
        library_id: library.simple(),
        library_title: library_name.clone(),
        phase: match phase {
            ScanPhase::Waiting => scan::ScanPhase::Waiting,
            ScanPhase::Walking => scan::ScanPhase::Walking,
            ScanPhase::Reading => scan::ScanPhase::Reading,
            ScanPhase::Pictures => scan::ScanPhase::Pictures,
            ScanPhase::Done => scan::ScanPhase::Done,
            ScanPhase::Cancelled => scan::ScanPhase::Cancelled,
            ScanPhase::Offline => scan::ScanPhase::Offline,
            ScanPhase::Failed => scan::ScanPhase::Failed,
        },
        found: *found,
        done: *done,
        rate: if rate.is_finite() { *rate } else { 0.0 },
        left: left.map(|left| left.as_secs_f64()),
        folder: folder.clone(),
        added: *added,
        updated: *updated,
        missing: *missing,
    }
}

pub fn trouble(trouble: &Trouble) -> scan::Trouble {
    let Trouble { library, path, text } = trouble;
    scan::Trouble { library_id: library.simple(), path: path.clone(), text: text.clone() }
}
