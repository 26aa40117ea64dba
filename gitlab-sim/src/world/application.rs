//! OAuth applications: what an OAuth token was given to.

use std::fmt;

/// An OAuth application of the instance. Its `Debug` form never shows the secret.
///
/// ```
/// use gitlab_sim::{Application, Scenario};
/// let scenario = Scenario::new().application(Application::new("client-id").secret("gloas-made-up"));
/// ```
#[derive(Clone)]
pub struct Application {
    pub(crate) client_id: String,
    /// `None` for applications that can not keep one.
    pub(crate) secret: Option<String>,
}

impl Application {
    /// An application with this client id and no secret.
    pub fn new(client_id: impl Into<String>) -> Self {
        Self {
            client_id: client_id.into(),
            secret: None,
        }
    }

    /// Makes it confidential: it has to show this secret.
    pub fn secret(mut self, secret: impl Into<String>) -> Self {
        self.secret = Some(secret.into());
        self
    }

    /// The one that tokens belong to if a scenario names none.
    pub(crate) fn usual() -> Self {
        Self::new("5e1fa9c0d2b34876a1c0ffee5e1fa9c0d2b34876a1c0ffee5e1fa9c0d2b34876")
    }
}

impl fmt::Debug for Application {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Application")
            .field("client_id", &self.client_id)
            .field("confidential", &self.secret.is_some())
            .finish_non_exhaustive()
    }
}
