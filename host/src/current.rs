//! The generation of a plugin that answers now, and its successors.
//!
//! A plugin may block its thread for good. Its generation is then left to itself, and replaced: calls that have not begun, and those
//! to come, go to a fresh one from the same copy of the library. Calls that had begun and wait, for an answer of the network for
//! example, are lost with the blocked thread: they end at their deadlines, as the call that blocks does.

use std::{
    future::Future,
    rc::Rc,
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use tokio::sync::watch;
use violet_plugin_abi::object::PluginBox;

use crate::{
    Inner, LOAD_PATIENCE,
    departure::Departure,
    generation::{Asked, Failure, Generation},
    library::Unusable,
};

/// The generation that answers now.
pub(crate) struct Current {
    generation: Mutex<Arc<Generation>>,
    /// Held while it is being replaced: how those left that were replaced before, if they did.
    replaced: tokio::sync::Mutex<Vec<watch::Receiver<Option<Departure>>>>,
}

/// Why a call has no answer.
pub(crate) enum NoAnswer {
    /// It took too long. The plugin goes on.
    TimedOut,
    /// It blocks its generation's thread.
    Blocked,
    /// The call ended without an answer: its work panicked through every net.
    Lost,
    /// So many generations are blocked already that there won't be another.
    TooOften(usize),
    /// The generation was blocked, and there could be no other in its place.
    NotReplaced(Failure),
}

impl Current {
    pub(crate) fn new(generation: Generation) -> Self {
        Self {
            generation: Mutex::new(Arc::new(generation)),
            replaced: tokio::sync::Mutex::default(),
        }
    }

    pub(crate) fn generation(&self) -> Arc<Generation> {
        let generation = self.generation.lock();
        generation.unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Does something with the plugin, for so long at the most. Dropping the returned future drops the work.
    pub(crate) async fn ask<T, W, F>(
        &self,
        host: &Inner,
        patience: Duration,
        mut work: W,
    ) -> Result<T, NoAnswer>
    where
        T: Send + 'static,
        W: FnOnce(Rc<PluginBox>) -> F + Send + 'static,
        F: Future<Output = T> + 'static,
    {
        let until = Instant::now() + patience;
        loop {
            let mut generation = self.generation();
            if generation.is_blocked() {
                generation = self.replace(host).await?;
            }
            let remaining = until.saturating_duration_since(Instant::now());
            match generation.ask(remaining.max(LEAST), work).await {
                Asked::Answered(answer) => return Ok(answer),
                Asked::TimedOut => return Err(NoAnswer::TimedOut),
                Asked::Blocked => return Err(NoAnswer::Blocked),
                Asked::Lost => return Err(NoAnswer::Lost),
                Asked::NotTaken(again) => work = again,
            }
        }
    }

    /// Puts a fresh generation in the place of a blocked one, if nobody else has done so.
    async fn replace(&self, host: &Inner) -> Result<Arc<Generation>, NoAnswer> {
        let mut replaced = self.replaced.lock().await;
        let blocked = self.generation();
        if !blocked.is_blocked() {
            return Ok(blocked);
        }
        replaced.retain(|departure| *departure.borrow() != Some(Departure::Unmapped));
        if replaced.len() >= MOST_BLOCKED {
            // Those that have come back are gone by the next call.
            host.departures.try_again();
            return Err(NoAnswer::TooOften(replaced.len() + 1));
        }
        let copy = blocked.copy().clone();
        let copied = tokio::task::spawn_blocking(move || copy.again()).await;
        let fresh = match copied {
            Ok(Ok(copy)) => {
                Generation::begin(copy, &host.log, &host.departures, LOAD_PATIENCE).await
            }
            Ok(Err(unusable)) => Err(Failure::Unusable(unusable)),
            Err(error) => Err(Failure::Unusable(Unusable::new(
                violet_plugin::code::INTERNAL,
                error.to_string(),
            ))),
        }
        .map_err(NoAnswer::NotReplaced)?;
        let fresh = Arc::new(fresh);
        *self
            .generation
            .lock()
            .unwrap_or_else(PoisonError::into_inner) = fresh.clone();
        replaced.push(blocked.departure());
        host.log.warn(
            &blocked.facts().id,
            "a call blocks its thread; later calls go to a fresh generation",
        );
        Ok(fresh)
    }
}

/// So many blocked generations of a plugin may wait for their threads to come back. Each holds a thread and a mapped library.
const MOST_BLOCKED: usize = 4;

/// The least time for a call that has waited for a blocked thread in vain.
const LEAST: Duration = Duration::from_secs(1);
