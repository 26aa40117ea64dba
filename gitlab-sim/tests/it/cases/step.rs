//! What has to happen before the request of a case can be sent.

use gitlab_sim::GitLab;
use reqwest::{Method, RequestBuilder};
use serde_json::Value;
use url::Url;

use super::scene::{CALLBACK, CLIENT, SECRET};
use crate::support::{client, get_with, take_apart};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// Jane agrees: the code is exchanged.
    Agree,
    /// Jane agrees, and the application renews: the refresh token is sent once more.
    Renew,
    /// A device begins: it asks at once.
    Begin,
    /// Jane sees the page, and denies there.
    Deny,
}

/// Takes the step, and returns the request that comes of it.
pub(super) async fn take(step: Step, gitlab: &GitLab) -> RequestBuilder {
    let token = async |sent: &[(&str, &str)]| {
        let client_credentials = [("client_id", CLIENT), ("client_secret", SECRET)];
        send(
            gitlab,
            "/oauth/token",
            &[sent, &client_credentials].concat(),
        )
    };
    let exchange = async || {
        let callback = gitlab.authorize(&address(gitlab), "jane").unwrap();
        let callback: Url = callback.parse().unwrap();
        let (_, code) = callback.query_pairs().next().unwrap();
        let grant = ("grant_type", "authorization_code");
        token(&[grant, ("code", &code), ("redirect_uri", CALLBACK)]).await
    };
    match step {
        Step::Agree => exchange().await,
        Step::Renew => {
            let given = member(exchange().await, "refresh_token").await;
            let sent = [("grant_type", "refresh_token"), ("refresh_token", &given)];
            member(token(&sent).await, "refresh_token").await;
            token(&sent).await
        }
        Step::Begin => {
            let sent = [
                ("client_id", CLIENT),
                ("client_secret", SECRET),
                ("scope", "read_api"),
            ];
            let begun = send(gitlab, "/oauth/authorize_device", &sent);
            let code = member(begun, "device_code").await;
            let grant = "urn:ietf:params:oauth:grant-type:device_code";
            token(&[("grant_type", grant), ("device_code", &code)]).await
        }
        Step::Deny => {
            let cookie = gitlab.session_cookie("jane").unwrap();
            let address = address(gitlab);
            let path = address.strip_prefix(gitlab.base_url()).unwrap();
            let page = get_with(gitlab, path, &[("cookie", &cookie)]).await.text;
            let (_, rest) = page
                .split_once("name=\"authenticity_token\" value=\"")
                .unwrap();
            let authenticity = rest.split('"').next().unwrap();
            let url: Url = address.parse().unwrap();
            let shown: Vec<_> = url.query_pairs().into_owned().collect();
            let mut sent: Vec<(&str, &str)> =
                vec![("authenticity_token", authenticity), ("_method", "delete")];
            sent.extend(
                shown
                    .iter()
                    .map(|(name, value)| (name.as_str(), value.as_str())),
            );
            send(gitlab, "/oauth/authorize", &sent).header("cookie", cookie)
        }
    }
}

fn address(gitlab: &GitLab) -> String {
    let query = [
        ("client_id", CLIENT),
        ("redirect_uri", CALLBACK),
        ("response_type", "code"),
        ("scope", "read_api"),
        ("state", "s"),
    ];
    Url::parse_with_params(&format!("{}/oauth/authorize", gitlab.base_url()), query)
        .unwrap()
        .into()
}

fn send(gitlab: &GitLab, path: &str, form: &[(&str, &str)]) -> RequestBuilder {
    let mut body = url::form_urlencoded::Serializer::new(String::new());
    client(gitlab)
        .request(Method::POST, format!("{}{path}", gitlab.base_url()))
        .header("content-type", "application/x-www-form-urlencoded")
        .body(body.extend_pairs(form).finish())
}

async fn member(request: RequestBuilder, name: &str) -> String {
    let body: Value = take_apart(request.send().await.unwrap()).await.json();
    body[name]
        .as_str()
        .unwrap_or_else(|| panic!("{body}"))
        .to_owned()
}
