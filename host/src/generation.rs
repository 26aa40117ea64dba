//! A generation: one loaded build of a plugin, on a thread of its own.
//!
//! No other thread of the host ever executes an instruction of the library. Every call, every poll and every drop of what the plugin
//! made happens on the generation's thread, and what it answers is turned into the host's own types there. The C library keeps a
//! library mapped while a thread lives that ran its code; so the library is unmapped after that thread has ended, and only if the
//! plugin says that none of its own threads is left.

use std::{
    future::Future,
    pin::Pin,
    rc::Rc,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread::{self, JoinHandle},
    time::Duration,
};

use tokio::{
    sync::{mpsc, oneshot, watch},
    task::LocalSet,
};
use violet_plugin::code;
use violet_plugin_abi::object::PluginBox;

use crate::{
    library::{
        PrivateCopy, Unusable,
        load::{Facts, Mapped, map},
    },
    log::LogBook,
    os,
};

/// One loaded build of a plugin. Dropping it ends it; see [`Departure`].
pub(crate) struct Generation {
    facts: Facts,
    /// `None` once it has been told to end.
    jobs: Option<mpsc::UnboundedSender<Job>>,
    stuck: AtomicBool,
    leaving: Option<Leaving>,
    departure: watch::Receiver<Option<Departure>>,
}

/// How a generation left.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Departure {
    /// Its library is unmapped.
    Unmapped,
    /// Its library had to stay. It does no harm but for its memory.
    LeftMapped {
        /// Why.
        reason: String,
    },
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

/// Why a call has no answer.
pub(crate) enum NoAnswer {
    /// It took too long. The plugin goes on.
    TimedOut,
    /// It took too long, and the plugin's thread does not even take the next call.
    Stuck,
    /// The call ended without an answer: its work panicked through every net, or the generation is gone.
    Lost,
}

/// Work for the generation's thread.
type Job = Box<dyn FnOnce(Rc<PluginBox>) -> Pin<Box<dyn Future<Output = ()>>> + Send>;

/// What is needed to see a generation off.
struct Leaving {
    thread: JoinHandle<Option<Ended>>,
    copy: PrivateCopy,
    departed: watch::Sender<Option<Departure>>,
}

/// What is left of a generation when its thread ends.
struct Ended {
    mapped: Mapped,
    /// The threads that the plugin still has.
    threads: u32,
}

impl Generation {
    /// Maps a library and creates its plugin, on a new thread.
    pub(crate) async fn begin(
        copy: PrivateCopy,
        log: &Arc<LogBook>,
        patience: Duration,
    ) -> Result<Self, Failure> {
        let (jobs, inbox) = mpsc::unbounded_channel();
        let (ready, outcome) = oneshot::channel();
        let (departed, departure) = watch::channel(None);
        let (path, log) = (copy.path().to_owned(), log.clone());
        let thread = thread::Builder::new()
            .name("violet-generation".into())
            .spawn(move || live(&path, &log, ready, inbox))
            .map_err(|error| {
                Failure::Unusable(Unusable::new(
                    code::INTERNAL,
                    format!("starting a thread: {error}"),
                ))
            })?;
        let leaving = Leaving {
            thread,
            copy,
            departed,
        };
        match tokio::time::timeout(patience, outcome).await {
            Ok(Ok(Ok(facts))) => Ok(Self {
                facts,
                jobs: Some(jobs),
                stuck: AtomicBool::new(false),
                leaving: Some(leaving),
                departure,
            }),
            Ok(Ok(Err(failure))) => Err(failure),
            Ok(Err(_)) => Err(Failure::Died),
            Err(_) => {
                // It may come back, and then it finds nobody; until then its copy has to stay.
                drop(jobs);
                thread::spawn(move || see_off(leaving));
                Err(Failure::Stuck)
            }
        }
    }

    pub(crate) fn facts(&self) -> &Facts {
        &self.facts
    }

    /// Tells, when it is asked again and again, how the generation left.
    pub(crate) fn departure(&self) -> watch::Receiver<Option<Departure>> {
        self.departure.clone()
    }

