//! Requests per minute (Rack::Attack): counted always, refused above a limit if the scenario has one.

use std::time::{Duration, Instant};

use jiff::{Timestamp, ToSpan};

use crate::answer::Answer;
use crate::request::Request;
use crate::world::World;

/// Counts requests in windows of a minute, those with and those without a credential together.
#[derive(Debug)]
pub(crate) struct Throttle {
    limit: Option<u64>,
    window: Instant,
    observed: u64,
}

/// What the throttle knows at the moment of one request.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Turn {
    name: &'static str,
    limit: u64,
    observed: u64,
    refused: bool,
    seconds_left: u64,
}

impl Throttle {
    pub(crate) fn new(limit: Option<u64>) -> Self {
        Self {
            limit,
            window: Instant::now(),
            observed: 0,
        }
    }

    pub(crate) fn count(&mut self, request: &Request) -> Turn {
        if self.window.elapsed() >= WINDOW {
            self.window = Instant::now();
            self.observed = 0;
        }
        self.observed += 1;
        let authenticated = request
            .header("authorization")
            .or(request.header("private-token"))
            .is_some();
        Turn {
            name: if authenticated {
                "throttle_authenticated_api"
            } else {
                "throttle_unauthenticated_api"
            },
            limit: self.limit.unwrap_or(USUAL_LIMIT),
            observed: self.observed,
            refused: self.limit.is_some_and(|limit| self.observed > limit),
            seconds_left: WINDOW
                .saturating_sub(self.window.elapsed())
                .as_secs()
                .max(1),
        }
    }
}

impl Turn {
    /// `429`, as plain text.
    pub(crate) fn refusal(self, world: &World) -> Option<Answer> {
        if !self.refused {
            return None;
        }
        let mut answer =
            Answer::text(429, "Retry later\n").header("retry-after", self.seconds_left.to_string());
        if world.settings.version.tells_rate_limits_when_refusing() {
            answer.headers.extend(self.headers());
            let reset = self
                .reset()
                .strftime("%a, %d %b %Y %H:%M:%S GMT")
                .to_string();
            answer = answer.header("ratelimit-resettime", reset);
        }
        Some(answer)
    }

    /// `RateLimit-*`.
    pub(crate) fn headers(self) -> impl Iterator<Item = (String, String)> {
        let told = [
            ("ratelimit-name", self.name.to_owned()),
            ("ratelimit-limit", self.limit.to_string()),
            ("ratelimit-observed", self.observed.to_string()),
            (
                "ratelimit-remaining",
                self.limit.saturating_sub(self.observed).to_string(),
            ),
            ("ratelimit-reset", self.reset().as_second().to_string()),
        ];
        told.into_iter()
            .map(|(name, value)| (name.to_owned(), value))
    }

    /// By the real clock: whoever is told to wait does so in real time.
    fn reset(self) -> Timestamp {
        let now = Timestamp::now();
        now.checked_add((self.seconds_left as i64).seconds())
            .unwrap_or(now)
    }
}

const WINDOW: Duration = Duration::from_secs(60);
/// GitLab.com's, per user.
const USUAL_LIMIT: u64 = 2000;
