//! Scenarios: what an instance is like, said in the order of a sentence.

mod company;
mod named;
mod policies;

use std::fmt::Display;
use std::io;
use std::time::Duration;

use jiff::Timestamp;

use crate::clock::{Clock, noon};
use crate::faults::{Fault, Faults};
use crate::server::{GitLab, Tls};
use crate::version::Version;
use crate::world::{
    Application, Contents, Group, Licence, Policies, Project, Settings, Token, User, World,
};

pub use named::Named;

/// What a simulated GitLab is like. Nothing is checked before [`Scenario::start`].
#[derive(Clone, Debug)]
pub struct Scenario {
    version: String,
    standing: Option<Standing>,
    licence: Option<Licence>,
    contents: Contents,
    policies: Policies,
    external_url: Option<String>,
    pub(crate) root: String,
    pub(crate) port: u16,
    pub(crate) tls: Option<Tls>,
    pub(crate) delay: Duration,
    pub(crate) faults: Faults,
}

/// The instant at which the clock stands still, as it was written.
#[derive(Clone, Debug)]
enum Standing {
    Day(String),
    Instant(String),
}

impl Scenario {
    /// An empty, healthy GitLab 18.9 Enterprise Edition on plain HTTP.
    pub fn new() -> Self {
        Self {
            version: "18.9.0-ee".to_owned(),
            standing: None,
            licence: None,
            contents: Contents::default(),
            policies: Policies::default(),
            external_url: None,
            root: String::new(),
            port: 0,
            tls: None,
            delay: Duration::ZERO,
            faults: Faults::default(),
        }
    }

    /// A believable company (people, groups, projects with awkward names) and one good token of `alice`.
    pub fn demo() -> Self {
        Self::company().token(Token::personal("alice"))
    }

    /// The company of [`Scenario::demo`] without any token.
    pub fn company() -> Self {
        company::furnish(Self::new())
    }

    /// One of the scenarios that have a name.
    pub fn named(name: Named) -> Self {
        name.scenario()
    }

    /// The version, e.g. `18.9.0-ee`; the ending `-ee` is the Enterprise Edition.
    pub fn version(mut self, version: impl Into<String>) -> Self {
        self.version = version.into();
        self
    }

    /// Fixes the instance's clock at noon (UTC) of a day, e.g. `2026-09-01`.
    pub fn today(mut self, day: impl Into<String>) -> Self {
        self.standing = Some(Standing::Day(day.into()));
        self
    }

    /// Fixes the instance's clock at an instant, e.g. `2026-09-01T08:30:00Z`.
    pub fn now(mut self, instant: impl Into<String>) -> Self {
        self.standing = Some(Standing::Instant(instant.into()));
        self
    }

    /// The licence; Premium on the Enterprise Edition unless told. Other editions have none.
    pub fn licence(mut self, licence: Licence) -> Self {
        self.licence = Some(licence);
        self
    }

    /// Adds a user.
    pub fn user(mut self, user: User) -> Self {
        self.contents.users.push(user);
        self
    }

    /// Adds a token; its user, project or group must be part of the scenario.
    pub fn token(mut self, token: Token) -> Self {
        self.contents.tokens.push(token);
        self
    }

    /// Adds a group.
    pub fn group(mut self, group: Group) -> Self {
        self.contents.groups.push(group);
        self
    }

    /// Adds a project.
    pub fn project(mut self, project: Project) -> Self {
        self.contents.projects.push(project);
        self
    }

    /// Adds an OAuth application; OAuth tokens belong to the first one unless they name another.
    pub fn application(mut self, application: Application) -> Self {
        self.contents.applications.push(application);
        self
    }

    /// Adds many projects, `fleet/team-01/service-0001` and so on, fifty to a subgroup.
    pub fn projects(mut self, count: usize) -> Self {
        let made = (1..=count).map(|number| {
            let team = (number - 1) / PROJECTS_PER_TEAM + 1;
            Project::new(format!("fleet/team-{team:02}/service-{number:04}"))
        });
        self.contents.projects.extend(made);
        self
    }

    /// The path below which the instance lies, e.g. `/gitlab`.
    pub fn relative_root(mut self, root: impl Into<String>) -> Self {
        self.root = root.into();
        self
    }

    /// Where GitLab believes to be (its `external_url`), if that is not where it is asked: links are built from it.
    pub fn external_url(mut self, address: impl Into<String>) -> Self {
        self.external_url = Some(address.into());
        self
    }

    /// The port instead of a free one.
    pub fn port(mut self, port: u16) -> Self {
        self.port = port;
        self
    }

    /// Speaks https, with this kind of certificate.
    pub fn tls(mut self, tls: Tls) -> Self {
        self.tls = Some(tls);
        self
    }

