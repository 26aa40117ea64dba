//! Texts in the user's language, from Fluent files.

use std::{borrow::Cow, sync::Arc};

use fluent_bundle::{FluentArgs, FluentResource, FluentValue, concurrent::FluentBundle};
use fluent_langneg::{NegotiationStrategy, negotiate_languages};
use serde_json::Value as Json;
use unic_langid::LanguageIdentifier;

/// A plugin's texts: language tags, each with a Fluent file. The first language is the default.
pub type Texts = &'static [(&'static str, &'static str)];

/// The value of a variable in a text.
#[derive(Clone, Debug, PartialEq)]
pub enum Argument {
    /// Text.
    Text(String),
    /// A whole number.
    Number(i64),
}

impl Argument {
    pub(crate) fn to_json(&self) -> Json {
        match self {
            Self::Text(text) => text.as_str().into(),
            Self::Number(number) => (*number).into(),
        }
    }

    fn to_fluent(&self) -> FluentValue<'_> {
        match self {
            Self::Text(text) => FluentValue::String(Cow::Borrowed(text)),
            Self::Number(number) => FluentValue::from(*number),
        }
    }
}

impl From<&str> for Argument {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Argument {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<i64> for Argument {
    fn from(number: i64) -> Self {
        Self::Number(number)
    }
}

/// Texts in one language, with what to fall back to.
#[derive(Clone)]
pub struct Localisation {
    all: Arc<Vec<Language>>,
    /// Indices into `all`: where to look, in this order.
    order: Vec<usize>,
}

struct Language {
    tag: LanguageIdentifier,
    name: String,
    bundle: FluentBundle<FluentResource>,
}

impl Localisation {
    /// The texts of a plugin (or of a host), before the kit's own, in the default language.
    ///
    /// A line that is not Fluent is left out, and so is a language whose tag is none: a text that is missing shows as its id.
    #[must_use]
    pub fn new(texts: Texts) -> Self {
        let own = texts
            .iter()
            .filter_map(|(name, source)| Language::new(name, source));
        let kit = KIT_TEXTS
            .iter()
            .filter_map(|(name, source)| Language::new(name, source));
        let all: Vec<_> = own.chain(kit).collect();
        Self {
            order: (0..all.len()).collect(),
            all: Arc::new(all),
        }
        .for_locale(texts.first().map_or(DEFAULT, |(name, _)| name))
    }

    /// The same texts in the language that suits this BCP 47 tag best.
    #[must_use]
    pub fn for_locale(&self, wanted: &str) -> Self {
        let wanted: Vec<LanguageIdentifier> = wanted.parse().into_iter().collect();
        let available: Vec<&LanguageIdentifier> =
            self.all.iter().map(|language| &language.tag).collect();
        let suiting =
            negotiate_languages(&wanted, &available, None, NegotiationStrategy::Filtering);
        let mut order: Vec<usize> = Vec::with_capacity(self.all.len());
        for tag in suiting {
            order.extend((0..self.all.len()).filter(|&index| self.all[index].tag == **tag));
        }
        // What follows is the fallback: the default language, then whatever there is.
        for index in 0..self.all.len() {
            if self.all[index].tag == self.all[0].tag {
                order.push(index);
            }
        }
        order.extend(0..self.all.len());
        let mut seen = vec![false; self.all.len()];
        order.retain(|&index| !std::mem::replace(&mut seen[index], true));
        Self {
            all: self.all.clone(),
            order,
        }
    }

    /// The language that texts come in.
    #[must_use]
    pub fn language(&self) -> &str {
        self.order
            .first()
            .map_or(DEFAULT, |&index| self.all[index].name.as_str())
    }

