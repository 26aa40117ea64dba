//! Tokens about themselves and about each other: `/personal_access_tokens`.

use jiff::ToSpan;
use jiff::civil::Date;
use serde_json::{Value, json};

use super::endpoint::Endpoint;
use super::paging::{self, Totals};
use super::{groups, projects};
use crate::answer::Answer;
use crate::clock::written;
use crate::guard::{self, Boundary, Rule, unauthorized};
use crate::request::Request;
use crate::version::SelfEndpoint;
use crate::world::{
    AccessLevel, Caller, FineGrained, Group, Project, Sight, Token, TokenKind, World,
};

/// `GET /personal_access_tokens/self`; where that is too new, `self` is looked up as an id.
pub(super) fn show_this(world: &World, caller: Caller<'_>) -> Result<Answer, Answer> {
    let version = &world.settings.version;
    if version.self_endpoint() != SelfEndpoint::Answers {
        return show(world, caller, "self");
    }
    let token = caller.token.ok_or_else(unauthorized)?;
    refuse_other_kinds(world, token)?;
    let mut shown = show_one(world, token);
    if version.self_has_last_used_addresses() {
        let used = token.last_used_at.is_some();
        shown["last_used_ips"] = if used {
            json!(["127.0.0.1"])
        } else {
            json!([])
        };
    }
    Ok(Answer::json(200, &shown))
}

/// `GET /personal_access_tokens/:id`: one's own, or anybody's for administrators.
pub(super) fn show(world: &World, caller: Caller<'_>, id: &str) -> Result<Answer, Answer> {
    let user = caller.user.ok_or_else(unauthorized)?;
    let token = find(world, id);
    let theirs = |token: &&Token| caller.administrator || token.user_id == user.known_id();
    match token.filter(theirs) {
        Some(token) => Ok(Answer::json(200, &show_one(world, token))),
        None if caller.administrator
            && world
                .settings
                .version
                .tells_administrators_of_missing_tokens() =>
        {
            Err(Answer::message(404, "404 Not Found"))
        }
        None => Err(unauthorized()),
    }
}

/// `GET /personal_access_tokens`: administrators see all, others their own.
pub(super) fn list(world: &World, request: &Request, caller: Caller<'_>) -> Result<Answer, Answer> {
    let own = caller.user.ok_or_else(unauthorized)?.known_id();
    let wanted = request.whole_number("user_id")?;
    let wanted = wanted.map(|id| u64::try_from(id).unwrap_or_default());
    if !caller.administrator && wanted.is_some_and(|id| id != own) {
        return Err(unauthorized());
    }
    let revoked = request.flag("revoked")?;
    let active = request.choice("state", &["active", "inactive"])?;
    let active = active.map(|state| state == "active");
    let search = request.parameter("search").map(str::to_lowercase);
    let fits = |token: &&Token| {
        let listed = match caller.administrator {
            true => wanted.is_none_or(|id| id == token.user_id),
            false => token.user_id == own && token.kind != TokenKind::Impersonation,
        };
        listed
            && token.kind != TokenKind::OAuth
            && revoked.is_none_or(|revoked| revoked == token.revoked)
            && active.is_none_or(|active| active == is_active(world, token))
            && search
                .as_ref()
                .is_none_or(|search| token.name.to_lowercase().contains(search))
    };
    let tokens: Vec<_> = world.tokens.iter().filter(fits).collect();
    paging::by_offset(world, request, &tokens, Totals::Counted, |token| {
        show_one(world, token)
    })
}

