//! GraphQL, as far as it tells who asks and what is asked: `currentUser` and `metadata`.

mod query;

use hyper::Method;
use serde_json::{Map, Value, json};

use crate::answer::Answer;
use crate::api;
use crate::guard;
use crate::pages;
use crate::request::Request;
use crate::world::{Caller, User, World};

use query::Field;

/// Answers a request to `/api/graphql` (`app/controllers/graphql_controller.rb`).
pub(crate) fn answer(world: &World, request: &Request) -> Answer {
    if !matches!(request.method, Method::POST | Method::GET) {
        return pages::not_found();
    }
    let caller = match identify(world, request) {
        Ok(caller) => caller,
        Err(refusal) => return refusal,
    };
    let text = request.parameter("query").unwrap_or_default();
    let body = match query::read(text) {
        Err(reason) => json!({ "errors": [{ "message": reason }] }),
        Ok(fields) => run(world, caller, &fields),
    };
    Answer::json(200, &body)
}

/// Whatever is wrong with a token is "invalid" here, a missing scope too; older versions took its owner for nobody.
fn identify<'w>(world: &'w World, request: &Request) -> Result<Caller<'w>, Answer> {
    let invalid = || match world.settings.version.graphql_refuses_bad_tokens() {
        true => Err(refusal(401, "Invalid token")),
        false => Ok(Caller::default()),
    };
    let Ok(found) = guard::identify(world, request) else {
        return invalid();
    };
    let Some((token, user)) = found else {
        return Ok(Caller::default());
    };
    if guard::judge_scopes(token, &["api", "read_api"]).is_err() {
        return invalid();
    }
    if guard::judge_account(world, user).is_err() {
        return Err(refusal(403, "API not accessible for user"));
    }
    Ok(Caller {
        user: Some(user),
        token: Some(token),
        administrator: user.administrator,
        permission: "",
    })
}

fn run(world: &World, caller: Caller<'_>, fields: &[Field]) -> Value {
    let missing = |permission: &str| {
        let fine_grained = caller.token.filter(|token| token.is_fine_grained());
        fine_grained.is_some_and(|token| !token.permissions.iter().any(|it| it == permission))
    };
    let mut data = Map::new();
    let mut errors = Vec::new();
    for field in fields {
        let (kind, value, permission) = match field.name.as_str() {
            "currentUser" => {
                let user = caller.user.map(|user| show_user(world, user));
                ("CurrentUser", user, "read_user")
            }
            "metadata" => {
                let shown = caller.user.map(|_| api::metadata(world));
                ("Metadata", shown, "read_metadata")
            }
            "__typename" => {
                data.insert(field.alias.clone(), json!("Query"));
                continue;
            }
            name => return json!({ "errors": [unknown(name, "Query")] }),
        };
        let value = if missing(permission) {
            let message = "Access denied: This operation requires a fine-grained personal access token with \
                           permissions that this one lacks.";
            errors.push(json!({ "message": message, "path": [field.alias] }));
            Value::Null
        } else {
            match value.map(|value| select(&value, &field.fields, kind)) {
                Some(Ok(value)) => value,
                Some(Err(error)) => return json!({ "errors": [error] }),
                None => Value::Null,
            }
        };
        data.insert(field.alias.clone(), value);
    }
    let mut body = json!({ "data": data });
    if !errors.is_empty() {
        body["errors"] = Value::Array(errors);
    }
    body
}

/// Of an object what was asked for.
fn select(object: &Value, fields: &[Field], kind: &str) -> Result<Value, Value> {
    if fields.is_empty() {
        let message = format!(
            "Field must have selections (type '{kind}' returns {kind} but has no selections)"
        );
        return Err(json!({ "message": message }));
    }
    let mut selected = Map::new();
    for field in fields {
        let value = match object.get(&field.name) {
            _ if field.name == "__typename" => json!(kind),
            None => return Err(unknown(&field.name, kind)),
            Some(value @ Value::Object(_)) => select(value, &field.fields, "Kas")?,
            Some(value) => value.clone(),
        };
        selected.insert(field.alias.clone(), value);
    }
    Ok(Value::Object(selected))
}

fn show_user(world: &World, user: &User) -> Value {
    json!({
        "id": format!("gid://gitlab/User/{}", user.known_id()),
        "username": user.username,
        "name": user.name,
        "state": user.shown_state(),
        "bot": user.bot,
        "publicEmail": null,
        "avatarUrl": null,
        "webUrl": world.address(&user.username),
    })
}

fn unknown(field: &str, kind: &str) -> Value {
    let message = format!("Field '{field}' doesn't exist on type '{kind}'");
    let extensions = json!({ "code": "undefinedField", "typeName": kind, "fieldName": field });
    json!({ "message": message, "extensions": extensions })
}

fn refusal(status: u16, message: &str) -> Answer {
    Answer::json(status, &json!({ "errors": [{ "message": message }] }))
}
