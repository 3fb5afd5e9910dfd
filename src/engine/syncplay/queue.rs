//! What a group plays, in order.

use rand::seq::SliceRandom;
use uuid::Uuid;
use walros_model::ItemId;

use super::message::{Entry, Repeat};

#[derive(Debug, Default)]
pub(super) struct Queue {
    entries: Vec<Entry>,
    playing: Option<usize>,
    /// The order before shuffling, while it is shuffled.
    sorted: Option<Vec<Entry>>,
    pub repeat: Repeat,
}

impl Queue {
    /// A place that is not there is the first.
    pub fn new(items: Vec<ItemId>, place: usize, repeat: Repeat) -> Self {
        let entries = named(items);
        let playing = if entries.is_empty() { None } else { Some(if place < entries.len() { place } else { 0 }) };
        Self { entries, playing, sorted: None, repeat }
    }

    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    pub fn place(&self) -> Option<usize> {
        self.playing
    }

    pub fn is_shuffled(&self) -> bool {
        self.sorted.is_some()
    }

    pub fn current(&self) -> Option<Entry> {
        self.playing.and_then(|place| self.entries.get(place)).copied()
    }

    /// Nil when nothing is chosen.
    pub fn current_id(&self) -> Uuid {
        self.current().map_or(Uuid::nil(), |entry| entry.id)
    }

    pub fn choose(&mut self, entry: Uuid) -> bool {
        let place = self.entries.iter().position(|other| other.id == entry);
        self.playing = place.or(self.playing);
        place.is_some()
    }

    /// Goes on by one, or back; whether there was somewhere to go.
    pub fn step(&mut self, forward: bool) -> bool {
        let (Some(place), count) = (self.playing, self.entries.len()) else { return false };
        let next = match self.repeat {
            Repeat::One => Some(place),
            Repeat::All if forward => Some((place + 1) % count),
            Repeat::All => Some((place + count - 1) % count),
            Repeat::None if forward => Some(place + 1).filter(|next| *next < count),
            Repeat::None => place.checked_sub(1),
        };
        self.playing = next.or(self.playing);
        next.is_some()
    }

    /// Behind everything, or behind what is played.
    pub fn add(&mut self, items: Vec<ItemId>, next: bool) {
        let added = named(items);
        if let Some(sorted) = &mut self.sorted {
            sorted.extend(&added);
        }
        let at = self.playing.filter(|_| next).map_or(self.entries.len(), |place| place + 1);
        self.entries.splice(at..at, added);
        if self.playing.is_none() && !self.entries.is_empty() {
            self.playing = Some(0);
        }
    }

    /// Whether what was played is gone; the one behind it, or else the last, takes its place.
    pub fn remove(&mut self, gone: impl Fn(Uuid) -> bool) -> bool {
        let Some(place) = self.playing else { return false };
        let (current, before) = (self.current_id(), self.entries.iter().take(place).filter(|entry| gone(entry.id)).count());
        self.entries.retain(|entry| !gone(entry.id));
        if let Some(sorted) = &mut self.sorted {
            sorted.retain(|entry| !gone(entry.id));
        }
        self.playing = self.entries.len().checked_sub(1).map(|last| (place - before).min(last));
        gone(current)
    }

    pub fn relocate(&mut self, entry: Uuid, place: usize) -> bool {
        let Some(from) = self.entries.iter().position(|other| other.id == entry) else { return false };
        let current = self.current_id();
        let moved = self.entries.remove(from);
        self.entries.insert(place.min(self.entries.len()), moved);
        self.choose(current);
        true
    }

    /// Shuffling puts what is played first; going back finds its place in the old order.
    pub fn shuffle(&mut self, on: bool) {
        let current = self.current_id();
        match (on, self.sorted.take()) {
            (false, None) => return,
            (false, Some(sorted)) => self.entries = sorted,
            (true, sorted) => {
                self.sorted = Some(sorted.unwrap_or_else(|| self.entries.clone()));
                self.entries.shuffle(&mut rand::rng());
                if let Some(place) = self.entries.iter().position(|entry| entry.id == current) {
                    self.entries.swap(0, place);
                }
            }
        }
        self.choose(current);
    }
}

fn named(items: Vec<ItemId>) -> Vec<Entry> {
    items.into_iter().map(|item| Entry { id: Uuid::new_v4(), item }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn queue(count: u128, place: usize) -> Queue {
        Queue::new((1..=count).map(|number| ItemId(Uuid::from_u128(number))).collect(), place, Repeat::None)
    }

    fn numbers(queue: &Queue) -> Vec<u128> {
        queue.entries().iter().map(|entry| entry.item.0.as_u128()).collect()
    }

    #[test]
    fn steps_end_or_go_round() {
        let mut queue = queue(2, 0);
        assert!(!queue.step(false) && queue.step(true) && !queue.step(true));
        assert_eq!(queue.place(), Some(1));
        queue.repeat = Repeat::All;
        assert!(queue.step(true));
        assert_eq!(queue.place(), Some(0));
        queue.repeat = Repeat::One;
        assert!(queue.step(true));
        assert_eq!(queue.place(), Some(0));
        assert!(!Queue::default().step(true));
    }

    #[test]
    fn the_current_entry_stays_through_changes() {
        let mut queue = queue(5, 2);
        let current = queue.current_id();
        let first = queue.entries()[0].id;
        assert!(!queue.remove(|id| id == first));
        assert!(queue.relocate(queue.entries()[0].id, 99));
        queue.add(vec![ItemId(Uuid::from_u128(9))], true);
        assert_eq!((queue.current_id(), numbers(&queue)), (current, vec![3, 9, 4, 5, 2]));
        queue.shuffle(true);
        assert_eq!((queue.place(), queue.current_id(), queue.entries().len()), (Some(0), current, 5));
        queue.shuffle(false);
        assert_eq!((queue.current_id(), queue.is_shuffled()), (current, false));
        assert!(queue.remove(|id| id == current));
        assert!(queue.remove(|_| true) && queue.current().is_none());
    }
}
