//! What a plugin does wrong stays with the plugin: each fault gives its problem, the host lives on, other plugins are not slowed,
//! and the next call works or says why not.

mod panics;

use std::{
    pin::pin,
    time::{Duration, Instant},
};

use serde_json::{Value as Json, json};
use violet_host::{Call, Departure, Host, Plugin, Source};
use violet_plugin::{
    ChoicesRequest, Connection, Effect, Fields, Problem, Query, Severity, Verdict,
};

use crate::{
    faulty::{Faulty, Signal, alone, connection, wrong},
    support::{TestHost, call, outside_library, wait},
};

/// Every method that can be called after a plugin was loaded, by the name of its place.
const METHODS: [&str; 6] = [
    "prepare", "migrate", "check", "schema", "choices", "validate",
];

/// Those that answer later.
const ASYNCHRONOUS: [&str; 4] = ["check", "schema", "choices", "validate"];

async fn ask(plugin: &Plugin, method: &str, call: &Call, at: &Connection) -> Result<(), Problem> {
    match method {
        "describe" => plugin.describe(call).await.map(drop),
        "prepare" => {
            let fields = at.fields.clone();
            plugin.prepare(call, "token", fields).await.map(drop)
        }
        "migrate" => plugin.migrate(call, json!({}), 1).await.map(drop),
        "check" => plugin.check(call, at).await.map(drop),
        "schema" => plugin.configuration_schema(call, Some(at)).await.map(drop),
        "choices" => {
            let asked = ChoicesRequest {
                field: "labels".into(),
                draft: serde_json::Map::default(),
                query: Query::Values(Vec::new()),
            };
            plugin.choices(call, at, asked).await.map(drop)
        }
        "validate" => plugin
            .validate_configuration(call, at, json!({}))
            .await
            .map(drop),
        other => panic!("there is no method `{other}`"),
    }
}

async fn load(host: &Host, faulty: &Faulty) -> Result<Plugin, Problem> {
    let source = Source::Library {
        library: faulty.library(),
        manifest: None,
    };
    host.load(&source, "en").await
}

/// Nobody listens there.
fn nowhere() -> Connection {
    connection("http://127.0.0.1:1")
}

fn impatient() -> Call {
    Call {
        timeout: Duration::from_millis(100),
        ..call()
    }
}

/// Commits a fault in a method, expects the problem, and that every other method works before and after.
async fn contained(fault: &str, method: &str, code: &str, reason: &str) -> Problem {
    let host = TestHost::new();
    let faulty = Faulty::new(&format!("{fault}@{method}"));
    let plugin = load(&host.host, &faulty).await.unwrap();
    let mut problem = None;
    for _ in 0..2 {
        let found = ask(&plugin, method, &call(), &nowhere()).await;
        let found = found.expect_err(&format!("{fault}@{method}"));
        assert_eq!(found.code, code, "{fault}@{method}: {found:?}");
        let said = found.details.get("reason").and_then(Json::as_str);
        assert!(
            said.unwrap_or_default().contains(reason),
            "{fault}@{method}: {found:?}"
        );
        problem = Some(found);
        for other in METHODS {
            // A check begins with `prepare`.
            if other != method && (other, method) != ("check", "prepare") {
                ask(&plugin, other, &call(), &nowhere()).await.unwrap();
            }
        }
    }
    assert_eq!(
        plugin.unload().await,
        Departure::Unmapped,
        "{fault}@{method}"
    );
    problem.unwrap()
}

