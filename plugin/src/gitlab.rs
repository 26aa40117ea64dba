//! The client: the one place that builds addresses of the API and sends the credential.
//!
//! For another application, change what follows the root in [`Client::ask`] and how the credential travels. Leave the rest: one
//! address for everything, the credential in a header that proxies and logs know to hide, no redirect followed, nothing retried.

use violet_plugin::{prelude::*, serde::Deserialize};

use crate::{
    address::Address,
    answer::{Answer, Finding},
    describe,
    token::{Fault, Token},
};

/// An instance, as one connection reaches it.
pub(crate) struct Client<'a> {
    pub(crate) context: &'a Context,
    pub(crate) address: Address,
    pub(crate) token: Token,
    /// Whether the host got the credential by OAuth.
    pub(crate) is_oauth: bool,
}

/// What `/version` says (8.13 and later).
#[derive(Deserialize)]
#[serde(crate = "violet_plugin::serde")]
pub(crate) struct Release {
    version: String,
    /// Since 15.6.
    #[serde(default)]
    enterprise: Option<bool>,
}

impl<'a> Client<'a> {
    /// A client for this connection.
    ///
    /// # Errors
    ///
    /// Everything that can be seen to be wrong with address and token before a request is sent.
    pub(crate) fn new(context: &'a Context, connection: &Connection) -> Result<Self, Vec<Problem>> {
        let is_oauth = connection.method == describe::OAUTH;
        let token = if is_oauth {
            Token::granted(connection.secret("access_token"))
        } else {
            Token::read(&connection.secret("token"))
        };
        match (Address::of(context, &connection.fields), token) {
            (Ok(address), Ok(token)) => Ok(Self {
                context,
                address,
                token,
                is_oauth,
            }),
            (address, token) => {
                let of_token = |fault: Fault| match fault {
                    Fault::WrongKind(kind) => {
                        begin(context, fault.code(), is_oauth).with("kind", context.text(kind))
                    }
                    _ => begin(context, fault.code(), is_oauth),
                };
                let of_token = token.err().map(|fault| of_token(fault).into());
                Err(address.err().into_iter().chain(of_token).collect())
            }
        }
    }

    /// Asks the API, `/api/v4/…`.
    pub(crate) async fn ask(&self, segments: &[&str], parameters: &[(&str, &str)]) -> Answer {
        let path: Vec<&str> = ["api", "v4"].iter().chain(segments).copied().collect();
        self.get(&path, parameters).await
    }

    /// Asks for what stands at this path below the instance's root.
    pub(crate) async fn get(&self, path: &[&str], parameters: &[(&str, &str)]) -> Answer {
        let url = self.address.at(path);
        let mut request = self
            .context
            .http()
            .get(&url)
            .header("accept", "application/json");
        for (name, value) in parameters {
            request = request.query(name, value);
        }
        // `PRIVATE-TOKEN` would be refused for tokens of OAuth, and proxies and other tools don't know it for a secret.
        let outcome = request.bearer(self.token.secret()).send().await;
        Answer {
            url,
            outcome,
            now: self.context.now(),
        }
    }

    /// The instance's version and edition.
    pub(crate) async fn release(&self) -> Result<Release, Finding> {
        self.ask(&["version"], &[]).await.read()
    }

    /// Begins a problem, in the words for this method, with a page that helps.
    pub(crate) fn draft(&self, code: Code) -> ProblemDraft {
        begin(self.context, code, self.is_oauth)
    }

    /// What a finding comes to if nothing else is known.
    pub(crate) fn problem(&self, finding: &Finding) -> Problem {
        finding.problem(self)
    }
}

impl Release {
    /// Major and minor version.
    pub(crate) fn number(&self) -> Option<(u32, u32)> {
        let mut parts = self.digits()?.split('.').map(str::parse);
        match (parts.next(), parts.next()) {
            (Some(Ok(major)), Some(Ok(minor))) => Some((major, minor)),
            _ => None,
        }
    }

    /// The version without what follows its digits, as in `18.9.0-ee`.
    pub(crate) fn digits(&self) -> Option<&str> {
        let end = self
            .version
            .find(|c: char| c != '.' && !c.is_ascii_digit())
            .unwrap_or(self.version.len());
        let digits = self.version[..end].trim_matches('.');
        (!digits.is_empty()).then_some(digits)
    }

    /// The edition. Before 15.6 only the suffix of the Enterprise edition tells.
    pub(crate) fn edition(&self) -> Option<&'static str> {
        match self.enterprise {
            Some(true) => Some("enterprise"),
            Some(false) => Some("community"),
            None => self.version.ends_with("-ee").then_some("enterprise"),
        }
    }
}

fn begin(context: &Context, code: Code, is_oauth: bool) -> ProblemDraft {
    let draft = context.problem(code);
    if !code.id.starts_with("token.") {
        return draft;
    }
    if !is_oauth {
        return draft.help_url(describe::TOKEN_HELP);
    }
    // A user who clicked through an authorization never saw a token.
    let text = format!("{}-oauth", code.text_id());
    let draft = draft.help_url(describe::OAUTH_HELP);
    if context.find_text(&text).is_some() {
        draft.worded(&text)
    } else {
        draft
    }
}
