//! What a check must come to, by version, kind of token and scopes: a model written from what is known of GitLab, held against the real
//! library and the simulated GitLab.

use std::time::Duration;

use gitlab_sim::{AccountState, GitLab, Project, Scenario, Token, User};
use violet_host::{Clock, Plugin};
use violet_plugin::{Connection, Secret, Verdict};

use crate::{
    check::by_token,
    support::{TestHost, built, call, wait},
};

type Version = (u32, u32);

/// Each side of every change that matters to a check, and some between.
const VERSIONS: &[Version] = &[
    (13, 0),
    (13, 2),
    (13, 3),
    (13, 6),
    (13, 7),
    (13, 12),
    (14, 0),
    (14, 5),
    (14, 7),
    (14, 9),
    (15, 0),
    (15, 1),
    (15, 2),
    (15, 3),
    (15, 4),
    (15, 5),
    (15, 6),
    (16, 0),
    (16, 1),
    (16, 11),
    (17, 3),
    (17, 4),
    (17, 7),
    (18, 0),
    (18, 3),
    (18, 7),
    (18, 9),
    (19, 0),
    (19, 2),
];

const SCOPES: &[&[&str]] = &[
    &["read_api"],
    &["api"],
    &["read_user"],
    &["read_repository"],
    &["read_repository", "write_repository"],
    &["read_user", "read_repository"],
    &["read_api", "read_user", "read_repository"],
    &["api", "sudo"],
];

/// Permissions of fine-grained tokens: for the token itself, the user, the version, projects.
const PERMISSIONS: &[&[&str]] = &[
    &[
        "read_personal_access_token",
        "read_user",
        "read_metadata",
        "read_project",
    ],
    &["read_user", "read_metadata", "read_project"],
    &["read_personal_access_token", "read_project"],
    &["read_project"],
    &["read_personal_access_token", "read_user", "read_metadata"],
    &["read_user"],
    &["read_issue"],
];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Personal,
    Impersonation,
    /// A personal one of an administrator.
    Administrators,
    Project,
    Group,
    ServiceAccount,
    /// An OAuth access token that was pasted as a token.
    PastedOAuth,
    /// One that the host got by OAuth.
    OAuth,
    FineGrained,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Good,
    Unknown,
    Expired,
    Revoked,
    /// Expiry is looked at first.
    ExpiredAndRevoked,
    Blocked,
    Deactivated,
    PasswordExpired,
}

/// A token of the model, and where it stands in the simulation.
#[derive(Clone, Debug)]
struct Subject {
    kind: Kind,
    state: State,
    grants: &'static [&'static str],
    value: String,
}

/// What a check must come to.
#[derive(Debug, PartialEq, Eq)]
struct Expected {
    verdict: Verdict,
    /// In alphabetical order.
    codes: Vec<&'static str>,
    most_requests: u32,
    credential: Option<&'static str>,
}

#[test]
fn every_version_kind_and_scope_comes_to_what_the_model_derives() {
    wait(async {
        let now = "2026-09-01T12:00:00Z".parse().unwrap();
        let host = TestHost::with(|options| options.clock = Clock::fixed(now));
        let plugin = host.load(&built().gitlab_library).await;
        let (mut wrong, mut checks) = (Vec::new(), 0);
        for &version in VERSIONS {
            let subjects = subjects(version);
            let gitlab = instance(version, &subjects);
            for subject in &subjects {
                gitlab.clear_counters();
                let found = check(&plugin, &gitlab, subject).await;
                let expected = model(version, subject);
                let same = found.codes == expected.codes
                    && (found.verdict, found.credential.as_deref())
                        == (expected.verdict, expected.credential);
                if !same || found.requests > expected.most_requests {
                    wrong.push(format!(
                        "{version:?} {subject:?}:\n  {expected:?}\n  {found:?}"
                    ));
                }
                checks += 1;
            }
        }
        assert!(checks > 1700, "only {checks} checks");
        assert!(
            wrong.is_empty(),
            "{} of {checks}:\n{}",
            wrong.len(),
            wrong[..wrong.len().min(20)].join("\n")
        );
    });
}

