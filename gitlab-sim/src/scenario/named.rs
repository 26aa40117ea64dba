//! Scenarios that have a name: for the program, for demonstrations, for tests that need nothing special.

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use super::Scenario;
use crate::faults::Fault;
use crate::server::Tls;
use crate::world::{AccountState, Group, Token, User};

macro_rules! named {
    ($($variant:ident $name:literal $description:literal;)*) => {
        /// A scenario that has a name. All but the empty ones play the company of [`Scenario::demo`].
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[non_exhaustive]
        pub enum Named {
            $(#[doc = $description] $variant,)*
        }

        impl Named {
            /// Every one of them.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The name, in kebab-case.
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }

            /// One line about it.
            pub fn description(self) -> &'static str {
                match self { $(Self::$variant => $description,)* }
            }
        }
    };
}

named! {
    Valid "valid" "a good token of an ordinary user: scope `read_api`, half a year to live";
    ApiScope "api-scope" "a good token that may also write: scope `api`";
    ReadUserOnly "read-user-only" "a token that may read its user, but no projects";
    ReadRepositoryOnly "read-repository-only" "a token that may not even read its user";
    ExpiresSoon "expires-soon" "a good token that expires in five days";
    NoExpiry "no-expiry" "a good token that never expires";
    Expired "expired" "an expired token";
    Revoked "revoked" "a revoked token";
    Blocked "blocked" "the user is blocked";
    Deactivated "deactivated" "the user is deactivated";
    PendingApproval "pending-approval" "the user waits for approval";
    TermsNotAccepted "terms-not-accepted" "the user has not accepted the terms of service";
    Unconfirmed "unconfirmed" "the user's email address is not confirmed";
    PasswordExpired "password-expired" "the user's password has expired";
    DpopRequired "dpop-required" "the user demands proof of possession";
    ImpersonationDisabled "impersonation-disabled" "an impersonation token, but impersonation is switched off";
    TokensDisabled "tokens-disabled" "personal access tokens are switched off for the instance";
    ProjectToken "project-token" "a project access token of `platform/api`";
    GroupToken "group-token" "a group access token of `platform`";
    ServiceAccount "service-account" "a token of a service account of `platform`";
    OAuthToken "oauth-token" "an OAuth access token, pasted as if it were a personal one";
    FineGrained "fine-grained" "GitLab 19.2, a fine-grained token with all permissions that reading needs";
    FineGrainedBlind "fine-grained-blind" "GitLab 19.2, a fine-grained token that may not read itself";
    FineGrainedDemanded "fine-grained-demanded" "GitLab 19.2, which wants fine-grained tokens, and a token that is not";
    NothingVisible "nothing-visible" "a good token of a user without any project";
    Community "community" "the Community Edition";
    Old "old" "GitLab 15.2, where a token can not ask about itself";
    Ancient "ancient" "GitLab 13.12";
    RelativeRoot "relative-root" "the instance lies below `/gitlab`";
    Slow "slow" "every answer takes three seconds";
    Silent "silent" "connects, but never answers";
    Html "html" "a deploy page for every path (200, HTML)";
    Challenge "challenge" "a bot check in front of GitLab (403, HTML)";
    Maintenance "maintenance" "maintenance: 503 for the whole API";
    MaintenanceMode "maintenance-mode" "maintenance as it is: reading works, writing is refused";
    ReadOnly "read-only" "a read-only instance: reading works, writing is refused";
    Unavailable "unavailable" "GitLab is not responding: 503, HTML";
    RateLimited "rate-limited" "too many requests: 429 for the whole API";
    Forbidden "forbidden" "a bare 403 for the whole API, as of a banned address";
    CutOff "cut-off" "every answer is cut off in the middle";
    Reset "reset" "every connection is reset";
    TlsUntrusted "tls-untrusted" "https with a certificate of a CA that nobody knows";
    TlsSelfSigned "tls-self-signed" "https with a self-signed certificate";
    TlsExpired "tls-expired" "https with an expired certificate";
    TlsWrongHost "tls-wrong-host" "https with the certificate of another host";
}