/// `GET /personal_access_tokens/self/associations`: where the token leads, and in which role.
pub(super) fn associations(
    world: &World,
    request: &Request,
    caller: Caller<'_>,
) -> Result<Answer, Answer> {
    let (Some(token), Some(user)) = (caller.token, caller.user) else {
        return Err(unauthorized());
    };
    refuse_other_kinds(world, token)?;
    let least = request.whole_number("min_access_level")?.unwrap_or(0);
    let least = u64::try_from(least).unwrap_or_default();
    let enough = |level: Option<AccessLevel>| level.map_or(0, AccessLevel::number) >= least;
    let sight = Sight::new(world, caller);
    let level = |group: &Group| world.access_to_group(user, &group.full_path);
    let groups = world.groups.iter();
    let groups = groups.filter(|group| world.sees_group(caller, group) && enough(level(group)));
    let projects = world.projects.iter();
    let projects = projects.filter(|project| sight.sees(project) && enough(sight.level(project)));
    let (skipped, size) = paging::skipped_and_size(request)?;
    let groups = groups.skip(skipped).take(size);
    let groups = groups.map(|group| groups::show_association(world, group, level(group)));
    let projects = projects.skip(skipped).take(size);
    let projects = projects.map(|project| projects::show_association(world, caller, project));
    let body = json!({
        "groups": groups.collect::<Vec<_>>(),
        "projects": projects.collect::<Vec<_>>(),
    });
    Ok(Answer::json(200, &body))
}

/// `DELETE /personal_access_tokens/self`.
pub(super) fn revoke_this(world: &mut World, request: &Request) -> Result<Answer, Answer> {
    let scopes = (!world.settings.version.lets_any_token_delete_itself()).then(|| vec!["api"]);
    let rule = rule(scopes, "revoke_personal_access_token");
    let caller = guard::admit(world, request, &rule)?;
    guard::permit(world, caller, &rule)?;
    let token = caller.token.ok_or_else(unauthorized)?;
    refuse_other_kinds(world, token)?;
    if token.kind == TokenKind::Impersonation && !caller.administrator {
        return Err(Answer::message(400, "400 Bad request"));
    }
    Ok(end(world, token.known_id()))
}

/// `DELETE /personal_access_tokens/:id`: one's own, or anybody's for administrators.
pub(super) fn revoke(world: &mut World, request: &Request, id: &str) -> Result<Answer, Answer> {
    let rule = rule(Some(vec!["api"]), "revoke_personal_access_token");
    let caller = guard::admit(world, request, &rule)?;
    guard::permit(world, caller, &rule)?;
    let user = caller.user.ok_or_else(unauthorized)?;
    let token = find(world, id).ok_or_else(|| Answer::message(404, "404 Not found"))?;
    let own = token.user_id == user.known_id() && token.kind != TokenKind::Impersonation;
    if !own && !caller.administrator {
        return Err(Answer::message(400, "400 Bad request"));
    }
    Ok(end(world, token.known_id()))
}

/// `POST /personal_access_tokens/self/rotate`: a new token in place of this one, for a week unless told
/// (`app/services/personal_access_tokens/rotate_service.rb`).
pub(super) fn rotate_this(world: &mut World, request: &Request) -> Result<Answer, Answer> {
    end_family_if_reused(world, request);
    let version = &world.settings.version;
    let rule = Endpoint::Rotation.rule(version);
    let caller = guard::admit(world, request, &rule)?;
    let token = caller.token.ok_or_else(unauthorized)?;
    let refused = |reason: &str| Err(Answer::message(400, format!("400 Bad request - {reason}")));
    if world.settings.policies.fine_grained == FineGrained::Demanded
        && token.is_personal()
        && !token.is_fine_grained()
    {
        return refused(
            "Rotation of legacy personal access tokens is disabled. Use a fine-grained token instead.",
        );
    }
    guard::permit(world, caller, &rule)?;
    if token.kind == TokenKind::OAuth {
        return Err(Answer::message(405, "405 Method Not Allowed"));
    }
    let today = world.settings.clock.today();
    let wanted = match request.parameter("expires_at") {
        None => None,
        Some(date) => {
            let date = date.parse::<Date>();
            Some(date.map_err(|_| Answer::error(400, "expires_at is invalid"))?)
        }
    };
    let latest = today.saturating_add(LONGEST_LIFE_IN_DAYS.days());
    if version.bounds_lifetimes() && wanted.is_some_and(|date| date > latest) {
        return refused(&format!("Expiration date must be before {latest}"));
    }
    if wanted.is_some_and(|date| date < today) {
        return refused("Expiration date can't be in the past");
    }
    let id = world.tokens.iter().map(Token::known_id).max().unwrap_or(0) + 1;
    let mut successor = Token {
        id: Some(id),
        value: None,
        expires_at: Some(wanted.unwrap_or_else(|| today.saturating_add(1.week()))),
        created_at: world.settings.clock.now(),
        last_used_at: None,
        ..token.clone()
    };
    let value = world.value_for(&successor);
    successor.value = Some(value.clone());
    let mut shown = show_one(world, &successor);
    shown["token"] = json!(value);
    drop(end(world, token.known_id()));
    world.tokens.push(successor);
    Ok(Answer::json(200, &shown))
}

