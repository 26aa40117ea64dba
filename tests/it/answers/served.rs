//! What is served: GitLab's own answers, the same with something changed, and everything else that may come instead.

use std::fmt;

use proptest::{collection::vec, option, prelude::*, sample::select};

/// Stands for the token, which whoever answers may send back.
pub(super) const TOKEN: &str = "@TOKEN@";

/// An answer.
#[derive(Clone, Default)]
pub(super) struct Served {
    pub(super) status: u16,
    pub(super) headers: Vec<(String, String)>,
    pub(super) body: Vec<u8>,
}

/// What is served on each route of the check.
#[derive(Clone, Debug, Default)]
pub(super) struct Script {
    /// `/api/v4/personal_access_tokens/self`.
    pub(super) own: Served,
    pub(super) user: Served,
    pub(super) version: Served,
    pub(super) projects: Served,
    /// `/oauth/token/info`.
    pub(super) info: Served,
}

impl Script {
    pub(super) fn answer(&self, path: &str) -> &Served {
        match path.split('?').next().unwrap_or_default() {
            "/api/v4/personal_access_tokens/self" => &self.own,
            "/api/v4/user" => &self.user,
            "/api/v4/version" => &self.version,
            "/api/v4/projects" => &self.projects,
            "/oauth/token/info" => &self.info,
            other => panic!("nobody asks for `{other}`"),
        }
    }
}

impl fmt::Debug for Served {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let body = String::from_utf8_lossy(&self.body);
        write!(formatter, "{} {:?} {body}", self.status, self.headers)
    }
}

impl Served {
    fn of((status, kind, body): (u16, &str, &str)) -> Self {
        Self {
            status,
            headers: vec![("content-type".into(), kind.into())],
            body: body.into(),
        }
    }

    /// The body, with the token where it stands.
    pub(super) fn body_with(&self, token: &str) -> Vec<u8> {
        match std::str::from_utf8(&self.body) {
            Ok(text) => text.replace(TOKEN, token).into_bytes(),
            Err(_) => self.body.clone(),
        }
    }
}

/// Every route by itself, all of them alike, or all of them good but one or two.
pub(super) fn script() -> impl Strategy<Value = Script> {
    let apart = (
        served(OWN),
        served(USER),
        served(VERSION),
        served(PROJECTS),
        served(INFO),
    )
        .prop_map(|(own, user, version, projects, info)| Script {
            own,
            user,
            version,
            projects,
            info,
        });
    let alike = served(REFUSALS).prop_map(|served| Script {
        own: served.clone(),
        user: served.clone(),
        version: served.clone(),
        projects: served.clone(),
        info: served,
    });
    let odd = prop_oneof![
        served(OWN).prop_map(|served| (0, served)),
        served(USER).prop_map(|served| (1, served)),
        served(VERSION).prop_map(|served| (2, served)),
        served(PROJECTS).prop_map(|served| (3, served)),
        served(INFO).prop_map(|served| (4, served)),
    ];
    let almost_good = vec(odd, 1..3).prop_map(|odd| {
        let mut script = Script {
            own: Served::of(OWN[0]),
            user: Served::of(USER[0]),
            version: Served::of(VERSION[0]),
            projects: Served::of(PROJECTS[1]),
            info: Served::of(INFO[0]),
        };
        for (route, served) in odd {
            match route {
                0 => script.own = served,
                1 => script.user = served,
                2 => script.version = served,
                3 => script.projects = served,
                _ => script.info = served,
            }
        }
        script
    });
    prop_oneof![3 => apart.boxed(), 1 => alike.boxed(), 2 => almost_good.boxed()]
}

type Known = (u16, &'static str, &'static str);

/// An answer on a route where GitLab gives these.
fn served(own: &'static [Known]) -> BoxedStrategy<Served> {
    let known = prop_oneof![
        6 => select(own).prop_map(Served::of),
        3 => select(REFUSALS).prop_map(Served::of),
        1 => select(OTHERS).prop_map(Served::of),
    ]
    .boxed();
    // Boxed: a tree of so many branches is too large for the stack of a test.
    prop_oneof![
        8 => known.clone(),
        4 => changed(known).boxed(),
        1 => anything().boxed(),
    ]
    .boxed()
}

