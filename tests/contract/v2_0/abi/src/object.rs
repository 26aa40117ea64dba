//! The plugin object: what a host may ask of a plugin.

use std::{future::Future, pin::Pin};

use abi_stable::{
    sabi_trait,
    std_types::{RBox, RResult, RSlice, RStr, RString},
};
use async_ffi::FutureExt;

use crate::{
    call::{CallBox, CallContext},
    future::{Contained, PendingAnswer},
    panic::{Panicked, contain, explained},
    secret::{Secret, SecretField, copy},
    services::{Log, ServicesArc},
};

/// An answer: JSON, or the problem that stands in its way, as JSON too.
pub type Answer = RResult<RString, RString>;

/// A plugin object, owned by the host.
pub type PluginBox = PluginObject_TO<'static, RBox<()>>;

/// What a host may ask of a plugin. Requests and answers are the JSON of the types in the kit's modules of the same names.
///
/// All of it is called on the thread of the library's generation. The methods that answer at once neither block nor touch the
/// network; the others return a future, which stops its work when it is dropped.
// A method of a later minor version goes below `shutdown`, with a default body.
#[sabi_trait]
pub trait PluginObject: Send {
    /// What the plugin is: names, authentication methods and their fields.
    fn describe(&self, call: CallBox) -> Answer;

    /// What the plugin makes of a form before anything is sent: normalised values, problems, help for that instance.
    fn prepare(&self, call: CallBox, request: RStr<'_>) -> Answer;

    /// Brings a stored configuration to the present `schema_version`.
    fn migrate(&self, call: CallBox, request: RStr<'_>) -> Answer;

    /// Asks the application whether a credential works.
    fn check(
        &self,
        call: CallBox,
        request: RStr<'_>,
        secrets: RSlice<'_, SecretField<'_>>,
    ) -> PendingAnswer;

    /// The form of an integration's settings.
    fn configuration_schema(
        &self,
        call: CallBox,
        request: RStr<'_>,
        secrets: RSlice<'_, SecretField<'_>>,
    ) -> PendingAnswer;

    /// The live list behind a field of that form.
    fn choices(
        &self,
        call: CallBox,
        request: RStr<'_>,
        secrets: RSlice<'_, SecretField<'_>>,
    ) -> PendingAnswer;

    /// What is wrong with a configuration, and what it would fetch.
    fn validate_configuration(
        &self,
        call: CallBox,
        request: RStr<'_>,
        secrets: RSlice<'_, SecretField<'_>>,
    ) -> PendingAnswer;

    /// Ends the plugin's threads, waiting for them for so many milliseconds at the most, and says how many are left. Every later
    /// call is answered with a problem.
    #[sabi(last_prefix_field)]
    fn shutdown(&self, patience_ms: u32) -> u32;
}

/// Work under way on the plugin's side of the boundary.
pub type Work = Pin<Box<dyn Future<Output = Result<String, String>> + Send>>;

/// The Rust face of [`PluginObject`], which the kit implements once for every plugin. Errors are problems as JSON.
pub trait Implementation: Send + Sync + Sized + 'static {
    /// See [`PluginModule::id`](crate::module::PluginModule::id).
    const ID: &'static str;
    /// See [`PluginModule::version`](crate::module::PluginModule::version).
    const VERSION: &'static str;
    /// See [`PluginModule::rustc`](crate::module::PluginModule::rustc).
    const RUSTC: &'static str;
    /// See [`PluginModule::panic_strategy`](crate::module::PluginModule::panic_strategy).
    const PANIC_STRATEGY: &'static str;
    /// See [`PluginModule::profile`](crate::module::PluginModule::profile).
    const PROFILE: &'static str;
    /// See [`PluginModule::kit`](crate::module::PluginModule::kit).
    const KIT: &'static str;

    /// Makes the plugin.
    ///
    /// # Errors
    ///
    /// Whatever keeps it from working at all.
    fn create(services: ServicesArc) -> Result<Self, String>;

    /// See [`PluginObject::describe`].
    ///
    /// # Errors
    ///
    /// A problem.
    fn describe(&self, call: CallContext) -> Result<String, String>;

    /// See [`PluginObject::prepare`].
    ///
    /// # Errors
    ///
    /// A problem.
    fn prepare(&self, call: CallContext, request: &str) -> Result<String, String>;

    /// See [`PluginObject::migrate`].
    ///
    /// # Errors
    ///
    /// A problem.
    fn migrate(&self, call: CallContext, request: &str) -> Result<String, String>;

    /// See [`PluginObject::check`].
    fn check(&self, call: CallContext, request: String, secrets: Vec<(String, Secret)>) -> Work;

    /// See [`PluginObject::configuration_schema`].
    fn configuration_schema(
        &self,
        call: CallContext,
        request: String,
        secrets: Vec<(String, Secret)>,
    ) -> Work;

    /// See [`PluginObject::choices`].
    fn choices(&self, call: CallContext, request: String, secrets: Vec<(String, Secret)>) -> Work;

    /// See [`PluginObject::validate_configuration`].
    fn validate_configuration(
        &self,
        call: CallContext,
        request: String,
        secrets: Vec<(String, Secret)>,
    ) -> Work;

    /// See [`PluginObject::shutdown`].
    fn shutdown(&self, patience_ms: u32) -> u32;

    /// The problem that tells of a panic, as JSON. If it panics itself, a problem without any text takes its place.
    fn explain(panicked: &Panicked) -> String;
}

/// The plugin object of every [`Implementation`]: nothing that it does can unwind.
pub(crate) struct Plugin<I: Implementation> {
    implementation: Option<I>,
    /// Kept for the panics of this library's threads, the last destructor's included.
    _log: Log,
}

impl<I: Implementation> Plugin<I> {
    pub(crate) fn new(implementation: I, log: Log) -> Self {
        Self {
            implementation: Some(implementation),
            _log: log,
        }
    }

