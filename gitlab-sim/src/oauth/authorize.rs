//! `/oauth/authorize`: an application asks a person, who agrees or does not
//! (`app/controllers/oauth/authorizations_controller.rb`).

use hyper::Method;
use url::form_urlencoded;

use super::refusal::Refusal;
use super::{client, view};
use crate::answer::Answer;
use crate::pages::session;
use crate::request::{JSON, Request};
use crate::world::{AccountState, Application, Challenge, Permission, User, World};

/// What a person says to an application.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Decision {
    Agree,
    Deny,
}

/// What an application asks for, once nothing about it is wrong.
struct Wish {
    application: Application,
    permission: Permission,
    redirect_uri: String,
    state: Option<String>,
    challenge: Option<Challenge>,
}

/// `GET`: the page that asks. Whatever is wrong is told to the person, on a page with status 200, and never to the
/// application.
pub(super) fn ask(world: &mut World, request: &Request) -> Answer {
    let Some(user) = session::visitor(world, request).cloned() else {
        return session::sign_in_first(world, request);
    };
    let wish = match read(world, request, &user) {
        Ok(wish) => wish,
        Err(refusal) => return view::error(refusal),
    };
    let asked_before = wish.application.secret.is_some() && world.has_agreed(&wish.permission);
    if wish.application.trusted || asked_before {
        return view::redirecting(&grant(world, wish));
    }
    let (application, scopes) = (&wish.application, &wish.permission.scopes);
    view::consent(world, request, application, &user, scopes)
}

/// `POST` and `DELETE`: what the person said, sent back by way of the browser.
pub(super) fn answer(world: &mut World, request: &Request) -> Answer {
    let Some(user) = session::visitor(world, request).cloned() else {
        return session::sign_in_first(world, request);
    };
    if !session::is_genuine(world, request) {
        return session::rejected();
    }
    let denied = request.method == Method::DELETE || request.parameter("_method") == Some("delete");
    let decision = if denied {
        Decision::Deny
    } else {
        Decision::Agree
    };
    match decide(world, request, &user, decision) {
        // A page for people would say "You are being redirected"; nobody sees it.
        Ok(location) => Answer::new(302, JSON, "").header("location", location),
        Err(refusal) => view::error(refusal),
    }
}

/// Where the browser is sent with what the person said.
///
/// # Errors
/// What the page says that is shown instead.
pub(crate) fn decide(
    world: &mut World,
    request: &Request,
    user: &User,
    decision: Decision,
) -> Result<String, Refusal> {
    let wish = read(world, request, user)?;
    Ok(match decision {
        Decision::Agree => grant(world, wish),
        Decision::Deny => {
            let refusal = Refusal::AccessDenied;
            let description = refusal.description();
            let told = [
                ("error", refusal.name()),
                ("error_description", &description),
            ];
            with_query(&wish.redirect_uri, told, wish.state.as_deref())
        }
    })
}

/// In the order in which Doorkeeper looks (`lib/doorkeeper/oauth/pre_authorization.rb`); the person comes first.
fn read(world: &World, request: &Request, user: &User) -> Result<Wish, Refusal> {
    if user.state == AccountState::Unconfirmed {
        return Err(Refusal::UnconfirmedEmail);
    }
    let client_id = request.parameter("client_id");
    let application = client_id.and_then(|client_id| world.application(client_id));
    let kept_out = world.settings.policies.keeps_administrators_from_connecting;
    if let Some(application) = application
        && kept_out
        && user.administrator
        && !application.trusted
        && application.scopes.iter().any(|scope| is_powerful(scope))
    {
        return Err(Refusal::Administrator);
    }
    if client_id.is_none() {
        return Err(Refusal::Missing("client_id"));
    }
    let application = application.ok_or(Refusal::InvalidClient)?;
    let version = &world.settings.version;
    let redirect_uri = request
        .parameter("redirect_uri")
        .filter(|address| application.sends_back_to(address, version))
        .ok_or(Refusal::InvalidRedirectUri)?;
    match request.parameter("response_type") {
        None => return Err(Refusal::Missing("response_type")),
        Some("code") => {}
        Some(_) => return Err(Refusal::UnsupportedResponseType),
    }
    let scopes = client::scopes(application, request)?;
    let challenge = challenge(world, request)?;
    Ok(Wish {
        permission: Permission {
            client_id: application.client_id.clone(),
            user_id: Some(user.known_id()),
            scopes,
        },
        application: application.clone(),
        redirect_uri: redirect_uri.to_owned(),
        state: request.parameter("state").map(str::to_owned),
        challenge,
    })
}

fn challenge(world: &World, request: &Request) -> Result<Option<Challenge>, Refusal> {
    let Some(challenge) = request.parameter("code_challenge") else {
        return Ok(None);
    };
    if !world.settings.version.has_pkce() {
        return Ok(None);
    }
    let challenge = challenge.to_owned();
    match request.parameter("code_challenge_method") {
        Some("S256") => Ok(Some(Challenge::Sha256(challenge))),
        Some("plain") => Ok(Some(Challenge::Plain(challenge))),
        _ => Err(Refusal::InvalidChallengeMethod),
    }
}

fn grant(world: &mut World, wish: Wish) -> String {
    let code = world.give_code(wish.permission, wish.redirect_uri.clone(), wish.challenge);
    with_query(
        &wish.redirect_uri,
        [("code", code.as_str())],
        wish.state.as_deref(),
    )
}

/// The address as it was registered, with more in its query.
fn with_query<'a>(
    address: &str,
    told: impl IntoIterator<Item = (&'a str, &'a str)>,
    state: Option<&'a str>,
) -> String {
    let state = state.map(|state| ("state", state));
    let query = form_urlencoded::Serializer::new(String::new())
        .extend_pairs(told.into_iter().chain(state))
        .finish();
    let mark = if address.contains('?') { '&' } else { '?' };
    format!("{address}{mark}{query}")
}

/// What `disable_admin_oauth_scopes` is about.
fn is_powerful(scope: &str) -> bool {
    let powerful = [
        "api",
        "read_api",
        "read_repository",
        "write_repository",
        "read_registry",
        "write_registry",
        "sudo",
        "admin_mode",
    ];
    powerful.contains(&scope)
}
