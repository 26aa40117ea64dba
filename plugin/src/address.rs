//! The address of a GitLab instance: whatever a user pastes becomes the one value that every request and every link is built from.
//!
//! For another application, keep everything but [`root_length`], [`MARKERS`] and [`OWN_PAGES`], which know the paths of GitLab's
//! pages, and the constants that name GitLab.com.

use std::net::Ipv6Addr;

use violet_plugin::{prelude::*, without_controls};

use crate::token::trim_pasted;

/// Where an instance is: scheme, host, port, and the path that it is installed under.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Address(Url);

/// What is wrong with an address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    Empty,
    TooLong,
    /// Blanks, control characters, backslashes.
    Characters,
    Scheme(String),
    UserInformation,
    Host,
    Port,
    /// The name is spelt with characters that a browser turns into others: it may lead to somebody else.
    Lookalike,
    Query,
}

impl Address {
    /// The address in a connection's fields, if it may be used.
    ///
    /// # Errors
    ///
    /// `instance.url_invalid` or `instance.insecure`.
    pub(crate) fn of(context: &Context, fields: &Fields) -> Result<Self, Problem> {
        let written = match fields.get("address") {
            None => DEFAULT,
            Some(_) => fields.text("address"),
        };
        let address = Self::parse(written).map_err(|fault| {
            context
                .problem(code::INSTANCE_URL_INVALID)
                .because(fault.text(context))
        })?;
        if address.is_exposed() && !fields.flag("allow_plain_http") {
            return Err(context.problem(code::INSTANCE_INSECURE).into());
        }
        Ok(address)
    }

    /// Reads what was pasted: with or without a scheme, or the address of any of the instance's pages.
    pub(crate) fn parse(pasted: &str) -> Result<Self, Fault> {
        let text = trim_pasted(pasted);
        // Some programs put addresses in angle brackets (RFC 3986, appendix C).
        let text = match text.strip_prefix('<') {
            Some(rest) => rest.strip_suffix('>').unwrap_or(text),
            None => text,
        };
        if text.is_empty() {
            return Err(Fault::Empty);
        }
        if text.len() > LONGEST {
            return Err(Fault::TooLong);
        }
        if text.contains([' ', '\\']) || without_controls(text, LONGEST) != text {
            return Err(Fault::Characters);
        }
        let (scheme, rest) = split_scheme(text)?;
        let (authority, behind) = rest.split_at(rest.find(['/', '?', '#']).unwrap_or(rest.len()));
        if authority.contains('@') {
            return Err(Fault::UserInformation);
        }
        if let Some(name) = authority.strip_suffix(':') {
            // `htp:/x`: a mistyped scheme, not a host whose port was left out.
            let is_host = name.contains('.') || name.is_empty();
            return Err(if is_host {
                Fault::Port
            } else {
                Fault::Scheme(name.to_owned())
            });
        }
        let (host, port) = split_port(authority)?;
        let url =
            Url::parse(&format!("{scheme}://{host}{port}{behind}")).map_err(|_| Fault::Host)?;
        same_host(&host, &url)?;

        let segments: Vec<&str> = url
            .path()
            .split('/')
            .filter(|segment| !segment.is_empty())
            .collect();
        let root = root_length(url.host(), &segments);
        // Of a page's address everything behind the root is dropped; otherwise a query is something that nobody understands.
        let is_asked_for = |part: Option<&str>| part.is_some_and(|part| !part.is_empty());
        if root == segments.len() && (is_asked_for(url.query()) || is_asked_for(url.fragment())) {
            return Err(Fault::Query);
        }
        Ok(Self(
            url.with_path(&format!("/{}", segments[..root].join("/"))),
        ))
    }

    /// As it is shown: without a slash at the end.
    pub(crate) fn as_str(&self) -> &str {
        self.0.as_str().trim_end_matches('/')
    }

    /// As it is stored, so that reading it again leads to the same address: a path that would be taken for a project's page keeps the
    /// mark of the API behind it.
    pub(crate) fn to_field(&self) -> String {
        let address = self.as_str().to_owned();
        if Self::parse(&address).as_ref() == Ok(self) {
            address
        } else {
            address + "/api/v4"
        }
    }

    pub(crate) fn host(&self) -> &str {
        self.0.host()
    }

    /// A page, or whatever else is at this path below the root.
    pub(crate) fn at(&self, segments: &[&str]) -> Url {
        self.0.with_segments(segments)
    }

    /// Whether a credential would cross the network unencrypted.
    pub(crate) fn is_exposed(&self) -> bool {
        let loopback = match self.0.ip() {
            Some(ip) => ip.is_loopback(),
            None => self.host() == "localhost" || self.host().ends_with(".localhost"),
        };
        self.0.scheme() == "http" && !loopback
    }

    /// Whether it is GitLab.com, which always runs the newest version.
    pub(crate) fn is_gitlab_com(&self) -> bool {
        self.host() == GITLAB_COM
    }
}

