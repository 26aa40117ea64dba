use std::collections::{BTreeMap, BTreeSet};

use violet_plugin::{Localisation, code, schemars};

use super::*;

/// Every file in which texts are asked for.
const SOURCES: &[&str] = &[
    include_str!("account.rs"),
    include_str!("address.rs"),
    include_str!("answer.rs"),
    include_str!("check.rs"),
    include_str!("choices.rs"),
    include_str!("configuration.rs"),
    include_str!("describe.rs"),
    include_str!("count.rs"),
    include_str!("gitlab.rs"),
    include_str!("meaning.rs"),
    include_str!("pages.rs"),
    include_str!("preview.rs"),
    include_str!("token.rs"),
    include_str!("token/routable.rs"),
    include_str!("verdict.rs"),
];

/// The ids of a language's texts, `message` and `message.attribute`, each with the variables that it uses.
fn texts(source: &str) -> BTreeMap<String, BTreeSet<String>> {
    let (mut found, mut message, mut last) = (BTreeMap::new(), String::new(), String::new());
    for line in source.lines().filter(|line| !line.starts_with('#')) {
        let (is_attribute, id) = (
            line.starts_with("    ."),
            line.trim_start().trim_start_matches('.'),
        );
        if let Some((id, _)) = id.split_once(" =")
            && (is_attribute || line.starts_with(|first: char| first.is_ascii_lowercase()))
        {
            if is_attribute {
                last = format!("{message}.{id}");
            } else {
                message = id.to_owned();
                last = id.to_owned();
            }
            assert!(
                found.insert(last.clone(), BTreeSet::new()).is_none(),
                "`{last}` stands twice"
            );
        }
        let variables = line
            .split("{ $")
            .skip(1)
            .filter_map(|rest| rest.split([' ', '}']).next());
        found
            .entry(last.clone())
            .or_default()
            .extend(variables.map(Into::into));
    }
    found.remove("");
    found
}

#[test]
fn every_language_has_the_same_texts_with_the_same_variables() {
    let [(_, english), (_, spanish)] = GitLab::TEXTS else {
        panic!("two languages")
    };
    assert_eq!(texts(english), texts(spanish));
}

/// Whatever looks like the id of a text in the code is one, and each text is asked for.
#[test]
fn texts_and_code_know_each_other() {
    let known = texts(GitLab::TEXTS[0].1);
    let literals: BTreeSet<&str> = SOURCES
        .iter()
        .flat_map(|source| source.split('"').skip(1).step_by(2))
        .collect();
    let first_words: BTreeSet<&str> = known
        .keys()
        .filter_map(|id| id.split_once('-'))
        .map(|(word, _)| word)
        .collect();
    let is_id = |literal: &&str| {
        literal.bytes().all(|byte| {
            byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"-_.".contains(&byte)
        }) && literal
            .split_once('-')
            .is_some_and(|(word, rest)| first_words.contains(word) && !rest.is_empty())
            && !literal.ends_with('-')
    };
    for literal in literals.iter().copied().filter(is_id) {
        assert!(known.contains_key(literal), "the code asks for `{literal}`");
    }
    for id in known
        .keys()
        .map(|id| id.split('.').next().expect("a first part"))
    {
        let is_code = code::ALL.iter().any(|code| {
            let text = code.text_id();
            id == text || id == format!("{text}-oauth")
        });
        let is_made = ["configuration", "method-"]
            .iter()
            .any(|made| id.starts_with(made));
        assert!(
            is_code || is_made || literals.contains(id),
            "nobody asks for `{id}`"
        );
    }
}

/// The kit looks up the texts of the form by the names of properties and options.
#[test]
fn everything_in_the_form_has_a_text() {
    let known = texts(GitLab::TEXTS[0].1);
    let schema = schemars::schema_for!(configuration::Configuration).to_value();
    let definitions = schema["$defs"].as_object().expect("the enumerations");
    let properties = schema["properties"].as_object().expect("properties");
    let mut wanted: Vec<String> = Vec::new();
    for (name, property) in properties {
        wanted.push(format!("configuration-{name}"));
        wanted.push(format!(
            "configuration-group-{}",
            property["x-violet-group"].as_str().expect("a group")
        ));
        let reference = property["$ref"]
            .as_str()
            .or_else(|| property["items"]["$ref"].as_str());
        let reference = reference.or_else(|| property["allOf"][0]["$ref"].as_str());
        if let Some(definition) = reference.and_then(|reference| reference.rsplit('/').next()) {
            let options = definitions[definition]["enum"]
                .as_array()
                .expect("options without texts of their own");
            wanted.extend(
                options
                    .iter()
                    .filter_map(Json::as_str)
                    .map(|option| format!("configuration-{name}-{option}")),
            );
        }
    }
    assert!(wanted.len() > 30, "{wanted:?}");
    for id in wanted {
        assert!(known.contains_key(&id), "`{id}` is missing");
    }
}

/// The codes that the plugin's own files name, and those of a network that fails.
fn codes() -> Vec<code::Code> {
    let named = SOURCES
        .iter()
        // Tests compare codes; they don't give them out.
        .filter_map(|source| source.split("#[cfg(test)]").next())
        .flat_map(|source| source.split("code::").skip(1));
    let named = named.filter_map(|rest| {
        let end = rest.find(|it: char| !it.is_ascii_uppercase() && it != '_')?;
        let name = rest[..end].to_ascii_lowercase();
        Code::find(&name.replacen('_', ".", 1))
    });
    let of_network = [
        code::INSTANCE_ADDRESS_FORBIDDEN,
        code::INSTANCE_DNS,
        code::INSTANCE_REFUSED,
        code::INSTANCE_TIMEOUT,
        code::INSTANCE_CONNECTION_LOST,
        code::INSTANCE_PROXY,
        code::INSTANCE_TLS_UNTRUSTED,
        code::INSTANCE_TLS_HOSTNAME,
        code::INSTANCE_TLS_EXPIRED,
    ];
    let mut codes: Vec<code::Code> = named.chain(of_network).collect();
    codes.sort_by_key(|code| code.id);
    codes.dedup();
    codes
}

#[test]
fn every_problem_says_what_to_do_in_every_language() {
    let texts = Localisation::new(GitLab::TEXTS);
    let codes = codes();
    assert!(codes.len() > 45, "{} codes", codes.len());
    for code in codes {
        let id = code.text_id();
        // Special cases of it have texts of their own.
        let special = texts_of(GitLab::TEXTS[0].1);
        let special = special
            .iter()
            .filter(|special| special.starts_with(&format!("{id}-")));
        for id in special.chain([&id]) {
            let hint = |language| {
                texts
                    .for_locale(language)
                    .text(&format!("{id}.hint"), &[])
                    .unwrap_or_else(|| panic!("`{id}` has no hint in `{language}`"))
            };
            let (english, spanish) = (hint("en"), hint("es"));
            assert_ne!(english, spanish, "{id}");
            assert!(english.len() > 20 && spanish.len() > 20, "{id}");
        }
    }
}

fn texts_of(source: &str) -> Vec<String> {
    let is_message = |id: &String| !id.contains('.');
    texts(source).into_keys().filter(is_message).collect()
}

#[test]
fn the_buttons_are_called_as_violet_calls_them() {
    let texts = Localisation::new(GitLab::TEXTS);
    for (language, button) in [
        ("en", "Connect with API token"),
        ("es", "Conectar con token API"),
    ] {
        assert_eq!(
            texts
                .for_locale(language)
                .text("method-token.button", &[])
                .as_deref(),
            Some(button)
        );
    }
}
