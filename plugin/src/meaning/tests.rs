use super::*;

const JSON: (&str, &str) = ("content-type", "application/json");
const HTML: (&str, &str) = ("content-type", "text/html; charset=utf-8");
const META: (&str, &str) = ("x-gitlab-meta", r#"{"correlation_id":"1","version":"1"}"#);

fn meaning_at(
    path: &str,
    status: u16,
    headers: &[(&'static str, &str)],
    body: &str,
) -> Option<Finding> {
    let asked = Url::parse(&format!("https://git.example.com/gitlab{path}")).expect("an address");
    let now = Instant::from_unix_milliseconds(1_780_000_000_000);
    of(&asked, &Response::of(status, headers, body), now)
}

#[track_caller]
fn json(status: u16, body: &str, expected: Finding) {
    let found = meaning_at("/api/v4/user", status, &[JSON], body);
    assert_eq!(found, Some(expected), "{status} {body}");
}

/// The code of what came in place of an answer.
fn code_of(status: u16, headers: &[(&'static str, &str)], body: &str) -> &'static str {
    match meaning_at("/api/v4/user", status, headers, body) {
        Some(Finding::Foreign(code, ..) | Finding::NotNow(code, ..)) => code.id,
        Some(Finding::Forbidden) => "instance.forbidden",
        other => panic!("{other:?}"),
    }
}

#[test]
fn refusals_of_the_token_are_told_apart() {
    let denied = |text: &str| Finding::Denied(text.into());
    let described =
        |error: &str, text: &str| json!({"error": error, "error_description": text}).to_string();
    json(
        401,
        r#"{"message":"401 Unauthorized"}"#,
        Finding::Unauthorised,
    );
    for (error, text, expected) in [
        (
            "invalid_token",
            "Token is expired. You can either …",
            Finding::Stated(code::TOKEN_EXPIRED),
        ),
        (
            "invalid_token",
            "Token was revoked. You have to …",
            Finding::Stated(code::TOKEN_REVOKED),
        ),
        (
            "invalid_token",
            "Token is an impersonation token but impersonation was disabled.",
            Finding::Stated(code::TOKEN_IMPERSONATION_DISABLED),
        ),
        (
            "invalid_token",
            "Bad Access Token.",
            denied("Bad Access Token."),
        ),
        (
            "dpop_error",
            "DPoP validation error: DPoP header is missing",
            Finding::Stated(code::TOKEN_DPOP_REQUIRED),
        ),
        (
            "restricted_language_server_client_error",
            "Not with this client.",
            denied("Not with this client."),
        ),
    ] {
        json(401, &described(error, text), expected);
    }
    json(
        403,
        r#"{"error":"insufficient_scope","error_description":"…","scope":"read_user api read_api"}"#,
        Finding::NeedsScope(["read_user", "api", "read_api"].map(Into::into).into()),
    );
    let sentence = "Access denied: … user permissions: [Personal Access Token: Read].";
    json(
        403,
        &described("insufficient_granular_scope", sentence),
        Finding::NeedsPermission(sentence.into()),
    );
    json(
        400,
        r#"{"message":"400 Bad request - This endpoint requires token type to be a personal access token"}"#,
        Finding::IsOfOAuth,
    );
    let unknown = described("invalid_token", "访问令牌无效");
    assert_eq!(
        meaning_at("/oauth/token/info", 401, &[JSON], &unknown),
        Some(Finding::Unauthorised)
    );
}

#[test]
fn refusals_of_the_account_are_told_apart() {
    let account = |text: &str| json!({"message": format!("403 Forbidden - {text}")}).to_string();
    for (text, code) in [
        ("Your account has been blocked.", code::ACCOUNT_BLOCKED),
        (
            "Your account is pending approval from your administrator and hence blocked.",
            code::ACCOUNT_PENDING_APPROVAL,
        ),
        (
            "Your account has been deactivated by your administrator. …",
            code::ACCOUNT_DEACTIVATED,
        ),
        (
            "You (@jane) must accept the Terms of Service in order to …",
            code::ACCOUNT_TERMS_NOT_ACCEPTED,
        ),
        (
            "Your primary email address is not confirmed. …",
            code::ACCOUNT_UNCONFIRMED,
        ),
        ("Your password expired. …", code::ACCOUNT_PASSWORD_EXPIRED),
    ] {
        json(403, &account(text), Finding::Stated(code));
    }
    let internal = "This action cannot be performed by internal users";
    json(403, &account(internal), Finding::Denied(internal.into()));
    json(403, r#"{"message":"403 Forbidden"}"#, Finding::Forbidden);
}

#[test]
fn routes_and_things_that_are_not_there_are_told_apart() {
    json(404, r#"{"error":"404 Not Found"}"#, Finding::NoRoute);
    json(
        404,
        r#"{"message":"404 Project Not Found"}"#,
        Finding::NotFound,
    );
    json(404, r#"{"message":"404 Not found"}"#, Finding::NotFound);
    json(405, r#"{"error":"405 Not Allowed"}"#, Finding::NotAllowed);
    assert_eq!(meaning_at("/api/v4/user", 200, &[JSON], "{}"), None);
}

#[test]
fn an_instance_that_is_busy_says_when_to_come_back() {
    let wait = |headers: &[(&'static str, &str)], body: &str| {
        meaning_at("/api/v4/user", 429, headers, body)
    };
    let limited = |seconds| Some(Finding::NotNow(code::INSTANCE_RATE_LIMITED, 429, seconds));
    assert_eq!(
        wait(
            &[("content-type", "text/plain"), ("retry-after", "42")],
            "Retry later\n"
        ),
        limited(Some(42))
    );
    assert_eq!(
        wait(&[("ratelimit-reset", "1780000030")], "Slow down!"),
        limited(Some(30))
    );
    assert_eq!(
        wait(
            &[JSON],
            r#"{"message":{"error":"This endpoint has been requested too many times."}}"#
        ),
        limited(None)
    );
    let maintenance = r#"{"message":"GitLab is undergoing maintenance"}"#;
    assert_eq!(
        meaning_at(
            "/api/v4/user",
            503,
            &[JSON, ("retry-after", "900")],
            maintenance
        ),
        Some(Finding::NotNow(code::INSTANCE_MAINTENANCE, 503, Some(900)))
    );
    assert_eq!(
        code_of(500, &[JSON], r#"{"message":"500 Internal Server Error"}"#),
        "instance.error"
    );
    assert_eq!(
        code_of(502, &[HTML], "<title>502 Bad Gateway</title>"),
        "instance.unavailable"
    );
    assert_eq!(
        code_of(523, &[HTML], "<title>Origin is unreachable</title>"),
        "instance.unavailable"
    );
}

#[test]
fn pages_are_told_apart_whatever_their_status() {
    for (status, headers, body, expected) in [
        (
            200,
            &[HTML][..],
            "<!DOCTYPE html><title>Deploy in progress</title>",
            "instance.deploying",
        ),
        (
            200,
            &[],
            "<html><title>Deploy in progress</title>",
            "instance.deploying",
        ),
        (
            502,
            &[HTML],
            "<title>Waiting for GitLab to boot</title>",
            "instance.unavailable",
        ),
        (
            404,
            &[HTML],
            "<title>The page you're looking for could not be found (404)</title>",
            "instance.wrong_path",
        ),
        (
            200,
            &[HTML],
            "<head><meta content=\"GitLab\" property=\"og:site_name\">",
            "instance.wrong_path",
        ),
        (
            200,
            &[HTML, META],
            "<title>Sign in</title>",
            "instance.wrong_path",
        ),
        (
            403,
            &[HTML],
            "<title>Just a moment...</title>",
            "instance.challenged",
        ),
        (
            503,
            &[HTML],
            "<title>Checking your Browser - GitLab</title>",
            "instance.challenged",
        ),
        (
            429,
            &[HTML, ("cf-mitigated", "challenge")],
            "<title>?</title>",
            "instance.challenged",
        ),
        (
            200,
            &[HTML],
            "<title>Acme</title><input type=\"password\">",
            "instance.challenged",
        ),
        (
            401,
            &[HTML, ("www-authenticate", "Basic")],
            "<title>401</title>",
            "instance.challenged",
        ),
        (
            403,
            &[HTML],
            "<title>403 Forbidden</title><hr>nginx",
            "instance.forbidden",
        ),
        (
            404,
            &[HTML],
            "<html><title>404 Not Found</title><hr>nginx",
            "instance.not_gitlab",
        ),
        (
            200,
            &[HTML],
            "<title>Welcome</title>",
            "instance.not_gitlab",
        ),
        (
            404,
            &[("content-type", "text/plain")],
            "404 page not found",
            "instance.not_gitlab",
        ),
        (
            403,
            &[("content-type", "text/plain")],
            "Forbidden\n",
            "instance.forbidden",
        ),
        (
            401,
            &[JSON],
            r#"{"message":"Bad credentials","documentation_url":"…"}"#,
            "instance.not_gitlab",
        ),
        (
            403,
            &[JSON],
            r#"{"message":"API rate limit exceeded"}"#,
            "instance.not_gitlab",
        ),
        (
            400,
            &[JSON, META],
            r#"{"error":"per_page is invalid"}"#,
            "instance.bad_answer",
        ),
    ] {
        assert_eq!(code_of(status, headers, body), expected, "{status} {body}");
    }
}

#[test]
fn redirects_are_told_apart_and_never_lose_the_root() {
    let to = |location: &str| meaning_at("/api/v4/user", 301, &[("location", location)], "");
    let new = |address: &str| Some(Finding::Redirected(address.into()));
    assert_eq!(
        to("https://code.example.com/gitlab/api/v4/user"),
        new("https://code.example.com/gitlab")
    );
    assert_eq!(
        to("https://code.example.com/api/v4/user?x=1#y"),
        new("https://code.example.com")
    );
    assert_eq!(to("/api/v4/user"), new("https://git.example.com"));
    assert_eq!(
        to("https://git.example.com:8443/gitlab/api/v4/user"),
        new("https://git.example.com:8443/gitlab")
    );
    let code = |location: &str| match to(location) {
        Some(Finding::Foreign(code, 301, _)) => code.id,
        other => panic!("{location}: {other:?}"),
    };
    assert_eq!(code("/gitlab/users/sign_in"), "instance.wrong_path");
    assert_eq!(
        code("https://acme.example/cdn-cgi/access/login?x=1"),
        "instance.challenged"
    );
    assert_eq!(
        code("https://login.example.com/saml"),
        "instance.not_gitlab"
    );
    assert_eq!(
        code("/gitlab/api/v4/user"),
        "instance.not_gitlab",
        "a circle"
    );
    assert_eq!(
        code("https://user:secret@evil.example/gitlab/api/v4/user"),
        "instance.not_gitlab"
    );
    let moved = meaning_at(
        "/api/v4/projects/a%2Fb",
        301,
        &[("location", "/gitlab/api/v4/projects/42")],
        "",
    );
    assert_eq!(moved, Some(Finding::NotFound));
}

#[test]
fn what_stands_in_front_of_gitlab_does_not_speak_for_it() {
    let gateway = r#"{"error":"unauthorized","error_description":"The gateway does not know you"}"#;
    assert_eq!(code_of(401, &[JSON], gateway), "instance.not_gitlab");
    for mark in [
        META,
        (
            "www-authenticate",
            "Bearer realm=\"Protected by OAuth 2.0\", error=\"unauthorized\"",
        ),
    ] {
        assert_eq!(
            meaning_at("/api/v4/user", 401, &[JSON, mark], gateway),
            Some(Finding::Denied("The gateway does not know you".into()))
        );
    }
    let nameless = r#"{"error_description":"The gateway does not know you"}"#;
    assert_eq!(code_of(401, &[JSON, META], nameless), "instance.bad_answer");
}

#[test]
fn no_number_in_a_header_is_too_large() {
    for reset in ["-9223372036854775808", "9223372036854775807", "1e9", ""] {
        let headers = [("content-type", "text/plain"), ("ratelimit-reset", reset)];
        let found = meaning_at("/api/v4/user", 429, &headers, "Retry later\n");
        assert!(
            matches!(
                found,
                Some(Finding::NotNow(code::INSTANCE_RATE_LIMITED, 429, _))
            ),
            "{reset}: {found:?}"
        );
    }
}