/// An answer with something changed about it.
fn changed(known: impl Strategy<Value = Served>) -> impl Strategy<Value = Served> {
    let change = prop_oneof![
        Just(None),
        (any::<prop::sample::Index>(), any::<u8>()).prop_map(Some),
    ];
    (
        known,
        option::weighted(0.3, status()),
        option::weighted(0.3, select(KINDS)),
        vec(select(HEADERS), 0..3),
        change,
        any::<(bool, u8)>(),
    )
        .prop_map(|(mut served, status, kind, headers, change, (cut, at))| {
            served.status = status.unwrap_or(served.status);
            if let Some(kind) = kind {
                served.headers = vec![("content-type".into(), kind.into())];
            }
            let headers = headers.into_iter();
            served
                .headers
                .extend(headers.map(|(name, value)| (name.to_owned(), value.to_owned())));
            if let Some((place, byte)) = change
                && !served.body.is_empty()
            {
                let place = place.index(served.body.len());
                served.body[place] = byte;
            }
            if cut && at < 40 {
                served.body.truncate(usize::from(at));
            }
            served
        })
}

fn anything() -> impl Strategy<Value = Served> {
    let body = prop_oneof![
        vec(any::<u8>(), 0..200),
        json().prop_map(String::into_bytes)
    ];
    (status(), select(KINDS), vec(select(HEADERS), 0..4), body).prop_map(
        |(status, kind, headers, body)| {
            let own = ("content-type".to_owned(), kind.to_owned());
            let headers = headers.into_iter();
            let headers = headers.map(|(name, value)| (name.to_owned(), value.to_owned()));
            Served {
                status,
                headers: std::iter::once(own).chain(headers).collect(),
                body,
            }
        },
    )
}

/// JSON from GitLab's words, put together at random.
fn json() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        select(WORDS).prop_map(|word| format!("{word:?}")),
        any::<i32>().prop_map(|number| number.to_string()),
        select(&["null", "true", "[]", "{}"][..]).prop_map(str::to_owned),
    ];
    leaf.prop_recursive(3, 20, 5, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..4).prop_map(|items| format!("[{}]", items.join(","))),
            vec((select(NAMES), inner), 0..5).prop_map(|members| {
                let members = members.into_iter();
                let members: Vec<String> = members
                    .map(|(name, value)| format!("{name:?}:{value}"))
                    .collect();
                format!("{{{}}}", members.join(","))
            }),
        ]
    })
}

fn status() -> impl Strategy<Value = u16> {
    prop_oneof![
        4 => select(&[200, 401, 403, 404, 405][..]),
        2 => select(&[201, 202, 204, 206, 301, 302, 304, 307, 400, 407, 410, 418, 422, 429][..]),
        1 => select(&[500, 502, 503, 504, 511, 520, 525, 599][..]),
        1 => 200_u16..1000,
    ]
}

const JSON: &str = "application/json";

const PAGE: &str = "text/html; charset=utf-8";

