//! Projects: all that the caller sees, those of a group, and one by one.

mod filter;

use serde_json::{Value, json};

use super::paging::{self, Totals};
use crate::answer::Answer;
use crate::clock::{hours_before, written};
use crate::guard::{self, Boundary};
use crate::request::Request;
use crate::world::{AccessLevel, Caller, Project, Sight, World, is_within};

use filter::{Filter, Order, quiet_hours, shows_little};

/// `GET /projects`.
pub(super) fn list(world: &World, request: &Request, caller: Caller<'_>) -> Result<Answer, Answer> {
    let filter = Filter::of(world, request, caller)?;
    let order = Order::of(request)?;
    let sight = Sight::new(world, caller);
    let show = |project: &&Project| show_one(world, caller, project, filter.simple);
    let all = world.projects.iter();
    let fitting = all.filter(|project| filter.lets_through(&sight, project));
    match request.choice("pagination", &["keyset", "legacy"])? {
        Some("keyset") if order.key == "id" => {
            let id = |project: &&Project| project.known_id();
            if order.ascending {
                paging::by_keyset(world, request, fitting, id, show)
            } else {
                paging::by_keyset(world, request, fitting.rev(), id, show)
            }
        }
        Some("keyset") => Err(paging::no_keyset()),
        _ => {
            let (page, size) = paging::page_and_size(request)?;
            if page.saturating_mul(size) > LARGEST_OFFSET {
                return Err(Answer::error(
                    405,
                    "Offset pagination has a maximum allowed offset of 50000 for requests that return objects of type \
                     Project. Remaining records can be retrieved using keyset pagination.",
                ));
            }
            let mut projects: Vec<_> = fitting.collect();
            order.sort(&mut projects);
            paging::by_offset(world, request, &projects, Totals::Counted, show)
        }
    }
}

/// `GET /groups/:id/projects`.
pub(super) fn list_of_group(
    world: &World,
    request: &Request,
    caller: Caller<'_>,
    id: &str,
) -> Result<Answer, Answer> {
    let group = super::groups::find(world, caller, id)?;
    let filter = Filter::of(world, request, caller)?;
    let order = Order::of(request)?;
    let deep = request.flag("include_subgroups")?.unwrap_or(false);
    let shared = request.flag("with_shared")?.unwrap_or(true);
    let belongs = |project: &Project| {
        let inside = if deep {
            is_within(project.namespace(), &group.full_path)
        } else {
            project.namespace() == group.full_path
        };
        inside || (shared && project.shared_with.contains(&group.full_path))
    };
    let sight = Sight::new(world, caller);
    let fitting = world
        .projects
        .iter()
        .filter(|project| belongs(project) && filter.lets_through(&sight, project));
    let mut projects: Vec<_> = fitting.collect();
    order.sort(&mut projects);
    paging::by_offset(world, request, &projects, Totals::Counted, |project| {
        show_one(world, caller, project, filter.simple)
    })
}

/// `GET /projects/:id`.
pub(super) fn show(
    world: &World,
    request: &Request,
    caller: Caller<'_>,
    id: &str,
) -> Result<Answer, Answer> {
    let simple = shows_little(request, caller)?;
    let project = find(world, request, caller, id)?;
    Ok(Answer::json(200, &show_one(world, caller, project, simple)))
}

/// The project with this id or path, if the caller may know of it.
///
/// # Errors
/// `404 Project Not Found`, or where it has moved to, or the refusal of a group's policy.
pub(super) fn find<'w>(
    world: &'w World,
    request: &Request,
    caller: Caller<'_>,
    id: &str,
) -> Result<&'w Project, Answer> {
    let not_found = || Answer::message(404, "404 Project Not Found");
    let visible = |project: &&Project| {
        world.sees_project(caller, project) && !world.limits_addresses(&project.full_path)
    };
    if let Some(project) = world.project(id) {
        let project = Some(project).filter(visible).ok_or_else(not_found)?;
        guard::honour_policy(world, caller, &project.full_path, Boundary::Project)?;
        return Ok(project);
    }
    let project = world
        .moved_project(id)
        .filter(visible)
        .ok_or_else(not_found)?;
    let tail = request
        .path
        .split_once("/projects/")
        .map(|(_, rest)| rest)
        .unwrap_or_default();
    let tail = tail
        .find('/')
        .map(|place| &tail[place..])
        .unwrap_or_default();
    let location = world.address(&format!("api/v4/projects/{}{tail}", project.known_id()));
    Err(Answer::text(
        301,
        format!("This resource has been moved permanently to {location}"),
    )
    .header("location", location))
}

/// What is not read of a project: nothing of it can be written here, and moved ones are not led on to.
///
/// # Errors
/// Always: the refusal.
pub(super) fn refuse_writing(
    world: &World,
    caller: Caller<'_>,
    id: &str,
) -> Result<Answer, Answer> {
    let moved = || world.moved_project(id);
    if world.project(id).is_none() && moved().is_some_and(|it| world.sees_project(caller, it)) {
        let message = "Non GET methods are not allowed for moved projects";
        return Err(Answer::message(405, message));
    }
    Err(Answer::error(405, "405 Not Allowed"))
}

