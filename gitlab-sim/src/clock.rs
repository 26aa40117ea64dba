//! What time it is for the simulated instance: the real one, or noon of a fixed day.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};

/// The clock of an instance. All its dates are UTC, as GitLab's are.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Clock {
    fixed: Option<Timestamp>,
}

impl Clock {
    /// Stands still at noon of this day.
    pub(crate) fn standing_at(day: Date) -> Self {
        let noon = day
            .at(12, 0, 0, 0)
            .to_zoned(TimeZone::UTC)
            .map(|zoned| zoned.timestamp());
        Self { fixed: noon.ok() }
    }

    pub(crate) fn now(self) -> Timestamp {
        self.fixed.unwrap_or_else(Timestamp::now)
    }

    pub(crate) fn today(self) -> Date {
        self.now().to_zoned(TimeZone::UTC).date()
    }
}

/// The instant as GitLab writes it: RFC 3339 with milliseconds.
pub(crate) fn written(instant: Timestamp) -> String {
    instant.strftime("%Y-%m-%dT%H:%M:%S.%3fZ").to_string()
}

/// So many hours before an instant; the instant itself if that would leave the calendar.
pub(crate) fn hours_before(instant: Timestamp, hours: u64) -> Timestamp {
    let hours = i64::try_from(hours)
        .unwrap_or(i64::MAX)
        .min(A_CENTURY_IN_HOURS);
    instant.checked_sub(hours.hours()).unwrap_or(instant)
}

const A_CENTURY_IN_HOURS: i64 = 100 * 366 * 24;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fixed_day_is_that_day_in_utc() {
        let clock = Clock::standing_at("2026-09-01".parse().expect("a day"));
        assert_eq!(clock.today().to_string(), "2026-09-01");
        assert_eq!(written(clock.now()), "2026-09-01T12:00:00.000Z");
        assert_eq!(
            written(hours_before(clock.now(), 13)),
            "2026-08-31T23:00:00.000Z"
        );
    }
}
