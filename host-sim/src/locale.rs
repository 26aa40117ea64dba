//! Which language the user speaks.

use std::env;

/// Reads a language tag, such as `es` or `es-MX`.
pub(crate) fn parse(text: &str) -> Result<String, &'static str> {
    let is_part = |part: &str| {
        (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric())
    };
    let language = text.split('-').next().unwrap_or_default();
    let is_language = (2..=3).contains(&language.len())
        && language.bytes().all(|byte| byte.is_ascii_alphabetic());
    if is_language && text.split('-').all(is_part) {
        Ok(text.to_owned())
    } else {
        Err("a language tag such as `en` or `es-MX` is expected")
    }
}

/// What `LC_ALL`, `LC_MESSAGES` and `LANG` say, the first that says anything; else English.
pub(crate) fn from_environment() -> String {
    let said = ["LC_ALL", "LC_MESSAGES", "LANG"]
        .iter()
        .filter_map(|name| env::var(name).ok());
    said.into_iter()
        .find(|value| !value.is_empty())
        .and_then(|value| from_posix(&value))
        .unwrap_or_else(|| "en".into())
}

/// `es_MX.UTF-8@euro` is `es-MX`; `C` and `POSIX` are no languages.
fn from_posix(value: &str) -> Option<String> {
    let name = value.split(['.', '@']).next().unwrap_or_default();
    parse(&name.replace('_', "-")).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_environments_spelling_becomes_a_language_tag() {
        for (value, expected) in [
            ("es_MX.UTF-8", Some("es-MX")),
            ("es", Some("es")),
            ("en_GB@euro", Some("en-GB")),
            ("C", None),
            ("C.UTF-8", None),
            ("POSIX", None),
            ("../etc", None),
        ] {
            assert_eq!(from_posix(value).as_deref(), expected, "{value}");
        }
    }
}
