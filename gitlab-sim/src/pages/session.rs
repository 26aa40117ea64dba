//! Who is signed in, and how one gets there: a form that asks for a user name and nothing else.

use hyper::Method;

use super::{SESSION_COOKIE, error_page, escaped, layout, redirect};
use crate::answer::Answer;
use crate::request::Request;
use crate::world::{AccountState, User, World};

/// Answers a request below `/users/`; `None` for other pages.
pub(super) fn answer(world: &mut World, request: &Request) -> Option<Answer> {
    Some(match (&request.method, request.path.as_str()) {
        (&Method::GET, "/users/sign_in") if signed_in(world, request).is_some() => {
            redirect(&world.address(""))
        }
        (&Method::GET, "/users/sign_in") => show(world, request),
        (&Method::POST, "/users/sign_in") => sign_in(world, request),
        (&Method::POST, "/users/sign_out") => {
            let answer = redirect(&world.address("users/sign_in"));
            answer.header("set-cookie", cookie_line("", "; Max-Age=0"))
        }
        _ => return None,
    })
}

/// The user whose session's cookie the browser sent.
pub(super) fn signed_in<'w>(world: &'w World, request: &Request) -> Option<&'w User> {
    let value = cookie(request)?;
    let mut users = world.users.iter();
    users.find(|user| world.session_of(&user.username).as_deref() == Some(value))
}

/// As [`signed_in`], if the account may still be used: others are signed out.
pub(crate) fn visitor<'w>(world: &'w World, request: &Request) -> Option<&'w User> {
    signed_in(world, request).filter(|user| refusal(user).is_none())
}

/// Leads to the form, and keeps in mind where the browser wanted to go.
pub(crate) fn sign_in_first(world: &mut World, request: &Request) -> Answer {
    let wanted = match request.method {
        Method::GET => request.path_and_query(),
        _ => "/".to_owned(),
    };
    let visit = world.welcome(&wanted);
    let answer = redirect(&world.address("users/sign_in"));
    answer.header("set-cookie", cookie_line(&visit, ""))
}

/// Whether the form comes from a page that was shown to this very browser.
pub(crate) fn is_genuine(world: &World, request: &Request) -> bool {
    let expected = cookie(request).map(|value| world.authenticity(value));
    expected.is_some() && request.parameter("authenticity_token") == expected.as_deref()
}

/// The answer to a form that does not (`public/422.html`).
pub(crate) fn rejected() -> Answer {
    let title = "The change you requested was rejected (422)";
    let text = "The change you requested was rejected.";
    Answer::html(422, error_page(422, title, text))
}

/// What makes a form genuine.
pub(crate) fn authenticity_field(world: &World, request: &Request) -> String {
    let value = cookie(request).map(|value| world.authenticity(value));
    field(&value.unwrap_or_default())
}

/// Why somebody can not sign in (`config/locales/devise.en.yml`).
pub(crate) fn refusal(user: &User) -> Option<&'static str> {
    match user.state {
        _ if user.bot => Some("Invalid login or password."),
        AccountState::Active | AccountState::Deactivated | AccountState::Unconfirmed => None,
        AccountState::Blocked | AccountState::Banned => Some(
            "Your account has been blocked. Please contact your GitLab administrator if you think this is an error.",
        ),
        AccountState::PendingApproval => Some(
            "Your account is pending approval from your GitLab administrator and hence blocked.",
        ),
        AccountState::TermsNotAccepted => Some("You have to accept the Terms of Service first."),
        AccountState::PasswordExpired => Some("Your password has expired."),
        AccountState::Internal | AccountState::RefusedForAnUnknownReason => {
            Some("You can not sign in with this account.")
        }
    }
}

/// Signing in brings back an account that was deactivated.
pub(crate) fn reactivate(world: &mut World, username: &str) {
    let mut users = world.users.iter_mut();
    let user = users.find(|user| user.username == username);
    if let Some(user) = user.filter(|user| user.state == AccountState::Deactivated) {
        user.state = AccountState::Active;
    }
}

fn show(world: &mut World, request: &Request) -> Answer {
    let visits = &world.authorizations.visits;
    match cookie(request).filter(|value| visits.contains_key(*value)) {
        Some(visit) => form(world, request, visit, None),
        None => {
            let visit = world.welcome("/");
            let answer = form(world, request, &visit, None);
            answer.header("set-cookie", cookie_line(&visit, ""))
        }
    }
}

fn sign_in(world: &mut World, request: &Request) -> Answer {
    if !is_genuine(world, request) {
        return rejected();
    }
    let visit = cookie(request).unwrap_or_default();
    let login = request.parameter("user[login]").unwrap_or_default().trim();
    let mut users = world.users.iter();
    let user = users.find(|user| user.username == login || user.email == login);
    let refusal = user.map_or(Some("Invalid login or password."), refusal);
    let session = user.and_then(|user| world.session_of(&user.username));
    let (None, Some(session), Some(user)) = (refusal, session, user) else {
        return form(world, request, visit, refusal);
    };
    let username = user.username.clone();
    reactivate(world, &username);
    let wanted = world.authorizations.visits.remove(visit);
    let wanted = wanted.unwrap_or_default();
    let answer = redirect(&world.address(wanted.trim_start_matches('/')));
    answer.header("set-cookie", cookie_line(&session, ""))
}

fn form(world: &World, request: &Request, visit: &str, notice: Option<&str>) -> Answer {
    let notice = notice.map(|text| format!("<p role=\"alert\">{}</p>", escaped(text)));
    let people = world.users.iter().filter(|user| !user.bot);
    let people = people.map(|user| format!("<option value=\"{}\">", escaped(&user.username)));
    let body = format!(
        "{notice}<p>This GitLab is a simulation. It asks for no password.</p>\
         <form action=\"{root}/users/sign_in\" method=\"post\">{authenticity}<label for=\"user_login\">Username or primary \
         email</label> <input id=\"user_login\" name=\"user[login]\" data-testid=\"username-field\" list=\"people\" required \
         autofocus><datalist id=\"people\">{people}</datalist> \
         <button type=\"submit\" data-testid=\"sign-in-button\">Sign in</button></form>",
        notice = notice.unwrap_or_default(),
        root = escaped(&request.root),
        authenticity = field(&world.authenticity(visit)),
        people = people.collect::<String>(),
    );
    Answer::html(200, layout("Sign in", &body))
}

fn field(authenticity: &str) -> String {
    format!("<input type=\"hidden\" name=\"authenticity_token\" value=\"{authenticity}\">")
}

fn cookie(request: &Request) -> Option<&str> {
    // HTTP/2 may bring one cookie a line.
    let lines = request.headers.get_all("cookie").iter();
    let mut cookies = lines
        .filter_map(|line| line.to_str().ok())
        .flat_map(|line| line.split(';'))
        .filter_map(|cookie| cookie.trim().split_once('='));
    let (_, value) = cookies.find(|(name, _)| *name == SESSION_COOKIE)?;
    Some(value)
}

fn cookie_line(value: &str, end: &str) -> String {
    format!("{SESSION_COOKIE}={value}; path=/; HttpOnly; SameSite=Lax{end}")
}
