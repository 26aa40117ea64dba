//! Groups: all of the caller, those below one, and one by one.

use serde_json::{Value, json};

use super::paging::{self, Totals};
use super::projects;
use crate::answer::Answer;
use crate::clock::{hours_before, written};
use crate::guard::{self, Boundary};
use crate::request::Request;
use crate::world::{AccessLevel, Caller, Group, World, is_within, parent};

/// How far below a group a list reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Depth {
    Children,
    All,
}

/// `GET /groups`: those that the caller is a member of; administrators and nobody see all that they may.
pub(super) fn list(world: &World, request: &Request, caller: Caller<'_>) -> Result<Answer, Answer> {
    let keyset = request.choice("pagination", &["keyset", "legacy"])? == Some("keyset");
    let by_name = matches!(request.parameter("order_by"), None | Some("name"));
    let ascending = request.parameter("sort") != Some("desc");
    if keyset && (caller.user.is_some() || !by_name || !ascending) {
        return Err(paging::no_keyset());
    }
    let all = request
        .flag("all_available")?
        .unwrap_or(caller.user.is_none() || caller.administrator);
    let top_level_only = request.flag("top_level_only")?.unwrap_or(false);
    let candidates = world.groups.iter().filter(|group| {
        let member = || {
            caller
                .user
                .is_some_and(|user| world.access_to_group(user, &group.full_path).is_some())
        };
        (all || member()) && !(top_level_only && parent(&group.full_path).is_some())
    });
    if !keyset {
        return answer(world, request, caller, candidates.collect());
    }
    let groups = fitting(world, request, caller, candidates.collect())?;
    paging::by_cursor(
        world,
        request,
        &groups,
        |group| group.known_id(),
        |group| show_one(world, group),
    )
}

/// `GET /groups/:id/subgroups` and `GET /groups/:id/descendant_groups`.
pub(super) fn list_below(
    world: &World,
    request: &Request,
    caller: Caller<'_>,
    id: &str,
    depth: Depth,
) -> Result<Answer, Answer> {
    let above = find(world, caller, id)?;
    let candidates = world.groups.iter().filter(|group| match depth {
        Depth::Children => parent(&group.full_path) == Some(&above.full_path),
        Depth::All => {
            group.full_path != above.full_path && is_within(&group.full_path, &above.full_path)
        }
    });
    answer(world, request, caller, candidates.collect())
}

/// `GET /groups/:id`, with its projects unless `with_projects=false`.
pub(super) fn show(
    world: &World,
    request: &Request,
    caller: Caller<'_>,
    id: &str,
) -> Result<Answer, Answer> {
    let group = find(world, caller, id)?;
    let mut shown = show_one(world, group);
    if request.flag("with_projects")?.unwrap_or(true) {
        let inside = world
            .projects
            .iter()
            .filter(|project| project.namespace() == group.full_path);
        let seen = inside.filter(|project| world.sees_project(caller, project));
        let seen = seen
            .take(MOST_PROJECTS_OF_A_GROUP)
            .map(|project| projects::show_one(world, caller, project, true));
        shown["projects"] = seen.collect();
        shown["shared_projects"] = json!([]);
    }
    Ok(Answer::json(200, &shown))
}

/// The group with this id or path, if the caller may know of it.
///
/// # Errors
/// `404 Group Not Found`, or the refusal of its policy.
pub(super) fn find<'w>(
    world: &'w World,
    caller: Caller<'_>,
    id: &str,
) -> Result<&'w Group, Answer> {
    let group = world
        .group(id)
        .filter(|group| world.sees_group(caller, group));
    let group = group.filter(|group| !world.limits_addresses(&group.full_path));
    let group = group.ok_or_else(|| Answer::message(404, "404 Group Not Found"))?;
    guard::honour_policy(world, caller, &group.full_path, Boundary::Group)?;
    Ok(group)
}

