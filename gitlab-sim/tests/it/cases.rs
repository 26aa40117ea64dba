//! Known answers of GitLab, as data: each case names a request, the versions and the token that it is about, and the
//! answer. The simulator gives every one of them, in the whole range of versions.

mod compare;
mod scene;
mod step;

use gitlab_sim::GitLab;
use reqwest::Method;
use serde_json::Value;

use crate::support::{Got, client, take_apart};
use compare::{Strictness, compare};
use scene::{Scene, scene};

const CASES: &str = include_str!("../../../tests/data/gitlab-cases.json");

/// The tree that the answers were read from; where a case does not reach so far, the version next to it is played.
const READ_FROM: Version = (18, 9);
const OLDEST: Version = (13, 0);
const NEWEST: Version = (19, 2);

type Version = (u32, u32);

/// The layers whose cases are answered to the letter: nobody but the simulator and its clients takes part.
const EXACT: [&str; 2] = ["simulator", "oauth"];

fn cases() -> Vec<Value> {
    serde_json::from_str(CASES).unwrap()
}

fn is_exact(case: &Value) -> bool {
    let layer = case["expected"]["layer"].as_str();
    layer.is_some_and(|layer| EXACT.contains(&layer))
}

fn id(case: &Value) -> &str {
    case["id"].as_str().unwrap()
}

#[tokio::test]
async fn cases_for_the_simulator_and_for_oauth_are_answered_exactly() {
    let mut failures = Vec::new();
    let mut played = 0;
    for case in cases() {
        if !is_exact(&case) {
            continue;
        }
        played += 1;
        let (oldest, newest) = range(&case);
        let exact = READ_FROM.clamp(oldest, newest);
        for (version, strictness) in [
            (exact, Strictness::Exact),
            (oldest, Strictness::Status),
            (newest, Strictness::Status),
        ] {
            failures.extend(play(&case, version, strictness).await);
        }
    }
    assert!(played >= 22, "only {played} cases");
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[tokio::test]
async fn all_other_answers_of_gitlab_can_be_had_too() {
    let mut failures = Vec::new();
    for case in cases() {
        if is_exact(&case) || case["request"]["method"] == "OFFLINE" {
            continue;
        }
        let (oldest, newest) = range(&case);
        let version = READ_FROM.clamp(oldest, newest);
        failures.extend(play(&case, version, Strictness::Named).await);
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn ranges_of_versions_are_read() {
    for (text, expected) in [
        ("all", (OLDEST, NEWEST)),
        ("-", (OLDEST, NEWEST)),
        (">=17.7", ((17, 7), NEWEST)),
        (">=19.x", ((19, 0), NEWEST)),
        (">=17.x (check present by 17.4)", ((17, 4), NEWEST)),
        ("<16.8", (OLDEST, (16, 7))),
        ("15.1-15.4", ((15, 1), (15, 4))),
        (">=13.9 Premium", ((13, 9), NEWEST)),
    ] {
        assert_eq!(read_range(text), expected, "{text}");
    }
}

/// Starts what the case describes, asks, and says what differs.
async fn play(case: &Value, version: Version, strictness: Strictness) -> Option<String> {
    let version = format!("{}.{}.0-ee", version.0, version.1);
    let Some(scene) = scene(id(case), &version) else {
        return Some(format!("{}: no scene shows it", id(case)));
    };
    let gitlab = scene
        .scenario
        .clone()
        .version(&version)
        .start()
        .unwrap_or_else(|error| panic!("{} in {version}: {error}", id(case)));
    let got = ask(&gitlab, case, &scene).await;
    let strictness = if scene.illustrative && strictness == Strictness::Named {
        Strictness::Status
    } else {
        strictness
    };
    let difference = compare(&case["response"], &got, strictness)?;
    Some(format!("{} in {version}: {difference}\n{got:?}", id(case)))
}

async fn ask(gitlab: &GitLab, case: &Value, scene: &Scene) -> Got {
    if let Some(step) = scene.step {
        let request = step::take(step, gitlab).await;
        return take_apart(request.send().await.unwrap()).await;
    }
    let request = &case["request"];
    let filled = |text: &str| {
        text.replace("<token>", &scene.token)
            .replace("<client>", &scene.basic)
            .replace("<id>", "55")
            .replace("<20 chars>", "AbCdEfGhJkMnPqRsTuVw")
    };
    let path = request["path"].as_str().unwrap();
    let path = path.trim_start_matches("http://gitlab.example.com");
    let method: Method = request["method"].as_str().unwrap().parse().unwrap();
    let mut sent = client(gitlab).request(method, format!("{}{}", gitlab.base_url(), filled(path)));
    let headers = request["headers"].as_object().into_iter().flatten();
    let mut typed = false;
    for (name, value) in headers {
        typed |= name.eq_ignore_ascii_case("content-type");
        sent = sent.header(name, filled(value.as_str().unwrap()));
    }
    if let Some(payload) = request.get("payload") {
        sent = sent
            .header("content-type", "application/json")
            .body(payload.to_string());
    } else if let Some(form) = &scene.form {
        if !typed {
            sent = sent.header("content-type", "application/x-www-form-urlencoded");
        }
        sent = sent.body(form.clone());
    }
    take_apart(sent.send().await.unwrap()).await
}

/// The versions that a case is about; those about the endpoint for a token's own sake begin where it does.
fn range(case: &Value) -> (Version, Version) {
    let text = case["gitlab_version"].as_str().unwrap();
    let (oldest, newest) = read_range(text);
    let path = case["request"]["path"].as_str().unwrap();
    if oldest == OLDEST && path.contains("/personal_access_tokens/self") {
        return ((15, 5), newest);
    }
    (oldest, newest)
}

fn read_range(text: &str) -> (Version, Version) {
    let number = |text: &str| -> Version {
        let digits = |text: &str| text.parse().unwrap_or(0);
        let number = text.trim_start_matches(|it: char| !it.is_ascii_digit());
        let number = number.split([' ', ')']).next().unwrap();
        let (major, minor) = number.split_once('.').unwrap();
        (digits(major), digits(minor))
    };
    if let Some((_, told)) = text.split_once("present by ") {
        (number(told), NEWEST)
    } else if text.starts_with(">=") {
        (number(text), NEWEST)
    } else if let Some(end) = text.strip_prefix('<') {
        let (major, minor) = number(end);
        (OLDEST, (major, minor - 1))
    } else if let Some((from, to)) = text.split_once('-').filter(|(from, _)| !from.is_empty()) {
        (number(from), number(to))
    } else {
        (OLDEST, NEWEST)
    }
}
