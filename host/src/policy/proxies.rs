//! Which proxy an address is reached through.
//!
//! What can't be used as a proxy is never left out: the credential would go another way than whoever runs the host wants.

use std::{
    env,
    ffi::{OsStr, OsString},
    fmt,
    sync::Arc,
};

use hyper_util::client::proxy::matcher::Matcher;
use violet_plugin::http::Url;

/// Which proxy an address is reached through.
#[derive(Clone)]
pub struct Proxies(Option<Arc<Rules>>);

/// What was given is no address of a proxy that can be used. It does not repeat the address, which may hold a password.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnusableProxy(String);

impl fmt::Display for UnusableProxy {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl std::error::Error for UnusableProxy {}

/// The way to an address.
#[derive(Clone)]
pub(super) enum Route {
    /// Without a proxy.
    Direct,
    /// Through this one.
    Through(Proxy),
    /// Through one that can't be used.
    Nowhere,
}

/// A proxy that speaks HTTP.
#[derive(Clone)]
pub(super) struct Proxy {
    pub(super) address: Url,
    /// The header that it wants.
    pub(super) authorization: Option<String>,
}

struct Rules {
    for_http: Route,
    for_https: Route,
    /// Knows which hosts are reached without a proxy; the proxies that it names itself stand for any.
    exceptions: Matcher,
}

impl fmt::Debug for Proxies {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(if self.0.is_some() {
            "Proxies(***)"
        } else {
            "Proxies(none)"
        })
    }
}

impl Proxies {
    /// No proxy.
    #[must_use]
    pub fn none() -> Self {
        Self(None)
    }

    /// As `HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY` and `NO_PROXY` say, in capitals or not. Addresses whose proxy can't be used, such
    /// as one that speaks SOCKS, are not reached at all.
    #[must_use]
    pub fn from_environment() -> Self {
        Self::from_variables(|name| env::var_os(name))
    }

    /// This one for everything.
    ///
    /// # Errors
    ///
    /// If that is no address of a proxy that speaks HTTP.
    pub fn fixed(address: &str) -> Result<Self, UnusableProxy> {
        let route = Route::Through(Proxy::parse(address)?);
        Ok(Self::with(route.clone(), route, ""))
    }

    fn from_variables(variable: impl Fn(&str) -> Option<OsString>) -> Self {
        // A program that a web server runs gets a request's header `Proxy` as `HTTP_PROXY`.
        if variable("REQUEST_METHOD").is_some() {
            return Self::none();
        }
        let value = |name: &str| {
            let found = variable(name).or_else(|| variable(&name.to_ascii_lowercase()));
            found.unwrap_or_default()
        };
        let all = value("ALL_PROXY");
        let route = |name| match value(name) {
            empty if empty.is_empty() => Route::named(&all),
            named => Route::named(&named),
        };
        // A list that is no text holds no host that could be asked for.
        let exceptions = value("NO_PROXY").into_string().unwrap_or_default();
        Self::with(route("HTTP_PROXY"), route("HTTPS_PROXY"), &exceptions)
    }

    fn with(for_http: Route, for_https: Route, exceptions: &str) -> Self {
        Self(Some(Arc::new(Rules {
            for_http,
            for_https,
            exceptions: Matcher::builder().all(ANY_PROXY).no(exceptions).build(),
        })))
    }

    /// The way to an address.
    pub(super) fn route(&self, address: &Url) -> Route {
        let Some(rules) = &self.0 else {
            return Route::Direct;
        };
        // All that the rules look at; an address may be too long for them.
        let Ok(origin) = address.with_path("/").as_str().parse() else {
            return Route::Nowhere;
        };
        let route = match address.scheme() {
            "http" => &rules.for_http,
            _ => &rules.for_https,
        };
        if rules.exceptions.intercept(&origin).is_none() {
            return Route::Direct;
        }
        route.clone()
    }
}

impl Route {
    /// Through the proxy that a variable names, if it names one.
    fn named(value: &OsStr) -> Self {
        if value.is_empty() {
            return Self::Direct;
        }
        let proxy = value.to_str().map(|text| {
            // Many leave the scheme out.
            if text.contains("://") {
                Proxy::parse(text)
            } else {
                Proxy::parse(&format!("http://{text}"))
            }
        });
        match proxy {
            Some(Ok(proxy)) => Self::Through(proxy),
            Some(Err(_)) | None => Self::Nowhere,
        }
    }
}