const OWN: &[Known] = &[
    (
        200,
        JSON,
        r#"{"id":42,"name":"@TOKEN@","scopes":["read_api"],"user_id":7,"expires_at":"2027-01-09"}"#,
    ),
    (
        200,
        JSON,
        r#"{"id":42,"name":"ci","scopes":["api"],"user_id":7,"expires_at":null}"#,
    ),
    (
        200,
        JSON,
        r#"{"id":42,"name":"ci","scopes":["read_user","@TOKEN@"],"user_id":7,"expires_at":"2027-01-09"}"#,
    ),
    (
        200,
        JSON,
        r#"{"id":42,"name":"ci","scopes":["granular"],"user_id":7,"expires_at":"2027-01-09"}"#,
    ),
    (401, JSON, r#"{"message":"401 Unauthorized"}"#),
    (
        403,
        JSON,
        r#"{"error":"insufficient_granular_scope","error_description":"Access denied: This operation requires a fine-grained personal access token with the following user permissions: [Personal Access Token: Read]."}"#,
    ),
    (404, JSON, r#"{"error":"404 Not Found"}"#),
    (404, JSON, r#"{"message":"404 Not Found"}"#),
    (405, JSON, r#"{"error":"405 Not Allowed"}"#),
    (
        400,
        JSON,
        r#"{"message":"400 Bad request - This endpoint requires token type to be a personal access token"}"#,
    ),
];

const USER: &[Known] = &[
    (
        200,
        JSON,
        r#"{"id":7,"username":"jane","name":"Jane @TOKEN@","bot":false,"web_url":"https://git.example.com/@TOKEN@","avatar_url":null}"#,
    ),
    (
        200,
        JSON,
        r#"{"id":9,"username":"project_1_bot_0123456789abcdef0123456789abcdef","name":"****","bot":true}"#,
    ),
    (200, JSON, r#"{"id":7,"username":"jane"}"#),
    (401, JSON, r#"{"message":"401 Unauthorized"}"#),
];

const VERSION: &[Known] = &[
    (
        200,
        JSON,
        r#"{"version":"18.9.0-ee","revision":"abc","enterprise":true}"#,
    ),
    (200, JSON, r#"{"version":"15.2.4","revision":"abc"}"#),
    (200, JSON, r#"{"version":"13.12.15-ee","revision":"abc"}"#),
    (200, JSON, r#"{"version":"12.10.14","revision":"abc"}"#),
    (200, JSON, r#"{"version":"@TOKEN@","revision":"abc"}"#),
    (401, JSON, r#"{"message":"401 Unauthorized"}"#),
];

const PROJECTS: &[Known] = &[
    (200, JSON, "[]"),
    (
        200,
        JSON,
        r#"[{"id":1,"path_with_namespace":"office/thing"}]"#,
    ),
    (401, JSON, r#"{"message":"401 Unauthorized"}"#),
    (
        403,
        JSON,
        r#"{"error":"insufficient_granular_scope","error_description":"Access denied: This operation requires a fine-grained personal access token with the following user permissions: [Project: Read]."}"#,
    ),
];

const INFO: &[Known] = &[
    (
        200,
        JSON,
        r#"{"resource_owner_id":7,"scope":["read_api"],"expires_in":6100,"application":{"uid":"@TOKEN@"},"created_at":1771000000}"#,
    ),
    (
        200,
        JSON,
        r#"{"resource_owner_id":7,"scope":["openid"],"expires_in":6100}"#,
    ),
    (
        401,
        JSON,
        r#"{"error":"invalid_token","error_description":"The access token is invalid","state":"unauthorized"}"#,
    ),
];

/// What any route says of a token, an account or the day.
const REFUSALS: &[Known] = &[
    (401, JSON, r#"{"message":"401 Unauthorized"}"#),
    (
        401,
        JSON,
        r#"{"error":"invalid_token","error_description":"Token is expired. You can either do re-authorization or token refresh."}"#,
    ),
    (
        401,
        JSON,
        r#"{"error":"invalid_token","error_description":"Token was revoked. You have to re-authorize from the user."}"#,
    ),
    (
        401,
        JSON,
        r#"{"error":"invalid_token","error_description":"Token is an impersonation token but impersonation was disabled."}"#,
    ),
    (
        401,
        JSON,
        r#"{"error":"dpop_error","error_description":"DPoP validation error: DPoP header is missing"}"#,
    ),
    (
        401,
        JSON,
        r#"{"error":"restricted_language_server_client_error","error_description":"Not with this client, @TOKEN@."}"#,
    ),
    (
        403,
        JSON,
        r#"{"error":"insufficient_scope","error_description":"The request requires higher privileges than provided by the access token.","scope":"read_user api read_api"}"#,
    ),
    (
        403,
        JSON,
        r#"{"message":"403 Forbidden - Your account has been blocked."}"#,
    ),
    (
        403,
        JSON,
        r#"{"message":"403 Forbidden - Your account is pending approval from your administrator and hence blocked."}"#,
    ),
    (
        403,
        JSON,
        r#"{"message":"403 Forbidden - You (@jane) must accept the Terms of Service in order to perform this action."}"#,
    ),
    (
        403,
        JSON,
        r#"{"message":"403 Forbidden - Your account has been deactivated by your administrator."}"#,
    ),
    (
        403,
        JSON,
        r#"{"message":"403 Forbidden - Your primary email address is not confirmed."}"#,
    ),
    (
        403,
        JSON,
        r#"{"message":"403 Forbidden - Your password expired."}"#,
    ),
    (
        403,
        JSON,
        r#"{"message":"403 Forbidden - Because of @TOKEN@."}"#,
    ),
    (403, JSON, r#"{"message":"403 Forbidden"}"#),
    (403, JSON, r#"{"message":"Forbidden"}"#),
    (
        401,
        JSON,
        r#"{"error":"unauthorized","error_description":"The gateway does not know you"}"#,
    ),
    (401, JSON, r#"{"message":"Unauthorized"}"#),
    (404, JSON, r#"{"error":"404 Not Found"}"#),
    (429, "text/plain", "Retry later\n"),
    (
        429,
        JSON,
        r#"{"message":{"error":"This endpoint has been requested too many times. Try again later."}}"#,
    ),
    (500, JSON, r#"{"message":"500 Internal Server Error"}"#),
    (
        503,
        JSON,
        r#"{"message":"GitLab is undergoing maintenance"}"#,
    ),
];

/// What is not the API's.
const OTHERS: &[Known] = &[
    (
        200,
        PAGE,
        "<!DOCTYPE html><title>Deploy in progress</title>",
    ),
    (
        200,
        PAGE,
        "<html><title>Sign in · GitLab</title><input type=\"password\"></html>",
    ),
    (200, PAGE, "<html><title>@TOKEN@</title></html>"),
    (401, PAGE, "<html><title>401 Unauthorized</title></html>"),
    (403, PAGE, "<html><title>Just a moment...</title></html>"),
    (
        404,
        "text/html",
        "<html><title>404 Not Found</title><hr>nginx",
    ),
    (
        502,
        PAGE,
        "<html><title>Waiting for GitLab to boot</title></html>",
    ),
    (200, "text/plain", "OK"),
    (200, JSON, ""),
    (200, JSON, "null"),
    (200, JSON, "{}"),
    (200, JSON, r#"{"scopes":"read_api"}"#),
    (
        200,
        JSON,
        r#"{"message":"401 Unauthorized","scopes":["read_api"#,
    ),
];

const KINDS: &[&str] = &[
    JSON,
    "application/json; charset=utf-8",
    PAGE,
    "text/plain",
    "application/octet-stream",
    "application/problem+json",
    "x",
];

const HEADERS: &[(&str, &str)] = &[
    ("x-gitlab-meta", r#"{"correlation_id":"1","version":"1"}"#),
    ("location", "https://other.example.com/api/v4/user"),
    ("location", "/users/sign_in"),
    (
        "location",
        "https://@TOKEN@.example.com/@TOKEN@/api/v4/personal_access_tokens/self",
    ),
    ("location", "::::"),
    ("retry-after", "42"),
    ("retry-after", "-1"),
    ("retry-after", "99999999999999999999999"),
    ("retry-after", "Fri, 13 Feb 2026 16:27:40 GMT"),
    ("ratelimit-reset", "9223372036854775807"),
    ("ratelimit-reset", "-9223372036854775808"),
    (
        "www-authenticate",
        "Bearer realm=\"Protected by OAuth 2.0\", error=\"invalid_token\"",
    ),
    ("www-authenticate", "Basic realm=\"nginx\""),
    ("cf-mitigated", "challenge"),
    ("link", "<https://@TOKEN@/x?page=2>; rel=\"next\""),
];

const NAMES: &[&str] = &[
    "message",
    "error",
    "error_description",
    "scope",
    "scopes",
    "id",
    "username",
    "version",
    "expires_at",
    "expires_in",
];

const WORDS: &[&str] = &[
    "401 Unauthorized",
    "403 Forbidden - Your account has been blocked.",
    "404 Not Found",
    "invalid_token",
    "insufficient_scope",
    "insufficient_granular_scope",
    "Token was revoked.",
    "read_api",
    "granular",
    "jane",
    "18.9.0",
    "",
    TOKEN,
];
