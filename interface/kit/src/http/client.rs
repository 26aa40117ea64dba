//! The clients behind requests: one for each network and port, kept for later calls.

use std::{
    net::SocketAddr,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use reqwest::{
    dns::{Addrs, Name, Resolve, Resolving},
    header::HeaderValue,
};
use rustls::{ClientConfig, RootCertStore, crypto::ring, pki_types::CertificateDer};

use super::{
    HttpError, HttpErrorKind, Network, Policy, Url,
    error::{AddressForbidden, NameUnknown},
};

/// The clients that were made so far, the last used one last.
#[derive(Default)]
pub struct Shared(Mutex<Vec<Kept>>);

struct Kept {
    key: String,
    port: u16,
    client: reqwest::Client,
}

impl Shared {
    /// The client for this network and port. The port is the client's because the resolver, which asks whether an address may be
    /// used, is told the name alone.
    pub(crate) fn client(
        &self,
        network: &Arc<dyn Network>,
        policy: &Policy,
        port: u16,
        host: &str,
    ) -> Result<reqwest::Client, HttpError> {
        let key = network.key();
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(index) = kept
            .iter()
            .position(|kept| kept.key == key && kept.port == port)
        {
            let found = kept.remove(index);
            let client = found.client.clone();
            kept.push(found);
            return Ok(client);
        }
        let client = build(network, policy, port)
            .map_err(|reason| HttpError::new(reason.kind, host).because(reason.text))?;
        if kept.len() >= MOST_CLIENTS {
            kept.remove(0);
        }
        kept.push(Kept {
            key,
            port,
            client: client.clone(),
        });
        Ok(client)
    }

    /// Lets go of all clients and their idle connections.
    pub(crate) fn clear(&self) {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clear();
    }
}

struct NoClient {
    kind: HttpErrorKind,
    text: String,
}

fn build(
    network: &Arc<dyn Network>,
    policy: &Policy,
    port: u16,
) -> Result<reqwest::Client, NoClient> {
    let unusable = |kind, text: String| NoClient { kind, text };
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(network.roots().into_iter().map(CertificateDer::from));
    let mut tls = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(|error| unusable(HttpErrorKind::Other, error.to_string()))?
        .with_root_certificates(roots)
        .with_no_client_auth();
    tls.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];

    let mut builder = reqwest::Client::builder()
        .tls_backend_preconfigured(tls)
        .redirect(reqwest::redirect::Policy::none())
        .referer(false)
        .retry(reqwest::retry::never())
        .user_agent(&policy.user_agent)
        .connect_timeout(Duration::from_millis(policy.limits.connect_timeout_ms))
        .pool_max_idle_per_host(policy.limits.idle_connections)
        .pool_idle_timeout(IDLE)
        .no_proxy();
    let mut dialled_port = port;
    if let Some(proxy) = &policy.proxy {
        let bad = || {
            unusable(
                HttpErrorKind::Proxy,
                "the proxy's address can't be read".into(),
            )
        };
        let address = Url::parse(proxy).map_err(|_| bad())?;
        if let Some(ip) = address.ip()
            && !network.may_connect(address.host(), Some(ip), address.port())
        {
            return Err(unusable(
                HttpErrorKind::Forbidden,
                "the proxy's address is forbidden".into(),
            ));
        }
        dialled_port = address.port();
        let mut through = reqwest::Proxy::all(proxy).map_err(|_| bad())?;
        if let Some(authorization) = &policy.proxy_authorization {
            let mut value = HeaderValue::from_str(authorization).map_err(|_| bad())?;
            value.set_sensitive(true);
            through = through.custom_http_auth(value);
        }
        builder = builder.proxy(through);
    }
    builder
        .dns_resolver(Arc::new(Guarded {
            network: network.clone(),
            port: dialled_port,
        }))
        .build()
        .map_err(|error| unusable(HttpErrorKind::Other, error.without_url().to_string()))
}

/// Resolves names, and leaves out the addresses that the host forbids.
struct Guarded {
    network: Arc<dyn Network>,
    port: u16,
}

impl Resolve for Guarded {
    fn resolve(&self, name: Name) -> Resolving {
        let (network, port) = (self.network.clone(), self.port);
        Box::pin(async move {
            let host = name.as_str();
            let found: Vec<SocketAddr> = tokio::net::lookup_host((host, port))
                .await
                .map_err(|_| NameUnknown)?
                .collect();
            if found.is_empty() {
                return Err(NameUnknown.into());
            }
            let allowed: Vec<SocketAddr> = found
                .into_iter()
                .filter(|address| network.may_connect(host, Some(address.ip()), port))
                .collect();
            if allowed.is_empty() {
                return Err(AddressForbidden.into());
            }
            let addresses: Addrs = Box::new(allowed.into_iter());
            Ok(addresses)
        })
    }
}

/// So many connections' clients are kept at the most; the least recently used one goes first.
const MOST_CLIENTS: usize = 64;

/// How long an idle connection is kept: long enough for what a user does next, short enough not to hold an instance's sockets.
const IDLE: Duration = Duration::from_secs(30);
