//! The network in an author's reach: requests that go where the host allows, follow no redirect, and never wait past the deadline.

mod certificates;
mod client;
mod error;
mod network;
mod url;

use std::{
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
    time::Duration,
};

use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use serde::de::DeserializeOwned;
use violet_plugin_abi::secret::Secret;

pub(crate) use self::network::from_boundary;
pub use self::{
    certificates::{InvalidCertificates, certificates},
    client::Shared,
    error::{HttpError, HttpErrorKind},
    network::{Limits, Network, Policy, UnreadablePolicy},
    url::{InvalidUrl, Url},
};
use crate::Instant;

/// A way to send requests over one connection's network. Cheap to make: clients are kept for later calls.
#[derive(Clone)]
pub struct Http {
    clients: Arc<Shared>,
    network: Arc<dyn Network>,
    deadline: tokio::time::Instant,
    requests: Arc<AtomicU32>,
}

/// For hosts, which use the same client as plugins do.
pub fn http(
    clients: Arc<Shared>,
    network: Arc<dyn Network>,
    remaining: Duration,
    requests: Arc<AtomicU32>,
) -> Http {
    Http {
        clients,
        network,
        deadline: tokio::time::Instant::now() + remaining,
        requests,
    }
}

impl Http {
    /// Begins a `GET`.
    pub fn get(&self, url: &Url) -> Request {
        self.request(reqwest::Method::GET, url)
    }

    /// Begins a `POST` without a body.
    pub fn post(&self, url: &Url) -> Request {
        self.request(reqwest::Method::POST, url)
    }

    fn request(&self, method: reqwest::Method, url: &Url) -> Request {
        Request {
            http: self.clone(),
            method,
            url: url.clone(),
            headers: HeaderMap::new(),
            body: None,
            unusable: None,
        }
    }
}

/// A request in the making.
#[must_use = "a request does nothing until it is sent"]
pub struct Request {
    http: Http,
    method: reqwest::Method,
    url: Url,
    headers: HeaderMap,
    body: Option<Vec<u8>>,
    /// What can't be sent, if anything.
    unusable: Option<&'static str>,
}

impl Request {
    /// Sends the secret as `Authorization: Bearer …`. A secret that no header can hold makes [`send`](Self::send) fail before
    /// anything is sent.
    pub fn bearer(self, secret: Secret) -> Self {
        let mut value = b"Bearer ".to_vec();
        value.extend_from_slice(secret.expose());
        self.secret_header("authorization", Secret::new(value))
    }

    /// Sends a secret in a header. The header is marked as sensitive: it shows nowhere.
    pub fn secret_header(mut self, name: &'static str, secret: Secret) -> Self {
        match HeaderValue::from_bytes(secret.expose()) {
            Ok(mut value) => {
                value.set_sensitive(true);
                self.headers.insert(HeaderName::from_static(name), value);
            }
            Err(_) => {
                self.unusable = Some("the credential holds characters that no header can carry")
            }
        }
        self
    }

    /// Sends a header.
    pub fn header(mut self, name: &'static str, value: &str) -> Self {
        match HeaderValue::from_str(value) {
            Ok(value) => {
                self.headers.insert(HeaderName::from_static(name), value);
            }
            Err(_) => self.unusable = Some("a header holds characters that none can carry"),
        }
        self
    }

    /// Adds a parameter to the address.
    pub fn query(mut self, name: &str, value: &str) -> Self {
        self.url = self.url.with_query(name, value);
        self
    }

    /// Sends a form as the body.
    pub fn form(mut self, values: &[(&str, &str)]) -> Self {
        let body = ::url::form_urlencoded::Serializer::new(String::new())
            .extend_pairs(values)
            .finish();
        self.headers.insert(
            reqwest::header::CONTENT_TYPE,
            HeaderValue::from_static("application/x-www-form-urlencoded"),
        );
        self.body = Some(body.into_bytes());
        self
    }

