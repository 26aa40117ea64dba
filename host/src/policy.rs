//! Which network a plugin may use: addresses, certificates, proxies.

mod addresses;
mod proxies;

use std::{
    net::IpAddr,
    sync::{Arc, OnceLock},
};

use sha2::{Digest, Sha256};
use violet_plugin::http::{Limits, Network, Policy, UnreadablePolicy, Url, certificates};
use violet_plugin_abi::{
    abi_stable::{
        sabi_trait::TD_Opaque,
        std_types::{RArc, RStr, RString, RVec},
    },
    call::{Network as BoundaryNetwork, Network_TO, NetworkArc},
};

use self::proxies::Route;
pub use self::{
    addresses::AddressPolicy,
    proxies::{Proxies, UnusableProxy},
};
use crate::manifest::{FixedHost, NetworkUse};

/// What all networks of a host have in common.
#[derive(Clone, Debug)]
pub(crate) struct Defaults {
    pub(crate) addresses: AddressPolicy,
    pub(crate) proxies: Proxies,
    pub(crate) user_agent: String,
    pub(crate) limits: Limits,
}

/// The network of one connection.
pub(crate) struct ConnectionNetwork {
    key: String,
    policy: Policy,
    proxy: Option<Url>,
    own_roots: Vec<Vec<u8>>,
    /// The connection's own host and port.
    target: Option<(String, u16)>,
    fixed_hosts: Vec<FixedHost>,
    addresses: AddressPolicy,
}

impl ConnectionNetwork {
    /// The network of a connection to `address`, or of no connection at all, with the certificates in `pem` trusted beside the
    /// system's.
    pub(crate) fn new(
        defaults: &Defaults,
        allowed: &NetworkUse,
        address: Option<&Url>,
        pem: &[&str],
    ) -> Self {
        // What can't be read is not trusted, and the plugin says so to the user.
        let own_roots: Vec<Vec<u8>> = pem
            .iter()
            .flat_map(|pem| certificates(pem).unwrap_or_default())
            .collect();
        let first_fixed = allowed.hosts.first().map(FixedHost::url);
        let route = match address.or(first_fixed.as_ref()) {
            Some(address) => defaults.proxies.route(address),
            None => Route::Direct,
        };
        let target = address
            .filter(|_| allowed.connection_host)
            .map(|address| (address.host().to_owned(), address.port()));
        let (proxy, address, authorization) = match route {
            Route::Direct => (None, None, None),
            Route::Through(proxy) => (
                Some(proxy.address.to_string()),
                Some(proxy.address),
                proxy.authorization,
            ),
            // Nobody can send anything through this.
            Route::Nowhere => (Some(String::new()), None, None),
        };
        let policy = Policy {
            proxy,
            proxy_authorization: authorization,
            user_agent: defaults.user_agent.clone(),
            limits: defaults.limits.clone(),
        };
        let mut network = Self {
            key: String::new(),
            proxy: address,
            policy,
            own_roots,
            target,
            fixed_hosts: allowed.hosts.clone(),
            addresses: defaults.addresses,
        };
        network.key = network.digest();
        network
    }

    /// Two networks that differ in anything have different keys. The key tells nothing: the policy may hold a proxy's password.
    fn digest(&self) -> String {
        let mut digest = Sha256::new();
        let mut part = |bytes: &[u8]| {
            digest.update((bytes.len() as u64).to_be_bytes());
            digest.update(bytes);
        };
        part(
            serde_json::to_string(&self.policy)
                .unwrap_or_default()
                .as_bytes(),
        );
        part(
            format!(
                "{:?} {:?} {:?}",
                self.target, self.fixed_hosts, self.addresses
            )
            .as_bytes(),
        );
        for root in &self.own_roots {
            part(root);
        }
        digest
            .finalize()
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect()
    }

    /// This network as it crosses the boundary.
    pub(crate) fn for_boundary(self: &Arc<Self>) -> NetworkArc {
        Network_TO::from_ptr(RArc::new(Crossing(self.clone())), TD_Opaque)
    }
}

