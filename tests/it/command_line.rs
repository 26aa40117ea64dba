//! The command line: the user's path for programs, exit statuses, bad input.

mod credentials;
mod interruption;
mod plugins;
mod reconnection;
mod shapes;

use gitlab_sim::{Named, Scenario};
use serde_json::{Value as Json, json};

use crate::simulator::Simulator;

#[test]
fn the_whole_path_for_a_program() {
    let gitlab = Scenario::demo().start().unwrap();
    let simulator = Simulator::new();
    let url = gitlab.base_url();

    let listed = simulator.json(0, &["list"]);
    let plugin = &listed["plugins"][0];
    assert_eq!(plugin["id"], "gitlab");
    assert_eq!(plugin["name"], "Gitlab");
    assert_eq!(plugin["status"], "ok");
    assert_eq!(plugin["problem"], Json::Null);

    let described = simulator.json(0, &["describe", "gitlab"]);
    assert_eq!(described["interface"], "1.0");
    assert_eq!(described["schema_version"], 1);
    let methods = described["methods"].as_array().unwrap();
    let brief = |method: &Json| {
        json!([
            method["id"],
            method["kind"],
            method["default"],
            method["other_option"]
        ])
    };
    assert_eq!(brief(&methods[0]), json!(["oauth", "oauth2", true, false]));
    assert_eq!(brief(&methods[1]), json!(["token", "token", false, true]));
    assert_eq!(methods[1]["button"], "Connect with API token");
    let fields: Vec<&str> = methods[1]["fields"]
        .as_array()
        .unwrap()
        .iter()
        .map(|field| field["name"].as_str().unwrap())
        .collect();
    assert_eq!(
        fields,
        ["address", "token", "ca_certificate", "allow_plain_http"]
    );
    assert_eq!(described["schema"]["type"], "object");
    let spanish = simulator.json(0, &["--locale", "es", "describe", "gitlab"]);
    assert_eq!(spanish["methods"][1]["button"], "Conectar con token API");

    let token = simulator.file("token", gitlab.token());
    let checked = simulator.json(
        0,
        &["check", "gitlab", "--url", url, "--token-file", &token],
    );
    assert_eq!(checked["verdict"], "accepted");
    assert_eq!(checked["method"], "token");
    assert_eq!(checked["requests"], 3);
    assert_eq!(
        simulator.json(0, &["connections", "list"]),
        json!({"connections": []}),
        "a check saves nothing"
    );

    let connected = simulator.json(
        0,
        &[
            "connect",
            "gitlab",
            "--url",
            url,
            "--token-file",
            &token,
            "--name",
            "Ours",
        ],
    );
    let id = connected["id"].as_str().unwrap();
    assert_eq!(connected["verdict"], "accepted");
    let shown = simulator.json(0, &["connections", "show", id]);
    assert_eq!(shown["name"], "Ours");
    assert_eq!(shown["plugin"], "gitlab");
    assert_eq!(shown["address"], url);
    assert_eq!(shown["verdict"], "accepted");
    assert_eq!(
        simulator.json(0, &["connections", "check", id])["verdict"],
        "accepted"
    );
    assert_eq!(
        simulator.json(0, &["connections", "rename", id, "Theirs"])["name"],
        "Theirs"
    );

    let schema = simulator.json(0, &["schema", id]);
    assert_eq!(schema["properties"]["projects"]["x-violet-choices"], true);
    gitlab.clear_counters();
    let choices = simulator.json(0, &["choices", id, "projects", "--search", "portal"]);
    assert_eq!(gitlab.request_count(), 1, "the first page is one request");
    let chosen = choices["items"][0]["value"].as_str().unwrap();
    assert!(
        choices["items"][0]["label"]
            .as_str()
            .unwrap()
            .contains("portal"),
        "{choices}"
    );

    let configuration =
        json!({"records": ["projects", "issues"], "source": "projects", "projects": [chosen]});
    let file = simulator.file("configuration.json", configuration.to_string());
    let preview = simulator.json(0, &["create", id, "--config", &file, "--preview"]);
    assert_eq!(preview["id"], Json::Null);
    assert_eq!(preview["preview"][0]["record"], "projects");
    assert_eq!(preview["preview"][0]["count"], 1);
    assert_eq!(
        simulator.json(0, &["integrations", "list"]),
        json!({"integrations": []})
    );
    let created = simulator.json(
        0,
        &[
            "create", id, "--config", &file, "--name", "Portal", "--every", "6h",
        ],
    );
    let integration = created["id"].as_str().unwrap();
    let shown = simulator.json(0, &["integrations", "show", integration]);
    assert_eq!(shown["name"], "Portal");
    assert_eq!(shown["every"], "6h");
    assert_eq!(shown["connection"], id);
    assert_eq!(shown["schema_version"], 1);
    assert_eq!(shown["configuration"], configuration);

    let wider = simulator.file(
        "wider.json",
        r#"{"records": ["projects"], "source": "all"}"#,
    );
    simulator.json(
        0,
        &["integrations", "edit", integration, "--config", &wider],
    );
    assert_eq!(
        simulator.json(0, &["integrations", "show", integration])["configuration"]["source"],
        "all"
    );
    simulator.json(0, &["integrations", "remove", integration]);
    simulator.json(0, &["connections", "remove", id]);
    assert_eq!(
        simulator.json(0, &["connections", "list"]),
        json!({"connections": []})
    );
}

