//! `POST /oauth/register`: applications that register themselves. They get the scope `mcp` and nothing else, so they are of
//! no use for the REST API (`app/controllers/oauth/dynamic_registrations_controller.rb`).

use std::time::{Duration, Instant};

use serde_json::json;

use crate::answer::Answer;
use crate::request::Request;
use crate::world::{Application, World};

/// Registers the application that the JSON body describes.
pub(super) fn register(world: &mut World, request: &Request) -> Answer {
    let registrations = &mut world.authorizations.registrations;
    registrations.retain(|at| at.elapsed() < HOUR);
    registrations.push(Instant::now());
    if registrations.len() > MOST_AN_HOUR {
        let error = "This endpoint has been requested too many times. Try again later.";
        return Answer::json(429, &json!({ "message": { "error": error } }));
    }
    let name = request.parameter("client_name").unwrap_or_default();
    if name.is_empty() || name.chars().count() >= LONGEST_NAME {
        return refused("client_name is too long");
    }
    let redirect_uris = request.parameter("redirect_uris").unwrap_or_default();
    let redirect_uris: Vec<String> =
        serde_json::from_str(redirect_uris).unwrap_or_else(|_| vec![redirect_uris.to_owned()]);
    let mut application = Application::new(world.next_client_id())
        .name(format!("[Unverified Dynamic Application] {name}"))
        .scopes(["mcp"]);
    application.dynamic = true;
    for address in &redirect_uris {
        application = application.redirect_uri(address);
        if !application.sends_back_to(address, &world.settings.version) {
            return refused("Redirect URI must be an absolute URI.");
        }
    }
    let body = json!({
        "client_id": application.client_id,
        "client_id_issued_at": world.settings.clock.now().as_second(),
        "redirect_uris": redirect_uris,
        "token_endpoint_auth_method": "none",
        "grant_types": ["authorization_code"],
        "require_pkce": true,
        "client_name": application.name,
        "scope": "mcp",
        "dynamic": true,
    });
    world.applications.push(application);
    Answer::json(201, &body)
}

fn refused(description: &str) -> Answer {
    let error = "invalid_client_metadata";
    let body = json!({ "error": error, "error_description": description });
    Answer::json(400, &body)
}

const HOUR: Duration = Duration::from_secs(3600);
const MOST_AN_HOUR: usize = 5;
const LONGEST_NAME: usize = 200;
