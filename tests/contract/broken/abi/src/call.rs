//! The context of one call: who asks, in which language, until when, and which network may be used.

use std::net::IpAddr;

use abi_stable::{
    sabi_trait,
    std_types::{RArc, RBox, RStr, RString, RVec},
};

/// The context of one call, owned by the plugin while it works on it.
pub type CallBox = Call_TO<'static, RBox<()>>;

/// The network of one connection, shared by all calls over it.
pub type NetworkArc = Network_TO<'static, RArc<()>>;

/// What the host tells a plugin with every call. Its methods may be called from any thread and never block.
// A method of a later minor version goes below `network`, with a default body.
#[sabi_trait]
pub trait Call: Send + Sync {
    /// An id for logs, unique in the host.
    fn id(&self) -> RString;

    /// The language of the user, as a BCP 47 tag.
    fn locale(&self) -> RString;

    /// The time now, in milliseconds since 1970-01-01T00:00:00Z. Plugins use this and no clock of their own.
    fn now_unix_ms(&self) -> i64;

    /// How long the call may still take, in milliseconds; 0 once its deadline has passed.
    fn remaining_ms(&self) -> u64;

    /// The network of the connection that the call is about.
    #[sabi(last_prefix_field)]
    fn network(&self) -> NetworkArc;
}

/// How the network may be used over one connection. Its methods may be called from any thread and never block.
// A method of a later minor version goes below `may_connect`, with a default body.
#[sabi_trait]
pub trait Network: Send + Sync {
    /// Equal for equal networks: a plugin keeps one HTTP client for each.
    fn key(&self) -> RString;

    /// The HTTP policy as JSON: proxy, user agent, limits.
    fn policy(&self) -> RString;

    /// The certificates that a TLS server may be rooted in, each as DER: the host's and the connection's own.
    fn roots(&self) -> RVec<RVec<u8>>;

    /// Whether a connection to this address may be opened for this host name. Asked for every resolved address, and for addresses
    /// that stand in a URL, behind a proxy too; for the name of a target behind a proxy with an empty `ip`.
    #[sabi(last_prefix_field)]
    fn may_connect(&self, host: RStr<'_>, ip: RStr<'_>, port: u16) -> bool;
}

/// The Rust face of [`Call`] on the plugin's side.
pub struct CallContext(CallBox);

impl CallContext {
    pub(crate) fn new(call: CallBox) -> Self {
        Self(call)
    }

    /// See [`Call::id`].
    #[must_use]
    pub fn id(&self) -> String {
        self.0.id().into()
    }

    /// See [`Call::locale`].
    #[must_use]
    pub fn locale(&self) -> String {
        self.0.locale().into()
    }

    /// See [`Call::now_unix_ms`].
    #[must_use]
    pub fn now_unix_ms(&self) -> i64 {
        self.0.now_unix_ms()
    }

    /// See [`Call::remaining_ms`].
    #[must_use]
    pub fn remaining_ms(&self) -> u64 {
        self.0.remaining_ms()
    }

    /// See [`Call::network`].
    #[must_use]
    pub fn network(&self) -> NetworkContext {
        NetworkContext(self.0.network())
    }
}

/// The Rust face of [`Network`] on the plugin's side.
pub struct NetworkContext(NetworkArc);

impl NetworkContext {
    /// See [`Network::key`].
    #[must_use]
    pub fn key(&self) -> String {
        self.0.key().into()
    }

    /// See [`Network::policy`].
    #[must_use]
    pub fn policy(&self) -> String {
        self.0.policy().into()
    }

    /// See [`Network::roots`].
    #[must_use]
    pub fn roots(&self) -> Vec<Vec<u8>> {
        self.0.roots().iter().map(|root| root.to_vec()).collect()
    }

    /// See [`Network::may_connect`].
    #[must_use]
    pub fn may_connect(&self, host: &str, ip: Option<IpAddr>, port: u16) -> bool {
        let ip = ip.map(|ip| ip.to_string()).unwrap_or_default();
        self.0.may_connect(host.into(), ip.as_str().into(), port)
    }
}
