//! Certificates of every kind, made when the instance starts.

use std::error::Error;
use std::io;
use std::sync::Arc;

use rcgen::{
    BasicConstraints, CertificateParams, DistinguishedName, DnType, ExtendedKeyUsagePurpose, IsCa,
    Issuer, KeyPair, KeyUsagePurpose, date_time_ymd,
};
use rustls::ServerConfig;
use rustls_pki_types::PrivateKeyDer;
use tokio_rustls::TlsAcceptor;

/// How https is spoken. None of the certificates is known to any system: a client needs [`GitLab::ca_pem`](crate::GitLab::ca_pem).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tls {
    /// A good certificate for `127.0.0.1` and `localhost`, from an authority of its own.
    OwnAuthority,
    /// As `OwnAuthority`, but expired.
    Expired,
    /// As `OwnAuthority`, but for `gitlab.example.com`.
    WrongHost,
    /// A good certificate that nobody else has signed.
    SelfSigned,
}

/// What the accept loop and the clients need.
pub(super) struct Secured {
    pub(super) acceptor: TlsAcceptor,
    /// What a client has to trust.
    pub(super) ca_pem: String,
}

impl Tls {
    pub(super) fn secure(self) -> io::Result<Secured> {
        self.make().map_err(|error| {
            io::Error::other(format!(
                "making the certificate of the simulated GitLab: {error}"
            ))
        })
    }

    fn make(self) -> Result<Secured, Box<dyn Error>> {
        let hosts = match self {
            Self::WrongHost => vec!["gitlab.example.com".to_owned()],
            _ => vec!["127.0.0.1".to_owned(), "localhost".to_owned()],
        };
        let mut wanted = CertificateParams::new(hosts)?;
        wanted.distinguished_name = called("simulated GitLab");
        wanted.not_before = date_time_ymd(2020, 1, 1);
        wanted.not_after = if self == Self::Expired {
            date_time_ymd(2021, 1, 1)
        } else {
            date_time_ymd(2049, 1, 1)
        };
        wanted.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
        let key = KeyPair::generate()?;

        let (certificate, ca_pem) = if self == Self::SelfSigned {
            let certificate = wanted.self_signed(&key)?;
            let pem = certificate.pem();
            (certificate, pem)
        } else {
            let authority_key = KeyPair::generate()?;
            let mut authority = CertificateParams::new(Vec::new())?;
            // A name of its own, so that the authority of another instance is unknown, not forged.
            let mark: String = authority_key
                .public_key_raw()
                .iter()
                .rev()
                .take(8)
                .map(|byte| format!("{byte:02x}"))
                .collect();
            authority.distinguished_name =
                called(&format!("authority {mark} of the simulated GitLab"));
            authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
            authority.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
            authority.not_before = date_time_ymd(2020, 1, 1);
            authority.not_after = date_time_ymd(2049, 1, 1);
            let pem = authority.self_signed(&authority_key)?.pem();
            (
                wanted.signed_by(&key, &Issuer::new(authority, authority_key))?,
                pem,
            )
        };

        let key = PrivateKeyDer::try_from(key.serialize_der())?;
        // The provider is named, so that whatever else the process has installed does not matter.
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let mut configuration = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()?
            .with_no_client_auth()
            .with_single_cert(vec![certificate.der().clone()], key)?;
        configuration.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
        Ok(Secured {
            acceptor: TlsAcceptor::from(Arc::new(configuration)),
            ca_pem,
        })
    }
}

fn called(name: &str) -> DistinguishedName {
    let mut distinguished_name = DistinguishedName::new();
    distinguished_name.push(DnType::CommonName, name);
    distinguished_name
}