    /// The text with this id, `message` or `message.attribute`.
    #[must_use]
    pub fn text(&self, id: &str, arguments: &[(&str, Argument)]) -> Option<String> {
        let (message, attribute) = match id.split_once('.') {
            Some((message, attribute)) => (message, Some(attribute)),
            None => (id, None),
        };
        self.order.iter().find_map(|&index| {
            let bundle = &self.all[index].bundle;
            let found = bundle.get_message(message)?;
            let pattern = match attribute {
                Some(attribute) => found.get_attribute(attribute)?.value(),
                None => found.value()?,
            };
            let mut values = FluentArgs::with_capacity(arguments.len());
            for (name, value) in arguments {
                values.set(*name, value.to_fluent());
            }
            // A variable without a value shows as its name: better than no text.
            let mut errors = Vec::new();
            Some(
                bundle
                    .format_pattern(pattern, Some(&values), &mut errors)
                    .into_owned(),
            )
        })
    }
}

impl Language {
    fn new(name: &str, source: &str) -> Option<Self> {
        let tag: LanguageIdentifier = name.parse().ok()?;
        let resource = FluentResource::try_new(source.to_owned()).unwrap_or_else(|(rest, _)| rest);
        let mut bundle = FluentBundle::new_concurrent(vec![tag.clone()]);
        // The marks would show in a terminal, and foreign texts are cleaned of what they guard against.
        bundle.set_use_isolating(false);
        bundle.add_resource_overriding(resource);
        Some(Self {
            tag,
            name: name.to_owned(),
            bundle,
        })
    }
}

/// The kit's own texts: a message and a hint for every code of the contract.
const KIT_TEXTS: Texts = &[
    ("en", include_str!("../locales/en.ftl")),
    ("es", include_str!("../locales/es.ftl")),
];

const DEFAULT: &str = "en";

#[cfg(test)]
mod tests {
    use super::*;

    const OWN: Texts = &[
        (
            "en",
            "only-here = here\ntoken-expired = my own words\ndays = { $count ->\n    [one] one day\n   *[other] { $count } days\n}",
        ),
        ("es", "only-here = aquí"),
    ];

    #[test]
    fn a_language_is_negotiated() {
        let texts = Localisation::new(OWN);
        for (wanted, expected) in [
            ("es-MX", "es"),
            ("es", "es"),
            ("en-GB", "en"),
            ("fr", "en"),
            ("", "en"),
            ("?", "en"),
        ] {
            assert_eq!(texts.for_locale(wanted).language(), expected, "{wanted}");
        }
    }

    #[test]
    fn own_texts_come_first_and_the_kits_fill_the_gaps() {
        let texts = Localisation::new(OWN);
        assert_eq!(
            texts.text("token-expired", &[]).as_deref(),
            Some("my own words")
        );
        assert!(texts.text("token-revoked", &[]).is_some());
        assert_eq!(
            texts.for_locale("es").text("only-here", &[]).as_deref(),
            Some("aquí")
        );
        assert_ne!(
            texts.for_locale("es").text("token-expired", &[]).as_deref(),
            Some("my own words")
        );
        assert_eq!(texts.text("nobody-knows", &[]), None);
    }

    #[test]
    fn numbers_have_plurals() {
        let texts = Localisation::new(OWN);
        let days = |count: i64| texts.text("days", &[("count", count.into())]);
        assert_eq!(days(1).as_deref(), Some("one day"));
        assert_eq!(days(17).as_deref(), Some("17 days"));
    }

    #[test]
    fn every_code_has_a_message_and_a_hint_in_every_language() {
        let texts = Localisation::new(&[]);
        for (tag, _) in KIT_TEXTS {
            let texts = texts.for_locale(tag);
            for code in crate::code::ALL {
                for id in [code.text_id(), format!("{}.hint", code.text_id())] {
                    let (message, attribute) = id
                        .split_once('.')
                        .map_or((id.as_str(), None), |(m, a)| (m, Some(a)));
                    let bundle = &texts.all[texts.order[0]].bundle;
                    let found = bundle
                        .get_message(message)
                        .and_then(|found| match attribute {
                            Some(attribute) => found.get_attribute(attribute).map(|a| a.value()),
                            None => found.value(),
                        });
                    assert!(found.is_some(), "`{id}` is missing in `{tag}`");
                }
            }
        }
    }

    #[test]
    fn every_kit_text_is_fluent_and_the_languages_have_the_same() {
        let ids = |source: &str| -> Vec<String> {
            FluentResource::try_new(source.to_owned()).expect("every line is Fluent");
            source
                .lines()
                .filter(|line| line.starts_with(|first: char| first.is_ascii_lowercase()))
                .filter_map(|line| Some(line.split_once('=')?.0.trim().to_owned()))
                .collect()
        };
        let reference = ids(KIT_TEXTS[0].1);
        for (tag, source) in KIT_TEXTS {
            assert_eq!(ids(source), reference, "{tag}");
        }
    }
}