/// Who rotates with a token that was revoked may have stolen it: all that came of it ends
/// (`lib/gitlab/auth/auth_finders.rb`).
fn end_family_if_reused(world: &mut World, request: &Request) {
    if !world.settings.version.detects_reuse() {
        return;
    }
    let Ok(Some(token)) = guard::find_token(world, request) else {
        return;
    };
    if !token.revoked || token.kind == TokenKind::OAuth {
        return;
    }
    let family = token.family;
    for token in &mut world.tokens {
        if token.family == family && token.kind != TokenKind::OAuth {
            token.revoked = true;
        }
    }
}

fn end(world: &mut World, id: u64) -> Answer {
    if let Some(token) = world.tokens.iter_mut().find(|token| token.known_id() == id) {
        token.revoked = true;
    }
    Answer::new(204, "application/json", "")
}

fn rule(scopes: Option<Vec<&'static str>>, permission: &'static str) -> Rule {
    Rule {
        scopes,
        permission,
        boundary: Boundary::User,
        public: false,
    }
}

fn find<'w>(world: &'w World, id: &str) -> Option<&'w Token> {
    let id: u64 = id.parse().ok()?;
    let mut tokens = world.tokens.iter();
    tokens.find(|token| token.known_id() == id && token.kind != TokenKind::OAuth)
}

fn is_active(world: &World, token: &Token) -> bool {
    let expired = token.is_expired(world.settings.clock);
    !token.revoked && (!expired || world.settings.policies.ignores_expiry)
}

/// `lib/api/entities/personal_access_token.rb`.
fn show_one(world: &World, token: &Token) -> Value {
    let version = &world.settings.version;
    let mut shown = json!({
        "id": token.known_id(),
        "name": token.name,
        "revoked": token.revoked,
        "created_at": written(token.created_at),
        "description": token.description,
        "scopes": token.scopes,
        "user_id": token.user_id,
        "last_used_at": token.last_used_at.map(written),
        "active": is_active(world, token),
        "expires_at": token.expires_at.map(|date| date.to_string()),
    });
    if let Value::Object(members) = &mut shown {
        if !version.tokens_have_description() {
            members.shift_remove("description");
        }
        if version.tokens_have_granular_scopes() {
            members.insert("granular".to_owned(), json!(token.is_fine_grained()));
            members.insert("granular_scopes".to_owned(), granular_scopes(world, token));
        }
    }
    shown
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
    let scope = |access: &str, project_id: Option<u64>, group_id: Option<u64>| {
        json!({
            "access": access,
            "permissions": token.permissions,
            "project_id": project_id,
            "group_id": group_id,
        })
    };
    if token.limits.is_empty() {
        return json!([scope("all_memberships", None, None)]);
    }
    let scopes = token.limits.iter().map(|limit| {
        let project = world.project(limit).map(Project::known_id);
        let group = world.group(limit).map(Group::known_id);
        scope("selected_memberships", project, group)
    });
    Value::Array(scopes.collect())
}

/// Longer, and GitLab refuses (`doc/user/profile/personal_access_tokens.md`).
const LONGEST_LIFE_IN_DAYS: i64 = 365;
