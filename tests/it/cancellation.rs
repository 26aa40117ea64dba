//! A call that is dropped stops the author's work, and takes its sockets along.

use std::{
    io::{ErrorKind, Read},
    net::TcpListener,
    time::Duration,
};

use gitlab_sim::{Fault, GitLab, Scenario};
use violet_host::{Call, Departure, Plugin, Source};
use violet_plugin::{Connection, Secret};

use crate::{
    containment::{is_mapped, until_left},
    faulty::{Faulty, Signal, connection},
    support::{TestHost, call, outside_library, wait},
};

/// How long what has been cancelled may take to go.
const SOON: Duration = Duration::from_secs(5);

/// A GitLab whose answer to the plugin's one request never comes.
fn silent() -> GitLab {
    Scenario::demo()
        .fault("/api/v4/user", Fault::silence())
        .start()
        .unwrap()
}

fn at(address: &str) -> Connection {
    let mut connection = connection(address);
    connection
        .secrets
        .set("token", Secret::new("glpat-made-up"));
    connection
}

fn begin(plugin: &Plugin, address: &str, timeout: Duration) -> tokio::task::JoinHandle<String> {
    let (plugin, connection) = (plugin.clone(), at(address));
    let call = Call { timeout, ..call() };
    tokio::spawn(async move {
        match plugin.check(&call, &connection).await {
            Ok(check) => check.problems[0].code.clone(),
            Err(problem) => problem.code.clone(),
        }
    })
}

#[test]
fn a_dropped_call_closes_its_connection_and_leaves_nothing_behind() {
    wait(async {
        let gitlab = silent();
        let host = TestHost::new();
        let plugin = host.load(outside_library()).await;
        for _ in 0..3 {
            gitlab.clear_counters();
            let calls = [(); 4].map(|()| begin(&plugin, gitlab.base_url(), call().timeout));
            assert!(
                gitlab
                    .until(SOON, |gitlab| gitlab.request_count() == 4)
                    .await
            );
            assert_eq!(gitlab.open_connections(), 4);
            for call in &calls {
                call.abort();
            }
            assert!(
                gitlab
                    .until(SOON, |gitlab| gitlab.open_connections() == 0)
                    .await
            );
        }
        // The plugin is as good as new.
        gitlab.clear_faults();
        let code = begin(&plugin, gitlab.base_url(), call().timeout).await;
        assert_eq!(code.unwrap(), "instance.bad_answer");
        assert_eq!(plugin.unload().await, Departure::Unmapped);
        assert!(
            gitlab
                .until(SOON, |gitlab| gitlab.open_connections() == 0)
                .await
        );
    });
}

#[test]
fn a_call_that_is_dropped_while_it_connects_closes_its_socket() {
    wait(async {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("https://{}", listener.local_addr().unwrap());
        let host = TestHost::new();
        let plugin = host.load(outside_library()).await;
        let call = begin(&plugin, &address, call().timeout);
        let socket = tokio::task::spawn_blocking(move || {
            let (mut socket, _) = listener.accept().unwrap();
            // The beginning of its handshake; an answer never comes.
            socket.read_exact(&mut [0; 5]).unwrap();
            socket
        });
        let mut socket = socket.await.unwrap();
        call.abort();
        let closed = tokio::task::spawn_blocking(move || {
            socket.set_read_timeout(Some(SOON)).unwrap();
            match socket.read_to_end(&mut Vec::new()) {
                Ok(_) => true,
                Err(error) => error.kind() == ErrorKind::ConnectionReset,
            }
        });
        assert!(closed.await.unwrap());
        assert_eq!(plugin.unload().await, Departure::Unmapped);
    });
}

#[test]
fn a_deadline_ends_the_request_and_is_told_by_the_plugin_itself() {
    wait(async {
        let gitlab = silent();
        let host = TestHost::new();
        let plugin = host.load(outside_library()).await;
        let call = begin(&plugin, gitlab.base_url(), Duration::from_millis(300));
        assert_eq!(call.await.unwrap(), "instance.timeout");
        assert_eq!(gitlab.request_count(), 1);
        assert!(
            gitlab
                .until(SOON, |gitlab| gitlab.open_connections() == 0)
                .await
        );
        assert_eq!(plugin.unload().await, Departure::Unmapped);
    });
}

#[test]
fn a_plugin_that_leaves_takes_calls_under_way_along() {
    wait(async {
        let gitlab = silent();
        let host = TestHost::new();
        let plugin = host.load(outside_library()).await;
        let call = begin(&plugin, gitlab.base_url(), call().timeout);
        assert!(
            gitlab
                .until(SOON, |gitlab| gitlab.request_count() == 1)
                .await
        );
        // The call holds the plugin; without it the plugin may go at once.
        call.abort();
        assert!(call.await.unwrap_err().is_cancelled());
        assert_eq!(plugin.unload().await, Departure::Unmapped);
        assert!(
            gitlab
                .until(SOON, |gitlab| gitlab.open_connections() == 0)
                .await
        );
    });
}

#[test]
fn a_load_that_is_dropped_is_seen_off() {
    wait(async {
        let host = TestHost::new();
        let signal = Signal::new();
        let faulty = Faulty::new(&format!("block@new {}", signal.address()));
        let loading = tokio::spawn({
            let (host, library) = (host.host.clone(), faulty.library());
            async move {
                let source = Source::Library {
                    library,
                    manifest: None,
                };
                host.load(&source, "en").await.map(drop)
            }
        });
        let block = tokio::task::spawn_blocking(move || signal.awaited())
            .await
            .unwrap();
        loading.abort();
        assert!(loading.await.unwrap_err().is_cancelled());

        let left = until_left(&host.host, 1).await;
        assert_eq!(left[0].reason, "it blocks its thread");
        assert!(is_mapped(&left[0].library));
        drop(block);
        until_left(&host.host, 0).await;
        assert!(!is_mapped(&left[0].library));
    });
}

#[test]
fn a_panic_of_a_dropped_call_is_contained() {
    wait(async {
        let host = TestHost::new();
        let faulty = Faulty::new("panicwhendropped@check");
        let plugin = host.load(&faulty.library()).await;
        for _ in 0..3 {
            let nowhere = "http://127.0.0.1:1";
            // Once by its deadline, once by hand.
            let code = begin(&plugin, nowhere, Duration::ZERO).await.unwrap();
            assert_eq!(code, "plugin.timeout");
            let call = begin(&plugin, nowhere, call().timeout);
            plugin.describe(&crate::support::call()).await.unwrap();
            call.abort();
            plugin.describe(&crate::support::call()).await.unwrap();
        }
        let (lines, _) = host.host.take_log();
        let panics = lines.iter().filter(|line| {
            line.level == "error"
                && line.message.contains("out of spite")
                && line.message.contains("fault.rs:")
        });
        // Those by hand may have been dropped before they began.
        assert!(panics.count() >= 3, "{lines:?}");
        assert_eq!(plugin.unload().await, Departure::Unmapped);
    });
}
