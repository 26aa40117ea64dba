//! Whether an answer is the one that a case expects.

use serde_json::Value;

use crate::support::Got;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Strictness {
    /// The status, the headers and the body, member by member, none more and none less.
    Exact,
    /// As `Exact`, but there may be more members and longer lists.
    Named,
    /// The status.
    Status,
}

/// What differs. `<…>` stands for anything, and instants are compared by their form: the cases were written on
/// different days.
pub(super) fn compare(expected: &Value, got: &Got, strictness: Strictness) -> Option<String> {
    if expected["status"] != got.status {
        return Some(format!(
            "status {} instead of {}",
            got.status, expected["status"]
        ));
    }
    if strictness == Strictness::Status {
        return None;
    }
    let headers = expected["headers"].as_object().into_iter().flatten();
    for (name, value) in headers {
        let value = value.as_str().unwrap();
        let found = got.header(name).unwrap_or_default();
        let same = if name == "Content-Type" {
            found.split(';').next() == value.split(';').next()
        } else {
            fits(value, found)
        };
        if !same {
            return Some(format!("header `{name}: {found}` instead of `{value}`"));
        }
    }
    let body = &expected["body"];
    match body.as_str() {
        Some("") => (!got.text.is_empty()).then(|| "a body".to_owned()),
        Some(page) => {
            let title = |text: &str| {
                let (_, rest) = text.split_once("<title>")?;
                Some(rest.split_once("</title>")?.0.to_owned())
            };
            let same =
                page == got.text || title(page).is_some_and(|it| title(&got.text) == Some(it));
            (!same).then(|| format!("another page than {page}"))
        }
        None => differs(body, &got.json(), strictness, "body"),
    }
}

fn differs(expected: &Value, found: &Value, strictness: Strictness, place: &str) -> Option<String> {
    let exact = strictness == Strictness::Exact;
    match (expected, found) {
        (Value::Object(expected), Value::Object(found)) => {
            if let Some(name) = found
                .keys()
                .find(|name| exact && !expected.contains_key(*name))
            {
                return Some(format!("{place} has `{name}`"));
            }
            expected.iter().find_map(|(name, value)| {
                let place = format!("{place}.{name}");
                match found.get(name) {
                    Some(found) => differs(value, found, strictness, &place),
                    None => Some(format!("{place} is missing")),
                }
            })
        }
        (Value::Array(expected), Value::Array(found)) => {
            if found.len() < expected.len() || (exact && found.len() > expected.len()) {
                return Some(format!("{place} has {} items", found.len()));
            }
            let mut pairs = expected.iter().zip(found);
            pairs.find_map(|(expected, found)| differs(expected, found, strictness, place))
        }
        (Value::String(expected), Value::String(found)) => {
            let same = fits(expected, found) || (is_instant(expected) && is_instant(found));
            (!same).then(|| format!("{place} is `{found}` instead of `{expected}`"))
        }
        _ => (expected != found).then(|| format!("{place} is {found} instead of {expected}")),
    }
}

/// `2026-01-10T09:00:00.000Z`.
fn is_instant(text: &str) -> bool {
    text.len() == 24 && text.ends_with('Z') && text.parse::<jiff::Timestamp>().is_ok()
}

/// Whether a text is another one with something in place of each `<…>`.
fn fits(pattern: &str, text: &str) -> bool {
    let Some((start, rest)) = pattern.split_once('<') else {
        return pattern == text;
    };
    let Some((_, end)) = rest.split_once('>') else {
        return pattern == text;
    };
    let Some(text) = text.strip_prefix(start) else {
        return pattern == text;
    };
    let mut places = text
        .char_indices()
        .map(|(place, _)| place)
        .chain([text.len()]);
    places.any(|place| fits(end, &text[place..]))
}

#[test]
fn placeholders_stand_for_anything() {
    for (pattern, text, expected) in [
        ("glpat-<new>", "glpat-x", true),
        ("glpat-<new>", "gldt-x", false),
        ("a<b>c<d>", "a1c2", true),
        ("a<b>c", "a1d", false),
        ("plain", "plain", true),
    ] {
        assert_eq!(fits(pattern, text), expected, "{pattern} {text}");
    }
}
