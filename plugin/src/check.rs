//! The check: does the credential work, for whom, with which rights, until when.
//!
//! For another application, change what is asked. Leave the shape: everything that can be asked at once is, nothing is accepted without
//! the application's own word (see [`verdict`](crate::verdict)), and a failure beside the point does not spoil a proof.

use violet_plugin::prelude::*;

use crate::{
    account::{Own, User},
    answer::Finding,
    describe,
    gitlab::{Client, Release},
    verdict::{Conclusion, Learnt, OLDEST},
};

/// Checks a connection's credential.
pub(crate) async fn check(context: &Context, connection: &Connection) -> Report {
    let mut report = match Client::new(context, connection) {
        Ok(client) => ask(&client).await,
        Err(problems) => Report {
            problems,
            ..Report::default()
        },
    };
    for problem in &mut report.problems {
        problem.field = describe::field_of(&problem.code, &connection.method);
    }
    report
}

async fn ask(client: &Client<'_>) -> Report {
    let asks_oauth = client.token.may_be_oauth;
    let own = if asks_oauth { OWN_OF_OAUTH } else { OWN };
    let [own, user, release] = join([
        client.get(own, &[]),
        client.get(USER, &[]),
        client.get(VERSION, &[]),
    ])
    .await;
    let mut learnt = Learnt {
        own: if asks_oauth {
            Own::of_oauth(&own)
        } else {
            own.read()
        },
        user: user.read(),
        release: release.read(),
    };
    // Four requests are enough for every token.
    let mut may_ask = true;
    if asks_oauth && !client.is_oauth {
        if learnt.own.is_ok() {
            return report(client, &learnt, Conclusion::Because(Finding::IsOfOAuth));
        }
        // Not one of OAuth, but the account is known: a token that an administrator has set by hand.
        if learnt.user.is_ok() {
            may_ask = learnt.is_before_self();
            learnt.own = if may_ask {
                Err(Finding::NotAllowed)
            } else {
                client.get(OWN, &[]).await.read()
            };
        }
    }
    match learnt.conclude(client.is_oauth) {
        Conclusion::AskForProjects => match projects(client, may_ask).await {
            Ok(are_there) => {
                let mut report = report(client, &learnt, Conclusion::Proven);
                if !are_there {
                    report
                        .problems
                        .push(client.draft(code::ACCESS_NOTHING_VISIBLE).into());
                }
                report
            }
            Err(finding) => report(client, &learnt, Conclusion::Because(finding)),
        },
        conclusion => report(client, &learnt, conclusion),
    }
}

/// Whether there is a project that the account is a member of. That GitLab answers at all is the proof that the token may read.
async fn projects(client: &Client<'_>, may_ask: bool) -> Result<bool, Finding> {
    if !may_ask {
        return Err(Finding::contradiction());
    }
    let parameters = [
        ("membership", "true"),
        ("simple", "true"),
        ("per_page", "1"),
    ];
    match client
        .ask(&["projects"], &parameters)
        .await
        .read::<Vec<Json>>()
    {
        Ok(projects) => Ok(!projects.is_empty()),
        // The account was known a moment ago: this can't be about the token.
        Err(Finding::Unauthorised) => Err(Finding::Forbidden),
        Err(finding) => Err(finding),
    }
}

fn report(client: &Client<'_>, learnt: &Learnt, conclusion: Conclusion) -> Report {
    let instance = instance(client, learnt.release.as_ref().ok());
    let problems = match &conclusion {
        Conclusion::Proven => warnings(client, learnt),
        // Whoever concludes this asks, and concludes something else.
        Conclusion::AskForProjects => Vec::new(),
        Conclusion::ScopeMissing => {
            let has = learnt
                .own
                .as_ref()
                .map(|own| own.shown_scopes(client).join(", "));
            vec![client.scope_missing(has.ok().as_deref()).into()]
        }
        Conclusion::TooOld => {
            let version = instance.version.clone().unwrap_or_default();
            let minimum = format!("{}.{}", OLDEST.0, OLDEST.1);
            vec![
                client
                    .draft(code::INSTANCE_TOO_OLD)
                    .with("version", version)
                    .with("minimum", minimum)
                    .into(),
            ]
        }
        Conclusion::Because(finding) => vec![client.problem(finding)],
    };
    Report {
        proven: conclusion == Conclusion::Proven,
        problems,
        account: learnt.user.as_ref().ok().map(|user| user.account(client)),
        credential: credential(client, learnt),
        instance: Some(instance),
        ..Report::default()
    }
}

