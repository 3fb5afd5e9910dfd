//! Counts tests by reading what test runners print, while passing it on.

use crate::{say, shell};
use anyhow::{Context, Result};
use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

/// How many tests passed and failed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    pub passed: usize,
    pub failed: usize,
}

impl Count {
    /// A check that is one test.
    pub const ONE: Self = Self { passed: 1, failed: 0 };
    const FAILURE: Self = Self { passed: 0, failed: 1 };
}

impl std::ops::Add for Count {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self { passed: self.passed + other.passed, failed: self.failed + other.failed }
    }
}

/// Tests ran and not all passed; the count has at least one failure.
#[derive(Debug)]
pub struct Failed(pub Count);

impl std::fmt::Display for Failed {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "{} failed", self.0.failed)
    }
}

impl std::error::Error for Failed {}

/// What a group's result counts: one failure when it died before its tests could say anything.
pub fn of(result: &Result<Count>) -> Count {
    match result {
        Ok(count) => *count,
        Err(error) => error.downcast_ref::<Failed>().map_or(Count::FAILURE, |failed| failed.0),
    }
}

/// Several results as one, which failed if any did; what went wrong in each is said here.
pub fn all(results: impl IntoIterator<Item = Result<Count>>) -> Result<Count> {
    let (mut total, mut failed) = (Count::default(), false);
    for result in results {
        total = total + of(&result);
        if let Err(error) = result {
            say::note(&format!("FAILED: {error:#}"));
            failed = true;
        }
    }
    if failed { Err(Failed(total).into()) } else { Ok(total) }
}

/// Runs a check that either passes or not.
pub fn check(command: &mut Command) -> Result<Count> {
    shell::run(command).map(|()| Count::ONE)
}

/// Runs a test runner and counts its tests.
pub fn tests(command: &mut Command) -> Result<Count> {
    say::note(&format!("$ {}", shell::line(command)));
    let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn().with_context(|| format!("cannot start `{}`", shell::line(command)))?;
    let mut total = Count::default();
    for line in BufReader::new(child.stdout.take().context("no output to read")?).split(b'\n') {
        let line = line?;
        let line = String::from_utf8_lossy(&line);
        println!("{line}");
        total = total + in_line(&line);
    }
    if child.wait()?.success() {
        return Ok(total);
    }
    total.failed = total.failed.max(1);
    Err(Failed(total).into())
}

/// What a line of output says, in the words of libtest, Vitest, node's test runner or our own runners' closing line.
fn in_line(line: &str) -> Count {
    let plain = without_colours(line);
    let plain = plain.trim();
    let number_before = |word: &str| {
        let words: Vec<&str> = plain.split([' ', ',', ';', '|']).filter(|part| !part.is_empty()).collect();
        words.windows(2).find(|pair| pair[1] == word).and_then(|pair| pair[0].parse::<usize>().ok())
    };
    // Node's runner closes with one line each, "# pass 5" or "ℹ pass 5".
    match plain.split_whitespace().collect::<Vec<_>>()[..] {
        ["#" | "ℹ", "pass", number] => return Count { passed: number.parse().unwrap_or(0), failed: 0 },
        ["#" | "ℹ", "fail", number] => return Count { passed: 0, failed: number.parse().unwrap_or(0) },
        _ => {}
    }
    let closing = plain.starts_with("test result:")
        || plain.starts_with("Tests ")
        || plain.starts_with(|first: char| first.is_ascii_digit()) && plain.contains(" failed");
    if !closing {
        return Count::default();
    }
    Count { passed: number_before("passed").unwrap_or(0), failed: number_before("failed").unwrap_or(0) }
}

fn without_colours(line: &str) -> String {
    let mut parts = line.split('\x1b');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |text, part| text + part.split_once('m').map_or("", |(_, rest)| rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn closing_lines_are_counted_and_others_are_not() {
        let count = |passed, failed| Count { passed, failed };
        assert_eq!(in_line("test result: ok. 12 passed; 0 failed; 1 ignored; 0 measured"), count(12, 0));
        assert_eq!(in_line("test result: \x1b[31mFAILED\x1b[0m. 3 passed; 2 failed; 0 ignored"), count(3, 2));
        assert_eq!(in_line(" \x1b[2m     Tests \x1b[22m \x1b[1m5 passed\x1b[22m (5)"), count(5, 0));
        assert_eq!(in_line("      Tests  1 failed | 4 passed (5)"), count(4, 1));
        assert_eq!(in_line(" Test Files  2 passed (2)"), count(0, 0));
        assert_eq!(in_line("# pass 7"), count(7, 0));
        assert_eq!(in_line("ℹ fail 2"), count(0, 2));
        assert_eq!(in_line("40 passed, 3 failed"), count(40, 3));
        assert_eq!(in_line("test scan::a_path_passed ... ok"), count(0, 0));
    }

    #[test]
    fn one_failure_among_several_is_a_failure_of_all() {
        let several = all([Ok(Count { passed: 3, failed: 0 }), Err(anyhow::anyhow!("lint")), Ok(Count::ONE)]).unwrap_err();
        assert_eq!(of(&Err(several)), Count { passed: 4, failed: 1 });
    }

    #[test]
    fn a_runner_that_dies_without_a_word_is_a_failure() {
        let failed = tests(Command::new("sh").args(["-c", "echo 'test result: ok. 2 passed; 0 failed'; exit 1"])).unwrap_err();
        assert_eq!(failed.downcast_ref::<Failed>().map(|failed| failed.0), Some(Count { passed: 2, failed: 1 }));
    }
}