/// By the number of requests under way, not by the clock: how long they take is the network's affair.
#[test]
fn a_modern_check_is_one_round_trip_cold_and_warm() {
    wait(async {
        let host = TestHost::new();
        let plugin = host.load(&built().gitlab_library).await;
        let slow = Duration::from_millis(150);
        let gitlab = Scenario::demo().delay(slow).start().unwrap();
        for temperature in ["cold", "warm"] {
            gitlab.clear_counters();
            let connection = by_token(gitlab.base_url(), gitlab.token());
            let check = plugin.check(&call(), &connection).await.unwrap();
            assert_eq!(check.verdict, Verdict::Accepted);
            let counts = (gitlab.request_count(), gitlab.most_requests_at_once());
            assert_eq!(counts, (3, 3), "{temperature}");
        }
    });
}

/// The model. It knows nothing of the plugin.
fn model(version: Version, subject: &Subject) -> Expected {
    use Verdict::{Accepted, Refused};
    let is_modern = version >= (15, 5);
    let is_oauth = matches!(subject.kind, Kind::OAuth | Kind::PastedOAuth);
    let classic_requests = if is_modern && !is_oauth { 3 } else { 4 };
    let refused = |code, credential| Expected {
        verdict: Refused,
        codes: vec![code],
        most_requests: classic_requests,
        credential,
    };
    match subject.state {
        State::Good => {}
        State::Unknown => return refused("token.not_recognised", None),
        State::Expired | State::ExpiredAndRevoked => return refused("token.expired", None),
        State::Revoked => return refused("token.revoked", None),
        State::Blocked => return refused("account.blocked", None),
        State::Deactivated => return refused("account.deactivated", None),
        // Tokens of such accounts work on before 14.0.
        State::PasswordExpired if version >= (14, 0) => {
            return refused("account.password_expired", None);
        }
        State::PasswordExpired => {}
    }
    let has = |grant: &str| subject.grants.contains(&grant);
    let can_read = has("read_api") || has("api");
    let knows_user = can_read || (has("read_user"));
    let named = match subject.kind {
        Kind::Project => "project_access_token",
        Kind::Group => "group_access_token",
        Kind::ServiceAccount => "service_account_token",
        Kind::OAuth | Kind::PastedOAuth => "oauth",
        Kind::Personal | Kind::Impersonation | Kind::Administrators | Kind::FineGrained => {
            "personal_access_token"
        }
    };
    if subject.kind == Kind::FineGrained {
        return fine_grained(subject);
    }
    if subject.kind == Kind::PastedOAuth {
        return refused("token.wrong_kind", Some("oauth"));
    }
    // What the token tells about itself, or the account: `None` if nobody told.
    let told_by_user = knows_user.then_some(named);
    // What `/personal_access_tokens/self` answers, and whether the scopes are told.
    let scopes_are_told = is_modern || is_oauth;
    if !can_read {
        // From 15.1 on GitLab itself refuses the address for want of a scope; before, it refuses the list of projects.
        let credential = if is_oauth { Some(named) } else { told_by_user };
        return refused("token.scope_missing", credential);
    }
    let mut codes = Vec::new();
    if !scopes_are_told {
        codes.extend(["token.expiry_unknown", "token.scopes_unknown"]);
    } else if has("api") {
        codes.push("token.overprivileged");
    }
    Expected {
        verdict: Accepted,
        codes,
        most_requests: if is_oauth { 3 } else { classic_requests },
        credential: Some(named),
    }
}

/// One more request decides, whatever else is told.
fn fine_grained(subject: &Subject) -> Expected {
    let has = |grant: &str| subject.grants.contains(&grant);
    let named = has("read_user").then_some("personal_access_token");
    if !has("read_project") {
        return Expected {
            verdict: Verdict::Refused,
            codes: vec!["token.permission_missing"],
            most_requests: 4,
            credential: named,
        };
    }
    let mut codes = Vec::new();
    if !has("read_user") {
        codes.push("instance.partial");
    }
    if !has("read_metadata") {
        codes.push("instance.partial");
    }
    codes.dedup();
    if !has("read_personal_access_token") {
        codes.push("token.expiry_unknown");
    }
    codes.push("token.fine_grained");
    Expected {
        verdict: Verdict::Accepted,
        codes,
        most_requests: 4,
        credential: named,
    }
}

