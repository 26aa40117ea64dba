//! What may be concluded from what was served: written from what is known of GitLab, without the plugin's code.

use serde_json::Value as Json;

use super::served::{Script, Served};

/// Which credential is checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Bearer {
    /// A token of any kind.
    Token,
    /// A token that looks like one of OAuth.
    MayBeOAuth,
    /// One that the host got by OAuth.
    OAuth,
}

pub(super) struct Oracle<'a> {
    pub(super) script: &'a Script,
    pub(super) bearer: Bearer,
    /// The paths that were asked for.
    pub(super) asked: &'a [String],
}

impl Oracle<'_> {
    /// Whether it is proven that the credential works and may read.
    pub(super) fn is_proven(&self) -> bool {
        let Script {
            own,
            user,
            version,
            projects,
            info,
        } = self.script;
        let is_oauth = self.bearer == Bearer::OAuth;
        let tells = |served: &Served, member: &str| {
            let scopes = served.scopes(member).unwrap_or_default();
            scopes
                .iter()
                .any(|scope| scope == "read_api" || scope == "api")
        };
        if is_oauth {
            let is_untold = info.is_invalid_token() || info.is_bare_401();
            return tells(info, "scope")
                || (is_untold && user.is_user() && projects.is_list())
                || (info.lacks_permission() && projects.is_list());
        }
        if tells(own, "scopes") && self.was_asked("/personal_access_tokens/self") {
            return true;
        }
        let number = version.number();
        let is_absent = own.is_not_there();
        let looks_up_self = number.is_some_and(|it| ((15, 1)..(15, 5)).contains(&it));
        if looks_up_self && user.is_user() && (own.is_bare_401() || own.has(404)) {
            return true;
        }
        // What is not a token of OAuth, on an instance that is too old to be asked about it.
        let is_too_old = number.is_some_and(|it| it < (15, 1));
        let is_old = self.bearer == Bearer::MayBeOAuth && is_too_old;
        let granular = own
            .scopes("scopes")
            .is_some_and(|scopes| scopes.iter().any(|it| it == "granular"));
        let is_untold = granular
            || own.lacks_permission()
            || (self.bearer == Bearer::MayBeOAuth && info.lacks_permission())
            || ((own.is_bare_401() || is_old) && (user.is_user() || user.lacks_permission()))
            || (is_absent
                && number.is_none_or(|it| it < (15, 1))
                && (user.is_user() || user.lacks_permission()));
        is_untold && projects.is_list()
    }

    /// Whether GitLab's own word stands behind a code that refuses.
    pub(super) fn has_said(&self, code: &str) -> bool {
        let Script {
            own,
            user,
            version,
            projects,
            info,
        } = self.script;
        let routes = [
            (own, "/personal_access_tokens/self"),
            (user, "/api/v4/user"),
            (version, "/api/v4/version"),
            (projects, "/api/v4/projects"),
            (info, "/oauth/token/info"),
        ];
        let any = |says: &dyn Fn(&Served) -> bool| {
            let said = |(served, path): &(&Served, &str)| says(served) && self.was_asked(path);
            routes.iter().any(said)
        };
        let account = |part: &str| {
            any(&|served| {
                let message = served.member("message");
                served.has(403) && starts_with(&message, "403 Forbidden") && message.contains(part)
            })
        };
        let described = |error: &str, start: &str| {
            any(&|served| {
                served.has(401)
                    && served.member("error") == error
                    && starts_with(&served.member("error_description"), start)
            })
        };
        match code {
            "token.expired" => described("invalid_token", "Token is expired"),
            "token.revoked" => described("invalid_token", "Token was revoked"),
            "token.impersonation_disabled" => {
                described("invalid_token", "Token is an impersonation token")
            }
            "token.dpop_required" => described("dpop_error", ""),
            "account.blocked" => account("has been blocked"),
            "account.pending_approval" => account("pending approval"),
            "account.terms_not_accepted" => account("must accept the Terms of Service"),
            "account.deactivated" => account("has been deactivated"),
            "account.unconfirmed" => account("is not confirmed"),
            "account.password_expired" => account("password expired"),
            "access.denied" => any(&Served::denies),
            "token.scope_missing" => any(&|served| {
                let scopes = served.scopes("scopes").or_else(|| served.scopes("scope"));
                let told = scopes.is_some_and(|scopes| {
                    !scopes
                        .iter()
                        .any(|scope| scope == "read_api" || scope == "api")
                });
                told || (served.has(403) && served.member("error") == "insufficient_scope")
            }),
            "token.permission_missing" => projects.lacks_permission(),
            "token.wrong_kind" => {
                let is_token_of_oauth =
                    info.scopes("scope").is_some() && self.bearer == Bearer::MayBeOAuth;
                is_token_of_oauth
                    || any(&|served| {
                        let message = served.member("message");
                        served.has(400)
                            && message.contains("requires token type to be a personal access token")
                    })
            }
            // Unknown wherever it was shown. Before 15.1 there is nothing that is asked about the token itself.
            "token.not_recognised" => {
                let about_itself = match self.bearer {
                    Bearer::Token => {
                        let is_old = version.number().is_none_or(|number| number < (15, 1));
                        own.is_bare_401() || (own.is_not_there() && is_old)
                    }
                    Bearer::OAuth | Bearer::MayBeOAuth => {
                        info.is_bare_401() || info.is_invalid_token()
                    }
                };
                user.is_bare_401() && about_itself
            }
            "instance.too_old" => version.number().is_some_and(|number| number < (13, 0)),
            _ => false,
        }
    }

    fn was_asked(&self, path: &str) -> bool {
        self.asked.iter().any(|asked| asked.contains(path))
    }
}

