//! The face of the plugin: its authentication methods and their fields, and what it makes of the connection's form before anything is
//! sent.
//!
//! For another application, change everything here but the order of things. Each text stands in `locales/`; a method's id, a field's
//! name and the schema version are contracts with what users have saved.

use violet_plugin::{
    http::{InvalidCertificates, certificates},
    prelude::*,
};

use crate::{
    account::SUFFICIENT,
    address::{self, Address},
};

/// The method by which a user signs in at GitLab.
pub(crate) const OAUTH: &str = "oauth";

/// The method by which a user pastes a token.
pub(crate) const TOKEN: &str = "token";

/// About access tokens and how to make them.
pub(crate) const TOKEN_HELP: &str = "https://docs.gitlab.com/user/profile/personal_access_tokens/";

/// About applications that use GitLab's OAuth.
pub(crate) const OAUTH_HELP: &str = "https://docs.gitlab.com/integration/oauth_provider/";

/// What the plugin is.
pub(crate) fn describe(context: &Context) -> Description {
    let mut oauth = method(context, OAUTH, MethodKind::OAuth2, OAUTH_HELP);
    let mut token = method(context, TOKEN, MethodKind::Token, TOKEN_HELP);
    token.other_option = true;
    oauth.fields = fields(context, []);
    token.fields = fields(
        context,
        [Field {
            help: Some(context.text("field-token.help")),
            placeholder: Some("glpat-…".into()),
            ..Field::secret("token", context.text("field-token"))
        }],
    );
    Description {
        help_url: Some("https://docs.gitlab.com/api/rest/authentication/".into()),
        ..Description::new(context.text("name"), SCHEMA_VERSION, [oauth, token])
    }
}

/// What the plugin makes of the connection's form.
pub(crate) fn prepare(context: &Context, method: &str, mut fields: Fields) -> Prepared {
    let mut problems = Vec::new();
    if !matches!(method, OAUTH | TOKEN) {
        let reason = context.text_with(
            "unknown-method",
            &[("method", violet_plugin::without_controls(method, 50).into())],
        );
        problems.push(context.problem(code::USAGE_INVALID).because(reason).into());
    }
    let address = match Address::of(context, &fields) {
        Ok(address) => {
            fields.set("address", address.to_field());
            Some(address)
        }
        Err(problem) => {
            problems.push(problem);
            None
        }
    };
    let pem = fields.text("ca_certificate");
    if !pem.is_empty()
        && let Err(reason) = certificates(pem)
    {
        let text = match reason {
            InvalidCertificates::PrivateKey => "certificate-private-key",
            InvalidCertificates::Missing => "certificate-missing",
            _ => "certificate-unreadable",
        };
        let problem = context
            .problem(code::CONFIG_INVALID)
            .because(context.text(text))
            .field("/ca_certificate");
        problems.push(problem.into());
    }
    fields.set("allow_plain_http", fields.flag("allow_plain_http"));
    for problem in &mut problems {
        problem.field = problem
            .field
            .take()
            .or_else(|| field_of(&problem.code, method));
    }
    Prepared {
        fields,
        problems,
        guides: if method == TOKEN {
            vec![guide(context, address.as_ref())]
        } else {
            Vec::new()
        },
        oauth: address
            .filter(|_| method == OAUTH)
            .map(|address| oauth(&address)),
    }
}

/// The field of the connection's form that a problem is about, as a JSON pointer.
pub(crate) fn field_of(code: &str, method: &str) -> Option<String> {
    let is = |codes: &[Code]| codes.iter().any(|known| known.id == code);
    let field = if code.starts_with("token.") && method == TOKEN {
        "/token"
    } else if is(&[code::INSTANCE_TLS_UNTRUSTED]) {
        "/ca_certificate"
    } else if is(OF_ADDRESS) {
        "/address"
    } else {
        return None;
    };
    Some(field.into())
}

fn method(context: &Context, id: &str, kind: MethodKind, help_url: &str) -> Method {
    let text = |part: &str| context.text(&format!("method-{id}{part}"));
    Method {
        button: text(".button"),
        help: Some(text(".help")),
        help_url: Some(help_url.into()),
        ..Method::new(id, kind, text(""))
    }
}