/// All tokens that a version can have.
fn subjects(version: Version) -> Vec<Subject> {
    let mut subjects = Vec::new();
    let mut add = |kind, state, grants| {
        // Twenty characters, as before there were prefixes; of OAuth, 64 hexadecimal digits.
        let number = subjects.len() + 1;
        let value = match kind {
            Kind::PastedOAuth | Kind::OAuth => format!("{number:064x}"),
            _ => format!("Token{number:0>15}"),
        };
        subjects.push(Subject {
            kind,
            state,
            grants,
            value,
        });
    };
    let mut kinds = vec![
        Kind::Personal,
        Kind::Impersonation,
        Kind::Administrators,
        Kind::Project,
        Kind::PastedOAuth,
        Kind::OAuth,
    ];
    if version >= (14, 7) {
        kinds.push(Kind::Group);
    }
    if version >= (16, 1) {
        kinds.push(Kind::ServiceAccount);
    }
    for &kind in &kinds {
        for &grants in SCOPES {
            // Bots can't be given `read_user`, and nobody but administrators `sudo`.
            let is_bots =
                matches!(kind, Kind::Project | Kind::Group) && grants.contains(&"read_user");
            let is_sudo = grants.contains(&"sudo") && kind != Kind::Administrators;
            if !is_bots && !is_sudo {
                add(kind, State::Good, grants);
            }
        }
    }
    for kind in [Kind::Personal, Kind::OAuth, Kind::PastedOAuth] {
        for state in [
            State::Unknown,
            State::Expired,
            State::Revoked,
            State::ExpiredAndRevoked,
            State::Blocked,
            State::Deactivated,
            State::PasswordExpired,
        ] {
            // `/oauth/token/info` still knows the token of such an account.
            let is_known = !matches!(
                state,
                State::Unknown | State::Expired | State::Revoked | State::ExpiredAndRevoked
            );
            if kind == Kind::Personal || !is_known {
                add(kind, state, &["read_api"]);
            }
        }
    }
    if version >= (18, 7) {
        for &permissions in PERMISSIONS {
            add(Kind::FineGrained, State::Good, permissions);
        }
    }
    subjects
}

/// An instance with all of them.
fn instance((major, minor): Version, subjects: &[Subject]) -> GitLab {
    let mut scenario = Scenario::new()
        .version(format!("{major}.{minor}.0-ee"))
        .today("2026-09-01")
        .user(User::new("jane"))
        .user(User::new("root").administrator())
        .user(User::new("blocked").state(AccountState::Blocked))
        .user(User::new("deactivated").state(AccountState::Deactivated))
        .user(User::new("password").state(AccountState::PasswordExpired))
        .project(Project::new("office/thing"));
    for subject in subjects {
        let holder = match (subject.state, subject.kind) {
            (State::Unknown, _) => continue,
            (State::Blocked, _) => "blocked",
            (State::Deactivated, _) => "deactivated",
            (State::PasswordExpired, _) => "password",
            (_, Kind::Administrators) => "root",
            _ => "jane",
        };
        let token = match subject.kind {
            Kind::Personal | Kind::Administrators | Kind::FineGrained => Token::personal(holder),
            Kind::Impersonation => Token::impersonation(holder),
            Kind::Project => Token::project("office/thing"),
            Kind::Group => Token::group("office"),
            Kind::ServiceAccount => Token::service_account("office"),
            Kind::PastedOAuth | Kind::OAuth => Token::oauth(holder),
        };
        let grants = subject.grants.iter().copied();
        let token = match subject.kind {
            Kind::FineGrained => token.permissions(grants),
            _ => token.scopes(grants),
        };
        let token = match subject.state {
            State::Expired => token.expires_on("2026-08-01"),
            State::Revoked => token.expires_on("2027-06-01").revoked(),
            State::ExpiredAndRevoked => token.expires_on("2026-08-01").revoked(),
            _ => token.expires_on("2027-06-01"),
        };
        scenario = scenario.token(token.value(&subject.value));
    }
    scenario.start().unwrap()
}

#[derive(Debug)]
struct Found {
    verdict: Verdict,
    codes: Vec<String>,
    requests: u32,
    credential: Option<String>,
}

async fn check(plugin: &Plugin, gitlab: &GitLab, subject: &Subject) -> Found {
    let mut connection = by_token(gitlab.base_url(), &subject.value);
    if subject.kind == Kind::OAuth {
        connection = Connection {
            method: "oauth".into(),
            ..Connection::default()
        };
        connection.fields.set("address", gitlab.base_url());
        let secret = Secret::new(subject.value.as_str());
        connection.secrets.set("access_token", secret);
    }
    let check = plugin.check(&call(), &connection).await.unwrap();
    let mut codes: Vec<String> = check.problems.iter().map(|it| it.code.clone()).collect();
    codes.sort_unstable();
    codes.dedup();
    Found {
        verdict: check.verdict,
        codes,
        requests: check.requests,
        credential: check.credential.and_then(|credential| credential.kind),
    }
}
