//! Addresses.

use std::{fmt, net::IpAddr};

/// An address with a host, of the scheme `http` or `https`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Url(url::Url);

/// What was read is no such address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvalidUrl(String);

impl fmt::Display for InvalidUrl {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl std::error::Error for InvalidUrl {}

impl Url {
    /// Reads an address as browsers do (WHATWG URL), international names included.
    ///
    /// # Errors
    ///
    /// If it is not absolute, has another scheme, or no host.
    pub fn parse(text: &str) -> Result<Self, InvalidUrl> {
        let url = url::Url::parse(text).map_err(|error| InvalidUrl(error.to_string()))?;
        if !matches!(url.scheme(), "http" | "https") {
            return Err(InvalidUrl(format!(
                "the scheme `{}` is not http or https",
                url.scheme()
            )));
        }
        Ok(Self(url))
    }

    /// The whole address.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// `http` or `https`.
    #[must_use]
    pub fn scheme(&self) -> &str {
        self.0.scheme()
    }

    /// The host: a name in ASCII, or an address without brackets.
    #[must_use]
    pub fn host(&self) -> &str {
        self.0
            .host_str()
            .unwrap_or_default()
            .trim_start_matches('[')
            .trim_end_matches(']')
    }

    /// The host's address, if the host is one.
    #[must_use]
    pub fn ip(&self) -> Option<IpAddr> {
        match self.0.host()? {
            url::Host::Ipv4(ip) => Some(ip.into()),
            url::Host::Ipv6(ip) => Some(ip.into()),
            url::Host::Domain(_) => None,
        }
    }

    /// The port, the scheme's own if none is written.
    #[must_use]
    pub fn port(&self) -> u16 {
        self.0.port_or_known_default().unwrap_or_default()
    }

    /// The path, percent-encoded.
    #[must_use]
    pub fn path(&self) -> &str {
        self.0.path()
    }

    /// The query, percent-encoded, without its question mark.
    #[must_use]
    pub fn query(&self) -> Option<&str> {
        self.0.query()
    }

    /// The parameters of the query, decoded.
    pub fn query_pairs(&self) -> impl Iterator<Item = (String, String)> {
        self.0
            .query_pairs()
            .map(|(name, value)| (name.into(), value.into()))
    }

    /// The part behind `#`.
    #[must_use]
    pub fn fragment(&self) -> Option<&str> {
        self.0.fragment()
    }

    /// Whether a user name or a password is written in it.
    #[must_use]
    pub fn has_user_information(&self) -> bool {
        !self.0.username().is_empty() || self.0.password().is_some()
    }

    /// Whether scheme, host and port are the same.
    #[must_use]
    pub fn same_origin(&self, other: &Self) -> bool {
        self.0.origin() == other.0.origin()
    }

    /// The same address with this path, and without query and fragment.
    #[must_use]
    pub fn with_path(&self, path: &str) -> Self {
        let mut url = self.0.clone();
        url.set_path(path);
        url.set_query(None);
        url.set_fragment(None);
        Self(url)
    }

    /// The same address with these segments added to its path. Each is encoded, so that whatever it holds, a slash too, stays one
    /// segment; `.` and `..` are left out.
    #[must_use]
    pub fn with_segments(&self, segments: &[&str]) -> Self {
        let mut url = self.0.clone();
        if let Ok(mut path) = url.path_segments_mut() {
            path.pop_if_empty().extend(segments);
        }
        url.set_query(None);
        url.set_fragment(None);
        Self(url)
    }

    /// The same address with one more parameter.
    #[must_use]
    pub fn with_query(&self, name: &str, value: &str) -> Self {
        let mut url = self.0.clone();
        url.query_pairs_mut().append_pair(name, value);
        Self(url)
    }

    /// The address that a `Location` or a link in an answer from here means.
    ///
    /// # Errors
    ///
    /// If that is none.
    pub fn join(&self, reference: &str) -> Result<Self, InvalidUrl> {
        let url = self
            .0
            .join(reference)
            .map_err(|error| InvalidUrl(error.to_string()))?;
        Self::parse(url.as_str())
    }
}

impl fmt::Display for Url {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_segment_stays_one_segment() {
        let url = Url::parse("https://example.com/root/?a=b#c").expect("an address");
        let added = |segments: &[&str]| url.with_segments(segments).as_str().to_owned();
        assert_eq!(
            added(&["projects", "group/a b?"]),
            "https://example.com/root/projects/group%2Fa%20b%3F"
        );
        assert_eq!(added(&["..", "100%"]), "https://example.com/root/100%25");
    }
}
