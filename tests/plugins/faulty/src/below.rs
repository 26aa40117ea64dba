//! The plugin as it crosses the boundary: the kit's, but for what the kit would not let through.

use std::{
    thread,
    time::{Duration, Instant},
};

use violet_plugin::__private::{Export, Exported, LibHeader, header};
use violet_plugin_abi::{
    abi_stable::{
        sabi_trait::TD_Opaque,
        std_types::{RArc, RStr},
    },
    call::CallContext,
    object::{Implementation, Work},
    panic::Panicked,
    secret::Secret,
    services::{Log, Services, Services_TO, ServicesArc},
};

use crate::{
    author::Faulty,
    fault::{Fault, Place, commit, fault_in},
};

/// What a host looks for in this library.
#[expect(unsafe_code, reason = "the loader looks for a symbol of this name")]
#[unsafe(no_mangle)]
pub(crate) static _1as_0lib_1header_0root_bmodule_bloader: LibHeader = header::<Below>();

struct ThisLibrary;

impl Export for ThisLibrary {
    type Plugin = Faulty;
    const ID: &'static str = "faulty";
    const VERSION: &'static str = env!("CARGO_PKG_VERSION");
    const PANIC_STRATEGY: &'static str = "unwind";
    const PROFILE: &'static str = "debug";
}

type Kit = Exported<ThisLibrary>;

struct Below(Kit);

impl Implementation for Below {
    const ID: &'static str = Kit::ID;
    const VERSION: &'static str = Kit::VERSION;
    const RUSTC: &'static str = Kit::RUSTC;
    const PANIC_STRATEGY: &'static str = Kit::PANIC_STRATEGY;
    const PROFILE: &'static str = Kit::PROFILE;
    const KIT: &'static str = Kit::KIT;

    fn create(services: ServicesArc) -> Result<Self, String> {
        if let Some(wrong) = wrong_answer(Place::New) {
            return wrong.and_then(|_| Err("a plugin that is none".into()));
        }
        let services = match fault_in(Place::New) {
            Fault::KeepServices => kept(services),
            _ => services,
        };
        Kit::create(services).map(Self)
    }

    fn describe(&self, call: CallContext) -> Result<String, String> {
        wrong_answer(Place::Describe).unwrap_or_else(|| self.0.describe(call))
    }

    fn prepare(&self, call: CallContext, request: &str) -> Result<String, String> {
        wrong_answer(Place::Prepare).unwrap_or_else(|| self.0.prepare(call, request))
    }

    fn migrate(&self, call: CallContext, request: &str) -> Result<String, String> {
        wrong_answer(Place::Migrate).unwrap_or_else(|| self.0.migrate(call, request))
    }

    fn check(&self, call: CallContext, request: String, secrets: Vec<(String, Secret)>) -> Work {
        later(Place::Check, || self.0.check(call, request, secrets))
    }

    fn configuration_schema(
        &self,
        call: CallContext,
        request: String,
        secrets: Vec<(String, Secret)>,
    ) -> Work {
        later(Place::Schema, || {
            self.0.configuration_schema(call, request, secrets)
        })
    }

    fn choices(&self, call: CallContext, request: String, secrets: Vec<(String, Secret)>) -> Work {
        later(Place::Choices, || self.0.choices(call, request, secrets))
    }

    fn validate_configuration(
        &self,
        call: CallContext,
        request: String,
        secrets: Vec<(String, Secret)>,
    ) -> Work {
        later(Place::Validate, || {
            self.0.validate_configuration(call, request, secrets)
        })
    }

    fn shutdown(&self, patience_ms: u64) -> u32 {
        commit(Place::Shutdown, None, "");
        self.0.shutdown(patience_ms)
    }

    fn explain(panicked: &Panicked) -> String {
        let unexplainable = |place| fault_in(place) == Fault::Unexplainable;
        assert!(
            ![Place::Describe, Place::Prepare, Place::Check]
                .into_iter()
                .any(unexplainable),
            "without words"
        );
        Kit::explain(panicked)
    }
}

fn later(place: Place, right: impl FnOnce() -> Work) -> Work {
    match wrong_answer(place) {
        Some(wrong) => Box::pin(async { wrong }),
        None => right(),
    }
}

/// The answer that the kit would not let through.
fn wrong_answer(place: Place) -> Option<Result<String, String>> {
    Some(match fault_in(place) {
        Fault::InvalidJson => Ok("{\"problems\": [".into()),
        Fault::DeepJson => Ok("[".repeat(1_000_000)),
        Fault::HugeJson => Ok(format!("\"{}\"", "x".repeat(50 << 20))),
        Fault::UnknownSeverity => Err(
            r#"{"code": "faulty.odd", "severity": "apocalyptic", "effect": "odd", "message": "Odd."}"#.into(),
        ),
        Fault::ForeignProblem => {
            Err(r#"{"code": "token.expired", "message": "It is over."}"#.into())
        }
        Fault::CodeThatIsNone => {
            Err(r#"{"code": "Token Expired", "message": "It is over."}"#.into())
        }
        Fault::NoProblem => Err("no problem".into()),
        _ => return None,
    })
}

/// The services, which a thread goes on using for a second.
fn kept(services: ServicesArc) -> ServicesArc {
    struct Shared(Log);

    impl Services for Shared {
        fn log(&self, level: RStr<'_>, call: RStr<'_>, message: RStr<'_>) {
            self.0.write(level.into(), call.into(), message.into());
        }
    }

    let log = Log::new(services);
    let kept = log.clone();
    thread::spawn(move || {
        let until = Instant::now() + Duration::from_secs(1);
        while Instant::now() < until {
            kept.write("info", "", "still here");
            thread::sleep(Duration::from_millis(1));
        }
    });
    Services_TO::from_ptr(RArc::new(Shared(log)), TD_Opaque)
}
