//! What is promised between versions of the contract, tried with kept copies of it: `tests/contract/README.md` says what they are.

mod builds;
mod copies;
mod layout;

use std::{
    path::{Path, PathBuf},
    process::Command,
    sync::OnceLock,
};

use serde_json::{Value as Json, json};
use violet_host::{Check, Departure, Source};
use violet_plugin::{
    ChoicesRequest, Connection, Description, Effect, FieldRole, FieldType, INTERFACE_VERSION,
    MethodKind, Problem, Query, Secret, Severity, Validation, Verdict,
};

use crate::support::{
    TestHost, artifacts, call, is_library, one, outside_library, repository, wait,
};

/// What was built of a copy: a plugin's library, and a small host.
struct Kept {
    library: PathBuf,
    host: PathBuf,
}

/// Contract 1.0.
fn v1_0() -> &'static Kept {
    static BUILT: OnceLock<Kept> = OnceLock::new();
    BUILT.get_or_init(|| build("v1_0"))
}

/// Contract 1.1.
fn v1_1() -> &'static Kept {
    static BUILT: OnceLock<Kept> = OnceLock::new();
    BUILT.get_or_init(|| build("v1_1"))
}

/// Contract 2.0.
fn v2_0() -> &'static Kept {
    static BUILT: OnceLock<Kept> = OnceLock::new();
    BUILT.get_or_init(|| build("v2_0"))
}

/// A contract that calls itself 1.2, and has the layout of 2.0.
fn broken() -> &'static Kept {
    static BUILT: OnceLock<Kept> = OnceLock::new();
    BUILT.get_or_init(|| build("broken"))
}

fn build(copy: &str) -> Kept {
    // One target folder for all copies: what they depend on is the same and is built once. No two of their own crates have name and
    // version in common, so none is taken for another.
    let files = artifacts(&mut cargo(
        Command::new(env!("CARGO")),
        copy,
        "build",
        "contract",
    ));
    Kept {
        library: plugin(&files),
        host: one(&files, |name| name.starts_with("contract-host")),
    }
}

/// The plugin's library, among those of macros.
fn plugin(files: &[PathBuf]) -> PathBuf {
    one(files, |name| {
        name.contains("contract_plugin") && is_library(name)
    })
}

/// A cargo that builds a copy, with the locked versions, in a folder of these tests.
fn cargo(mut cargo: Command, copy: &str, verb: &str, target: &str) -> Command {
    cargo
        .current_dir(repository().join("tests/contract").join(copy))
        .args([verb, "--locked", "--message-format=json-render-diagnostics"])
        .arg("--target-dir")
        .arg(Path::new(env!("CARGO_TARGET_TMPDIR")).join(target));
    cargo
}

/// Runs a small host, and reads the one line that it prints.
#[track_caller]
fn run(host: &Kept, arguments: &[&str], library: &Path) -> Json {
    let output = Command::new(&host.host)
        .args(arguments)
        .arg(library)
        .output()
        .unwrap();
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{}: {errors}", output.status);
    let text = String::from_utf8(output.stdout).unwrap();
    assert_eq!(text.lines().count(), 1, "{text}");
    serde_json::from_str(&text).unwrap()
}

/// Has a small host visit a library, and expects that everything was answered, and that nothing stayed behind.
#[track_caller]
fn visited(host: &Kept, library: &Path) -> Json {
    let seen = run(host, &[], library);
    assert_eq!(seen["refused"], Json::Null, "{seen:#}");
    let answers = &seen["answers"];
    for name in [
        "describe",
        "prepare",
        "migrate",
        "check",
        "configuration_schema",
    ] {
        assert!(answers[name].is_object(), "{name}: {seen:#}");
        assert_eq!(answers[name]["problem"], Json::Null, "{name}: {seen:#}");
    }
    assert_eq!(seen["threads_left"], 0, "{seen:#}");
    if cfg!(target_os = "linux") {
        assert_eq!(seen["unmapped"], true, "{seen:#}");
    }
    seen
}

