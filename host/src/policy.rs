//! Which network a plugin may use: addresses, certificates, proxies.

use std::{
    fmt,
    net::{IpAddr, Ipv4Addr, Ipv6Addr},
    sync::{Arc, OnceLock},
};

use hyper_util::client::proxy::matcher::Matcher;
use rustls_pki_types::{CertificateDer, pem::PemObject};
use sha2::{Digest, Sha256};
use violet_plugin::http::{Limits, Network, Policy, Url};
use violet_plugin_abi::{
    abi_stable::{
        sabi_trait::TD_Opaque,
        std_types::{RArc, RStr, RString, RVec},
    },
    call::{Network as BoundaryNetwork, Network_TO, NetworkArc},
};

use crate::manifest::NetworkUse;

/// Which addresses may be reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AddressPolicy {
    private: bool,
}

impl AddressPolicy {
    /// For a host on somebody's own machine or network: private addresses and this machine itself, too, where the user named them.
    #[must_use]
    pub fn desktop() -> Self {
        Self { private: true }
    }

    /// For a host that serves strangers: public addresses only.
    #[must_use]
    pub fn deny_private() -> Self {
        Self { private: false }
    }

    /// Whether a connection to this address may be opened, for a host that the user named.
    #[must_use]
    pub fn allows(self, ip: IpAddr) -> bool {
        let ip = embedded(ip);
        !never(ip) && (self.private || !private(ip))
    }
}

/// The IPv4 address inside an IPv6 one, where there is one: it is what would be reached.
fn embedded(ip: IpAddr) -> IpAddr {
    let IpAddr::V6(v6) = ip else { return ip };
    if let Some(v4) = v6.to_ipv4_mapped() {
        return v4.into();
    }
    match v6.segments() {
        // NAT64 (RFC 6052) and 6to4 (RFC 3056).
        [0x64, 0xff9b, 0, 0, 0, 0, high, low] | [0x2002, high, low, ..] => {
            let [a, b] = high.to_be_bytes();
            let [c, d] = low.to_be_bytes();
            Ipv4Addr::new(a, b, c, d).into()
        }
        _ => ip,
    }
}

/// Addresses where no instance can be: unspecified, multicast, reserved, link-local, and the metadata services of clouds.
fn never(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(v4) => {
            let [first, ..] = v4.octets();
            first == 0
                || first >= 240
                || v4.is_multicast()
                || v4.is_link_local()
                || METADATA_V4.contains(&v4)
        }
        IpAddr::V6(v6) => {
            v6.is_unspecified()
                || v6.is_multicast()
                || v6.is_unicast_link_local()
                || METADATA_V6.contains(&v6)
        }
    }
}

/// Addresses of this machine and of private networks, shared address space (RFC 6598) included.
fn private(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(v4) => {
            let [first, second, ..] = v4.octets();
            v4.is_private() || v4.is_loopback() || (first == 100 && (64..128).contains(&second))
        }
        IpAddr::V6(v6) => v6.is_loopback() || v6.is_unique_local(),
    }
}

/// Metadata services outside the link-local range: Alibaba's and Oracle's.
const METADATA_V4: &[Ipv4Addr] = &[
    Ipv4Addr::new(100, 100, 100, 200),
    Ipv4Addr::new(192, 0, 0, 192),
];

/// The metadata services of AWS and Google over IPv6.
const METADATA_V6: &[Ipv6Addr] = &[
    Ipv6Addr::new(0xfd00, 0xec2, 0, 0, 0, 0, 0, 0x254),
    Ipv6Addr::new(0xfd20, 0xce, 0, 0, 0, 0, 0, 0x254),
];

/// Which proxy an address is reached through.
#[derive(Clone)]
pub struct Proxies(Option<Arc<Matcher>>);

impl fmt::Debug for Proxies {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(if self.0.is_some() {
            "Proxies(***)"
        } else {
            "Proxies(none)"
        })
    }
}

impl Proxies {
    /// No proxy.
    #[must_use]
    pub fn none() -> Self {
        Self(None)
    }

    /// As `HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY` and `NO_PROXY` say.
    #[must_use]
    pub fn from_environment() -> Self {
        Self(Some(Arc::new(Matcher::from_env())))
    }

    /// This one for everything.
    ///
    /// # Errors
    ///
    /// If that is no address of a proxy that speaks HTTP.
    pub fn fixed(address: &str) -> Result<Self, violet_plugin::http::InvalidUrl> {
        Url::parse(address)?;
        Ok(Self(Some(Arc::new(
            Matcher::builder().all(address).build(),
        ))))
    }

