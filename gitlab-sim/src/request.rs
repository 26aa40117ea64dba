//! A request as the instance reads it: the path below its root, the query, typed parameters.

use hyper::{HeaderMap, Method};
use jiff::Timestamp;
use percent_encoding::percent_decode_str;
use serde_json::Value;

use crate::answer::Answer;

/// A request whose path was found to lie below the instance's root.
#[derive(Debug)]
pub(crate) struct Request {
    /// Where the instance lies: `""` or `/gitlab`.
    pub(crate) root: String,
    pub(crate) method: Method,
    /// Below the root, as sent: percent-encoded, with its first slash.
    pub(crate) path: String,
    /// In the order in which it was sent.
    pub(crate) query: Vec<(String, String)>,
    pub(crate) headers: HeaderMap,
    /// The members of a JSON object or the fields of a form.
    pub(crate) payload: Vec<(String, String)>,
}

impl Request {
    /// `None` if the path does not lie below `root` (`""` or `/gitlab`).
    pub(crate) fn read(
        root: &str,
        parts: &hyper::http::request::Parts,
        body: &[u8],
    ) -> Option<Self> {
        let path = parts.uri.path().strip_prefix(root)?;
        let path = if path.is_empty() { "/" } else { path };
        let query = parts.uri.query().unwrap_or_default();
        path.starts_with('/').then(|| Self {
            root: root.to_owned(),
            method: if parts.method == Method::HEAD {
                Method::GET
            } else {
                parts.method.clone()
            },
            path: path.to_owned(),
            query: url::form_urlencoded::parse(query.as_bytes())
                .into_owned()
                .collect(),
            payload: payload(&parts.headers, body),
            headers: parts.headers.clone(),
        })
    }

    /// The segments of the path after a prefix, decoded one by one: `group%2Fproject` stays one segment.
    pub(crate) fn segments_after(&self, prefix: &str) -> Option<Vec<String>> {
        let rest = self.path.strip_prefix(prefix)?;
        let decoded = |segment: &str| percent_decode_str(segment).decode_utf8_lossy().into_owned();
        Some(rest.trim_matches('/').split('/').map(decoded).collect())
    }

    /// Path and query, the query encoded anew.
    pub(crate) fn path_and_query(&self) -> String {
        if self.query.is_empty() {
            return self.path.clone();
        }
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        query.extend_pairs(&self.query);
        format!("{}?{}", self.path, query.finish())
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }

    /// Whether the body is announced as this type, whatever its parameters.
    pub(crate) fn has_type(&self, media_type: &str) -> bool {
        announces(&self.headers, media_type)
    }

    /// A parameter of the body or the query; an empty one counts as absent.
    pub(crate) fn parameter(&self, name: &str) -> Option<&str> {
        let all = self.query.iter().chain(&self.payload);
        let last = all.rev().find(|(key, _)| key == name);
        last.map(|(_, value)| value.as_str())
            .filter(|value| !value.is_empty())
    }

    /// Yes or no, in the spellings that GitLab's framework takes (dry-types, `Params::Bool`).
    pub(crate) fn flag(&self, name: &str) -> Result<Option<bool>, Answer> {
        match self.parameter(name) {
            None => Ok(None),
            Some(value) if TRUE.contains(&value) => Ok(Some(true)),
            Some(value) if FALSE.contains(&value) => Ok(Some(false)),
            Some(_) => Err(invalid(name)),
        }
    }

    pub(crate) fn whole_number(&self, name: &str) -> Result<Option<i64>, Answer> {
        self.parameter(name)
            .map(|value| value.parse().map_err(|_| invalid(name)))
            .transpose()
    }

    pub(crate) fn instant(&self, name: &str) -> Result<Option<Timestamp>, Answer> {
        let Some(value) = self.parameter(name) else {
            return Ok(None);
        };
        let day = || {
            value
                .parse::<jiff::civil::Date>()
                .ok()?
                .to_zoned(jiff::tz::TimeZone::UTC)
                .ok()
        };
        let instant = value
            .parse()
            .ok()
            .or_else(|| day().map(|day| day.timestamp()));
        instant.map(Some).ok_or_else(|| invalid(name))
    }

    pub(crate) fn choice<'a>(
        &'a self,
        name: &str,
        values: &[&str],
    ) -> Result<Option<&'a str>, Answer> {
        match self.parameter(name) {
            Some(value) if !values.contains(&value) => Err(Answer::error(
                400,
                format!("{name} does not have a valid value"),
            )),
            value => Ok(value),
        }
    }
}

pub(crate) const JSON: &str = "application/json";

fn payload(headers: &HeaderMap, body: &[u8]) -> Vec<(String, String)> {
    if !announces(headers, JSON) {
        let form = announces(headers, "application/x-www-form-urlencoded");
        let pairs = form.then(|| url::form_urlencoded::parse(body).into_owned());
        return pairs.into_iter().flatten().collect();
    }
    let Ok(Value::Object(members)) = serde_json::from_slice(body) else {
        return Vec::new();
    };
    let text = |value: Value| match value {
        Value::String(text) => text,
        Value::Null => String::new(),
        other => other.to_string(),
    };
    let members = members.into_iter();
    members.map(|(name, value)| (name, text(value))).collect()
}

fn announces(headers: &HeaderMap, media_type: &str) -> bool {
    let header = headers.get("content-type");
    let value = header.and_then(|value| value.to_str().ok());
    let announced = value.and_then(|value| value.split(';').next());
    announced.is_some_and(|announced| announced.trim().eq_ignore_ascii_case(media_type))
}

fn invalid(name: &str) -> Answer {
    Answer::error(400, format!("{name} is invalid"))
}

const TRUE: [&str; 14] = [
    "1", "on", "On", "ON", "t", "true", "True", "TRUE", "T", "y", "yes", "Yes", "YES", "Y",
];
const FALSE: [&str; 14] = [
    "0", "off", "Off", "OFF", "f", "false", "False", "FALSE", "F", "n", "no", "No", "NO", "N",
];
