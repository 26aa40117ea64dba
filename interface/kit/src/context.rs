//! What comes with every call.

use std::sync::{
    Arc,
    atomic::{AtomicU32, Ordering},
};

use violet_plugin_abi::call::CallContext;

use crate::{
    Argument, Code, Date, Instant, Localisation, Log, Problem, ProblemDraft, code,
    http::{Http, Response, Shared, from_boundary, http},
    log::Sink,
};

/// What comes with every call: the user's language, the time, the deadline, the network, the log.
pub struct Context {
    call: CallContext,
    texts: Localisation,
    log: Log,
    clients: Arc<Shared>,
    requests: Arc<AtomicU32>,
}

impl Context {
    pub(crate) fn new(
        call: CallContext,
        texts: &Localisation,
        sink: Sink,
        clients: Arc<Shared>,
    ) -> Self {
        Self {
            texts: texts.for_locale(&call.locale()),
            log: Log::new(sink, call.id()),
            call,
            clients,
            requests: Arc::default(),
        }
    }

    /// The call's id, for logs.
    #[must_use]
    pub fn call_id(&self) -> String {
        self.call.id()
    }

    /// The language that texts come in, as a BCP 47 tag: the one of [`Integration::TEXTS`](crate::Integration::TEXTS) that suits
    /// the user best.
    #[must_use]
    pub fn language(&self) -> &str {
        self.texts.language()
    }

    pub(crate) fn texts(&self) -> &Localisation {
        &self.texts
    }

    /// The text with this id, `message` or `message.attribute`, of the plugin's texts or else the kit's. An id that nobody knows
    /// comes back as it is.
    #[must_use]
    pub fn text(&self, id: &str) -> String {
        self.text_with(id, &[])
    }

    /// The text with this id, with values for its variables.
    #[must_use]
    pub fn text_with(&self, id: &str, arguments: &[(&str, Argument)]) -> String {
        self.texts
            .text(id, arguments)
            .unwrap_or_else(|| id.to_owned())
    }

    /// The text with this id, if there is one.
    #[must_use]
    pub fn find_text(&self, id: &str) -> Option<String> {
        self.texts.text(id, &[])
    }

    /// Begins a problem with this code; its texts are looked up when it is finished.
    #[must_use]
    pub fn problem(&self, code: Code) -> ProblemDraft {
        ProblemDraft::new(self.texts.clone(), code)
    }

    /// The problem of an answer that could not be made sense of, by its status.
    #[must_use]
    pub fn unexpected_answer(&self, answer: &Response) -> Problem {
        let unexpected = match answer.status() {
            429 => code::INSTANCE_RATE_LIMITED,
            502..=504 => code::INSTANCE_UNAVAILABLE,
            500.. => code::INSTANCE_ERROR,
            _ => code::INSTANCE_BAD_ANSWER,
        };
        self.problem(unexpected)
            .with("status", i64::from(answer.status()))
            .retry_after(answer.retry_after(self.now()))
            .into()
    }

    /// The problem of a field that has no choices.
    #[must_use]
    pub fn unknown_field(&self, field: &str) -> Problem {
        self.problem(code::USAGE_INVALID)
            .because(format!("`{field}`"))
            .into()
    }

    /// The time now. Use this and no other clock: the host may set it.
    #[must_use]
    pub fn now(&self) -> Instant {
        Instant::from_unix_milliseconds(self.call.now_unix_ms())
    }

    /// The date now, in UTC.
    #[must_use]
    pub fn today(&self) -> Date {
        self.now().date()
    }

    /// How long the call may still take; zero once its deadline has passed.
    #[must_use]
    pub fn remaining(&self) -> std::time::Duration {
        std::time::Duration::from_millis(self.call.remaining_ms())
    }

    /// The log of this call.
    #[must_use]
    pub fn log(&self) -> &Log {
        &self.log
    }

    /// The network, as far as this connection may use it.
    #[must_use]
    pub fn http(&self) -> Http {
        let network = from_boundary(self.call.network());
        http(
            self.clients.clone(),
            network,
            self.remaining(),
            self.requests.clone(),
        )
    }

    /// How many requests this call has sent.
    #[must_use]
    pub fn requests(&self) -> u32 {
        self.requests.load(Ordering::Relaxed)
    }
}