impl Network for ConnectionNetwork {
    fn key(&self) -> String {
        self.key.clone()
    }

    fn policy(&self) -> Result<Policy, UnreadablePolicy> {
        Ok(self.policy.clone())
    }

    fn roots(&self) -> Vec<Vec<u8>> {
        system_roots()
            .iter()
            .chain(&self.own_roots)
            .cloned()
            .collect()
    }

    fn may_connect(&self, host: &str, ip: Option<IpAddr>, port: u16) -> bool {
        // Nobody resolves an address: it is judged even where whoever asks leaves it out.
        let ip = ip.or_else(|| host.parse().ok());
        let allows = |addresses: AddressPolicy| ip.is_none_or(|ip| addresses.allows(ip));
        let is_target = self
            .target
            .as_ref()
            .is_some_and(|(name, of)| name == host && *of == port);
        if is_target {
            return allows(self.addresses);
        }
        if self
            .fixed_hosts
            .iter()
            .any(|fixed| fixed.name() == host && fixed.port() == port)
        {
            // No user named it: what it leads to is on the public network, or the name has been taken over.
            return allows(AddressPolicy::deny_private());
        }
        // Whoever runs the host named the proxy. Without an address it is asked for as a target.
        let is_proxy = self
            .proxy
            .as_ref()
            .is_some_and(|proxy| proxy.host() == host && proxy.port() == port);
        is_proxy && ip.is_some()
    }
}

struct Crossing(Arc<ConnectionNetwork>);

impl BoundaryNetwork for Crossing {
    fn key(&self) -> RString {
        self.0.key().into()
    }

    fn policy(&self) -> RString {
        serde_json::to_string(&self.0.policy)
            .unwrap_or_default()
            .into()
    }

    fn roots(&self) -> RVec<RVec<u8>> {
        self.0.roots().into_iter().map(RVec::from).collect()
    }

    fn may_connect(&self, host: RStr<'_>, ip: RStr<'_>, port: u16) -> bool {
        let ip = match ip.as_str() {
            "" => None,
            text => match text.parse() {
                Ok(ip) => Some(ip),
                // What is no address is no address that may be reached.
                Err(_) => return false,
            },
        };
        self.0.may_connect(host.as_str(), ip, port)
    }
}