    /// Does something with the plugin on its thread, for so long at the most. Dropping the returned future drops the work.
    pub(crate) async fn ask<T, F>(
        &self,
        patience: Duration,
        work: impl FnOnce(Rc<PluginBox>) -> F + Send + 'static,
    ) -> Result<T, NoAnswer>
    where
        T: Send + 'static,
        F: Future<Output = T> + 'static,
    {
        if self.stuck.load(Ordering::Relaxed) {
            return Err(NoAnswer::Stuck);
        }
        let (mut reply, answer) = oneshot::channel();
        self.send(Box::new(move |plugin| {
            Box::pin(async move {
                let work = work(plugin);
                tokio::select! {
                    answer = work => {
                        // Nobody waits any more: as good as delivered.
                        let _ = reply.send(answer);
                    }
                    () = reply.closed() => {}
                }
            })
        }))?;
        match tokio::time::timeout(patience, answer).await {
            Ok(answer) => answer.map_err(|_| NoAnswer::Lost),
            Err(_) if self.answers_at_all().await => Err(NoAnswer::TimedOut),
            Err(_) => {
                self.stuck.store(true, Ordering::Relaxed);
                Err(NoAnswer::Stuck)
            }
        }
    }

    /// Whether the thread takes calls, that is, whether nothing blocks it.
    async fn answers_at_all(&self) -> bool {
        let (reply, answer) = oneshot::channel();
        let ping = self.send(Box::new(move |_| {
            Box::pin(async move {
                let _ = reply.send(());
            })
        }));
        ping.is_ok() && matches!(tokio::time::timeout(PING, answer).await, Ok(Ok(())))
    }

    fn send(&self, job: Job) -> Result<(), NoAnswer> {
        let jobs = self.jobs.as_ref().ok_or(NoAnswer::Lost)?;
        jobs.send(job).map_err(|_| NoAnswer::Lost)
    }
}

impl Drop for Generation {
    fn drop(&mut self) {
        drop(self.jobs.take());
        if let Some(leaving) = self.leaving.take() {
            // On a thread of its own: whoever drops the last handle must not wait for a plugin.
            thread::spawn(move || see_off(leaving));
        }
    }
}

/// The life of a generation.
fn live(
    path: &std::path::Path,
    log: &Arc<LogBook>,
    ready: oneshot::Sender<Result<Facts, Failure>>,
    mut jobs: mpsc::UnboundedReceiver<Job>,
) -> Option<Ended> {
    // That nobody waits for the outcome any more ends the generation below: the channel of jobs is closed, too.
    let (mapped, module, facts) = match map(path) {
        Ok(library) => library,
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
            return Some(Ended { mapped, threads: 0 });
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
    let threads = plugin.shutdown(u64::try_from(SHUTDOWN.as_millis()).unwrap_or(u64::MAX));
    drop(plugin);
    Some(Ended { mapped, threads })
}

/// Waits for a generation's thread, and unmaps its library if that may be done.
fn see_off(leaving: Leaving) {
    let Leaving {
        thread,
        copy,
        departed,
    } = leaving;
    let left = |reason: &str| Departure::LeftMapped {
        reason: reason.into(),
    };
    let departure = match thread.join() {
        Ok(Some(Ended { mapped, threads: 0 })) => {
            drop(mapped);
            match os::is_mapped(copy.path()) {
                Some(true) => left(
                    "the system's loader keeps it, because a thread that ran its code still lives",
                ),
                Some(false) | None => Departure::Unmapped,
            }
        }
        Ok(Some(Ended { mapped, threads })) => {
            // Unmapping it would take their code away under these threads.
            std::mem::forget(mapped);
            left(&format!("{threads} of its threads still run"))
        }
        Ok(None) => Departure::Unmapped,
        Err(_) => left("its thread panicked"),
    };
    if departure != Departure::Unmapped {
        // Its backtraces need the file.
        std::mem::forget(copy);
    }
    // Whoever asks finds it; that nobody asks is no error.
    let _ = departed.send(Some(departure));
}

/// How long a plugin may take to end its threads.
const SHUTDOWN: Duration = Duration::from_secs(2);

/// How long a thread that is not blocked may take to say so.
const PING: Duration = Duration::from_millis(500);
