//! The log of a call.

pub(crate) use violet_plugin_abi::services::Log as Sink;

use std::fmt::Display;

/// The log of one call. Writing never blocks; what the host has no room for is dropped and counted there. Never write a secret.
pub struct Log {
    sink: Sink,
    call: String,
}

impl Log {
    pub(crate) fn new(sink: Sink, call: String) -> Self {
        Self { sink, call }
    }

    /// Something that should not have happened.
    pub fn error(&self, message: impl Display) {
        self.sink.write("error", &self.call, &message.to_string());
    }

    /// Something that may explain a problem.
    pub fn warn(&self, message: impl Display) {
        self.sink.write("warn", &self.call, &message.to_string());
    }

    /// Something worth knowing.
    pub fn info(&self, message: impl Display) {
        self.sink.write("info", &self.call, &message.to_string());
    }

    /// Something that only the author wants to know.
    pub fn debug(&self, message: impl Display) {
        self.sink.write("debug", &self.call, &message.to_string());
    }
}