pub(super) fn parent_id(world: &World, group: &Group) -> Option<u64> {
    parent(&group.full_path)
        .and_then(|path| world.group_at(path))
        .map(Group::known_id)
}

/// A group in the list of what a token leads to.
pub(super) fn show_association(world: &World, group: &Group, level: Option<AccessLevel>) -> Value {
    json!({
        "id": group.known_id(),
        "web_url": world.address(&format!("groups/{}", group.full_path)),
        "name": group.name,
        "parent_id": parent_id(world, group),
        "organization_id": 1,
        "access_levels": level.map_or(0, AccessLevel::number),
        "visibility": group.visibility.word(),
    })
}

/// Filters, sorts and pages the candidates.
fn answer(
    world: &World,
    request: &Request,
    caller: Caller<'_>,
    candidates: Vec<&Group>,
) -> Result<Answer, Answer> {
    let groups = fitting(world, request, caller, candidates)?;
    paging::by_offset(world, request, &groups, Totals::Counted, |group| {
        show_one(world, group)
    })
}

fn fitting<'w>(
    world: &World,
    request: &Request,
    caller: Caller<'_>,
    candidates: Vec<&'w Group>,
) -> Result<Vec<&'w Group>, Answer> {
    let least_level = request.whole_number("min_access_level")?.unwrap_or(0);
    let least_level = u64::try_from(least_level).unwrap_or(0);
    let owned = request.flag("owned")?.unwrap_or(false);
    let visibility = request.choice("visibility", &["private", "internal", "public"])?;
    let search = request.parameter("search").map(str::to_lowercase);
    let version = &world.settings.version;
    let active = version.has_active_filter().then(|| request.flag("active"));
    let archived = version
        .filters_archived_groups()
        .then(|| request.flag("archived"));
    // No group here is archived or about to be deleted.
    if active.transpose()?.flatten() == Some(false) || archived.transpose()?.flatten() == Some(true)
    {
        return Ok(Vec::new());
    }
    let key = request
        .choice("order_by", &["name", "path", "id", "similarity"])?
        .unwrap_or("name");
    let descending = request.choice("sort", &["asc", "desc"])? == Some("desc");

    let mut groups = candidates;
    groups.retain(|group| {
        let level = || {
            caller
                .user
                .and_then(|user| world.access_to_group(user, &group.full_path))
                .map_or(0, AccessLevel::number)
        };
        let found = |search: &String| {
            group.name.to_lowercase().contains(search)
                || group.path().to_lowercase().contains(search)
        };
        world.sees_group(caller, group)
            && visibility.is_none_or(|visibility| visibility == group.visibility.word())
            && search.as_ref().is_none_or(found)
            && (!owned || level() >= AccessLevel::Owner.number())
            && (least_level == 0 || level() >= least_level)
    });
    match key {
        "id" => groups.sort_by_key(|group| group.known_id()),
        "path" => groups.sort_by_key(|group| (group.path(), group.known_id())),
        _ => groups.sort_by_cached_key(|group| (group.name.to_lowercase(), group.known_id())),
    }
    if descending {
        groups.reverse();
    }
    Ok(groups)
}

fn show_one(world: &World, group: &Group) -> Value {
    json!({
        "id": group.known_id(),
        "web_url": world.address(&format!("groups/{}", group.full_path)),
        "name": group.name,
        "path": group.path(),
        "description": group.description,
        "visibility": group.visibility.word(),
        "share_with_group_lock": false,
        "require_two_factor_authentication": false,
        "project_creation_level": "developer",
        "subgroup_creation_level": "maintainer",
        "lfs_enabled": true,
        "avatar_url": null,
        "request_access_enabled": true,
        "full_name": projects::full_name(world, &group.full_path),
        "full_path": group.full_path,
        "created_at": written(hours_before(world.born, 24 * 1200 - group.known_id().min(20_000))),
        "parent_id": parent_id(world, group),
        "archived": false,
        "marked_for_deletion_on": null,
    })
}

const MOST_PROJECTS_OF_A_GROUP: usize = 100;
