//! Known answers of GitLab, as data: each case names a request, the answer, and what the plugin has to make of it. The real library is
//! shown that answer by a simulated GitLab that otherwise answers as the case assumes.

use gitlab_sim::{Fault, GitLab, Group, Project, Scenario, Token, User};
use serde_json::{Value as Json, json};
use violet_host::{Clock, Plugin, Proxies};
use violet_plugin::{
    ChoicesRequest, Connection, Effect, Problem, Query, Secret, Validation, Verdict,
};

use crate::{
    check::by_token,
    support::{TestHost, built, call, wait},
};

/// The day on which the cases are played.
const TODAY: &str = "2026-09-01";

const PERSONAL: &str = "glpat-AbCdEfGhJkMnPqRsTuVw";

const OAUTH: &str = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

#[test]
fn each_check_comes_to_what_its_case_expects() {
    let mut player = Player::new("check");
    for case in player.cases.clone() {
        player.play(&case, check(&case));
    }
    player.end(54);
}

#[test]
fn each_choice_comes_to_what_its_case_expects() {
    let mut player = Player::new("choices");
    for case in player.cases.clone() {
        player.play(&case, choose(&case));
    }
    player.end(6);
}

/// Every case stands in a layer that is played, here or beside the simulator. The layer `oauth` belongs to whoever runs the flow.
#[test]
fn no_case_is_forgotten() {
    let count = |layer: &str| cases(layer).len();
    let (check, choices) = (count("check"), count("choices"));
    let (simulator, oauth) = (count("simulator"), count("oauth"));
    assert_eq!((check, choices, simulator, oauth), (54, 6, 15, 7));
    assert_eq!(
        all_cases().len(),
        check + choices + simulator + oauth,
        "a layer that nobody plays"
    );
}

fn all_cases() -> Vec<Json> {
    serde_json::from_str(include_str!("../data/gitlab-cases.json")).unwrap()
}

fn cases(layer: &str) -> Vec<Json> {
    let is_of = |case: &Json| case["expected"]["layer"] == layer;
    all_cases().into_iter().filter(is_of).collect()
}

/// What a case came to.
struct Outcome {
    verdict: Option<Verdict>,
    problems: Vec<Problem>,
    /// What is wrong beside the case's own expectations.
    remarks: Vec<String>,
}

struct Player {
    cases: Vec<Json>,
    played: usize,
    failures: Vec<String>,
}

impl Player {
    fn new(layer: &str) -> Self {
        Self {
            cases: cases(layer),
            played: 0,
            failures: Vec::new(),
        }
    }

    fn play(&mut self, case: &Json, outcome: Outcome) {
        let expected = &case["expected"];
        let codes: Vec<&str> = outcome
            .problems
            .iter()
            .map(|problem| problem.code.as_str())
            .collect();
        let texts = |name: &str| -> Vec<String> {
            let texts = expected[name].as_array().unwrap().iter();
            texts.map(|it| it.as_str().unwrap().to_owned()).collect()
        };
        let mut wrong = outcome.remarks;
        if expected["verdict"] != json!(outcome.verdict) {
            wrong.push(format!("the verdict is {:?}", outcome.verdict));
        }
        if expected["exit"] != exit(outcome.verdict, &outcome.problems) {
            wrong.push("another exit status".into());
        }
        for code in texts("codes") {
            if !codes.contains(&code.as_str()) {
                wrong.push(format!("`{code}` is missing"));
            }
        }
        for code in texts("not_codes") {
            if codes.contains(&code.as_str()) {
                wrong.push(format!("`{code}` stands there"));
            }
        }
        if !wrong.is_empty() {
            let id = &case["id"];
            self.failures
                .push(format!("{id}: {}; found {codes:?}", wrong.join(", ")));
        }
        self.played += 1;
    }

    #[track_caller]
    fn end(self, least: usize) {
        assert!(self.played >= least, "only {} cases", self.played);
        assert!(self.failures.is_empty(), "{}", self.failures.join("\n"));
    }
}

/// The exit status of the command line: by the verdict of a check, or else by the problems.
fn exit(verdict: Option<Verdict>, problems: &[Problem]) -> u8 {
    let any = |effect| problems.iter().any(|problem| problem.effect == effect);
    match verdict {
        Some(Verdict::Accepted) => 0,
        Some(Verdict::Refused) => 1,
        Some(Verdict::Unknown) => 3,
        None if any(Effect::Refuses) => 1,
        None if any(Effect::LeavesOpen) => 3,
        None => 0,
    }
}