impl Fault {
    fn text(&self, context: &Context) -> String {
        match self {
            Self::Empty => context.text("address-empty"),
            Self::TooLong => context.text("address-too-long"),
            Self::Characters => context.text("address-characters"),
            Self::Scheme(scheme) => {
                context.text_with("address-scheme", &[("scheme", scheme.as_str().into())])
            }
            Self::UserInformation => context.text("address-user-information"),
            Self::Host => context.text("address-host"),
            Self::Port => context.text("address-port"),
            Self::Lookalike => context.text("address-lookalike"),
            Self::Query => context.text("address-query"),
        }
    }
}

/// The scheme, `https` if none is written, and what follows it. Of `https://https://…`, a common slip, the last one counts.
fn split_scheme(text: &str) -> Result<(&'static str, &str), Fault> {
    let (mut scheme, mut rest) = ("https", text);
    loop {
        let written = SCHEMES.iter().find(|(written, _)| {
            rest.get(..written.len())
                .is_some_and(|start| start.eq_ignore_ascii_case(written))
        });
        match written {
            Some((written, meant)) => {
                (scheme, rest) = (*meant, rest[written.len()..].trim_start_matches('/'))
            }
            None => break,
        }
    }
    let rest = rest.trim_start_matches('/');
    match rest.split_once("://") {
        Some((other, _)) if !other.contains(['/', '?', '#']) => {
            Err(Fault::Scheme(other.to_owned()))
        }
        _ => Ok((scheme, rest)),
    }
}

/// The host, an IPv6 address in brackets, and the port with its colon, if there is one.
fn split_port(authority: &str) -> Result<(String, &str), Fault> {
    if authority.parse::<Ipv6Addr>().is_ok() {
        return Ok((format!("[{authority}]"), ""));
    }
    let behind_brackets = authority.rfind(']').map_or(0, |at| at + 1);
    let at = authority[behind_brackets..]
        .find(':')
        .map_or(authority.len(), |at| behind_brackets + at);
    let (host, port) = authority.split_at(at);
    let digits = port.trim_start_matches(':');
    if !digits.is_empty()
        && !digits
            .parse::<u16>()
            .is_ok_and(|number| number > 0 && !digits.starts_with('+'))
    {
        return Err(Fault::Port);
    }
    Ok((host.strip_suffix('.').unwrap_or(host).to_owned(), port))
}

/// Checks that the host that was read is the one that was written. Browsers turn some characters into others (the Kelvin sign into
/// `k`, `127.1` into `127.0.0.1`): only letters of ASCII may change their case here, and international names stay recognisable.
fn same_host(written: &str, read: &Url) -> Result<(), Fault> {
    if let Some(ip) = read.ip() {
        let same = written.trim_matches(['[', ']']).parse() == Ok(ip);
        return if same { Ok(()) } else { Err(Fault::Host) };
    }
    let (written, read): (Vec<_>, Vec<_>) = (
        written.split('.').collect(),
        read.host().split('.').collect(),
    );
    if written.iter().any(|label| label.is_empty()) {
        return Err(Fault::Host);
    }
    let same = |(written, read): (&&str, &&str)| {
        if written.is_ascii() {
            written.eq_ignore_ascii_case(read)
        } else {
            read.starts_with("xn--")
        }
    };
    if written.len() != read.len() || !written.iter().zip(&read).all(same) {
        return Err(Fault::Lookalike);
    }
    Ok(())
}

/// How many of a path's segments are the path that GitLab is installed under.
///
/// Up to a marker that only GitLab's own pages have, it is certain. Without one, a single segment is taken for that path, and more of
/// them for a project's page; a segment called `gitlab` among them ends the path. Whoever has a deeper one pastes its API's address.
fn root_length(host: &str, segments: &[&str]) -> usize {
    if host == GITLAB_COM {
        return 0;
    }
    let follows = |at: usize, expected: &[&str]| {
        segments
            .get(at + 1)
            .is_some_and(|next| expected.contains(next))
    };
    let marker = (0..segments.len()).find(|&at| match segments[at] {
        "api" => at == 0 || follows(at, &["v3", "v4", "graphql"]),
        "oauth" | "users" | "groups" => at + 1 < segments.len(),
        segment => MARKERS.contains(&segment),
    });
    match marker {
        // A project's pages are marked like this, too, behind the project's path.
        Some(at) if segments[at] == "-" && !follows(at, OWN_PAGES) => guess(&segments[..at]),
        Some(at) => at,
        None => guess(segments),
    }
}

fn guess(segments: &[&str]) -> usize {
    if segments.len() == 1 {
        return 1;
    }
    let named = segments
        .iter()
        .position(|segment| segment.eq_ignore_ascii_case("gitlab"));
    named.map_or(0, |at| at + 1)
}

/// What the form holds at first.
pub(crate) const DEFAULT: &str = "https://gitlab.com";

const GITLAB_COM: &str = "gitlab.com";

const SCHEMES: &[(&str, &str)] = &[("https:", "https"), ("http:", "http")];

/// Segments that pages of the instance begin with, right behind the path that it is installed under.
const MARKERS: &[&str] = &["-", "admin", "dashboard", "explore", "profile"];

/// What stands behind `/-/` where no project does.
const OWN_PAGES: &[&str] = &[
    "graphql-explorer",
    "health",
    "ide",
    "liveness",
    "metrics",
    "profile",
    "readiness",
    "user_settings",
];

/// Longer than any address that a browser takes.
const LONGEST: usize = 2048;

#[cfg(test)]
mod tests;
