//! Faults: what goes wrong between GitLab and its clients, route by route.

use std::time::Duration;

use hyper::body::Bytes;

use crate::answer::Answer;
use crate::pages;

/// One thing that goes wrong. Set for a path by [`Scenario::fault`](crate::Scenario::fault) or [`GitLab::set_fault`](crate::GitLab::set_fault).
///
/// ```
/// use std::time::Duration;
/// use gitlab_sim::Fault;
/// let fault = Fault::status(503).header("retry-after", "900").body("busy").after(Duration::from_millis(5)).times(2);
/// ```
#[derive(Clone, Debug)]
pub struct Fault {
    pub(crate) effect: Effect,
    pub(crate) wait: Duration,
    remaining: Option<u32>,
}

#[derive(Clone, Debug)]
pub(crate) enum Effect {
    /// GitLab's own answer, late.
    Nothing,
    /// Another answer.
    Replace(Answer),
    /// GitLab's own answer with these headers besides.
    AddHeaders(Vec<(String, String)>),
    /// To the same path and query at another origin.
    MoveTo { status: u16, origin: String },
    /// GitLab's own answer, a few bytes at a time.
    Drip { bytes: usize, pause: Duration },
    /// GitLab's own answer, its body cut off in the middle.
    CutOff,
    /// A JSON answer of this many bytes.
    Oversize(u64),
    /// The connection is reset (RST).
    Reset,
    /// GitLab does what it is asked, then the connection is reset.
    LoseAnswer,
    /// The connection is closed.
    Close,
    /// Nothing ever comes.
    Silence,
}

impl Fault {
    /// This status with an empty JSON object instead of GitLab's answer (with nothing, where HTTP allows no body).
    pub fn status(status: u16) -> Self {
        if matches!(status, 204 | 304) {
            return Self::new(Effect::Replace(Answer::empty(status)));
        }
        Self::new(Effect::Replace(Answer::new(
            status,
            "application/json",
            "{}",
        )))
    }

    /// This HTML page instead of GitLab's answer.
    pub fn html(status: u16, page: impl Into<String>) -> Self {
        Self::new(Effect::Replace(Answer::html(status, page)))
    }

    /// Workhorse's "Deploy in progress": 200, HTML.
    pub fn deploy_page() -> Self {
        Self::html(200, pages::DEPLOY_IN_PROGRESS)
    }

    /// Workhorse's "GitLab is not responding (503)": HTML.
    pub fn not_responding_page() -> Self {
        let title = "GitLab is not responding (503)";
        let text = "Whoops, GitLab is currently unavailable.";
        Self::html(503, pages::error_page(503, title, text))
    }

    /// Workhorse's "Waiting for GitLab to boot": 502, HTML.
    pub fn booting_page() -> Self {
        let text = "Whoops, GitLab is taking too much time to respond.";
        Self::html(
            502,
            pages::error_page(502, "Waiting for GitLab to boot", text),
        )
    }

    /// Workhorse's "Something went wrong (500)": HTML.
    pub fn error_page() -> Self {
        let title = "Something went wrong (500)";
        let text = "Whoops, something went wrong on our end.";
        Self::html(500, pages::error_page(500, title, text))
    }

    /// An exception inside GitLab's API: 500, JSON.
    pub fn exception() -> Self {
        let answer = Answer::message(500, "500 Internal Server Error");
        Self::new(Effect::Replace(answer))
    }

    /// Another web server, which has no GitLab: 404, HTML.
    pub fn not_gitlab() -> Self {
        Self::new(Effect::Replace(pages::not_gitlab()))
    }

    /// A bot check in front of GitLab: 403, HTML, `cf-ray`.
    pub fn challenge_page() -> Self {
        Self::html(403, pages::CHALLENGE)
            .header("server", "cloudflare")
            .header("cf-ray", "8c0ffee000000000-FRA")
    }

    /// Maintenance for reading, too: 503, JSON, `Retry-After: 900`. A real instance refuses only writes this way, as
    /// [`Scenario::maintenance_mode`](crate::Scenario::maintenance_mode) does.
    pub fn maintenance() -> Self {
        Self::new(Effect::Replace(Answer::maintenance()))
    }

    /// Throttled by Rack::Attack: 429, plain text.
    pub fn rate_limited(retry_after_seconds: u64) -> Self {
        let answer = Answer::text(429, "Retry later\n")
            .header("retry-after", retry_after_seconds.to_string());
        Self::new(Effect::Replace(answer))
    }

    /// A redirect to this very address, told as JSON without a body.
    pub fn redirect(status: u16, location: impl Into<String>) -> Self {
        let answer = Answer::new(status, "application/json", "");
        Self::new(Effect::Replace(answer.header("location", location)))
    }

    /// A redirect to the same path and query at another origin, e.g. `https://gitlab.example.com`.
    pub fn moved_to(status: u16, origin: impl Into<String>) -> Self {
        Self::new(Effect::MoveTo {
            status,
            origin: origin.into(),
        })
    }

