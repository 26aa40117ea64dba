//! What each case is played with.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use gitlab_sim::{
    AccountState, Application, Fault, Group, Licence, Project, Scenario, Token, User, Visibility,
};

use super::step::Step;

/// An instance, and what is sent to it.
#[derive(Debug)]
pub(super) struct Scene {
    pub(super) scenario: Scenario,
    /// In place of `<token>`.
    pub(super) token: String,
    /// In place of `<client>`.
    pub(super) basic: String,
    /// The body of the request, if the case has none of its own.
    pub(super) form: Option<String>,
    /// What happens before, and makes the request.
    pub(super) step: Option<Step>,
    /// The case's values can not all be true at once (a limit that is over, a page of hundred with one project).
    pub(super) illustrative: bool,
}

/// `None` for a case that nobody has thought of here.
pub(super) fn scene(id: &str, version: &str) -> Option<Scene> {
    let token = || {
        let token = Token::personal("jane").id(42).name("ci").value(PERSONAL);
        token.expires_on("2027-01-09")
    };
    let oauth = || Token::oauth("jane").value(OAUTH);
    let jane = || User::new("jane").name("Jane").id(7);
    let with = |user: User, token: Token| office(user).token(token);
    let api = |token: Token| with(jane(), token);
    let refused = |state| with(jane().state(state), token());
    let broken = |fault| api(token()).fault("/api/*", fault);
    Some(match id {
        "self-200-read-api"
        | "self-200-bearer"
        | "self-200-no-description"
        | "user-200"
        | "self-401-trap-15-1"
        | "self-405-13-3"
        | "self-400-two-carriers"
        | "project-404"
        | "projects-200-membership-empty"
        | "projects-405-offset" => sent(api(token()), PERSONAL),
        "version-200" => illustrative(sent(api(token()), PERSONAL)),
        "self-200-api" | "graphql-200" => sent(api(token().scopes(["api"])), PERSONAL),
        "self-200-read-user-only" | "self-403-trap-15-1-scope" => {
            sent(api(token().scopes(["read_user"])), PERSONAL)
        }
        "self-200-null-expiry" => sent(api(token().never_expires()), PERSONAL),
        "self-200-expires-tomorrow" => sent(api(token().expires_in_days(1)), PERSONAL),
        "self-200-granular" => {
            let token = token().permissions(["read_personal_access_token", "read_issue"]);
            illustrative(sent(api(token), PERSONAL))
        }
        "self-403-granular" => sent(api(token().permissions(["read_issue"])), PERSONAL),
        "projects-403-granular-enforced" => {
            let group = Group::new("strict").id(55).demands_fine_grained_tokens();
            sent(api(token()).group(group), PERSONAL)
        }
        "self-200-project-token" | "user-200-project-bot" => {
            let project = Project::new("office/thing").id(123);
            let token = Token::project("office/thing").value(PERSONAL);
            illustrative(sent(office(jane()).project(project).token(token), PERSONAL))
        }
        "user-200-group-bot" => {
            let token = Token::group("office").value(PERSONAL);
            let group = Group::new("office").id(55);
            illustrative(sent(office(jane()).group(group).token(token), PERSONAL))
        }
        "self-401-missing"
        | "self-401-unknown"
        | "projects-401-unknown"
        | "version-401"
        | "user-401-job-token" => sent(api(token()), "glpat-zzzzzzzzzzzzzzzzzzzz"),
        "self-401-expired" => sent(api(token().expires_on("2026-08-01")), PERSONAL),
        "self-401-revoked" => sent(api(token().revoked()), PERSONAL),
        "self-401-dpop" => sent(with(jane().demands_dpop(), token()), PERSONAL),
        "self-401-oauth-in-private-token" | "self-400-oauth-bearer" => sent(api(oauth()), OAUTH),
        // 1,100 seconds after the token was given out.
        "tokeninfo-200" => sent(api(oauth()).now("2026-02-13T16:45:00Z"), OAUTH),
        "user-401-oauth-expired" | "tokeninfo-401-expired" => {
            sent(api(oauth().expires_on("2026-08-22")), OAUTH)
        }
        "user-401-oauth-rotated" => sent(api(oauth().revoked()), OAUTH),
        "self-403-blocked" | "graphql-403-blocked" => {
            sent(refused(AccountState::Blocked), PERSONAL)
        }
        "self-403-pending" => sent(refused(AccountState::PendingApproval), PERSONAL),
        "self-403-unconfirmed" => sent(refused(AccountState::Unconfirmed), PERSONAL),
        "self-403-password-expired" => sent(refused(AccountState::PasswordExpired), PERSONAL),
        "user-403-scope" | "version-403-scope" => {
            sent(api(token().scopes(["read_repository"])), PERSONAL)
        }
        "projects-200-anonymous" => {
            let thing = Project::new("public/thing").visibility(Visibility::Public);
            sent(office(jane()).project(thing), "")
        }
        "projects-200-keyset" => {
            let elsewhere = api(token()).external_url("https://internal.example:8443");
            illustrative(sent(elsewhere.projects(150), PERSONAL))
        }
        "group-404-ip-allowlist" => {
            let group = Group::new("fenced").id(55).limits_addresses();
            sent(api(token()).group(group), PERSONAL)
        }
        "epics-403" => {
            let scenario = api(token()).group(Group::new("free").id(55));
            sent(scenario.licence(Licence::Free), PERSONAL)
        }
        // All three that the case names in one: it says that they can not be told apart.
        "graphql-401" if version.starts_with("16") => sent(api(token().revoked()), PERSONAL),
        "graphql-401" if version.starts_with("18") => {
            sent(api(token().scopes(["read_user"])), PERSONAL)
        }
        "graphql-401" => sent(api(token().expires_on("2026-08-01")), PERSONAL),
        "graphql-200-null-old" => sent(api(token()), "glpat-zzzzzzzzzzzzzzzzzzzz"),
        "503-maintenance" => sent(api(token()).maintenance_mode(), PERSONAL),
        "301-maintenance-form" => sent(api(token()).maintenance_mode(), PERSONAL),
        "403-read-only" => sent(api(token()).read_only(), PERSONAL),
        "rotate-200" | "selfrevoke-204" => sent(api(token().scopes(["api"])), PERSONAL),
        "rotate-403-scope" => sent(api(token()), PERSONAL),
        "rotate-405-oauth" => sent(api(oauth().scopes(["api"])), OAUTH),
        "introspect-inactive-pat" => form(api(token()), &format!("token={PERSONAL}")),
        "token-400-missing-refresh" => form(api(token()), "grant_type=refresh_token"),
        "token-200" => after(Step::Agree),
        "token-400-refresh-reuse" => after(Step::Renew),
        "device-400-authorization_pending" => after(Step::Begin),
        "authorize-denied" => after(Step::Deny),
        "token-401-client" => {
            let code = "grant_type=authorization_code&code=x&redirect_uri=x&client_id=unknown";
            form(api(token()), code)
        }
        "revoke-200" => {
            let client = format!("client_id={CLIENT}&client_secret={SECRET}");
            form(api(token()), &format!("token=unknown&{client}"))
        }
        "429-rack-attack" => illustrative(sent(api(token()).rate_limit(0), PERSONAL)),
        "200-deploy-page" => sent(broken(Fault::deploy_page()), PERSONAL),
        "500-json" => sent(broken(Fault::exception()), PERSONAL),
        "404-not-gitlab" => sent(broken(Fault::not_gitlab()), PERSONAL),
        "301-http-https" => {
            let location = "https://gitlab.example.com/api/v4/personal_access_tokens/self";
            sent(broken(Fault::redirect(301, location)), PERSONAL)
        }
        _ => return None,
    })
}

