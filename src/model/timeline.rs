//! Stacked films: the parts of one, played one behind the other as if they were one file.

use std::time::Duration;

use crate::ItemId;
use crate::state::PlayState;

/// What stands in a part's state for its very beginning: a place of zero is none. Clients seek to within a frame at best.
const BEGINNING: Duration = Duration::from_millis(1);

/// A place this close to the end of a part is the beginning of the next.
const NEARLY_ENDED: Duration = Duration::from_secs(1);

/// The parts of one film that are there, in playing order. Places in a file are called so; positions count from the
/// beginning of the film.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Timeline {
    parts: Vec<TimelinePart>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TimelinePart {
    pub id: ItemId,
    /// Where it begins in the film.
    pub start: Duration,
    /// Zero when unknown.
    pub length: Duration,
}

impl Timeline {
    pub fn new(parts: impl IntoIterator<Item = (ItemId, Duration)>) -> Self {
        let mut start = Duration::ZERO;
        let placed = parts.into_iter().map(|(id, length)| {
            let part = TimelinePart { id, start, length };
            start = start.saturating_add(length);
            part
        });
        Self { parts: placed.collect() }
    }

    pub fn parts(&self) -> &[TimelinePart] {
        &self.parts
    }

    pub fn length(&self) -> Duration {
        self.parts.last().map_or(Duration::ZERO, |last| last.start.saturating_add(last.length))
    }

    /// The part a position lies in, by its number from zero, and the place in that. The last one takes what is behind the end.
    pub fn place(&self, position: Duration) -> (usize, Duration) {
        let part = self.parts.iter().rposition(|part| part.start <= position).unwrap_or(0);
        (part, position.saturating_sub(self.parts.get(part).map_or(Duration::ZERO, |part| part.start)))
    }

    /// Where a place in a part lies in the film. The end of a part is the beginning of the next.
    pub fn position(&self, part: usize, place: Duration) -> Duration {
        let Some(own) = self.parts.get(part) else { return self.length() };
        match self.parts.get(part + 1) {
            Some(next) if place.saturating_add(NEARLY_ENDED) >= own.length => next.start,
            _ => own.start.saturating_add(place),
        }
    }

    /// Where a part that was played to its end leaves the film.
    pub fn end_of(&self, part: usize) -> Duration {
        self.position(part, self.parts.get(part).map_or(Duration::ZERO, |part| part.length))
    }

    /// The same as [`place`](Self::place), to be kept with a part: never zero, which would be none.
    pub fn kept_place(&self, position: Duration) -> (usize, Duration) {
        let (part, place) = self.place(position);
        (part, place.max(BEGINNING))
    }

    /// The state of the film from those of its parts, in their order: its marks are those of the first, which stands for the
    /// film, and it is where the part is that was played last.
    pub fn state(&self, states: &[PlayState]) -> PlayState {
        let mut whole = states.first().cloned().unwrap_or_default();
        let begun = states.iter().zip(&self.parts).filter(|(state, _)| !state.position.is_zero()).max_by_key(|(state, _)| state.last_played);
        whole.position = match begun {
            Some((state, part)) if !whole.played => part.start.saturating_add(state.position),
            _ => Duration::ZERO,
        };
        whole.last_played = states.iter().filter_map(|state| state.last_played).max();
        whole
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn secs(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    fn film() -> Timeline {
        Timeline::new([60, 40, 20].map(|length| (ItemId::random(), secs(length))))
    }

    #[test]
    fn a_position_lies_in_one_part() {
        let film = film();
        assert_eq!(film.length(), secs(120));
        for (position, place) in [(0, (0, 0)), (59, (0, 59)), (60, (1, 0)), (99, (1, 39)), (100, (2, 0)), (500, (2, 400))] {
            assert_eq!(film.place(secs(position)), (place.0, secs(place.1)), "{position} s");
        }
        assert_eq!(Timeline::default().place(secs(5)), (0, secs(5)));
    }

    #[test]
    fn the_end_of_a_part_is_the_beginning_of_the_next() {
        let film = film();
        for ((part, place), position) in [((0, 58), 58), ((0, 59), 60), ((1, 0), 60), ((1, 45), 100), ((2, 20), 120)] {
            assert_eq!(film.position(part, secs(place)), secs(position), "{place} s of part {part}");
        }
        assert_eq!([0, 1, 2].map(|part| film.end_of(part)), [60, 100, 120].map(secs));
        assert_eq!(film.kept_place(secs(60)), (1, BEGINNING));
    }

    #[test]
    fn a_film_is_where_its_part_is() {
        let film = film();
        let begun = |place: u64, played: bool| PlayState { position: secs(place), played, ..PlayState::default() };
        let of = |states: [PlayState; 3]| (film.state(&states).position, film.state(&states).played);
        assert_eq!(of([begun(0, false), begun(7, false), begun(0, false)]), (secs(67), false));
        assert_eq!(of([begun(9, false), begun(0, true), begun(0, false)]), (secs(9), false));
        assert_eq!(of([begun(0, true), begun(7, true), begun(0, false)]), (Duration::ZERO, true), "what was seen is not begun");
    }
}