/// What is the same whichever of the two versions host and plugin have.
#[track_caller]
fn sees_all_of_1_0(seen: &Json) {
    let answers = &seen["answers"];
    assert_eq!(answers["describe"]["methods"][0]["label"], "es-MX");
    assert_eq!(
        answers["prepare"]["fields"],
        json!({"address": "http://127.0.0.1:1"})
    );
    assert_eq!(answers["migrate"], json!({"was": {"a": 1}, "under": 7}));
    let told = &answers["check"]["seen"];
    for (name, value) in [
        ("method", json!("token")),
        ("locale", json!("es-MX")),
        ("now_unix_ms", json!(1_700_000_000_000_u64)),
        ("time_is_left", json!(true)),
        ("network", json!("this machine")),
        ("policy", json!("contract")),
        ("roots", json!([[1, 2, 3]])),
        ("may_connect", json!(true)),
        ("must_not_connect", json!(false)),
        ("secret_arrived", json!(true)),
    ] {
        assert_eq!(told[name], value, "{name}: {seen:#}");
    }
    assert_eq!(answers["configuration_schema"]["$comment"], "token");
    assert_eq!(answers["choices"]["items"][0]["label"], "/projects");
    assert_eq!(
        answers["validate_configuration"]["preview"][0]["label"],
        r#"{"a":1}"#
    );
    assert_eq!(seen["understood"]["name"], "Contract");
    assert_eq!(seen["understood"]["proven"], true);
    let log = seen["log"].as_array().unwrap();
    assert_eq!(log[0], json!(["info", "", "created"]));
    assert!(
        log.contains(&json!(["info", "call-1", "checking"])),
        "{seen:#}"
    );
    assert_eq!(
        log[log.len() - 1],
        json!(["info", "", "ending within 2000 ms"])
    );
}

/// What the plugin of 1.1 writes where the host has nothing of 1.1.
const NOTHING_NEW: &str = "progress false, time zone ``, requests left None";

#[test]
fn a_version_works_with_itself_and_the_later_one_uses_what_is_new() {
    let seen = visited(v1_0(), &v1_0().library);
    sees_all_of_1_0(&seen);

    let seen = visited(v1_1(), &v1_1().library);
    sees_all_of_1_0(&seen);
    assert_eq!(seen["homepage"], "https://example.com/contract");
    assert_eq!(seen["answers"]["fetch"]["method"], "token");
    assert_eq!(seen["answers"]["check"]["seen"]["hint"], "cheap");
    assert_eq!(seen["answers"]["check"]["seen"]["ceiling"], "polite");
    assert_eq!(seen["understood"]["cost"], json!({"requests": 1}));
    let log = seen["log"].as_array().unwrap();
    for line in [
        json!(["progress", "call-1", "1 of 2"]),
        json!([
            "info",
            "call-1",
            "progress true, time zone `America/Bogota`, requests left Some(99)"
        ]),
    ] {
        assert!(log.contains(&line), "{line} in {seen:#}");
    }
}

#[test]
fn an_older_plugin_works_in_a_newer_host() {
    let seen = visited(v1_1(), &v1_0().library);
    assert_eq!(
        (&seen["host"], &seen["facts"]["interface"]),
        (&json!("1.1.0"), &json!("1.0.0"))
    );
    sees_all_of_1_0(&seen);
    // The method that it lacks has its default body, the field of its module is not there.
    assert_eq!(
        seen["answers"]["fetch"],
        json!({"problem": {"code": "fetch.unsupported"}})
    );
    assert_eq!(seen["homepage"], Json::Null);
    // What the host says more in requests and in the policy does not disturb it.
    assert_eq!(seen["answers"]["check"]["seen"]["hint"], Json::Null);
}

#[test]
fn a_newer_plugin_works_in_an_older_host() {
    let seen = visited(v1_0(), &v1_1().library);
    assert_eq!(
        (&seen["host"], &seen["facts"]["interface"]),
        (&json!("1.0.0"), &json!("1.1.0"))
    );
    sees_all_of_1_0(&seen);
    // What the plugin answers more does not disturb the host.
    assert_eq!(seen["answers"]["check"]["cost"], json!({"requests": 1}));
    let log = seen["log"].as_array().unwrap();
    assert!(
        log.contains(&json!(["info", "call-1", NOTHING_NEW])),
        "{seen:#}"
    );
}

