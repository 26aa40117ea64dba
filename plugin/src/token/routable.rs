//! Routable tokens (17.7 and later): what their checksum and their body tell without asking anybody.
//!
//! For another application, leave it out unless its tokens have a checksum, too. Only what is certain counts here: a copied token that
//! was cut off or changed is caught, and whatever merely looks unusual is not judged.

use violet_plugin::prelude::*;

/// The tail of a routable token (17.7 and later), and what it is about: `…B.01.LLCCCCCCC`, in the first layouts `…B.LLCCCCCCC`.
pub(super) struct Tail<'a> {
    /// The prefix, whatever it is, and the body.
    body: &'a str,
    /// The number of the body's digits, in base 36.
    length: &'a str,
    /// What the checksum covers: everything before it.
    checked: &'a str,
    checksum: &'a str,
}

impl<'a> Tail<'a> {
    /// The tail of a token, if it has one.
    pub(super) fn of(token: &'a str) -> Option<Self> {
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
        let digits = body
            .bytes()
            .rev()
            .take_while(|&byte| base64_value(byte).is_some())
            .count();
        let (checked, checksum) = token.split_at(token.len() - 7);
        (digits >= SHORTEST_BODY).then_some(Self {
            body,
            length: &tail[..2],
            checked,
            checksum,
        })
    }

    /// Whether length and checksum are right.
    pub(super) fn fits(&self) -> bool {
        let prefix = usize::from_str_radix(self.length, 36)
            .ok()
            .and_then(|length| self.body.len().checked_sub(length));
        // Where the prefix is GitLab's own, it is known how long it is.
        let is_as_long_as_it_says = match self.body.strip_prefix(PREFIX) {
            Some(_) => prefix == Some(PREFIX.len()),
            None => prefix.is_some_and(|prefix| prefix <= LONGEST_PREFIX),
        };
        is_as_long_as_it_says && checksum(self.checked) == self.checksum
    }
}

/// Whether a text ends in the body of a routable token: 16 random bytes, a payload such as `o:1\nu:a1b2`, and its length; in the first
/// layout the payload, 16 random bytes, and their number. Where the body begins depends on the instance's prefix.
pub(super) fn holds_routable_payload(token: &str) -> bool {
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

/// The checksum of everything before it: seven digits.
pub(super) fn checksum(checked: &str) -> String {
    base36(crc32(checked.as_bytes()))
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

/// What access tokens begin with since 14.5, unless an instance has a prefix of its own.
const PREFIX: &str = "glpat-";

/// The random bytes of a routable token.
const RANDOM: usize = 16;

/// The digits of the shortest body: 16 random bytes, the payload `o:1`, a length.
const SHORTEST_BODY: usize = 27;

/// An instance's prefix, `-glpat-` behind it.
const LONGEST_PREFIX: usize = 27;
