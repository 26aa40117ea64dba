//! Groups and projects, and who is a member of them.

use std::collections::BTreeMap;

use super::RecordKind;
use super::user::title;

/// Who may see a group or project without being a member.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Visibility {
    /// Members.
    #[default]
    Private,
    /// Everybody who is signed in and not external.
    Internal,
    /// Everybody.
    Public,
}

/// A role, with GitLab's numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum AccessLevel {
    /// 10
    Guest = 10,
    /// 15, since GitLab 17.7
    Planner = 15,
    /// 20
    Reporter = 20,
    /// 30
    Developer = 30,
    /// 40
    Maintainer = 40,
    /// 50
    Owner = 50,
}

/// A group or, with a `/` in its path, a subgroup.
///
/// A top-level group without a word about members has every person of the scenario as a developer.
#[derive(Clone, Debug)]
pub struct Group {
    pub(crate) id: Option<u64>,
    pub(crate) full_path: String,
    pub(crate) name: String,
    pub(crate) description: String,
    pub(crate) visibility: Visibility,
    pub(crate) members: Option<BTreeMap<String, AccessLevel>>,
    /// The bots of tokens, which are members beside the people.
    pub(crate) bots: BTreeMap<String, AccessLevel>,
    pub(crate) limits_addresses: bool,
    pub(crate) demands_fine_grained: bool,
    pub(crate) counts: BTreeMap<RecordKind, u64>,
}

/// A project. Members of its groups are its members; more can be named.
#[derive(Clone, Debug)]
pub struct Project {
    pub(crate) id: Option<u64>,
    pub(crate) full_path: String,
    pub(crate) former_path: Option<String>,
    pub(crate) name: String,
    pub(crate) description: Option<String>,
    pub(crate) visibility: Visibility,
    pub(crate) archived: bool,
    pub(crate) topics: Vec<String>,
    pub(crate) labels: Vec<String>,
    pub(crate) members: BTreeMap<String, AccessLevel>,
    pub(crate) shared_with: Vec<String>,
    pub(crate) counts: BTreeMap<RecordKind, u64>,
    pub(crate) switched_off: Vec<RecordKind>,
    pub(crate) public_pipelines: bool,
}

impl Visibility {
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Private => "private",
            Self::Internal => "internal",
            Self::Public => "public",
        }
    }
}

impl AccessLevel {
    pub(crate) fn number(self) -> u64 {
        self as u64
    }
}

impl Group {
    /// A private group with this full path; groups above it are made if nobody else makes them.
    pub fn new(full_path: impl Into<String>) -> Self {
        let full_path = full_path.into();
        Self {
            id: None,
            name: title(last_segment(&full_path)),
            full_path,
            description: String::new(),
            visibility: Visibility::Private,
            members: None,
            bots: BTreeMap::new(),
            limits_addresses: false,
            demands_fine_grained: false,
            counts: BTreeMap::new(),
        }
    }

    /// The id instead of the next free one.
    pub fn id(mut self, id: u64) -> Self {
        self.id = Some(id);
        self
    }

    /// The name instead of one made from the path.
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = name.into();
        self
    }

    /// The description.
    pub fn description(mut self, description: impl Into<String>) -> Self {
        self.description = description.into();
        self
    }

    /// Who may see it.
    pub fn visibility(mut self, visibility: Visibility) -> Self {
        self.visibility = visibility;
        self
    }

    /// Names a member; a top-level group then has only named ones.
    pub fn member(mut self, username: impl Into<String>, level: AccessLevel) -> Self {
        self.members
            .get_or_insert_default()
            .insert(username.into(), level);
        self
    }

    /// Nobody is a member of it (as far as groups above do not make them one).
    pub fn without_members(mut self) -> Self {
        self.members = Some(BTreeMap::new());
        self
    }

    /// Has an IP allow-list that this address is not on: the group and all in it are "not found" one by one, though lists name them.
    pub fn limits_addresses(mut self) -> Self {
        self.limits_addresses = true;
        self
    }

    /// Its policy (and that of all in it) wants fine-grained tokens: other personal ones are refused there.
    pub fn demands_fine_grained_tokens(mut self) -> Self {
        self.demands_fine_grained = true;
        self
    }

    /// How many epics, milestones or labels of its own it has.
    pub fn records(mut self, kind: RecordKind, count: u64) -> Self {
        self.counts.insert(kind, count);
        self
    }

    pub(crate) fn known_id(&self) -> u64 {
        self.id.unwrap_or_default()
    }

    pub(crate) fn path(&self) -> &str {
        last_segment(&self.full_path)
    }
}

