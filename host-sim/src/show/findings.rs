//! What checks found out.

use violet_host::Check;
use violet_plugin::{Account, CredentialFacts, InstanceFacts, Verdict};

use super::{Cell, Page};
use crate::{texts::Texts, violet::Connected};

impl Page {
    /// A check.
    pub(crate) fn check(&mut self, check: &Check) {
        self.verdict(check.verdict);
        self.check_details(check);
    }

    /// A check that made a connection, or did not.
    pub(crate) fn connected(&mut self, connected: &Connected) {
        match (&connected.id, &connected.name) {
            (Some(id), Some(name)) => {
                let arguments = [("id", id.as_str().into()), ("name", name.as_str().into())];
                let text = self.texts().with("connection-created", &arguments);
                self.done(&text);
                self.check_details(&connected.check);
                self.gap();
                let next = self.texts().with("connection-next", &arguments);
                self.note(&next);
            }
            _ => {
                self.check(&connected.check);
                self.gap();
                let text = self.texts().text("nothing-saved");
                self.note(&text);
            }
        }
    }

    /// A check that changed a connection, or did not.
    pub(crate) fn reconnected(&mut self, id: &str, check: &Check) {
        if check.verdict == Verdict::Accepted {
            let text = self
                .texts()
                .with("connection-reconnected", &[("id", id.into())]);
            self.done(&text);
            self.check_details(check);
        } else {
            self.check(check);
            self.gap();
            let text = self
                .texts()
                .with("connection-unchanged", &[("id", id.into())]);
            self.note(&text);
        }
    }

    /// Who, with which rights, until when, where.
    pub(super) fn known(
        &mut self,
        account: Option<&Account>,
        credential: Option<&CredentialFacts>,
        instance: Option<&InstanceFacts>,
    ) {
        let texts = self.texts().clone();
        let scopes = credential
            .and_then(|credential| credential.scopes.as_ref())
            .map(|scopes| scopes.join(", "));
        self.facts(&[
            (
                "fact-account",
                account.map(|account| account_text(account, &texts).into()),
            ),
            (
                "fact-credential",
                credential
                    .and_then(|credential| credential_text(credential, &texts))
                    .map(Cell::from),
            ),
            (
                "fact-scopes",
                scopes.filter(|scopes| !scopes.is_empty()).map(Cell::from),
            ),
            (
                "fact-expires",
                credential
                    .and_then(|credential| expiry_text(credential, &texts))
                    .map(Cell::from),
            ),
            (
                "fact-instance",
                instance.map(|instance| instance_text(instance, &texts).into()),
            ),
        ]);
    }

    fn check_details(&mut self, check: &Check) {
        if check.account.is_some() || check.credential.is_some() || check.instance.is_some() {
            self.gap();
            self.known(
                check.account.as_ref(),
                check.credential.as_ref(),
                check.instance.as_ref(),
            );
        }
        self.problems(&check.problems);
        self.gap();
        let milliseconds = i64::try_from(check.elapsed_ms).unwrap_or(i64::MAX);
        let arguments = [
            ("requests", i64::from(check.requests).into()),
            ("milliseconds", milliseconds.into()),
        ];
        let text = self.texts().with("check-cost", &arguments);
        self.note(&text);
    }
}

fn account_text(account: &Account, texts: &Texts) -> String {
    let kind = serde_json::to_value(account.kind).ok();
    let kind = kind
        .as_ref()
        .and_then(|kind| kind.as_str())
        .unwrap_or("user");
    let kind = texts
        .find(&format!("account-kind-{kind}"))
        .unwrap_or_else(|| kind.to_owned());
    format!("{} ({}), {kind}", account.name, account.username)
}

fn credential_text(credential: &CredentialFacts, texts: &Texts) -> Option<String> {
    let kind = credential.kind.as_ref().map(|kind| {
        texts
            .find(&format!("credential-kind-{kind}"))
            .unwrap_or_else(|| kind.replace('_', " "))
    });
    match (kind, &credential.name) {
        (Some(kind), Some(name)) => Some(format!("{kind} “{name}”")),
        (Some(only), None) => Some(only),
        (None, Some(name)) => Some(format!("“{name}”")),
        (None, None) => None,
    }
}

fn expiry_text(credential: &CredentialFacts, texts: &Texts) -> Option<String> {
    if let Some(date) = credential.expires_on {
        let date = date.to_string();
        return Some(match credential.days_left {
            Some(days) if days > 0 => texts.with(
                "expires-in",
                &[("date", date.into()), ("days", days.into())],
            ),
            _ => texts.with("expires-on", &[("date", date.into())]),
        });
    }
    let instant = credential.expires_at?;
    Some(texts.with("expires-on", &[("date", instant.to_string().into())]))
}

fn instance_text(instance: &InstanceFacts, texts: &Texts) -> String {
    let version = instance.version.as_deref().unwrap_or_default();
    let edition = instance.edition.as_deref().unwrap_or_default();
    let edition = texts
        .find(&format!("edition-{edition}"))
        .unwrap_or_else(|| edition.to_owned());
    let parts = [instance.url.as_str(), version, &edition];
    parts
        .iter()
        .filter(|part| !part.is_empty())
        .copied()
        .collect::<Vec<_>>()
        .join(" · ")
}
