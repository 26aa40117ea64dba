//! Records: issues, merge requests and the others, of a project, of a group, of the whole instance.

mod filter;
mod show;

use super::paging::{self, Totals};
use super::{groups, projects};
use crate::answer::Answer;
use crate::guard::forbidden;
use crate::request::Request;
use crate::world::{
    AccessLevel, Caller, Licence, Project, Record, RecordKind, Visibility, World, is_within,
    records,
};

use filter::Filter;
use show::{GROUP_LABELS, Place, show};

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

/// `GET /issues`, `GET /merge_requests` and `GET /events`.
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
    let keyset = request.choice("pagination", &["keyset", "legacy"])? == Some("keyset");
    if keyset && kind == RecordKind::Issues && world.settings.version.pages_issues_by_keyset() {
        return paging::by_cursor(
            world,
            request,
            &fitting,
            |(_, record)| record.id,
            |(project, record)| show(world, Place::Project(project), record),
        );
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
    if project.visibility != Visibility::Private || caller.administrator {
        return true;
    }
    let needed = match kind {
        RecordKind::Issues
        | RecordKind::Labels
        | RecordKind::Milestones
        | RecordKind::Releases
        | RecordKind::Events
        | RecordKind::Epics => AccessLevel::Guest,
        RecordKind::Pipelines if project.public_pipelines => AccessLevel::Guest,
        RecordKind::MergeRequests => AccessLevel::Planner,
        RecordKind::Commits | RecordKind::Pipelines => AccessLevel::Reporter,
    };
    caller
        .user
        .and_then(|user| world.access_to_project(user, project))
        .is_some_and(|level| level >= needed)
}

/// Records of groups have ids apart from those of projects.
const NUMBERS_OF_GROUPS: u64 = 1_000_000;
