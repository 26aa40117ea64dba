//! Which GitLab is played: number and edition, and what changed between versions.
//!
//! Every difference between versions is a question asked here, so that a version is filled in at one place.

use std::fmt;
use std::str::FromStr;

/// The version of the simulated instance, as `/version` reports it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Version {
    text: String,
    number: (u32, u32),
}

/// What `/personal_access_tokens/self` is in a version.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SelfEndpoint {
    /// Below 13.3: the API has no such route.
    Unknown,
    /// 13.3 to 15.0: the path is `:id`, and only DELETE is allowed on it.
    OnlyDelete,
    /// 15.1 and 15.2: `self` is looked up as an id, which nobody may see.
    LookedUp,
    /// 15.3 and 15.4: as before, but an administrator is told that there is no such id.
    LookedUpAdministratorTold,
    /// 15.5 and later: the token tells about itself.
    Answers,
}

impl Version {
    /// Whether this is the Enterprise Edition (the text ends in `-ee`).
    pub(crate) fn is_enterprise(&self) -> bool {
        self.text.ends_with("-ee")
    }

    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    pub(crate) fn self_endpoint(&self) -> SelfEndpoint {
        match self.number {
            number if number < (13, 3) => SelfEndpoint::Unknown,
            number if number < (15, 1) => SelfEndpoint::OnlyDelete,
            number if number < (15, 3) => SelfEndpoint::LookedUp,
            number if number < (15, 5) => SelfEndpoint::LookedUpAdministratorTold,
            _ => SelfEndpoint::Answers,
        }
    }

    /// A token could delete itself before it could read itself.
    pub(crate) fn lets_a_token_delete_itself(&self) -> bool {
        self.number >= (15, 0)
    }

    /// In the first versions of the endpoint rendering an OAuth token failed.
    pub(crate) fn self_explains_wrong_kinds(&self) -> bool {
        self.number >= (17, 4)
    }

    pub(crate) fn self_has_description(&self) -> bool {
        self.number >= (17, 7)
    }

    pub(crate) fn self_has_granular_scopes(&self) -> bool {
        self.number >= (19, 0)
    }

    pub(crate) fn has_metadata(&self) -> bool {
        self.number >= (15, 2)
    }

    pub(crate) fn version_has_kas(&self) -> bool {
        self.number >= (15, 5)
    }

    pub(crate) fn version_has_enterprise(&self) -> bool {
        self.number >= (15, 6)
    }

    pub(crate) fn kas_has_proxy_address(&self) -> bool {
        self.number >= (17, 6)
    }

    pub(crate) fn user_accepts_ai_workflows(&self) -> bool {
        self.number >= (17, 0)
    }

    pub(crate) fn version_accepts_ai_features(&self) -> bool {
        self.number >= (16, 0)
    }

    /// The text about missing fine-grained permissions changed with the beta.
    pub(crate) fn names_missing_permissions_by_boundary(&self) -> bool {
        self.number >= (18, 10)
    }

    /// Expired passwords shut the API since this version.
    pub(crate) fn refuses_expired_passwords(&self) -> bool {
        self.number >= (14, 0)
    }

    /// `RateLimit-*` on every answer, not on refusals only.
    pub(crate) fn always_tells_rate_limits(&self) -> bool {
        self.number >= (18, 6)
    }

    pub(crate) fn tells_rate_limits_when_refusing(&self) -> bool {
        self.number >= (13, 8)
    }

    /// `active=true` on lists of projects and groups.
    pub(crate) fn has_active_filter(&self) -> bool {
        self.number >= (18, 0)
    }
}

impl FromStr for Version {
    type Err = String;

    /// Reads `18.9.0-ee`, `18.9.0`, `18.9`, `19.2.0-pre`; a missing patch number becomes `.0`.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let refused =
            || format!("reading the version `{text}`: expected something like `18.9.0-ee`");
        let (numbers, suffix) = match text.split_once('-') {
            Some((numbers, suffix)) => (numbers, Some(suffix)),
            None => (text, None),
        };
        let parts = numbers
            .split('.')
            .map(|part| part.parse::<u32>().map_err(|_| refused()))
            .collect::<Result<Vec<_>, _>>()?;
        let (major, minor, patch) = match parts.as_slice() {
            [major, minor] => (*major, *minor, 0),
            [major, minor, patch] => (*major, *minor, *patch),
            _ => return Err(refused()),
        };
        let well_formed = |suffix: &str| {
            !suffix.is_empty() && suffix.bytes().all(|byte| byte.is_ascii_alphanumeric())
        };
        let text = match suffix {
            Some(suffix) if well_formed(suffix) => format!("{major}.{minor}.{patch}-{suffix}"),
            Some(_) => return Err(refused()),
            None => format!("{major}.{minor}.{patch}"),
        };
        Ok(Self {
            text,
            number: (major, minor),
        })
    }
}

impl fmt::Display for Version {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_gitlab_calls_itself() {
        for (text, shown, enterprise) in [
            ("18.9.0-ee", "18.9.0-ee", true),
            ("18.9-ee", "18.9.0-ee", true),
            ("18.9", "18.9.0", false),
            ("19.2.0-pre", "19.2.0-pre", false),
        ] {
            let version: Version = text.parse().expect("a version");
            assert_eq!(
                (version.to_string().as_str(), version.is_enterprise()),
                (shown, enterprise),
                "{text}"
            );
        }
        for text in [
            "",
            "18",
            "18.x",
            "18.9.0.1",
            "18.9-",
            "-ee",
            "18.9.0-ee beta",
        ] {
            assert!(text.parse::<Version>().is_err(), "{text}");
        }
    }

    #[test]
    fn knows_the_history_of_the_self_endpoint() {
        for (text, expected) in [
            ("13.2.10", SelfEndpoint::Unknown),
            ("13.3.0", SelfEndpoint::OnlyDelete),
            ("15.0.5", SelfEndpoint::OnlyDelete),
            ("15.1.0", SelfEndpoint::LookedUp),
            ("15.3.0", SelfEndpoint::LookedUpAdministratorTold),
            ("15.5.0", SelfEndpoint::Answers),
            ("19.2.0-ee", SelfEndpoint::Answers),
        ] {
            let version: Version = text.parse().expect("a version");
            assert_eq!(version.self_endpoint(), expected, "{text}");
        }
    }
}
