//! What was probably meant.

use std::path::Path;

use violet_plugin::{Code, Problem, host::closest};

use crate::texts::Texts;

/// The problem of a name that nobody knows: the text `id`, or `id-close` where one of the known names is close. The name itself is not
/// repeated: whoever misplaces a credential on the command line must not find it in a log as well.
pub(crate) fn unknown(texts: &Texts, code: Code, id: &str, name: &str, known: &[&str]) -> Problem {
    let draft = texts.problem(code).with("known", list(known));
    match closest(name, known.iter().copied()) {
        Some(close) => draft
            .worded(&format!("{id}-close"))
            .with("close", close)
            .into(),
        None => draft.worded(id).into(),
    }
}

/// Names as they stand in a sentence.
pub(crate) fn list(names: &[&str]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    if quoted.is_empty() {
        "–".into()
    } else {
        quoted.join(", ")
    }
}

/// A path as far as it exists. The rest is not repeated: what has a path separator in it may still be a credential.
pub(crate) fn existing_part(path: &Path) -> String {
    let existing = path.ancestors().find(|part| part.exists());
    existing.unwrap_or(Path::new("")).display().to_string()
}

#[cfg(test)]
mod tests {
    use violet_plugin::code;

    use super::*;

    #[test]
    fn the_closest_name_is_suggested_and_a_strange_one_lists_all() {
        let known = ["token", "oauth"];
        let problem = unknown(
            &Texts::new("en"),
            code::USAGE_INVALID,
            "usage-unknown-method",
            "tokn",
            &known,
        );
        assert!(
            problem
                .hint
                .clone()
                .is_some_and(|hint| hint.contains("`token`"))
        );
        let problem = unknown(
            &Texts::new("es"),
            code::USAGE_INVALID,
            "usage-unknown-method",
            "kerberos",
            &known,
        );
        assert!(
            problem
                .hint
                .clone()
                .is_some_and(|hint| hint.contains("`token`, `oauth`"))
        );
    }
}
