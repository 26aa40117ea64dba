//! What the instance says about a token, its user and itself.

use serde_json::{Value, json};

use crate::answer::Answer;
use crate::clock::{hours_before, written};
use crate::guard::{self, Rule, unauthorized};
use crate::request::Request;
use crate::version::SelfEndpoint;
use crate::world::{Caller, Group, Project, Token, TokenKind, User, World};

/// `GET /personal_access_tokens/self`.
pub(super) fn this_token(world: &World, caller: Caller<'_>) -> Result<Answer, Answer> {
    let (Some(token), Some(user)) = (caller.token, caller.user) else {
        return Err(unauthorized());
    };
    let version = &world.settings.version;
    match version.self_endpoint() {
        SelfEndpoint::LookedUpAdministratorTold if user.administrator => {
            return Err(Answer::message(404, "404 Not Found"));
        }
        SelfEndpoint::LookedUp | SelfEndpoint::LookedUpAdministratorTold => {
            return Err(unauthorized());
        }
        SelfEndpoint::Unknown | SelfEndpoint::OnlyDelete | SelfEndpoint::Answers => {}
    }
    refuse_other_kinds(world, token)?;
    let mut body = json!({
        "id": token.known_id(),
        "name": token.name,
        "revoked": token.revoked,
        "created_at": written(hours_before(world.born, 24 * 90)),
        "description": token.description,
        "scopes": token.scopes,
        "user_id": token.user_id,
        "last_used_at": token.last_used_hours_ago.map(|hours| written(hours_before(world.born, hours))),
        "active": true,
        "expires_at": token.expires_at.map(|date| date.to_string()),
    });
    if let Value::Object(members) = &mut body {
        if !version.self_has_description() {
            members.shift_remove("description");
        }
        if version.self_has_granular_scopes() {
            members.insert("granular".to_owned(), json!(token.is_fine_grained()));
            members.insert("granular_scopes".to_owned(), granular_scopes(world, token));
        }
    }
    Ok(Answer::json(200, &body))
}

/// `DELETE /personal_access_tokens/self`.
pub(super) fn revoke_this_token(
    world: &mut World,
    request: &Request,
    rule: &Rule,
) -> Result<Answer, Answer> {
    // Any scope suffices for a token to end its own life.
    let rule = Rule {
        scopes: None,
        permission: "revoke_personal_access_token",
        ..rule.clone()
    };
    let token = guard::admit(world, request, &rule)?
        .token
        .ok_or_else(unauthorized)?;
    refuse_other_kinds(world, token)?;
    let id = token.known_id();
    if let Some(token) = world.tokens.iter_mut().find(|token| token.known_id() == id) {
        token.revoked = true;
    }
    Ok(Answer::empty(204))
}

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
        if user.administrator {
            members.insert("is_admin".to_owned(), json!(true));
        }
    }
    Ok(Answer::json(200, &body))
}

/// `GET /version` and `GET /metadata`.
pub(super) fn version(world: &World) -> Answer {
    let version = &world.settings.version;
    let mut body = json!({ "version": version.text(), "revision": "6714c913625" });
    if version.version_has_kas() {
        let mut kas = json!({ "enabled": true, "externalUrl": null, "version": version.text() });
        if version.kas_has_proxy_address() {
            kas["externalK8sProxyUrl"] = Value::Null;
        }
        body["kas"] = kas;
    }
    if version.version_has_enterprise() {
        body["enterprise"] = json!(version.is_enterprise());
    }
    Answer::json(200, &body)
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

/// Only personal access tokens and their relatives have a row to show.
fn refuse_other_kinds(world: &World, token: &Token) -> Result<(), Answer> {
    if token.kind != TokenKind::OAuth {
        return Ok(());
    }
    if world.settings.version.self_explains_wrong_kinds() {
        let reason = "This endpoint requires token type to be a personal access token";
        Err(Answer::message(400, format!("400 Bad request - {reason}")))
    } else {
        Err(Answer::message(500, "500 Internal Server Error"))
    }
}

fn granular_scopes(world: &World, token: &Token) -> Value {
    if !token.is_fine_grained() {
        return json!([]);
    }
    if token.limits.is_empty() {
        return json!([{ "access": "all_memberships", "permissions": token.permissions, "project_id": null, "group_id": null }]);
    }
    let scopes = token.limits.iter().map(|limit| {
        json!({
            "access": "selected_memberships",
            "permissions": token.permissions,
            "project_id": world.project(limit).map(Project::known_id),
            "group_id": world.group(limit).map(Group::known_id),
        })
    });
    Value::Array(scopes.collect())
}