#[test]
fn answers_that_break_the_contract_are_told() {
    wait(async {
        for method in METHODS {
            contained(
                "invalidjson",
                method,
                "plugin.contract",
                "its answer can't be read",
            )
            .await;
        }
        contained("deepjson", "schema", "plugin.contract", "recursion").await;
        contained(
            "deepjson",
            "check",
            "plugin.contract",
            "its answer can't be read",
        )
        .await;
        contained("hugejson", "schema", "plugin.contract", "larger than 16 MB").await;
        contained(
            "hugejson",
            "prepare",
            "plugin.contract",
            "larger than 16 MB",
        )
        .await;
        contained(
            "noproblem",
            "check",
            "plugin.contract",
            "its problem can't be read",
        )
        .await;
        contained("foreignproblem", "check", "token.expired", "").await;
        contained(
            "codethatisnone",
            "check",
            "plugin.contract",
            "`Token Expired`",
        )
        .await;
        let odd = contained("unknownseverity", "check", "faulty.odd", "").await;
        assert_eq!(odd.severity, Severity::Error);
        assert_eq!(odd.effect, Effect::LeavesOpen);
    });
}

#[test]
fn a_call_that_never_answers_ends_at_its_deadline_and_stops_nobody() {
    wait(async {
        for fault in ["never", "late"] {
            let host = TestHost::new();
            let other = host.load(outside_library()).await;
            let plugin = load(&host.host, &Faulty::new(&format!("{fault}@check")))
                .await
                .unwrap();
            let (hurry, at) = (impatient(), nowhere());
            let problem = {
                let mut hanging = pin!(plugin.check(&hurry, &at));
                tokio::select! {
                    ended = &mut hanging => panic!("{fault}: the other plugin waited: {ended:?}"),
                    () = twenty_calls(&other) => {}
                }
                hanging.await.unwrap_err()
            };
            assert_eq!(problem.code, "plugin.timeout", "{fault}");
            ask(&plugin, "choices", &call(), &nowhere()).await.unwrap();
            // The call is over on the plugin's side as well: nothing keeps the library.
            assert_eq!(plugin.unload().await, Departure::Unmapped, "{fault}");
        }
    });
}

/// Has a plugin answer twenty times.
async fn twenty_calls(plugin: &Plugin) {
    for _ in 0..20 {
        plugin.describe(&call()).await.unwrap();
    }
}

#[test]
fn a_blocked_thread_fails_one_call_and_is_replaced() {
    wait(async {
        let host = TestHost::new();
        let other = host.load(outside_library()).await;
        let plugin = load(&host.host, &Faulty::new("block@check")).await.unwrap();
        let signal = Signal::new();
        let at = signal.connection();

        let blocking = tokio::spawn({
            let (plugin, at) = (plugin.clone(), at.clone());
            async move { plugin.check(&impatient(), &at).await }
        });
        let block = tokio::task::spawn_blocking(move || signal.awaited())
            .await
            .unwrap();
        twenty_calls(&other).await;
        assert!(
            !blocking.is_finished(),
            "the other plugin did not wait for it"
        );
        // Made while the thread is blocked, these go on in the next generation; the blocking one is the only one to fail.
        let patient = call();
        let (schema, choices, migrated) = tokio::join!(
            ask(&plugin, "schema", &patient, &at),
            ask(&plugin, "choices", &patient, &at),
            ask(&plugin, "migrate", &patient, &at),
        );
        schema.unwrap();
        choices.unwrap();
        migrated.unwrap();
        let problem = blocking.await.unwrap().unwrap_err();
        assert_eq!(problem.code, "plugin.timeout");
        assert_eq!(problem.details["reason"], "it blocks its thread");
        ask(&plugin, "prepare", &call(), &at).await.unwrap();

        let left = until_left(&host.host, 1).await;
        assert_eq!(left[0].plugin, "faulty");
        assert_eq!(left[0].reason, "it blocks its thread");
        let (lines, _) = host.host.take_log();
        assert!(
            lines
                .iter()
                .any(|line| line.plugin == "faulty" && line.message.contains("stays mapped")),
            "{lines:?}"
        );

        // Once it comes back, the next departure takes it along.
        drop(block);
        assert_eq!(plugin.unload().await, Departure::Unmapped);
        until_left(&host.host, 0).await;
    });
}

