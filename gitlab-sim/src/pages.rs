//! What is not the API: pages for people, and the pages of servers in front of GitLab.

pub(crate) mod session;

use hyper::Method;

use crate::answer::Answer;
use crate::request::Request;
use crate::world::{User, World};

/// Answers a request outside the API. Who is not signed in is led to the sign-in form, whatever the page: only who is
/// signed in learns that there is none.
pub(crate) fn answer(world: &mut World, request: &Request) -> Answer {
    if let Some(answer) = session::answer(world, request) {
        return answer;
    }
    let asset = request.path.starts_with("/assets/") || request.path.starts_with("/uploads/");
    match (&request.method, request.path.as_str()) {
        (&Method::GET, "/-/health") => Answer::text(200, "GitLab OK"),
        (&Method::GET, "/robots.txt") => Answer::text(200, "User-Agent: *\nDisallow: /users\n"),
        (&Method::GET, _) if !asset => match session::signed_in(world, request) {
            Some(user) => show(world, request, user),
            None => redirect(&world.address("users/sign_in")),
        },
        _ => not_found(),
    }
}

/// GitLab's own page for what does not exist.
pub(crate) fn not_found() -> Answer {
    Answer::html(404, NOT_FOUND)
}

/// The answer of a web server that has no GitLab at this path.
pub(crate) fn not_gitlab() -> Answer {
    Answer::html(
        404,
        "<html>\r\n<head><title>404 Not Found</title></head>\r\n<body>\r\n<center><h1>404 Not Found</h1></center>\r\n\
         <hr><center>nginx</center>\r\n</body>\r\n</html>\r\n",
    )
}

/// One of Workhorse's error pages, `public/<status>.html`.
pub(crate) fn error_page(status: u16, title: &str, text: &str) -> String {
    format!(
        "<!DOCTYPE html>\n<html>\n<head><title>{title}</title></head>\n<body><h1>{status}</h1><h3>{text}</h3></body>\n</html>\n"
    )
}

/// What a version shows to somebody who is signed in: where tokens and applications are made.
fn show(world: &World, request: &Request, user: &User) -> Answer {
    let version = &world.settings.version;
    let path = request.path.trim_end_matches('/');
    let (tokens, tokens_before) = version.token_pages();
    let (applications, applications_before) = version.application_pages();
    if path == tokens && !world.settings.policies.personal_tokens_disabled {
        return token_form(world, request);
    }
    if path == applications {
        return page("Applications");
    }
    for (before, now) in [(tokens_before, tokens), (applications_before, applications)] {
        if before == Some(path) {
            return redirect(&world.address(now.trim_start_matches('/')));
        }
    }
    let place = path
        .trim_start_matches('/')
        .strip_suffix("/-/settings/access_tokens");
    match place {
        Some(place) => {
            let group = place.strip_prefix("groups/");
            let level = match group {
                Some(path) => world.access_to_group(user, path),
                None => {
                    let project = world.project(place);
                    project.and_then(|project| world.access_to_project(user, project))
                }
            };
            let needed = match group {
                Some(_) => crate::world::AccessLevel::Owner,
                None => crate::world::AccessLevel::Maintainer,
            };
            let known = group.is_none() || version.has_group_tokens();
            if known && (user.administrator || level >= Some(needed)) {
                page("Access tokens")
            } else {
                not_found()
            }
        }
        None if path.is_empty() => page("Projects"),
        None => not_found(),
    }
}

/// The form for a new token, filled in from the query as far as the version does that.
fn token_form(world: &World, request: &Request) -> Answer {
    let version = &world.settings.version;
    let filled = |name: &str, known: bool| {
        let value = request.parameter(name).filter(|_| known);
        escaped(value.unwrap_or_default())
    };
    let prefills = version.prefills_token_form();
    let name = filled("name", prefills);
    let description = filled("description", prefills && version.tokens_have_description());
    let chosen = filled("scopes", prefills);
    let boxes = SCOPES.map(|scope| {
        let checked = if chosen.split(',').any(|other| other.trim() == scope) {
            " checked"
        } else {
            ""
        };
        format!("<input type=\"checkbox\" name=\"scopes\" value=\"{scope}\"{checked}>")
    });
    let form = format!(
        "<form><input name=\"name\" value=\"{name}\"><input name=\"description\" value=\"{description}\">{}</form>",
        boxes.concat()
    );
    Answer::html(200, layout("Personal access tokens", &form))
}

fn page(title: &str) -> Answer {
    Answer::html(200, layout(title, ""))
}

/// A page of GitLab's own. The title is taken as it is.
pub(crate) fn layout(title: &str, body: &str) -> String {
    format!(
        "<!DOCTYPE html>\n<html class=\"gl-light\" lang=\"en\">\n<head><title>{title} · GitLab</title></head>\n\
         <body><h1>{title}</h1>{body}</body>\n</html>\n"
    )
}

fn redirect(location: &str) -> Answer {
    let page =
        format!("<html><body>You are being <a href=\"{location}\">redirected</a>.</body></html>");
    Answer::html(302, page).header("location", location)
}

/// As text or as the value of an attribute.
pub(crate) fn escaped(text: &str) -> String {
    let text = text.replace('&', "&amp;").replace('<', "&lt;");
    text.replace('>', "&gt;").replace('"', "&quot;")
}

/// Workhorse's page for every path while a new version is rolled out.
pub(crate) const DEPLOY_IN_PROGRESS: &str = "<!DOCTYPE html>\n<html>\n<head><title>Deploy in progress</title></head>\n\
     <body><h1>Deploy in progress</h1><p>Please try again in a few minutes.</p></body>\n</html>\n";
/// A bot check in front of GitLab.
pub(crate) const CHALLENGE: &str = "<!DOCTYPE html>\n<html lang=\"en-US\">\n<head><title>Just a moment...</title></head>\n\
     <body><noscript>Enable JavaScript and cookies to continue</noscript></body>\n</html>\n";
/// The name of the cookie that browsers of people who are signed in send.
pub(crate) const SESSION_COOKIE: &str = "_gitlab_session";

/// Those that the form of a personal access token offers, and that these tests may ask for.
const SCOPES: [&str; 6] = [
    "api",
    "read_api",
    "read_user",
    "read_repository",
    "sudo",
    "admin_mode",
];
const NOT_FOUND: &str = "<!DOCTYPE html>\n<html>\n<head>\n<title>The page you're looking for could not be found (404)</title>\n\
     </head>\n<body><h1>404</h1><h3>The page could not be found or you don't have permission to view it.</h3></body>\n</html>\n";