impl Proxy {
    fn parse(text: &str) -> Result<Self, UnusableProxy> {
        let unusable = || UnusableProxy("no proxy can have this address".into());
        let url = Url::parse(text).map_err(|error| UnusableProxy(error.to_string()))?;
        // Written anew, so that what has to be encoded in a password is.
        let matcher = Matcher::builder().all(url.as_str()).build();
        let anywhere = ANY_PROXY.parse().map_err(|_| unusable())?;
        let intercepted = matcher.intercept(&anywhere).ok_or_else(unusable)?;
        let authorization = intercepted.basic_auth().map(|value| {
            let text = value.to_str().map_err(|_| unusable())?;
            Ok(text.to_owned())
        });
        Ok(Self {
            address: Url::parse(&intercepted.uri().to_string()).map_err(|_| unusable())?,
            authorization: authorization.transpose()?,
        })
    }
}

/// A name that nobody has (RFC 6761, 6.4).
const ANY_PROXY: &str = "http://proxy.invalid/";

#[cfg(test)]
mod tests {
    use super::*;

    fn from(variables: &[(&str, &str)]) -> Proxies {
        Proxies::from_variables(|name| {
            let found = variables.iter().find(|(known, _)| *known == name);
            found.map(|(_, value)| value.into())
        })
    }

    fn route(proxies: &Proxies, address: &str) -> String {
        match proxies.route(&Url::parse(address).expect("an address")) {
            Route::Direct => "direct".into(),
            Route::Through(proxy) => proxy.address.to_string(),
            Route::Nowhere => "nowhere".into(),
        }
    }

    #[test]
    fn what_is_no_proxy_is_refused_without_being_repeated() {
        for wrong in [
            "",
            "proxy",
            "http://",
            "socks5://user:secret@proxy:1080",
            "ftp://proxy",
            "http://user:secret@pro\"xy:3128",
        ] {
            let error = Proxies::fixed(wrong).err();
            let text = error.unwrap_or_else(|| panic!("{wrong}")).to_string();
            assert!(!text.contains("secret"), "{text}");
        }
    }

    #[test]
    fn a_password_may_hold_anything() {
        // The second ones are `user:secret`, `us[er:se]cret` and `user:sec@ret`.
        for (written, expected) in [
            ("http://user:secret@proxy:3128", "Basic dXNlcjpzZWNyZXQ="),
            (
                "http://us[er:se]cret@proxy:3128",
                "Basic dXNbZXI6c2VdY3JldA==",
            ),
            ("http://user:sec@ret@proxy:3128", "Basic dXNlcjpzZWNAcmV0"),
            ("http://user:sec%40ret@proxy:3128", "Basic dXNlcjpzZWNAcmV0"),
        ] {
            let proxies = Proxies::fixed(written).expect("a proxy");
            let target = Url::parse("https://git.example.com").expect("an address");
            let Route::Through(proxy) = proxies.route(&target) else {
                panic!("{written}");
            };
            assert_eq!(proxy.address.as_str(), "http://proxy:3128/");
            assert_eq!(proxy.authorization.as_deref(), Some(expected), "{written}");
        }
    }

    #[test]
    fn the_environment_is_believed_and_what_it_names_wrongly_leads_nowhere() {
        let proxies = from(&[
            ("https_proxy", "secure.example.com:3128"),
            ("ALL_PROXY", "http://all.example.com"),
            ("NO_PROXY", "direct.example.com,10.0.0.0/8"),
        ]);
        let secure = "http://secure.example.com:3128/";
        assert_eq!(route(&proxies, "https://git.example.com"), secure);
        assert_eq!(
            route(&proxies, "http://git.example.com"),
            "http://all.example.com/"
        );
        assert_eq!(route(&proxies, "https://direct.example.com"), "direct");
        assert_eq!(route(&proxies, "https://10.1.2.3/path"), "direct");

        for wrong in ["socks5://proxy:1080", "ftp://proxy", "http://", "a b"] {
            let proxies = from(&[
                ("HTTPS_PROXY", wrong),
                ("ALL_PROXY", "http://all.example.com"),
                ("NO_PROXY", "direct.example.com"),
            ]);
            assert_eq!(
                route(&proxies, "https://git.example.com"),
                "nowhere",
                "{wrong}"
            );
            assert_eq!(route(&proxies, "https://direct.example.com"), "direct");
        }

        let served = [("REQUEST_METHOD", "GET"), ("HTTP_PROXY", "http://evil")];
        assert_eq!(route(&from(&served), "http://git.example.com"), "direct");
        assert_eq!(route(&from(&[]), "http://git.example.com"), "direct");
    }
}
