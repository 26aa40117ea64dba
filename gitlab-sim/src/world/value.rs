//! Values of tokens and names of bots: of the right shape, made up, the same every time.

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
            let characters =
                numbers(id).map(|number| LEGACY_ALPHABET[(number % 60) as usize] as char);
            format!("{prefix}{}", characters.take(20).collect::<String>())
        }
    }
}

/// The cookie's value that a browser in which this user is signed in would send.
pub(super) fn session(user_id: u64) -> String {
    hexadecimal(user_id ^ SESSIONS, 32)
}

pub(super) fn hexadecimal(seed: u64, length: usize) -> String {
    numbers(seed)
        .map(|number| char::from_digit((number % 16) as u32, 16).unwrap_or('0'))
        .take(length)
        .collect()
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
/// Keeps the values of sessions apart from those of tokens.
const SESSIONS: u64 = 0x5E55_1045;

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
