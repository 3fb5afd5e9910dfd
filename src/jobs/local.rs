//! The pool of worker processes on this machine.

use std::fs::File;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use tokio::runtime::Handle;
use tokio::sync::{oneshot, watch};
use walros_model::Device;

use crate::process::{Kind, WorkerProcess};
use crate::queue::{Queue, Ticket};
use crate::trial::{self, Trial};
use crate::{Backend, Begun, Done, Fault, Job, Priority, Workers};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PoolConfig {
    /// The `walros-worker` binary.
    pub binary: PathBuf,
    pub backend: Backend,
    /// How many processes there may be at once, and as many again for players that wait; at least one.
    pub workers: usize,
    /// Processes are replaced after this many jobs, so that what leaks in libav does not add up.
    pub jobs_per_worker: u32,
    /// Overrides [`Job::time_limit`].
    pub time_limit: Option<Duration>,
    /// Idle processes end after this long.
    pub idle_limit: Duration,
}

impl Default for PoolConfig {
    /// One process more than there are cores, so that a scan can use all of them and a player still finds one.
    fn default() -> Self {
        let cores = std::thread::available_parallelism().map_or(2, |count| count.get());
        Self {
            binary: default_binary(),
            backend: Backend::default(),
            workers: cores + 1,
            jobs_per_worker: 500,
            time_limit: None,
            idle_limit: Duration::from_secs(60),
        }
    }
}

/// `walros-worker` beside the running executable, or one folder up, where Cargo puts it when tests run.
pub fn default_binary() -> PathBuf {
    const NAME: &str = "walros-worker";
    let own = std::env::current_exe().unwrap_or_default();
    let folders = own.ancestors().skip(1).take(2);
    folders.map(|folder| folder.join(NAME)).find(|path| path.is_file()).unwrap_or_else(|| own.parent().unwrap_or(Path::new("")).join(NAME))
}

/// Runs jobs in worker processes, which start when there is work. A process that dies or hangs is replaced; it costs at
/// most the one job it was given, which runs again when it died. Jobs for which nobody
/// waits have processes of their own, which leave the processors to the others; of two or more workers, background jobs
/// never take the last, jobs ahead begin only beside so many others for players that each
/// has a processor to itself, and idle ones only beside such, as many as there are processors, when no worker does anything else.
#[derive(Debug)]
pub struct LocalPool {
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    config: PoolConfig,
    runtime: Handle,
    state: Mutex<State>,
    /// Turns true when the pool ends.
    ending: watch::Sender<bool>,
}

#[derive(Debug)]
struct State {
    queue: Queue<Waiting>,
    idle: Vec<(WorkerProcess, tokio::time::Instant)>,
    busy: usize,
    busy_background: usize,
    busy_idle: usize,
    retiring: bool,
}

impl State {
    fn enter(&mut self, priority: Priority) {
        self.busy += 1;
        if let Some(count) = self.among(priority) {
            *count += 1;
        }
    }

    fn leave(&mut self, priority: Priority) {
        self.busy -= 1;
        if let Some(count) = self.among(priority) {
            *count -= 1;
        }
    }

    fn among(&mut self, priority: Priority) -> Option<&mut usize> {
        match priority {
            Priority::Background => Some(&mut self.busy_background),
            Priority::Idle => Some(&mut self.busy_idle),
            Priority::Waiting | Priority::Ahead => None,
        }
    }
}

#[derive(Debug)]
struct Waiting {
    job: Job,
    files: Vec<File>,
    begun: Begun,
    answer: oneshot::Sender<Result<Done, Fault>>,
}

impl LocalPool {
    /// Must be called inside the tokio runtime that is to watch over the processes; jobs may come from any thread.
    pub fn new(config: PoolConfig) -> Self {
        let state = State { queue: Queue::new(), idle: Vec::new(), busy: 0, busy_background: 0, busy_idle: 0, retiring: false };
        let shared = Shared { config, runtime: Handle::current(), state: Mutex::new(state), ending: watch::Sender::new(false) };
        Self { shared: Arc::new(shared) }
    }

    /// Whether its workers have the backend that they are to make segments by. `Unsupported` says what they lack.
    pub async fn check(&self) -> Result<(), Fault> {
        let PoolConfig { binary, backend, .. } = &self.shared.config;
        trial::check(binary, Kind { backend: *backend, ..Kind::default() }).await
    }

    /// Kills all processes. Jobs that run or wait, and later ones, fail.
    pub fn shut_down(&self) {
        self.shared.ending.send_replace(true);
        let mut state = self.shared.lock();
        state.queue.clear();
        state.idle.clear();
    }
}

