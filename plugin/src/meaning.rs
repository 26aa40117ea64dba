//! What a response means that is not what was asked for: the one place that looks at statuses, headers, bodies and web pages.
//!
//! For another application, replace [`refusal`], [`account`] and the constants; the texts that are compared are fixed English ones of
//! GitLab's sources, not translated there. Leave the order of the questions: first whether the application itself answers at all.

use violet_plugin::{prelude::*, serde::Deserialize};

use crate::answer::{Came, Finding};

/// What a response means, unless it is the JSON that was asked for.
pub(crate) fn of(asked: &Url, response: &Response, now: Instant) -> Option<Finding> {
    match response.status() {
        300..=399 => Some(redirect(asked, response)),
        _ if is_page(response) => Some(page(response, now)),
        200 => None,
        _ => Some(refusal(asked, response, now)),
    }
}

/// What an answer means whose JSON is none, or not of the type that was asked for.
pub(crate) fn of_unreadable(response: &Response) -> Finding {
    let code = if is_json(response) {
        code::INSTANCE_BAD_ANSWER
    } else {
        code::INSTANCE_NOT_GITLAB
    };
    foreign(code, response)
}

/// The body of a refusal. Which members there are, and of which type, differs.
#[derive(Default, Deserialize)]
#[serde(crate = "violet_plugin::serde", default)]
struct Refusal {
    message: Json,
    error: Json,
    error_description: Json,
    scope: Json,
}

/// What a JSON answer means whose status is not 200; or one of any other type that is no web page.
fn refusal(asked: &Url, response: &Response, now: Instant) -> Finding {
    let body: Refusal = response.json().unwrap_or_default();
    let text = |member: &Json| member.as_str().unwrap_or_default().trim().to_owned();
    let (message, error, description) = (
        text(&body.message),
        text(&body.error),
        text(&body.error_description),
    );
    let begins = |text: &str, start: &str| {
        text.get(..start.len())
            .is_some_and(|front| front.eq_ignore_ascii_case(start))
    };
    let status = response.status();
    let is_marked = is_gitlabs(response)
        || response
            .header("www-authenticate")
            .is_some_and(|challenge| challenge.contains(REALM));
    match (status, error.as_str()) {
        // Unknown, expired, revoked: this address says the same of all of them, in the user's language.
        (401, "invalid_token") if asked.path().ends_with(TOKEN_INFO) => Finding::Unauthorised,
        (401, "invalid_token") => match description.as_str() {
            said if begins(said, "Token is expired") => Finding::Stated(code::TOKEN_EXPIRED),
            said if begins(said, "Token was revoked") => Finding::Stated(code::TOKEN_REVOKED),
            said if begins(said, "Token is an impersonation token") => {
                Finding::Stated(code::TOKEN_IMPERSONATION_DISABLED)
            }
            _ => Finding::Denied(if description.is_empty() {
                error
            } else {
                description
            }),
        },
        (401, "dpop_error") => Finding::Stated(code::TOKEN_DPOP_REQUIRED),
        (401, _) if message.eq_ignore_ascii_case("401 Unauthorized") => Finding::Unauthorised,
        // Whoever stands in front of GitLab may speak OAuth, too: what is not known to be GitLab's own word must be marked as such.
        (401, stated)
            if !stated.is_empty()
                && !description.is_empty()
                && (STATED.contains(&stated) || is_marked) =>
        {
            Finding::Denied(description)
        }
        (403, "insufficient_scope") => Finding::NeedsScope(
            text(&body.scope)
                .split_whitespace()
                .map(Into::into)
                .collect(),
        ),
        (403, "insufficient_granular_scope") => Finding::NeedsPermission(description),
        (403, _) if begins(&message, "403 Forbidden") => {
            account(message["403 Forbidden".len()..].trim_start_matches([' ', '-']))
        }
        (403, _) if !message.is_empty() && is_gitlabs(response) => Finding::Denied(message),
        (403, _) if !is_json(response) => Finding::Forbidden,
        (400, _) if message.contains("requires token type to be a personal access token") => {
            Finding::IsOfOAuth
        }
        (404, _) if begins(&error, "404 Not Found") => Finding::NoRoute,
        (404, _) if begins(&message, "404 ") => Finding::NotFound,
        (405, _) if begins(&error, "405") || begins(&message, "405") => Finding::NotAllowed,
        (410, _) if error.contains("API V3") => foreign(code::INSTANCE_WRONG_PATH, response),
        (407, _) => foreign(code::INSTANCE_PROXY, response),
        (429 | 500.., _) => not_now(
            response,
            message.to_ascii_lowercase().contains("maintenance"),
            now,
        ),
        _ => {
            let code = if is_gitlabs(response) {
                code::INSTANCE_BAD_ANSWER
            } else {
                code::INSTANCE_NOT_GITLAB
            };
            foreign(code, response)
        }
    }
}

