//! The application behind a request, and what it may ask for.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;

use super::refusal::Refusal;
use crate::request::Request;
use crate::world::{Application, World};

/// The application that the request comes from. One without a secret only names itself; a secret that is wrong is refused
/// all the same (`by_uid_and_secret`).
pub(super) fn authenticate<'w>(
    world: &'w World,
    request: &Request,
) -> Result<&'w Application, Refusal> {
    let (client_id, secret) = credentials(request);
    let application = client_id.and_then(|client_id| world.application(&client_id));
    let secret = secret.filter(|secret| !secret.is_empty());
    application
        .filter(|application| application.secret == secret)
        .ok_or(Refusal::InvalidClient)
}

/// Client id and secret, from a Basic header or from the form.
pub(super) fn credentials(request: &Request) -> (Option<String>, Option<String>) {
    let basic = || {
        let (scheme, encoded) = request.header("authorization")?.split_once(' ')?;
        let decoded = BASE64_STANDARD.decode(encoded.trim()).ok()?;
        let (id, secret) = std::str::from_utf8(&decoded).ok()?.split_once(':')?;
        let basic = scheme.eq_ignore_ascii_case("basic");
        basic.then(|| (Some(id.to_owned()), Some(secret.to_owned())))
    };
    let parameter = |name| request.parameter(name).map(str::to_owned);
    basic().unwrap_or_else(|| (parameter("client_id"), parameter("client_secret")))
}

/// The scopes that are asked for: some of the application's. Who names none asks for `api`.
pub(super) fn scopes(application: &Application, request: &Request) -> Result<Vec<String>, Refusal> {
    let wanted = request.parameter("scope").unwrap_or(DEFAULT_SCOPE);
    allowed(wanted, &application.scopes).ok_or(Refusal::InvalidScope)
}

/// Those in a text, separated by blanks, if all of them are among `known`.
pub(super) fn allowed(text: &str, known: &[String]) -> Option<Vec<String>> {
    let mut scopes: Vec<String> = Vec::new();
    for scope in text.split(' ').filter(|scope| !scope.is_empty()) {
        if !known.iter().any(|other| other == scope) {
            return None;
        }
        if !scopes.iter().any(|other| other == scope) {
            scopes.push(scope.to_owned());
        }
    }
    (!scopes.is_empty()).then_some(scopes)
}

const DEFAULT_SCOPE: &str = "api";