/// Waits until so many libraries are left mapped; plugins come and go meanwhile.
pub(crate) async fn until_left(host: &Host, count: usize) -> Vec<violet_host::LeftMapped> {
    let until = Instant::now() + Duration::from_secs(20);
    loop {
        let left = host.left_mapped();
        if left.len() == count {
            return left;
        }
        assert!(Instant::now() < until, "{left:?}");
        let source = Source::Library {
            library: wrong().bare.clone(),
            manifest: None,
        };
        host.load(&source, "en").await.unwrap().unload().await;
    }
}

#[test]
fn a_blocked_plugin_is_unloaded_without_waiting_for_it() {
    wait(async {
        let host = TestHost::new();
        let faulty = Faulty::new("block@check");
        let plugin = load(&host.host, &faulty).await.unwrap();
        let signal = Signal::new();
        let checked = plugin.check(&impatient(), &signal.connection()).await;
        assert_eq!(checked.unwrap_err().code, "plugin.timeout");
        let block = signal.awaited();
        let begun = Instant::now();
        let departure = plugin.unload().await;
        assert!(begun.elapsed() < Duration::from_secs(5));
        let reason = "it blocks its thread".to_owned();
        assert_eq!(departure, Departure::LeftMapped { reason });
        drop(block);
        until_left(&host.host, 0).await;
    });
}

#[test]
fn a_plugin_that_blocks_again_and_again_is_not_started_for_ever() {
    wait(async {
        let host = TestHost::new();
        let plugin = load(&host.host, &Faulty::new("block@prepare"))
            .await
            .unwrap();
        let signal = Signal::new();
        let at = signal.connection();
        let mut blocks = Vec::new();
        for _ in 0..5 {
            let problem = ask(&plugin, "prepare", &impatient(), &at)
                .await
                .unwrap_err();
            assert_eq!(problem.details["reason"], "it blocks its thread");
            blocks.push(signal.awaited());
        }
        let problem = ask(&plugin, "migrate", &call(), &at).await.unwrap_err();
        assert_eq!(problem.code, "plugin.timeout", "{problem:?}");
        let reason = problem.details["reason"].as_str().unwrap();
        assert!(reason.contains("blocked its thread 5 times"), "{reason}");

        drop(blocks);
        let until = Instant::now() + Duration::from_secs(20);
        while let Err(problem) = ask(&plugin, "migrate", &call(), &at).await {
            assert_eq!(problem.code, "plugin.timeout", "{problem:?}");
            assert!(Instant::now() < until, "{problem:?}");
            tokio::task::yield_now().await;
        }
        assert_eq!(plugin.unload().await, Departure::Unmapped);
        until_left(&host.host, 0).await;
    });
}

#[test]
fn a_plugin_that_blocks_while_it_is_created_is_given_up() {
    wait(async {
        let host = TestHost::new();
        let problem = load(&host.host, &Faulty::new("block@new"))
            .await
            .err()
            .unwrap();
        assert_eq!(problem.code, "plugin.timeout", "{problem:?}");
        let left = until_left(&host.host, 1).await;
        assert_eq!(left[0].reason, "it blocks its thread");
    });
}

#[test]
fn a_flood_of_log_lines_is_bounded_and_counted_and_drowns_nobody() {
    wait(async {
        let host = TestHost::new();
        let plugin = load(&host.host, &Faulty::new("flood@check")).await.unwrap();
        let check = plugin.check(&call(), &nowhere()).await.unwrap();
        assert_eq!(check.verdict, Verdict::Refused);
        let other = host.load(outside_library()).await;
        other.check(&call(), &nowhere()).await.unwrap();

        let (lines, dropped) = host.host.take_log();
        let flood = lines.iter().filter(|line| line.plugin == "faulty").count();
        assert_eq!(flood, 1024);
        assert_eq!(dropped, 1_000_000 - 1024);
        assert!(lines.iter().any(|line| line.plugin == "outside"));
        // There is room again.
        plugin.check(&call(), &nowhere()).await.unwrap();
        assert_eq!(host.host.take_log().0.len(), 1024);
        assert_eq!(plugin.unload().await, Departure::Unmapped);
    });
}

