//! Both languages are complete, and nothing in them is dead.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

use super::*;

/// The ids of a Fluent file, attributes among them, each with its variables.
fn texts_of(source: &str) -> BTreeMap<String, BTreeSet<String>> {
    let mut texts: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let (mut message, mut id) = (String::new(), String::new());
    for line in source.lines().filter(|line| !line.starts_with('#')) {
        let name = |text: &str| {
            text.split_once(" =")
                .map(|(name, _)| name.trim().to_owned())
        };
        if line.starts_with(|first: char| first.is_ascii_lowercase()) {
            message = name(line).expect("a message");
            id.clone_from(&message);
        } else if let Some(attribute) = line.trim_start().strip_prefix('.').and_then(name) {
            id = format!("{message}.{attribute}");
        }
        let variables = line.split('$').skip(1).map(|rest| {
            rest.split(|character: char| !character.is_ascii_alphanumeric() && character != '_')
                .next()
                .unwrap_or_default()
        });
        texts
            .entry(id.clone())
            .or_default()
            .extend(variables.map(str::to_owned));
    }
    texts.remove("");
    texts
}

/// Every string literal in the sources that looks like the id of a text.
fn literals(folder: &Path, found: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).expect("the sources").flatten() {
        let path = entry.path();
        if path.is_dir() {
            literals(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs")
            && !path.ends_with("texts/tests.rs")
        {
            let source = fs::read_to_string(&path).expect("a source");
            let is_id = |text: &&str| {
                text.contains('-')
                    && text.split('-').all(|part| {
                        !part.is_empty()
                            && part.bytes().all(|byte| {
                                byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_'
                            })
                    })
            };
            found.extend(source.split('"').filter(is_id).map(str::to_owned));
        }
    }
}

fn source(language: &str) -> &'static str {
    OWN.iter()
        .find(|(tag, _)| *tag == language)
        .expect("it is there")
        .1
}

#[test]
fn both_languages_say_the_same_with_the_same_variables() {
    let (english, spanish) = (texts_of(source("en")), texts_of(source("es")));
    for (id, variables) in &english {
        assert_eq!(spanish.get(id), Some(variables), "`{id}` in Spanish");
    }
    assert_eq!(english.len(), spanish.len(), "Spanish has more");
}

#[test]
fn every_line_is_fluent() {
    for (language, source) in OWN {
        let texts = Texts::new(language);
        for id in texts_of(source).keys() {
            assert!(
                texts.find(id).is_some_and(|text| !text.is_empty()),
                "`{id}` in `{language}`"
            );
        }
    }
}

#[test]
fn every_text_is_used_and_every_one_that_is_used_exists() {
    let texts = texts_of(source("en"));
    let mut used = BTreeSet::new();
    literals(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("src"),
        &mut used,
    );
    // What is put together at run time.
    let made = ["account-kind-", "credential-kind-", "edition-", "help-"];
    let suffixes = ["-close", "-alone"];
    for id in texts.keys().filter(|id| !id.contains('.') && *id != "form") {
        let stem = suffixes
            .iter()
            .find_map(|suffix| id.strip_suffix(suffix))
            .unwrap_or(id);
        let is_made = made.iter().any(|prefix| id.starts_with(prefix));
        assert!(
            is_made || used.contains(id) || used.contains(stem),
            "`{id}` is never used"
        );
    }
    let groups: BTreeSet<&str> = texts
        .keys()
        .filter_map(|id| id.split_once('-'))
        .map(|(group, _)| group)
        .collect();
    for id in &used {
        let is_text = id
            .split_once('-')
            .is_some_and(|(group, _)| groups.contains(group));
        assert!(!is_text || texts.contains_key(id), "`{id}` has no text");
    }
}

#[test]
fn blanks_and_plurals_come_out_right() {
    let texts = Texts::new("en");
    assert_eq!(
        texts.with("prompt-secret", &[("label", "Token".into())]),
        "Token: "
    );
    let removed = |count: i64| {
        texts.with(
            "connection-removed",
            &[
                ("name", "A".into()),
                ("id", "c1".into()),
                ("count", count.into()),
                ("integrations", "i1, i2".into()),
            ],
        )
    };
    assert_eq!(removed(0), "“A” (c1) was removed.");
    assert_eq!(
        removed(2),
        "“A” (c1) was removed, and its 2 integrations with it: i1, i2."
    );
}
