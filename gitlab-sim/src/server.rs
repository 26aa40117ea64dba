//! The running instance: its thread, its address, what it was asked.

mod body;
mod connection;
mod journal;
mod people;
mod tls;

use std::fmt;
use std::io;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::ops::{Deref, DerefMut};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use tokio::sync::oneshot;
use tokio_rustls::TlsAcceptor;

use crate::faults::{Fault, Faults};
use crate::instance::Instance;
use crate::pages::SESSION_COOKIE;
use crate::scenario::Scenario;
use crate::world::World;

pub use journal::Recorded;
use journal::{Journal, LOOK_AGAIN_AFTER};
pub use people::Refused;
pub use tls::Tls;

/// A simulated GitLab that is running. Dropping it ends all connections and its thread, and frees the port.
pub struct GitLab {
    shared: Arc<Shared>,
    address: SocketAddr,
    base_url: String,
    ca_pem: Option<String>,
    tokens: Vec<(String, String)>,
    /// The accept loop runs as long as this lives.
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

/// What the handle and all connections share.
struct Shared {
    instance: Mutex<Instance>,
    faults: Mutex<Faults>,
    delay: Mutex<Duration>,
    journal: Journal,
    acceptor: Option<TlsAcceptor>,
    root: String,
}

impl GitLab {
    pub(crate) fn start(scenario: Scenario) -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, scenario.port))?;
        listener.set_nonblocking(true)?;
        let address = listener.local_addr()?;
        let secured = scenario.tls.map(Tls::secure).transpose()?;
        let scheme = if secured.is_some() { "https" } else { "http" };
        let base_url = format!("{scheme}://{address}{}", scenario.root);
        let world = scenario
            .build(&base_url)
            .map_err(|error| io::Error::new(io::ErrorKind::InvalidInput, error))?;
        let tokens = tokens(&world);
        let (acceptor, ca_pem) = secured
            .map(|secured| (secured.acceptor, secured.ca_pem))
            .unzip();
        let shared = Arc::new(Shared {
            instance: Mutex::new(Instance::new(world, scenario.root.clone())),
            faults: Mutex::new(scenario.faults),
            delay: Mutex::new(scenario.delay),
            journal: Journal::default(),
            acceptor,
            root: scenario.root,
        });
        let (stop, stopped) = oneshot::channel();
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()?;
        let listener = {
            let _entered = runtime.enter();
            tokio::net::TcpListener::from_std(listener)?
        };
        let accepting = accept(shared.clone(), listener, stopped);
        // The runtime ends with the thread, and every connection with the runtime.
        let thread = std::thread::Builder::new()
            .name(format!("gitlab-sim:{}", address.port()))
            .spawn(move || runtime.block_on(accepting))?;
        Ok(Self {
            shared,
            address,
            base_url,
            ca_pem,
            tokens,
            stop: Some(stop),
            thread: Some(thread),
        })
    }

    /// The address with scheme, port and relative root, without a slash at its end.
    pub fn base_url(&self) -> &str {
        &self.base_url
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// What a client has to trust to reach an instance that speaks https: PEM.
    pub fn ca_pem(&self) -> Option<&str> {
        self.ca_pem.as_deref()
    }

    /// The value of the scenario's first token; empty if it has none.
    pub fn token(&self) -> &str {
        self.tokens
            .first()
            .map(|(_, value)| value.as_str())
            .unwrap_or_default()
    }

    /// All tokens in the scenario's order: the user name that each acts as, and its value.
    pub fn tokens(&self) -> &[(String, String)] {
        &self.tokens
    }

    /// The `Cookie` header of a browser in which this user is signed in; `None` without such a user.
    pub fn session_cookie(&self, username: &str) -> Option<String> {
        let value = self.shared.instance().world.session_of(username)?;
        Some(format!("{SESSION_COOKIE}={value}"))
    }

    /// Every request since the start (or since the counters were cleared), in the order of arrival.
    pub fn requests(&self) -> Vec<Recorded> {
        self.shared.journal.requests()
    }

    /// How many requests have come.
    pub fn request_count(&self) -> usize {
        self.shared.journal.request_count()
    }

    /// How many connections were opened, broken handshakes included.
    pub fn connection_count(&self) -> usize {
        self.shared.journal.connection_count()
    }

    /// How many connections are open now.
    pub fn open_connections(&self) -> usize {
        self.shared.journal.open_connections()
    }

    /// How many requests were under way at the same time, at most.
    pub fn most_requests_at_once(&self) -> usize {
        self.shared.journal.most_at_once()
    }

    /// Forgets the requests and starts counting anew; connections that are open stay open.
    pub fn clear_counters(&self) {
        self.shared.journal.clear();
        self.shared.instance().world.authorizations.requests.clear();
    }

    /// Blocks until the condition holds; `false` if it does not within the limit. Async code asks [`GitLab::until`],
    /// because its own requests would stand still meanwhile.
    ///
    /// ```
    /// use std::time::{Duration, Instant};
    /// use gitlab_sim::Scenario;
    /// let gitlab = Scenario::new().start()?;
    /// assert!(gitlab.wait_until(Duration::from_secs(1), |gitlab| gitlab.open_connections() == 0));
    /// # Ok::<(), std::io::Error>(())
    /// ```
    pub fn wait_until(&self, limit: Duration, mut holds: impl FnMut(&Self) -> bool) -> bool {
        let deadline = Instant::now() + limit;
        while !holds(self) {
            if Instant::now() >= deadline {
                return false;
            }
            self.shared.journal.wait();
        }
        true
    }

    /// As [`GitLab::wait_until`], for async code on a tokio runtime with time.
    pub async fn until(&self, limit: Duration, mut holds: impl FnMut(&Self) -> bool) -> bool {
        let deadline = Instant::now() + limit;
        while !holds(self) {
            if Instant::now() >= deadline {
                return false;
            }
            tokio::time::sleep(LOOK_AGAIN_AFTER).await;
        }
        true
    }

    /// Sets a fault, as [`Scenario::fault`] does.
    pub fn set_fault(&self, path: &str, fault: Fault) {
        self.shared.faults().set(path, fault);
    }

    /// Takes all faults away.
    pub fn clear_faults(&self) {
        self.shared.faults().clear();
    }

    /// Every answer comes this much later from now on.
    pub fn set_delay(&self, delay: Duration) {
        *self
            .shared
            .delay
            .lock()
            .unwrap_or_else(PoisonError::into_inner) = delay;
    }

    /// Lends the instance's state, to change it. Requests wait meanwhile, so do not keep it.
    ///
    /// ```
    /// use gitlab_sim::Scenario;
    /// let gitlab = Scenario::demo().start()?;
    /// gitlab.world().revoke_token(gitlab.token())?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn world(&self) -> impl DerefMut<Target = World> + '_ {
        Lent(self.shared.instance())
    }
}

