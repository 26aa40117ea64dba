//! What the plugin makes of a connection's form before anything is sent: certificates, and the guide to a token.

use gitlab_sim::{Scenario, Tls};
use violet_host::Plugin;
use violet_plugin::{Fields, Prepared, Verdict};

use crate::{
    check::by_token,
    support::{TestHost, built, call, in_language, wait},
};

async fn prepare(plugin: &Plugin, locale: &str, address: &str, certificates: &str) -> Prepared {
    let mut fields = Fields::default();
    fields.set("address", address);
    fields.set("ca_certificate", certificates);
    plugin
        .prepare(&in_language(locale), "token", fields)
        .await
        .unwrap()
}

#[test]
fn what_is_no_certificate_is_told_at_its_field() {
    wait(async {
        let host = TestHost::new();
        let plugin = host.load(&built().gitlab_library).await;
        let gitlab = Scenario::demo().tls(Tls::OwnAuthority).start().unwrap();
        let other = Scenario::demo().tls(Tls::OwnAuthority).start().unwrap();
        let (good, more) = (gitlab.ca_pem().unwrap(), other.ca_pem().unwrap());
        let key = "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n";
        let broken = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
        for (certificates, part) in [
            ("hello".to_owned(), "no certificate"),
            (key.to_owned(), "private key"),
            (format!("{good}{key}"), "private key"),
            (broken.to_owned(), "cannot be read"),
            (format!("{good}{broken}"), "cannot be read"),
            (good[..good.len() / 2].to_owned(), ""),
        ] {
            let prepared = prepare(&plugin, "en", gitlab.base_url(), &certificates).await;
            let [problem] = prepared.problems.as_slice() else {
                panic!("{certificates}: {:?}", prepared.problems)
            };
            let found = (problem.code.as_str(), problem.field.as_deref());
            assert_eq!(found, ("config.invalid", Some("/ca_certificate")));
            assert!(problem.message.contains(part), "{}", problem.message);
            assert!(problem.hint.is_some());
            // Nor does anything of it reach the network.
            let mut connection = by_token(gitlab.base_url(), gitlab.token());
            connection.fields.set("ca_certificate", certificates);
            let check = plugin.check(&call(), &connection).await.unwrap();
            assert_eq!((check.verdict, check.requests), (Verdict::Refused, 0));
        }
        assert_eq!(gitlab.connection_count(), 0);
        // Several are one bundle.
        let mut connection = by_token(gitlab.base_url(), gitlab.token());
        let bundle = format!("# ours\n{more}\n{good}");
        connection.fields.set("ca_certificate", bundle);
        let check = plugin.check(&call(), &connection).await.unwrap();
        assert_eq!(check.verdict, Verdict::Accepted, "{:?}", check.problems);
    });
}

#[test]
fn the_guide_leads_to_the_token_page_of_that_very_instance() {
    wait(async {
        let host = TestHost::new();
        let plugin = host.load(&built().gitlab_library).await;
        let root = "https://git.example.com/gitlab";
        for (locale, labels) in [
            (
                "en",
                [
                    "Access tokens",
                    "Add new token",
                    "Expiration date",
                    "Select scopes",
                ],
            ),
            (
                "es",
                [
                    "Tokens de acceso",
                    "Agregar nuevo token",
                    "Fecha de caducidad",
                    "Seleccione ámbitos",
                ],
            ),
        ] {
            let pasted = format!("{root}/-/user_settings/personal_access_tokens");
            let prepared = prepare(&plugin, locale, &pasted, "").await;
            let guide = &prepared.guides[0];
            let steps = guide.steps.join("\n");
            for label in labels {
                assert!(steps.contains(label), "{steps}");
            }
            assert!(steps.contains("30"), "what GitLab preselects: {steps}");
            let query = "name=Violet&scopes=read_api";
            let links: Vec<&str> = guide.links.iter().map(|link| link.url.as_str()).collect();
            assert_eq!(
                links,
                [
                    format!("{root}/-/user_settings/personal_access_tokens?{query}"),
                    format!("{root}/-/profile/personal_access_tokens?{query}"),
                    format!("{root}/profile/personal_access_tokens?{query}"),
                ]
            );
        }
        // GitLab.com has no older versions.
        let prepared = prepare(&plugin, "en", "gitlab.com", "").await;
        assert_eq!(prepared.guides[0].links.len(), 1);
    });
}
