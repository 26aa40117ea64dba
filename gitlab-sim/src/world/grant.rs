//! What happens to OAuth authorizations while the instance runs, at a test's command.

use std::fmt;
use std::time::Duration;

use super::{Token, TokenKind, Unknown, World};

/// An access token and what it is renewed with. Its `Debug` form shows neither.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct TokenPair {
    /// Carried by requests to the API.
    pub access_token: String,
    /// Renews both, once.
    pub refresh_token: String,
}

impl World {
    /// Lets an OAuth access token expire now; what it is renewed with still works.
    ///
    /// # Errors
    /// There is no such OAuth token.
    pub fn expire_access_token(&mut self, value: &str) -> Result<(), Unknown> {
        let now = self.settings.clock.now();
        let mut tokens = self.authorized_mut();
        let token = tokens.find(|token| token.secret() == value);
        let token = token.ok_or_else(|| Unknown::new("OAuth access token with that value"))?;
        token.lapses_at = Some(now);
        Ok(())
    }

    /// Lets all OAuth access tokens expire now, and says how many of them were live.
    pub fn expire_all_access_tokens(&mut self) -> usize {
        let clock = self.settings.clock;
        let live = self
            .authorized_mut()
            .filter(|token| token.is_live_authorization(clock));
        live.map(|token| token.lapses_at = Some(clock.now()))
            .count()
    }

    /// Ends what a user let an application do, as the user does on the page of authorized applications: all its access and
    /// refresh tokens and all codes are dead.
    ///
    /// # Errors
    /// There is no such authorization, or it has ended.
    pub fn end_grant(&mut self, username: &str, client_id: &str) -> Result<(), Unknown> {
        let missing = || Unknown::new(format!("authorization of `{client_id}` by `{username}`"));
        let user_id = self.user_named(username).ok_or_else(missing)?.known_id();
        let of_both = |token: &&mut Token| {
            token.user_id == user_id && token.client_id.as_deref() == Some(client_id)
        };
        let live = self
            .authorized_mut()
            .filter(of_both)
            .filter(|token| !token.revoked);
        let ended = live.map(|token| token.revoked = true).count();
        let codes = &mut self.authorizations.codes;
        let before = codes.len();
        codes.retain(|code| {
            code.permission.user_id != Some(user_id) || code.permission.client_id != client_id
        });
        if ended == 0 && codes.len() == before {
            return Err(missing());
        }
        Ok(())
    }

    /// Renews with a refresh token before its owner does, as another process would, and returns what is valid from now on.
    ///
    /// # Errors
    /// There is no such refresh token, or it was used.
    pub fn use_refresh_token(&mut self, refresh_token: &str) -> Result<TokenPair, Unknown> {
        let missing = || Unknown::new("live refresh token with that value");
        let token = self.token_of_refresh(refresh_token);
        let token = token.filter(|token| !token.revoked).ok_or_else(missing)?;
        let (id, scopes) = (token.known_id(), token.scopes.clone());
        let next = self.renew(id, scopes).ok_or_else(missing)?;
        Ok(TokenPair {
            access_token: next.secret().to_owned(),
            refresh_token: next.refresh_token.unwrap_or_default(),
        })
    }

    /// Removes an OAuth application with all its tokens: it is an unknown client from now on.
    ///
    /// # Errors
    /// There is no such application.
    pub fn remove_application(&mut self, client_id: &str) -> Result<(), Unknown> {
        if self.application(client_id).is_none() {
            return Err(Unknown::new(format!("application `{client_id}`")));
        }
        self.applications
            .retain(|application| application.client_id != client_id);
        self.tokens
            .retain(|token| token.client_id.as_deref() != Some(client_id));
        Ok(())
    }

    /// How many OAuth authorizations can still be used or renewed.
    pub fn live_grants(&self) -> usize {
        let clock = self.settings.clock;
        let live = |token: &&Token| {
            let renewable = token.refresh_token.is_some() && !token.revoked;
            token.kind == TokenKind::OAuth && (renewable || token.is_live_authorization(clock))
        };
        self.tokens.iter().filter(live).count()
    }

    /// Lets time pass at once: tokens and codes age, devices have waited.
    pub fn pass_time(&mut self, time: Duration) {
        self.settings.clock.skip(time);
    }

    fn authorized_mut(&mut self) -> impl Iterator<Item = &mut Token> {
        self.tokens
            .iter_mut()
            .filter(|token| token.kind == TokenKind::OAuth)
    }
}

impl fmt::Debug for TokenPair {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("TokenPair").finish_non_exhaustive()
    }
}