    /// GitLab's own answer, but only after this time.
    pub fn delay(wait: Duration) -> Self {
        Self::new(Effect::Nothing).after(wait)
    }

    /// GitLab's own answer, its body in pieces of so many bytes with a pause before each.
    pub fn drip(bytes: usize, pause: Duration) -> Self {
        Self::new(Effect::Drip {
            bytes: bytes.max(1),
            pause,
        })
    }

    /// GitLab's own answer, cut off: `Content-Length` promises more than comes before the connection is closed
    /// (HTTP/1.1) or the stream is reset (HTTP/2; others on the connection go on).
    pub fn cut_off() -> Self {
        Self::new(Effect::CutOff)
    }

    /// 200 with a JSON array of this many bytes, sent piece by piece without `Content-Length`.
    pub fn oversize(bytes: u64) -> Self {
        Self::new(Effect::Oversize(bytes))
    }

    /// The connection is reset (TCP RST) instead of an answer; with HTTP/2 all its streams go with it.
    pub fn reset() -> Self {
        Self::new(Effect::Reset)
    }

    /// GitLab does all that it is asked to (renews a token, say), but the connection is reset before it answers; with HTTP/2
    /// all its streams go with it.
    pub fn answer_lost() -> Self {
        Self::new(Effect::LoseAnswer)
    }

    /// The connection is closed instead of an answer; with HTTP/2 all its streams go with it.
    pub fn close() -> Self {
        Self::new(Effect::Close)
    }

    /// No answer ever comes; the connection stays open, and other streams of HTTP/2 are answered.
    pub fn silence() -> Self {
        Self::new(Effect::Silence)
    }

    /// GitLab's own answer with one more header.
    pub fn extra_header(name: impl Into<String>, value: impl Into<String>) -> Self {
        Self::new(Effect::AddHeaders(vec![(name.into(), value.into())]))
    }

    /// The body, for faults that replace the answer; others are left as they are.
    pub fn body(mut self, body: impl Into<String>) -> Self {
        if let Effect::Replace(answer) = &mut self.effect {
            answer.body = Bytes::from(body.into());
        }
        self
    }

    /// A header, in place of one of the same name, for faults that replace the answer or add headers; others are left as they are.
    pub fn header(mut self, name: &str, value: impl Into<String>) -> Self {
        if let Effect::Replace(Answer { headers, .. }) | Effect::AddHeaders(headers) =
            &mut self.effect
        {
            headers.retain(|(other, _)| !other.eq_ignore_ascii_case(name));
            headers.push((name.to_owned(), value.into()));
        }
        self
    }

    /// Waits before anything else happens.
    pub fn after(mut self, wait: Duration) -> Self {
        self.wait = wait;
        self
    }

    /// Only for the first so many requests that it fits.
    pub fn times(mut self, times: u32) -> Self {
        self.remaining = Some(times);
        self
    }

    fn new(effect: Effect) -> Self {
        Self {
            effect,
            wait: Duration::ZERO,
            remaining: None,
        }
    }
}

/// All faults that are set, the youngest first.
#[derive(Clone, Debug, Default)]
pub(crate) struct Faults {
    set: Vec<(Route, Fault)>,
}

#[derive(Clone, Debug)]
enum Route {
    Exactly(String),
    Below(String),
}

impl Faults {
    /// `path` as in [`Scenario::fault`](crate::Scenario::fault).
    pub(crate) fn set(&mut self, path: &str, fault: Fault) {
        let route = match path.strip_suffix('*') {
            Some(start) => Route::Below(start.to_owned()),
            None => Route::Exactly(path.to_owned()),
        };
        self.set.insert(0, (route, fault));
    }

    pub(crate) fn clear(&mut self) {
        self.set.clear();
    }

    /// The fault for a request to this path (below the root, without query), which is then used up by one.
    pub(crate) fn take(&mut self, path: &str) -> Option<Fault> {
        let fits = |route: &Route| match route {
            Route::Exactly(other) => path == other,
            Route::Below(start) => path.starts_with(start.as_str()),
        };
        let place = self.set.iter().position(|(route, _)| fits(route))?;
        let fault = &mut self.set[place].1;
        match &mut fault.remaining {
            None => Some(fault.clone()),
            Some(0) => {
                self.set.remove(place);
                self.take(path)
            }
            Some(remaining) => {
                *remaining -= 1;
                Some(fault.clone())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_youngest_fitting_fault_is_taken_until_used_up() {
        let mut faults = Faults::default();
        faults.set("/api/v4/*", Fault::silence());
        faults.set("/api/v4/user", Fault::reset().times(2));
        let mut taken = |path: &str| faults.take(path).map(|fault| fault.effect);
        assert!(matches!(taken("/api/v4/user"), Some(Effect::Reset)));
        assert!(matches!(taken("/api/v4/users"), Some(Effect::Silence)));
        assert!(matches!(taken("/api/v4/user"), Some(Effect::Reset)));
        assert!(matches!(taken("/api/v4/user"), Some(Effect::Silence)));
        assert!(taken("/users/sign_in").is_none());
    }
}