/// The roots that the system trusts, read once. A system without any is no error here: public instances will not be trusted, and
/// that is what the user is told.
fn system_roots() -> &'static [Vec<u8>] {
    static ROOTS: OnceLock<Vec<Vec<u8>>> = OnceLock::new();
    ROOTS.get_or_init(|| {
        let found = rustls_native_certs::load_native_certs();
        found.certs.iter().map(|root| root.to_vec()).collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn network(allowed: &NetworkUse, address: &str, proxies: Proxies) -> ConnectionNetwork {
        network_of(AddressPolicy::desktop(), allowed, Some(address), proxies)
    }

    fn network_of(
        addresses: AddressPolicy,
        allowed: &NetworkUse,
        address: Option<&str>,
        proxies: Proxies,
    ) -> ConnectionNetwork {
        let defaults = Defaults {
            addresses,
            proxies,
            user_agent: "test".into(),
            limits: Limits::default(),
        };
        let address = address.map(|address| Url::parse(address).expect("an address"));
        ConnectionNetwork::new(&defaults, allowed, address.as_ref(), &[])
    }

    fn ip(text: &str) -> Option<IpAddr> {
        Some(text.parse().expect("an address"))
    }

    #[test]
    fn only_the_connections_own_host_and_port_may_be_reached() {
        let network = network(
            &NetworkUse::default(),
            "https://git.example.com:8443/root",
            Proxies::none(),
        );
        let public: Option<IpAddr> = "93.184.216.34".parse().ok();
        let metadata: Option<IpAddr> = "169.254.169.254".parse().ok();
        assert!(network.may_connect("git.example.com", public, 8443));
        assert!(!network.may_connect("git.example.com", public, 443));
        assert!(!network.may_connect("git.example.com", metadata, 8443));
        assert!(!network.may_connect("elsewhere.example.com", public, 8443));
    }

    #[test]
    fn a_manifest_may_name_fixed_hosts_and_leave_the_connections_out() {
        let allowed = NetworkUse {
            hosts: ["api.example.com", "login.example.com:8443"]
                .map(|host| FixedHost::try_from(host.to_owned()).expect("a host"))
                .into(),
            connection_host: false,
        };
        let network = network(&allowed, "https://git.example.com", Proxies::none());
        let public = ip("93.184.216.34");
        assert!(network.may_connect("api.example.com", public, 443));
        assert!(!network.may_connect("api.example.com", public, 8443));
        assert!(network.may_connect("login.example.com", public, 8443));
        assert!(!network.may_connect("login.example.com", public, 443));
        assert!(!network.may_connect("git.example.com", public, 443));
        // On a desktop, too: nobody there named them.
        assert!(!network.may_connect("api.example.com", ip("127.0.0.1"), 443));
        assert!(!network.may_connect("api.example.com", ip("10.0.0.1"), 443));

        let proxies = Proxies::fixed("http://proxy:3128").expect("a proxy");
        let network = network_of(AddressPolicy::desktop(), &allowed, None, proxies);
        assert!(network.policy.proxy.is_some(), "without a connection, too");
    }

    #[test]
    fn behind_a_proxy_the_proxy_may_be_reached_and_the_target_is_asked_for_by_name() {
        let proxies = Proxies::fixed("http://user:secret@10.0.0.9:3128").expect("a proxy");
        assert!(!format!("{proxies:?}").contains("secret"));
        let network = network(&NetworkUse::default(), "https://git.example.com", proxies);
        assert_eq!(
            network.policy.proxy.as_deref(),
            Some("http://10.0.0.9:3128/")
        );
        assert_eq!(
            network.policy.proxy_authorization.as_deref(),
            Some("Basic dXNlcjpzZWNyZXQ=")
        );
        assert!(network.may_connect("10.0.0.9", "10.0.0.9".parse().ok(), 3128));
        assert!(!network.may_connect("10.0.0.9", "10.0.0.9".parse().ok(), 3129));
        assert!(network.may_connect("git.example.com", None, 443));
        assert!(!network.may_connect("10.0.0.9", None, 3129));
        assert!(!network.may_connect("elsewhere.example.com", None, 443));
    }

    #[test]
    fn behind_a_proxy_an_address_is_judged_and_the_proxy_is_no_way_round_it() {
        let denying = |address| {
            let proxies = Proxies::fixed("http://10.0.0.9:3128").expect("a proxy");
            let allowed = NetworkUse::default();
            network_of(
                AddressPolicy::deny_private(),
                &allowed,
                Some(address),
                proxies,
            )
        };
        for (address, host, port) in [
            ("https://127.0.0.1", "127.0.0.1", 443),
            ("https://169.254.169.254", "169.254.169.254", 443),
            ("https://[::1]", "::1", 443),
            ("http://10.0.0.9:3128", "10.0.0.9", 3128),
        ] {
            let network = denying(address);
            assert!(!network.may_connect(host, None, port), "{address}");
            assert!(!network.may_connect(host, ip(host), port), "{address}");
        }
        let network = denying("https://93.184.216.34");
        assert!(network.may_connect("93.184.216.34", None, 443));
        assert!(network.may_connect("10.0.0.9", ip("10.0.0.9"), 3128));
    }

    #[test]
    fn networks_that_differ_have_different_keys() {
        let plain = |address| network(&NetworkUse::default(), address, Proxies::none()).key();
        assert_eq!(
            plain("https://a.example.com"),
            plain("https://a.example.com/root")
        );
        assert_ne!(
            plain("https://a.example.com"),
            plain("https://b.example.com")
        );
        let proxied = network(
            &NetworkUse::default(),
            "https://a.example.com",
            Proxies::fixed("http://p:1").expect("a proxy"),
        );
        assert_ne!(plain("https://a.example.com"), proxied.key());
    }
}
