//! Changes while the instance runs: what administrators and owners do meanwhile.

use std::fmt;

use jiff::ToSpan;

use super::{AccessLevel, AccountState, Token, TokenKind, World};

/// The world has nothing by that name. Never shows a token's value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unknown {
    what: String,
}

impl World {
    /// Revokes the token with this value.
    ///
    /// # Errors
    /// There is no such token.
    pub fn revoke_token(&mut self, value: &str) -> Result<(), Unknown> {
        self.token_mut(value)?.revoked = true;
        Ok(())
    }

    /// Lets the token with this value expire: yesterday was its date (of an OAuth token: now).
    ///
    /// # Errors
    /// There is no such token.
    pub fn expire_token(&mut self, value: &str) -> Result<(), Unknown> {
        if self
            .token(value)
            .is_some_and(|token| token.kind == TokenKind::OAuth)
        {
            return self.expire_access_token(value);
        }
        let today = self.settings.clock.today();
        let yesterday = today.checked_sub(1.day()).unwrap_or(today);
        self.token_mut(value)?.expires_at = Some(yesterday);
        Ok(())
    }

    /// Forgets the token with this value: GitLab does not know it any more.
    ///
    /// # Errors
    /// There is no such token.
    pub fn delete_token(&mut self, value: &str) -> Result<(), Unknown> {
        self.token_mut(value)?;
        self.tokens.retain(|token| token.secret() != value);
        Ok(())
    }

    /// Gives the token with this value other scopes.
    ///
    /// # Errors
    /// There is no such token.
    pub fn set_scopes<S: Into<String>>(
        &mut self,
        value: &str,
        scopes: impl IntoIterator<Item = S>,
    ) -> Result<(), Unknown> {
        self.token_mut(value)?.scopes = scopes.into_iter().map(Into::into).collect();
        Ok(())
    }

    /// Puts an account into another state, e.g. blocks it.
    ///
    /// # Errors
    /// There is no such user.
    pub fn set_account_state(
        &mut self,
        username: &str,
        state: AccountState,
    ) -> Result<(), Unknown> {
        let user = self.users.iter_mut().find(|user| user.username == username);
        let user = user.ok_or_else(|| Unknown::new(format!("user `{username}`")))?;
        user.state = state;
        Ok(())
    }

    /// Removes a project.
    ///
    /// # Errors
    /// There is no such project.
    pub fn remove_project(&mut self, full_path: &str) -> Result<(), Unknown> {
        self.project_place(full_path)
            .map(|place| drop(self.projects.remove(place)))
    }

    /// Archives a project, or takes it out of the archive.
    ///
    /// # Errors
    /// There is no such project.
    pub fn set_archived(&mut self, full_path: &str, archived: bool) -> Result<(), Unknown> {
        let place = self.project_place(full_path)?;
        self.projects[place].archived = archived;
        Ok(())
    }

    /// Removes a group with everything in it.
    ///
    /// # Errors
    /// There is no such group.
    pub fn remove_group(&mut self, full_path: &str) -> Result<(), Unknown> {
        if self.group_at(full_path).is_none() {
            return Err(Unknown::new(format!("group `{full_path}`")));
        }
        self.groups
            .retain(|group| !super::is_within(&group.full_path, full_path));
        self.projects
            .retain(|project| !super::is_within(&project.full_path, full_path));
        self.index_groups();
        Ok(())
    }

    /// Gives a user a role in a group (`None`: none of its own).
    ///
    /// # Errors
    /// There is no such group.
    pub fn set_member(
        &mut self,
        full_path: &str,
        username: &str,
        level: Option<AccessLevel>,
    ) -> Result<(), Unknown> {
        let group = self
            .groups
            .iter_mut()
            .find(|group| group.full_path == full_path);
        let group = group.ok_or_else(|| Unknown::new(format!("group `{full_path}`")))?;
        let members = group.members.get_or_insert_default();
        match level {
            Some(level) => members.insert(username.to_owned(), level),
            None => members.remove(username),
        };
        Ok(())
    }

    /// Switches personal access tokens off for the whole instance, or on again.
    pub fn set_personal_tokens_disabled(&mut self, disabled: bool) {
        self.settings.policies.personal_tokens_disabled = disabled;
    }

    fn token_mut(&mut self, value: &str) -> Result<&mut Token, Unknown> {
        let token = self.tokens.iter_mut().find(|token| token.secret() == value);
        token.ok_or_else(|| Unknown::new("token with that value"))
    }

    fn project_place(&self, full_path: &str) -> Result<usize, Unknown> {
        let place = self
            .projects
            .iter()
            .position(|project| project.full_path == full_path);
        place.ok_or_else(|| Unknown::new(format!("project `{full_path}`")))
    }
}

impl Unknown {
    pub(super) fn new(what: impl Into<String>) -> Self {
        Self { what: what.into() }
    }
}

impl fmt::Display for Unknown {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "the simulated GitLab has no {}", self.what)
    }
}

impl std::error::Error for Unknown {}
