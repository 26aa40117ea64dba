//! Where a credential may come from, and where it never shows.

use std::fs;

use gitlab_sim::{Scenario, Token};

use crate::simulator::Simulator;

#[test]
fn a_token_comes_from_a_file_the_environment_or_standard_input_and_shows_nowhere() {
    let gitlab = Scenario::company()
        .token(Token::personal("alice").value("glpat-FromTheFileGoodOne0"))
        .start()
        .unwrap();
    let simulator = Simulator::new();
    let good = simulator.file("good", format!("{}\n", gitlab.token()));
    let bad = "glpat-ZzYyXxWwVvUuTtSsRrQq";
    let check = ["--json", "check", "gitlab", "--url", gitlab.base_url()];

    // The file comes before the environment.
    let mut command = simulator.command();
    command
        .args(check)
        .args(["--token-file", &good])
        .env("VIOLET_TOKEN", bad);
    let output = command.output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    let mut command = simulator.command();
    let output = command
        .args(check)
        .env("VIOLET_TOKEN", gitlab.token())
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(0));

    let mut from_input = check.to_vec();
    from_input.extend(["--token-file", "-"]);
    let ran = simulator.run_with_input(&from_input, gitlab.token());
    ran.json(0);

    simulator
        .run(&check)
        .fails(2, "usage.invalid", "--token-file");
    let mut inline = check.to_vec();
    let set = format!("token={bad}");
    inline.extend(["--set", &set]);
    let refused = simulator.run(&inline);
    assert_eq!(refused.status, Some(2), "{refused}");
    assert!(
        !refused.stdout.contains(bad) && !refused.stderr.contains(bad),
        "{refused}"
    );

    // Saved, it stands in no output and no file as it is.
    let id = simulator.connect(&gitlab);
    for arguments in [
        vec!["connections", "show", &id],
        vec!["connections", "list"],
        vec!["connections", "check", &id],
    ] {
        let ran = simulator.run(&arguments);
        assert!(!format!("{ran}").contains(gitlab.token()), "{ran}");
    }
    for (path, content) in simulator.state_files() {
        let found = content
            .windows(gitlab.token().len())
            .any(|window| window == gitlab.token().as_bytes());
        assert!(!found, "{}", path.display());
    }
}

#[test]
#[cfg(unix)]
fn what_is_stored_is_for_its_owner_alone() {
    use std::os::unix::fs::PermissionsExt;
    let gitlab = Scenario::demo().start().unwrap();
    let simulator = Simulator::new();
    simulator.connect(&gitlab);
    let mode = |path: &std::path::Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&simulator.state()), 0o700);
    for (path, _) in simulator.state_files() {
        assert_eq!(mode(&path), 0o600, "{}", path.display());
    }
}

#[test]
fn a_credential_in_the_wrong_place_is_not_repeated() {
    let gitlab = Scenario::demo().start().unwrap();
    let simulator = Simulator::new();
    let id = simulator.connect(&gitlab);
    let configuration = simulator.file("configuration.json", r#"{"records": ["projects"]}"#);
    let url = gitlab.base_url();
    // Of a known kind; of none, with a separator of paths in it; close to words that are known here.
    for secret in [
        "glpat-AbCdEfGhJkMnPqRsTuVw",
        "hunter2/Xyzzy+9",
        "gitlab1X9",
        "token7Q2",
    ] {
        let setting = format!("{secret}=y");
        let file = format!("ca_certificate=@{secret}");
        let option = format!("--{secret}");
        let equals = format!("--token={secret}");
        let check = ["check", "gitlab", "--url", url];
        let with = |more: &[&'static str]| -> Vec<String> {
            check
                .iter()
                .chain(more)
                .map(|word| (*word).to_owned())
                .collect()
        };
        let and = |mut words: Vec<String>, more: &str| {
            words.push(more.to_owned());
            words
        };
        let own = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
        for arguments in [
            own(&[secret]),
            own(&["check", secret]),
            own(&["check", secret, "--url", url]),
            own(&["describe", secret]),
            and(with(&["--auth"]), secret),
            and(with(&["--set"]), &setting),
            and(with(&["--set"]), secret),
            and(with(&["--set"]), &file),
            and(with(&["--token-file"]), secret),
            and(with(&[]), secret),
            and(with(&[]), &option),
            and(with(&[]), &equals),
            own(&["connections", secret]),
            own(&["connections", "show", secret]),
            own(&["connections", "reconnect", &id, "--auth", secret]),
            own(&["integrations", "show", secret]),
            own(&["choices", &id, secret]),
            own(&["create", &id, "--config", secret]),
            own(&["create", &id, "--config", &configuration, "--every", secret]),
            own(&["completions", secret]),
            own(&["list", "--locale", secret]),
            own(&["list", "--timeout", secret]),
            own(&[&option]),
        ] {
            for form in [&["--json"][..], &[]] {
                let words: Vec<&str> = form
                    .iter()
                    .copied()
                    .chain(arguments.iter().map(String::as_str))
                    .collect();
                let ran = simulator.run(&words);
                assert_eq!(ran.status, Some(2), "{words:?}: {ran}");
                assert!(!format!("{ran}").contains(secret), "{words:?}: {ran}");
            }
        }
    }
}
