//! A host that a plugin always talks to.

use std::fmt;

use serde::Deserialize;
use violet_plugin::{http::Url, without_controls};

/// A host that a plugin always talks to, by name, and its port: 443 unless the manifest says otherwise.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct FixedHost {
    name: String,
    port: u16,
}

impl FixedHost {
    /// Its name, in lower case.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Its port.
    #[must_use]
    pub fn port(&self) -> u16 {
        self.port
    }

    pub(crate) fn url(&self) -> Url {
        Url::parse(&format!("https://{self}")).expect("the name and the port were looked at")
    }
}

impl fmt::Display for FixedHost {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}:{}", self.name, self.port)
    }
}

impl TryFrom<String> for FixedHost {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let (name, port) = match text.split_once(':') {
            Some((name, port)) => (name, port.parse().unwrap_or(0)),
            None => (text.as_str(), HTTPS),
        };
        // Of the names in another script not all that look like one are.
        let url = Url::parse(&format!("https://{name}:{port}"));
        if !is_name(name) || port == 0 || url.is_err() {
            return Err(format!(
                "`{}` is no host: it takes a name in lower case, such as `api.example.com`, and a port if that is not 443",
                without_controls(&text, 80)
            ));
        }
        Ok(Self {
            name: name.to_owned(),
            port,
        })
    }
}

/// Whether it is a name of the public network, in ASCII (RFC 1123, 2.1), and no address.
fn is_name(text: &str) -> bool {
    let labels: Vec<&str> = text.split('.').collect();
    let is_label = |label: &&str| {
        let fits = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        (1..=63).contains(&label.len())
            && label.bytes().all(fits)
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    let is_top = |label: &str| label.starts_with(|first: char| first.is_ascii_lowercase());
    text.len() <= 253
        && labels.len() > 1
        && labels.iter().all(is_label)
        && labels.last().is_some_and(|last| is_top(last))
}

const HTTPS: u16 = 443;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_is_a_name_with_or_without_a_port() {
        for (text, expected) in [
            ("api.example.com", Some("api.example.com:443")),
            ("api-2.example.com:8443", Some("api-2.example.com:8443")),
            ("xn--bcher-kva.example", Some("xn--bcher-kva.example:443")),
            ("xn--a.example", None),
            ("Api.example.com", None),
            ("bücher.example", None),
            ("localhost", None),
            ("api.example.com:", None),
            ("api.example.com:0", None),
            ("api.example.com:65536", None),
            ("api.example.com/path", None),
            ("https://api.example.com", None),
            ("user@api.example.com", None),
            ("*.example.com", None),
            ("api..example.com", None),
            (".example.com", None),
            ("api.example.com.", None),
            ("-api.example.com", None),
            ("127.0.0.1", None),
            ("0x7f.0x1", None),
            ("[::1]", None),
            ("", None),
        ] {
            let host = FixedHost::try_from(text.to_owned());
            let shown = host.as_ref().map(ToString::to_string).ok();
            assert_eq!(shown.as_deref(), expected, "{text}");
            if let Ok(host) = host {
                assert_eq!(host.url().host(), host.name());
                assert_eq!(host.url().port(), host.port());
            }
        }
    }
}
