//! Pictures made before anybody asks for them, while the workers have nothing else to do ([`Priority::Idle`]): the
//! sheets of what is being played, a look at the frames that stand for items without artwork, and on libraries that ask
//! for it all sheets and chapters; and whole renditions (see [`renditions`](crate::renditions)).
//!
//! Why not all of it for everybody: a sheet costs a few seconds of an old core and a megabyte of disk, so a thousand films
//! would keep a small server busy for a night and fill eight gigabytes with what nobody may ever look at. Made when
//! somebody plays the film, it is there a moment later, for exactly the films that are played. Whoever has cores and disk
//! to spare switches it on for a library.
//!
//! Nothing is lost by a restart or a cancel: what is there is not made again, and the next run goes on with the rest.
//!
//! [`Priority::Idle`]: walros_jobs::Priority::Idle

mod films;
mod frames;
mod libraries;

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard};

use tokio::sync::Notify;
use walros_model::ItemId;
use walros_model::library::PicturesAhead;

use crate::core::Core;
use crate::scan::progress::Cancel;
use crate::tasks::Task;
use crate::{Result, renditions};

/// Films that wait; of more the oldest are forgotten, as whoever plays one may have gone.
const FILMS_MAX: usize = 16;

/// What is to be made, and what is being made.
#[derive(Default)]
pub(crate) struct Ahead {
    state: Mutex<State>,
    /// Rings when a lane has nothing more to do.
    quiet: Notify,
}

/// What somebody may soon look at does not wait for what takes days.
#[derive(Default)]
struct State {
    soon: Lane,
    tasks: Lane,
    /// Films take hours.
    renditions: Lane,
}

#[derive(Default)]
struct Lane {
    waiting: VecDeque<Order>,
    running: Option<Running>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Order {
    /// Sheets of what is played, this one first.
    Film {
        source: ItemId,
        first: u32,
    },
    /// Frames of films as pictures of items.
    Frames,
    /// Sheets of what is no longer.
    Tidy,
    /// All that a library, or all, have made ahead.
    Trickplay(Option<ItemId>),
    Chapters(Option<ItemId>),
    Renditions,
}

#[derive(Clone)]
struct Running {
    order: Order,
    cancel: Cancel,
    /// Files looked at, and all of them.
    done: u64,
    total: u64,
}

impl Order {
    fn is_of(&self, task: Task) -> bool {
        matches!((self, task), (Self::Trickplay(_), Task::Trickplay) | (Self::Chapters(_), Task::ChapterPictures) | (Self::Renditions, Task::Renditions))
    }

    fn lane(self, state: &mut State) -> &mut Lane {
        match self {
            Self::Film { .. } | Self::Frames | Self::Tidy => &mut state.soon,
            Self::Trickplay(_) | Self::Chapters(_) => &mut state.tasks,
            Self::Renditions => &mut state.renditions,
        }
    }

    /// Whether `other`, which waits, does all that this does.
    fn is_covered_by(self, other: Order) -> bool {
        match (self, other) {
            (Self::Film { source, .. }, Self::Film { source: waiting, .. }) => source == waiting,
            (Self::Trickplay(_), Self::Trickplay(None)) | (Self::Chapters(_), Self::Chapters(None)) => true,
            (one, other) => one == other,
        }
    }
}

impl Ahead {
    /// Somebody plays or seeks in this film, near the sheet `first`.
    pub fn film(&self, core: &Arc<Core>, source: ItemId, first: u32) {
        self.order(core, Order::Film { source, first });
    }

    /// A library was scanned.
    pub fn scanned(&self, core: &Arc<Core>, library: ItemId, wishes: PicturesAhead) {
        self.order(core, Order::Frames);
        self.order(core, Order::Tidy);
        self.order(core, Order::Renditions);
        if wishes.trickplay && wishes.trickplay_after_scan {
            self.order(core, Order::Trickplay(Some(library)));
        }
        if wishes.chapters && wishes.chapters_after_scan {
            self.order(core, Order::Chapters(Some(library)));
        }
    }

