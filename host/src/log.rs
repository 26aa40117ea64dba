//! What plugins write to the host's log.

use std::sync::{
    Arc, Mutex, PoisonError,
    atomic::{AtomicU64, Ordering},
    mpsc::{Receiver, SyncSender, TrySendError, sync_channel},
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

/// Where lines wait until somebody reads them. What there is no room for is dropped and counted.
pub(crate) struct LogBook {
    sender: SyncSender<LogLine>,
    receiver: Mutex<Receiver<LogLine>>,
    dropped: AtomicU64,
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
        (
            receiver.try_iter().collect(),
            self.dropped.swap(0, Ordering::Relaxed),
        )
    }

    /// The services of one plugin.
    pub(crate) fn services(self: &Arc<Self>, plugin: &str) -> ServicesArc {
        let services = PluginServices {
            plugin: plugin.to_owned(),
            book: self.clone(),
        };
        Services_TO::from_ptr(RArc::new(services), TD_Opaque)
    }
}

struct PluginServices {
    plugin: String,
    book: Arc<LogBook>,
}

impl Services for PluginServices {
    fn log(&self, level: RStr<'_>, call: RStr<'_>, message: RStr<'_>) {
        let line = LogLine {
            plugin: self.plugin.clone(),
            level: without_controls(level.as_str(), 16),
            call: without_controls(call.as_str(), 64),
            message: without_controls(message.as_str(), MOST_CHARACTERS),
        };
        if let Err(TrySendError::Full(_) | TrySendError::Disconnected(_)) =
            self.book.sender.try_send(line)
        {
            self.book.dropped.fetch_add(1, Ordering::Relaxed);
        }
    }
}

/// Lines that wait to be read.
const MOST_LINES: usize = 4096;

/// Characters of one line.
const MOST_CHARACTERS: usize = 2000;
