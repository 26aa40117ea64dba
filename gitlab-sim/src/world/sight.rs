//! Who sees what, and in which role.

use std::cell::RefCell;
use std::collections::HashMap;

use super::{AccessLevel, Group, Project, Token, User, Visibility, World, is_within, parent};

/// Who asks: nobody, or a user by a token that may be limited to some places.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Caller<'w> {
    pub(crate) user: Option<&'w User>,
    pub(crate) token: Option<&'w Token>,
    /// Whether the user is an administrator, and the token may act as one.
    pub(crate) administrator: bool,
    /// What a fine-grained token would need for this request.
    pub(crate) permission: &'static str,
}

/// What one caller sees of many projects; looks at every group once.
#[derive(Debug)]
pub(crate) struct Sight<'w> {
    world: &'w World,
    caller: Caller<'w>,
    by_namespace: RefCell<HashMap<&'w str, Option<AccessLevel>>>,
}

impl<'w> Sight<'w> {
    pub(crate) fn new(world: &'w World, caller: Caller<'w>) -> Self {
        Self {
            world,
            caller,
            by_namespace: RefCell::default(),
        }
    }

    pub(crate) fn sees(&self, project: &'w Project) -> bool {
        let allowed = match (project.visibility, self.caller.user) {
            (Visibility::Public, _) => true,
            (_, None) => false,
            (_, Some(_)) if self.caller.administrator => true,
            (Visibility::Internal, Some(user)) if !user.external => true,
            (_, Some(_)) => self.level(project).is_some(),
        };
        allowed && self.caller.reaches(&project.full_path)
    }

    /// The caller's role in a project.
    pub(crate) fn level(&self, project: &'w Project) -> Option<AccessLevel> {
        let user = self.caller.user?;
        let namespace = project.namespace();
        let mut by_namespace = self.by_namespace.borrow_mut();
        let inherited = by_namespace
            .entry(namespace)
            .or_insert_with(|| self.world.access_to_group(user, namespace));
        self.world.access_given_by(user, project).max(*inherited)
    }
}

impl World {
    /// The user's role in a group: the highest of those given there and above.
    pub(crate) fn access_to_group(&self, user: &User, full_path: &str) -> Option<AccessLevel> {
        self.groups_from(full_path)
            .filter_map(|group| group.given_access(user))
            .max()
    }

    /// The user's role in a project: as member, by its groups, by groups that it is shared with, as its owner.
    pub(crate) fn access_to_project(&self, user: &User, project: &Project) -> Option<AccessLevel> {
        self.access_given_by(user, project)
            .max(self.access_to_group(user, project.namespace()))
    }

    pub(crate) fn sees_group(&self, caller: Caller<'_>, group: &Group) -> bool {
        let allowed = match (group.visibility, caller.user) {
            (Visibility::Public, _) => true,
            (_, None) => false,
            (_, Some(_)) if caller.administrator => true,
            (Visibility::Internal, Some(user)) if !user.external => true,
            (_, Some(user)) => self.access_to_group(user, &group.full_path).is_some(),
        };
        allowed && caller.reaches(&group.full_path)
    }

    pub(crate) fn sees_project(&self, caller: Caller<'_>, project: &Project) -> bool {
        Sight::new(self, caller).sees(project)
    }

    /// The user's role in a project without what its own groups give.
    fn access_given_by(&self, user: &User, project: &Project) -> Option<AccessLevel> {
        let own = project.members.get(&user.username).copied();
        let personal = (project.namespace() == user.username).then_some(AccessLevel::Owner);
        let shared = project
            .shared_with
            .iter()
            .filter_map(|group| self.access_to_group(user, group))
            .max();
        let shared = shared.map(|level| level.min(AccessLevel::Developer));
        own.max(personal).max(shared)
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
