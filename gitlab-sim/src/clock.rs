//! What time it is for the simulated instance: the real one, or one at which it stands still; and what was skipped.

use std::time::{Duration, Instant};

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, ToSpan};

/// The clock of an instance. All its dates are UTC, as GitLab's are.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Clock {
    fixed: Option<Timestamp>,
    started: Instant,
    skipped: Duration,
}

impl Clock {
    /// Goes as the real one does.
    pub(crate) fn running() -> Self {
        Self {
            fixed: None,
            started: Instant::now(),
            skipped: Duration::ZERO,
        }
    }

    /// Stands still at this instant.
    pub(crate) fn standing_at(instant: Timestamp) -> Self {
        Self {
            fixed: Some(instant),
            ..Self::running()
        }
    }

    pub(crate) fn now(self) -> Timestamp {
        let now = self.fixed.unwrap_or_else(Timestamp::now);
        after(now, self.skipped)
    }

    pub(crate) fn today(self) -> Date {
        self.now().to_zoned(TimeZone::UTC).date()
    }

    /// How long the instance runs, in real time and with what was skipped: who is told to wait does so in real time,
    /// even where the clock stands still.
    pub(crate) fn elapsed(self) -> Duration {
        self.started.elapsed().saturating_add(self.skipped)
    }

    /// Lets this time pass at once.
    pub(crate) fn skip(&mut self, time: Duration) {
        self.skipped = self.skipped.saturating_add(time);
    }
}

/// Noon of a day.
pub(crate) fn noon(day: Date) -> Option<Timestamp> {
    let noon = day.at(12, 0, 0, 0).to_zoned(TimeZone::UTC).ok()?;
    Some(noon.timestamp())
}

/// The first moment of a day.
pub(crate) fn midnight(day: Date) -> Option<Timestamp> {
    Some(day.to_zoned(TimeZone::UTC).ok()?.timestamp())
}

/// So much later; the instant itself if that would leave the calendar.
pub(crate) fn after(instant: Timestamp, time: Duration) -> Timestamp {
    let time = SignedDuration::try_from(time).ok();
    let later = time.and_then(|time| instant.checked_add(time).ok());
    later.unwrap_or(instant)
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
        let noon = noon("2026-09-01".parse().expect("a day")).expect("in the calendar");
        let mut clock = Clock::standing_at(noon);
        assert_eq!(clock.today().to_string(), "2026-09-01");
        assert_eq!(written(clock.now()), "2026-09-01T12:00:00.000Z");
        assert_eq!(
            written(hours_before(clock.now(), 13)),
            "2026-08-31T23:00:00.000Z"
        );
        clock.skip(Duration::from_secs(12 * 3600));
        assert_eq!(clock.today().to_string(), "2026-09-02");
        assert!(clock.elapsed() >= Duration::from_secs(12 * 3600));
    }
}
