//! A generation: one loaded build of a plugin, on a thread of its own.
//!
//! No other thread of the host ever executes an instruction of the library. Every call, every poll and every drop of what the plugin
//! made happens on the generation's thread, and what it answers is turned into the host's own types there. The C library keeps a
//! library mapped while a thread lives that ran its code; so the library is unmapped after that thread has ended, see
//! [`departure`](crate::departure).

use std::{
    future::Future,
    mem::ManuallyDrop,
    path::PathBuf,
    pin::Pin,
    rc::Rc,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
        mpsc::{Receiver, Sender, channel},
    },
    thread,
    time::Duration,
};

use tokio::{
    sync::{mpsc, oneshot, watch},
    task::LocalSet,
};
use violet_plugin::code;
use violet_plugin_abi::object::PluginBox;

use crate::{
    departure::{Departure, Departures, Ending, Leaving, SHUTDOWN, Stage},
    library::{
        PrivateCopy, Unusable,
        load::{Facts, Mapped, map},
    },
    log::LogBook,
    os::threads::{self, Mark},
};

/// One loaded build of a plugin. Dropping it ends it; see [`Departure`].
pub(crate) struct Generation {
    facts: Facts,
    /// `None` once it has been told to end.
    jobs: Option<mpsc::UnboundedSender<Job>>,
    is_blocked: AtomicBool,
    copy: Arc<PrivateCopy>,
    leaving: Mutex<Option<Leaving>>,
    departures: Arc<Departures>,
    departure: watch::Receiver<Option<Departure>>,
}

/// A generation whose plugin is being created. Dropping it, because that failed or because nobody waits for it any more, ends it.
struct Unborn {
    jobs: Option<mpsc::UnboundedSender<Job>>,
    /// `None` once the generation itself has it.
    leaving: Option<Leaving>,
    departures: Arc<Departures>,
}

/// Why a generation did not come to be.
pub(crate) enum Failure {
    /// The library is none that can be loaded.
    Unusable(Unusable),
    /// The plugin refused, with a problem as JSON.
    Refused(String),
    /// It took too long.
    Stuck,
    /// The thread ended.
    Died,
}

/// What came of a call.
pub(crate) enum Asked<T, W> {
    /// It was answered.
    Answered(T),
    /// It took too long. The plugin goes on.
    TimedOut,
    /// It took too long, and the plugin's thread takes no other call either.
    Blocked,
    /// It ended without an answer: its work panicked through every net.
    Lost,
    /// It never began, because the thread takes no calls: here is the work again.
    NotTaken(W),
}

/// Work for the generation's thread.
type Job = Box<dyn FnOnce(Rc<PluginBox>) -> Pin<Box<dyn Future<Output = ()>>> + Send>;

/// What a generation's thread is given to live with.
struct Life {
    copy: PathBuf,
    mark: Mark,
    log: Arc<LogBook>,
    jobs: mpsc::UnboundedReceiver<Job>,
    ready: oneshot::Sender<Result<Facts, Failure>>,
    /// How many threads the plugin has, as often as it was asked.
    threads: Sender<u32>,
    again: Receiver<()>,
}

impl Generation {
    /// Maps a library and creates its plugin, on a new thread. Dropping the returned future gives the plugin up.
    pub(crate) async fn begin(
        copy: PrivateCopy,
        log: &Arc<LogBook>,
        departures: &Arc<Departures>,
        patience: Duration,
    ) -> Result<Self, Failure> {
        let failed = |reason: String| Failure::Unusable(Unusable::new(code::INTERNAL, reason));
        if !threads::has_room_for_a_library() {
            return Err(failed(NO_ROOM.into()));
        }
        let (jobs, inbox) = mpsc::unbounded_channel();
        let (ready, outcome) = oneshot::channel();
        let (tell, threads) = channel();
        let (again, asked_again) = channel();
        let (departed, departure) = watch::channel(None);
        let mark = Mark::new();
        let life = Life {
            copy: copy.path().to_owned(),
            mark,
            log: log.clone(),
            jobs: inbox,
            ready,
            threads: tell,
            again: asked_again,
        };
        let thread = thread::Builder::new()
            .name("violet-generation".into())
            .spawn(move || life.live())
            .map_err(|error| failed(format!("starting a thread: {error}")))?;
        let copy = Arc::new(copy);
        let mut unborn = Unborn {
            jobs: Some(jobs),
            leaving: Some(Leaving {
                plugin: copy.name(),
                copy: copy.clone(),
                mark,
                stage: Stage::Ending(Ending {
                    thread,
                    threads,
                    again,
                    was_told: false,
                }),
                departed,
            }),
            departures: departures.clone(),
        };
        let facts = match tokio::time::timeout(patience, outcome).await {
            Ok(Ok(Ok(facts))) => facts,
            Ok(Ok(Err(failure))) => return Err(failure),
            Ok(Err(_)) => return Err(Failure::Died),
            // It may come back, and then it finds nobody.
            Err(_) => return Err(Failure::Stuck),
        };
        let mut leaving = unborn.leaving.take();
        if let Some(leaving) = &mut leaving {
            leaving.plugin.clone_from(&facts.id);
        }
        Ok(Self {
            facts,
            jobs: unborn.jobs.take(),
            is_blocked: AtomicBool::new(false),
            copy,
            leaving: Mutex::new(leaving),
            departures: departures.clone(),
            departure,
        })
    }

    pub(crate) fn facts(&self) -> &Facts {
        &self.facts
    }

    /// Tells, when it is asked again and again, how the generation left.
    pub(crate) fn departure(&self) -> watch::Receiver<Option<Departure>> {
        self.departure.clone()
    }