/// What the user of a working token should know.
fn warnings(client: &Client<'_>, learnt: &Learnt) -> Vec<Problem> {
    let mut found = Vec::new();
    if learnt.is_fine_grained() {
        found.push(client.draft(code::TOKEN_FINE_GRAINED));
    }
    match &learnt.own {
        Ok(own) => {
            if !client.is_oauth {
                found.extend(expiry(client, own));
            }
            let more = client
                .token
                .quote(&own.scopes_beyond_reading().join(", "), 300);
            if !more.is_empty() {
                found.push(
                    client
                        .draft(code::TOKEN_OVERPRIVILEGED)
                        .with("scopes", more),
                );
            }
        }
        Err(_) => {
            if !learnt.is_fine_grained() {
                found.push(client.draft(code::TOKEN_SCOPES_UNKNOWN));
            }
            found.push(client.draft(code::TOKEN_EXPIRY_UNKNOWN));
        }
    }
    let failures = [
        ("partial-account", learnt.user.as_ref().err()),
        ("partial-version", learnt.release.as_ref().err()),
    ];
    for (text, finding) in failures {
        if let Some(finding) = finding {
            let cause = client.problem(finding);
            let draft = client
                .draft(code::INSTANCE_PARTIAL)
                .with("missing", client.context.text(text));
            found.push(
                draft
                    .because(&cause.message)
                    .detail("cause", cause.code.as_str()),
            );
        }
    }
    found.into_iter().map(Into::into).collect()
}

/// A token is dead from the first moment, in UTC, of the day on which it expires: the last full day is the one before. Whether it works
/// today is for GitLab to say, not for the calendar.
fn expiry(client: &Client<'_>, own: &Own) -> Option<ProblemDraft> {
    if own.expires_at.is_none() {
        return Some(client.draft(code::TOKEN_NO_EXPIRY));
    }
    let Some(date) = own.expires_on() else {
        return Some(client.draft(code::TOKEN_EXPIRY_UNKNOWN));
    };
    let days = client.context.today().days_until(date);
    if days > SOON {
        return None;
    }
    let draft = client
        .draft(code::TOKEN_EXPIRES_SOON)
        .with("days", days)
        .with("date", date.yesterday().to_string());
    Some(if days < 0 {
        draft.worded("token-expires_soon-past")
    } else {
        draft
    })
}

fn credential(client: &Client<'_>, learnt: &Learnt) -> Option<CredentialFacts> {
    let (own, user) = (learnt.own.as_ref().ok(), learnt.user.as_ref().ok());
    if own.is_none() && user.is_none() {
        return None;
    }
    let is_oauth = client.is_oauth || own.is_some_and(|own| own.is_oauth);
    let kind = if is_oauth {
        Some("oauth")
    } else {
        user.map(User::kind_of_token)
    };
    let expires_on = own.and_then(Own::expires_on);
    Some(CredentialFacts {
        kind: kind.map(Into::into),
        name: own
            .and_then(|own| own.name.as_deref())
            .map(|name| client.token.quote(name, 200)),
        scopes: own.map(|own| own.shown_scopes(client)),
        expires_on,
        expires_at: own.and_then(|own| own.ends_at),
        days_left: expires_on.map(|date| client.context.today().days_until(date)),
    })
}

fn instance(client: &Client<'_>, release: Option<&Release>) -> InstanceFacts {
    InstanceFacts {
        url: client.address.as_str().to_owned(),
        version: release.and_then(Release::digits).map(Into::into),
        edition: release.and_then(Release::edition).map(Into::into),
    }
}

/// Where a token is told about itself, since 15.5: the only address that takes every scope and says which ones there are.
const OWN: &[&str] = &["api", "v4", "personal_access_tokens", "self"];

const OWN_OF_OAUTH: &[&str] = &["oauth", "token", "info"];

const USER: &[&str] = &["api", "v4", "user"];

const VERSION: &[&str] = &["api", "v4", "version"];

/// So many days before it expires a token is warned of.
const SOON: i64 = 30;
