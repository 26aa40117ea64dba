//! OAuth authorizations: codes for browsers and for devices, the tokens that come of them, what was asked for them.

use std::collections::BTreeMap;
use std::fmt;
use std::time::{Duration, Instant};

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use jiff::Timestamp;
use sha2::{Digest, Sha256};

use super::{Token, TokenKind, World, value};
use crate::clock::after;

/// One request that the token endpoint answered. A request that a fault answered instead did not get there.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct TokenRequest {
    /// As sent, e.g. `refresh_token`; empty if none was.
    pub grant_type: String,
    /// As sent, in the form or in a Basic header.
    pub client_id: Option<String>,
    /// Why it was refused, e.g. `invalid_grant`; `None` if tokens were given out.
    pub error: Option<String>,
}

/// What is under way. Its `Debug` form shows no code.
#[derive(Default)]
pub(crate) struct Authorizations {
    pub(crate) codes: Vec<Code>,
    pub(crate) devices: Vec<Device>,
    pub(crate) requests: Vec<TokenRequest>,
    /// Browsers in which nobody is signed in, by their cookies, and where each wanted to go.
    pub(crate) visits: BTreeMap<String, String>,
    /// When applications registered themselves.
    pub(crate) registrations: Vec<Instant>,
    /// How many values were made.
    made: u64,
}

/// What a person's consent gives to an application, to be exchanged once.
#[derive(Clone)]
pub(crate) struct Code {
    pub(crate) value: String,
    pub(crate) permission: Permission,
    pub(crate) redirect_uri: String,
    pub(crate) challenge: Option<Challenge>,
    given_at: Timestamp,
    used: bool,
}

/// A device that waits for somebody's consent.
#[derive(Clone)]
pub(crate) struct Device {
    pub(crate) code: String,
    /// `None` once somebody agreed.
    pub(crate) user_code: Option<String>,
    /// Its owner is `None` until somebody agreed.
    pub(crate) permission: Permission,
    given_at: Timestamp,
    /// After how long a run of the instance it asked last.
    pub(crate) asked_after: Option<Duration>,
}

/// What an application may do, and in whose name.
#[derive(Clone, PartialEq)]
pub(crate) struct Permission {
    pub(crate) client_id: String,
    /// `None` for the application itself.
    pub(crate) user_id: Option<u64>,
    pub(crate) scopes: Vec<String>,
}

/// What the holder of a code has to know (RFC 7636).
#[derive(Clone)]
pub(crate) enum Challenge {
    Plain(String),
    Sha256(String),
}

impl Code {
    pub(crate) fn is_live(&self, now: Timestamp) -> bool {
        !self.used && now <= after(self.given_at, LIFE_OF_CODES)
    }
}

impl Device {
    pub(crate) fn is_expired(&self, now: Timestamp) -> bool {
        now > after(self.given_at, LIFE_OF_DEVICE_CODES)
    }
}

impl Challenge {
    pub(crate) fn is_met_by(&self, verifier: &str) -> bool {
        match self {
            Self::Plain(challenge) => challenge == verifier,
            Self::Sha256(challenge) => {
                *challenge == BASE64_URL_SAFE_NO_PAD.encode(Sha256::digest(verifier))
            }
        }
    }
}

impl World {
    /// Keeps somebody's consent, and returns the code for it.
    pub(crate) fn give_code(
        &mut self,
        permission: Permission,
        redirect_uri: String,
        challenge: Option<Challenge>,
    ) -> String {
        let value = value::code(self.next_made());
        self.authorizations.codes.push(Code {
            value: value.clone(),
            permission,
            redirect_uri,
            challenge,
            given_at: self.settings.clock.now(),
            used: false,
        });
        value
    }

    pub(crate) fn code(&self, value: &str) -> Option<&Code> {
        let mut codes = self.authorizations.codes.iter();
        codes.find(|code| code.value == value)
    }

    /// Makes a code useless, and gives out the tokens for it.
    pub(crate) fn exchange(&mut self, code: &Code) -> Token {
        let mut codes = self.authorizations.codes.iter_mut();
        if let Some(kept) = codes.find(|kept| kept.value == code.value) {
            kept.used = true;
        }
        self.issue(code.permission.clone())
    }

    pub(crate) fn give_device_code(&mut self, permission: Permission) -> Device {
        let seed = self.next_made();
        let device = Device {
            code: value::device_code(seed),
            user_code: Some(value::user_code(seed)),
            permission,
            given_at: self.settings.clock.now(),
            asked_after: None,
        };
        self.authorizations.devices.push(device.clone());
        device
    }