    /// The proxy for an address, and the header that it wants.
    fn of(&self, url: &Url) -> Option<(Url, Option<String>)> {
        let target = url.as_str().parse().ok()?;
        let proxy = self.0.as_ref()?.intercept(&target)?;
        let authorization = proxy
            .basic_auth()
            .and_then(|value| value.to_str().ok())
            .map(str::to_owned);
        Some((Url::parse(&proxy.uri().to_string()).ok()?, authorization))
    }
}

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
    fixed_hosts: Vec<String>,
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
        let own_roots: Vec<Vec<u8>> = pem.iter().flat_map(|pem| certificates(pem)).collect();
        let proxy = address.and_then(|address| defaults.proxies.of(address));
        let target = address
            .filter(|_| allowed.connection_host)
            .map(|address| (address.host().to_owned(), address.port()));
        let (proxy, proxy_authorization) = proxy.unzip();
        let policy = Policy {
            proxy: proxy.as_ref().map(Url::to_string),
            proxy_authorization: proxy_authorization.flatten(),
            user_agent: defaults.user_agent.clone(),
            limits: defaults.limits.clone(),
        };
        let mut network = Self {
            key: String::new(),
            proxy,
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

    fn policy(&self) -> Policy {
        self.policy.clone()
    }

    fn roots(&self) -> Vec<Vec<u8>> {
        system_roots()
            .iter()
            .chain(&self.own_roots)
            .cloned()
            .collect()
    }

    fn may_connect(&self, host: &str, ip: Option<IpAddr>, port: u16) -> bool {
        let is_proxy = self
            .proxy
            .as_ref()
            .is_some_and(|proxy| proxy.host() == host && proxy.port() == port);
        if is_proxy && ip.is_some() {
            // Whoever runs the host named it.
            return true;
        }
        let is_target = self
            .target
            .as_ref()
            .is_some_and(|(name, of)| name == host && *of == port);
        let is_named = is_target || self.fixed_hosts.iter().any(|fixed| fixed == host);
        is_named && ip.is_none_or(|ip| self.addresses.allows(ip))
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

/// The certificates in a PEM text; what is none is left out, and the plugin says so to the user.
fn certificates(pem: &str) -> Vec<Vec<u8>> {
    CertificateDer::pem_slice_iter(pem.as_bytes())
        .filter_map(Result::ok)
        .map(|certificate| certificate.to_vec())
        .collect()
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

    #[test]
    fn addresses_are_judged_by_what_would_be_reached() {
        let (desktop, hosted) = (AddressPolicy::desktop(), AddressPolicy::deny_private());
        for (ip, for_desktop, for_hosted) in [
            ("93.184.216.34", true, true),
            ("2606:2800:220:1::1", true, true),
            ("127.0.0.1", true, false),
            ("::1", true, false),
            ("10.1.2.3", true, false),
            ("192.168.1.1", true, false),
            ("100.64.0.1", true, false),
            ("fd12:3456::1", true, false),
            ("::ffff:10.0.0.1", true, false),
            ("64:ff9b::a00:1", true, false),
            ("2002:a00:1::", true, false),
            ("169.254.169.254", false, false),
            ("::ffff:169.254.169.254", false, false),
            ("64:ff9b::a9fe:a9fe", false, false),
            ("100.100.100.200", false, false),
            ("fd00:ec2::254", false, false),
            ("fe80::1", false, false),
            ("0.0.0.0", false, false),
            ("0.1.2.3", false, false),
            ("::", false, false),
            ("224.0.0.1", false, false),
            ("255.255.255.255", false, false),
            ("ff02::1", false, false),
        ] {
            let ip: IpAddr = ip.parse().expect("an address");
            assert_eq!(desktop.allows(ip), for_desktop, "{ip} on a desktop");
            assert_eq!(hosted.allows(ip), for_hosted, "{ip} for strangers");
        }
    }

    fn network(allowed: &NetworkUse, address: &str, proxies: Proxies) -> ConnectionNetwork {
        let defaults = Defaults {
            addresses: AddressPolicy::desktop(),
            proxies,
            user_agent: "test".into(),
            limits: Limits::default(),
        };
        let address = Url::parse(address).expect("an address");
        ConnectionNetwork::new(&defaults, allowed, Some(&address), &[])
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
            hosts: vec!["api.example.com".into()],
            connection_host: false,
        };
        let network = network(&allowed, "https://git.example.com", Proxies::none());
        let public: Option<IpAddr> = "93.184.216.34".parse().ok();
        assert!(network.may_connect("api.example.com", public, 443));
        assert!(!network.may_connect("git.example.com", public, 443));
    }

    #[test]
    fn behind_a_proxy_the_proxy_may_be_reached_and_the_target_is_asked_for_by_name() {
        let proxies = Proxies::fixed("http://user:secret@10.0.0.9:3128").expect("a proxy");
        assert!(!format!("{proxies:?}").contains("secret"));
        let network = network(&NetworkUse::default(), "https://git.example.com", proxies);
        assert_eq!(
            network.policy().proxy.as_deref(),
            Some("http://10.0.0.9:3128/")
        );
        assert_eq!(
            network.policy().proxy_authorization.as_deref(),
            Some("Basic dXNlcjpzZWNyZXQ=")
        );
        assert!(network.may_connect("10.0.0.9", "10.0.0.9".parse().ok(), 3128));
        assert!(!network.may_connect("10.0.0.9", "10.0.0.9".parse().ok(), 3129));
        assert!(network.may_connect("git.example.com", None, 443));
        assert!(!network.may_connect("elsewhere.example.com", None, 443));
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
