//! From the author's trait to the boundary.

use std::{future::Future, sync::Arc, time::Duration};

use serde::{Serialize, de::DeserializeOwned};
use violet_plugin_abi::{
    call::CallContext,
    object::{Implementation, Work},
    panic::Panicked,
    secret::Secret,
    services::ServicesArc,
};

use crate::{
    Connection, Context, Integration, KIT_VERSION, Localisation, Problem, ProblemDraft, code,
    configuration::{ChoicesEnvelope, MigrateEnvelope, SchemaEnvelope, ValidateEnvelope},
    connection::ConnectionEnvelope,
    http::Shared,
    log::Sink,
    preparation::PrepareEnvelope,
    runtime::{Entered, NoRuntime, Runtime},
};

/// Exports a plugin from its library: `export_plugin!("status", Status);`, once in a crate of the type `cdylib`.
///
/// The first argument is the plugin's id, as in its manifest; the second the type that implements
/// [`Integration`]. The plugin's version is its crate's.
#[macro_export]
macro_rules! export_plugin {
    ($id:literal, $plugin:ty) => {
        const _: () = {
            struct ThisLibrary;

            impl $crate::__private::Export for ThisLibrary {
                type Plugin = $plugin;
                const ID: &'static str = $id;
                const VERSION: &'static str = ::core::env!("CARGO_PKG_VERSION");
                const PANIC_STRATEGY: &'static str = if ::core::cfg!(panic = "unwind") {
                    "unwind"
                } else {
                    "abort"
                };
                const PROFILE: &'static str = if ::core::cfg!(debug_assertions) {
                    "debug"
                } else {
                    "release"
                };
            }

            #[doc(hidden)]
            #[unsafe(no_mangle)]
            pub static _1as_0lib_1header_0root_bmodule_bloader: $crate::__private::LibHeader =
                $crate::__private::header::<$crate::__private::Exported<ThisLibrary>>();
        };
    };
}

/// What [`export_plugin!`] knows of the author's crate.
pub trait Export: Send + Sync + 'static {
    /// The author's type.
    type Plugin: Integration;
    /// The plugin's id.
    const ID: &'static str;
    /// The crate's version.
    const VERSION: &'static str;
    /// `unwind` or `abort`.
    const PANIC_STRATEGY: &'static str;
    /// `debug` or `release`.
    const PROFILE: &'static str;
}

/// A plugin, with what the kit keeps for it.
pub struct Exported<E: Export> {
    plugin: Arc<E::Plugin>,
    texts: Localisation,
    log: Sink,
    clients: Arc<Shared>,
    runtime: Runtime,
}

impl<E: Export> Exported<E> {
    fn context(&self, call: CallContext) -> Context {
        Context::new(call, &self.texts, self.log.clone(), self.clients.clone())
    }

    /// Answers at once.
    fn answer<T: Serialize>(
        &self,
        call: CallContext,
        ask: impl FnOnce(&Context) -> Result<T, Problem>,
    ) -> Result<String, String> {
        let context = self.context(call);
        finish(&context, ask(&context))
    }

    /// Answers later, with the runtime around the author's future.
    fn begin<T, F>(
        &self,
        call: CallContext,
        work: impl FnOnce(Arc<E::Plugin>, Arc<Context>) -> F,
    ) -> Work
    where
        T: Serialize,
        F: Future<Output = Result<T, Problem>> + Send + 'static,
    {
        let context = Arc::new(self.context(call));
        match self.runtime.handle() {
            Ok(handle) => {
                let work = work(self.plugin.clone(), context.clone());
                Box::pin(Entered::new(
                    handle,
                    async move { finish(&context, work.await) },
                ))
            }
            Err(reason) => {
                let problem = match reason {
                    NoRuntime::Ended => context.problem(code::PLUGIN_CANCELLED),
                    NoRuntime::Refused(error) => {
                        context.problem(code::INTERNAL).because(error.to_string())
                    }
                };
                let problem = to_json(&Problem::from(problem));
                Box::pin(async { Err(problem) })
            }
        }
    }
}

