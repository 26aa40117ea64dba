//! Independent eyes: python-gitlab, which knows nothing of this project, works with the simulator.

use std::io::{self, Write};
use std::process::Command;

use gitlab_sim::{AccessLevel, Group, Licence, Project, RecordKind, Scenario, Tls, Token, User};

const SCRIPT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/python/check.py");

/// The interpreter that has python-gitlab: `VIOLET_PYTHON`, which then has to have it, or `python3`, which may.
fn interpreter() -> Option<String> {
    let told = std::env::var("VIOLET_PYTHON").ok();
    let name = told.clone().unwrap_or_else(|| "python3".to_owned());
    let tried = Command::new(&name).args(["-c", "import gitlab"]).output();
    let has = tried.is_ok_and(|output| output.status.success());
    assert!(
        has || told.is_none(),
        "`VIOLET_PYTHON` is `{name}`, which can not `import gitlab`"
    );
    has.then_some(name)
}

fn office() -> Scenario {
    let house = Project::new("platform/house")
        .records(RecordKind::Issues, 45)
        .records(RecordKind::MergeRequests, 5)
        .records(RecordKind::Events, 3)
        .formerly("platform/hut");
    Scenario::new()
        .user(User::new("alice").name("Alice Example"))
        .user(User::new("erika"))
        .token(Token::personal("alice").scopes(["api"]).expires_in_days(30))
        .token(
            Token::personal("erika")
                .value("expired")
                .expires_in_days(-1),
        )
        .token(
            Token::personal("erika")
                .value("little")
                .scopes(["read_user"]),
        )
        .group(Group::new("platform").member("alice", AccessLevel::Maintainer))
        .licence(Licence::Free)
        .project(house)
        .projects(230)
}

#[test]
fn python_gitlab_works_with_it() {
    let Some(python) = interpreter() else {
        let hint = "python-gitlab was not asked: `python3` can not import it (see the README)\n";
        io::stderr().write_all(hint.as_bytes()).unwrap();
        return;
    };
    for scenario in [
        office(),
        office().version("16.11.0-ee").relative_root("/gitlab"),
        office().tls(Tls::OwnAuthority),
    ] {
        let gitlab = scenario.start().unwrap();
        let authority = gitlab.ca_pem().map(|pem| {
            let port = gitlab.address().port();
            let file = std::env::temp_dir().join(format!("gitlab-sim-python-{port}.pem"));
            std::fs::write(&file, pem).unwrap();
            file
        });
        let mut command = Command::new(&python);
        command
            .arg(SCRIPT)
            .env("GITLAB_URL", gitlab.base_url())
            .env("GITLAB_TOKEN", gitlab.token())
            .env_remove("HTTPS_PROXY")
            .env_remove("https_proxy")
            .env("NO_PROXY", "127.0.0.1");
        if let Some(file) = &authority {
            command.env("GITLAB_CA", file);
        }
        let output = command.output().unwrap();
        if let Some(file) = authority {
            std::fs::remove_file(file).unwrap();
        }
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{}: {said}", gitlab.base_url());
        assert!(gitlab.request_count() > 20, "{}", gitlab.request_count());
    }
}
