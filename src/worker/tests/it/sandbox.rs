//! The walls, tried from inside.

use std::process::Command;

use crate::media::WORKER;

#[test]
fn hostile_code_gets_nowhere() {
    let output = Command::new(WORKER).arg("--prove-sandbox").output().expect("the worker");
    let report = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{report}");
    for attempt in ["reading a file", "connecting", "forking", "running a program", "taking all memory"] {
        assert!(report.lines().any(|line| line.starts_with(&format!("denied: {attempt} "))), "{attempt}\n{report}");
    }
    assert!(report.contains("works: a thread"), "{report}");
}
