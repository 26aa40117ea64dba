//! What the instance was asked: requests, connections, how many at once.

use std::fmt;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use hyper::http::request::Parts;

/// One request as it arrived. `Debug` masks every credential in it; the fields do not.
#[derive(Clone)]
pub struct Recorded {
    /// `GET`, `POST`, …
    pub method: String,
    /// As sent, with the relative root, still encoded.
    pub path_and_query: String,
    /// As sent, names in lower case.
    pub headers: Vec<(String, String)>,
    /// When its head had arrived.
    pub at: Instant,
    /// Which connection brought it, counted from 1. With HTTP/2 every request is a stream of its own on it.
    pub connection: usize,
    /// `HTTP/1.1` or `HTTP/2.0`.
    pub protocol: String,
}

/// Counts; shared by all connections.
#[derive(Clone, Debug, Default)]
pub(super) struct Journal {
    shared: Arc<(Mutex<Counts>, Condvar)>,
}

#[derive(Debug, Default)]
struct Counts {
    requests: Vec<Recorded>,
    /// All that were ever opened: gives connections their numbers.
    opened: usize,
    /// Those opened before the counters were cleared.
    forgotten: usize,
    open: usize,
    under_way: usize,
    most_under_way: usize,
}

/// Lives as long as what it counts.
#[derive(Debug)]
pub(super) struct Counted {
    journal: Journal,
    end: fn(&mut Counts),
}

impl Recorded {
    /// The header of this name (any case), if it was sent.
    pub fn header(&self, name: &str) -> Option<&str> {
        let found = self
            .headers
            .iter()
            .find(|(other, _)| other.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_str())
    }

    /// The path without its query.
    pub fn path(&self) -> &str {
        self.path_and_query.split('?').next().unwrap_or_default()
    }
}

impl fmt::Debug for Recorded {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let masked = |(name, value): &(String, String)| {
            let secret = SECRET_HEADERS.contains(&name.as_str());
            format!("{name}: {}", if secret { MASK } else { value.as_str() })
        };
        formatter
            .debug_struct("Recorded")
            .field("method", &self.method)
            .field("path_and_query", &masked_query(&self.path_and_query))
            .field(
                "headers",
                &self.headers.iter().map(masked).collect::<Vec<_>>(),
            )
            .field("connection", &self.connection)
            .finish_non_exhaustive()
    }
}

impl Journal {
    pub(super) fn connection(&self) -> (usize, Counted) {
        let number = self.change(|counts| {
            counts.opened += 1;
            counts.open += 1;
            counts.opened
        });
        (
            number,
            Counted {
                journal: self.clone(),
                end: |counts| counts.open -= 1,
            },
        )
    }

    pub(super) fn request(&self, connection: usize, parts: &Parts) -> Counted {
        let text = |value: &[u8]| String::from_utf8_lossy(value).into_owned();
        let headers = parts
            .headers
            .iter()
            .map(|(name, value)| (name.to_string(), text(value.as_bytes())));
        // HTTP/2 has no `host`: the same stands in the address.
        let authority = parts.uri.authority();
        let host = authority.map(|authority| ("host".to_owned(), authority.to_string()));
        let recorded = Recorded {
            method: parts.method.to_string(),
            path_and_query: parts
                .uri
                .path_and_query()
                .map(ToString::to_string)
                .unwrap_or_default(),
            headers: host.into_iter().chain(headers).collect(),
            at: Instant::now(),
            connection,
            protocol: format!("{:?}", parts.version),
        };
        self.change(|counts| {
            counts.requests.push(recorded);
            counts.under_way += 1;
            counts.most_under_way = counts.most_under_way.max(counts.under_way);
        });
        Counted {
            journal: self.clone(),
            end: |counts| counts.under_way -= 1,
        }
    }

    pub(super) fn requests(&self) -> Vec<Recorded> {
        self.counts().requests.clone()
    }

    pub(super) fn request_count(&self) -> usize {
        self.counts().requests.len()
    }

    pub(super) fn connection_count(&self) -> usize {
        let counts = self.counts();
        counts.opened - counts.forgotten
    }

    pub(super) fn open_connections(&self) -> usize {
        self.counts().open
    }

    pub(super) fn most_at_once(&self) -> usize {
        self.counts().most_under_way
    }

    pub(super) fn clear(&self) {
        self.change(|counts| {
            counts.requests.clear();
            counts.forgotten = counts.opened;
            counts.most_under_way = counts.under_way;
        });
    }

    /// Blocks until something is counted, but not for long: what was counted just before is not missed for good.
    pub(super) fn wait(&self) {
        let waited = self.shared.1.wait_timeout(self.counts(), LOOK_AGAIN_AFTER);
        drop(waited.unwrap_or_else(PoisonError::into_inner));
    }

    fn change<T>(&self, change: impl FnOnce(&mut Counts) -> T) -> T {
        let changed = change(&mut self.counts());
        self.shared.1.notify_all();
        changed
    }

    fn counts(&self) -> MutexGuard<'_, Counts> {
        self.shared.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        self.journal.change(self.end);
    }
}

fn masked_query(path_and_query: &str) -> String {
    let Some((path, query)) = path_and_query.split_once('?') else {
        return path_and_query.to_owned();
    };
    let masked = query.split('&').map(|pair| match pair.split_once('=') {
        Some((name, _)) if SECRET_PARAMETERS.contains(&name) => format!("{name}={MASK}"),
        _ => pair.to_owned(),
    });
    format!("{path}?{}", masked.collect::<Vec<_>>().join("&"))
}

/// How long to wait at most before a condition is looked at again.
pub(super) const LOOK_AGAIN_AFTER: Duration = Duration::from_millis(5);
const MASK: &str = "***";
const SECRET_HEADERS: [&str; 5] = [
    "authorization",
    "cookie",
    "deploy-token",
    "job-token",
    "private-token",
];
const SECRET_PARAMETERS: [&str; 6] = [
    "access_token",
    "bearer_token",
    "client_secret",
    "code",
    "private_token",
    "refresh_token",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_masks_credentials_wherever_they_stand() {
        let recorded = Recorded {
            method: "GET".to_owned(),
            path_and_query: "/api/v4/user?private_token=hush&page=2".to_owned(),
            headers: vec![
                ("authorization".to_owned(), "Bearer hush".to_owned()),
                ("private-token".to_owned(), "hush".to_owned()),
                ("accept".to_owned(), "*/*".to_owned()),
            ],
            at: Instant::now(),
            connection: 1,
            protocol: "HTTP/1.1".to_owned(),
        };
        let shown = format!("{recorded:?}");
        assert!(!shown.contains("hush"), "{shown}");
        assert!(
            shown.contains("page=2") && shown.contains("accept: */*"),
            "{shown}"
        );
    }
}
