//! The REST API, version 4: which endpoint is asked, what it demands, who answers.

mod endpoint;
mod groups;
mod identity;
mod limits;
mod paging;
mod projects;
mod records;
mod tokens;

use hyper::Method;

use crate::answer::Answer;
use crate::guard;
use crate::request::Request;
use crate::version::SelfEndpoint;
use crate::world::{Caller, World};

use endpoint::Endpoint;
pub(crate) use identity::metadata;

/// Answers a request below `/api/`.
pub(crate) fn answer(world: &mut World, request: &Request) -> Answer {
    if request.path == "/api/v3" || request.path.starts_with("/api/v3/") {
        return Answer::error(410, "API V3 is no longer supported. Use API V4 instead.");
    }
    let segments = request.segments_after("/api/v4/").unwrap_or_default();
    let segments: Vec<_> = segments.iter().map(String::as_str).collect();
    let version = &world.settings.version;
    let Some(endpoint) = Endpoint::of(&segments).filter(|endpoint| endpoint.exists_in(version))
    else {
        return Answer::error(404, "404 Not Found");
    };
    let only_deletes = match endpoint {
        Endpoint::ThisToken => version.self_endpoint() == SelfEndpoint::OnlyDelete,
        Endpoint::Token(_) => !version.shows_tokens(),
        _ => false,
    };
    let answered = match (&request.method, endpoint) {
        (&Method::GET, Endpoint::Rotation) => Err(not_allowed()),
        (&Method::GET, _) if only_deletes => Err(not_allowed()),
        (&Method::GET, endpoint) => {
            let exhausted = limits::count(world, &endpoint);
            read(world, request, endpoint, exhausted)
        }
        (&Method::DELETE, Endpoint::ThisToken) if version.lets_a_token_delete_itself() => {
            tokens::revoke_this(world, request)
        }
        (&Method::DELETE, Endpoint::ThisToken) => tokens::revoke(world, request, "self"),
        (&Method::DELETE, Endpoint::Token(id)) => tokens::revoke(world, request, id),
        (&Method::POST, Endpoint::Rotation) => tokens::rotate_this(world, request),
        (_, Endpoint::Project(id) | Endpoint::ProjectRecords(id, _)) => {
            let rule = endpoint.rule(&world.settings.version);
            let caller = guard::admit(world, request, &rule);
            caller.and_then(|caller| projects::refuse_writing(world, caller, id))
        }
        _ => Err(not_allowed()),
    };
    answered.unwrap_or_else(|refusal| refusal)
}

fn read(
    world: &World,
    request: &Request,
    endpoint: Endpoint<'_>,
    exhausted: Option<Answer>,
) -> Result<Answer, Answer> {
    let version = &world.settings.version;
    let rule = endpoint.rule(version);
    let caller = guard::admit(world, request, &rule)?;
    if let Some(refusal) = exhausted {
        return Err(refusal);
    }
    if version.hides_before_it_denies() && is_hidden(world, caller, &endpoint) {
        return Err(Answer::message(404, "404 Not Found"));
    }
    guard::permit(world, caller, &rule)?;
    match endpoint {
        Endpoint::ThisToken => tokens::show_this(world, caller),
        Endpoint::Tokens => tokens::list(world, request, caller),
        Endpoint::Token(id) => tokens::show(world, caller, id),
        Endpoint::Associations => tokens::associations(world, request, caller),
        Endpoint::Rotation => Err(not_allowed()),
        Endpoint::User => identity::user(world, caller),
        Endpoint::Version => Ok(identity::version(world)),
        Endpoint::Metadata => Ok(Answer::json(200, &identity::metadata(world))),
        Endpoint::Projects => projects::list(world, request, caller),
        Endpoint::Project(id) => projects::show(world, request, caller, id),
        Endpoint::ProjectRecords(id, kind) => records::of_project(world, request, caller, id, kind),
        Endpoint::Groups => groups::list(world, request, caller),
        Endpoint::Group(id) => groups::show(world, request, caller, id),
        Endpoint::Subgroups(id) => {
            groups::list_below(world, request, caller, id, groups::Depth::Children)
        }
        Endpoint::DescendantGroups(id) => {
            groups::list_below(world, request, caller, id, groups::Depth::All)
        }
        Endpoint::GroupProjects(id) => projects::list_of_group(world, request, caller, id),
        Endpoint::GroupRecords(id, kind) => records::of_group(world, request, caller, id, kind),
        Endpoint::Records(kind) => records::of_instance(world, request, caller, kind),
    }
}

/// Whether a fine-grained token asks for something that its owner can not see: then no permission is named.
fn is_hidden(world: &World, caller: Caller<'_>, endpoint: &Endpoint<'_>) -> bool {
    if !caller.token.is_some_and(|token| token.is_fine_grained()) {
        return false;
    }
    let owner = Caller {
        token: None,
        ..caller
    };
    if let Some(id) = endpoint.project() {
        let project = world.project(id);
        return project.is_some_and(|project| !world.sees_project(owner, project));
    }
    let group = endpoint.group().and_then(|id| world.group(id));
    group.is_some_and(|group| !world.sees_group(owner, group))
}

fn not_allowed() -> Answer {
    Answer::error(405, "405 Not Allowed")
}