impl Drop for LocalPool {
    fn drop(&mut self) {
        self.shut_down();
    }
}

impl Workers for LocalPool {
    fn run(&self, priority: Priority, job: Job, files: Vec<File>) -> BoxFuture<'_, Result<Done, Fault>> {
        self.run_telling(priority, job, files, Begun::default())
    }

    fn run_telling(&self, priority: Priority, job: Job, files: Vec<File>, begun: Begun) -> BoxFuture<'_, Result<Done, Fault>> {
        async move {
            if *self.shared.ending.borrow() {
                return Err(ended());
            }
            let (answer, outcome) = oneshot::channel();
            let ticket = self.shared.lock().queue.push(priority, Waiting { job, files, begun, answer });
            let _queued = Queued { shared: &self.shared, ticket };
            self.shared.dispatch();
            outcome.await.unwrap_or_else(|_| Err(ended()))
        }
        .boxed()
    }

    fn backend(&self) -> Backend {
        self.shared.config.backend
    }

    fn trial(&self, device: Option<Device>) -> BoxFuture<'_, Result<Vec<Trial>, Fault>> {
        trial::run(&self.shared.config.binary, device).boxed()
    }

    /// Of the binary's size and time: enough to tell an upgrade, also one while the server runs.
    fn build(&self) -> u64 {
        let Ok(facts) = std::fs::metadata(&self.shared.config.binary) else { return 0 };
        let mut hasher = DefaultHasher::new();
        (facts.len(), facts.modified().ok()).hash(&mut hasher);
        hasher.finish()
    }
}

/// How often a job runs again whose workers were killed, or crashed.
const KILLS_MAX: u32 = 4;
const CRASHES_MAX: u32 = 1;

/// The worker is gone, how in words, and the job was not done.
struct Died {
    how: String,
    /// By a signal that only somebody else can send.
    killed: bool,
}

/// Takes a job out of the queue when nobody waits for it any more.
struct Queued<'a> {
    shared: &'a Shared,
    ticket: Ticket,
}

impl Drop for Queued<'_> {
    fn drop(&mut self) {
        self.shared.lock().queue.remove(self.ticket);
    }
}

/// One of the places for a process; given up when dropped.
struct Seat {
    shared: Arc<Shared>,
    priority: Priority,
}

impl Seat {
    /// What nobody waits for leaves the processors to what somebody does.
    fn gentle(&self) -> bool {
        self.priority != Priority::Waiting
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        let mut state = self.shared.lock();
        state.leave(self.priority);
        drop(state);
        self.shared.dispatch();
    }
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Starts what can start.
    fn dispatch(self: &Arc<Self>) {
        while let Some((seat, waiting, idle)) = self.next() {
            self.runtime.spawn(async move {
                let Waiting { job, files, answer, .. } = waiting;
                let kind = seat.shared.kind(seat.gentle(), &job);
                let outcome = seat.shared.work(idle, kind, &job, &files).await;
                // The seat is free before the answer arrives, so that whoever waits for it finds the worker idle.
                drop(seat);
                let _ = answer.send(outcome);
            });
        }
    }

    /// The job that may start now, with its seat, and an idle process if there is one.
    fn next(self: &Arc<Self>) -> Option<(Seat, Waiting, Option<WorkerProcess>)> {
        let workers = self.config.workers.max(1);
        let mut state = self.lock();
        if state.busy >= workers * 2 || *self.ending.borrow() {
            return None;
        }
        let others = (workers - 1).max(1);
        // Idle ones take no room: they are gentle, and soon over.
        let working = state.busy - state.busy_idle;
        let room = working < workers;
        let background = room && state.busy_background < others;
        let ahead = room && working - state.busy_background < others;
        let idle = working == 0 && state.busy_idle < others;
        let (priority, waiting) = state.queue.pop(|priority| match priority {
            // Others need not end first: they are gentle.
            Priority::Waiting => true,
            Priority::Ahead => ahead,
            Priority::Background => background,
            Priority::Idle => idle,
        })?;
        state.enter(priority);
        waiting.begun.mark();
        let seat = Seat { shared: self.clone(), priority };
        let kind = self.kind(seat.gentle(), &waiting.job);
        let place = state.idle.iter().rposition(|(process, _)| process.kind == kind);
        let idle = place.map(|place| state.idle.swap_remove(place).0);
        Some((seat, waiting, idle))
    }

    /// What a process is for that does such a job.
    fn kind(&self, gentle: bool, job: &Job) -> Kind {
        Kind { backend: self.config.backend, gentle, device: job.device() }
    }

