//! Tokens of every kind that the REST API accepts, and what they may do.

use std::fmt;

use jiff::Timestamp;
use jiff::civil::Date;

use super::AccessLevel;
use crate::clock::Clock;

/// A token of the instance. Its `Debug` form never shows the value.
///
/// ```
/// use gitlab_sim::Token;
/// let token = Token::personal("alice").scopes(["read_api"]).expires_on("2027-01-09");
/// assert!(!format!("{:?}", token.value("glpat-secret")).contains("secret"));
/// ```
#[derive(Clone)]
pub struct Token {
    pub(crate) id: Option<u64>,
    pub(crate) value: Option<String>,
    pub(crate) kind: TokenKind,
    pub(crate) holder: String,
    pub(crate) name: String,
    pub(crate) description: Option<String>,
    pub(crate) scopes: Vec<String>,
    pub(crate) expiry: Expiry,
    pub(crate) revoked: bool,
    pub(crate) access: AccessLevel,
    pub(crate) permissions: Vec<String>,
    pub(crate) limits: Vec<String>,
    pub(crate) last_used_hours_ago: Option<u64>,
    /// The user it acts as; known once the world is built.
    pub(crate) user_id: u64,
    /// The date of `expiry`; known once the world is built.
    pub(crate) expires_at: Option<Date>,
    pub(crate) created_at: Timestamp,
    pub(crate) last_used_at: Option<Timestamp>,
    /// The id of the first of all that were rotated into one another.
    pub(crate) family: u64,
    /// The application that an OAuth token was given to; known once the world is built.
    pub(crate) client_id: Option<String>,
    /// What an OAuth token is renewed with.
    pub(crate) refresh_token: Option<String>,
    /// When an OAuth token is dead, to the second; known once the world is built.
    pub(crate) lapses_at: Option<Timestamp>,
}

/// The kind of a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TokenKind {
    /// Made by a person for themself.
    Personal,
    /// Made by an administrator for a person.
    Impersonation,
    /// Of a project, with a bot of its own.
    Project,
    /// Of a group, with a bot of its own.
    Group,
    /// Of a service account.
    ServiceAccount,
    /// An OAuth access token.
    OAuth,
}

#[derive(Clone, Debug)]
pub(crate) enum Expiry {
    /// 180 days ahead; two hours after an OAuth token was given out.
    Usual,
    Never,
    On(String),
    InDays(i64),
}

impl Token {
    /// A personal access token of this user.
    pub fn personal(username: impl Into<String>) -> Self {
        Self::new(TokenKind::Personal, username.into())
    }

    /// A token that an administrator made for this user.
    pub fn impersonation(username: impl Into<String>) -> Self {
        Self::new(TokenKind::Impersonation, username.into())
    }

    /// A token of the project with this full path; its bot becomes a member with [`Token::access`].
    pub fn project(full_path: impl Into<String>) -> Self {
        Self::new(TokenKind::Project, full_path.into())
    }

    /// A token of the group with this full path; its bot becomes a member with [`Token::access`].
    pub fn group(full_path: impl Into<String>) -> Self {
        Self::new(TokenKind::Group, full_path.into())
    }

    /// A token of a service account of the group or project with this full path; the account becomes a member with [`Token::access`].
    pub fn service_account(full_path: impl Into<String>) -> Self {
        Self::new(TokenKind::ServiceAccount, full_path.into())
    }

    /// An OAuth access token of this user: accepted as a Bearer token only.
    pub fn oauth(username: impl Into<String>) -> Self {
        Self::new(TokenKind::OAuth, username.into())
    }

    /// The client id of the application that an OAuth token was given to, instead of the scenario's first.
    pub fn of_application(mut self, client_id: impl Into<String>) -> Self {
        self.client_id = Some(client_id.into());
        self
    }

    /// What an OAuth token is renewed with, instead of 64 hexadecimal characters that are made up.
    pub fn refresh_token(mut self, value: impl Into<String>) -> Self {
        self.refresh_token = Some(value.into());
        self
    }

    /// The secret itself. Without it a value is made from the id: `glpat-` and 20 characters, or 64 hexadecimal ones for OAuth.
    pub fn value(mut self, value: impl Into<String>) -> Self {
        self.value = Some(value.into());
        self
    }

    /// The id instead of the next free one.
    pub fn id(mut self, id: u64) -> Self {
        self.id = Some(id);
        self
    }

