//! Users: people, and the bots behind project, group and service-account tokens.

/// An account of the instance.
///
/// ```
/// use gitlab_sim::{AccountState, User};
/// let user = User::new("alice").name("Alice Example").id(7).state(AccountState::Blocked);
/// assert_eq!(user.username(), "alice");
/// ```
#[derive(Clone, Debug)]
pub struct User {
    pub(crate) id: Option<u64>,
    pub(crate) username: String,
    pub(crate) name: String,
    pub(crate) email: String,
    pub(crate) state: AccountState,
    pub(crate) bot: bool,
    pub(crate) administrator: bool,
    pub(crate) external: bool,
    pub(crate) demands_dpop: bool,
}

/// What GitLab thinks of an account. All but `Active` are refused by the API, each with its own sentence.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum AccountState {
    /// May use the API.
    #[default]
    Active,
    /// One of GitLab's own accounts.
    Internal,
    /// Registered, and waiting for an administrator.
    PendingApproval,
    /// Has not accepted the terms of service.
    TermsNotAccepted,
    /// Not used for long; comes back by signing in.
    Deactivated,
    /// The primary email address is not confirmed.
    Unconfirmed,
    /// Blocked by an administrator.
    Blocked,
    /// Banned: the API says "blocked".
    Banned,
    /// The password ran out (refused since GitLab 14.0).
    PasswordExpired,
    /// Refused, and GitLab does not know why.
    RefusedForAnUnknownReason,
}

impl User {
    /// A person with this user name; name and email are derived from it.
    pub fn new(username: impl Into<String>) -> Self {
        let username = username.into();
        Self {
            id: None,
            name: title(&username),
            email: format!("{username}@example.com"),
            username,
            state: AccountState::Active,
            bot: false,
            administrator: false,
            external: false,
            demands_dpop: false,
        }
    }

    /// The id instead of the next free one.
    pub fn id(mut self, id: u64) -> Self {
        self.id = Some(id);
        self
    }

    /// The full name.
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = name.into();
        self
    }

    /// The state of the account.
    pub fn state(mut self, state: AccountState) -> Self {
        self.state = state;
        self
    }

    /// Sees everything; `/user` has the members that only administrators have.
    pub fn administrator(mut self) -> Self {
        self.administrator = true;
        self
    }

    /// Does not see what is internal to the instance.
    pub fn external(mut self) -> Self {
        self.external = true;
        self
    }

    /// Demands proof of possession (DPoP): a bare token is refused.
    pub fn demands_dpop(mut self) -> Self {
        self.demands_dpop = true;
        self
    }

    /// The user name.
    pub fn username(&self) -> &str {
        &self.username
    }

    pub(crate) fn bot(username: String, name: String) -> Self {
        Self {
            name,
            email: format!("{username}@noreply.example.com"),
            bot: true,
            ..Self::new(username)
        }
    }

    pub(crate) fn known_id(&self) -> u64 {
        self.id.unwrap_or_default()
    }

    /// What the API shows as `state`.
    pub(crate) fn shown_state(&self) -> &'static str {
        match self.state {
            AccountState::Blocked => "blocked",
            AccountState::Banned => "banned",
            AccountState::Deactivated => "deactivated",
            AccountState::PendingApproval => "blocked_pending_approval",
            _ => "active",
        }
    }
}

/// `platform-team` → `Platform Team`.
pub(crate) fn title(path: &str) -> String {
    let words = path.split(['-', '_', '.']).filter(|word| !word.is_empty());
    let words = words.map(|word| {
        let mut characters = word.chars();
        characters
            .next()
            .map(|first| first.to_uppercase().chain(characters).collect::<String>())
    });
    words.flatten().collect::<Vec<_>>().join(" ")
}
