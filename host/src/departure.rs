//! How generations leave: their threads are waited for, and their libraries unmapped where that may be done.
//!
//! A library is unmapped only if nothing can run its code any more: the generation's own thread has ended, the plugin says that it
//! has no threads left, and the system shows none that was ever started from the generation's (see [`threads`](crate::os::threads)).
//! Whether it went is read from the process's map. One that can't go stays mapped, which costs its memory and nothing else, and is
//! tried again whenever another plugin is loaded or leaves.

use std::{
    collections::BTreeMap,
    mem::ManuallyDrop,
    path::PathBuf,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU64, Ordering},
        mpsc::{Receiver, RecvTimeoutError, Sender},
    },
    thread::{self, JoinHandle},
    time::{Duration, Instant},
};

use tokio::sync::watch;

use crate::{
    library::{PrivateCopy, load::Mapped},
    log::LogBook,
    os::{self, threads::Mark},
};

/// How a generation left.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Departure {
    /// Its library is unmapped.
    Unmapped,
    /// Its library had to stay. It does no harm but for its memory, and goes as soon as it can when plugins are loaded or unloaded.
    LeftMapped {
        /// Why.
        reason: String,
    },
}

/// A library that had to stay mapped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftMapped {
    /// The plugin's id.
    pub plugin: String,
    /// The private copy of its library that is mapped.
    pub library: PathBuf,
    /// Why it had to stay.
    pub reason: String,
}

/// What is needed to see a generation off. Dropping it leaves the library where it is.
pub(crate) struct Leaving {
    pub(crate) plugin: String,
    pub(crate) copy: Arc<PrivateCopy>,
    pub(crate) mark: Mark,
    pub(crate) stage: Stage,
    pub(crate) departed: watch::Sender<Option<Departure>>,
}

/// How far a generation has come with leaving.
pub(crate) enum Stage {
    /// Its thread has not ended.
    Ending(Ending),
    /// Its thread has ended; threads that the plugin started may be left.
    Ended(ManuallyDrop<Mapped>),
    /// The system was told to unmap the library.
    Closed,
    /// Its thread panicked, so that nobody knows what is left of it.
    Lost,
}

/// A generation's thread on its way to its end.
pub(crate) struct Ending {
    /// Gives what is mapped, if anything is.
    pub(crate) thread: JoinHandle<Option<ManuallyDrop<Mapped>>>,
    /// Tells, whenever the plugin was asked, how many threads it has, if it has any. Closed when the thread ends.
    pub(crate) threads: Receiver<u32>,
    /// Has the plugin asked again.
    pub(crate) again: Sender<()>,
    pub(crate) was_told: bool,
}

/// The generations of a host that are leaving, and those that can't.
pub(crate) struct Departures {
    log: Arc<LogBook>,
    numbers: AtomicU64,
    /// Those that nobody attends to at the moment.
    waiting: Mutex<BTreeMap<u64, Leaving>>,
    left: Mutex<BTreeMap<u64, LeftMapped>>,
}

impl Departures {
    pub(crate) fn new(log: Arc<LogBook>) -> Arc<Self> {
        Arc::new(Self {
            log,
            numbers: AtomicU64::new(0),
            waiting: Mutex::default(),
            left: Mutex::default(),
        })
    }

    /// Sees a generation off, on another thread: whoever drops the last handle must not wait for a plugin.
    pub(crate) fn begin(self: &Arc<Self>, leaving: Leaving) {
        let number = self.numbers.fetch_add(1, Ordering::Relaxed);
        locked(&self.waiting).insert(number, leaving);
        self.attend(Some(number));
    }

    /// Tries once more to unmap what had to stay.
    pub(crate) fn try_again(self: &Arc<Self>) {
        if !locked(&self.left).is_empty() {
            self.attend(None);
        }
    }

    /// What had to stay, the oldest first.
    pub(crate) fn left_mapped(&self) -> Vec<LeftMapped> {
        locked(&self.left).values().cloned().collect()
    }

    fn attend(self: &Arc<Self>, first: Option<u64>) {
        let departures = self.clone();
        let attending = thread::Builder::new()
            .name("violet-departure".into())
            .spawn(move || {
                if let Some(number) = first {
                    departures.see_off(number, PATIENCE);
                }
                let others: Vec<u64> = locked(&departures.left).keys().copied().collect();
                for number in others.into_iter().filter(|number| Some(*number) != first) {
                    departures.see_off(number, PATIENCE_AGAIN);
                }
            });
        if let (Err(error), Some(number)) = (attending, first) {
            // It waits for the next departure.
            self.leave(number, format!("starting a thread: {error}"));
        }
    }