impl fmt::Debug for GitLab {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("GitLab")
            .field("base_url", &self.base_url)
            .finish_non_exhaustive()
    }
}

impl Drop for GitLab {
    fn drop(&mut self) {
        drop(self.stop.take());
        drop(self.thread.take().map(JoinHandle::join));
    }
}

impl Shared {
    fn instance(&self) -> MutexGuard<'_, Instance> {
        self.instance.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn faults(&self) -> MutexGuard<'_, Faults> {
        self.faults.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn take_fault(&self, path: &str) -> Option<Fault> {
        self.faults().take(path)
    }

    fn delay(&self) -> Duration {
        *self.delay.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The world inside the locked instance.
struct Lent<'a>(MutexGuard<'a, Instance>);

impl Deref for Lent<'_> {
    type Target = World;

    fn deref(&self) -> &World {
        &self.0.world
    }
}

impl DerefMut for Lent<'_> {
    fn deref_mut(&mut self) -> &mut World {
        &mut self.0.world
    }
}

fn tokens(world: &World) -> Vec<(String, String)> {
    let named = world.tokens.iter().map(|token| {
        let username = world
            .user(token.user_id)
            .map(|user| user.username.clone())
            .unwrap_or_default();
        (username, token.secret().to_owned())
    });
    named.collect()
}

async fn accept(
    shared: Arc<Shared>,
    listener: tokio::net::TcpListener,
    mut stopped: oneshot::Receiver<()>,
) {
    loop {
        tokio::select! {
            _ = &mut stopped => return,
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => drop(tokio::spawn(connection::serve(shared.clone(), stream))),
                // Out of descriptors, or the client was gone already: others still want to be served.
                Err(_) => tokio::time::sleep(LOOK_AGAIN_AFTER).await,
            },
        }
    }
}
