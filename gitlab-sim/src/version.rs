//! Which GitLab is played: number and edition, and what changed between versions.
//!
//! Every difference between versions is a question asked here, so that a version is filled in at one place.

mod oauth;

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

    /// Administrators list everybody's tokens, others their own: in the Enterprise Edition first.
    pub(crate) fn lists_tokens(&self) -> bool {
        self.number >= (13, 6) || (self.is_enterprise() && self.deletes_tokens())
    }

    /// `DELETE /personal_access_tokens/:id`.
    pub(crate) fn deletes_tokens(&self) -> bool {
        self.number >= (13, 3)
    }

    /// `GET /personal_access_tokens/:id`.
    pub(crate) fn shows_tokens(&self) -> bool {
        self.number >= (15, 1)
    }

    /// Administrators are told that there is no such token; before, they were as unauthorized as others.
    pub(crate) fn tells_administrators_of_missing_tokens(&self) -> bool {
        self.number >= (15, 3)
    }

    /// A token could delete itself before it could read itself.
    pub(crate) fn lets_a_token_delete_itself(&self) -> bool {
        self.number >= (15, 0)
    }

    /// At first only tokens with the scope `api` could.
    pub(crate) fn lets_any_token_delete_itself(&self) -> bool {
        self.number >= (15, 4)
    }

    pub(crate) fn lets_a_token_rotate_itself(&self) -> bool {
        self.number >= (16, 10)
    }

    /// The scope `self_rotate`.
    pub(crate) fn has_self_rotate(&self) -> bool {
        self.number >= (17, 9)
    }

    /// Rotating with a token that was revoked ends all of its family.
    pub(crate) fn detects_reuse(&self) -> bool {
        self.number >= (16, 3)
    }

    /// New tokens live a year at most.
    pub(crate) fn bounds_lifetimes(&self) -> bool {
        self.number >= (16, 0)
    }

    /// The Enterprise Edition could let expired tokens work on.
    pub(crate) fn may_ignore_expiry(&self) -> bool {
        self.is_enterprise() && self.number < (15, 3)
    }

    pub(crate) fn tells_associations(&self) -> bool {
        self.number >= (17, 4)
    }

    /// In the first versions of the endpoint rendering an OAuth token failed.
    pub(crate) fn self_explains_wrong_kinds(&self) -> bool {
        self.number >= (17, 4)
    }

    pub(crate) fn tokens_have_description(&self) -> bool {
        self.number >= (17, 7)
    }

    /// Switched on with 18.0; the tree of 18.9 asks a flag again, which is off here.
    pub(crate) fn self_has_last_used_addresses(&self) -> bool {
        (18, 0) <= self.number && self.number < (18, 9)
    }

    pub(crate) fn tokens_have_granular_scopes(&self) -> bool {
        self.number >= (19, 0)
    }

    /// Below, a Bearer token was a personal one if it had 20 characters, and an OAuth token if not.
    pub(crate) fn tells_bearers_apart_by_length(&self) -> bool {
        self.number < (13, 7)
    }

    /// Job tokens got a prefix, and what has it is no personal token.
    pub(crate) fn knows_job_tokens(&self) -> bool {
        self.number >= (16, 9)
    }

    /// `glpat-` without anybody setting it.
    pub(crate) fn prefixes_tokens(&self) -> bool {
        self.number >= (14, 5)
    }

    /// New tokens carry their owner, their length and a checksum.
    pub(crate) fn routes_tokens(&self) -> bool {
        self.number >= (18, 3)
    }

    /// Before, bots were counted: `project_7_bot`, `project_7_bot1`. The exact version is not on record.
    pub(crate) fn names_bots_at_random(&self) -> bool {
        self.number >= (16, 0)
    }

    pub(crate) fn has_group_tokens(&self) -> bool {
        self.number >= (14, 7)
    }

    pub(crate) fn has_service_accounts(&self) -> bool {
        self.number >= (16, 1)
    }

    pub(crate) fn has_fine_grained_tokens(&self) -> bool {
        self.number >= (18, 7)
    }

    pub(crate) fn has_planners(&self) -> bool {
        self.number >= (17, 7)
    }

    /// An administrator's token without the scope `admin_mode` can be made an ordinary user's.
    pub(crate) fn has_admin_mode(&self) -> bool {
        self.number >= (15, 8)
    }

    pub(crate) fn has_maintenance_mode(&self) -> bool {
        self.is_enterprise() && self.number >= (13, 9)
    }

    pub(crate) fn has_metadata(&self) -> bool {
        self.number >= (15, 2)
    }

    /// `/version` became what `/metadata` was.
    pub(crate) fn version_is_metadata(&self) -> bool {
        self.number >= (15, 5)
    }

    pub(crate) fn metadata_has_enterprise(&self) -> bool {
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

    /// The texts about fine-grained permissions changed with the beta.
    pub(crate) fn names_missing_permissions_by_boundary(&self) -> bool {
        self.number >= (18, 10)
    }

    /// What a fine-grained token's owner can not see is not found, whatever permission is missing besides.
    pub(crate) fn hides_before_it_denies(&self) -> bool {
        self.number >= (19, 0)
    }

    /// Expired passwords shut the API since this version.
    pub(crate) fn refuses_expired_passwords(&self) -> bool {
        self.number >= (14, 0)
    }

    /// Below, GraphQL took whoever had a bad token for nobody.
    pub(crate) fn graphql_refuses_bad_tokens(&self) -> bool {
        self.number >= (16, 8)
    }

    /// `RateLimit-*` on every answer, not on refusals only.
    pub(crate) fn always_tells_rate_limits(&self) -> bool {
        self.number >= (18, 6)
    }

    pub(crate) fn tells_rate_limits_when_refusing(&self) -> bool {
        self.number >= (13, 8)
    }

    /// `Retry-After` of the limits that single endpoints have.
    pub(crate) fn endpoint_limits_tell_when_to_return(&self) -> bool {
        self.number >= (18, 5)
    }

    /// `active=true` on lists of projects and groups.
    pub(crate) fn has_active_filter(&self) -> bool {
        self.number >= (18, 0)
    }

    /// `archived=true` on lists of groups.
    pub(crate) fn filters_archived_groups(&self) -> bool {
        self.number >= (18, 2)
    }

    pub(crate) fn pages_issues_by_keyset(&self) -> bool {
        self.number >= (18, 3)
    }

    /// Where people make tokens: the page, and the older address of it if that still leads there.
    pub(crate) fn token_pages(&self) -> (&'static str, Option<&'static str>) {
        let profile = "/profile/personal_access_tokens";
        let scoped = "/-/profile/personal_access_tokens";
        let settings = "/-/user_settings/personal_access_tokens";
        match self.number {
            number if number < (13, 5) => (profile, None),
            number if number < (14, 0) => (scoped, Some(profile)),
            number if number < (16, 7) => (scoped, None),
            number if number < (17, 0) => (settings, Some(scoped)),
            _ => (settings, None),
        }
    }

    /// Where people make OAuth applications: the page, and the older address of it if that still leads there.
    pub(crate) fn application_pages(&self) -> (&'static str, Option<&'static str>) {
        let scoped = "/-/profile/applications";
        let settings = "/-/user_settings/applications";
        match self.number {
            number if number < (13, 5) => ("/profile/applications", None),
            number if number < (16, 7) => (scoped, None),
            _ => (settings, Some(scoped)),
        }
    }

    /// The token form takes its name and scopes from the query; 18.0 had lost that.
    pub(crate) fn prefills_token_form(&self) -> bool {
        self.number >= (14, 1) && self.number != (18, 0)
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

    #[test]
    fn knows_where_tokens_are_made() {
        for (text, page, older) in [
            ("13.4.0", "/profile/", false),
            ("13.12.0", "/-/profile/", true),
            ("16.6.0", "/-/profile/", false),
            ("16.11.0", "/-/user_settings/", true),
            ("17.0.0", "/-/user_settings/", false),
        ] {
            let version: Version = text.parse().expect("a version");
            let (path, former) = version.token_pages();
            assert!(path.starts_with(page), "{text}: {path}");
            assert_eq!(former.is_some(), older, "{text}");
        }
    }
}