/// A project in the list of what a token leads to.
pub(super) fn show_association(world: &World, caller: Caller<'_>, project: &Project) -> Value {
    let mut shown = show_one(world, caller, project, true);
    let number = |level: &Value| level["access_level"].clone();
    let permissions = permissions(world, caller, project);
    let levels = json!({
        "project_access_level": number(&permissions["project_access"]),
        "group_access_level": number(&permissions["group_access"]),
    });
    if let Value::Object(members) = &mut shown {
        members.retain(|name, _| ASSOCIATION.contains(&name.as_str()));
        members.insert("access_levels".to_owned(), levels);
    }
    shown
}

/// A project as GitLab shows it; `simple` leaves out what only members need.
pub(super) fn show_one(
    world: &World,
    caller: Caller<'_>,
    project: &Project,
    simple: bool,
) -> Value {
    let path = &project.full_path;
    let namespace = world.group_at(project.namespace());
    let owner = world.user_named(project.namespace());
    let namespace_name = namespace.map(|group| full_name(world, &group.full_path));
    let namespace_name = namespace_name
        .or_else(|| owner.map(|user| user.name.clone()))
        .unwrap_or_default();
    let address = world.address(path);
    let mut shown = json!({
        "id": project.known_id(),
        "description": project.description,
        "name": project.name,
        "name_with_namespace": format!("{namespace_name} / {}", project.name),
        "path": project.path(),
        "path_with_namespace": path,
        "created_at": written(created_at(world, project)),
        "default_branch": "main",
        "tag_list": project.topics,
        "topics": project.topics,
        "ssh_url_to_repo": format!("git@gitlab.example.com:{path}.git"),
        "http_url_to_repo": format!("{address}.git"),
        "web_url": address,
        "readme_url": format!("{address}/-/blob/main/README.md"),
        "forks_count": 0,
        "avatar_url": null,
        "star_count": project.known_id() % 5,
        "last_activity_at": written(last_activity(world, project)),
        "visibility": project.visibility.word(),
        "namespace": {
            "id": namespace.map(|group| group.known_id()).or_else(|| owner.map(|user| NAMESPACES_OF_USERS.saturating_add(user.known_id()))),
            "name": namespace.map(|group| &group.name).or_else(|| owner.map(|user| &user.name)),
            "path": namespace.map_or(project.namespace(), |group| group.path()),
            "kind": if namespace.is_some() { "group" } else { "user" },
            "full_path": project.namespace(),
            "parent_id": namespace.and_then(|group| super::groups::parent_id(world, group)),
            "avatar_url": null,
            "web_url": match namespace {
                Some(group) => world.address(&format!("groups/{}", group.full_path)),
                None => world.address(project.namespace()),
            },
        },
    });
    if let (false, Value::Object(members)) = (simple, &mut shown) {
        let more = json!({
            "_links": { "self": world.address(&format!("api/v4/projects/{}", project.known_id())) },
            "empty_repo": false,
            "archived": project.archived,
            "issues_enabled": true,
            "merge_requests_enabled": true,
            "open_issues_count": project.count(crate::world::RecordKind::Issues),
            "creator_id": 1,
            "shared_with_groups": project.shared_with.iter().filter_map(|path| world.group_at(path)).map(|group| json!({
                "group_id": group.known_id(),
                "group_name": group.name,
                "group_full_path": group.full_path,
                "group_access_level": AccessLevel::Developer.number(),
            })).collect::<Vec<_>>(),
            "permissions": permissions(world, caller, project),
        });
        if let Value::Object(more) = more {
            members.extend(more);
        }
    }
    shown
}

/// `Platform / Backend` for `platform/backend`.
pub(super) fn full_name(world: &World, full_path: &str) -> String {
    let mut names: Vec<_> = world
        .groups_from(full_path)
        .map(|group| group.name.as_str())
        .collect();
    names.reverse();
    names.join(" / ")
}

fn permissions(world: &World, caller: Caller<'_>, project: &Project) -> Value {
    let own = caller
        .user
        .and_then(|user| project.members.get(&user.username).copied());
    let by_group = caller
        .user
        .and_then(|user| world.access_to_group(user, project.namespace()));
    let shown = |level: Option<AccessLevel>| match level {
        Some(level) => json!({ "access_level": level.number(), "notification_level": 3 }),
        None => Value::Null,
    };
    json!({ "project_access": shown(own), "group_access": shown(by_group) })
}

/// A project with a higher id is younger.
fn created_at(world: &World, project: &Project) -> jiff::Timestamp {
    hours_before(world.born, 24 * 1000 - project.known_id().min(20_000))
}

fn last_activity(world: &World, project: &Project) -> jiff::Timestamp {
    hours_before(world.born, quiet_hours(project))
}

/// What of a project is shown in the list of what a token leads to.
const ASSOCIATION: [&str; 10] = [
    "id",
    "description",
    "name",
    "name_with_namespace",
    "path",
    "path_with_namespace",
    "created_at",
    "visibility",
    "web_url",
    "namespace",
];
/// Beyond it offset paging of projects is refused.
const LARGEST_OFFSET: u64 = 50_000;
/// Users' own namespaces have ids apart from those of groups.
const NAMESPACES_OF_USERS: u64 = 1_000_000;
