//! How often an integration runs: durations such as `15m`, `1h`, `1d`, `1h30m`.

use std::{fmt, str::FromStr};

/// A duration of whole seconds, at most a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Interval {
    seconds: u64,
}

/// What was read is no duration.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct InvalidInterval;

impl FromStr for Interval {
    type Err = InvalidInterval;

    fn from_str(text: &str) -> Result<Self, InvalidInterval> {
        let mut rest = text.trim();
        let mut seconds: u64 = 0;
        // Units may only get smaller, so that each stands once.
        let mut units = UNITS;
        while !rest.is_empty() {
            let digits = rest
                .find(|character: char| !character.is_ascii_digit())
                .ok_or(InvalidInterval)?;
            let number: u64 = rest[..digits].parse().map_err(|_| InvalidInterval)?;
            let letter = rest[digits..].chars().next().ok_or(InvalidInterval)?;
            let index = units
                .iter()
                .position(|(unit, _)| *unit == letter)
                .ok_or(InvalidInterval)?;
            let part = number.checked_mul(units[index].1).ok_or(InvalidInterval)?;
            seconds = seconds.checked_add(part).ok_or(InvalidInterval)?;
            units = &units[index + 1..];
            rest = &rest[digits + letter.len_utf8()..];
        }
        if (1..=MOST_SECONDS).contains(&seconds) {
            Ok(Self { seconds })
        } else {
            Err(InvalidInterval)
        }
    }
}

impl fmt::Display for Interval {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut rest = self.seconds;
        for (unit, seconds) in UNITS {
            if rest >= *seconds {
                write!(formatter, "{}{unit}", rest / seconds)?;
                rest %= seconds;
            }
        }
        Ok(())
    }
}

const UNITS: &[(char, u64)] = &[
    ('w', 7 * 86_400),
    ('d', 86_400),
    ('h', 3_600),
    ('m', 60),
    ('s', 1),
];

const MOST_SECONDS: u64 = 366 * 86_400;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_read_and_written_in_one_way() {
        for (text, expected) in [
            ("1h", "1h"),
            ("60m", "1h"),
            ("90m", "1h30m"),
            ("1h30m", "1h30m"),
            (" 15m ", "15m"),
            ("24h", "1d"),
            ("2w", "2w"),
            ("36h5s", "1d12h5s"),
        ] {
            assert_eq!(
                text.parse::<Interval>()
                    .map(|read| read.to_string())
                    .as_deref(),
                Ok(expected),
                "{text}"
            );
        }
    }

    #[test]
    fn what_is_no_duration_is_refused() {
        for text in [
            "",
            "1",
            "h",
            "1x",
            "0m",
            "-1h",
            "1h1h",
            "1m1h",
            "1.5h",
            "1 h 5",
            "99999999999999999999h",
            "9999999999999999w",
            "400d",
            "１h",
        ] {
            assert_eq!(text.parse::<Interval>(), Err(InvalidInterval), "{text}");
        }
    }

    #[test]
    fn durations_are_compared_by_their_length() {
        let read = |text: &str| text.parse::<Interval>().expect("a duration");
        assert!(read("5m") < read("1h"));
        assert_eq!(read("60m"), read("1h"));
    }
}