/// The address, then the method's own fields, then what few need.
fn fields<const COUNT: usize>(context: &Context, own: [Field; COUNT]) -> Vec<Field> {
    let help = |id: &str| Some(context.text(&format!("{id}.help")));
    let address = Field {
        help: help("field-address"),
        default: Some(address::DEFAULT.into()),
        placeholder: Some("https://gitlab.example.com".into()),
        ..Field::address("address", context.text("field-address"))
    };
    let certificate = Field {
        help: help("field-ca_certificate"),
        advanced: true,
        placeholder: Some("-----BEGIN CERTIFICATE-----".into()),
        ..Field::new(
            "ca_certificate",
            FieldType::Pem,
            context.text("field-ca_certificate"),
        )
    };
    let plain_http = Field {
        help: help("field-allow_plain_http"),
        advanced: true,
        default: Some(false.into()),
        ..Field::new(
            "allow_plain_http",
            FieldType::Boolean,
            context.text("field-allow_plain_http"),
        )
    };
    [address]
        .into_iter()
        .chain(own)
        .chain([certificate, plain_http])
        .collect()
}

/// How to come by a token, with GitLab's own labels, and the pages of that very instance.
fn guide(context: &Context, address: Option<&Address>) -> Guide {
    let links = address.map_or_else(Vec::new, |address| {
        let pages = if address.is_gitlab_com() {
            &TOKEN_PAGES[..1]
        } else {
            TOKEN_PAGES
        };
        let link = |(text, page): &(&str, &[&str])| Link {
            label: context.text(text),
            url: address
                .at(page)
                .with_query("name", "Violet")
                .with_query("scopes", SUFFICIENT[0])
                .to_string(),
        };
        pages.iter().map(link).collect()
    });
    Guide {
        field: "token".into(),
        steps: STEPS.iter().map(|step| context.text(step)).collect(),
        links,
    }
}

fn oauth(address: &Address) -> OAuth {
    let endpoint = |name: &str| address.at(&["oauth", name]).to_string();
    OAuth {
        authorization_endpoint: Some(endpoint("authorize")),
        token_endpoint: endpoint("token"),
        revocation_endpoint: Some(endpoint("revoke")),
        // Since 17.2. GitLab's own discovery document leaves it out.
        device_authorization_endpoint: Some(endpoint("authorize_device")),
        scopes: vec![SUFFICIENT[0].into()],
        registration_url: Some(
            address
                .at(&["-", "user_settings", "applications"])
                .to_string(),
        ),
        quirks: Vec::new(),
    }
}

/// Raise it when saved configurations need a `migrate`.
const SCHEMA_VERSION: u32 = 1;

const STEPS: &[&str] = &[
    "guide-token-open",
    "guide-token-name",
    "guide-token-scope",
    "guide-token-create",
    "guide-token-paste",
    "guide-token-go-on",
];

/// Where an instance keeps its access tokens, newest version first. The form behind the first is filled in by the query since 14.1, and
/// opens by itself since 17.4; the others are gone in newer versions.
const TOKEN_PAGES: &[(&str, &[&str])] = &[
    (
        "link-tokens",
        &["-", "user_settings", "personal_access_tokens"],
    ),
    (
        "link-tokens-16_6",
        &["-", "profile", "personal_access_tokens"],
    ),
    ("link-tokens-13_4", &["profile", "personal_access_tokens"]),
];

/// Problems that another address may solve.
const OF_ADDRESS: &[Code] = &[
    code::INSTANCE_URL_INVALID,
    code::INSTANCE_ADDRESS_FORBIDDEN,
    code::INSTANCE_INSECURE,
    code::INSTANCE_DNS,
    code::INSTANCE_REFUSED,
    code::INSTANCE_TIMEOUT,
    code::INSTANCE_CONNECTION_LOST,
    code::INSTANCE_TLS_HOSTNAME,
    code::INSTANCE_TLS_EXPIRED,
    code::INSTANCE_NOT_GITLAB,
    code::INSTANCE_WRONG_PATH,
    code::INSTANCE_REDIRECTED,
];