impl<E: Export> Implementation for Exported<E> {
    const ID: &'static str = E::ID;
    const VERSION: &'static str = E::VERSION;
    const RUSTC: &'static str = env!("VIOLET_RUSTC");
    const PANIC_STRATEGY: &'static str = E::PANIC_STRATEGY;
    const PROFILE: &'static str = E::PROFILE;
    const KIT: &'static str = KIT_VERSION;

    fn create(services: ServicesArc) -> Result<Self, String> {
        Ok(Self {
            plugin: Arc::new(E::Plugin::new()),
            texts: Localisation::new(E::Plugin::TEXTS),
            log: Sink::new(services),
            clients: Arc::default(),
            runtime: Runtime::new(),
        })
    }

    fn describe(&self, call: CallContext) -> Result<String, String> {
        self.answer(call, |context| Ok(self.plugin.describe(context)))
    }

    fn prepare(&self, call: CallContext, request: &str) -> Result<String, String> {
        self.answer(call, |context| {
            let asked: PrepareEnvelope = read(context, request)?;
            Ok(self.plugin.prepare(context, &asked.method, asked.fields))
        })
    }

    fn migrate(&self, call: CallContext, request: &str) -> Result<String, String> {
        self.answer(call, |context| {
            let asked: MigrateEnvelope = read(context, request)?;
            self.plugin
                .migrate(context, asked.configuration, asked.from_version)
        })
    }

    fn check(&self, call: CallContext, request: String, secrets: Vec<(String, Secret)>) -> Work {
        self.begin(call, |plugin, context| async move {
            let connection = read::<ConnectionEnvelope>(&context, &request)?.open(secrets);
            let mut report = plugin.check(&context, &connection).await?;
            report.requests = context.requests();
            report.sort_problems();
            Ok(report)
        })
    }

    fn configuration_schema(
        &self,
        call: CallContext,
        request: String,
        secrets: Vec<(String, Secret)>,
    ) -> Work {
        self.begin(call, |plugin, context| async move {
            let asked: SchemaEnvelope = read(&context, &request)?;
            let connection: Option<Connection> =
                asked.connection.map(|connection| connection.open(secrets));
            plugin
                .configuration_schema(&context, connection.as_ref())
                .await
        })
    }

    fn choices(&self, call: CallContext, request: String, secrets: Vec<(String, Secret)>) -> Work {
        self.begin(call, |plugin, context| async move {
            let asked: ChoicesEnvelope = read(&context, &request)?;
            let connection = asked.connection.open(secrets);
            plugin.choices(&context, &connection, asked.request).await
        })
    }

    fn validate_configuration(
        &self,
        call: CallContext,
        request: String,
        secrets: Vec<(String, Secret)>,
    ) -> Work {
        self.begin(call, |plugin, context| async move {
            let asked: ValidateEnvelope = read(&context, &request)?;
            let connection = asked.connection.open(secrets);
            plugin
                .validate_configuration(&context, &connection, asked.configuration)
                .await
        })
    }

    fn shutdown(&self, patience_ms: u64) -> u32 {
        self.clients.clear();
        self.runtime.shutdown(Duration::from_millis(patience_ms))
    }

    fn explain(panicked: &Panicked) -> String {
        let texts = Localisation::new(E::Plugin::TEXTS);
        let mut draft = ProblemDraft::new(texts, code::PLUGIN_PANICKED).because(panicked.message());
        if let Some(place) = panicked.place() {
            draft = draft.detail("place", place);
        }
        to_json(&draft.into())
    }
}

fn read<T: DeserializeOwned>(context: &Context, request: &str) -> Result<T, Problem> {
    serde_json::from_str(request).map_err(|error| {
        context
            .problem(code::PLUGIN_CONTRACT)
            .because(error.to_string())
            .into()
    })
}

fn finish<T: Serialize>(context: &Context, answer: Result<T, Problem>) -> Result<String, String> {
    match answer {
        Ok(answer) => serde_json::to_string(&answer).map_err(|error| {
            let problem = context
                .problem(code::PLUGIN_CONTRACT)
                .because(error.to_string());
            to_json(&problem.into())
        }),
        Err(problem) => Err(to_json(&problem)),
    }
}

fn to_json(problem: &Problem) -> String {
    serde_json::to_string(problem).expect("a problem holds text and JSON only")
}
