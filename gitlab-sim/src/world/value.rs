//! Values of tokens and names of bots: of the right shape, made up, the same every time.

use std::hash::{DefaultHasher, Hash, Hasher};

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;

use super::{Token, TokenKind};
use crate::version::Version;

/// A value that no real instance has given out, shaped as the version shapes its tokens.
pub(super) fn made_up(token: &Token, version: &Version) -> String {
    let id = token.known_id();
    match token.kind {
        TokenKind::OAuth => hexadecimal(id, 64),
        _ if version.routes_tokens() => routable(id, token.user_id),
        _ => {
            let prefix = if version.prefixes_tokens() {
                PREFIX
            } else {
                ""
            };
            format!("{prefix}{}", characters(id, LEGACY_ALPHABET, 20))
        }
    }
}

/// The cookie's value that a browser in which this user is signed in would send.
pub(super) fn session(user_id: u64) -> String {
    hexadecimal(user_id ^ SESSIONS, 32)
}

/// The cookie's value of a browser in which nobody is signed in.
pub(super) fn visit(seed: u64) -> String {
    hexadecimal(seed ^ VISITS, 32)
}

/// What a form carries that was made for the browser with this cookie.
pub(super) fn authenticity(cookie: &str) -> String {
    let mut hasher = DefaultHasher::new();
    cookie.hash(&mut hasher);
    hexadecimal(hasher.finish(), 64)
}

/// An authorization code.
pub(super) fn code(seed: u64) -> String {
    hexadecimal(seed ^ CODES, 64)
}

/// What the OAuth token with this id is renewed with.
pub(super) fn refresh_token(id: u64) -> String {
    hexadecimal(id ^ REFRESH_TOKENS, 64)
}

/// What a device asks with: URL-safe, as long as the gem's.
pub(super) fn device_code(seed: u64) -> String {
    characters(seed ^ DEVICES, LEGACY_ALPHABET, 43)
}

/// What somebody types who agrees on another device: eight digits and capitals.
pub(super) fn user_code(seed: u64) -> String {
    characters(seed ^ DEVICES, b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ", 8)
}

/// The id of an application that registered itself.
pub(super) fn client_id(seed: u64) -> String {
    hexadecimal(seed ^ CLIENTS, 64)
}

pub(super) fn hexadecimal(seed: u64, length: usize) -> String {
    numbers(seed)
        .map(|number| char::from_digit((number % 16) as u32, 16).unwrap_or('0'))
        .take(length)
        .collect()
}

fn characters(seed: u64, alphabet: &[u8], length: usize) -> String {
    let place = |number: u64| (number % alphabet.len() as u64) as usize;
    let characters = numbers(seed).map(|number| alphabet[place(number)] as char);
    characters.take(length).collect()
}

/// `lib/authn/token_field/generator/routable_token.rb`: prefix, payload, version, length, checksum.
fn routable(seed: u64, user_id: u64) -> String {
    let payload = format!("o:1\nu:{}", base36(user_id, 1));
    let mut raw: Vec<u8> = numbers(seed).map(|number| number as u8).take(16).collect();
    raw.extend_from_slice(payload.as_bytes());
    raw.push(payload.len() as u8);
    checked(&format!("{PREFIX}{}", BASE64_URL_SAFE_NO_PAD.encode(raw)))
}

/// Adds version, length and checksum to a prefix with its body.
fn checked(start: &str) -> String {
    let length = start.len() - PREFIX.len();
    let start = format!("{start}.01.{}", base36(length as u64, 2));
    let checksum = base36(u64::from(crc32(start.as_bytes())), 7);
    start + &checksum
}

fn base36(mut number: u64, width: usize) -> String {
    let mut digits = Vec::new();
    while number > 0 || digits.len() < width {
        digits.push(char::from_digit((number % 36) as u32, 36).unwrap_or('0'));
        number /= 36;
    }
    digits.iter().rev().collect()
}

/// CRC-32 as zlib computes it.
fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |sum, byte| {
        (0..8).fold(sum ^ u32::from(*byte), |sum, _| {
            (sum >> 1) ^ (0xEDB8_8320 * (sum & 1))
        })
    })
}

/// SplitMix64: enough to look random, and the same everywhere.
fn numbers(seed: u64) -> impl Iterator<Item = u64> {
    let mut state = seed;
    std::iter::repeat_with(move || {
        state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (state ^ (state >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (mixed ^ (mixed >> 31)) >> 16
    })
}

const PREFIX: &str = "glpat-";
/// What GitLab's own generator uses: URL-safe base64 without `l`, `I`, `O` and `0`.
const LEGACY_ALPHABET: &[u8; 60] = b"ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz123456789-_";
/// Keep values of different kinds apart.
const SESSIONS: u64 = 0x5E55_1045;
const VISITS: u64 = 0x1517_0000_0000;
const CODES: u64 = 0xC0DE_0000_0000;
const REFRESH_TOKENS: u64 = 0x4EF4_0000_0000;
const DEVICES: u64 = 0xDE51_0000_0000;
const CLIENTS: u64 = 0xC11E_0000_0000;

#[cfg(test)]
mod tests {
    use super::*;

    fn version(text: &str) -> Version {
        text.parse().expect("a version")
    }

    #[test]
    fn values_have_the_shape_that_their_version_gives_them() {
        let personal = |id, text| made_up(&Token::personal("alice").id(id), &version(text));
        for (text, length) in [("14.4.0", 20), ("14.5.0", 26), ("18.2.0", 26)] {
            let value = personal(1, text);
            assert_eq!(value.len(), length, "{value}");
            assert!(
                !value
                    .trim_start_matches(PREFIX)
                    .contains(['l', 'I', 'O', '0']),
                "{value}"
            );
        }
        assert_ne!(personal(1, "17.0.0"), personal(2, "17.0.0"));
        let routable = personal(1, "18.3.0");
        assert!(
            routable.starts_with(PREFIX) && routable.contains(".01."),
            "{routable}"
        );
        let oauth = made_up(&Token::oauth("alice").id(1), &version("18.9.0"));
        assert!(
            oauth.len() == 64 && oauth.bytes().all(|byte| byte.is_ascii_hexdigit()),
            "{oauth}"
        );
    }

    #[test]
    fn checksums_are_those_of_known_tokens() {
        assert_eq!(
            checked("glpat-EREREREREREREREREREREW86MQp1OmExYjIK"),
            "glpat-EREREREREREREREREREREW86MQp1OmExYjIK.01.10077v9eo"
        );
        assert_eq!(base36(468_254, 1), "a1b2");
    }
}