impl Named {
    pub(crate) fn scenario(self) -> Scenario {
        let token = || Token::personal("alice");
        let with = |token: Token| Scenario::company().token(token);
        let account = |state| {
            let user = User::new("erika").name("Erika Mustermann").state(state);
            Scenario::company()
                .user(user)
                .token(Token::personal("erika"))
        };
        let api = |fault| with(token()).fault("/api/*", fault);
        match self {
            Self::Valid => with(token()),
            Self::ApiScope => with(token().scopes(["api"])),
            Self::ReadUserOnly => with(token().scopes(["read_user"])),
            Self::ReadRepositoryOnly => with(token().scopes(["read_repository"])),
            Self::ExpiresSoon => with(token().expires_in_days(5)),
            Self::NoExpiry => with(token().never_expires()),
            Self::Expired => with(token().expires_in_days(-3)),
            Self::Revoked => with(token().revoked()),
            Self::Blocked => account(AccountState::Blocked),
            Self::Deactivated => account(AccountState::Deactivated),
            Self::PendingApproval => account(AccountState::PendingApproval),
            Self::TermsNotAccepted => account(AccountState::TermsNotAccepted),
            Self::Unconfirmed => account(AccountState::Unconfirmed),
            Self::PasswordExpired => account(AccountState::PasswordExpired),
            Self::DpopRequired => Scenario::company()
                .user(User::new("erika").demands_dpop())
                .token(Token::personal("erika")),
            Self::ImpersonationDisabled => {
                with(Token::impersonation("alice")).impersonation_disabled()
            }
            Self::TokensDisabled => with(token()).personal_tokens_disabled(),
            Self::ProjectToken => with(Token::project("platform/api")),
            Self::GroupToken => with(Token::group("platform")),
            Self::ServiceAccount => with(Token::service_account("platform").never_expires()),
            Self::OAuthToken => with(Token::oauth("alice")),
            Self::FineGrained => with(token().permissions(READING)).version("19.2.0-ee"),
            Self::FineGrainedBlind => {
                let blind = READING
                    .into_iter()
                    .filter(|permission| *permission != "read_personal_access_token");
                with(token().permissions(blind)).version("19.2.0-ee")
            }
            Self::FineGrainedDemanded => {
                let strict = with(token()).version("19.2.0-ee");
                strict.demands_fine_grained_tokens()
            }
            Self::NothingVisible => {
                let closed = Group::new("closed").without_members();
                Scenario::new()
                    .user(User::new("alice").name("Alice Example"))
                    .token(token())
                    .group(closed)
            }
            Self::Community => with(token()).version("18.9.0"),
            Self::Old => with(token()).version("15.2.4-ee"),
            Self::Ancient => with(token()).version("13.12.15"),
            Self::RelativeRoot => with(token()).relative_root("/gitlab"),
            Self::Slow => with(token()).delay(Duration::from_secs(3)),
            Self::Silent => with(token()).fault("*", Fault::silence()),
            Self::Html => with(token()).fault("*", Fault::deploy_page()),
            Self::Challenge => with(token()).fault("*", Fault::challenge_page()),
            Self::Maintenance => api(Fault::maintenance()),
            Self::MaintenanceMode => with(token().scopes(["api"])).maintenance_mode(),
            Self::ReadOnly => with(token().scopes(["api"])).read_only(),
            Self::Unavailable => with(token()).fault("*", Fault::not_responding_page()),
            Self::RateLimited => with(token()).rate_limit(0),
            Self::Forbidden => api(Fault::status(403).body(r#"{"message":"403 Forbidden"}"#)),
            Self::CutOff => api(Fault::cut_off()),
            Self::Reset => with(token()).fault("*", Fault::reset()),
            Self::TlsUntrusted => with(token()).tls(Tls::OwnAuthority),
            Self::TlsSelfSigned => with(token()).tls(Tls::SelfSigned),
            Self::TlsExpired => with(token()).tls(Tls::Expired),
            Self::TlsWrongHost => with(token()).tls(Tls::WrongHost),
        }
    }
}

impl FromStr for Named {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let found = Self::ALL.iter().copied().find(|named| named.name() == text);
        found.ok_or_else(|| format!("there is no scenario `{text}`"))
    }
}

impl fmt::Display for Named {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
    }
}

/// What a fine-grained token needs to read all that this instance has.
const READING: [&str; 14] = [
    "read_personal_access_token",
    "read_user",
    "read_metadata",
    "read_project",
    "read_group",
    "read_issue",
    "read_merge_request",
    "read_milestone",
    "read_release",
    "read_pipeline",
    "read_label",
    "read_commit",
    "read_epic",
    "read_event",
];
