//! The endpoints: their paths, since when there are any, what they demand.

use crate::guard::{Boundary, Rule};
use crate::version::{SelfEndpoint, Version};
use crate::world::RecordKind;

/// An endpoint with what its path names.
#[derive(Clone, Copy, Debug)]
pub(super) enum Endpoint<'a> {
    ThisToken,
    Associations,
    Rotation,
    Tokens,
    Token(&'a str),
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

impl<'a> Endpoint<'a> {
    pub(super) fn of(segments: &[&'a str]) -> Option<Self> {
        Some(match *segments {
            ["personal_access_tokens"] => Self::Tokens,
            ["personal_access_tokens", "self"] => Self::ThisToken,
            ["personal_access_tokens", "self", "associations"] => Self::Associations,
            ["personal_access_tokens", "self", "rotate"] => Self::Rotation,
            ["personal_access_tokens", id] => Self::Token(id),
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
            ["events"] => Self::Records(RecordKind::Events),
            _ => return None,
        })
    }

    pub(super) fn exists_in(&self, version: &Version) -> bool {
        match self {
            Self::ThisToken => version.self_endpoint() != SelfEndpoint::Unknown,
            Self::Associations => version.tells_associations(),
            Self::Rotation => version.lets_a_token_rotate_itself(),
            Self::Tokens => version.lists_tokens(),
            Self::Token(_) => version.deletes_tokens(),
            Self::Metadata => version.has_metadata(),
            _ => true,
        }
    }

    /// The project that the path names.
    pub(super) fn project(&self) -> Option<&'a str> {
        match self {
            Self::Project(id) | Self::ProjectRecords(id, _) => Some(id),
            _ => None,
        }
    }

    /// The group that the path names.
    pub(super) fn group(&self) -> Option<&'a str> {
        match self {
            Self::Group(id)
            | Self::Subgroups(id)
            | Self::DescendantGroups(id)
            | Self::GroupProjects(id)
            | Self::GroupRecords(id, _) => Some(id),
            _ => None,
        }
    }

    /// What reading it demands.
    pub(super) fn rule(&self, version: &Version) -> Rule {
        let (permission, boundary, public) = match self {
            Self::ThisToken | Self::Associations | Self::Tokens | Self::Token(_) => {
                ("read_personal_access_token", Boundary::User, false)
            }
            Self::Rotation => ("rotate_personal_access_token", Boundary::User, false),
            Self::User => ("read_user", Boundary::User, false),
            Self::Version | Self::Metadata => ("read_metadata", Boundary::Instance, false),
            Self::Projects => ("read_project", Boundary::User, true),
            Self::Project(_) => ("read_project", Boundary::Project, true),
            Self::GroupProjects(_) => ("read_project", Boundary::Group, true),
            Self::Groups => ("read_group", Boundary::User, true),
            Self::Group(_) | Self::Subgroups(_) | Self::DescendantGroups(_) => {
                ("read_group", Boundary::Group, true)
            }
            Self::ProjectRecords(_, kind) => (permission(*kind), Boundary::Project, true),
            Self::GroupRecords(_, kind) => (permission(*kind), Boundary::Group, true),
            Self::Records(kind) => (permission(*kind), Boundary::User, false),
        };
        Rule {
            scopes: self.scopes(version),
            permission,
            boundary,
            public,
        }
    }

    /// The scopes of which any one suffices, in the order in which GitLab names them.
    fn scopes(&self, version: &Version) -> Option<Vec<&'static str>> {
        let newer = match self {
            Self::ThisToken if version.self_endpoint() == SelfEndpoint::Answers => return None,
            Self::Associations => return None,
            Self::Rotation if version.has_self_rotate() => return Some(vec!["api", "self_rotate"]),
            Self::Rotation => return Some(vec!["api"]),
            Self::User => version
                .user_accepts_ai_workflows()
                .then_some("ai_workflows"),
            Self::Version | Self::Metadata => version
                .version_accepts_ai_features()
                .then_some("ai_features"),
            Self::Records(RecordKind::Events) | Self::ProjectRecords(_, RecordKind::Events) => None,
            _ => return Some(vec!["api", "read_api"]),
        };
        let scopes = ["read_user"].into_iter().chain(newer);
        Some(scopes.chain(["api", "read_api"]).collect())
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
        "events" => Some(RecordKind::Events),
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
        RecordKind::Events => "read_event",
    }
}