#[test]
fn the_real_host_takes_older_and_newer_plugins() {
    let older = in_the_real_host(&v1_0().library, "1.0.0", None);
    assert!(older.check.problems.is_empty() && older.validation.problems.is_empty());

    // Whatever the version of this host: it provides nothing of what the copy of 1.1 made up.
    let newer = in_the_real_host(&v1_1().library, "1.1.0", Some(NOTHING_NEW));
    // Words that this host does not know have a meaning all the same.
    let method = &newer.description.methods[1];
    assert_eq!(method.kind, MethodKind::Unknown);
    assert_eq!(method.fields[0].r#type, FieldType::Unknown);
    assert_eq!(method.fields[0].role, Some(FieldRole::Unknown));
    assert_eq!(newer.check.problems[0].severity, Severity::Error);
    assert_eq!(newer.validation.problems[0].effect, Effect::LeavesOpen);
}

/// What a plugin answered to the real host.
struct Answers {
    description: Description,
    check: Check,
    validation: Validation,
}

/// Asks a plugin everything through the real host.
#[track_caller]
fn in_the_real_host(library: &Path, interface: &str, says: Option<&str>) -> Answers {
    wait(async {
        let host = TestHost::new();
        let plugin = host.load(library).await;
        assert_eq!(plugin.facts().interface, interface);
        let mut connection = Connection {
            method: "token".into(),
            ..Connection::default()
        };
        connection.fields.set("address", "https://example.com");
        connection.secrets.set("token", Secret::new("open sesame"));

        let description = plugin.describe(&call()).await.unwrap();
        assert_eq!(description.name, "Contract");
        let check = plugin.check(&call(), &connection).await.unwrap();
        assert_eq!(check.verdict, Verdict::Accepted);
        let schema = plugin
            .configuration_schema(&call(), Some(&connection))
            .await;
        assert_eq!(schema.unwrap()["$comment"], "token");
        let request = ChoicesRequest {
            field: "/projects".into(),
            draft: serde_json::Map::new(),
            query: Query::Search {
                text: "a".into(),
                after: None,
            },
        };
        let choices = plugin.choices(&call(), &connection, request).await.unwrap();
        assert_eq!(choices.items[0].label, "/projects");
        let validation = plugin
            .validate_configuration(&call(), &connection, json!({"a": 1}))
            .await
            .unwrap();
        assert_eq!(validation.preview[0].record, "issues");
        let migrated = plugin.migrate(&call(), json!({"a": 1}), 7).await.unwrap();
        assert_eq!(migrated, json!({"was": {"a": 1}, "under": 7}));

        let (lines, _) = host.host.take_log();
        let lines: Vec<&str> = lines.iter().map(|line| line.message.as_str()).collect();
        assert_eq!(lines[..2], ["created", "checking"]);
        assert_eq!(lines.get(2).copied(), says, "{lines:?}");
        assert_eq!(plugin.unload().await, Departure::Unmapped);
        Answers {
            description,
            check,
            validation,
        }
    })
}

#[test]
fn a_plugin_made_with_the_kit_does_not_mind_what_a_newer_host_says_more() {
    let seen = visited(v1_1(), outside_library());
    assert_eq!(
        seen["answers"]["fetch"]["problem"]["code"],
        "fetch.unsupported"
    );
    // It got as far as the network, through everything that it was told: nobody listens there.
    let problems = &seen["answers"]["check"]["problems"];
    assert_eq!(problems[0]["code"], "instance.refused", "{seen:#}");
    // It has no such list, and says so; it does not stumble over the request.
    let problem = &seen["answers"]["choices"]["problem"];
    assert_eq!(problem["code"], "usage.invalid", "{seen:#}");
}

#[test]
fn another_major_version_is_refused_in_one_line_that_names_both() {
    let current = (outside_library(), INTERFACE_VERSION);
    let older = [(v1_0(), "1.0.0"), (v1_1(), "1.1.0")];
    for (host, version) in older {
        refused(host, &v2_0().library, &["2.0.0", version]);
        refused(v2_0(), &host.library, &["2.0.0", version]);
    }
    refused(v2_0(), current.0, &["2.0.0", current.1]);
    let problem = refused_by_the_real_host(&v2_0().library);
    assert_eq!(problem.code, "interface.incompatible");
    says_in_one_line(&problem.message, &["2.0.0", INTERFACE_VERSION]);
}

#[test]
fn a_minor_version_that_broke_the_layout_is_refused_by_the_place() {
    for (host, version) in [(v1_0(), "1.0.0"), (v1_1(), "1.1.0")] {
        refused(host, &broken().library, &["1.2.0", version, "`shutdown`"]);
        refused(broken(), &host.library, &["1.2.0", version, "`shutdown`"]);
    }
    let problem = refused_by_the_real_host(&broken().library);
    assert_eq!(problem.code, "interface.incompatible");
    says_in_one_line(
        &problem.message,
        &["1.2.0", INTERFACE_VERSION, "`shutdown`"],
    );
}

#[track_caller]
fn refused(host: &Kept, library: &Path, parts: &[&str]) {
    let seen = run(host, &[], library);
    let line = seen["refused"].as_str();
    says_in_one_line(line.unwrap_or_else(|| panic!("it loads: {seen:#}")), parts);
}

#[track_caller]
fn refused_by_the_real_host(library: &Path) -> Problem {
    let source = Source::Library {
        library: library.to_owned(),
        manifest: None,
    };
    wait(async { TestHost::new().host.load(&source, "en").await })
        .err()
        .expect("it must not load")
}

#[track_caller]
fn says_in_one_line(text: &str, parts: &[&str]) {
    assert!(!text.contains('\n') && text.chars().count() < 300, "{text}");
    for part in parts {
        assert!(text.contains(part), "`{part}` is not in: {text}");
    }
}
