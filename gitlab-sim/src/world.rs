//! What the instance knows: users, tokens, groups, projects, and who may see what.

mod application;
mod authorization;
mod build;
mod change;
mod grant;
mod place;
mod policy;
mod record;
mod sight;
mod token;
mod user;
mod value;

use std::collections::{BTreeMap, HashMap};
use std::time::Instant;

use jiff::Timestamp;

use crate::clock::Clock;
use crate::version::Version;

pub use application::Application;
pub(crate) use application::is_same_place;
pub use authorization::TokenRequest;
pub(crate) use authorization::{
    Authorizations, Challenge, Device, LIFE_OF_DEVICE_CODES, Permission,
};
pub(crate) use build::Contents;
pub use change::Unknown;
pub use grant::TokenPair;
pub use place::{AccessLevel, Group, Project, Visibility};
pub(crate) use place::{is_within, parent};
pub(crate) use policy::{FineGrained, Policies, Writing};
pub use record::RecordKind;
pub(crate) use record::{Record, records};
pub(crate) use sight::{Caller, Sight};
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
    /// By id.
    pub(crate) projects: Vec<Project>,
    pub(crate) applications: Vec<Application>,
    pub(crate) authorizations: Authorizations,
    /// How often each endpoint with a limit of its own was asked, and since when.
    pub(crate) endpoints: BTreeMap<&'static str, (Instant, u64)>,
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
    pub(crate) policies: Policies,
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

impl World {
    pub(crate) fn user(&self, id: u64) -> Option<&User> {
        self.users.iter().find(|user| user.known_id() == id)
    }

    /// The cookie's value that a browser in which this user is signed in sends.
    pub(crate) fn session_of(&self, username: &str) -> Option<String> {
        self.user_named(username)
            .map(|user| value::session(user.known_id()))
    }

    /// What the forms of a page carry that was shown to the browser with this cookie.
    pub(crate) fn authenticity(&self, cookie: &str) -> String {
        value::authenticity(cookie)
    }

    /// The value of a token that is about to be added.
    pub(crate) fn value_for(&self, token: &Token) -> String {
        value::made_up(token, &self.settings.version)
    }

    pub(crate) fn application(&self, client_id: &str) -> Option<&Application> {
        self.applications
            .iter()
            .find(|application| application.client_id == client_id)
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
            Ok(id) => {
                let place = self.projects.binary_search_by_key(&id, Project::known_id);
                place.ok().and_then(|place| self.projects.get(place))
            }
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