    /// Sends it and reads the whole answer.
    ///
    /// # Errors
    ///
    /// Whatever kept a whole answer from arriving. An answer of any status is none.
    pub async fn send(self) -> Result<Response, HttpError> {
        let host = self.url.host().to_owned();
        let failed = |kind| HttpError::new(kind, &host);
        if let Some(reason) = self.unusable {
            return Err(failed(HttpErrorKind::Unsendable).because(reason));
        }
        let policy = self
            .http
            .network
            .policy()
            .map_err(|error| failed(HttpErrorKind::Other).because(error.to_string()))?;
        let port = self.url.port();
        let ip = self.url.ip();
        if policy.proxy.is_some() || ip.is_some() {
            // Behind a proxy nobody here resolves the name; an address in the URL is resolved by nobody at all.
            if !self.http.network.may_connect(&host, ip, port) {
                return Err(failed(HttpErrorKind::Forbidden));
            }
        }
        let remaining = self
            .http
            .deadline
            .saturating_duration_since(tokio::time::Instant::now());
        if remaining.is_zero() {
            return Err(failed(HttpErrorKind::Timeout));
        }
        let client = self
            .http
            .clients
            .client(&self.http.network, &policy, port, &host)?;

        let mut request = client
            .request(self.method, self.url.as_str())
            .headers(self.headers)
            .timeout(remaining);
        if let Some(body) = self.body {
            request = request.body(body);
        }
        let sent = request.send().await;
        // What found no connection was not sent.
        if sent.as_ref().err().is_none_or(|error| !error.is_connect()) {
            self.http.requests.fetch_add(1, Ordering::Relaxed);
        }
        let proxied = policy.proxy.is_some();
        let mut answer = sent.map_err(|error| error::classify(&error, &host, proxied))?;

        let most = policy.limits.body_bytes;
        let mut body = Vec::new();
        loop {
            match answer.chunk().await {
                Ok(Some(chunk)) if body.len() + chunk.len() > most => {
                    return Err(failed(HttpErrorKind::TooLarge));
                }
                Ok(Some(chunk)) => body.extend_from_slice(&chunk),
                Ok(None) => break,
                Err(error) if error.is_timeout() => return Err(failed(HttpErrorKind::Timeout)),
                Err(_) => return Err(failed(HttpErrorKind::CutOff)),
            }
        }
        Ok(Response {
            status: answer.status().as_u16(),
            headers: answer.headers().clone(),
            body,
        })
    }
}

/// A whole answer.
pub struct Response {
    status: u16,
    headers: HeaderMap,
    body: Vec<u8>,
}

impl Response {
    /// The status.
    #[must_use]
    pub fn status(&self) -> u16 {
        self.status
    }

    /// The first header of this name, if it is readable text.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// The body.
    #[must_use]
    pub fn body(&self) -> &[u8] {
        &self.body
    }

    /// The body as text, with a replacement character for whatever is not UTF-8.
    #[must_use]
    pub fn text(&self) -> std::borrow::Cow<'_, str> {
        String::from_utf8_lossy(&self.body)
    }

    /// The body as JSON.
    ///
    /// # Errors
    ///
    /// If it is none, or none of that shape; the text says where, and holds nothing of the body but the names of members.
    pub fn json<T: DeserializeOwned>(&self) -> Result<T, serde_json::Error> {
        serde_json::from_slice(&self.body)
    }

    /// Whether the answer calls itself HTML.
    #[must_use]
    pub fn is_html(&self) -> bool {
        self.header("content-type").is_some_and(|kind| {
            kind.trim_start()
                .to_ascii_lowercase()
                .starts_with("text/html")
        })
    }

    /// How many seconds to wait before the next request, by `Retry-After` (RFC 9110, 10.2.3).
    #[must_use]
    pub fn retry_after(&self, now: Instant) -> Option<u64> {
        let value = self.header("retry-after")?.trim();
        if let Ok(seconds) = value.parse() {
            return Some(seconds);
        }
        let until = jiff::fmt::rfc2822::DateTimeParser::new()
            .parse_timestamp(value)
            .ok()?;
        u64::try_from(until.as_second() - now.unix_seconds()).ok()
    }

    /// An answer out of thin air, for tests of what a plugin makes of it.
    #[must_use]
    pub fn of(status: u16, headers: &[(&'static str, &str)], body: impl Into<Vec<u8>>) -> Self {
        Self {
            status,
            headers: headers
                .iter()
                .filter_map(|(name, value)| {
                    Some((
                        HeaderName::from_static(name),
                        HeaderValue::from_str(value).ok()?,
                    ))
                })
                .collect(),
            body: body.into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn retry_after_is_seconds_or_a_date() {
        let now: Instant = "2026-09-01T12:00:00Z".parse().expect("an instant");
        let wait = |value| Response::of(429, &[("retry-after", value)], "").retry_after(now);
        assert_eq!(wait("30"), Some(30));
        assert_eq!(wait("Tue, 01 Sep 2026 12:01:30 GMT"), Some(90));
        assert_eq!(wait("Tue, 01 Sep 2026 11:00:00 GMT"), None);
        assert_eq!(wait("soon"), None);
    }
}
