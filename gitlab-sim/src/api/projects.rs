//! Projects: all that the caller sees, those of a group, and one by one.

use serde_json::{Value, json};

use super::paging::{self, Totals};
use crate::answer::Answer;
use crate::clock::{hours_before, written};
use crate::guard::{self, Boundary};
use crate::request::Request;
use crate::world::{AccessLevel, Caller, Project, World, is_within};

/// `GET /projects`.
pub(super) fn list(world: &World, request: &Request, caller: Caller<'_>) -> Result<Answer, Answer> {
    let filter = Filter::of(world, request, caller)?;
    let order = Order::of(request)?;
    let fitting = world
        .projects
        .iter()
        .filter(|project| filter.lets_through(world, caller, project));
    let mut projects: Vec<_> = fitting.collect();
    order.sort(world, &mut projects);
    let show = |project: &&Project| show_one(world, caller, project, filter.simple);
    match request.choice("pagination", &["keyset", "legacy"])? {
        Some("keyset") if order.key == "id" => paging::by_keyset(
            world,
            request,
            &projects,
            |project| project.known_id(),
            show,
        ),
        Some("keyset") => Err(Answer::error(
            405,
            "Keyset pagination is not yet available for this type of request",
        )),
        _ => {
            let (page, size) = paging::page_and_size(request)?;
            if page.saturating_mul(size) > LARGEST_OFFSET {
                return Err(Answer::error(
                    405,
                    "Offset pagination has a maximum allowed offset of 50000 for requests that return objects of type \
                     Project. Remaining records can be retrieved using keyset pagination.",
                ));
            }
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
    let fitting = world
        .projects
        .iter()
        .filter(|project| belongs(project) && filter.lets_through(world, caller, project));
    let mut projects: Vec<_> = fitting.collect();
    order.sort(world, &mut projects);
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

/// Which projects a list shows.
struct Filter<'r> {
    membership: bool,
    owned: bool,
    least_level: u64,
    archived: Option<bool>,
    visibility: Option<&'r str>,
    search: Option<String>,
    search_namespaces: bool,
    topic: Option<&'r str>,
    ids: (u64, u64),
    simple: bool,
}

impl<'r> Filter<'r> {
    fn of(world: &World, request: &'r Request, caller: Caller<'_>) -> Result<Self, Answer> {
        let archived = request.flag("archived")?;
        let active = if world.settings.version.has_active_filter() {
            request.flag("active")?
        } else {
            None
        };
        let id = |name| -> Result<Option<u64>, Answer> {
            Ok(request
                .whole_number(name)?
                .map(|id| u64::try_from(id).unwrap_or_default()))
        };
        Ok(Self {
            membership: request.flag("membership")?.unwrap_or(false),
            owned: request.flag("owned")?.unwrap_or(false),
            least_level: id("min_access_level")?.unwrap_or(0),
            archived: archived.or(active.map(|active| !active)),
            visibility: request.choice("visibility", &["private", "internal", "public"])?,
            search: request.parameter("search").map(str::to_lowercase),
            search_namespaces: request.flag("search_namespaces")?.unwrap_or(false),
            topic: request.parameter("topic"),
            ids: (
                id("id_after")?.unwrap_or(0),
                id("id_before")?.unwrap_or(u64::MAX),
            ),
            simple: shows_little(request, caller)?,
        })
    }

    fn lets_through(&self, world: &World, caller: Caller<'_>, project: &Project) -> bool {
        let level = || {
            caller
                .user
                .and_then(|user| world.access_to_project(user, project))
                .map_or(0, AccessLevel::number)
        };
        let found = |search: &String| {
            project.name.to_lowercase().contains(search)
                || project.path().to_lowercase().contains(search)
                || (self.search_namespaces && project.full_path.to_lowercase().contains(search))
        };
        let id = project.known_id();
        world.sees_project(caller, project)
            && (self.ids.0 < id && id < self.ids.1)
            && self
                .archived
                .is_none_or(|archived| archived == project.archived)
            && self
                .visibility
                .is_none_or(|visibility| visibility == project.visibility.word())
            && self
                .topic
                .is_none_or(|topic| project.topics.iter().any(|other| other == topic))
            && self.search.as_ref().is_none_or(found)
            && (!self.membership || level() > 0)
            && (!self.owned || level() >= AccessLevel::Owner.number())
            && (self.least_level == 0 || level() >= self.least_level)
    }
}

/// In which order a list shows them.
struct Order<'r> {
    key: &'r str,
    ascending: bool,
}

impl<'r> Order<'r> {
    fn of(request: &'r Request) -> Result<Self, Answer> {
        let keys = [
            "id",
            "name",
            "path",
            "created_at",
            "updated_at",
            "last_activity_at",
            "star_count",
            "similarity",
        ];
        let key = request.choice("order_by", &keys)?.unwrap_or("created_at");
        Ok(Self {
            key,
            ascending: request.choice("sort", &["asc", "desc"])? == Some("asc"),
        })
    }

    fn sort(&self, world: &World, projects: &mut [&Project]) {
        match self.key {
            "name" => projects
                .sort_by_cached_key(|project| (project.name.to_lowercase(), project.known_id())),
            "path" => projects
                .sort_by_cached_key(|project| (project.path().to_owned(), project.known_id())),
            "created_at" => {
                projects.sort_by_key(|project| (created_at(world, project), project.known_id()))
            }
            "updated_at" | "last_activity_at" => {
                projects.sort_by_key(|project| (last_activity(world, project), project.known_id()));
            }
            "star_count" => {
                projects.sort_by_key(|project| (project.known_id() % 5, project.known_id()))
            }
            _ => projects.sort_by_key(|project| project.known_id()),
        }
        if !self.ascending {
            projects.reverse();
        }
    }
}

/// Nobody is shown no more than what `simple=true` shows.
fn shows_little(request: &Request, caller: Caller<'_>) -> Result<bool, Answer> {
    Ok(request.flag("simple")?.unwrap_or(false) || caller.user.is_none())
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
    let quiet = if project.archived { 24 * 400 } else { 0 };
    hours_before(
        world.born,
        quiet + project.known_id().wrapping_mul(37) % 2000,
    )
}

/// Beyond it offset paging of projects is refused.
const LARGEST_OFFSET: u64 = 50_000;
/// Users' own namespaces have ids apart from those of groups.
const NAMESPACES_OF_USERS: u64 = 1_000_000;
