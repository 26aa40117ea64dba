//! What the host provides to a plugin from its creation to its end. It holds nothing of any connection.

use std::sync::{Arc, Weak};

use abi_stable::{
    sabi_trait,
    std_types::{RArc, RStr},
};

/// The host's services, shared by a plugin's threads.
pub type ServicesArc = Services_TO<'static, RArc<()>>;

/// The host's services. They may be called from any thread, until the library is unmapped.
// A method of a later minor version goes below `log`, with a default body.
#[sabi_trait]
pub trait Services: Send + Sync {
    /// Writes one line to the host's log. Never blocks: the text is copied at once, and what the log has no room for is dropped
    /// and counted.
    ///
    /// `level` is `error`, `warn`, `info` or `debug`; `call` is the id of the call that it belongs to, or empty.
    #[sabi(last_prefix_field)]
    fn log(&self, level: RStr<'_>, call: RStr<'_>, message: RStr<'_>);
}

/// The Rust face of [`Services`] on the plugin's side.
#[derive(Clone)]
pub struct Log(Arc<ServicesArc>);

impl Log {
    /// The log among the services given at creation.
    #[must_use]
    pub fn new(services: ServicesArc) -> Self {
        Self(Arc::new(services))
    }

    /// See [`Services::log`].
    pub fn write(&self, level: &str, call: &str, message: &str) {
        self.0.log(level.into(), call.into(), message.into());
    }

    pub(crate) fn downgrade(&self) -> WeakLog {
        WeakLog(Arc::downgrade(&self.0))
    }
}

/// A log that somebody else keeps.
pub(crate) struct WeakLog(Weak<ServicesArc>);

impl WeakLog {
    pub(crate) fn upgrade(&self) -> Option<Log> {
        self.0.upgrade().map(Log)
    }
}
