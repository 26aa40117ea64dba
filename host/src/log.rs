//! What plugins write to the host's log.

use std::sync::{
    Arc, Mutex, PoisonError,
    atomic::{AtomicU64, AtomicUsize, Ordering},
    mpsc::{Receiver, SyncSender, sync_channel},
};

use violet_plugin::without_controls;
use violet_plugin_abi::{
    abi_stable::{
        sabi_trait::TD_Opaque,
        std_types::{RArc, RStr},
    },
    services::{Services, Services_TO, ServicesArc},
};

/// One line of a plugin's log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogLine {
    /// The plugin's id.
    pub plugin: String,
    /// `error`, `warn`, `info` or `debug`.
    pub level: String,
    /// The id of the call that it belongs to; empty if it belongs to none.
    pub call: String,
    /// What it says, cleaned and bounded.
    pub message: String,
}

/// Where lines wait until somebody reads them. What there is no room for is dropped and counted. No plugin may fill more than its
/// share, so that one that floods the log does not silence the others.
pub(crate) struct LogBook {
    sender: SyncSender<Waiting>,
    receiver: Mutex<Receiver<Waiting>>,
    dropped: AtomicU64,
}

/// A line, and the count of its writer's lines that wait.
struct Waiting {
    line: LogLine,
    share: Arc<AtomicUsize>,
}

impl LogBook {
    pub(crate) fn new() -> Arc<Self> {
        let (sender, receiver) = sync_channel(MOST_LINES);
        Arc::new(Self {
            sender,
            receiver: Mutex::new(receiver),
            dropped: AtomicU64::new(0),
        })
    }

    /// Takes the lines that have come in, and the number of those that were dropped since the last time.
    pub(crate) fn take(&self) -> (Vec<LogLine>, u64) {
        let receiver = self.receiver.lock().unwrap_or_else(PoisonError::into_inner);
        let lines = receiver.try_iter().map(|waiting| {
            waiting.share.fetch_sub(1, Ordering::Relaxed);
            waiting.line
        });
        (lines.collect(), self.dropped.swap(0, Ordering::Relaxed))
    }

    /// The services of one plugin.
    pub(crate) fn services(self: &Arc<Self>, plugin: &str) -> ServicesArc {
        Services_TO::from_ptr(RArc::new(self.writer(plugin)), TD_Opaque)
    }

    /// Writes a line of the host's own about a plugin.
    pub(crate) fn warn(self: &Arc<Self>, plugin: &str, message: &str) {
        self.writer(plugin).write("warn", "", message);
    }

    fn writer(self: &Arc<Self>, plugin: &str) -> Writer {
        Writer {
            plugin: plugin.to_owned(),
            book: self.clone(),
            share: Arc::default(),
        }
    }
}

struct Writer {
    plugin: String,
    book: Arc<LogBook>,
    share: Arc<AtomicUsize>,
}

impl Writer {
    fn write(&self, level: &str, call: &str, message: &str) {
        if self.share.fetch_add(1, Ordering::Relaxed) >= MOST_LINES_OF_ONE {
            return self.no_room();
        }
        let line = LogLine {
            plugin: self.plugin.clone(),
            level: without_controls(level, 16),
            call: without_controls(call, 64),
            message: without_controls(message, MOST_CHARACTERS),
        };
        let share = self.share.clone();
        if self.book.sender.try_send(Waiting { line, share }).is_err() {
            self.no_room();
        }
    }

    fn no_room(&self) {
        self.share.fetch_sub(1, Ordering::Relaxed);
        self.book.dropped.fetch_add(1, Ordering::Relaxed);
    }
}

impl Services for Writer {
    fn log(&self, level: RStr<'_>, call: RStr<'_>, message: RStr<'_>) {
        self.write(level.as_str(), call.as_str(), message.as_str());
    }
}

/// Lines that wait to be read.
const MOST_LINES: usize = 4096;

/// Those of one plugin among them.
const MOST_LINES_OF_ONE: usize = MOST_LINES / 4;

/// Characters of one line.
const MOST_CHARACTERS: usize = 2000;