impl Served {
    fn json(&self) -> Option<Json> {
        // A broken character in a member that nobody reads breaks nothing.
        serde_json::from_str(&String::from_utf8_lossy(&self.body)).ok()
    }

    /// Whether it is JSON with this status.
    fn has(&self, status: u16) -> bool {
        self.status == status && self.json().is_some()
    }

    fn member(&self, name: &str) -> String {
        let text = self
            .json()
            .and_then(|body| Some(body.get(name)?.as_str()?.trim().to_owned()));
        text.unwrap_or_default()
    }

    fn scopes(&self, member: &str) -> Option<Vec<String>> {
        let body = self.json().filter(|_| self.status == 200)?;
        let scopes = body.get(member)?.as_array()?;
        scopes
            .iter()
            .map(|scope| Some(scope.as_str()?.to_owned()))
            .collect()
    }

    fn is_user(&self) -> bool {
        let body = self.json().unwrap_or_default();
        self.status == 200 && body["id"].is_u64() && body["username"].is_string()
    }

    fn is_list(&self) -> bool {
        self.status == 200 && self.json().is_some_and(|body| body.is_array())
    }

    fn is_bare_401(&self) -> bool {
        let message = self.member("message");
        self.has(401) && message.eq_ignore_ascii_case("401 Unauthorized")
    }

    fn is_invalid_token(&self) -> bool {
        self.has(401) && self.member("error") == "invalid_token"
    }

    /// How old versions say that nobody can ask for a token's own sake.
    fn is_not_there(&self) -> bool {
        let starts = |start: &str| {
            starts_with(&self.member("error"), start) || starts_with(&self.member("message"), start)
        };
        (self.has(404) && starts("404")) || (self.has(405) && starts("405"))
    }

    fn lacks_permission(&self) -> bool {
        self.has(403) && self.member("error") == "insufficient_granular_scope"
    }

    /// Whether GitLab refuses for a reason that has no code.
    fn denies(&self) -> bool {
        let message = self.member("message");
        let is_marked = self.headers.iter().any(|(name, value)| {
            name == "x-gitlab-meta" || value.contains("Protected by OAuth 2.0")
        });
        let is_known = ["invalid_token", "restricted_language_server_client_error"]
            .contains(&self.member("error").as_str());
        let is_reason = starts_with(&message, "403 Forbidden") && message.len() > 13;
        (self.has(401) && (is_known || (is_marked && !self.member("error").is_empty())))
            || (self.has(403) && (is_reason || (is_marked && !message.is_empty())))
    }

    fn number(&self) -> Option<(u32, u32)> {
        if self.status != 200 {
            return None;
        }
        let version = self.member("version");
        let digits = version.split(|it: char| it != '.' && !it.is_ascii_digit());
        let mut parts = digits.take(1).flat_map(|digits| digits.split('.'));
        let mut part = || parts.next()?.parse().ok();
        Some((part()?, part()?))
    }
}

fn starts_with(text: &str, start: &str) -> bool {
    let front = text.get(..start.len());
    front.is_some_and(|front| front.eq_ignore_ascii_case(start))
}
