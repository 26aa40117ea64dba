//! Forms filled in from options, files, the environment and prompts.

use std::cell::RefCell;

use violet_plugin::{Description, Secret};

use super::*;
use crate::cli::credential::{Sources, complete};

fn description() -> Description {
    let oauth = Method::new("oauth", MethodKind::OAuth2, "OAuth");
    let mut token = Method::new("token", MethodKind::Token, "Token");
    token.fields = vec![
        Field {
            default: Some("https://git.example.com".into()),
            ..Field::address("address", "Address")
        },
        Field::secret("token", "API token"),
        Field::new("ca_certificate", FieldType::Pem, "CA certificate"),
        Field::new("allow_plain_http", FieldType::Boolean, "Allow plain HTTP"),
        Field {
            required: true,
            ..Field::new("team", FieldType::Text, "Team")
        },
    ];
    let mut basic = Method::new("basic", MethodKind::Basic, "Password");
    basic.fields = vec![
        Field::secret("user", "User"),
        Field::secret("password", "Password"),
    ];
    Description::new("Git", 1, [oauth, token, basic])
}

fn texts() -> Texts {
    Texts::new("en")
}

fn options(set: &[&str]) -> FieldOptions {
    FieldOptions {
        url: Some("https://one.example.com".into()),
        set: set.iter().map(|setting| (*setting).to_owned()).collect(),
        ..FieldOptions::default()
    }
}

fn with_team(set: &[&str]) -> FieldOptions {
    let mut options = options(set);
    options.set.push("team=blue".into());
    options
}

fn filled(options: &FieldOptions) -> Result<Filled, Problem> {
    let description = description();
    fill(&description.methods[1], options, None, &texts())
}

fn refused(options: &FieldOptions) -> Problem {
    let problem = filled(options).err().expect("it is wrong");
    assert_eq!(problem.code, "usage.invalid");
    problem
}

fn file(content: &[u8]) -> tempfile::NamedTempFile {
    use std::io::Write;
    let mut file = tempfile::NamedTempFile::new().expect("a file");
    file.write_all(content).expect("written");
    file
}

fn quiet() -> Sources<'static> {
    Sources {
        environment: None,
        input: Box::new(io::empty()),
        ask: None,
    }
}

#[test]
fn the_method_follows_from_the_purpose() {
    let description = description();
    let chosen = |options: &FieldOptions, purpose| {
        method(&description, options, purpose, &texts()).map(|method| method.id.clone())
    };
    let plain = FieldOptions::default();
    let auth = |id: &str| FieldOptions {
        auth: Some(id.into()),
        ..FieldOptions::default()
    };
    let by_file = FieldOptions {
        token_file: Some("-".into()),
        ..FieldOptions::default()
    };
    assert_eq!(chosen(&plain, Purpose::Check).as_deref(), Ok("token"));
    assert_eq!(chosen(&by_file, Purpose::Connect).as_deref(), Ok("token"));
    assert_eq!(
        chosen(&auth("basic"), Purpose::Check).as_deref(),
        Ok("basic")
    );

    let default = chosen(&plain, Purpose::Connect).expect_err("the default is OAuth");
    assert_eq!(default.code, "usage.invalid");
    assert!(
        default
            .hint
            .as_deref()
            .is_some_and(|hint| hint.contains("--auth token")),
        "{default:?}"
    );
    let check = chosen(&auth("oauth"), Purpose::Check).expect_err("there is nothing to check");
    assert!(check.message.contains("`connect`"), "{check:?}");
    let unknown = chosen(&auth("tokn"), Purpose::Check).expect_err("misspelt");
    assert!(
        unknown
            .hint
            .as_deref()
            .is_some_and(|hint| hint.contains("Did you mean `token`")),
        "{unknown:?}"
    );
}

#[test]
fn fields_take_their_types() {
    let pem = file(b"-----BEGIN CERTIFICATE-----\n");
    let set = [
        "allow_plain_http=true",
        &format!("ca_certificate=@{}", pem.path().display()),
        "team=@@blue=green",
    ];
    let filled = filled(&options(&set)).unwrap_or_else(|problem| panic!("{problem}"));
    assert_eq!(filled.fields.text("address"), "https://one.example.com");
    assert!(filled.fields.flag("allow_plain_http"));
    assert_eq!(
        filled.fields.get("ca_certificate"),
        Some(&"-----BEGIN CERTIFICATE-----\n".into())
    );
    assert_eq!(filled.fields.text("team"), "@blue=green");
    assert_eq!(filled.secrets.iter().count(), 0);
}

#[test]
fn what_is_wrong_with_a_setting_is_named() {
    for (set, expected) in [
        (&["allow_plain_http=yes"][..], "`true` or `false`"),
        (&["allow_plain_htp=true"], "`allow_plain_http`"),
        (&["team"], "NAME=VALUE"),
        (&["team=a", "team=b"], "twice"),
        (&["address=https://two.example.com"], "twice"),
        (&["ca_certificate=@/no/such/file"], "`ca_certificate`"),
        (&[], "`team`"),
    ] {
        let problem = refused(&options(set));
        let text = format!(
            "{} {}",
            problem.message,
            problem.hint.clone().unwrap_or_default()
        );
        assert!(text.contains(expected), "{set:?}: {text}");
    }
}

