//! A real library through the boundary: loaded, called, unmapped.

use violet_host::Departure;
use violet_plugin::{Connection, Fields, Secret, Verdict};

use crate::support::{TestHost, call, in_language, outside_library, wait};

#[test]
fn a_strangers_crate_builds_loads_answers_and_leaves() {
    wait(async {
        let host = TestHost::new();
        let plugin = host.load(outside_library()).await;
        assert_eq!(plugin.id(), "outside");
        assert_eq!(plugin.facts().version, "0.3.0");
        assert_eq!(plugin.facts().interface, "1.0.0");
        assert_eq!(plugin.facts().panic_strategy, "unwind");
        assert!(
            plugin.facts().rustc.starts_with("rustc "),
            "{}",
            plugin.facts().rustc
        );

        let description = plugin.describe(&in_language("es-MX")).await.unwrap();
        assert_eq!(description.methods[0].button, "Conectar con token API");

        let mut fields = Fields::default();
        fields.set("address", "nonsense");
        let prepared = plugin.prepare(&call(), "token", fields).await.unwrap();
        assert_eq!(prepared.problems[0].code, "instance.url_invalid");

        assert_eq!(plugin.unload().await, Departure::Unmapped);
    });
}

#[test]
fn a_panic_becomes_a_problem_and_the_plugin_lives_on() {
    wait(async {
        let host = TestHost::new();
        let plugin = host.load(outside_library()).await;
        let mut connection = Connection {
            method: "token".into(),
            ..Connection::default()
        };
        connection.fields.set("address", "http://127.0.0.1:1");
        connection.secrets.set("token", Secret::new("panic"));
        let problem = plugin.check(&call(), &connection).await.unwrap_err();
        assert_eq!(problem.code, "plugin.panicked");
        assert_eq!(problem.details["reason"], "as the test wants it");
        let place = problem.details["place"].as_str().unwrap();
        assert!(place.contains("lib.rs:"), "{place}");
        let in_spanish = plugin
            .check(&in_language("es"), &connection)
            .await
            .unwrap_err();
        assert_ne!(in_spanish.message, problem.message);

        connection.secrets.set("token", Secret::new("quiet"));
        let check = plugin.check(&call(), &connection).await.unwrap();
        assert_eq!(check.verdict, Verdict::Unknown);
        assert_eq!(check.problems[0].code, "instance.refused");
        assert_eq!(check.requests, 0, "nothing was sent");
        let (lines, _) = host.host.take_log();
        let said: Vec<(&str, String)> = lines
            .iter()
            .map(|line| (line.level.as_str(), line.message.replace('\\', "/")))
            .collect();
        let panic = (
            "error",
            format!("it panicked: as the test wants it ({place})"),
        );
        assert_eq!(
            said,
            [panic.clone(), panic, ("info", "asked who it is".into())]
        );
        assert_eq!(plugin.unload().await, Departure::Unmapped);
    });
}
