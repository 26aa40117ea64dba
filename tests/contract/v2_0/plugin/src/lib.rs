//! A plugin written on the boundary alone, without the kit: it answers every call with what it was asked and told.

use std::{
    future::{Future, poll_fn},
    task::Poll,
};

use serde::{Deserialize, de::DeserializeOwned};
use serde_json::{Map, Value as Json, json};
use violet_plugin_abi::{
    abi_stable::library::LibHeader,
    call::CallContext,
    module::header,
    object::{Implementation, Work},
    panic::Panicked,
    secret::Secret,
    services::{Log, ServicesArc},
};

/// What the loader looks for.
#[unsafe(no_mangle)]
pub static _1as_0lib_1header_0root_bmodule_bloader: LibHeader = header::<Plugin>();

/// The plugin.
pub struct Plugin {
    log: Log,
}

impl Implementation for Plugin {
    const ID: &'static str = "contract";
    const VERSION: &'static str = env!("CARGO_PKG_VERSION");
    const RUSTC: &'static str = env!("CONTRACT_RUSTC");
    const PANIC_STRATEGY: &'static str = if cfg!(panic = "unwind") {
        "unwind"
    } else {
        "abort"
    };
    const PROFILE: &'static str = if cfg!(debug_assertions) {
        "debug"
    } else {
        "release"
    };
    const KIT: &'static str = "";

    fn create(services: ServicesArc) -> Result<Self, String> {
        let log = Log::new(services);
        log.write("info", "", "created");
        Ok(Self { log })
    }

    fn describe(&self, call: CallContext) -> Result<String, String> {
        let description = json!({
            "name": "Contract",
            "schema_version": 1,
            "methods": [
                {"id": "token", "kind": "token", "label": call.locale(), "button": "Connect", "fields": []},
            ],
        });
        Ok(description.to_string())
    }

    fn prepare(&self, _: CallContext, request: &str) -> Result<String, String> {
        let Connection { method, fields } = read(request)?;
        Ok(json!({"fields": fields, "problems": [], "method": method}).to_string())
    }

    fn migrate(&self, _: CallContext, request: &str) -> Result<String, String> {
        let Migrate {
            configuration,
            from_version,
        } = read(request)?;
        Ok(json!({"was": configuration, "under": from_version}).to_string())
    }

    fn check(&self, call: CallContext, request: String, secrets: Vec<(String, Secret)>) -> Work {
        self.log.write("info", &call.id(), "checking");
        later(async move {
            let Connection { method, fields } = read(&request)?;
            let network = call.network();
            let seen = json!({
                "method": method,
                "fields": fields,
                "locale": call.locale(),
                "now_unix_ms": call.now_unix_ms(),
                "time_is_left": call.remaining_ms() > 0,
                "network": network.key(),
                "policy": read::<Policy>(&network.policy())?.user_agent,
                "roots": network.roots(),
                "may_connect": network.may_connect("example.com", None, 443),
                "must_not_connect": network.may_connect("example.com", "10.0.0.1".parse().ok(), 443),
                "secret_arrived": secrets
                    .iter()
                    .any(|(name, value)| name == "token" && value.expose() == b"open sesame"),
            });
            Ok(json!({"proven": true, "problems": [], "seen": seen}))
        })
    }

    fn configuration_schema(
        &self,
        _: CallContext,
        request: String,
        _: Vec<(String, Secret)>,
    ) -> Work {
        later(async move {
            let Schema { connection } = read(&request)?;
            let of = connection.map(|connection| connection.method);
            Ok(json!({"type": "object", "properties": {}, "$comment": of}))
        })
    }

    fn choices(&self, _: CallContext, request: String, _: Vec<(String, Secret)>) -> Work {
        later(async move {
            let Choices { request } = read(&request)?;
            Ok(json!({"items": [{"value": "1", "label": request.field}], "total": 1}))
        })
    }

    fn validate_configuration(
        &self,
        _: CallContext,
        request: String,
        _: Vec<(String, Secret)>,
    ) -> Work {
        later(async move {
            let Validate { configuration } = read(&request)?;
            Ok(json!({
                "problems": [],
                "preview": [{"record": "issues", "label": configuration.to_string()}],
            }))
        })
    }

    fn shutdown(&self, patience_ms: u32) -> u32 {
        self.log
            .write("info", "", &format!("ending within {patience_ms} ms"));
        0
    }

    fn explain(panicked: &Panicked) -> String {
        problem(&panicked.to_string())
    }
}

/// What `prepare` and `check` are asked.
#[derive(Deserialize)]
struct Connection {
    method: String,
    fields: Map<String, Json>,
}

#[derive(Deserialize)]
struct Migrate {
    configuration: Json,
    from_version: u32,
}

#[derive(Deserialize)]
struct Schema {
    connection: Option<Connection>,
}

#[derive(Deserialize)]
struct Choices {
    request: ChoicesRequest,
}

#[derive(Deserialize)]
struct ChoicesRequest {
    field: String,
}

#[derive(Deserialize)]
struct Validate {
    configuration: Json,
}

#[derive(Deserialize)]
struct Policy {
    user_agent: String,
}

fn read<T: DeserializeOwned>(request: &str) -> Result<T, String> {
    serde_json::from_str(request).map_err(|error| problem(&error.to_string()))
}

fn problem(message: &str) -> String {
    json!({"code": "plugin.contract", "message": message}).to_string()
}

/// Work that is not done when it is polled for the first time: the host's waker has to cross, and to work.
fn later(work: impl Future<Output = Result<Json, String>> + Send + 'static) -> Work {
    Box::pin(async {
        let mut polled = false;
        poll_fn(|context| {
            if polled {
                return Poll::Ready(());
            }
            polled = true;
            context.waker().wake_by_ref();
            Poll::Pending
        })
        .await;
        work.await.map(|answer| answer.to_string())
    })
}
