//! From a reported position to a play state: begun, finished or neither (traps.md E2).

use std::time::Duration;

use walros_model::Timestamp;
use walros_model::item::{Item, ItemKind};
use walros_model::state::{PlayState, ResumeRules};

/// A position this close to the end is the end.
const NEARLY_ENDED: Duration = Duration::from_secs(1);

/// What a position means for an item of this length.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Not far enough in to be remembered; played or not stays as it was.
    Untouched,
    ResumeAt(Duration),
    Finished,
}

/// `runtime` unknown means finished: nothing could be resumed sensibly.
pub fn judge(rules: &ResumeRules, runtime: Option<Duration>, position: Duration) -> Verdict {
    let Some(runtime) = runtime.filter(|runtime| !runtime.is_zero()) else {
        return Verdict::Finished;
    };
    let percent = position.as_secs_f64() / runtime.as_secs_f64() * 100.0;
    if percent < rules.min_percent {
        Verdict::Untouched
    } else if percent > rules.max_percent || position + NEARLY_ENDED >= runtime || runtime < rules.min_runtime {
        Verdict::Finished
    } else {
        Verdict::ResumeAt(position)
    }
}

/// What a report says of a play state.
#[derive(Clone, Copy, Debug)]
pub enum Step {
    Started(Timestamp),
    /// A player is at this place of a file, or left there. `None` means that it played to the end.
    At(ResumeRules, Option<Duration>),
    /// Nothing that is to be believed.
    Nothing,
}

pub fn apply(step: Step, item: &Item, state: &mut PlayState) {
    match step {
        Step::Started(now) => start(item, state, now),
        Step::At(rules, place) => settle(&rules, item, state, place),
        Step::Nothing => (),
    }
}

/// Playback began: it counts as a play at once. Tracks are played when started; nobody resumes a song.
fn start(item: &Item, state: &mut PlayState, now: Timestamp) {
    state.play_count += 1;
    state.last_played = Some(now);
    if item.kind == ItemKind::Track {
        state.played = true;
        state.position = Duration::ZERO;
    }
}

/// A player is at `position` (progress), or left there (stop). `None` on a stop means played to the end.
fn settle(rules: &ResumeRules, item: &Item, state: &mut PlayState, position: Option<Duration>) {
    let verdict = match position {
        _ if item.kind == ItemKind::Track => Verdict::Finished,
        Some(position) => judge(rules, item.runtime, position),
        None => Verdict::Finished,
    };
    match verdict {
        Verdict::Untouched => state.position = Duration::ZERO,
        Verdict::ResumeAt(position) => {
            state.position = position;
            state.played = false;
        }
        Verdict::Finished => {
            state.position = Duration::ZERO;
            state.played = true;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn secs(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    #[test]
    fn a_position_is_begun_finished_or_neither() {
        let rules = ResumeRules::default();
        let table = [
            (Some(7200), 0, Verdict::Untouched),
            (Some(7200), 359, Verdict::Untouched),
            (Some(7200), 360, Verdict::ResumeAt(secs(360))),
            (Some(7200), 6480, Verdict::ResumeAt(secs(6480))),
            (Some(7200), 6481, Verdict::Finished),
            // Shorter than five minutes: played once stopped in between.
            (Some(299), 100, Verdict::Finished),
            (Some(299), 1, Verdict::Untouched),
            (Some(300), 100, Verdict::ResumeAt(secs(100))),
            (None, 10, Verdict::Finished),
            (Some(0), 10, Verdict::Finished),
        ];
        for (runtime, position, wanted) in table {
            assert_eq!(judge(&rules, runtime.map(secs), secs(position)), wanted, "{position} s of {runtime:?} s");
        }
    }

    #[test]
    fn the_last_second_is_the_end_whatever_the_percentage() {
        let rules = ResumeRules { max_percent: 100.0, ..ResumeRules::default() };
        assert_eq!(judge(&rules, Some(secs(1000)), secs(999)), Verdict::Finished);
        assert_eq!(judge(&rules, Some(secs(1000)), secs(998)), Verdict::ResumeAt(secs(998)));
    }
}