/// A quiet day at `https://gitlab.example.com`.
fn office(user: User) -> Scenario {
    Scenario::new()
        .today("2026-08-22")
        .external_url("https://gitlab.example.com")
        .application(application())
        .user(user)
}

fn application() -> Application {
    let application = Application::new(CLIENT).secret(SECRET);
    application.redirect_uri(CALLBACK)
}

fn sent(scenario: Scenario, token: &str) -> Scene {
    Scene {
        scenario,
        token: token.to_owned(),
        basic: BASE64_STANDARD.encode(format!("{CLIENT}:{SECRET}")),
        form: None,
        step: None,
        illustrative: false,
    }
}

/// At the second at which the cases' tokens are given out.
fn after(step: Step) -> Scene {
    let office = Scenario::new()
        .now("2026-02-13T16:26:40Z")
        .user(User::new("jane").id(7))
        .application(application());
    Scene {
        step: Some(step),
        ..sent(office, "")
    }
}

fn form(scenario: Scenario, form: &str) -> Scene {
    Scene {
        form: Some(form.to_owned()),
        ..sent(scenario, PERSONAL)
    }
}

fn illustrative(scene: Scene) -> Scene {
    Scene {
        illustrative: true,
        ..scene
    }
}

const PERSONAL: &str = "glpat-AbCdEfGhJkMnPqRsTuVw";
const OAUTH: &str = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
pub(super) const CLIENT: &str = "c11e47";
pub(super) const SECRET: &str = "gloas-made-up";
pub(super) const CALLBACK: &str = "http://127.0.0.1:4711/callback";
