//! What people and other processes do at the authorization server while a test runs, without a browser.

use std::fmt;

use hyper::Uri;

use super::GitLab;
use crate::oauth::{self, Decision};
use crate::pages::session;
use crate::request::Request;
use crate::world::{TokenRequest, User, World};

/// The instance shows a page that says no, or nobody could be asked. Says why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    reason: String,
}

impl GitLab {
    /// Opens an authorization address as this user and agrees: returns the address that the browser is then sent to, with
    /// the code. The browser is not played, so nothing is counted and no fault gets in the way.
    ///
    /// ```
    /// use gitlab_sim::{Application, Scenario, User};
    /// let gitlab = Scenario::new()
    ///     .user(User::new("alice"))
    ///     .application(Application::new("client").redirect_uri("http://127.0.0.1/callback"))
    ///     .start()?;
    /// let address = format!(
    ///     "{}/oauth/authorize?response_type=code&client_id=client&scope=read_api&state=s\
    ///      &redirect_uri=http%3A%2F%2F127.0.0.1%3A4711%2Fcallback",
    ///     gitlab.base_url()
    /// );
    /// let callback = gitlab.authorize(&address, "alice")?;
    /// assert!(callback.starts_with("http://127.0.0.1:4711/callback?code="));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// GitLab shows an error page instead, the user can not sign in, or the address is not this instance's.
    pub fn authorize(&self, address: &str, username: &str) -> Result<String, Refused> {
        self.decide(address, username, Decision::Agree)
    }

    /// As [`GitLab::authorize`], but the user denies.
    ///
    /// # Errors
    /// As [`GitLab::authorize`].
    pub fn deny(&self, address: &str, username: &str) -> Result<String, Refused> {
        self.decide(address, username, Decision::Deny)
    }

    /// Types the code that a device shows, as this user, and agrees.
    ///
    /// # Errors
    /// The code is unknown or has expired, the user can not sign in, or the version has no device grant.
    pub fn approve_device(&self, user_code: &str, username: &str) -> Result<(), Refused> {
        let world = &mut *self.world();
        if !world.settings.version.has_device_grant() {
            return Err(Refused::because("this version has no device grant"));
        }
        let user = come_in(world, username)?;
        oauth::agree(world, user_code, &user).map_err(Refused::because)
    }

    /// What the token endpoint was asked since the start (or since the counters were cleared), in the order of its answers.
    pub fn token_requests(&self) -> Vec<TokenRequest> {
        self.world().authorizations.requests.clone()
    }

    /// How many requests of this grant type, e.g. `refresh_token`, the token endpoint answered, refused ones too.
    pub fn token_request_count(&self, grant_type: &str) -> usize {
        let requests = self.token_requests();
        let fitting = requests.iter().filter(|it| it.grant_type == grant_type);
        fitting.count()
    }

    /// The client id of the scenario's first application.
    pub fn client_id(&self) -> String {
        let world = self.world();
        let first = world.applications.first();
        first.map(|it| it.client_id.clone()).unwrap_or_default()
    }

    fn decide(&self, address: &str, username: &str, decision: Decision) -> Result<String, Refused> {
        let world = &mut *self.world();
        let external = world.settings.external_url.clone();
        let below = [self.base_url(), &external]
            .iter()
            .find_map(|base| address.strip_prefix(*base))
            .filter(|below| below.starts_with("/oauth/authorize?"))
            .ok_or_else(|| Refused::because("this is no authorization address of this instance"))?;
        let uri: Uri = below
            .parse()
            .map_err(|_| Refused::because("this is no address"))?;
        let (parts, ()) = hyper::Request::get(uri)
            .body(())
            .map_err(|_| Refused::because("this is no address"))?
            .into_parts();
        let request = Request::read("", &parts, &[]);
        let request = request.ok_or_else(|| Refused::because("this is no address"))?;
        let user = come_in(world, username)?;
        let decided = oauth::decide(world, &request, &user, decision);
        decided.map_err(|refusal| Refused::because(refusal.description()))
    }
}

impl Refused {
    fn because(reason: impl Into<String>) -> Self {
        Self {
            reason: reason.into(),
        }
    }
}

impl fmt::Display for Refused {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "the simulated GitLab refuses: {}", self.reason)
    }
}

impl std::error::Error for Refused {}

/// Signs somebody in.
fn come_in(world: &mut World, username: &str) -> Result<User, Refused> {
    let user = world.user_named(username);
    let refusal = user.map_or(Some("Invalid login or password."), session::refusal);
    if let Some(reason) = refusal {
        return Err(Refused::because(reason));
    }
    session::reactivate(world, username);
    let user = world.user_named(username).cloned();
    user.ok_or_else(|| Refused::because("Invalid login or password."))
}
