//! Limits of single endpoints (the "application limiter", `lib/api/helpers/rate_limiter.rb`).

use std::time::{Duration, Instant};

use serde_json::json;

use super::Endpoint;
use crate::answer::Answer;
use crate::world::World;

/// Counts a request; the refusal if the endpoint has had enough of them.
pub(super) fn count(world: &mut World, endpoint: &Endpoint<'_>) -> Option<Answer> {
    let limit = world.settings.policies.endpoint_limit?;
    let name = match endpoint {
        Endpoint::Projects => "projects_api",
        Endpoint::Project(_) => "project_api",
        Endpoint::Groups => "groups_api",
        Endpoint::Group(_) => "group_api",
        Endpoint::GroupProjects(_) => "group_projects_api",
        _ => return None,
    };
    let now = Instant::now();
    let (since, counted) = world.endpoints.entry(name).or_insert((now, 0));
    if since.elapsed() >= WINDOW {
        (*since, *counted) = (now, 0);
    }
    *counted += 1;
    if *counted <= limit {
        return None;
    }
    let left = WINDOW.saturating_sub(since.elapsed()).as_secs().max(1);
    let text = "This endpoint has been requested too many times. Try again later.";
    let refusal = Answer::json(429, &json!({ "message": { "error": text } }));
    Some(
        if world.settings.version.endpoint_limits_tell_when_to_return() {
            refusal.header("retry-after", left.to_string())
        } else {
            refusal
        },
    )
}

const WINDOW: Duration = Duration::from_secs(60);
