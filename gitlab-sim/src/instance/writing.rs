//! Instances that can not be written to (`lib/gitlab/middleware/read_only/controller.rb` and its Enterprise part).

use hyper::Method;

use crate::answer::Answer;
use crate::request::{JSON, Request};
use crate::world::{World, Writing};

/// The refusal of a request that writes. `root` is where the instance lies.
pub(super) fn refusal(world: &World, root: &str, request: &Request) -> Option<Answer> {
    let writing = world.settings.policies.writing;
    let reads = matches!(request.method, Method::GET | Method::OPTIONS);
    // The exception for tokens looks at the whole path, so a relative root defeats it.
    let exempt =
        (root.is_empty() && request.path == "/oauth/token") || request.path == "/api/graphql";
    if writing == Writing::Allowed || reads || exempt {
        return None;
    }
    if !request.has_type(JSON) {
        // It is taken for a form of a page, and led back there.
        let back = request.header("referer").map(str::to_owned);
        let location = back.unwrap_or_else(|| world.address(""));
        return Some(Answer::new(301, JSON, "").header("location", location));
    }
    Some(match writing {
        Writing::UnderMaintenance => Answer::maintenance(),
        Writing::Allowed | Writing::ReadOnly => Answer::message(
            403,
            "You cannot perform write operations on a read-only instance",
        ),
    })
}