impl Project {
    /// A private project with this full path; its group is made if nobody else makes it (a user name is that user's own namespace).
    pub fn new(full_path: impl Into<String>) -> Self {
        let full_path = full_path.into();
        Self {
            id: None,
            name: title(last_segment(&full_path)),
            full_path,
            former_path: None,
            description: None,
            visibility: Visibility::Private,
            archived: false,
            topics: Vec::new(),
            labels: ["bug", "feature", "security"].map(str::to_owned).to_vec(),
            members: BTreeMap::new(),
            shared_with: Vec::new(),
            counts: BTreeMap::new(),
            switched_off: Vec::new(),
            public_pipelines: false,
        }
    }

    /// The id instead of the next free one.
    pub fn id(mut self, id: u64) -> Self {
        self.id = Some(id);
        self
    }

    /// The name instead of one made from the path.
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = name.into();
        self
    }

    /// The description.
    pub fn description(mut self, description: impl Into<String>) -> Self {
        self.description = Some(description.into());
        self
    }

    /// Who may see it.
    pub fn visibility(mut self, visibility: Visibility) -> Self {
        self.visibility = visibility;
        self
    }

    /// Is archived.
    pub fn archived(mut self) -> Self {
        self.archived = true;
        self
    }

    /// A topic.
    pub fn topic(mut self, topic: impl Into<String>) -> Self {
        self.topics.push(topic.into());
        self
    }

    /// The labels instead of `bug`, `feature` and `security`.
    pub fn labels<S: Into<String>>(mut self, labels: impl IntoIterator<Item = S>) -> Self {
        self.labels = labels.into_iter().map(Into::into).collect();
        self
    }

    /// Names a member beside those of its groups.
    pub fn member(mut self, username: impl Into<String>, level: AccessLevel) -> Self {
        self.members.insert(username.into(), level);
        self
    }

    /// Is shared with the group of this full path: that group's list shows it unless `with_shared=false`.
    pub fn shared_with(mut self, full_path: impl Into<String>) -> Self {
        self.shared_with.push(full_path.into());
        self
    }

    /// The path that it had before it was moved: asking by it redirects.
    pub fn formerly(mut self, full_path: impl Into<String>) -> Self {
        self.former_path = Some(full_path.into());
        self
    }

    /// How many records of a kind it has; none unless told (labels: [`Project::labels`]).
    pub fn records(mut self, kind: RecordKind, count: u64) -> Self {
        self.counts.insert(kind, count);
        self
    }

    /// Has this feature switched off: asking for its records is forbidden.
    pub fn switched_off(mut self, kind: RecordKind) -> Self {
        self.switched_off.push(kind);
        self
    }

    /// Shows its pipelines to guests, too ("project-based pipeline visibility").
    pub fn public_pipelines(mut self) -> Self {
        self.public_pipelines = true;
        self
    }

    pub(crate) fn known_id(&self) -> u64 {
        self.id.unwrap_or_default()
    }

    pub(crate) fn path(&self) -> &str {
        last_segment(&self.full_path)
    }

    pub(crate) fn namespace(&self) -> &str {
        parent(&self.full_path).unwrap_or_default()
    }

    pub(crate) fn count(&self, kind: RecordKind) -> u64 {
        match kind {
            RecordKind::Labels => self.labels.len() as u64,
            _ => self.counts.get(&kind).copied().unwrap_or_default(),
        }
    }
}

/// The full path of what a group or project lies in.
pub(crate) fn parent(full_path: &str) -> Option<&str> {
    full_path.rsplit_once('/').map(|(parent, _)| parent)
}

/// Whether a full path is this one or lies below it.
pub(crate) fn is_within(full_path: &str, place: &str) -> bool {
    full_path
        .strip_prefix(place)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

fn last_segment(full_path: &str) -> &str {
    full_path.rsplit('/').next().unwrap_or(full_path)
}
