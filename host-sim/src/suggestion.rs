//! What was probably meant.

use violet_plugin::{Code, Problem, without_controls};

use crate::texts::Texts;

/// The problem of a name that nobody knows: the text `id`, or `id-close` where one of the known names is close.
pub(crate) fn unknown(texts: &Texts, code: Code, id: &str, name: &str, known: &[&str]) -> Problem {
    let draft = texts
        .problem(code)
        .with("name", without_controls(name, 60))
        .with("known", list(known));
    match closest(name, known) {
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

fn closest<'a>(name: &str, known: &[&'a str]) -> Option<&'a str> {
    known
        .iter()
        .map(|known| (strsim::jaro_winkler(name, known), *known))
        .filter(|(similarity, _)| *similarity > 0.8)
        .max_by(|(one, _), (other, _)| one.total_cmp(other))
        .map(|(_, known)| known)
}

#[cfg(test)]
mod tests {
    use violet_plugin::code;

    use super::*;

    #[test]
    fn the_closest_name_is_suggested_and_a_strange_one_lists_all() {
        let known = ["token", "oauth"];
        assert_eq!(closest("tokn", &known), Some("token"));
        assert_eq!(closest("kerberos", &known), None);
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
