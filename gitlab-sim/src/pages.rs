//! What is not the API: pages for people, and the pages of servers in front of GitLab.

use hyper::Method;

use crate::answer::Answer;
use crate::request::Request;
use crate::world::World;

/// Answers a request outside the API. Nobody is signed in, so pages lead to the sign-in form.
pub(crate) fn answer(world: &World, request: &Request) -> Answer {
    let asset = request.path.starts_with("/assets/") || request.path.starts_with("/uploads/");
    match (&request.method, request.path.as_str()) {
        (&Method::GET, "/users/sign_in") => Answer::html(200, SIGN_IN),
        (&Method::GET, "/-/health") => Answer::text(200, "GitLab OK"),
        (&Method::GET, "/robots.txt") => Answer::text(200, "User-Agent: *\nDisallow: /users\n"),
        (&Method::GET, _) if !asset => {
            let location = world.address("users/sign_in");
            let page = format!(
                "<html><body>You are being <a href=\"{location}\">redirected</a>.</body></html>"
            );
            Answer::html(302, page).header("location", location)
        }
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

/// Workhorse's page for every path while a new version is rolled out.
pub(crate) const DEPLOY_IN_PROGRESS: &str = "<!DOCTYPE html>\n<html>\n<head><title>Deploy in progress</title></head>\n\
     <body><h1>Deploy in progress</h1><p>Please try again in a few minutes.</p></body>\n</html>\n";
/// Workhorse's page while GitLab starts or is overloaded.
pub(crate) const NOT_RESPONDING: &str = "<!DOCTYPE html>\n<html>\n<head><title>GitLab is not responding (503)</title></head>\n\
     <body><h1>503</h1><h3>Whoops, GitLab is currently unavailable.</h3></body>\n</html>\n";
/// A bot check in front of GitLab.
pub(crate) const CHALLENGE: &str = "<!DOCTYPE html>\n<html lang=\"en-US\">\n<head><title>Just a moment...</title></head>\n\
     <body><noscript>Enable JavaScript and cookies to continue</noscript></body>\n</html>\n";

const SIGN_IN: &str = "<!DOCTYPE html>\n<html class=\"gl-light\" lang=\"en\">\n<head>\n<title>Sign in · GitLab</title>\n\
     <meta content=\"GitLab\" property=\"og:site_name\">\n</head>\n\
     <body class=\"login-page\"><h1>GitLab</h1><p>Sign in is not part of this simulation.</p></body>\n</html>\n";
const NOT_FOUND: &str = "<!DOCTYPE html>\n<html>\n<head>\n<title>The page you're looking for could not be found (404)</title>\n\
     </head>\n<body><h1>404</h1><h3>The page could not be found or you don't have permission to view it.</h3></body>\n</html>\n";
