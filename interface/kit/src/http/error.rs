//! What keeps an answer from arriving.

use std::{error::Error, fmt, io};

use crate::{Code, Context, Problem, code};

/// What kept a whole answer from arriving. It names the host; it holds no address, no header and no body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HttpError {
    kind: HttpErrorKind,
    host: String,
    reason: Option<String>,
}

/// The kinds of [`HttpError`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum HttpErrorKind {
    /// The request itself can't be sent.
    Unsendable,
    /// The host's policy forbids the address.
    Forbidden,
    /// The name has no address.
    Dns,
    /// Nothing listens there.
    Refused,
    /// No answer in time.
    Timeout,
    /// The connection could not be made, or broke before an answer came.
    Lost,
    /// The proxy did not let the request through.
    Proxy,
    /// The certificate comes from an authority that is not trusted.
    TlsUntrusted,
    /// The certificate was made for another name.
    TlsHostname,
    /// The certificate is expired, or not valid yet.
    TlsExpired,
    /// The answer ended before its end.
    CutOff,
    /// The answer is larger than the limit.
    TooLarge,
    /// Anything else.
    Other,
}

impl HttpError {
    pub(crate) fn new(kind: HttpErrorKind, host: &str) -> Self {
        Self {
            kind,
            host: host.to_owned(),
            reason: None,
        }
    }

    pub(crate) fn because(mut self, reason: impl Into<String>) -> Self {
        self.reason = Some(reason.into());
        self
    }

    /// What kind it is.
    #[must_use]
    pub fn kind(&self) -> HttpErrorKind {
        self.kind
    }

    /// The code that says it to a user.
    #[must_use]
    pub fn code(&self) -> Code {
        match self.kind {
            HttpErrorKind::Unsendable => code::TOKEN_MALFORMED,
            HttpErrorKind::Forbidden => code::INSTANCE_ADDRESS_FORBIDDEN,
            HttpErrorKind::Dns => code::INSTANCE_DNS,
            HttpErrorKind::Refused => code::INSTANCE_REFUSED,
            HttpErrorKind::Timeout => code::INSTANCE_TIMEOUT,
            HttpErrorKind::Lost | HttpErrorKind::Other => code::INSTANCE_CONNECTION_LOST,
            HttpErrorKind::Proxy => code::INSTANCE_PROXY,
            HttpErrorKind::TlsUntrusted => code::INSTANCE_TLS_UNTRUSTED,
            HttpErrorKind::TlsHostname => code::INSTANCE_TLS_HOSTNAME,
            HttpErrorKind::TlsExpired => code::INSTANCE_TLS_EXPIRED,
            HttpErrorKind::CutOff | HttpErrorKind::TooLarge => code::INSTANCE_BAD_ANSWER,
        }
    }

    /// The problem that says it to a user.
    #[must_use]
    pub fn problem(&self, context: &Context) -> Problem {
        let mut draft = context
            .problem(self.code())
            .with("host", self.host.as_str());
        if let Some(reason) = &self.reason {
            draft = draft.because(reason);
        }
        draft.into()
    }
}

impl fmt::Display for HttpError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "no answer from `{}`: {:?}", self.host, self.kind)?;
        match &self.reason {
            Some(reason) => write!(formatter, " ({reason})"),
            None => Ok(()),
        }
    }
}

impl Error for HttpError {}

/// The resolver found no address.
#[derive(Debug)]
pub(super) struct NameUnknown;

/// The resolver found addresses, all of them forbidden.
#[derive(Debug)]
pub(super) struct AddressForbidden;

macro_rules! says {
    ($type:ty, $text:literal) => {
        impl fmt::Display for $type {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str($text)
            }
        }

        impl Error for $type {}
    };
}

says!(NameUnknown, "the name has no address");
says!(AddressForbidden, "all addresses of the name are forbidden");

/// What a failed request means. The causes are found by their types; only for a proxy's refusal is there nothing but a text.
pub(super) fn classify(error: &reqwest::Error, host: &str, proxied: bool) -> HttpError {
    let mut kind = None;
    let mut reason = None;
    for cause in causes(error) {
        if cause.is::<NameUnknown>() {
            kind = Some(HttpErrorKind::Dns);
        } else if cause.is::<AddressForbidden>() {
            kind = Some(HttpErrorKind::Forbidden);
        } else if let Some(tls) = cause.downcast_ref::<rustls::Error>() {
            kind = Some(of_tls(tls));
            reason = Some(tls.to_string());
        } else if let Some(io) = cause.downcast_ref::<io::Error>() {
            kind = kind.or(match io.kind() {
                io::ErrorKind::ConnectionRefused => Some(HttpErrorKind::Refused),
                io::ErrorKind::TimedOut => Some(HttpErrorKind::Timeout),
                _ => None,
            });
        }
    }
    let is_tls = reason.is_some();
    let through_proxy =
        proxied && error.is_connect() && !is_tls && kind != Some(HttpErrorKind::Forbidden);
    let kind = match kind {
        _ if through_proxy && !error.is_timeout() => HttpErrorKind::Proxy,
        Some(kind) => kind,
        None if error.is_timeout() => HttpErrorKind::Timeout,
        None => HttpErrorKind::Lost,
    };
    let classified = HttpError::new(kind, host);
    match reason {
        Some(reason) => classified.because(reason),
        None => classified,
    }
}

/// The error and what it comes from, looking into `io::Error`s, which hide theirs.
fn causes<'a>(error: &'a (dyn Error + 'static)) -> impl Iterator<Item = &'a (dyn Error + 'static)> {
    std::iter::successors(Some(error), |&error| {
        let inner = error
            .downcast_ref::<io::Error>()
            .and_then(io::Error::get_ref)
            .map(|inner| inner as &(dyn Error + 'static));
        inner.or_else(|| error.source())
    })
}

fn of_tls(error: &rustls::Error) -> HttpErrorKind {
    use rustls::CertificateError as Certificate;
    match error {
        rustls::Error::InvalidCertificate(reason) => match reason {
            Certificate::Expired
            | Certificate::ExpiredContext { .. }
            | Certificate::NotValidYet
            | Certificate::NotValidYetContext { .. } => HttpErrorKind::TlsExpired,
            Certificate::NotValidForName | Certificate::NotValidForNameContext { .. } => {
                HttpErrorKind::TlsHostname
            }
            _ => HttpErrorKind::TlsUntrusted,
        },
        rustls::Error::NoCertificatesPresented => HttpErrorKind::TlsUntrusted,
        _ => HttpErrorKind::Lost,
    }
}
