//! What can be said of a token without asking anybody: cleaned of what came along when it was copied, of which kind it is, and whether
//! it was copied whole.
//!
//! For another application, keep [`Token::read`] up to the line that says so, and replace what follows by what is certain of that
//! application's tokens. A token that merely looks unusual is sent: only the instance knows.

use violet_plugin::{prelude::*, without_controls};

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
        match routable_tail(text) {
            Some((checked, checksum)) if base36(crc32(checked.as_bytes())) != checksum => {
                return Err(Fault::Mistyped);
            }
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

/// Splits a routable token (17.7 and later) into what its checksum covers and the checksum: `…B.01.LLCCCCCCC`, in the first layouts
/// `…B.LLCCCCCCC`. The checksum covers the length `LL`, too, so that it alone decides.
fn routable_tail(token: &str) -> Option<(&str, &str)> {
    let (front, tail) = token.rsplit_once('.')?;
    let is_base36 = |text: &str| {
        text.bytes()
            .all(|byte| byte.is_ascii_digit() || byte.is_ascii_lowercase())
    };
    if tail.len() != 9 || !is_base36(tail) {
        return None;
    }
    let body = match front.rsplit_once('.') {
        Some((body, version)) if version.len() == 2 && is_base36(version) => body,
        _ => front,
    };
    let length = body
        .bytes()
        .rev()
        .take_while(|&byte| base64_value(byte).is_some())
        .count();
    (length >= SHORTEST_BODY).then(|| token.split_at(token.len() - 7))
}

/// Whether a text ends in the body of a routable token: 16 random bytes, a payload such as `o:1\nu:a1b2`, and its length; in the first
/// layout the payload, 16 random bytes, and their number. Where the body begins depends on the instance's prefix.
fn holds_routable_payload(token: &str) -> bool {
    let starts = token
        .bytes()
        .enumerate()
        .filter(|(_, byte)| !byte.is_ascii_alphanumeric())
        .map(|(at, _)| at + 1);
    std::iter::once(0)
        .chain(starts.take_while(|&start| start <= LONGEST_PREFIX))
        .filter(|&start| token.len() - start >= SHORTEST_BODY)
        .filter_map(|start| decode(&token[start..]))
        .any(|raw| match raw.expose().split_last() {
            Some((&last, front)) if front.len() > RANDOM => {
                let payload = front.len() - RANDOM;
                (usize::from(last) == payload && is_payload(&front[RANDOM..]))
                    || (usize::from(last) == RANDOM && is_payload(&front[..payload]))
            }
            _ => false,
        })
}

/// Lines `key:value` with the keys of GitLab's routing, the organisation among them.
fn is_payload(bytes: &[u8]) -> bool {
    let is_pair = |line: &[u8]| match line {
        [key, b':', value @ ..] => {
            b"cgoptu".contains(key)
                && !value.is_empty()
                && value
                    .iter()
                    .all(|byte| byte.is_ascii_digit() || byte.is_ascii_lowercase())
        }
        _ => false,
    };
    let mut lines = bytes.split(|&byte| byte == b'\n');
    lines.clone().all(is_pair) && lines.any(|line| line.starts_with(b"o:"))
}

/// Base64 with the alphabet for URLs, without padding (RFC 4648, 5).
fn decode(text: &str) -> Option<Secret> {
    let (mut bytes, mut bits, mut count) = (Vec::with_capacity(text.len()), 0u32, 0);
    for byte in text.bytes() {
        bits = (bits << 6) | base64_value(byte)?;
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push((bits >> count) as u8);
            bits &= (1 << count) - 1;
        }
    }
    Some(Secret::new(bytes))
}

fn base64_value(byte: u8) -> Option<u32> {
    let position = match byte {
        b'A'..=b'Z' => byte - b'A',
        b'a'..=b'z' => byte - b'a' + 26,
        b'0'..=b'9' => byte - b'0' + 52,
        b'-' => 62,
        b'_' => 63,
        _ => return None,
    };
    Some(position.into())
}

/// CRC-32 (IEEE 802.3), bit by bit: a token is short.
fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |crc, &byte| {
        (0..8).fold(crc ^ u32::from(byte), |crc, _| {
            if crc & 1 == 1 {
                (crc >> 1) ^ 0xedb8_8320
            } else {
                crc >> 1
            }
        })
    })
}

/// Seven digits of base 36.
fn base36(mut number: u32) -> String {
    let mut digits = [b'0'; 7];
    for digit in digits.iter_mut().rev() {
        *digit = b"0123456789abcdefghijklmnopqrstuvwxyz"[(number % 36) as usize];
        number /= 36;
    }
    digits.iter().copied().map(char::from).collect()
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

/// The random bytes of a routable token.
const RANDOM: usize = 16;

/// The digits of the shortest body: 16 random bytes, the payload `o:1`, a length.
const SHORTEST_BODY: usize = 27;

/// An instance's prefix, `-glpat-` behind it.
const LONGEST_PREFIX: usize = 27;

#[cfg(test)]
mod tests;