    /// Whether its thread was found to be blocked.
    pub(crate) fn is_blocked(&self) -> bool {
        self.is_blocked.load(Ordering::Relaxed)
    }

    /// The copy of its library.
    pub(crate) fn copy(&self) -> &Arc<PrivateCopy> {
        &self.copy
    }

    /// Does something with the plugin on its thread, for so long at the most. Dropping the returned future drops the work.
    pub(crate) async fn ask<T, W, F>(&self, patience: Duration, work: W) -> Asked<T, W>
    where
        T: Send + 'static,
        W: FnOnce(Rc<PluginBox>) -> F + Send + 'static,
        F: Future<Output = T> + 'static,
    {
        if self.is_blocked() {
            return Asked::NotTaken(work);
        }
        // Whoever takes the work out does it: the thread, or nobody here.
        let slot = Arc::new(Mutex::new(Some(work)));
        let offered = slot.clone();
        let (mut reply, mut answer) = oneshot::channel();
        let sent = self.send(Box::new(move |plugin| {
            Box::pin(async move {
                if reply.is_closed() {
                    return;
                }
                let Some(work) = take(&offered) else { return };
                let work = work(plugin);
                tokio::select! {
                    biased;
                    () = reply.closed() => {}
                    answer = work => {
                        // Nobody waits any more: as good as delivered.
                        let _ = reply.send(answer);
                    }
                }
            })
        }));
        let to_begin = if sent {
            patience.min(TAKING)
        } else {
            Duration::ZERO
        };
        if let Ok(answer) = tokio::time::timeout(to_begin, &mut answer).await
            && sent
        {
            return answer.map_or(Asked::Lost, Asked::Answered);
        }
        if let Some(work) = take(&slot) {
            self.is_blocked.store(true, Ordering::Relaxed);
            return Asked::NotTaken(work);
        }
        match tokio::time::timeout(patience - to_begin, answer).await {
            Ok(answer) => answer.map_or(Asked::Lost, Asked::Answered),
            Err(_) if self.answers_at_all().await => Asked::TimedOut,
            Err(_) => {
                self.is_blocked.store(true, Ordering::Relaxed);
                Asked::Blocked
            }
        }
    }

    /// Whether the thread takes calls, that is, whether nothing blocks it.
    async fn answers_at_all(&self) -> bool {
        let (reply, answer) = oneshot::channel();
        let sent = self.send(Box::new(move |_| {
            Box::pin(async move {
                let _ = reply.send(());
            })
        }));
        sent && matches!(tokio::time::timeout(PING, answer).await, Ok(Ok(())))
    }

    fn send(&self, job: Job) -> bool {
        self.jobs
            .as_ref()
            .is_some_and(|jobs| jobs.send(job).is_ok())
    }
}

impl Drop for Generation {
    fn drop(&mut self) {
        drop(self.jobs.take());
        if let Some(leaving) = take(&self.leaving) {
            self.departures.begin(leaving);
        }
    }
}

impl Drop for Unborn {
    fn drop(&mut self) {
        drop(self.jobs.take());
        if let Some(leaving) = self.leaving.take() {
            self.departures.begin(leaving);
        }
    }
}

impl Life {
    /// The life of a generation, and what is left to be unmapped after it.
    fn live(self) -> Option<ManuallyDrop<Mapped>> {
        let Self {
            copy,
            mark,
            log,
            mut jobs,
            ready,
            threads,
            again,
        } = self;
        mark.put_on_this_thread();
        // That nobody waits for the outcome any more ends the generation below: the channel of jobs is closed, too.
        let (mapped, module, facts) = match map(&copy) {
            Ok((mapped, module, facts)) => (ManuallyDrop::new(mapped), module, facts),
            Err(unloadable) => {
                let _ = ready.send(Err(Failure::Unusable(unloadable.into())));
                return None;
            }
        };
        let services = log.services(&facts.id);
        let plugin = match module.create()(services).into_result() {
            Ok(plugin) => plugin,
            Err(problem) => {
                let problem = problem.as_str().to_owned();
                let _ = ready.send(Err(Failure::Refused(problem)));
                return Some(mapped);
            }
        };
        let _ = ready.send(Ok(facts));

        let plugin = Rc::new(plugin);
        let work = LocalSet::new();
        let runtime = tokio::runtime::Builder::new_current_thread()
            .build()
            .expect("a runtime without drivers needs nothing of the system");
        work.block_on(&runtime, async {
            while let Some(job) = jobs.recv().await {
                tokio::task::spawn_local(job(plugin.clone()));
            }
        });
        // Drops the calls that are still under way: nobody waits for them.
        drop(work);
        let patience_ms = u64::try_from(SHUTDOWN.as_millis()).unwrap_or(u64::MAX);
        loop {
            match plugin.shutdown(patience_ms) {
                0 => break,
                count => {
                    let _ = threads.send(count);
                }
            }
            if again.recv().is_err() {
                // The host itself is gone. The plugin stays as it is, with its threads.
                std::mem::forget(plugin);
                return Some(mapped);
            }
        }
        drop(plugin);
        Some(mapped)
    }
}

fn take<W>(slot: &Mutex<Option<W>>) -> Option<W> {
    slot.lock().unwrap_or_else(PoisonError::into_inner).take()
}

/// How long a thread that is not blocked may take to begin with a call.
const TAKING: Duration = Duration::from_secs(2);

/// How long it may take to answer a call that asks for nothing.
const PING: Duration = Duration::from_millis(500);

const NO_ROOM: &str = "this process has loaded so many libraries that the system has no thread-local keys left for another; \
     start it again";