    /// The cookie's value of a browser that came for the first time.
    pub(crate) fn welcome(&mut self, wanted: &str) -> String {
        let visit = value::visit(self.next_made());
        let visits = &mut self.authorizations.visits;
        visits.insert(visit.clone(), wanted.to_owned());
        visit
    }

    /// The id of an application that registers itself.
    pub(crate) fn next_client_id(&mut self) -> String {
        value::client_id(self.next_made())
    }

    /// The token that is renewed with this value.
    pub(crate) fn token_of_refresh(&self, refresh_token: &str) -> Option<&Token> {
        let renewed = |token: &&Token| token.refresh_token.as_deref() == Some(refresh_token);
        self.tokens.iter().find(renewed)
    }

    /// Whether the owner let the application do just this before, and did not take it back.
    pub(crate) fn has_agreed(&self, permission: &Permission) -> bool {
        let mut tokens = self.tokens.iter();
        tokens.any(|token| !token.revoked && permission.is_of(token))
    }

    /// A new access token, with what it is renewed with; before 15.2 a live one again, if there is one.
    pub(crate) fn issue(&mut self, permission: Permission) -> Token {
        let clock = self.settings.clock;
        if self.settings.version.reuses_access_tokens() {
            let live =
                |token: &&Token| token.is_live_authorization(clock) && permission.is_of(token);
            if let Some(token) = self.tokens.iter().find(live) {
                return token.clone();
            }
        }
        self.issue_new(permission)
    }

    /// Ends a token with what it was renewed with, at once, and gives out the next.
    pub(crate) fn renew(&mut self, id: u64, scopes: Vec<String>) -> Option<Token> {
        let token = self
            .tokens
            .iter_mut()
            .find(|token| token.known_id() == id)?;
        token.revoked = true;
        let permission = Permission {
            client_id: token.client_id.clone()?,
            user_id: Some(token.user_id).filter(|id| *id != 0),
            scopes,
        };
        Some(self.issue_new(permission))
    }

    fn issue_new(&mut self, permission: Permission) -> Token {
        let id = self.tokens.iter().map(Token::known_id).max().unwrap_or(0) + 1;
        let now = self.settings.clock.now();
        let application = self.application(&permission.client_id);
        let expires = application.is_none_or(|it| it.expires_tokens(&self.settings.version));
        let owner = permission.user_id.and_then(|id| self.user(id));
        let mut token = Token::new(
            TokenKind::OAuth,
            owner.map(|user| user.username.clone()).unwrap_or_default(),
        );
        token.id = Some(id);
        token.family = id;
        token.value = Some(self.value_for(&token));
        // Who acts for nobody can ask again.
        token.refresh_token = permission.user_id.map(|_| value::refresh_token(id));
        token.user_id = permission.user_id.unwrap_or_default();
        token.client_id = Some(permission.client_id);
        token.scopes = permission.scopes;
        token.created_at = now;
        token.last_used_at = None;
        token.lapses_at = expires.then(|| after(now, LIFE_OF_ACCESS_TOKENS));
        self.tokens.push(token.clone());
        token
    }

    fn next_made(&mut self) -> u64 {
        self.authorizations.made += 1;
        self.authorizations.made
    }
}

impl Permission {
    fn is_of(&self, token: &Token) -> bool {
        let same_scopes = self.scopes.len() == token.scopes.len()
            && self.scopes.iter().all(|scope| token.has_scope(scope));
        token.kind == TokenKind::OAuth
            && token.client_id.as_ref() == Some(&self.client_id)
            && self.user_id == Some(token.user_id)
            && same_scopes
    }
}

impl fmt::Debug for Authorizations {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Authorizations")
            .field("codes", &self.codes.len())
            .field("devices", &self.devices.len())
            .field("requests", &self.requests)
            .finish_non_exhaustive()
    }
}

/// Fixed in `config/initializers/doorkeeper.rb`.
pub(crate) const LIFE_OF_ACCESS_TOKENS: Duration = Duration::from_secs(7200);
/// The gem's defaults.
pub(crate) const LIFE_OF_DEVICE_CODES: Duration = Duration::from_secs(300);
const LIFE_OF_CODES: Duration = Duration::from_secs(600);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn challenges_are_met_by_their_verifiers_only() {
        // RFC 7636, appendix B.
        let verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
        let challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
        let hashed = Challenge::Sha256(challenge.to_owned());
        let plain = Challenge::Plain(verifier.to_owned());
        assert!(hashed.is_met_by(verifier) && plain.is_met_by(verifier));
        assert!(!hashed.is_met_by(challenge) && !plain.is_met_by(challenge));
    }
}
