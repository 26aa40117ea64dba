//! Dates and instants.

use std::{fmt, str::FromStr};

use jiff::{Timestamp, Unit, civil, tz::TimeZone};
use serde::{Deserialize, Serialize};

/// A calendar date. Reads and prints as `2026-12-09`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Date(civil::Date);

impl Date {
    /// How many days lie between this date and a later one; negative for an earlier one.
    #[must_use]
    pub fn days_until(self, later: Self) -> i64 {
        self.0
            .until((Unit::Day, later.0))
            .map_or(0, |span| i64::from(span.get_days()))
    }

    /// The day before, or the same day at the beginning of time.
    #[must_use]
    pub fn yesterday(self) -> Self {
        Self(self.0.yesterday().unwrap_or(self.0))
    }
}

impl FromStr for Date {
    type Err = InvalidDate;

    fn from_str(text: &str) -> Result<Self, InvalidDate> {
        // Only the plain form: jiff would take a whole timestamp for a date, too.
        if text.len() != 10 {
            return Err(InvalidDate);
        }
        text.parse().map(Self).map_err(|_| InvalidDate)
    }
}

impl fmt::Display for Date {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

/// A point in time. Reads and prints as `2026-12-09T08:30:00Z`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Instant(Timestamp);

impl Instant {
    /// The instant so many milliseconds after 1970-01-01T00:00:00Z; the nearest one that there is.
    #[must_use]
    pub fn from_unix_milliseconds(milliseconds: i64) -> Self {
        let nearest = if milliseconds < 0 {
            Timestamp::MIN
        } else {
            Timestamp::MAX
        };
        Self(Timestamp::from_millisecond(milliseconds).unwrap_or(nearest))
    }

    /// The milliseconds since 1970-01-01T00:00:00Z.
    #[must_use]
    pub fn unix_milliseconds(self) -> i64 {
        self.0.as_millisecond()
    }

    /// The seconds since 1970-01-01T00:00:00Z.
    #[must_use]
    pub fn unix_seconds(self) -> i64 {
        self.0.as_second()
    }

    /// The date, in UTC.
    #[must_use]
    pub fn date(self) -> Date {
        Date(self.0.to_zoned(TimeZone::UTC).date())
    }
}

impl FromStr for Instant {
    type Err = InvalidDate;

    fn from_str(text: &str) -> Result<Self, InvalidDate> {
        text.parse().map(Self).map_err(|_| InvalidDate)
    }
}

impl fmt::Display for Instant {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

/// What was read is no date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InvalidDate;

impl fmt::Display for InvalidDate {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("not a date of the form `2026-12-09`")
    }
}

impl std::error::Error for InvalidDate {}

macro_rules! as_text {
    ($type:ty, $format:literal, $example:literal) => {
        impl Serialize for $type {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $type {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = String::deserialize(deserializer)?;
                text.parse()
                    .map_err(|_| serde::de::Error::custom(concat!("expected a date like `", $example, "`")))
            }
        }

        impl schemars::JsonSchema for $type {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($type).into()
            }

            fn inline_schema() -> bool {
                true
            }

            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                schemars::json_schema!({"type": "string", "format": $format})
            }
        }
    };
}

as_text!(Date, "date", "2026-12-09");
as_text!(Instant, "date-time", "2026-12-09T08:30:00Z");

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_counted_in_both_directions_and_across_years() {
        let date = |text: &str| text.parse::<Date>().expect("a date");
        assert_eq!(date("2026-12-31").days_until(date("2027-01-01")), 1);
        assert_eq!(date("2026-03-01").days_until(date("2026-02-28")), -1);
        assert_eq!(date("2026-01-01").days_until(date("2028-01-01")), 730);
        assert_eq!(date("2026-03-01").yesterday(), date("2026-02-28"));
    }

    #[test]
    fn only_the_plain_form_is_a_date() {
        for text in [
            "2026-13-01",
            "2026-1-1",
            "2026-12-09T00:00:00",
            "yesterday",
            "",
        ] {
            assert_eq!(text.parse::<Date>(), Err(InvalidDate), "{text}");
        }
    }

    #[test]
    fn an_instant_knows_its_date_in_utc() {
        let instant: Instant = "2026-12-31T23:30:00-02:00".parse().expect("an instant");
        assert_eq!(instant.date().to_string(), "2027-01-01");
    }
}