    /// Runs one job on a process, new if need be, and keeps the process when it is still good.
    async fn work(self: &Arc<Self>, idle: Option<WorkerProcess>, kind: Kind, job: &Job, files: &[File]) -> Result<Done, Fault> {
        let mut ending = self.ending.subscribe();
        tokio::select! {
            outcome = self.attempts(idle, kind, job, files) => outcome,
            _ = ending.wait_for(|ending| *ending) => Err(ended()),
        }
    }

    /// A job whose worker died runs again, on a new process. One that was killed is innocent (the kernel needed memory, somebody
    /// cleaned up); one that crashed may have been broken by an earlier file, but the second crash is the job's own.
    async fn attempts(self: &Arc<Self>, mut idle: Option<WorkerProcess>, kind: Kind, job: &Job, files: &[File]) -> Result<Done, Fault> {
        let (mut kills, mut crashes) = (0, 0);
        loop {
            let Died { how, killed } = match self.attempt(idle.take(), kind, job, files).await {
                Ok(outcome) => return outcome,
                Err(died) => died,
            };
            *(if killed { &mut kills } else { &mut crashes }) += 1;
            if kills > KILLS_MAX || crashes > CRASHES_MAX {
                return Err(Fault::Crashed { text: how });
            }
            tracing::info!("{how}; trying again");
        }
    }

    async fn attempt(self: &Arc<Self>, idle: Option<WorkerProcess>, kind: Kind, job: &Job, files: &[File]) -> Result<Result<Done, Fault>, Died> {
        let limit = self.config.time_limit.unwrap_or_else(|| job.time_limit());
        let mut process = match self.begin(idle, kind, job, files).await? {
            Ok(process) => process,
            Err(fault) => return Ok(Err(fault)),
        };
        match tokio::time::timeout(limit, process.receive()).await {
            Ok(Ok((answer, bytes))) => {
                self.keep(process);
                Ok(answer.map(|reply| Done { reply, bytes }))
            }
            Ok(Err(error)) => {
                // One that talks nonsense lives until we kill it.
                let hung_up = matches!(error.kind(), ErrorKind::UnexpectedEof | ErrorKind::ConnectionReset | ErrorKind::BrokenPipe);
                let (end, killed) = process.obituary().await;
                let how = if hung_up { end } else { format!("{error}; {end}") };
                Err(Died { how: format!("the worker died while {}: {how}", job.describe()), killed: killed && hung_up })
            }
            Err(_) => Ok(Err(Fault::Crashed { text: format!("{} took longer than {} s; the worker was ended", job.describe(), limit.as_secs_f32()) })),
        }
    }

    /// A process that has the job in hand. One that died while it was idle is replaced. The fault is that none can be started.
    async fn begin(&self, idle: Option<WorkerProcess>, kind: Kind, job: &Job, files: &[File]) -> Result<Result<WorkerProcess, Fault>, Died> {
        if let Some(mut process) = idle
            && process.send(job, files).await.is_ok()
        {
            return Ok(Ok(process));
        }
        let binary = &self.config.binary;
        let mut process = match WorkerProcess::start(binary, kind) {
            Ok(process) => process,
            Err(error) => return Ok(Err(Fault::NoWorker { text: format!("starting {}: {error}", binary.display()) })),
        };
        match process.send(job, files).await {
            Ok(()) => Ok(Ok(process)),
            Err(error) => {
                let (end, killed) = process.obituary().await;
                Err(Died { how: format!("the worker did not take a job: {error}; {end}"), killed })
            }
        }
    }

    fn keep(self: &Arc<Self>, process: WorkerProcess) {
        if process.jobs >= self.config.jobs_per_worker || *self.ending.borrow() {
            return;
        }
        let mut state = self.lock();
        state.idle.push((process, tokio::time::Instant::now()));
        if !state.retiring {
            state.retiring = true;
            let shared = Arc::downgrade(self);
            let pause = self.config.idle_limit;
            self.runtime.spawn(async move {
                loop {
                    tokio::time::sleep(pause).await;
                    let Some(shared) = shared.upgrade() else { break };
                    if shared.retire() {
                        break;
                    }
                }
            });
        }
    }

    /// Ends processes that were idle for long; whether none is left to look after.
    fn retire(&self) -> bool {
        let mut state = self.lock();
        state.idle.retain(|(_, since)| since.elapsed() < self.config.idle_limit);
        state.retiring = !state.idle.is_empty();
        !state.retiring
    }
}

fn ended() -> Fault {
    Fault::NoWorker { text: "the workers were shut down".to_owned() }
}
