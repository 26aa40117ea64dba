//! Answers: each is read once, into a value, a page of a list, or a [`Finding`] that the rest of the plugin decides by and that knows
//! its problem.
//!
//! For another application, change the findings that are GitLab's alone; leave [`Answer`] and the rule that a foreign text is only ever
//! shown cleaned and without the token.

use violet_plugin::{prelude::*, serde::de::DeserializeOwned};

use crate::{gitlab::Client, meaning};

/// An answer, or what came instead.
pub(crate) struct Answer {
    /// What was asked for.
    pub(crate) url: Url,
    pub(crate) outcome: Result<Response, HttpError>,
    pub(crate) now: Instant,
}

/// A page of a list.
pub(crate) struct Page<T> {
    pub(crate) items: Vec<T>,
    /// How many there are in all; GitLab leaves it out beyond 10,000, and with keyset pagination.
    pub(crate) total: Option<u64>,
    /// The parameter that asks for the next page, as `name=value`.
    pub(crate) next: Option<String>,
}

/// What an answer says that is not what was asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Finding {
    /// A 401 without a reason: of an unknown token, and of much else.
    Unauthorised,
    /// A refusal whose reason has a code of its own.
    Stated(Code),
    /// A refusal for another stated reason.
    Denied(String),
    /// Any one of these scopes would do, and the token has none of them.
    NeedsScope(Vec<String>),
    /// A fine-grained token lacks what this sentence names. The token itself is good.
    NeedsPermission(String),
    /// The token is good, and one of OAuth.
    IsOfOAuth,
    /// The API knows no such route.
    NoRoute,
    /// The API knows no such thing, or none that this account may see.
    NotFound,
    /// The route has no such method.
    NotAllowed,
    /// A 403 without a reason: address limits, bans.
    Forbidden,
    /// Not now: this code, the status, the seconds to wait.
    NotNow(Code, u16, Option<u64>),
    /// Not the API's answer: this code, the status, and what came.
    Foreign(Code, u16, Came),
    /// The API is at this address.
    Redirected(String),
    /// No answer.
    Unreached(HttpError),
}

/// What came in place of the API's answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Came {
    /// A web page with this title.
    Page(String),
    /// Something of this type.
    Type(String),
    /// A redirect to there.
    Redirect(String),
}

impl Answer {
    /// The value that was asked for.
    pub(crate) fn read<T: DeserializeOwned>(&self) -> Result<T, Finding> {
        let response = match &self.outcome {
            Ok(response) => response,
            Err(error) => return Err(Finding::Unreached(error.clone())),
        };
        match meaning::of(&self.url, response, self.now) {
            Some(finding) => Err(finding),
            None => response
                .json()
                .map_err(|_| meaning::of_unreadable(response)),
        }
    }

    /// The page of a list that was asked for.
    pub(crate) fn page<T: DeserializeOwned>(&self) -> Result<Page<T>, Finding> {
        let items = self.read()?;
        let header = |name| {
            self.outcome
                .as_ref()
                .ok()
                .and_then(|response| response.header(name))
        };
        let by_number = header("x-next-page")
            .filter(|page| !page.is_empty())
            .map(|page| format!("page={page}"));
        Ok(Page {
            items,
            total: header("x-total").and_then(|total| total.parse().ok()),
            next: header("link")
                .and_then(|links| self.next(links))
                .or(by_number),
        })
    }

    /// What a `Link` header adds to ask for the next page. Its address is built from the configured `external_url`, which behind a
    /// proxy may be another one: only the parameter is taken.
    fn next(&self, links: &str) -> Option<String> {
        let next = links
            .split(',')
            .find(|link| link.contains("rel=\"next\""))?;
        let (_, next) = next.split_once('<')?;
        let next = self.url.join(next.split_once('>')?.0).ok()?;
        let cursor = |wanted: &str| next.query_pairs().find(|(name, _)| name == wanted);
        CURSORS
            .iter()
            .find_map(|wanted| cursor(wanted))
            .map(|(name, value)| format!("{name}={value}"))
    }
}

impl Finding {
    /// Answers that don't go together: one of them can't be GitLab's.
    pub(crate) fn contradiction() -> Self {
        Self::Foreign(
            code::INSTANCE_BAD_ANSWER,
            200,
            Came::Type("application/json".into()),
        )
    }

    /// Whether GitLab itself has said that, and why, it does not serve this token.
    pub(crate) fn refuses(&self) -> bool {
        matches!(
            self,
            Self::Stated(_) | Self::Denied(_) | Self::NeedsScope(_) | Self::IsOfOAuth
        )
    }

    /// What it comes to if nothing else is known.
    pub(crate) fn problem(&self, client: &Client<'_>) -> Problem {
        let quote = |text: &str| client.token.quote(text, 300);
        match self {
            Self::Unauthorised => client.draft(code::TOKEN_NOT_RECOGNISED),
            Self::Stated(code) => client.draft(*code),
            Self::Denied(reason) => client.draft(code::ACCESS_DENIED).because(quote(reason)),
            Self::NeedsScope(_) => client.scope_missing(None),
            Self::NeedsPermission(sentence) => client
                .draft(code::TOKEN_PERMISSION_MISSING)
                .with("permissions", quote(permissions(sentence))),
            Self::IsOfOAuth => client
                .draft(code::TOKEN_WRONG_KIND)
                .with("kind", client.context.text("kind-oauth-access")),
            Self::NoRoute => came(
                client,
                code::INSTANCE_WRONG_PATH,
                404,
                &Came::Type("application/json".into()),
            ),
            Self::NotFound => came(
                client,
                code::INSTANCE_BAD_ANSWER,
                404,
                &Came::Type("application/json".into()),
            ),
            Self::NotAllowed => came(
                client,
                code::INSTANCE_BAD_ANSWER,
                405,
                &Came::Type("application/json".into()),
            ),
            Self::Forbidden => client.draft(code::INSTANCE_FORBIDDEN),
            Self::NotNow(code, status, wait) => client
                .draft(*code)
                .with("status", i64::from(*status))
                .retry_after(*wait),
            Self::Foreign(code, status, what) => came(client, *code, *status, what),
            Self::Redirected(address) => {
                let draft = client
                    .draft(code::INSTANCE_REDIRECTED)
                    .with("location", quote(address));
                if client.address.is_exposed() {
                    draft.worded("instance-redirected-exposed")
                } else {
                    draft
                }
            }
            Self::Unreached(error) => return error.problem(client.context),
        }
        .into()
    }
}

fn came(client: &Client<'_>, code: Code, status: u16, what: &Came) -> ProblemDraft {
    let (text, name, value) = match what {
        Came::Page(title) if title.is_empty() => ("came-untitled", "title", title),
        Came::Page(title) => ("came-page", "title", title),
        Came::Type(kind) => ("came-type", "type", kind),
        Came::Redirect(location) => ("came-redirect", "location", location),
    };
    let status = i64::from(status);
    let arguments = [
        (name, client.token.quote(value, 100).into()),
        ("status", status.into()),
    ];
    let draft = client
        .draft(code)
        .with("host", client.address.host())
        .with("status", status);
    draft.with("came", client.context.text_with(text, &arguments))
}

/// The permissions that a sentence about a fine-grained token names in brackets, or the sentence.
fn permissions(sentence: &str) -> &str {
    let named = sentence
        .split_once('[')
        .and_then(|(_, rest)| rest.split_once(']'));
    named.map_or(sentence, |(permissions, _)| permissions)
}

/// The parameters that pages of lists are asked for with: of keyset pagination, then of numbered pages.
pub(crate) const CURSORS: &[&str] = &["cursor", "id_after", "page"];