    /// Of all libraries that ask for it. One that waits already does not wait twice.
    pub fn start(&self, core: &Arc<Core>, task: Task) {
        match task {
            Task::Scan => {}
            Task::Trickplay => self.order(core, Order::Trickplay(None)),
            Task::ChapterPictures => self.order(core, Order::Chapters(None)),
            Task::Renditions => self.order(core, Order::Renditions),
        }
    }

    pub fn cancel(&self, task: Task) {
        let mut state = self.lock();
        let State { tasks, renditions, soon: _ } = &mut *state;
        for lane in [tasks, renditions] {
            lane.waiting.retain(|order| !order.is_of(task));
            if let Some(running) = lane.running.as_ref().filter(|running| running.order.is_of(task)) {
                running.cancel.cancel();
            }
        }
    }

    /// From 0 to 1; `None` when the task neither runs nor waits.
    pub fn progress(&self, task: Task) -> Option<f64> {
        let state = self.lock();
        let lane = if task == Task::Renditions { &state.renditions } else { &state.tasks };
        match &lane.running {
            Some(running) if running.order.is_of(task) => Some(running.done as f64 / running.total.max(1) as f64),
            _ => lane.waiting.iter().any(|order| order.is_of(task)).then_some(0.0),
        }
    }

    /// Returns when there is nothing to do.
    pub async fn idle(&self) {
        loop {
            let quiet = self.quiet.notified();
            {
                let state = self.lock();
                if state.soon.is_quiet() && state.tasks.is_quiet() && state.renditions.is_quiet() {
                    return;
                }
            }
            quiet.await;
        }
    }

    fn order(&self, core: &Arc<Core>, order: Order) {
        let mut state = self.lock();
        let lane = order.lane(&mut state);
        let is_running = |running: &Running| matches!(order, Order::Film { .. }) && order.is_covered_by(running.order);
        if lane.waiting.iter().any(|waiting| order.is_covered_by(*waiting)) || lane.running.as_ref().is_some_and(is_running) {
            return;
        }
        lane.waiting.push_back(order);
        let is_film = |order: &Order| matches!(order, Order::Film { .. });
        if lane.waiting.iter().filter(|order| is_film(order)).count() > FILMS_MAX
            && let Some(oldest) = lane.waiting.iter().position(is_film)
        {
            lane.waiting.remove(oldest);
        }
        // Taken at once, so that nobody else starts a second runner.
        if lane.running.is_none()
            && let Some(first) = lane.next()
        {
            tokio::spawn(run(core.clone(), first));
        }
    }

    fn count(&self, order: Order, done: u64, total: u64) {
        let mut state = self.lock();
        if let Some(running) = order.lane(&mut state).running.as_mut().filter(|running| running.order == order) {
            (running.done, running.total) = (done, total);
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(|poisoned| poisoned.into_inner())
    }
}

impl Lane {
    fn next(&mut self) -> Option<(Order, Cancel)> {
        let next = self.waiting.pop_front().map(|order| Running { order, cancel: Cancel::default(), done: 0, total: 0 });
        self.running = next;
        self.running.as_ref().map(|running| (running.order, running.cancel.clone()))
    }

    fn is_quiet(&self) -> bool {
        self.waiting.is_empty() && self.running.is_none()
    }
}

/// Does what a lane has waiting, until nothing is.
async fn run(core: Arc<Core>, first: (Order, Cancel)) {
    let mut next = Some(first);
    while let Some((order, cancel)) = next {
        if let Err(error) = carry_out(&core, order, &cancel).await {
            tracing::warn!(%error, ?order, "something could not be made ahead");
        }
        next = order.lane(&mut core.ahead.lock()).next();
    }
    core.ahead.quiet.notify_waiters();
}

async fn carry_out(core: &Arc<Core>, order: Order, cancel: &Cancel) -> Result<()> {
    match order {
        Order::Film { source, first } => films::of_one(core, source, first).await,
        Order::Frames => frames::look_at_all(core).await,
        Order::Tidy => films::tidy(core).await,
        Order::Trickplay(library) => libraries::sheets(core, library, cancel, &|done, total| core.ahead.count(order, done, total)).await,
        Order::Chapters(library) => libraries::chapters(core, library, cancel, &|done, total| core.ahead.count(order, done, total)).await,
        Order::Renditions => renditions::run(core, cancel, &|done, total| core.ahead.count(order, done, total)).await,
    }
}