#[test]
fn a_credential_goes_nowhere_that_nobody_named() {
    let options = FieldOptions {
        url: None,
        ..with_team(&[])
    };
    let problem = refused(&options);
    assert!(problem.message.contains("`address`"), "{problem:?}");
    assert!(
        problem
            .hint
            .as_deref()
            .is_some_and(|hint| hint.contains("--url https://git.example.com")),
        "{problem:?}"
    );
}

#[test]
fn a_secret_on_the_command_line_is_refused_and_not_repeated() {
    for setting in [
        "token=glpat-visible",
        "token=@@glpat-visible",
        "token=@glpat-visible",
        "ca_certificate=@glpat-visible",
        "allow_plain_http=glpat-visible",
        "glpat-visible",
        "glpat-visible=x",
    ] {
        let problem = refused(&options(&[setting]));
        assert!(
            !format!("{problem:?}").contains("glpat-visible"),
            "{problem:?}"
        );
    }
    let mistaken = FieldOptions {
        token_file: Some("glpat-visible".into()),
        ..with_team(&[])
    };
    let mut secrets = Secrets::default();
    let description = description();
    let result = complete(
        &mut secrets,
        &description.methods[1],
        &mistaken,
        None,
        &mut quiet(),
        &texts(),
    );
    let problem = result.expect_err("there is no such file");
    assert!(
        !format!("{problem:?}").contains("glpat-visible"),
        "{problem:?}"
    );
}

#[test]
fn before_stays_what_is_not_given() {
    let description = description();
    let mut before = Fields::default();
    before.set("address", "https://old.example.com");
    before.set("team", "red");
    let options = FieldOptions {
        set: vec!["team=blue".into()],
        ..FieldOptions::default()
    };
    let filled = fill(&description.methods[1], &options, Some(&before), &texts())
        .unwrap_or_else(|problem| panic!("{problem}"));
    assert_eq!(filled.fields.text("address"), "https://old.example.com");
    assert_eq!(filled.fields.text("team"), "blue");
}

/// The token that `complete` finds for a method with one secret field.
fn token(
    options: &FieldOptions,
    kept: Option<&str>,
    mut sources: Sources<'_>,
) -> Result<Secret, Problem> {
    let description = description();
    let mut secrets = Secrets::default();
    let kept: Option<Secrets> = kept.map(|kept| {
        [("token".to_owned(), Secret::new(kept))]
            .into_iter()
            .collect()
    });
    complete(
        &mut secrets,
        &description.methods[1],
        options,
        kept.as_ref(),
        &mut sources,
        &texts(),
    )?;
    Ok(secrets.get("token").cloned().expect("complete"))
}

#[test]
fn the_token_comes_from_the_first_source_that_has_one() {
    let there = file(b"from file\r\n");
    let by_file = FieldOptions {
        token_file: Some(there.path().to_owned()),
        ..FieldOptions::default()
    };
    let by_input = FieldOptions {
        token_file: Some("-".into()),
        ..FieldOptions::default()
    };
    let none = FieldOptions::default();
    let all = || Sources {
        environment: Some(Secret::new("from environment")),
        input: Box::new(&b"from input\n"[..]),
        ask: Some(Box::new(|_| Ok(Secret::new("from prompt")))),
    };
    let found = |options, kept, sources| {
        token(options, kept, sources).map(|secret| secret.expose().to_vec())
    };
    assert_eq!(
        found(&by_file, Some("kept"), all()),
        Ok(b"from file".to_vec())
    );
    assert_eq!(
        found(&by_input, Some("kept"), all()),
        Ok(b"from input".to_vec())
    );
    assert_eq!(
        found(&none, Some("kept"), all()),
        Ok(b"from environment".to_vec())
    );
    assert_eq!(
        found(
            &none,
            Some("kept"),
            Sources {
                environment: None,
                ..all()
            }
        ),
        Ok(b"kept".to_vec())
    );
    assert_eq!(
        found(
            &none,
            None,
            Sources {
                environment: None,
                ..all()
            }
        ),
        Ok(b"from prompt".to_vec())
    );
    let problem = found(&none, None, quiet()).expect_err("there is none");
    assert!(
        problem
            .hint
            .as_deref()
            .is_some_and(|hint| hint.contains("VIOLET_TOKEN")),
        "{problem:?}"
    );
}

#[test]
fn several_secrets_are_asked_for_one_by_one_and_never_taken_from_the_environment() {
    let description = description();
    let asked = RefCell::new(Vec::new());
    let mut sources = Sources {
        environment: Some(Secret::new("from environment")),
        input: Box::new(io::empty()),
        ask: Some(Box::new(|prompt| {
            asked.borrow_mut().push(prompt.to_owned());
            Ok(Secret::new("asked"))
        })),
    };
    let mut secrets = Secrets::default();
    let basic = &description.methods[2];
    complete(
        &mut secrets,
        basic,
        &FieldOptions::default(),
        None,
        &mut sources,
        &texts(),
    )
    .expect("complete");
    assert!(
        secrets
            .iter()
            .all(|(_, secret)| secret.expose() == b"asked")
    );
    drop(sources);
    assert_eq!(asked.into_inner(), ["User: ", "Password: "]);

    let by_file = FieldOptions {
        token_file: Some("-".into()),
        ..FieldOptions::default()
    };
    let ambiguous = complete(
        &mut Secrets::default(),
        basic,
        &by_file,
        None,
        &mut quiet(),
        &texts(),
    );
    assert!(ambiguous.is_err());
}