#[test]
fn a_thread_of_the_authors_keeps_the_library_until_it_ends() {
    wait(async {
        let host = TestHost::new();
        let plugin = load(&host.host, &Faulty::new("thread@check"))
            .await
            .unwrap();
        let signal = Signal::new();
        plugin.check(&call(), &signal.connection()).await.unwrap();
        let thread = signal.awaited();
        let departure = plugin.unload().await;
        assert!(
            matches!(&departure, Departure::LeftMapped { reason } if reason.contains("of the threads")),
            "{departure:?}"
        );
        let left = host.host.left_mapped();
        assert_eq!(left.len(), 1);
        assert!(is_mapped(&left[0].library));

        drop(thread);
        until_left(&host.host, 0).await;
        assert!(!is_mapped(&left[0].library));
    });
}

/// Whether a file is mapped into this process; where the system does not tell, nothing was unmapped either.
pub(crate) fn is_mapped(file: &std::path::Path) -> bool {
    let maps = std::fs::read_to_string("/proc/self/maps").unwrap_or_default();
    maps.contains(&*file.to_string_lossy())
}

#[test]
fn a_service_that_is_kept_after_shutdown_goes_on_working() {
    wait(async {
        let host = TestHost::new();
        let plugin = load(&host.host, &Faulty::new("keepservices@new"))
            .await
            .unwrap();
        let departure = plugin.unload().await;
        assert!(
            matches!(departure, Departure::LeftMapped { .. }),
            "{departure:?}"
        );
        let _ = host.host.take_log();
        let until = Instant::now() + Duration::from_secs(5);
        while !host
            .host
            .take_log()
            .0
            .iter()
            .any(|line| line.message == "still here")
        {
            assert!(Instant::now() < until, "the service is dead");
            tokio::task::yield_now().await;
        }
        until_left(&host.host, 0).await;
    });
}

#[test]
fn threads_that_end_while_the_library_leaves_never_crash() {
    alone(
        "containment::threads_that_end_while_the_library_leaves_never_crash",
        || {
            wait(async {
                let host = TestHost::new();
                let faulty = Faulty::new("thread@prepare");
                for round in 0..100 {
                    let plugin = load(&host.host, &faulty).await.unwrap();
                    let signal = Signal::new();
                    let fields: Fields = signal.connection().fields;
                    for _ in 0..4 {
                        plugin
                            .prepare(&call(), "token", fields.clone())
                            .await
                            .unwrap();
                    }
                    let threads: Vec<_> = (0..4).map(|_| signal.awaited()).collect();
                    // Sooner or later than the library is asked to go.
                    if round % 2 == 0 {
                        drop(threads);
                        plugin.unload().await;
                    } else {
                        tokio::join!(plugin.unload(), async move {
                            tokio::time::sleep(Duration::from_micros(round * 20)).await;
                            drop(threads);
                        });
                    }
                }
                until_left(&host.host, 0).await;
            });
        },
    );
}

#[test]
#[cfg(target_os = "linux")]
fn a_process_without_room_for_another_library_says_so() {
    alone(
        "containment::a_process_without_room_for_another_library_says_so",
        || {
            wait(async {
                let host = TestHost::new();
                let faulty = Faulty::new("none@check");
                load(&host.host, &faulty).await.unwrap();
                crate::raw::exhaust_thread_local_keys();
                let problem = load(&host.host, &faulty).await.err().unwrap();
                assert_eq!(problem.code, "internal", "{problem:?}");
                assert!(problem.message.contains("start it again"), "{problem:?}");
            });
        },
    );
}