    /// Every answer comes this much later.
    pub fn delay(mut self, delay: Duration) -> Self {
        self.delay = delay;
        self
    }

    /// Sets a fault for a path below the instance's root, e.g. `/api/v4/user`; with `*` at its end for all that start so.
    /// Of several that fit the one set last wins, until it is used up.
    pub fn fault(mut self, path: &str, fault: Fault) -> Self {
        self.faults.set(path, fault);
        self
    }

    /// Plays the scenario on a thread of its own, on 127.0.0.1; may be called from anywhere, async code included.
    ///
    /// # Errors
    /// The port is taken; or the scenario contradicts itself (`InvalidInput`, saying where).
    pub fn start(self) -> io::Result<GitLab> {
        GitLab::start(self)
    }

    /// The world that it describes, once it is known where the instance listens.
    pub(crate) fn build(&self, base_url: &str) -> Result<World, String> {
        let version: Version = self.version.parse()?;
        let root = &self.root;
        if !root.is_empty() && (!root.starts_with('/') || root.ends_with('/')) {
            return Err(format!(
                "the relative root `{root}` has to start with `/` and end without it"
            ));
        }
        let clock = match &self.standing {
            None => Clock::running(),
            Some(standing) => Clock::standing_at(standing.read()?),
        };
        let licence = match self.licence {
            _ if !version.is_enterprise() => Licence::Free,
            licence => licence.unwrap_or(Licence::Premium),
        };
        let external_url = self
            .external_url
            .as_deref()
            .unwrap_or(base_url)
            .trim_end_matches('/')
            .to_owned();
        let settings = Settings {
            version,
            licence,
            clock,
            external_url,
            policies: self.policies.clone(),
        };
        policies::check(&settings)?;
        World::new(settings, self.contents.clone())
    }
}

impl Standing {
    fn read(&self) -> Result<Timestamp, String> {
        match self {
            Self::Day(day) => {
                let refused =
                    |error: &dyn Display| format!("reading today's date `{day}`: {error}");
                let date = day.parse().map_err(|error: jiff::Error| refused(&error))?;
                noon(date).ok_or_else(|| refused(&"it is too far away"))
            }
            Self::Instant(instant) => instant
                .parse()
                .map_err(|error| format!("reading the instant `{instant}`: {error}")),
        }
    }
}

impl Default for Scenario {
    fn default() -> Self {
        Self::new()
    }
}

const PROJECTS_PER_TEAM: usize = 50;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn says_what_contradicts_itself() {
        let refused = |scenario: Scenario| {
            scenario
                .build("http://127.0.0.1:1")
                .expect_err("a contradiction")
        };
        for (scenario, part) in [
            (
                Scenario::new().version("eighteen"),
                "the version `eighteen`",
            ),
            (Scenario::new().today("tomorrow"), "today's date `tomorrow`"),
            (Scenario::new().now("soon"), "the instant `soon`"),
            (
                Scenario::new().application(Application::new("a").tokens_never_expire()),
                "those of `a`, too",
            ),
            (
                Scenario::new()
                    .user(User::new("alice"))
                    .token(Token::oauth("alice").of_application("b")),
                "the application `b`",
            ),
            (Scenario::new().relative_root("gitlab/"), "`gitlab/`"),
            (
                Scenario::new().token(Token::personal("nobody")),
                "the user `nobody`",
            ),
            (
                Scenario::new().project(Project::new("alone")),
                "the project `alone` lies in no group",
            ),
            (
                Scenario::demo()
                    .token(Token::personal("bruno").value("same"))
                    .token(Token::personal("alice").value("same")),
                "token 3 is empty or another's",
            ),
            (
                Scenario::new().token(Token::project("no/where")),
                "the project `no/where`",
            ),
            (
                Scenario::new()
                    .user(User::new("alice"))
                    .user(User::new("alice")),
                "`alice` is empty or said twice",
            ),
            (
                Scenario::new()
                    .group(Group::new("a").id(1))
                    .group(Group::new("b").id(1)),
                "group id 1",
            ),
            (
                Scenario::new()
                    .user(User::new("alice"))
                    .token(Token::personal("alice").expires_on("soon")),
                "the expiry `soon`",
            ),
        ] {
            let message = refused(scenario);
            assert!(message.contains(part), "{message}");
        }
    }

    #[test]
    fn missing_groups_are_made() {
        let world = Scenario::new()
            .projects(120)
            .build("http://127.0.0.1:1")
            .expect("a world");
        let groups: Vec<_> = world
            .groups
            .iter()
            .map(|group| group.full_path.as_str())
            .collect();
        assert_eq!(
            groups,
            ["fleet", "fleet/team-01", "fleet/team-02", "fleet/team-03"]
        );
        assert_eq!(world.projects.len(), 120);
    }
}
