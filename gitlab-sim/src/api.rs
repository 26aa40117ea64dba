//! The REST API, version 4: which endpoint is asked, what it demands, who answers.

mod groups;
mod identity;
mod paging;
mod projects;
mod records;

use hyper::Method;

use crate::answer::Answer;
use crate::guard::{self, Boundary, Rule};
use crate::request::Request;
use crate::version::{SelfEndpoint, Version};
use crate::world::{RecordKind, World};

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
    let answered = match (&request.method, endpoint) {
        (&Method::GET, Endpoint::ThisToken)
            if version.self_endpoint() == SelfEndpoint::OnlyDelete =>
        {
            Err(not_allowed())
        }
        (&Method::GET, endpoint) => read(world, request, endpoint),
        (&Method::DELETE, Endpoint::ThisToken) if version.lets_a_token_delete_itself() => {
            identity::revoke_this_token(world, request, &endpoint.rule(version))
        }
        _ => Err(not_allowed()),
    };
    answered.unwrap_or_else(|refusal| refusal)
}

/// An endpoint with what its path names.
#[derive(Clone, Copy, Debug)]
enum Endpoint<'a> {
    ThisToken,
    User,
    Version,
    Metadata,
    Projects,
    Project(&'a str),
    ProjectRecords(&'a str, RecordKind),
    Groups,
    Group(&'a str),
    Subgroups(&'a str),
    DescendantGroups(&'a str),
    GroupProjects(&'a str),
    GroupRecords(&'a str, RecordKind),
    Records(RecordKind),
}

fn read(world: &World, request: &Request, endpoint: Endpoint<'_>) -> Result<Answer, Answer> {
    let caller = guard::admit(world, request, &endpoint.rule(&world.settings.version))?;
    match endpoint {
        Endpoint::ThisToken => identity::this_token(world, caller),
        Endpoint::User => identity::user(world, caller),
        Endpoint::Version | Endpoint::Metadata => Ok(identity::version(world)),
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

impl<'a> Endpoint<'a> {
    fn of(segments: &[&'a str]) -> Option<Self> {
        Some(match *segments {
            ["personal_access_tokens", "self"] => Self::ThisToken,
            ["user"] => Self::User,
            ["version"] => Self::Version,
            ["metadata"] => Self::Metadata,
            ["projects"] => Self::Projects,
            ["projects", id] => Self::Project(id),
            ["projects", id, "repository", "commits"] => {
                Self::ProjectRecords(id, RecordKind::Commits)
            }
            ["projects", id, word] => Self::ProjectRecords(id, project_records(word)?),
            ["groups"] => Self::Groups,
            ["groups", id] => Self::Group(id),
            ["groups", id, "subgroups"] => Self::Subgroups(id),
            ["groups", id, "descendant_groups"] => Self::DescendantGroups(id),
            ["groups", id, "projects"] => Self::GroupProjects(id),
            ["groups", id, word] => Self::GroupRecords(id, group_records(word)?),
            ["issues"] => Self::Records(RecordKind::Issues),
            ["merge_requests"] => Self::Records(RecordKind::MergeRequests),
            _ => return None,
        })
    }

    fn exists_in(&self, version: &Version) -> bool {
        match self {
            Self::ThisToken => version.self_endpoint() != SelfEndpoint::Unknown,
            Self::Metadata => version.has_metadata(),
            _ => true,
        }
    }

    fn rule(&self, version: &Version) -> Rule {
        let reading = || Some(vec!["api", "read_api"]);
        let rule = |scopes, permission, boundary, public| Rule {
            scopes,
            permission,
            boundary,
            public,
        };
        match self {
            Self::ThisToken => {
                let scopes = if version.self_endpoint() == SelfEndpoint::Answers {
                    None
                } else {
                    reading()
                };
                rule(scopes, "read_personal_access_token", Boundary::User, false)
            }
            Self::User => {
                let newer = version
                    .user_accepts_ai_workflows()
                    .then_some("ai_workflows");
                let scopes = ["read_user"]
                    .into_iter()
                    .chain(newer)
                    .chain(["api", "read_api"]);
                rule(Some(scopes.collect()), "read_user", Boundary::User, false)
            }
            Self::Version | Self::Metadata => {
                let newer = version
                    .version_accepts_ai_features()
                    .then_some("ai_features");
                let scopes = ["read_user"]
                    .into_iter()
                    .chain(newer)
                    .chain(["api", "read_api"]);
                rule(
                    Some(scopes.collect()),
                    "read_metadata",
                    Boundary::Instance,
                    false,
                )
            }
            Self::Projects => rule(reading(), "read_project", Boundary::User, true),
            Self::Project(_) => rule(reading(), "read_project", Boundary::Project, true),
            Self::GroupProjects(_) => rule(reading(), "read_project", Boundary::Group, true),
            Self::Groups => rule(reading(), "read_group", Boundary::User, true),
            Self::Group(_) | Self::Subgroups(_) | Self::DescendantGroups(_) => {
                rule(reading(), "read_group", Boundary::Group, true)
            }
            Self::ProjectRecords(_, kind) => {
                rule(reading(), permission(*kind), Boundary::Project, true)
            }
            Self::GroupRecords(_, kind) => {
                rule(reading(), permission(*kind), Boundary::Group, true)
            }
            Self::Records(kind) => rule(reading(), permission(*kind), Boundary::User, false),
        }
    }
}

fn project_records(word: &str) -> Option<RecordKind> {
    match word {
        "issues" => Some(RecordKind::Issues),
        "merge_requests" => Some(RecordKind::MergeRequests),
        "milestones" => Some(RecordKind::Milestones),
        "releases" => Some(RecordKind::Releases),
        "pipelines" => Some(RecordKind::Pipelines),
        "labels" => Some(RecordKind::Labels),
        _ => None,
    }
}

fn group_records(word: &str) -> Option<RecordKind> {
    match word {
        "issues" => Some(RecordKind::Issues),
        "merge_requests" => Some(RecordKind::MergeRequests),
        "milestones" => Some(RecordKind::Milestones),
        "labels" => Some(RecordKind::Labels),
        "epics" => Some(RecordKind::Epics),
        _ => None,
    }
}

fn permission(kind: RecordKind) -> &'static str {
    match kind {
        RecordKind::Issues => "read_issue",
        RecordKind::MergeRequests => "read_merge_request",
        RecordKind::Milestones => "read_milestone",
        RecordKind::Releases => "read_release",
        RecordKind::Pipelines => "read_pipeline",
        RecordKind::Labels => "read_label",
        RecordKind::Commits => "read_commit",
        RecordKind::Epics => "read_epic",
    }
}

fn not_allowed() -> Answer {
    Answer::error(405, "405 Not Allowed")
}
