//! The network of one connection: what the host allows.

use std::{fmt, net::IpAddr, sync::Arc};

use serde::{Deserialize, Serialize};
use violet_plugin_abi::call::NetworkContext;

/// The network of one connection: what the host allows.
pub trait Network: Send + Sync {
    /// Equal for equal networks: one HTTP client is kept for each.
    fn key(&self) -> String;

    /// Proxy, user agent, limits.
    ///
    /// # Errors
    ///
    /// If it can't be read. Nothing may be sent then: nobody knows through which proxy.
    fn policy(&self) -> Result<Policy, UnreadablePolicy>;

    /// The certificates that a TLS server may be rooted in, as DER.
    fn roots(&self) -> Vec<Vec<u8>>;

    /// Whether a connection may be opened. Without an address: for a target behind a proxy that is given by its name.
    fn may_connect(&self, host: &str, ip: Option<IpAddr>, port: u16) -> bool;
}

/// How HTTP is to be spoken.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Policy {
    /// The proxy's address, without credentials. One that can't be read, such as an empty one, stops every request: a proxy that
    /// can't be used is not left out.
    pub proxy: Option<String>,
    /// The `Proxy-Authorization` header that the proxy wants.
    pub proxy_authorization: Option<String>,
    /// The `User-Agent` header.
    pub user_agent: String,
    /// What to bear.
    pub limits: Limits,
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            proxy: None,
            proxy_authorization: None,
            user_agent: "Violet".into(),
            limits: Limits::default(),
        }
    }
}

impl fmt::Debug for Policy {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Policy")
            .field("proxy", &self.proxy)
            .field(
                "proxy_authorization",
                &self.proxy_authorization.as_ref().map(|_| "***"),
            )
            .field("user_agent", &self.user_agent)
            .field("limits", &self.limits)
            .finish()
    }
}

/// The host said of its policy what this version can't read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnreadablePolicy;

impl fmt::Display for UnreadablePolicy {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("the policy of the network can't be read")
    }
}

impl std::error::Error for UnreadablePolicy {}

/// What to bear.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Limits {
    /// The largest body, in bytes.
    pub body_bytes: usize,
    /// The longest wait for a connection, in milliseconds.
    pub connect_timeout_ms: u64,
    /// The most idle connections to keep.
    pub idle_connections: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            body_bytes: 8 << 20,
            connect_timeout_ms: 10_000,
            idle_connections: 8,
        }
    }
}

/// The network as the boundary hands it over.
struct FromBoundary(NetworkContext);

pub(crate) fn from_boundary(network: NetworkContext) -> Arc<dyn Network> {
    Arc::new(FromBoundary(network))
}

impl Network for FromBoundary {
    fn key(&self) -> String {
        self.0.key()
    }

    fn policy(&self) -> Result<Policy, UnreadablePolicy> {
        read(&self.0.policy())
    }

    fn roots(&self) -> Vec<Vec<u8>> {
        self.0.roots()
    }

    fn may_connect(&self, host: &str, ip: Option<IpAddr>, port: u16) -> bool {
        self.0.may_connect(host, ip, port)
    }
}

fn read(policy: &str) -> Result<Policy, UnreadablePolicy> {
    // The reader's own words could repeat what a proxy wants to hear.
    serde_json::from_str(policy).map_err(|_| UnreadablePolicy)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_policy_that_cannot_be_read_is_not_one_without_a_proxy() {
        assert_eq!(read("{}"), Ok(Policy::default()));
        let newer = r#"{"proxy": "http://proxy:3128", "more": 1}"#;
        let newer = read(newer).map(|policy| policy.proxy);
        assert_eq!(newer, Ok(Some("http://proxy:3128".into())));
        for wrong in ["", "null", r#"{"proxy": 5}"#, r#"{"proxy": "http://pro"#] {
            assert_eq!(read(wrong), Err(UnreadablePolicy), "{wrong}");
        }
    }
}
