//! Certificates that a user pastes.

use std::fmt;

use rustls::{
    RootCertStore,
    pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject},
};

/// What was pasted can't be used as certificates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum InvalidCertificates {
    /// There is no PEM certificate in it.
    Missing,
    /// There is a private key in it, which nobody but its server should have.
    PrivateKey,
    /// What stands between the marks is no certificate.
    Unreadable,
}

impl fmt::Display for InvalidCertificates {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Missing => "no PEM certificate in the text",
            Self::PrivateKey => "a private key in the text",
            Self::Unreadable => "a certificate that can't be read",
        })
    }
}

impl std::error::Error for InvalidCertificates {}

/// Reads PEM certificates (RFC 7468), such as a field of the type [`Pem`](crate::FieldType::Pem) holds, into DER.
///
/// # Errors
///
/// If there is none, one that can't be read, or a private key.
pub fn certificates(pem: &str) -> Result<Vec<Vec<u8>>, InvalidCertificates> {
    if PrivateKeyDer::from_pem_slice(pem.as_bytes()).is_ok() || pem.contains("PRIVATE KEY-----") {
        return Err(InvalidCertificates::PrivateKey);
    }
    let mut found = Vec::new();
    for certificate in CertificateDer::pem_slice_iter(pem.as_bytes()) {
        let certificate = certificate.map_err(|_| InvalidCertificates::Unreadable)?;
        RootCertStore::empty()
            .add(certificate.clone())
            .map_err(|_| InvalidCertificates::Unreadable)?;
        found.push(certificate.to_vec());
    }
    if found.is_empty() {
        return Err(InvalidCertificates::Missing);
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROOT: &str = "\
-----BEGIN CERTIFICATE-----
MIIBfTCCASOgAwIBAgIUEAJtWyqaC7Fv1NGv0MZ8d9aOMwAwCgYIKoZIzj0EAwIw
FDESMBAGA1UEAwwJVGVzdCByb290MB4XDTI2MTEyMjEzMTgxNloXDTM2MTExOTEz
MTgxNlowFDESMBAGA1UEAwwJVGVzdCByb290MFkwEwYHKoZIzj0CAQYIKoZIzj0D
AQcDQgAEcXsNapwz4gyXo0rceA3lKV1KzLGBFz8X30ANrd2RN/7I4ElvxCKQR6Jj
E3VOTrTCZOe0T+27Gm6feGYee3/ZqKNTMFEwHQYDVR0OBBYEFJpty3evRsccv9yM
iAc2tLS6PpypMB8GA1UdIwQYMBaAFJpty3evRsccv9yMiAc2tLS6PpypMA8GA1Ud
EwEB/wQFMAMBAf8wCgYIKoZIzj0EAwIDSAAwRQIgGN5pXBmAss+7ncE05ZPmHBLU
8mOu71+n4ne6Dyyf1ogCIQCQynFjuiVO3ZDWa/vIRpU12ARnx2VFw9KJa5voMLEF
kA==
-----END CERTIFICATE-----";

    #[test]
    fn what_was_pasted_is_told_apart() {
        let pem = |label: &str, body: &str| {
            format!("-----BEGIN {label}-----\n{body}\n-----END {label}-----\n")
        };
        assert_eq!(certificates(ROOT).map(|found| found.len()), Ok(1));
        assert_eq!(
            certificates(&format!("{ROOT}\n# another\n{ROOT}")).map(|found| found.len()),
            Ok(2)
        );
        assert_eq!(certificates(""), Err(InvalidCertificates::Missing));
        assert_eq!(certificates("AAAA"), Err(InvalidCertificates::Missing));
        assert_eq!(
            certificates(&pem("CERTIFICATE", "AAAA")),
            Err(InvalidCertificates::Unreadable)
        );
        assert_eq!(
            certificates(&pem("RSA PRIVATE KEY", "AAAA")),
            Err(InvalidCertificates::PrivateKey)
        );
    }
}
