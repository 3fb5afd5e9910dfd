//! The order in which waiting jobs run: by priority, first come first served within one.

use std::collections::VecDeque;

use crate::Priority;

/// Names an entry, to take it out again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Ticket {
    priority: Priority,
    number: u64,
}

#[derive(Debug)]
pub(crate) struct Queue<T> {
    waiting: VecDeque<(u64, T)>,
    ahead: VecDeque<(u64, T)>,
    background: VecDeque<(u64, T)>,
    idle: VecDeque<(u64, T)>,
    next: u64,
}

impl<T> Queue<T> {
    pub(crate) fn new() -> Self {
        Self { waiting: VecDeque::new(), ahead: VecDeque::new(), background: VecDeque::new(), idle: VecDeque::new(), next: 0 }
    }

    pub(crate) fn push(&mut self, priority: Priority, entry: T) -> Ticket {
        let number = self.next;
        self.next += 1;
        self.lane(priority).push_back((number, entry));
        Ticket { priority, number }
    }

    /// The entry that is next, of a lane that is open.
    pub(crate) fn pop(&mut self, open: impl Fn(Priority) -> bool) -> Option<(Priority, T)> {
        [Priority::Waiting, Priority::Ahead, Priority::Background, Priority::Idle]
            .into_iter()
            .filter(|priority| open(*priority))
            .find_map(|priority| Some((priority, self.lane(priority).pop_front()?.1)))
    }

    /// Takes an entry out; `None` when it was popped already.
    pub(crate) fn remove(&mut self, ticket: Ticket) -> Option<T> {
        let lane = self.lane(ticket.priority);
        // Numbers only rise within a lane.
        let place = lane.binary_search_by_key(&ticket.number, |(number, _)| *number).ok()?;
        lane.remove(place).map(|(_, entry)| entry)
    }

    pub(crate) fn clear(&mut self) {
        self.waiting.clear();
        self.ahead.clear();
        self.background.clear();
        self.idle.clear();
    }

    fn lane(&mut self, priority: Priority) -> &mut VecDeque<(u64, T)> {
        match priority {
            Priority::Waiting => &mut self.waiting,
            Priority::Ahead => &mut self.ahead,
            Priority::Background => &mut self.background,
            Priority::Idle => &mut self.idle,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(_: Priority) -> bool {
        true
    }

    #[test]
    fn a_player_goes_before_a_scan_and_first_come_first_served() {
        let mut queue = Queue::new();
        for (priority, name) in [
            (Priority::Idle, "idle 1"),
            (Priority::Background, "scan 1"),
            (Priority::Ahead, "ahead 1"),
            (Priority::Waiting, "play 1"),
            (Priority::Background, "scan 2"),
            (Priority::Waiting, "play 2"),
        ] {
            queue.push(priority, name);
        }
        let order: Vec<_> = std::iter::from_fn(|| queue.pop(all)).map(|(_, name)| name).collect();
        assert_eq!(order, ["play 1", "play 2", "ahead 1", "scan 1", "scan 2", "idle 1"]);
    }

    #[test]
    fn lanes_can_be_held_back() {
        let mut queue = Queue::new();
        queue.push(Priority::Background, "scan");
        let held = |priority| priority != Priority::Background;
        assert_eq!(queue.pop(held), None);
        queue.push(Priority::Ahead, "ahead");
        assert_eq!(queue.pop(held), Some((Priority::Ahead, "ahead")));
        assert_eq!(queue.pop(all), Some((Priority::Background, "scan")));
    }

    #[test]
    fn an_entry_can_be_taken_out_once() {
        let mut queue = Queue::new();
        let tickets: Vec<_> = (0..3).map(|number| queue.push(Priority::Ahead, number)).collect();
        assert_eq!(queue.remove(tickets[1]), Some(1));
        assert_eq!(queue.remove(tickets[1]), None);
        assert_eq!(queue.pop(all), Some((Priority::Ahead, 0)));
        assert_eq!(queue.remove(tickets[0]), None);
        assert_eq!(queue.pop(all), Some((Priority::Ahead, 2)));
    }
}
