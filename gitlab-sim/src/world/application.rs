//! OAuth applications: what asks people for access, and what an OAuth token was given to.

use std::fmt;
use std::net::IpAddr;

use url::{Host, Url};

use crate::version::Version;

/// An OAuth application of the instance. Its `Debug` form never shows the secret.
///
/// ```
/// use gitlab_sim::{Application, Scenario};
/// let scenario = Scenario::new().application(
///     Application::new("client-id")
///         .secret("gloas-made-up")
///         .redirect_uri("http://127.0.0.1/callback")
///         .scopes(["read_api", "read_user"]),
/// );
/// ```
#[derive(Clone)]
pub struct Application {
    pub(crate) client_id: String,
    /// `None` for applications that can not keep one.
    pub(crate) secret: Option<String>,
    pub(crate) name: String,
    pub(crate) redirect_uris: Vec<String>,
    pub(crate) scopes: Vec<String>,
    pub(crate) trusted: bool,
    /// Whether it registered itself.
    pub(crate) dynamic: bool,
    pub(crate) tokens_expire: bool,
}

impl Application {
    /// A public application with this client id: no secret, no redirect URI yet, the scope `read_api`.
    pub fn new(client_id: impl Into<String>) -> Self {
        Self {
            client_id: client_id.into(),
            secret: None,
            name: "Violet".to_owned(),
            redirect_uris: Vec::new(),
            scopes: vec!["read_api".to_owned()],
            trusted: false,
            dynamic: false,
            tokens_expire: true,
        }
    }

    /// The public one that a scenario has if it names none; its client id is made up.
    pub fn usual() -> Self {
        Self::new("5e1fa9c0d2b34876a1c0ffee5e1fa9c0d2b34876a1c0ffee5e1fa9c0d2b34876")
    }

    /// Makes it confidential: it has to show this secret.
    pub fn secret(mut self, secret: impl Into<String>) -> Self {
        self.secret = Some(secret.into());
        self
    }

    /// The name that people are asked about; `Violet` unless told.
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = name.into();
        self
    }

    /// Where it may have people sent back to; may be said several times.
    pub fn redirect_uri(mut self, address: impl Into<String>) -> Self {
        self.redirect_uris.push(address.into());
        self
    }

    /// The scopes that it may ask for, instead of `read_api`.
    pub fn scopes<S: Into<String>>(mut self, scopes: impl IntoIterator<Item = S>) -> Self {
        self.scopes = scopes.into_iter().map(Into::into).collect();
        self
    }

    /// An administrator trusts it: nobody is asked.
    pub fn trusted(mut self) -> Self {
        self.trusted = true;
        self
    }

    /// Was made when tokens did not expire (GitLab below 15.0; below 14.3 all were made so).
    pub fn tokens_never_expire(mut self) -> Self {
        self.tokens_expire = false;
        self
    }

    /// The client id.
    pub fn client_id(&self) -> &str {
        &self.client_id
    }

    pub(crate) fn expires_tokens(&self, version: &Version) -> bool {
        version.always_expires_access_tokens()
            || (version.may_expire_access_tokens() && self.tokens_expire)
    }

    /// Whether people may be sent back to this address: one that was registered, letter by letter.
    pub(crate) fn sends_back_to(&self, address: &str, version: &Version) -> bool {
        let mut registered = self.redirect_uris.iter();
        registered.any(|other| is_same_place(address, other, version))
    }
}

impl fmt::Debug for Application {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Application")
            .field("client_id", &self.client_id)
            .field("confidential", &self.secret.is_some())
            .field("redirect_uris", &self.redirect_uris)
            .field("scopes", &self.scopes)
            .finish_non_exhaustive()
    }
}

/// Equal, but for the port where both name the loopback interface by its number (`lib/doorkeeper/oauth/helpers/uri_checker.rb`).
pub(crate) fn is_same_place(address: &str, registered: &str, version: &Version) -> bool {
    let Ok(mut url) = Url::parse(address) else {
        return false;
    };
    let fit = url.fragment().is_none() && !SCRIPTS.contains(&url.scheme());
    if !fit || address == registered {
        return fit;
    }
    let Ok(mut other) = Url::parse(registered) else {
        return false;
    };
    version.ignores_ports_of_loopback()
        && is_loopback(&url)
        && is_loopback(&other)
        && url.set_port(None).is_ok()
        && other.set_port(None).is_ok()
        && url == other
}

fn is_loopback(url: &Url) -> bool {
    let number: Option<IpAddr> = match url.host() {
        Some(Host::Ipv4(number)) => Some(number.into()),
        Some(Host::Ipv6(number)) => Some(number.into()),
        _ => None,
    };
    number.is_some_and(|number| number.is_loopback())
}

const SCRIPTS: [&str; 3] = ["data", "javascript", "vbscript"];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_ports_of_loopback_may_differ() {
        for (address, registered, version, expected) in [
            (
                "https://v.example/cb",
                "https://v.example/cb",
                "18.9.0",
                true,
            ),
            (
                "https://v.example/cb",
                "https://v.example/cb/",
                "18.9.0",
                false,
            ),
            (
                "https://v.example/cb?a=b",
                "https://v.example/cb",
                "18.9.0",
                false,
            ),
            (
                "https://v.example:8443/cb",
                "https://v.example/cb",
                "18.9.0",
                false,
            ),
            (
                "http://127.0.0.1:4711/cb",
                "http://127.0.0.1/cb",
                "18.9.0",
                true,
            ),
            (
                "http://127.0.0.1:4711/cb",
                "http://127.0.0.1:7171/cb",
                "18.9.0",
                true,
            ),
            ("http://[::1]:4711/cb", "http://[::1]/cb", "18.9.0", true),
            (
                "http://[::1]:4711/cb",
                "http://127.0.0.1/cb",
                "18.9.0",
                false,
            ),
            (
                "http://127.0.0.1:4711/other",
                "http://127.0.0.1/cb",
                "18.9.0",
                false,
            ),
            (
                "https://127.0.0.1:4711/cb",
                "http://127.0.0.1/cb",
                "18.9.0",
                false,
            ),
            (
                "http://localhost:4711/cb",
                "http://localhost/cb",
                "18.9.0",
                false,
            ),
            (
                "http://localhost:7171/cb",
                "http://localhost:7171/cb",
                "18.9.0",
                true,
            ),
            (
                "http://127.0.0.1:4711/cb",
                "http://127.0.0.1/cb",
                "13.3.0",
                false,
            ),
            ("com.example:/cb", "com.example:/cb", "18.9.0", true),
            (
                "https://v.example/cb#x",
                "https://v.example/cb#x",
                "18.9.0",
                false,
            ),
            (
                "javascript:alert(1)",
                "javascript:alert(1)",
                "18.9.0",
                false,
            ),
            ("/cb", "/cb", "18.9.0", false),
        ] {
            let version = version.parse().expect("a version");
            assert_eq!(
                is_same_place(address, registered, &version),
                expected,
                "{address} {registered} {version}"
            );
        }
    }
}
