//! Panics: each is a problem where it keeps a call from its answer, and each is in the log, with its place.

use violet_host::{Departure, Host};

use super::{ASYNCHRONOUS, METHODS, ask, contained, load, nowhere};
use crate::{
    faulty::{Faulty, alone, wrong},
    support::{TestHost, call, wait},
};

#[test]
fn a_panic_in_any_method_is_a_problem() {
    wait(async {
        for method in METHODS {
            let panic = contained("panic", method, "plugin.panicked", "as the test wants it").await;
            let place = panic.details["place"].as_str().unwrap();
            assert!(place.contains("fault.rs:"), "{place}");

            let host = TestHost::new();
            let faulty = Faulty::new(&format!("panic@{method}"));
            let plugin = load(&host.host, &faulty).await.unwrap();
            ask(&plugin, method, &call(), &nowhere()).await.unwrap_err();
            assert_eq!(
                panics(&host.host),
                [format!("it panicked: as the test wants it ({place})")],
                "{method}"
            );
        }
    });
}

/// What the log says of panics.
fn panics(host: &Host) -> Vec<String> {
    let lines = host.take_log().0.into_iter();
    let panics = lines.filter(|line| line.plugin == "faulty" && line.level == "error");
    panics.map(|line| line.message).collect()
}

#[test]
fn a_panic_in_a_thread_of_the_authors_is_in_the_log() {
    wait(async {
        let host = TestHost::new();
        let faulty = Faulty::new("panicinthread@check");
        let plugin = load(&host.host, &faulty).await.unwrap();
        plugin.check(&call(), &nowhere()).await.unwrap();
        let logged = panics(&host.host);
        assert_eq!(logged.len(), 1, "{logged:?}");
        let message = "it panicked: in a thread of its own (";
        assert!(logged[0].starts_with(message), "{logged:?}");
        assert!(logged[0].contains("fault.rs:"), "{logged:?}");
        assert_eq!(plugin.unload().await, Departure::Unmapped);
    });
}

#[test]
fn a_panic_with_something_else_than_text_is_a_problem() {
    wait(async {
        for method in METHODS {
            for fault in ["panicwithnumber", "panicwithspite"] {
                contained(fault, method, "plugin.panicked", "not text").await;
            }
        }
    });
}

#[test]
fn a_panic_in_a_later_poll_is_a_problem() {
    wait(async {
        for method in ASYNCHRONOUS {
            contained(
                "paniclater",
                method,
                "plugin.panicked",
                "as the test wants it",
            )
            .await;
        }
    });
}

#[test]
fn a_panic_while_a_panic_is_explained_is_a_problem() {
    wait(async {
        for method in ["prepare", "check"] {
            contained("unexplainable", method, "plugin.panicked", "").await;
        }
    });
}

#[test]
fn a_plugin_that_panics_while_it_is_created_or_first_called_does_not_load() {
    wait(async {
        let host = TestHost::new();
        for fault in [
            "panic@new",
            "panicwithspite@new",
            "panic@describe",
            "unexplainable@describe",
        ] {
            let problem = load(&host.host, &Faulty::new(fault)).await.err().unwrap();
            assert_eq!(problem.code, "plugin.panicked", "{fault}: {problem:?}");
            assert!(!panics(&host.host).is_empty(), "{fault}");
        }
        for fault in ["invalidjson@new", "noproblem@new", "invalidjson@describe"] {
            let problem = load(&host.host, &Faulty::new(fault)).await.err();
            let code = problem.map(|problem| problem.code.clone());
            assert_eq!(code.as_deref(), Some("plugin.contract"), "{fault}");
        }
        for fault in ["foreignproblem@new", "foreignproblem@describe"] {
            let problem = load(&host.host, &Faulty::new(fault)).await.err().unwrap();
            assert_eq!(problem.code, "plugin.contract", "{fault}");
            assert_eq!(problem.details["reason"], "It is over.", "{fault}");
            assert!(problem.message.ends_with("It is over."), "{problem:?}");
        }
        assert_eq!(host.host.left_mapped(), []);
    });
}

#[test]
fn a_panic_at_the_end_is_contained() {
    wait(async {
        let host = TestHost::new();
        let plugin = load(&host.host, &Faulty::new("panic@drop")).await.unwrap();
        assert_eq!(plugin.unload().await, Departure::Unmapped);
        let logged = panics(&host.host);
        assert_eq!(logged.len(), 1, "{logged:?}");
        assert!(logged[0].contains("as the test wants it"), "{logged:?}");

        // It can't say how many threads it has: its library stays.
        let faulty = Faulty::new("panic@shutdown");
        let plugin = load(&host.host, &faulty).await.unwrap();
        let departure = plugin.unload().await;
        assert!(
            matches!(&departure, Departure::LeftMapped { reason } if reason.contains("1 of its threads")),
            "{departure:?}"
        );
        assert_eq!(host.host.left_mapped().len(), 1);
        assert!(!panics(&host.host).is_empty());
    });
}

#[test]
fn a_panic_out_of_every_net_is_a_problem_and_prints_nothing() {
    let printed = alone(
        "containment::panics::a_panic_out_of_every_net_is_a_problem_and_prints_nothing",
        || {
            wait(async {
                let host = TestHost::new();
                let plugin = host.load(&wrong().bare).await;
                let problem = plugin.check(&call(), &nowhere()).await.unwrap_err();
                assert_eq!(problem.code, "plugin.panicked");
                ask(&plugin, "schema", &call(), &nowhere()).await.unwrap();
                assert_eq!(plugin.unload().await, Departure::Unmapped);
            });
        },
    );
    if let Some(printed) = printed {
        assert_eq!(String::from_utf8_lossy(&printed.stderr), "");
    }
}