fn check(case: &Json) -> Outcome {
    let expected = &case["expected"];
    let assumed = expected["assume"].as_str().unwrap();
    let token = token(case);
    let gitlab = play(case, &token);
    wait(async {
        let exposed = id(case) == "301-http-https";
        let host = TestHost::with(|options| {
            options.clock = Clock::fixed(format!("{TODAY}T12:00:00Z").parse().unwrap());
            if exposed {
                options.proxies = Proxies::fixed(gitlab.base_url()).unwrap();
            }
        });
        let plugin = host.load(&built().gitlab_library).await;
        let mut connection = by_token(gitlab.base_url(), &token);
        if exposed {
            connection
                .fields
                .set("address", "http://gitlab.example.com");
            connection.fields.set("allow_plain_http", true);
        }
        let check = plugin.check(&call(), &connection).await.unwrap();
        let mut remarks = Vec::new();
        if check.requests as usize != gitlab.request_count() || check.requests > 4 {
            remarks.push(format!("{} requests", check.requests));
        }
        if assumed.contains("no request is sent") && check.requests != 0 {
            remarks.push("requests were sent".into());
        }
        if serde_json::to_string(&check)
            .unwrap()
            .contains(token.trim())
        {
            remarks.push("the token is shown".into());
        }
        remarks.extend(beyond(case, &plugin, &mut connection, &token).await);
        Outcome {
            verdict: Some(check.verdict),
            problems: check.problems,
            remarks,
        }
    })
}

/// What some cases say about another way to ask.
async fn beyond(
    case: &Json,
    plugin: &Plugin,
    connection: &mut Connection,
    token: &str,
) -> Option<String> {
    let (verdict, code) = match id(case) {
        // By the host's OAuth method.
        "tokeninfo-200" => (Verdict::Accepted, None),
        "user-401-oauth-expired" | "tokeninfo-401-expired" => {
            (Verdict::Refused, Some("token.expired"))
        }
        "user-401-oauth-rotated" => (Verdict::Refused, Some("token.revoked")),
        // Without the permission for plain http.
        "301-http-https" => (Verdict::Refused, Some("instance.insecure")),
        _ => return None,
    };
    if id(case) == "301-http-https" {
        connection.fields.set("allow_plain_http", false);
    } else {
        connection.method = "oauth".into();
        connection.secrets.set("access_token", Secret::new(token));
    }
    let check = plugin.check(&call(), connection).await.unwrap();
    let found = check.problems.first().map(|problem| problem.code.as_str());
    ((check.verdict, found) != (verdict, code))
        .then(|| format!("asked otherwise: {:?} {found:?}", check.verdict))
}

fn choose(case: &Json) -> Outcome {
    let gitlab = play(case, PERSONAL);
    wait(async {
        let host = TestHost::new();
        let plugin = host.load(&built().gitlab_library).await;
        let connection = by_token(gitlab.base_url(), PERSONAL);
        let mut remarks = Vec::new();
        let problems = match id(case) {
            "projects-401-unknown" => {
                let failed = list(&plugin, &connection, None).await.map(|_| ());
                vec![failed.expect_err("no list")]
            }
            "projects-200-keyset" => {
                let first = list(&plugin, &connection, None).await.unwrap();
                let second = list(&plugin, &connection, first.1).await.unwrap();
                if first.0 != ["10"] || second != (Vec::new(), None) {
                    remarks.push(format!("{first:?} {second:?}", first = first.0));
                }
                let requests = gitlab.requests();
                if !requests
                    .last()
                    .is_some_and(|last| last.path_and_query.contains("id_after=10"))
                {
                    remarks.push("the key was not sent".into());
                }
                Vec::new()
            }
            chosen => {
                let configuration = match chosen {
                    "project-404" => {
                        json!({"records": ["issues"], "source": "projects", "projects": ["123"]})
                    }
                    "epics-403" => {
                        json!({"records": ["epics"], "source": "groups", "groups": ["55"]})
                    }
                    _ => json!({"records": ["issues"], "source": "groups", "groups": ["55"]}),
                };
                let validation: Validation = plugin
                    .validate_configuration(&call(), &connection, configuration)
                    .await
                    .unwrap();
                if validation.problems.iter().any(|it| it.field.is_none()) {
                    remarks.push("a problem without its field".into());
                }
                if chosen == "projects-403-granular-enforced" {
                    let request = ChoicesRequest {
                        field: "groups".into(),
                        draft: serde_json::Map::new(),
                        query: Query::Values(vec!["55".into()]),
                    };
                    let labels = plugin.choices(&call(), &connection, request).await.unwrap();
                    let code = labels.problems.first().map(|problem| problem.code.as_str());
                    if (labels.items.len(), code) != (1, Some("token.permission_missing")) {
                        remarks.push(format!("the labels are {labels:?}"));
                    }
                }
                validation.problems
            }
        };
        Outcome {
            verdict: None,
            problems,
            remarks,
        }
    })
}

/// The ids on a page of projects, and what asks for the next.
async fn list(
    plugin: &Plugin,
    connection: &Connection,
    after: Option<String>,
) -> Result<(Vec<String>, Option<String>), Problem> {
    let request = ChoicesRequest {
        field: "projects".into(),
        draft: serde_json::Map::new(),
        query: Query::Search {
            text: String::new(),
            after,
        },
    };
    let choices = plugin.choices(&call(), connection, request).await?;
    let ids = choices.items.into_iter().map(|item| item.value).collect();
    Ok((ids, choices.next))
}