#[test]
fn exit_statuses_follow_the_verdict() {
    let simulator = Simulator::new();
    for (named, verdict, code, status) in [
        (Named::Valid, "accepted", Json::Null, 0),
        (
            Named::ExpiresSoon,
            "accepted",
            json!("token.expires_soon"),
            0,
        ),
        (Named::Expired, "refused", json!("token.expired"), 1),
        (Named::Revoked, "refused", json!("token.revoked"), 1),
        (
            Named::TokensDisabled,
            "refused",
            json!("token.not_recognised"),
            1,
        ),
        (
            Named::ReadUserOnly,
            "refused",
            json!("token.scope_missing"),
            1,
        ),
        (Named::Blocked, "refused", json!("account.blocked"), 1),
        (
            Named::TlsUntrusted,
            "unknown",
            json!("instance.tls_untrusted"),
            3,
        ),
        (Named::Html, "unknown", json!("instance.deploying"), 3),
        (
            Named::Reset,
            "unknown",
            json!("instance.connection_lost"),
            3,
        ),
    ] {
        let gitlab = Scenario::named(named).start().unwrap();
        let token = simulator.file("token", gitlab.token());
        let arguments = [
            "check",
            "gitlab",
            "--url",
            gitlab.base_url(),
            "--token-file",
            &token,
        ];
        let check = simulator.json(status, &arguments);
        assert_eq!(check["verdict"], verdict, "{named}");
        assert_eq!(check["problems"][0]["code"], code, "{named}");
        assert!(check["requests"].as_u64().unwrap() <= 3, "{named}");
        let connected = simulator.json(
            status,
            &[
                "connect",
                "gitlab",
                "--url",
                gitlab.base_url(),
                "--token-file",
                &token,
            ],
        );
        assert_eq!(connected["id"].is_string(), status == 0, "{named}");

        // The same for people: the code stands there, too.
        let shown = simulator.run(&arguments);
        assert_eq!(shown.status, Some(status), "{shown}");
        if let Some(code) = code.as_str() {
            assert!(shown.stdout.contains(code), "{shown}");
        }
    }
    let token = simulator.file("token", "glpat-AbCdEfGhJkMnPqRsTuVw");
    let nobody = simulator.json(
        3,
        &[
            "check",
            "gitlab",
            "--url",
            "http://127.0.0.1:1",
            "--token-file",
            &token,
        ],
    );
    assert_eq!(nobody["problems"][0]["code"], "instance.refused");
    let forbidden = simulator.json(
        1,
        &[
            "--deny-private",
            "check",
            "gitlab",
            "--url",
            "http://127.0.0.1:1",
            "--token-file",
            &token,
        ],
    );
    assert_eq!(
        forbidden["problems"][0]["code"],
        "instance.address_forbidden"
    );
}

#[test]
fn findings_without_a_request_are_checks_too() {
    let simulator = Simulator::new();
    for (address, token, code) in [
        (
            "htp:/x",
            "glpat-AbCdEfGhJkMnPqRsTuVw",
            "instance.url_invalid",
        ),
        ("https://git.example.com", "", "token.missing"),
        (
            "https://git.example.com",
            "glpat-AbCd\nEfGhJkMnPqRsTuVw",
            "token.malformed",
        ),
        (
            "http://git.example.com",
            "glpat-AbCdEfGhJkMnPqRsTuVw",
            "instance.insecure",
        ),
    ] {
        let file = simulator.file("token", token);
        let check = simulator.json(
            1,
            &["check", "gitlab", "--url", address, "--token-file", &file],
        );
        assert_eq!(check["problems"][0]["code"], code);
        assert_eq!(check["requests"], 0);
    }
}

