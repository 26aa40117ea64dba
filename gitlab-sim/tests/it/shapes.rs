//! What made-up tokens and their bots look like, and which of them a version can not have.

use gitlab_sim::{AccessLevel, Group, Project, Scenario, Token, User};

#[test]
fn bots_and_values_look_as_the_version_makes_them() {
    for (version, names, value) in [
        ("14.0.0", ["project_1_bot", "project_1_bot1"], ""),
        ("15.0.0", ["project_1_bot", "project_1_bot1"], "glpat-"),
        ("18.3.0", ["project_1_bot_", "project_1_bot_"], "glpat-"),
    ] {
        let token = || Token::project("g/p");
        let scenario = Scenario::new()
            .version(version)
            .project(Project::new("g/p"));
        let gitlab = scenario.token(token()).token(token()).start().unwrap();
        for ((username, token), name) in gitlab.tokens().iter().zip(names) {
            assert!(username.starts_with(name), "{version}: {username}");
            assert_eq!(
                token.starts_with("glpat-"),
                value == "glpat-",
                "{version}: {token}"
            );
            assert_eq!(
                token.contains(".01."),
                version == "18.3.0",
                "{version}: {token}"
            );
        }
    }
    for (version, token, missing) in [
        ("14.6.0", Token::group("g"), "group access tokens"),
        ("16.0.0", Token::service_account("g"), "service accounts"),
        (
            "18.6.0",
            Token::personal("alice").permissions(["read_user"]),
            "fine-grained",
        ),
        (
            "17.6.0",
            Token::group("g").access(AccessLevel::Planner),
            "planners",
        ),
    ] {
        let scenario = Scenario::new()
            .user(User::new("alice"))
            .version(version)
            .group(Group::new("g"))
            .token(token);
        let error = scenario.start().unwrap_err().to_string();
        assert!(error.contains(missing), "{version}: {error}");
    }
}

#[test]
fn projects_have_service_accounts_too() {
    let scenario = Scenario::new()
        .user(User::new("alice"))
        .project(Project::new("g/p").id(123));
    let account = Token::service_account("g/p");
    let gitlab = scenario.token(account).start().unwrap();
    let (username, _) = gitlab.tokens().last().unwrap();
    assert!(
        username.starts_with("service_account_project_123_"),
        "{username}"
    );
}
