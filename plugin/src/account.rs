//! What GitLab tells of a token and of its account, read into types.
//!
//! For another application, replace all of it: name the members that are needed and no others, make optional whatever some version
//! leaves out, and keep open lists (scopes, kinds) as texts.

use violet_plugin::{prelude::*, serde::Deserialize, without_controls};

use crate::{
    answer::{Answer, Finding},
    gitlab::Client,
};

/// What `/personal_access_tokens/self` tells of a token, or `/oauth/token/info` of one of OAuth.
#[derive(Deserialize)]
#[serde(crate = "violet_plugin::serde")]
pub(crate) struct Own {
    #[serde(default)]
    pub(crate) name: Option<String>,
    pub(crate) scopes: Vec<String>,
    /// A date. Not read as one: a version that writes it otherwise must not make the token look wrong.
    #[serde(default)]
    pub(crate) expires_at: Option<String>,
    /// When a token of OAuth ends.
    #[serde(skip)]
    pub(crate) ends_at: Option<Instant>,
    #[serde(skip)]
    pub(crate) is_oauth: bool,
}

#[derive(Deserialize)]
#[serde(crate = "violet_plugin::serde")]
struct TokenInfo {
    scope: Vec<String>,
    /// Seconds.
    #[serde(default)]
    expires_in: Option<i64>,
}

/// What `/user` tells.
#[derive(Deserialize)]
#[serde(crate = "violet_plugin::serde")]
pub(crate) struct User {
    id: u64,
    username: String,
    #[serde(default)]
    name: String,
    /// Not in every version.
    #[serde(default)]
    bot: Option<bool>,
    #[serde(default)]
    web_url: Option<String>,
    #[serde(default)]
    avatar_url: Option<String>,
}

impl Own {
    /// Reads the answer of `/oauth/token/info`.
    pub(crate) fn of_oauth(answer: &Answer) -> Result<Self, Finding> {
        // Every version has this address: whoever says that it is not there is not GitLab.
        let info: TokenInfo = answer.read().map_err(|finding| match finding {
            Finding::NoRoute | Finding::NotFound | Finding::NotAllowed => Finding::contradiction(),
            finding => finding,
        })?;
        let now = answer.now.unix_milliseconds();
        let end = |seconds: i64| {
            Instant::from_unix_milliseconds(now.saturating_add(seconds.saturating_mul(1000)))
        };
        Ok(Self {
            name: None,
            scopes: info.scope,
            expires_at: None,
            ends_at: info.expires_in.map(end),
            is_oauth: true,
        })
    }

    /// Whether one of the scopes is enough for reading.
    pub(crate) fn can_read(&self) -> bool {
        self.scopes
            .iter()
            .any(|scope| SUFFICIENT.contains(&scope.as_str()))
    }

    /// Whether the token has permissions in place of scopes (beta in 18.10, general in 19.2).
    pub(crate) fn is_fine_grained(&self) -> bool {
        self.scopes.iter().any(|scope| scope == "granular")
    }

    /// The scopes, as they may be shown.
    pub(crate) fn shown_scopes(&self, client: &Client<'_>) -> Vec<String> {
        let shown = |scope: &String| client.token.quote(scope, 100);
        self.scopes.iter().map(shown).collect()
    }

    /// The scopes that fetching has no use for: those that write, or act for others.
    pub(crate) fn scopes_beyond_reading(&self) -> Vec<&str> {
        let writes = |scope: &&str| scope.starts_with("write_") || WRITING.contains(scope);
        self.scopes
            .iter()
            .map(String::as_str)
            .filter(writes)
            .collect()
    }

    /// The day on which the token stops working.
    pub(crate) fn expires_on(&self) -> Option<Date> {
        self.expires_at.as_deref()?.get(..10)?.parse().ok()
    }
}

impl User {
    pub(crate) fn account(&self, client: &Client<'_>) -> Account {
        let shown = |text: &str| client.token.quote(text, 200);
        // What is no address of the web is no link.
        let link = |url: &Option<String>| {
            url.as_deref()
                .and_then(|url| client.address.at(&[]).join(url).ok())
                .map(|url| client.token.quote(url.as_str(), 2000))
        };
        Account {
            id: self.id.to_string(),
            username: shown(&self.username),
            name: shown(if self.name.is_empty() {
                &self.username
            } else {
                &self.name
            }),
            kind: self.kind(),
            url: link(&self.web_url),
            avatar_url: link(&self.avatar_url),
        }
    }

    /// The kind of a token of this account.
    pub(crate) fn kind_of_token(&self) -> &'static str {
        match self.kind() {
            AccountKind::ProjectBot => "project_access_token",
            AccountKind::GroupBot => "group_access_token",
            AccountKind::ServiceAccount => "service_account_token",
            _ => "personal_access_token",
        }
    }

    /// The account behind a project's or a group's token is called `project_123_bot_…`, in older versions `project_123_bot` or
    /// `project_123_bot2`. Any other bot is a service account, whose name anybody may have chosen.
    fn kind(&self) -> AccountKind {
        let is_bot_of = |owner: &str| {
            let rest = self
                .username
                .strip_prefix(owner)
                .and_then(|rest| rest.strip_prefix('_'));
            rest.and_then(|rest| rest.split_once("_bot"))
                .is_some_and(|(id, _)| {
                    !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_digit())
                })
        };
        match self.bot {
            Some(false) => AccountKind::User,
            _ if is_bot_of("project") => AccountKind::ProjectBot,
            _ if is_bot_of("group") => AccountKind::GroupBot,
            Some(true) => AccountKind::ServiceAccount,
            None => AccountKind::User,
        }
    }
}

impl Client<'_> {
    /// The problem of a token without a scope that is enough; `has` is not known if GitLab did not tell.
    pub(crate) fn scope_missing(&self, has: Option<&str>) -> ProblemDraft {
        let draft = self
            .draft(code::TOKEN_SCOPE_MISSING)
            .with("needs", SUFFICIENT.join(", "));
        match has {
            Some(has) if !has.is_empty() => draft.with("has", without_controls(has, 300)),
            _ => draft.worded(if self.is_oauth {
                "token-scope_missing-oauth"
            } else {
                "token-scope_missing-untold"
            }),
        }
    }
}

/// Any one of these scopes is enough.
pub(crate) const SUFFICIENT: &[&str] = &["read_api", "api"];

/// Scopes that write, beside `write_…`.
const WRITING: &[&str] = &[
    "api",
    "admin_mode",
    "ai_features",
    "ai_workflows",
    "create_runner",
    "k8s_proxy",
    "manage_runner",
    "sudo",
];
