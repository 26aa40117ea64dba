//! The pages on which people agree or do not. They have no script: forms and links do all.

use super::refusal::Refusal;
use crate::answer::Answer;
use crate::pages::{escaped, layout, session};
use crate::request::Request;
use crate::world::{Application, Device, User, World};

/// Something is wrong: 200, and nobody is sent anywhere (`app/views/doorkeeper/authorizations/error.html.haml`).
pub(super) fn error(refusal: Refusal) -> Answer {
    let text = escaped(&refusal.description());
    let body = format!("<main><pre data-testid=\"error\">{text}</pre></main>");
    Answer::html(200, layout("An error has occurred", &body))
}

/// Nobody had to be asked: 200, and the page itself leads on. GitLab's does so by a script.
pub(super) fn redirecting(location: &str) -> Answer {
    let location = escaped(location);
    Answer::html(
        200,
        format!(
            "<!DOCTYPE html>\n<html lang=\"en\">\n<head><title>Redirecting</title>\
             <meta http-equiv=\"refresh\" content=\"0; url={location}\"></head>\n\
             <body><h1>Redirecting</h1><p><a href=\"{location}\">Click here to be redirected</a></p></body>\n</html>\n"
        ),
    )
}

/// Asks whether an application may do what it wants to.
pub(super) fn consent(
    world: &World,
    request: &Request,
    application: &Application,
    user: &User,
    scopes: &[String],
) -> Answer {
    let asked = ASKED.iter().filter_map(|name| {
        let value = request.parameter(name)?;
        Some(hidden(name, value))
    });
    let action = format!("{}/oauth/authorize", request.root);
    let carried = asked.collect::<String>() + &session::authenticity_field(world, request);
    let body = wish(application, user, scopes)
        + &form(
            &action,
            &format!("{carried}{}", hidden("_method", "delete")),
            "Deny",
            "deny-button",
        )
        + &form(&action, &carried, "Authorize", "authorization-button");
    Answer::html(200, layout("Authorize application", &body))
}

/// Asks for the code that a device shows; `notice` says what was wrong with another one.
pub(super) fn device(request: &Request, notice: Option<&str>) -> Answer {
    let notice = notice.map(|text| format!("<p role=\"alert\">{}</p>", escaped(text)));
    let body = format!(
        "{}<form action=\"{}/oauth/device\" method=\"get\"><label for=\"user_code\">Enter the code that your device \
         shows</label> <input id=\"user_code\" name=\"user_code\" autocomplete=\"off\" required> \
         <button type=\"submit\" data-testid=\"continue-button\">Continue</button></form>",
        notice.unwrap_or_default(),
        escaped(&request.root)
    );
    Answer::html(200, layout("Device authorization", &body))
}

/// Asks whether the device that shows a code may act for somebody.
pub(super) fn device_consent(
    world: &World,
    request: &Request,
    application: &Application,
    user: &User,
    device: &Device,
) -> Answer {
    let user_code = device.user_code.as_deref().unwrap_or_default();
    let carried = hidden("user_code", user_code) + &session::authenticity_field(world, request);
    let action = format!("{}/oauth/device", request.root);
    let body = wish(application, user, &device.permission.scopes)
        + &format!(
            "<p>Only if your device shows <code>{}</code>.</p>",
            escaped(user_code)
        )
        + &form(&action, &carried, "Authorize", "authorization-button");
    Answer::html(200, layout("Authorize device", &body))
}

/// Somebody agreed.
pub(super) fn device_done() -> Answer {
    let body = "<p role=\"status\">The device was authorized. You can close this page.</p>";
    Answer::html(200, layout("Device authorization", body))
}

fn wish(application: &Application, user: &User, scopes: &[String]) -> String {
    let scopes = scopes
        .iter()
        .map(|scope| format!("<li><code>{}</code></li>", escaped(scope)));
    let warning = if application.dynamic {
        "<p>This application registered itself. Nobody has verified it.</p>"
    } else {
        ""
    };
    format!(
        "<p>{name} is requesting access to the account <strong>@{username}</strong>.</p>{warning}\
         <p>It will be able to use:</p><ul>{scopes}</ul>",
        name = escaped(&application.name),
        username = escaped(&user.username),
        scopes = scopes.collect::<String>()
    )
}

fn form(action: &str, fields: &str, label: &str, testid: &str) -> String {
    format!(
        "<form action=\"{}\" method=\"post\">{fields}<button type=\"submit\" data-testid=\"{testid}\">{label}</button></form>",
        escaped(action)
    )
}

fn hidden(name: &str, value: &str) -> String {
    format!(
        "<input type=\"hidden\" name=\"{name}\" value=\"{}\">",
        escaped(value)
    )
}

/// What the forms of the consent page bring back.
const ASKED: [&str; 8] = [
    "client_id",
    "redirect_uri",
    "state",
    "response_type",
    "scope",
    "nonce",
    "code_challenge",
    "code_challenge_method",
];
