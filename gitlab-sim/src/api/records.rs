//! Records: issues, merge requests and the others, of a project, of a group, of the whole instance.

use jiff::Timestamp;
use serde_json::{Value, json};

use super::paging::{self, Totals};
use super::{groups, identity, projects};
use crate::answer::Answer;
use crate::clock::written;
use crate::guard::forbidden;
use crate::request::Request;
use crate::world::{
    AccessLevel, Caller, Group, Licence, Project, Record, RecordKind, Visibility, World, is_within,
    records,
};

/// `GET /projects/:id/…`.
pub(super) fn of_project(
    world: &World,
    request: &Request,
    caller: Caller<'_>,
    id: &str,
    kind: RecordKind,
) -> Result<Answer, Answer> {
    let project = projects::find(world, request, caller, id)?;
    if !may_read(world, caller, project, kind) {
        return Err(forbidden());
    }
    let filter = Filter::of(request, kind)?;
    answer(world, request, caller, kind, &filter, [project].into_iter())
}

/// `GET /groups/:id/…`: epics, milestones and labels are the group's own, the rest is gathered from all projects in it.
pub(super) fn of_group(
    world: &World,
    request: &Request,
    caller: Caller<'_>,
    id: &str,
    kind: RecordKind,
) -> Result<Answer, Answer> {
    let group = groups::find(world, caller, id)?;
    if kind == RecordKind::Epics && world.settings.licence < Licence::Premium {
        return Err(forbidden());
    }
    let filter = Filter::of(request, kind)?;
    if matches!(kind, RecordKind::Issues | RecordKind::MergeRequests) {
        let inside = world
            .projects
            .iter()
            .filter(|project| is_within(project.namespace(), &group.full_path));
        return answer(
            world,
            request,
            caller,
            kind,
            &filter,
            readable(world, caller, kind, inside),
        );
    }
    let count = group.counts.get(&kind).copied().unwrap_or_default();
    let labels = GROUP_LABELS.map(str::to_owned);
    let place = NUMBERS_OF_GROUPS.saturating_add(group.known_id());
    let fitting = records(kind, place, count, &labels, world.born)
        .filter(|record| filter.lets_through(world, caller, record));
    let fitting: Vec<_> = fitting.collect();
    paging::by_offset(world, request, &fitting, Totals::Counted, |record| {
        show(world, Place::Group(group), record)
    })
}

/// `GET /issues` and `GET /merge_requests`.
pub(super) fn of_instance(
    world: &World,
    request: &Request,
    caller: Caller<'_>,
    kind: RecordKind,
) -> Result<Answer, Answer> {
    let filter = Filter::of(request, kind)?;
    answer(
        world,
        request,
        caller,
        kind,
        &filter,
        readable(world, caller, kind, world.projects.iter()),
    )
}

/// Which records a list shows.
struct Filter<'r> {
    scope: &'r str,
    state: Option<&'r str>,
    labels: Vec<&'r str>,
    after: Option<Timestamp>,
    before: Option<Timestamp>,
    ascending: bool,
}