/// What `403 Forbidden - …` says of the account.
fn account(reason: &str) -> Finding {
    let known = ACCOUNT.iter().find(|(part, _)| reason.contains(part));
    match known {
        Some((_, code)) => Finding::Stated(*code),
        None if reason.is_empty() => Finding::Forbidden,
        None => Finding::Denied(reason.to_owned()),
    }
}

/// What a web page means that came in place of the API's answer, whatever its status.
fn page(response: &Response, now: Instant) -> Finding {
    let body = &response.body()[..response.body().len().min(PAGE_START)];
    let text = String::from_utf8_lossy(body);
    let lower = text.to_ascii_lowercase();
    let holds = |signs: &[&str]| signs.iter().any(|sign| lower.contains(sign));
    let title = lower.find("<title>").map_or("", |at| {
        let title = &text[at + "<title>".len()..];
        title
            .split_once("</")
            .map_or(title, |(title, _)| title)
            .trim()
    });
    let status = response.status();
    let came = |code| Finding::Foreign(code, status, Came::Page(title.to_owned()));
    if title.eq_ignore_ascii_case("Deploy in progress") {
        return Finding::NotNow(code::INSTANCE_DEPLOYING, status, response.retry_after(now));
    }
    if response.header("cf-mitigated").is_some() || holds(BOT_CHECKS) {
        return came(code::INSTANCE_CHALLENGED);
    }
    match status {
        429 | 500.. => not_now(response, lower.contains("maintenance"), now),
        407 => came(code::INSTANCE_PROXY),
        _ if is_gitlabs(response) || holds(GITLAB_PAGES) => came(code::INSTANCE_WRONG_PATH),
        401 => came(code::INSTANCE_CHALLENGED),
        _ if holds(SIGN_INS) => came(code::INSTANCE_CHALLENGED),
        403 => Finding::Forbidden,
        _ => came(code::INSTANCE_NOT_GITLAB),
    }
}

/// What a redirect means. None is followed: the credential stays here.
fn redirect(asked: &Url, response: &Response) -> Finding {
    let location = response.header("location");
    let Some(target) = location.and_then(|location| asked.join(location).ok()) else {
        return foreign(code::INSTANCE_NOT_GITLAB, response);
    };
    let (path, new_path) = (asked.path(), target.path());
    let api = path.find("/api/v4/").or_else(|| path.find(TOKEN_INFO));
    let (root, wanted) = path.split_at(api.unwrap_or_default());
    let is_same_origin = target.same_origin(asked);
    if let Some(new_root) = new_path.strip_suffix(wanted)
        && (new_root != root || !is_same_origin)
        && !target.has_user_information()
    {
        let address = target.with_path(new_root).to_string();
        return Finding::Redirected(address.trim_end_matches('/').to_owned());
    }
    // A project that was renamed or moved: another address of the same API.
    if is_same_origin && new_path.starts_with(&format!("{root}/api/v4/projects/")) {
        return Finding::NotFound;
    }
    let code = if new_path.ends_with("/users/sign_in") {
        code::INSTANCE_WRONG_PATH
    } else if new_path.contains("/cdn-cgi/") {
        code::INSTANCE_CHALLENGED
    } else {
        code::INSTANCE_NOT_GITLAB
    };
    // What follows the path may be nobody's business.
    let shown = format!("{}{new_path}", target.host());
    Finding::Foreign(code, response.status(), Came::Redirect(shown))
}

