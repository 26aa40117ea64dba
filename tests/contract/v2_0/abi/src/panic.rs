//! Panics stay on the side of the boundary that they happened on.

use std::{
    any::Any,
    cell::RefCell,
    fmt,
    panic::{AssertUnwindSafe, PanicHookInfo, catch_unwind, set_hook},
    sync::{Mutex, Once, PoisonError},
};

use crate::services::{Log, WeakLog};

/// What is known of a panic.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Panicked {
    message: String,
    place: Option<String>,
}

impl Panicked {
    pub(crate) fn new(message: &str) -> Self {
        Self {
            message: message.to_owned(),
            place: None,
        }
    }

    /// What it said.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }

    /// Where it happened, as `file:line:column`.
    #[must_use]
    pub fn place(&self) -> Option<&str> {
        self.place.as_deref()
    }
}

impl fmt::Display for Panicked {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.place {
            Some(place) => write!(formatter, "{} ({place})", self.message),
            None => formatter.write_str(&self.message),
        }
    }
}

thread_local! {
    /// The last panic of this thread, as the hook saw it: the place is known nowhere else.
    static LAST: RefCell<Option<Panicked>> = const { RefCell::new(None) };
}

/// Where panics are written: the logs of the plugin objects of this library that are still there, the latest one last.
static LOGS: Mutex<Vec<WeakLog>> = Mutex::new(Vec::new());

/// Replaces the hook of this library's copy of `std`, which would print to standard error, by one that keeps message and place for
/// [`contain`] and writes both to this log, as long as somebody else keeps the log. Whichever of the library's threads panics, and
/// whether or not anybody catches it: the hook is the only one to see it.
pub(crate) fn install_hook(log: &Log) {
    let mut logs = LOGS.lock().unwrap_or_else(PoisonError::into_inner);
    logs.retain(|log| log.upgrade().is_some());
    logs.push(log.downgrade());
    drop(logs);
    static INSTALLED: Once = Once::new();
    INSTALLED.call_once(|| set_hook(Box::new(keep)));
}

fn keep(info: &PanicHookInfo<'_>) {
    let panicked = Panicked {
        message: message_of(info.payload()),
        place: info
            .location()
            .map(|place| format!("{}:{}:{}", place.file(), place.line(), place.column())),
    };
    let logs = LOGS.lock().unwrap_or_else(PoisonError::into_inner);
    let log = logs.iter().rev().find_map(WeakLog::upgrade);
    // Dropping the log below may be the end of it, and must find nothing locked.
    drop(logs);
    if let Some(log) = log {
        log.write("error", "", &format!("it panicked: {panicked}"));
    }
    // On a thread that is ending there is nothing to write to any more, and nobody who would read it.
    let _ = LAST.try_with(|last| last.replace(Some(panicked)));
}

/// Runs something and catches what it throws, and what the thrown thing throws when it is dropped.
pub(crate) fn contain<T>(run: impl FnOnce() -> T) -> Result<T, Panicked> {
    catch_unwind(AssertUnwindSafe(run)).map_err(|payload| {
        let kept = LAST.try_with(RefCell::take).ok().flatten();
        let panicked = kept.unwrap_or_else(|| Panicked::new(&message_of(payload.as_ref())));
        if let Err(thrown_again) = catch_unwind(AssertUnwindSafe(|| drop(payload))) {
            // Dropping this one could throw for ever.
            std::mem::forget(thrown_again);
        }
        panicked
    })
}

/// The problem that tells of a panic, even if what should explain it panics too.
pub(crate) fn explained(explain: fn(&Panicked) -> String, panicked: &Panicked) -> String {
    contain(|| explain(panicked)).unwrap_or_else(|_| UNEXPLAINED.to_owned())
}

fn message_of(payload: &(dyn Any + Send)) -> String {
    if let Some(text) = payload.downcast_ref::<&'static str>() {
        (*text).to_owned()
    } else if let Some(text) = payload.downcast_ref::<String>() {
        text.clone()
    } else {
        "a value that is not text".to_owned()
    }
}

/// A problem with nothing but its code; the host has the texts.
const UNEXPLAINED: &str = r#"{"code":"plugin.panicked"}"#;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_caught_with_its_message() {
        let panicked = contain(|| panic!("the sky is {}", "falling")).expect_err("it panicked");
        assert_eq!(panicked.message(), "the sky is falling");
    }

    #[test]
    fn a_panic_that_nobody_can_explain_is_a_problem_all_the_same() {
        let problem = explained(|_| panic!("no words"), &Panicked::new("the first one"));
        assert_eq!(problem, r#"{"code":"plugin.panicked"}"#);
    }

    #[test]
    fn a_payload_that_panics_when_it_is_dropped_is_caught_too() {
        struct Spiteful;
        impl Drop for Spiteful {
            fn drop(&mut self) {
                std::panic::panic_any(Spiteful);
            }
        }
        let panicked = contain(|| std::panic::panic_any(Spiteful)).expect_err("it panicked");
        assert_eq!(panicked.message(), "a value that is not text");
    }
}
