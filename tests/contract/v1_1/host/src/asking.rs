//! Asks a plugin everything once.

use std::{
    future::Future,
    pin::pin,
    sync::Arc,
    task::{Context, Poll, Wake, Waker},
    thread::{self, Thread},
};

use serde::Deserialize;
use serde_json::{Map, Value as Json, json};
use violet_plugin_abi::{
    future::PendingAnswer, module::PluginModuleRef, object::Answer, secret::SecretField,
};

use crate::provided::{Book, Context as CallContext};

/// Creates the plugin, asks it everything, and ends it. The error is what it said when it was created.
pub(crate) fn ask_everything(module: PluginModuleRef) -> Result<Json, String> {
    let book = Book::default();
    let plugin = module.create()(book.services())
        .into_result()
        .map_err(String::from)?;
    let call = CallContext::for_boundary;
    let secrets = [SecretField {
        name: "token".into(),
        value: b"open sesame".as_slice().into(),
    }];
    let connection = json!({
        "method": "token",
        "fields": {"address": "http://127.0.0.1:1"},
    });
    let prepare = request(connection.clone());
    let migrate = request(json!({"configuration": {"a": 1}, "from_version": 7}));
    let check = request(connection.clone());
    let schema = request(json!({"connection": connection}));
    let asked = json!({"field": "/projects", "query": {"search": {"text": "a"}}});
    let choices = request(json!({"connection": connection, "request": asked}));
    let validate = request(json!({"connection": connection, "configuration": {"a": 1}}));

    let mut answers = Map::new();
    let mut note = |name: &str, answer: Answer| {
        answers.insert(name.into(), copied(answer));
    };
    note("describe", plugin.describe(call()));
    note("prepare", plugin.prepare(call(), prepare.as_str().into()));
    note("migrate", plugin.migrate(call(), migrate.as_str().into()));
    let pending = [
        (
            "check",
            plugin.check(call(), check.as_str().into(), secrets[..].into()),
        ),
        (
            "configuration_schema",
            plugin.configuration_schema(call(), schema.as_str().into(), secrets[..].into()),
        ),
        (
            "choices",
            plugin.choices(call(), choices.as_str().into(), secrets[..].into()),
        ),
        (
            "validate_configuration",
            plugin.validate_configuration(call(), validate.as_str().into(), secrets[..].into()),
        ),
        (
            "fetch",
            plugin.fetch(call(), check.as_str().into(), secrets[..].into()),
        ),
    ];
    for (name, pending) in pending {
        note(name, wait(pending));
    }
    // Dropped before it was ever polled: that, too, is the plugin's code.
    drop(plugin.check(call(), check.as_str().into(), secrets[..].into()));

    let understood = understood(&answers);
    let threads_left = plugin.shutdown(2_000);
    drop(plugin);
    Ok(json!({
        "homepage": module.homepage().map(|homepage| homepage.to_string()),
        "answers": answers,
        "understood": understood,
        "log": book.lines(),
        "threads_left": threads_left,
    }))
}

/// A request on its way.
fn request(mut request: Json) -> String {
    request["hint"] = "cheap".into();
    request["more"] = json!({"of": ["what", null, 1.1]});
    if let Some(connection) = request.get_mut("connection") {
        connection["more"] = json!(["of", "it"]);
    }
    request.to_string()
}

/// An answer, copied out of the plugin's memory.
fn copied(answer: Answer) -> Json {
    let read = |text: &str| serde_json::from_str::<Json>(text).expect("JSON");
    match answer.into_result() {
        Ok(answer) => read(&answer),
        Err(problem) => json!({"problem": read(&problem)}),
    }
}

/// What this host knows of a description.
#[derive(Deserialize)]
struct Description {
    name: String,
    #[serde(default)]
    cost: Option<Json>,
    schema_version: u32,
}

/// What this host knows of a report.
#[derive(Deserialize)]
struct Report {
    proven: bool,
}

/// What is left of answers when they are read as this host knows them.
fn understood(answers: &Map<String, Json>) -> Json {
    let description = Description::deserialize(&answers["describe"]).expect("a description");
    let report = Report::deserialize(&answers["check"]).expect("a report");
    json!({
        "name": description.name,
        "cost": description.cost,
        "schema_version": description.schema_version,
        "proven": report.proven,
    })
}

/// Polls an answer on this thread until it is there.
fn wait(pending: PendingAnswer) -> Answer {
    struct Unpark(Thread);
    impl Wake for Unpark {
        fn wake(self: Arc<Self>) {
            self.0.unpark();
        }
    }
    let waker = Waker::from(Arc::new(Unpark(thread::current())));
    let mut pending = pin!(pending);
    loop {
        match pending.as_mut().poll(&mut Context::from_waker(&waker)) {
            Poll::Ready(answer) => return answer,
            Poll::Pending => thread::park(),
        }
    }
}
