//! As much of a browser as pages without scripts need: cookies, redirects within the instance, forms.

use gitlab_sim::GitLab;
use reqwest::Client;
use url::Url;
use url::form_urlencoded::Serializer;

use crate::support::{Got, client, take_apart};

pub(crate) struct Browser {
    client: Client,
    base: String,
    cookie: Option<String>,
    /// Where it is, and what it shows.
    pub(crate) address: Url,
    pub(crate) got: Option<Got>,
}

impl Browser {
    pub(crate) fn new(gitlab: &GitLab) -> Self {
        Self::at(gitlab.base_url(), client(gitlab))
    }

    pub(crate) fn at(base: &str, client: Client) -> Self {
        Self {
            client,
            base: base.to_owned(),
            cookie: None,
            address: base.parse().unwrap(),
            got: None,
        }
    }

    /// A path below the instance's root, or an address.
    pub(crate) async fn open(&mut self, place: &str) {
        let address = match place.strip_prefix('/') {
            Some(path) => format!("{}/{path}", self.base),
            None => place.to_owned(),
        };
        self.go(address.parse().unwrap(), None).await;
    }

    pub(crate) async fn sign_in(&mut self, login: &str) {
        assert!(self.page().contains("Sign in · GitLab"), "{}", self.page());
        self.submit("sign-in-button", &[("user[login]", login)])
            .await;
    }

    /// Fills in the form that has this button, and presses it.
    pub(crate) async fn submit(&mut self, button: &str, filled: &[(&str, &str)]) {
        let page = self.page().to_owned();
        let form = page
            .split("<form ")
            .skip(1)
            .map(|rest| rest.split("</form>").next().unwrap())
            .find(|form| form.contains(&format!("data-testid=\"{button}\"")))
            .unwrap_or_else(|| panic!("no {button}: {page}"));
        let hidden = form.split("<input type=\"hidden\" ").skip(1).map(|input| {
            let input = input.split('>').next().unwrap();
            (attribute(input, "name"), attribute(input, "value"))
        });
        let filled = filled.iter().map(|(name, value)| {
            assert!(
                form.contains(&format!("name=\"{name}\"")),
                "no {name}: {form}"
            );
            ((*name).to_owned(), (*value).to_owned())
        });
        let body = Serializer::new(String::new())
            .extend_pairs(hidden.chain(filled))
            .finish();
        let mut address = self.address.join(&attribute(form, "action")).unwrap();
        match attribute(form, "method").as_str() {
            "get" => {
                address.set_query(Some(&body));
                self.go(address, None).await;
            }
            _ => self.go(address, Some(body)).await,
        }
    }

    pub(crate) fn page(&self) -> &str {
        &self.got.as_ref().expect("a page").text
    }

    /// Follows redirects as long as they stay on the instance.
    async fn go(&mut self, address: Url, form: Option<String>) {
        let (mut address, mut form) = (address, form);
        for _ in 0..5 {
            self.address = address.clone();
            if !address.as_str().starts_with(&self.base) {
                return;
            }
            let mut request = match form.take() {
                Some(form) => self
                    .client
                    .post(address.clone())
                    .header("content-type", "application/x-www-form-urlencoded")
                    .body(form),
                None => self.client.get(address.clone()),
            };
            if let Some(cookie) = &self.cookie {
                request = request.header("cookie", format!("other=1; {cookie}"));
            }
            let got = take_apart(request.send().await.unwrap()).await;
            assert!(!got.text.contains("<script"), "{got:?}");
            if let Some(cookie) = got.header("set-cookie") {
                self.cookie = Some(cookie.split(';').next().unwrap().to_owned());
            }
            let next = got
                .header("location")
                .map(|location| address.join(location).unwrap());
            self.got = Some(got);
            match next {
                Some(next) => address = next,
                None => return,
            }
        }
        panic!("redirects without end: {address}");
    }
}

fn attribute(text: &str, name: &str) -> String {
    let (_, rest) = text
        .split_once(&format!("{name}=\""))
        .unwrap_or_else(|| panic!("no {name}: {text}"));
    let value = rest.split('"').next().unwrap();
    let value = value
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"");
    value.replace("&amp;", "&")
}