/// Where a record lies.
#[derive(Clone, Copy)]
enum Place<'w> {
    Project(&'w Project),
    Group(&'w Group),
}

impl<'r> Filter<'r> {
    fn of(request: &'r Request, kind: RecordKind) -> Result<Self, Answer> {
        let states: &[&str] = match kind {
            RecordKind::Issues | RecordKind::Epics => &["opened", "closed", "all"],
            RecordKind::MergeRequests => &["opened", "closed", "merged", "locked", "all"],
            RecordKind::Milestones => &["active", "closed", "all"],
            _ => &[],
        };
        let state = if states.is_empty() {
            None
        } else {
            request.choice("state", states)?
        };
        let state = if kind == RecordKind::Pipelines {
            request.parameter("status")
        } else {
            state
        };
        // The lists of the instance show the caller's own records unless told; all others show all.
        let own_by_default = request
            .path
            .strip_prefix("/api/v4/")
            .is_some_and(|path| !path.contains('/'));
        let scope = request.choice("scope", &["created_by_me", "assigned_to_me", "all"])?;
        let (after, before) = match kind {
            RecordKind::Commits => ("since", "until"),
            _ => ("updated_after", "updated_before"),
        };
        Ok(Self {
            scope: scope.unwrap_or(if own_by_default {
                "created_by_me"
            } else {
                "all"
            }),
            state: state.filter(|state| *state != "all"),
            labels: request
                .parameter("labels")
                .map(|labels| labels.split(',').collect())
                .unwrap_or_default(),
            after: request.instant(after)?,
            before: request.instant(before)?,
            ascending: request.choice("sort", &["asc", "desc"])? == Some("asc"),
        })
    }

    fn lets_through(&self, world: &World, caller: Caller<'_>, record: &Record<'_>) -> bool {
        let own = || {
            author_of(world, record)
                .is_some_and(|author| caller.user.is_some_and(|user| user.known_id() == author))
        };
        let labelled = |label: &&str| match *label {
            "None" => record.labels.is_empty(),
            "Any" => !record.labels.is_empty(),
            label => record.labels.contains(&label),
        };
        match self.scope {
            "created_by_me" if !own() => return false,
            "assigned_to_me" => return false,
            _ => {}
        }
        self.state.is_none_or(|state| state == record.state)
            && self.labels.iter().all(labelled)
            && self.after.is_none_or(|after| record.updated_at >= after)
            && self.before.is_none_or(|before| record.updated_at <= before)
    }
}

fn answer<'w>(
    world: &'w World,
    request: &Request,
    caller: Caller<'_>,
    kind: RecordKind,
    filter: &Filter<'_>,
    places: impl Iterator<Item = &'w Project>,
) -> Result<Answer, Answer> {
    let mut fitting: Vec<(&Project, Record<'_>)> = Vec::new();
    for project in places {
        let all = records(
            kind,
            project.known_id(),
            project.count(kind),
            &project.labels,
            world.born,
        );
        fitting.extend(
            all.filter(|record| filter.lets_through(world, caller, record))
                .map(|record| (project, record)),
        );
    }
    fitting.sort_by_key(|(_, record)| (record.created_at, record.id));
    if !filter.ascending {
        fitting.reverse();
    }
    let totals = if kind == RecordKind::Commits {
        Totals::Uncounted
    } else {
        Totals::Counted
    };
    paging::by_offset(world, request, &fitting, totals, |(project, record)| {
        show(world, Place::Project(project), record)
    })
}

/// The projects whose records count in lists that go over many: readable ones that are not archived.
fn readable<'w>(
    world: &'w World,
    caller: Caller<'w>,
    kind: RecordKind,
    places: impl Iterator<Item = &'w Project>,
) -> impl Iterator<Item = &'w Project> {
    places.filter(move |project| {
        !project.archived
            && world.sees_project(caller, project)
            && may_read(world, caller, project, kind)
    })
}

/// Whether the caller's role in a project that they see suffices for this kind.
fn may_read(world: &World, caller: Caller<'_>, project: &Project, kind: RecordKind) -> bool {
    if project.switched_off.contains(&kind) {
        return false;
    }
    if project.visibility != Visibility::Private
        || caller.user.is_some_and(|user| user.administrator)
    {
        return true;
    }
    let needed = match kind {
        RecordKind::Issues
        | RecordKind::Labels
        | RecordKind::Milestones
        | RecordKind::Releases
        | RecordKind::Epics => AccessLevel::Guest,
        RecordKind::MergeRequests => AccessLevel::Planner,
        RecordKind::Commits | RecordKind::Pipelines => AccessLevel::Reporter,
    };
    caller
        .user
        .and_then(|user| world.access_to_project(user, project))
        .is_some_and(|level| level >= needed)
}