    /// The name that its owner gave it.
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = name.into();
        self
    }

    /// The description (shown since GitLab 17.7).
    pub fn description(mut self, description: impl Into<String>) -> Self {
        self.description = Some(description.into());
        self
    }

    /// The scopes instead of `read_api`.
    pub fn scopes<S: Into<String>>(mut self, scopes: impl IntoIterator<Item = S>) -> Self {
        self.scopes = scopes.into_iter().map(Into::into).collect();
        self
    }

    /// Makes it a fine-grained token with these permissions, e.g. `read_project` or `read_personal_access_token`.
    pub fn permissions<S: Into<String>>(
        mut self,
        permissions: impl IntoIterator<Item = S>,
    ) -> Self {
        self.permissions = permissions.into_iter().map(Into::into).collect();
        self.scopes = vec!["granular".to_owned()];
        self
    }

    /// Limits a fine-grained token to the group or project with this full path; may be said several times.
    pub fn only_in(mut self, full_path: impl Into<String>) -> Self {
        self.limits.push(full_path.into());
        self
    }

    /// The date from whose first moment (UTC) it is dead, as `2027-01-09`. The default is 180 days ahead, and for
    /// OAuth tokens 6,100 seconds: such a token was given out 1,100 seconds before the start.
    pub fn expires_on(mut self, date: impl Into<String>) -> Self {
        self.expiry = Expiry::On(date.into());
        self
    }

    /// As [`Token::expires_on`], counted from the instance's today; zero or less is expired.
    pub fn expires_in_days(mut self, days: i64) -> Self {
        self.expiry = Expiry::InDays(days);
        self
    }

    /// Has no expiry date.
    pub fn never_expires(mut self) -> Self {
        self.expiry = Expiry::Never;
        self
    }

    /// Was revoked.
    pub fn revoked(mut self) -> Self {
        self.revoked = true;
        self
    }

    /// The role of the bot of a project, group or service-account token; `Reporter` unless told.
    pub fn access(mut self, level: AccessLevel) -> Self {
        self.access = level;
        self
    }

    /// Was never used (`last_used_at` is null).
    pub fn never_used(mut self) -> Self {
        self.last_used_hours_ago = None;
        self
    }

    pub(super) fn new(kind: TokenKind, holder: String) -> Self {
        Self {
            id: None,
            value: None,
            kind,
            holder,
            name: "violet".to_owned(),
            description: None,
            scopes: vec!["read_api".to_owned()],
            expiry: Expiry::Usual,
            revoked: false,
            access: AccessLevel::Reporter,
            permissions: Vec::new(),
            limits: Vec::new(),
            last_used_hours_ago: Some(30),
            user_id: 0,
            expires_at: None,
            created_at: Timestamp::UNIX_EPOCH,
            last_used_at: None,
            family: 0,
            client_id: None,
            refresh_token: None,
            lapses_at: None,
        }
    }

    pub(crate) fn known_id(&self) -> u64 {
        self.id.unwrap_or_default()
    }

    pub(crate) fn secret(&self) -> &str {
        self.value.as_deref().unwrap_or_default()
    }

    pub(crate) fn has_scope(&self, scope: &str) -> bool {
        self.scopes.iter().any(|other| other == scope)
    }

    /// Whether it is a person's own, or made for a person.
    pub(crate) fn is_personal(&self) -> bool {
        matches!(self.kind, TokenKind::Personal | TokenKind::Impersonation)
    }

    pub(crate) fn is_fine_grained(&self) -> bool {
        self.has_scope("granular")
    }

    pub(crate) fn is_expired(&self, clock: Clock) -> bool {
        let lapsed = self.lapses_at.is_some_and(|instant| instant <= clock.now());
        lapsed || self.expires_at.is_some_and(|date| date <= clock.today())
    }

    /// Whether it is an OAuth access token that works (`accessible?` in Doorkeeper).
    pub(crate) fn is_live_authorization(&self, clock: Clock) -> bool {
        self.kind == TokenKind::OAuth && !self.revoked && !self.is_expired(clock)
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Token")
            .field("id", &self.id)
            .field("kind", &self.kind)
            .field("holder", &self.holder)
            .field("scopes", &self.scopes)
            .field("expiry", &self.expiry)
            .field("revoked", &self.revoked)
            .finish_non_exhaustive()
    }
}
