//! What the tests share: a client that follows no redirects, and answers taken apart.

use std::sync::Once;

use gitlab_sim::GitLab;
use reqwest::{Certificate, Client, ClientBuilder, redirect};
use serde_json::Value;

/// A client as careful as the product's: no redirects, no proxies, only the given authority.
pub(crate) fn client(gitlab: &GitLab) -> Client {
    let trusted = gitlab
        .ca_pem()
        .map(|pem| Certificate::from_pem(pem.as_bytes()).unwrap());
    client_builder().tls_certs_only(trusted).build().unwrap()
}

pub(crate) fn client_builder() -> ClientBuilder {
    static PROVIDER: Once = Once::new();
    PROVIDER.call_once(|| {
        rustls::crypto::ring::default_provider()
            .install_default()
            .unwrap();
    });
    Client::builder()
        .redirect(redirect::Policy::none())
        .no_proxy()
}

/// An answer, taken apart.
#[derive(Debug)]
pub(crate) struct Got {
    pub(crate) status: u16,
    pub(crate) headers: reqwest::header::HeaderMap,
    pub(crate) text: String,
}

impl Got {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|error| panic!("{error}: {}", self.text))
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().unwrap())
    }

    /// One member of every item.
    pub(crate) fn all(&self, member: &str) -> Vec<Value> {
        self.json()
            .as_array()
            .expect("a list")
            .iter()
            .map(|item| item[member].clone())
            .collect()
    }
}

/// GET with the first token in PRIVATE-TOKEN.
pub(crate) async fn get(gitlab: &GitLab, path: &str) -> Got {
    get_with(gitlab, path, &[("private-token", gitlab.token())]).await
}

/// GET with these headers only.
pub(crate) async fn get_with(gitlab: &GitLab, path: &str, headers: &[(&str, &str)]) -> Got {
    let mut request = client(gitlab).get(format!("{}{path}", gitlab.base_url()));
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    take_apart(request.send().await.unwrap()).await
}

pub(crate) async fn take_apart(response: reqwest::Response) -> Got {
    let (status, headers) = (response.status().as_u16(), response.headers().clone());
    Got {
        status,
        headers,
        text: response.text().await.unwrap(),
    }
}