    fn answer(&self, ask: impl FnOnce(&I) -> Result<String, String>) -> Answer {
        let implementation = self
            .implementation
            .as_ref()
            .expect("present until the object is dropped");
        match contain(|| ask(implementation)) {
            Ok(answer) => answer.map(RString::from).map_err(RString::from).into(),
            Err(panicked) => RResult::RErr(explained(I::explain, &panicked).into()),
        }
    }

    fn begin(&self, ask: impl FnOnce(&I) -> Work) -> PendingAnswer {
        let implementation = self
            .implementation
            .as_ref()
            .expect("present until the object is dropped");
        let work = contain(|| ask(implementation)).unwrap_or_else(|panicked| {
            let problem = explained(I::explain, &panicked);
            Box::pin(async { Err(problem) })
        });
        Contained::new(work, I::explain).into_ffi()
    }
}

impl<I: Implementation> PluginObject for Plugin<I> {
    fn describe(&self, call: CallBox) -> Answer {
        self.answer(|plugin| plugin.describe(CallContext::new(call)))
    }

    fn prepare(&self, call: CallBox, request: RStr<'_>) -> Answer {
        self.answer(|plugin| plugin.prepare(CallContext::new(call), request.as_str()))
    }

    fn migrate(&self, call: CallBox, request: RStr<'_>) -> Answer {
        self.answer(|plugin| plugin.migrate(CallContext::new(call), request.as_str()))
    }

    fn check(
        &self,
        call: CallBox,
        request: RStr<'_>,
        secrets: RSlice<'_, SecretField<'_>>,
    ) -> PendingAnswer {
        self.begin(|plugin| plugin.check(CallContext::new(call), request.into(), copy(secrets)))
    }

    fn configuration_schema(
        &self,
        call: CallBox,
        request: RStr<'_>,
        secrets: RSlice<'_, SecretField<'_>>,
    ) -> PendingAnswer {
        self.begin(|plugin| {
            plugin.configuration_schema(CallContext::new(call), request.into(), copy(secrets))
        })
    }

    fn choices(
        &self,
        call: CallBox,
        request: RStr<'_>,
        secrets: RSlice<'_, SecretField<'_>>,
    ) -> PendingAnswer {
        self.begin(|plugin| plugin.choices(CallContext::new(call), request.into(), copy(secrets)))
    }

    fn validate_configuration(
        &self,
        call: CallBox,
        request: RStr<'_>,
        secrets: RSlice<'_, SecretField<'_>>,
    ) -> PendingAnswer {
        self.begin(|plugin| {
            plugin.validate_configuration(CallContext::new(call), request.into(), copy(secrets))
        })
    }

    fn shutdown(&self, patience_ms: u32) -> u32 {
        let implementation = self
            .implementation
            .as_ref()
            .expect("present until the object is dropped");
        // A plugin that panics here can't say how many threads it has: it counts as one that still runs.
        contain(|| implementation.shutdown(patience_ms)).unwrap_or(1)
    }
}

impl<I: Implementation> Drop for Plugin<I> {
    fn drop(&mut self) {
        // The hook has written the panic to the log; there is nobody else left to tell.
        let _ = contain(|| drop(self.implementation.take()));
    }
}
