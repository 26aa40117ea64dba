//! What the instance says: a status, headers and a body, in the spellings that GitLab has.

use hyper::body::Bytes;
use serde_json::{Value, json};

/// A whole answer, before any fault is laid over it.
#[derive(Clone, Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Bytes,
}

impl Answer {
    pub(crate) fn new(status: u16, content_type: &str, body: impl Into<Bytes>) -> Self {
        let headers = vec![("content-type".to_owned(), content_type.to_owned())];
        Self {
            status,
            headers,
            body: body.into(),
        }
    }

    pub(crate) fn json(status: u16, body: &Value) -> Self {
        Self::new(status, "application/json", body.to_string())
    }

    /// The form of the API's own helpers: `{"message":"404 Project Not Found"}`.
    pub(crate) fn message(status: u16, message: impl Into<String>) -> Self {
        Self::json(status, &json!({ "message": message.into() }))
    }

    /// The form of the API's framework: `{"error":"404 Not Found"}`.
    pub(crate) fn error(status: u16, error: impl Into<String>) -> Self {
        Self::json(status, &json!({ "error": error.into() }))
    }

    /// The form of the OAuth endpoints, with the challenge that goes with it.
    pub(crate) fn doorkeeper(status: u16, error: &str, description: &str) -> Self {
        let challenge = format!(
            "Bearer realm=\"Doorkeeper\", error=\"{error}\", error_description=\"{description}\""
        );
        let body = json!({ "error": error, "error_description": description });
        Self::json(status, &body).header("www-authenticate", challenge)
    }

    pub(crate) fn html(status: u16, page: impl Into<String>) -> Self {
        Self::new(status, "text/html; charset=utf-8", page.into())
    }

    pub(crate) fn text(status: u16, text: impl Into<String>) -> Self {
        Self::new(status, "text/plain", text.into())
    }

    /// What writes get in maintenance mode.
    pub(crate) fn maintenance() -> Self {
        Self::message(503, "GitLab is undergoing maintenance").header("retry-after", "900")
    }

    /// What carries tokens, or says why there are none, is not to be kept by anybody.
    pub(crate) fn not_stored(self) -> Self {
        self.header("cache-control", "no-store")
            .header("pragma", "no-cache")
    }

    pub(crate) fn empty(status: u16) -> Self {
        Self {
            status,
            headers: Vec::new(),
            body: Bytes::new(),
        }
    }

    pub(crate) fn header(mut self, name: &str, value: impl Into<String>) -> Self {
        self.headers.push((name.to_owned(), value.into()));
        self
    }
}
