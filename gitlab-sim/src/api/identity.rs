//! What the instance says about the user behind a token, and about itself.

use serde_json::{Value, json};

use crate::answer::Answer;
use crate::clock::{hours_before, written};
use crate::guard::unauthorized;
use crate::world::{Caller, User, World};

/// `GET /user`.
pub(super) fn user(world: &World, caller: Caller<'_>) -> Result<Answer, Answer> {
    let user = caller.user.ok_or_else(unauthorized)?;
    let mut body = author(world, user);
    if let Value::Object(members) = &mut body {
        let created_at = written(hours_before(world.born, 24 * 700));
        let today = world.settings.clock.today().to_string();
        let more = json!({
            "created_at": created_at,
            "bio": "",
            "location": "",
            "public_email": null,
            "organization": "",
            "job_title": "",
            "bot": user.bot,
            "work_information": null,
            "followers": 0,
            "following": 0,
            "is_followed": false,
            "local_time": null,
            "last_sign_in_at": (!user.bot).then_some(&created_at),
            "confirmed_at": created_at,
            "last_activity_on": today,
            "email": user.email,
            "theme_id": 3,
            "color_scheme_id": 1,
            "projects_limit": 100_000,
            "current_sign_in_at": null,
            "identities": [],
            "can_create_group": !user.external,
            "can_create_project": !user.external,
            "two_factor_enabled": false,
            "external": user.external,
            "private_profile": false,
            "commit_email": user.email,
        });
        if let Value::Object(more) = more {
            members.extend(more);
        }
        if caller.administrator {
            members.insert("is_admin".to_owned(), json!(true));
        }
    }
    Ok(Answer::json(200, &body))
}

/// `GET /version`: the same as `GET /metadata`, or less.
pub(super) fn version(world: &World) -> Answer {
    Answer::json(
        200,
        &match world.settings.version.version_is_metadata() {
            true => metadata(world),
            false => numbers(world),
        },
    )
}

/// `GET /metadata`, and what GraphQL calls so.
pub(crate) fn metadata(world: &World) -> Value {
    let version = &world.settings.version;
    let mut body = numbers(world);
    let mut kas = json!({ "enabled": true, "externalUrl": null });
    if version.kas_has_proxy_address() {
        kas["externalK8sProxyUrl"] = Value::Null;
    }
    kas["version"] = json!(version.text());
    body["kas"] = kas;
    if version.metadata_has_enterprise() {
        body["enterprise"] = json!(version.is_enterprise());
    }
    body
}

fn numbers(world: &World) -> Value {
    json!({ "version": world.settings.version.text(), "revision": REVISION })
}

/// A user as they appear in records.
pub(super) fn author(world: &World, user: &User) -> Value {
    json!({
        "id": user.known_id(),
        "username": user.username,
        "public_email": null,
        "name": user.name,
        "state": user.shown_state(),
        "locked": false,
        "avatar_url": null,
        "web_url": world.address(&user.username),
    })
}

/// Of the tree that these answers were read from.
const REVISION: &str = "6714c913625";