/// Too many requests, or out of order.
fn not_now(response: &Response, is_maintenance: bool, now: Instant) -> Finding {
    let status = response.status();
    let reset = || {
        let reset: i64 = response.header("ratelimit-reset")?.trim().parse().ok()?;
        u64::try_from(reset.checked_sub(now.unix_seconds())?).ok()
    };
    let wait = response.retry_after(now);
    match status {
        429 => Finding::NotNow(code::INSTANCE_RATE_LIMITED, status, wait.or_else(reset)),
        503 if is_maintenance => Finding::NotNow(code::INSTANCE_MAINTENANCE, status, wait),
        // What lies above is said by proxies, of an instance that they can't reach.
        502..=504 | 520.. => Finding::NotNow(code::INSTANCE_UNAVAILABLE, status, wait),
        _ => Finding::NotNow(code::INSTANCE_ERROR, status, wait),
    }
}

/// Something of the wrong type.
fn foreign(code: Code, response: &Response) -> Finding {
    Finding::Foreign(code, response.status(), Came::Type(kind(response)))
}

/// Whether a web page came, whatever it calls itself.
fn is_page(response: &Response) -> bool {
    let begins_like_one = response.body().trim_ascii_start().first() == Some(&b'<');
    response.is_html() || (begins_like_one && !is_json(response))
}

fn is_json(response: &Response) -> bool {
    kind(response).contains("json")
}

/// GitLab's workhorse sends this header with every answer of the application.
fn is_gitlabs(response: &Response) -> bool {
    response.header("x-gitlab-meta").is_some()
}

/// The type that an answer says it has, in lower case and without parameters.
fn kind(response: &Response) -> String {
    let kind = response.header("content-type").unwrap_or("unknown");
    kind.split(';')
        .next()
        .unwrap_or_default()
        .trim()
        .to_ascii_lowercase()
}

/// Reasons of a 401 that have no code of their own, by GitLab's names for them.
const STATED: &[&str] = &["restricted_language_server_client_error"];

/// What GitLab's API calls itself when it refuses a token for a stated reason.
const REALM: &str = "Protected by OAuth 2.0";

/// Says of tokens of OAuth what `/personal_access_tokens/self` says of others.
const TOKEN_INFO: &str = "/oauth/token/info";

/// Parts of GitLab's sentences about accounts, in the order in which they decide.
const ACCOUNT: &[(&str, Code)] = &[
    ("pending approval", code::ACCOUNT_PENDING_APPROVAL),
    (
        "must accept the Terms of Service",
        code::ACCOUNT_TERMS_NOT_ACCEPTED,
    ),
    ("has been deactivated", code::ACCOUNT_DEACTIVATED),
    ("is not confirmed", code::ACCOUNT_UNCONFIRMED),
    ("has been blocked", code::ACCOUNT_BLOCKED),
    ("password expired", code::ACCOUNT_PASSWORD_EXPIRED),
];

/// Parts of the pages of bot checks, in lower case.
const BOT_CHECKS: &[&str] = &[
    "just a moment...",
    "just a moment…",
    "checking your browser",
    "/cdn-cgi/challenge",
    "cf-chl-",
];

/// Parts of GitLab's own pages, and of those that its workhorse keeps for errors, in lower case.
const GITLAB_PAGES: &[&str] = &[
    "content=\"gitlab\"",
    "gon.gitlab_url",
    "· gitlab</title>",
    "<title>gitlab",
    "the page you're looking for could not be found (404)",
    "the change you requested was rejected (422)",
];

/// Parts of pages on which somebody signs in, in lower case.
const SIGN_INS: &[&str] = &[
    "type=\"password\"",
    "type='password'",
    "type=password",
    "samlrequest",
    "single sign-on",
];

/// As much of a web page as is looked at.
const PAGE_START: usize = 64 << 10;

#[cfg(test)]
mod tests;