#[test]
fn wrong_usage_is_told_with_what_was_probably_meant() {
    let gitlab = Scenario::demo().start().unwrap();
    let simulator = Simulator::new();
    let token = simulator.file("token", gitlab.token());
    let id = simulator.connect(&gitlab);
    let url = gitlab.base_url();
    let refused = |arguments: &[&str], code: &str, part: &str| {
        let mut all = vec!["--json"];
        all.extend(arguments);
        simulator.run(&all).fails(2, code, part);
    };
    refused(&["chek", "gitlab"], "usage.invalid", "check");
    refused(&["check"], "usage.invalid", "PLUGIN");
    refused(
        &["check", "gitlub", "--url", url],
        "plugin.not_found",
        "gitlab",
    );
    refused(
        &[
            "check",
            "gitlab",
            "--url",
            url,
            "--auth",
            "tokn",
            "--token-file",
            &token,
        ],
        "usage.invalid",
        "token",
    );
    refused(
        &["check", "gitlab", "--url", url, "--auth", "oauth"],
        "usage.invalid",
        "connect",
    );
    refused(
        &[
            "check",
            "gitlab",
            "--url",
            url,
            "--set",
            "ca_certificat=x",
            "--token-file",
            &token,
        ],
        "usage.invalid",
        "ca_certificate",
    );
    refused(
        &[
            "check",
            "gitlab",
            "--url",
            url,
            "--set",
            "allow_plain_http=maybe",
            "--token-file",
            &token,
        ],
        "usage.invalid",
        "allow_plain_http",
    );
    refused(
        &["check", "gitlab", "--token-file", &token],
        "usage.invalid",
        "--url",
    );
    refused(
        &["check", "gitlab", "--url", url, "--token-file", "/nowhere"],
        "usage.invalid",
        "No such file",
    );
    refused(
        &["connections", "show", "c99"],
        "connection.not_found",
        "c99",
    );
    refused(
        &["integrations", "show", "i99"],
        "integration.not_found",
        "i99",
    );
    refused(&["choices", &id, "project"], "usage.invalid", "projects");
    refused(&["choices", &id, "records"], "usage.invalid", "records");
}

#[test]
fn a_configuration_is_refused_at_its_field_and_nothing_is_saved() {
    let gitlab = Scenario::demo().start().unwrap();
    let simulator = Simulator::new();
    let id = simulator.connect(&gitlab);
    let create = |content: &str| {
        let file = simulator.file("configuration.json", content);
        simulator.run(&["--json", "create", &id, "--config", &file])
    };
    create("{\"records\": [}").fails(1, "config.invalid", "line 1, column 14");
    for (content, code, field) in [
        (r#"{"records": "issues"}"#, "config.invalid", "/records"),
        (r#"{"records": ["isues"]}"#, "config.invalid", "/records/0"),
        (r#"{"recrods": ["issues"]}"#, "config.invalid", "/recrods"),
        (
            r#"{"records": ["issues"], "updated_since": "yesterday"}"#,
            "config.invalid",
            "/updated_since",
        ),
        (
            r#"{"records": ["issues"], "source": "projects", "projects": ["999999"]}"#,
            "config.not_found",
            "/projects/0",
        ),
        (
            r#"{"records": ["issues"], "source": "groups", "groups": []}"#,
            "config.invalid",
            "/groups",
        ),
        (r#"[]"#, "config.invalid", ""),
    ] {
        let refused = create(content).json(1);
        assert_eq!(refused["id"], Json::Null, "{content}");
        let problem = &refused["problems"][0];
        assert_eq!(
            (&problem["code"], &problem["field"]),
            (&json!(code), &json!(field)),
            "{refused}"
        );
    }
    assert_eq!(
        simulator.json(0, &["integrations", "list"]),
        json!({"integrations": []})
    );
    let file = simulator.file("configuration.json", r#"{"records": ["issues"]}"#);
    simulator
        .run(&["--json", "create", &id, "--config", &file, "--every", "1s"])
        .fails(1, "config.invalid", "5m");
    simulator
        .run(&[
            "--json", "create", &id, "--config", &file, "--every", "often",
        ])
        .fails(2, "usage.invalid", "30m");
}

#[test]
fn all_choices_are_found_however_many_there_are() {
    let gitlab = Scenario::demo().projects(250).start().unwrap();
    let simulator = Simulator::new();
    let id = simulator.connect(&gitlab);
    let all = simulator.json(0, &["choices", &id, "projects", "--all"]);
    let items = all["items"].as_array().unwrap();
    assert!(items.len() >= 250, "{}", items.len());
    assert_eq!(all["next"], Json::Null);
    let mut values: Vec<&str> = items
        .iter()
        .map(|item| item["value"].as_str().unwrap())
        .collect();
    values.sort_unstable();
    values.dedup();
    assert_eq!(values.len(), items.len(), "none twice");

    let first = simulator.json(0, &["choices", &id, "projects"]);
    let next = first["next"].as_str().unwrap();
    let second = simulator.json(0, &["choices", &id, "projects", "--after", next]);
    assert_ne!(first["items"][0], second["items"][0]);
}

#[test]
fn the_demonstration_goes_the_whole_path_in_both_languages() {
    let simulator = Simulator::empty();
    for (locale, create) in [("en", "Create"), ("es", "Crear")] {
        let mut command = simulator.command();
        // It builds the plugin: it is where cargo is.
        command
            .envs(std::env::vars_os())
            .current_dir(crate::support::repository())
            .args(["--locale", locale, "demo", "--once"]);
        let output = command.output().unwrap();
        let stdout = String::from_utf8_lossy(&output.stdout);
        assert!(
            output.status.success(),
            "{stdout}\n{}",
            String::from_utf8_lossy(&output.stderr)
        );
        assert!(stdout.contains(&format!("[ {create} ]")), "{stdout}");
        assert!(
            stdout.contains("token.expired") && stdout.contains("token.not_recognised"),
            "{stdout}"
        );
    }
}