    fn see_off(&self, number: u64, patience: Duration) {
        // If it is not there, somebody else attends to it.
        let Some(mut leaving) = locked(&self.waiting).remove(&number) else {
            return;
        };
        match leaving.try_to_go(patience) {
            Ok(()) => {
                locked(&self.left).remove(&number);
                // Whoever asks finds it; that nobody asks is no error.
                let _ = leaving.departed.send(Some(Departure::Unmapped));
            }
            Err(reason) => {
                locked(&self.waiting).insert(number, leaving);
                self.leave(number, reason);
            }
        }
    }

    fn leave(&self, number: u64, reason: String) {
        let waiting = locked(&self.waiting);
        let Some(leaving) = waiting.get(&number) else {
            return;
        };
        let left = LeftMapped {
            plugin: leaving.plugin.clone(),
            library: leaving.copy.path().to_owned(),
            reason,
        };
        let departure = Departure::LeftMapped {
            reason: left.reason.clone(),
        };
        // First the account, then the news.
        if locked(&self.left).insert(number, left.clone()).is_none() {
            let message = format!("its library stays mapped: {}", left.reason);
            self.log.warn(&left.plugin, &message);
        }
        leaving.departed.send_replace(Some(departure));
    }
}

impl Leaving {
    fn try_to_go(&mut self, patience: Duration) -> Result<(), String> {
        loop {
            self.stage = match std::mem::replace(&mut self.stage, Stage::Lost) {
                Stage::Ending(mut ending) => match ending.wait(patience) {
                    Some(reason) => {
                        self.stage = Stage::Ending(ending);
                        return Err(reason);
                    }
                    None => match ending.thread.join() {
                        Ok(Some(mapped)) => Stage::Ended(mapped),
                        // What could not be used was unmapped at once.
                        Ok(None) => Stage::Closed,
                        Err(_) => Stage::Lost,
                    },
                },
                Stage::Ended(mapped) => {
                    if let Some(reason) = others_run(self.mark) {
                        self.stage = Stage::Ended(mapped);
                        return Err(reason);
                    }
                    drop(ManuallyDrop::into_inner(mapped));
                    Stage::Closed
                }
                Stage::Closed => {
                    self.stage = Stage::Closed;
                    return match os::is_mapped(self.copy.path()) {
                        Some(true) => Err(
                            "the system's loader keeps it, because a thread that ran its code still lives"
                                .into(),
                        ),
                        Some(false) | None => Ok(()),
                    };
                }
                Stage::Lost => return Err("its thread panicked".into()),
            };
        }
    }
}

impl Ending {
    /// Waits for the thread to come to its end. Otherwise says why it does not.
    fn wait(&mut self, patience: Duration) -> Option<String> {
        if self.was_told {
            // If it has ended since, there is nobody to be asked.
            let _ = self.again.send(());
            self.was_told = false;
        }
        match self.threads.recv_timeout(patience) {
            Ok(threads) => {
                self.was_told = true;
                Some(format!("{threads} of its threads still run"))
            }
            Err(RecvTimeoutError::Timeout) => Some("it blocks its thread".into()),
            Err(RecvTimeoutError::Disconnected) => None,
        }
    }
}

/// Why threads that were started from a generation's keep its library, if they do.
fn others_run(mark: Mark) -> Option<String> {
    // One that has been waited for may be shown for a moment longer.
    let until = Instant::now() + SETTLING;
    loop {
        match mark.bearers() {
            Some(0) => return None,
            Some(_) if Instant::now() < until => thread::sleep(LOOK_AGAIN_AFTER),
            Some(count) => {
                return Some(format!(
                    "{count} of the threads that were started in it still run"
                ));
            }
            None => {
                return Some("this system does not tell which threads still run its code".into());
            }
        }
    }
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// How long a plugin may take to end its threads.
pub(crate) const SHUTDOWN: Duration = Duration::from_secs(2);

/// How long a generation's thread may take to end.
const PATIENCE: Duration = Duration::from_secs(3);

/// How long one may take that had its time before.
const PATIENCE_AGAIN: Duration = Duration::from_millis(100);

/// How long a thread that has ended may be shown by the system.
const SETTLING: Duration = Duration::from_millis(100);
const LOOK_AGAIN_AFTER: Duration = Duration::from_millis(1);