fn id(case: &Json) -> &str {
    case["id"].as_str().unwrap()
}

/// The token that the case is about.
fn token(case: &Json) -> String {
    let request = &case["request"];
    if let Some(token) = request["token"].as_str() {
        return token.into();
    }
    if case["token_kind"] == "OAuth access token" {
        return OAUTH.into();
    }
    let named = request["headers"]["PRIVATE-TOKEN"].as_str();
    match named.filter(|named| *named != "<token>") {
        Some(named) => named.replace("<20 chars>", "AbCdEfGhJkMnPqRsTuVw"),
        None => PERSONAL.into(),
    }
}

/// A GitLab in which all is as the case assumes, and the case's request gets the case's answer.
fn play(case: &Json, token: &str) -> GitLab {
    let assumed = case["expected"]["assume"].as_str().unwrap();
    let version = assumed
        .split_once("/version 200 (")
        .and_then(|(_, rest)| rest.split_once(')'))
        .map_or("18.9.0-ee", |(version, _)| version);
    let scenario = world(case, token.trim()).version(version).today(TODAY);
    let path = case["request"]["path"].as_str().unwrap();
    let path = path
        .trim_start_matches("http://gitlab.example.com")
        .replace("<id>", "55");
    let path = path.split('?').next().unwrap();
    if path == "-" {
        return scenario.start().unwrap();
    }
    let answer = || {
        let response = &case["response"];
        let body = match &response["body"] {
            Json::String(text) => text.clone(),
            body => body.to_string().replace("<today+1 UTC>", "2026-09-02"),
        };
        let status = u16::try_from(response["status"].as_u64().unwrap()).unwrap();
        let headers = response["headers"].as_object().unwrap().iter();
        headers.fold(Fault::status(status).body(body), |fault, (name, value)| {
            fault.header(name, value.as_str().unwrap())
        })
    };
    let json = |status: u16, body: &str| Fault::status(status).body(body);
    let bare = || json(401, r#"{"message":"401 Unauthorized"}"#);
    let expired = || {
        json(
            401,
            r#"{"error":"invalid_token","error_description":"Token is expired. You can either do re-authorization or token refresh."}"#,
        )
    };
    let no_oauth = || {
        json(
            401,
            r#"{"error":"invalid_token","error_description":"The access token is invalid","state":"unauthorized"}"#,
        )
    };
    // Rules about all paths first: of several that fit, the last one counts.
    let scenario = match id(case) {
        "404-not-gitlab" => scenario.fault("*", answer()),
        "301-http-https" => ["personal_access_tokens/self", "user", "version"]
            .iter()
            .fold(scenario, |scenario, path| {
                let location = format!("https://gitlab.example.com/api/v4/{path}");
                scenario.fault(
                    &format!("/api/v4/{path}"),
                    answer().header("location", location),
                )
            }),
        "user-401-oauth-expired" | "user-401-oauth-rotated" => scenario
            .fault("/api/*", answer())
            .fault("/oauth/token/info", no_oauth()),
        "tokeninfo-401-expired" => scenario.fault("/api/*", expired()),
        "projects-200-anonymous" => scenario.fault("/api/*", bare()),
        "projects-200-keyset" => {
            return scenario
                .fault("/api/v4/projects", json(200, "[]"))
                .fault("/api/v4/projects", answer().times(1))
                .start()
                .unwrap();
        }
        _ if assumed.contains("answer the same") => scenario.fault("/api/*", answer()),
        _ => scenario,
    };
    if id(case) == "301-http-https" {
        return scenario.start().unwrap();
    }
    scenario.fault(path, answer()).start().unwrap()
}

/// Who and what there is.
fn world(case: &Json, token: &str) -> Scenario {
    let office = Scenario::new()
        .user(User::new("jane").name("Jane").id(7))
        .group(Group::new("office").id(55))
        .project(Project::new("office/thing").id(123));
    let own = Token::personal("jane")
        .id(42)
        .name("ci")
        .value(token)
        .expires_on("2027-01-09");
    office.token(match id(case) {
        "self-200-read-user-only" | "self-403-trap-15-1-scope" => own.scopes(["read_user"]),
        "user-403-scope" | "version-403-scope" => own.scopes(["read_repository"]),
        "self-200-granular" | "self-403-granular" => own.permissions([
            "read_personal_access_token",
            "read_user",
            "read_metadata",
            "read_project",
        ]),
        "self-200-project-token" | "user-200-project-bot" => Token::project("office/thing")
            .value(token)
            .expires_on("2027-01-09"),
        "user-200-group-bot" => Token::group("office").value(token).expires_on("2027-01-09"),
        _ if token == OAUTH => Token::oauth("jane").value(token),
        _ => own,
    })
}
