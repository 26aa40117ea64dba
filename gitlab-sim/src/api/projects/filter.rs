//! Which projects a list shows, and in which order.

use std::cmp::Reverse;

use crate::answer::Answer;
use crate::request::Request;
use crate::world::{AccessLevel, Caller, Project, Sight, World};

/// Which projects a list shows.
pub(super) struct Filter<'r> {
    membership: bool,
    owned: bool,
    least_level: u64,
    archived: Option<bool>,
    visibility: Option<&'r str>,
    search: Option<String>,
    search_namespaces: bool,
    topic: Option<&'r str>,
    ids: (u64, u64),
    pub(super) simple: bool,
}

impl<'r> Filter<'r> {
    pub(super) fn of(
        world: &World,
        request: &'r Request,
        caller: Caller<'_>,
    ) -> Result<Self, Answer> {
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

    pub(super) fn lets_through<'w>(&self, sight: &Sight<'w>, project: &'w Project) -> bool {
        let found = |search: &String| {
            project.name.to_lowercase().contains(search)
                || project.path().to_lowercase().contains(search)
                || (self.search_namespaces && project.full_path.to_lowercase().contains(search))
        };
        let id = project.known_id();
        let fits = (self.ids.0 < id && id < self.ids.1)
            && self
                .archived
                .is_none_or(|archived| archived == project.archived)
            && self
                .visibility
                .is_none_or(|visibility| visibility == project.visibility.word())
            && self
                .topic
                .is_none_or(|topic| project.topics.iter().any(|other| other == topic))
            && self.search.as_ref().is_none_or(found);
        let owned = if self.owned {
            AccessLevel::Owner.number()
        } else {
            0
        };
        let least = self.least_level.max(owned);
        if !fits || (!self.membership && least == 0) {
            return fits && sight.sees(project);
        }
        let level = sight.level(project).map_or(0, AccessLevel::number);
        level >= least.max(1) && sight.sees(project)
    }
}

/// In which order a list shows them.
pub(super) struct Order<'r> {
    pub(super) key: &'r str,
    pub(super) ascending: bool,
}

impl<'r> Order<'r> {
    pub(super) fn of(request: &'r Request) -> Result<Self, Answer> {
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

    pub(super) fn sort(&self, projects: &mut [&Project]) {
        match self.key {
            "name" => projects
                .sort_by_cached_key(|project| (project.name.to_lowercase(), project.known_id())),
            "path" => projects
                .sort_by_cached_key(|project| (project.path().to_owned(), project.known_id())),
            "updated_at" | "last_activity_at" => {
                projects.sort_by_key(|project| (Reverse(quiet_hours(project)), project.known_id()));
            }
            "star_count" => {
                projects.sort_by_key(|project| (project.known_id() % 5, project.known_id()))
            }
            // Whatever was created later has a higher id.
            _ => projects.sort_by_key(|project| project.known_id()),
        }
        if !self.ascending {
            projects.reverse();
        }
    }
}

/// Nobody is shown no more than what `simple=true` shows.
pub(super) fn shows_little(request: &Request, caller: Caller<'_>) -> Result<bool, Answer> {
    Ok(request.flag("simple")?.unwrap_or(false) || caller.user.is_none())
}

/// How long ago something happened in it.
pub(super) fn quiet_hours(project: &Project) -> u64 {
    let quiet = if project.archived { 24 * 400 } else { 0 };
    quiet + project.known_id().wrapping_mul(37) % 2000
}
