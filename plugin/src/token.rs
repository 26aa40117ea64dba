//! What can be said of a token without asking anybody: cleaned of what came along when it was copied, of which kind it is, and whether
//! it was copied whole.
//!
//! For another application, keep [`Token::read`] up to the line that says so, and replace what follows by what is certain of that
//! application's tokens. A token that merely looks unusual is sent: only the instance knows.

mod routable;

use violet_plugin::{prelude::*, without_controls};

use self::routable::{Tail, holds_routable_payload};

/// A token that may be sent.
pub(crate) struct Token {
    secret: Secret,
    /// Whether it looks like an OAuth access token: 64 hexadecimal digits, or a JWT.
    pub(crate) may_be_oauth: bool,
}

/// Why a token need not be sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    Missing,
    Malformed,
    Mistyped,
    Truncated,
    /// A token of another kind, named by this text.
    WrongKind(&'static str),
}

impl Token {
    /// Reads what a user pasted.
    pub(crate) fn read(pasted: &Secret) -> Result<Self, Fault> {
        let text = strip_header(pasted.expose_text().map_err(|_| Fault::Malformed)?);
        if text.is_empty() {
            return Err(Fault::Missing);
        }
        if text.len() > LONGEST || !text.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(Fault::Malformed);
        }
        // What follows is GitLab's alone.
        if let Some(kind) = foreign_kind(text) {
            return Err(Fault::WrongKind(kind));
        }
        match Tail::of(text) {
            Some(tail) if !tail.fits() => return Err(Fault::Mistyped),
            None if holds_routable_payload(text) => return Err(Fault::Truncated),
            _ => {}
        }
        Ok(Self {
            secret: Secret::new(text),
            may_be_oauth: is_opaque_oauth(text) || is_jwt(text),
        })
    }

    /// Takes an access token that the host got by OAuth.
    pub(crate) fn granted(secret: Secret) -> Result<Self, Fault> {
        if secret.is_empty() {
            return Err(Fault::Missing);
        }
        Ok(Self {
            secret,
            may_be_oauth: true,
        })
    }

    pub(crate) fn secret(&self) -> Secret {
        self.secret.clone()
    }

    /// A foreign text as it may be shown: cleaned, bounded, and without the token, should somebody send it back.
    pub(crate) fn quote(&self, text: &str, most: usize) -> String {
        match self.secret.expose_text() {
            Ok(token) if !token.is_empty() => without_controls(&text.replace(token, "***"), most),
            _ => without_controls(text, most),
        }
    }
}

impl Fault {
    pub(crate) fn code(self) -> Code {
        match self {
            Self::Missing => code::TOKEN_MISSING,
            Self::Malformed => code::TOKEN_MALFORMED,
            Self::Mistyped => code::TOKEN_MISTYPED,
            Self::Truncated => code::TOKEN_TRUNCATED,
            Self::WrongKind(_) => code::TOKEN_WRONG_KIND,
        }
    }
}

/// Removes what comes along at the ends of a pasted text: blanks, zero-width characters, quotes.
pub(crate) fn trim_pasted(text: &str) -> &str {
    text.trim_matches(|character: char| {
        let zero_width = matches!(character, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}');
        character.is_whitespace() || zero_width || QUOTES.contains(character)
    })
}

/// Removes the beginning of the header that a token was copied from.
fn strip_header(pasted: &str) -> &str {
    let text = trim_pasted(pasted);
    let behind = |header: &&str| {
        let (start, rest) = text.split_at_checked(header.len())?;
        let ends =
            header.ends_with(':') || rest.is_empty() || rest.starts_with(char::is_whitespace);
        (start.eq_ignore_ascii_case(header) && ends).then_some(rest)
    };
    HEADERS.iter().find_map(behind).map_or(text, trim_pasted)
}

/// The kind that a prefix shows, also behind an instance's own prefix, as in `acme-glrt-…`.
fn foreign_kind(token: &str) -> Option<&'static str> {
    let kind = |text: &str| {
        FOREIGN
            .iter()
            .find(|(prefix, _)| text.starts_with(prefix))
            .map(|&(_, kind)| kind)
    };
    let behind_instance_prefix = || {
        let (prefix, rest) = token.split_once('-')?;
        let is_prefix = prefix.len() <= 20
            && prefix != "glpat"
            && prefix.bytes().all(|byte| byte.is_ascii_alphanumeric());
        if is_prefix { kind(rest) } else { None }
    };
    kind(token).or_else(behind_instance_prefix)
}

fn is_opaque_oauth(token: &str) -> bool {
    token.len() == 64
        && token
            .bytes()
            .all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

fn is_jwt(token: &str) -> bool {
    token.starts_with("ey") && token.split('.').count() == 3
}

/// Prefixes of what is no access token, and the texts that name it. Longer prefixes come before those that they begin with.
const FOREIGN: &[(&str, &str)] = &[
    ("gldt-", "kind-deploy"),
    ("glrtr-", "kind-runner"),
    ("glrt-", "kind-runner"),
    ("GR1348941", "kind-runner-registration"),
    ("glcbt-", "kind-job"),
    ("glptt-", "kind-trigger"),
    ("glft-", "kind-feed"),
    ("glimt-", "kind-incoming-mail"),
    ("glagent-", "kind-agent"),
    ("glwt-", "kind-workspace"),
    ("glsoat-", "kind-scim"),
    ("glffct-", "kind-feature-flags"),
    ("glrct-", "kind-runner-controller"),
    ("gloas-", "kind-oauth-secret"),
    ("_gitlab_session=", "kind-session"),
];

/// What a copied header begins with. A token may begin with the word, too: a blank must follow it.
const HEADERS: &[&str] = &["PRIVATE-TOKEN:", "Bearer"];

const QUOTES: &str = "\"'`“”„‘’‚«»‹›";

const LONGEST: usize = 4096;

#[cfg(test)]
mod tests;
