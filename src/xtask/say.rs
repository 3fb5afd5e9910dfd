//! What a person sees: headings, notes and durations, on standard output in the order in which things happen.

use std::io::{self, IsTerminal, Write};
use std::time::Duration;

/// A line that starts a new piece of work.
pub fn heading(text: &str) {
    if io::stdout().is_terminal() { println!("\n\x1b[1m== {text}\x1b[0m") } else { println!("\n== {text}") }
}

/// A line of progress under the last heading.
pub fn note(text: &str) {
    println!("   {text}");
}

/// Asks a yes-or-no question; anything but yes is no, and so is having nobody to ask.
pub fn ask(question: &str) -> bool {
    if !io::stdin().is_terminal() {
        println!("{question} Nobody to ask here: add --yes.");
        return false;
    }
    print!("{question} [y/N] ");
    let _ = io::stdout().flush();
    let mut answer = String::new();
    io::stdin().read_line(&mut answer).is_ok() && answer.trim().to_lowercase().starts_with('y')
}

/// `8.3 s` or `4 min 07 s`.
pub fn duration(time: Duration) -> String {
    let seconds = time.as_secs_f64();
    if seconds < 60.0 { format!("{seconds:.1} s") } else { format!("{} min {:02} s", time.as_secs() / 60, time.as_secs() % 60) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_change_unit_at_a_minute() {
        assert_eq!(duration(Duration::from_millis(8_340)), "8.3 s");
        assert_eq!(duration(Duration::from_secs(247)), "4 min 07 s");
    }
}