fn show(world: &World, place: Place<'_>, record: &Record<'_>) -> Value {
    let number = record.number;
    let (path, place_name, place_id) = match place {
        Place::Project(project) => (project.full_path.clone(), "project_id", project.known_id()),
        Place::Group(group) => (
            format!("groups/{}", group.full_path),
            "group_id",
            group.known_id(),
        ),
    };
    let address = |rest: String| world.address(&format!("{path}/-/{rest}"));
    let author = author_of(world, record)
        .and_then(|id| world.user(id))
        .map(|user| identity::author(world, user));
    let created_at = written(record.created_at);
    let updated_at = written(record.updated_at);
    let sha = format!("{:040x}", u128::from(record.id) * 0x9E37_79B9_7F4A_7C15);
    let mut shown = match record.kind {
        RecordKind::Issues | RecordKind::Epics => {
            let (word, path) = if record.kind == RecordKind::Issues {
                ("Issue", "issues")
            } else {
                ("Epic", "epics")
            };
            json!({
                "id": record.id, "iid": number, "title": format!("{word} {number}"), "description": "As discussed.",
                "state": record.state, "created_at": created_at, "updated_at": updated_at,
                "closed_at": (record.state == "closed").then_some(&updated_at), "labels": record.labels, "author": author,
                "assignees": [], "milestone": null, "confidential": false, "due_date": null,
                "web_url": address(format!("{path}/{number}")),
            })
        }
        RecordKind::MergeRequests => json!({
            "id": record.id, "iid": number, "title": format!("Change {number}"), "description": "See the issue.",
            "state": record.state, "created_at": created_at, "updated_at": updated_at,
            "merged_at": (record.state == "merged").then_some(&updated_at), "labels": record.labels, "author": author,
            "assignees": [], "reviewers": [], "milestone": null, "draft": false, "target_branch": "main",
            "source_branch": format!("change-{number}"), "sha": sha,
            "web_url": address(format!("merge_requests/{number}")),
        }),
        RecordKind::Milestones => json!({
            "id": record.id, "iid": number, "title": format!("Milestone {number}"), "description": "",
            "state": record.state, "created_at": created_at, "updated_at": updated_at, "due_date": null,
            "start_date": null, "expired": false, "web_url": address(format!("milestones/{number}")),
        }),
        RecordKind::Releases => json!({
            "tag_name": format!("v1.{number}.0"), "name": format!("Version 1.{number}"), "description": "What is new.",
            "created_at": created_at, "released_at": updated_at, "author": author, "upcoming_release": false,
            "commit": { "id": sha, "short_id": &sha[..8] },
            "_links": { "self": address(format!("releases/v1.{number}.0")) },
        }),
        RecordKind::Pipelines => json!({
            "id": record.id, "iid": number, "sha": sha, "ref": "main", "status": record.state, "source": "push",
            "created_at": created_at, "updated_at": updated_at, "web_url": address(format!("pipelines/{}", record.id)),
        }),
        RecordKind::Labels => {
            let name = match place {
                Place::Project(project) => project.labels.get(number as usize - 1).cloned(),
                Place::Group(_) => GROUP_LABELS
                    .get(number as usize - 1)
                    .map(|label| (*label).to_owned()),
            };
            json!({
                "id": record.id, "name": name.unwrap_or_else(|| format!("label-{number}")), "description": null,
                "text_color": "#FFFFFF", "color": "#1f75cb", "subscribed": false, "priority": null, "archived": false,
                "is_project_label": matches!(place, Place::Project(_)),
            })
        }
        RecordKind::Commits => json!({
            "id": sha, "short_id": &sha[..8], "title": format!("Commit {number}"), "message": format!("Commit {number}\n"),
            "parent_ids": [], "author_name": author.as_ref().map(|author| author["name"].clone()),
            "authored_date": created_at, "created_at": updated_at,
            "committed_date": updated_at, "web_url": address(format!("commit/{sha}")),
        }),
    };
    let belongs_somewhere = !matches!(
        record.kind,
        RecordKind::Releases | RecordKind::Labels | RecordKind::Commits
    );
    if let (true, Value::Object(members)) = (belongs_somewhere, &mut shown) {
        members.insert(place_name.to_owned(), json!(place_id));
    }
    shown
}

/// Authors take turns: the people of the instance.
fn author_of(world: &World, record: &Record<'_>) -> Option<u64> {
    let people: Vec<_> = world
        .users
        .iter()
        .filter(|user| !user.bot)
        .map(|user| user.known_id())
        .collect();
    let turn = record.number.checked_rem(people.len() as u64)?;
    people.get(turn as usize).copied()
}

const GROUP_LABELS: [&str; 3] = ["priority::high", "priority::low", "needs-discussion"];
/// Records of groups have ids apart from those of projects.
const NUMBERS_OF_GROUPS: u64 = 1_000_000;
