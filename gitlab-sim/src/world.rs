//! What the instance knows: users, tokens, groups, projects, and who may see what.

mod build;
mod change;
mod place;
mod record;
mod token;
mod user;

use std::collections::HashMap;

use jiff::Timestamp;

use crate::clock::Clock;
use crate::version::Version;

pub(crate) use build::Contents;
pub use change::Unknown;
pub use place::{AccessLevel, Group, Project, Visibility};
pub(crate) use place::{is_within, parent};
pub use record::RecordKind;
pub(crate) use record::{Record, records};
pub use token::Token;
pub(crate) use token::{Expiry, TokenKind};
pub(crate) use user::title;
pub use user::{AccountState, User};

/// The state of a running instance. [`GitLab::world`](crate::GitLab::world) lends it, to change it while clients ask.
#[derive(Debug)]
pub struct World {
    pub(crate) settings: Settings,
    /// When the instance was started: everything that it shows is older.
    pub(crate) born: Timestamp,
    pub(crate) users: Vec<User>,
    pub(crate) tokens: Vec<Token>,
    /// By full path.
    pub(crate) groups: Vec<Group>,
    pub(crate) projects: Vec<Project>,
    group_places: HashMap<String, usize>,
}

/// What is said about the instance as a whole.
#[derive(Clone, Debug)]
pub(crate) struct Settings {
    pub(crate) version: Version,
    pub(crate) licence: Licence,
    pub(crate) clock: Clock,
    /// Where GitLab believes to be, without a slash at its end.
    pub(crate) external_url: String,
    pub(crate) personal_tokens_disabled: bool,
    pub(crate) impersonation_disabled: bool,
}

/// What was paid for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Licence {
    /// Nothing: neither epics nor anything else of the paid tiers.
    Free,
    /// Premium.
    Premium,
    /// Ultimate.
    Ultimate,
}

/// Who asks: nobody, or a user by a token that may be limited to some places.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Caller<'w> {
    pub(crate) user: Option<&'w User>,
    pub(crate) token: Option<&'w Token>,
    /// What a fine-grained token would need for this request.
    pub(crate) permission: &'static str,
}

impl World {
    pub(crate) fn user(&self, id: u64) -> Option<&User> {
        self.users.iter().find(|user| user.known_id() == id)
    }

    pub(crate) fn user_named(&self, username: &str) -> Option<&User> {
        self.users.iter().find(|user| user.username == username)
    }

    pub(crate) fn token(&self, secret: &str) -> Option<&Token> {
        self.tokens.iter().find(|token| token.secret() == secret)
    }

    pub(crate) fn group_at(&self, full_path: &str) -> Option<&Group> {
        self.group_places
            .get(full_path)
            .and_then(|place| self.groups.get(*place))
    }

    /// By id or full path, as GitLab's API takes them.
    pub(crate) fn group(&self, id_or_path: &str) -> Option<&Group> {
        match id_or_path.parse::<u64>() {
            Ok(id) => self.groups.iter().find(|group| group.known_id() == id),
            Err(_) => self.group_at(id_or_path),
        }
    }

    /// By id or full path, as GitLab's API takes them.
    pub(crate) fn project(&self, id_or_path: &str) -> Option<&Project> {
        match id_or_path.parse::<u64>() {
            Ok(id) => self
                .projects
                .iter()
                .find(|project| project.known_id() == id),
            Err(_) => self
                .projects
                .iter()
                .find(|project| project.full_path == id_or_path),
        }
    }

    /// The project that had this path before it was moved.
    pub(crate) fn moved_project(&self, path: &str) -> Option<&Project> {
        self.projects
            .iter()
            .find(|project| project.former_path.as_deref() == Some(path))
    }

    /// The user's role in a group: the highest of those given there and above.
    pub(crate) fn access_to_group(&self, user: &User, full_path: &str) -> Option<AccessLevel> {
        self.groups_from(full_path)
            .filter_map(|group| group.given_access(user))
            .max()
    }

    /// The user's role in a project: as member, by its groups, by groups that it is shared with, as its owner.
    pub(crate) fn access_to_project(&self, user: &User, project: &Project) -> Option<AccessLevel> {
        let own = project.members.get(&user.username).copied();
        let namespace = project.namespace();
        let personal = (namespace == user.username).then_some(AccessLevel::Owner);
        let shared = project
            .shared_with
            .iter()
            .filter_map(|group| self.access_to_group(user, group))
            .max();
        let shared = shared.map(|level| level.min(AccessLevel::Developer));
        own.max(personal)
            .max(shared)
            .max(self.access_to_group(user, namespace))
    }

    pub(crate) fn sees_group(&self, caller: Caller<'_>, group: &Group) -> bool {
        let allowed = match (group.visibility, caller.user) {
            (Visibility::Public, _) => true,
            (_, None) => false,
            (_, Some(user)) if user.administrator => true,
            (Visibility::Internal, Some(user)) if !user.external => true,
            (_, Some(user)) => self.access_to_group(user, &group.full_path).is_some(),
        };
        allowed && caller.reaches(&group.full_path)
    }

    pub(crate) fn sees_project(&self, caller: Caller<'_>, project: &Project) -> bool {
        let allowed = match (project.visibility, caller.user) {
            (Visibility::Public, _) => true,
            (_, None) => false,
            (_, Some(user)) if user.administrator => true,
            (Visibility::Internal, Some(user)) if !user.external => true,
            (_, Some(user)) => self.access_to_project(user, project).is_some(),
        };
        allowed && caller.reaches(&project.full_path)
    }

    /// Whether a group above (or this one) lets in other network addresses only.
    pub(crate) fn limits_addresses(&self, full_path: &str) -> bool {
        self.groups_from(full_path)
            .any(|group| group.limits_addresses)
    }

    /// Whether a group above (or this one) wants fine-grained tokens.
    pub(crate) fn demands_fine_grained(&self, full_path: &str) -> bool {
        self.groups_from(full_path)
            .any(|group| group.demands_fine_grained)
    }

    /// The group at this path, if it is one, and all above it, from the inside out.
    pub(crate) fn groups_from<'a>(&'a self, full_path: &'a str) -> impl Iterator<Item = &'a Group> {
        std::iter::successors(Some(full_path), |path| parent(path))
            .filter_map(|path| self.group_at(path))
    }

    /// An address on the instance as GitLab writes it.
    pub(crate) fn address(&self, path: &str) -> String {
        format!("{}/{path}", self.settings.external_url)
    }

    fn index_groups(&mut self) {
        let places = self
            .groups
            .iter()
            .enumerate()
            .map(|(place, group)| (group.full_path.clone(), place));
        self.group_places = places.collect();
    }
}

impl Caller<'_> {
    /// Whether the token reaches this place at all; only fine-grained tokens are limited.
    pub(crate) fn reaches(self, full_path: &str) -> bool {
        let limits = self
            .token
            .map(|token| token.limits.as_slice())
            .unwrap_or_default();
        limits.is_empty() || limits.iter().any(|limit| is_within(full_path, limit))
    }
}

impl Group {
    /// The role that this very group gives the user.
    fn given_access(&self, user: &User) -> Option<AccessLevel> {
        let bot = self.bots.get(&user.username).copied();
        let member = match &self.members {
            Some(members) => members.get(&user.username).copied(),
            None if !user.bot && parent(&self.full_path).is_none() => Some(AccessLevel::Developer),
            None => None,
        };
        bot.max(member)
    }
}
