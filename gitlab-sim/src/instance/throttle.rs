//! Requests per minute (Rack::Attack): counted always, refused above a limit if the scenario has one.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::time::{Duration, Instant};

use jiff::{Timestamp, ToSpan};

use crate::answer::Answer;
use crate::request::Request;
use crate::world::World;

/// Counts requests in windows of a minute, those of each credential, and those without one.
#[derive(Debug)]
pub(crate) struct Throttle {
    limit: Option<u64>,
    /// By what tells credentials apart without being one.
    windows: HashMap<u64, Window>,
}

#[derive(Clone, Copy, Debug)]
struct Window {
    since: Instant,
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
            windows: HashMap::new(),
        }
    }

    pub(crate) fn count(&mut self, request: &Request) -> Turn {
        let credential = request
            .header("authorization")
            .or(request.header("private-token"));
        let mut hasher = DefaultHasher::new();
        credential.hash(&mut hasher);
        let now = Instant::now();
        let fresh = Window {
            since: now,
            observed: 0,
        };
        let window = self.windows.entry(hasher.finish()).or_insert(fresh);
        if window.since.elapsed() >= WINDOW {
            *window = fresh;
        }
        window.observed += 1;
        let left = WINDOW.saturating_sub(window.since.elapsed());
        Turn {
            name: match credential {
                Some(_) => "throttle_authenticated_api",
                None => "throttle_unauthenticated_api",
            },
            limit: self.limit.unwrap_or(USUAL_LIMIT),
            observed: window.observed,
            refused: self.limit.is_some_and(|limit| window.observed > limit),
            seconds_left: left.as_secs().max(1),
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
