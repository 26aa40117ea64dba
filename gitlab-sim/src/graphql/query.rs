//! Reading queries: one operation, fields with aliases, no fragments, no arguments.

use std::iter::Peekable;
use std::str::Chars;

/// A field that is asked for, and what is asked of it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Field {
    /// What the answer calls it.
    pub(super) alias: String,
    pub(super) name: String,
    pub(super) fields: Vec<Field>,
}

/// # Errors
/// What GitLab says to what is no query.
pub(super) fn read(text: &str) -> Result<Vec<Field>, String> {
    let tokens = split(text);
    let mut tokens = tokens.iter().map(String::as_str).peekable();
    match tokens.next() {
        None => return Err("No query string was present".to_owned()),
        Some("{") => {}
        Some("query") => {
            if tokens.peek().is_some_and(|token| *token != "{") {
                tokens.next();
            }
            expect(&mut tokens, "{")?;
        }
        Some(other) => return Err(unexpected(other)),
    }
    let fields = selection(&mut tokens, 0)?;
    match tokens.next() {
        None => Ok(fields),
        Some(other) => Err(unexpected(other)),
    }
}

/// The fields up to the closing brace.
fn selection<'a>(
    tokens: &mut Peekable<impl Iterator<Item = &'a str>>,
    depth: usize,
) -> Result<Vec<Field>, String> {
    if depth > DEEPEST {
        let message = format!("Query has depth of {depth}, which exceeds max depth of {DEEPEST}");
        return Err(message);
    }
    let mut fields = Vec::new();
    loop {
        let first = tokens.next().ok_or_else(|| unexpected("end of file"))?;
        if first == "}" {
            return Ok(fields);
        }
        let alias = named(first)?;
        let name = if tokens.next_if_eq(&":").is_some() {
            named(tokens.next().unwrap_or("end of file"))?
        } else {
            alias
        };
        let inside = match tokens.next_if_eq(&"{") {
            Some(_) => selection(tokens, depth + 1)?,
            None => Vec::new(),
        };
        fields.push(Field {
            alias: alias.to_owned(),
            name: name.to_owned(),
            fields: inside,
        });
    }
}

fn expect<'a>(tokens: &mut impl Iterator<Item = &'a str>, token: &str) -> Result<(), String> {
    match tokens.next() {
        Some(found) if found == token => Ok(()),
        found => Err(unexpected(found.unwrap_or("end of file"))),
    }
}

fn named(token: &str) -> Result<&str, String> {
    let good = |character: char| character.is_ascii_alphanumeric() || character == '_';
    if token.chars().all(good) {
        Ok(token)
    } else {
        Err(unexpected(token))
    }
}

fn unexpected(token: &str) -> String {
    format!("Parse error on \"{token}\"")
}

/// Names and punctuation; commas are blanks, comments end with their line.
fn split(text: &str) -> Vec<String> {
    let mut tokens = Vec::new();
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '#' => while characters.next_if(|next| *next != '\n').is_some() {},
            ',' => {}
            blank if blank.is_whitespace() => {}
            letter if letter.is_ascii_alphanumeric() || letter == '_' => {
                tokens.push(word(letter, &mut characters));
            }
            other => tokens.push(other.to_string()),
        }
    }
    tokens
}

fn word(first: char, characters: &mut Peekable<Chars<'_>>) -> String {
    let mut word = String::from(first);
    while let Some(next) = characters.next_if(|next| next.is_ascii_alphanumeric() || *next == '_') {
        word.push(next);
    }
    word
}

/// Deeper queries are refused, as GitLab does.
const DEEPEST: usize = 20;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_fields_aliases_and_depth() {
        let fields = read(
            "query who { me: currentUser { id, username } # me\n metadata { kas { enabled } } }",
        );
        let fields = fields.expect("a query");
        let shown: Vec<_> = fields
            .iter()
            .map(|field| {
                (
                    field.alias.as_str(),
                    field.name.as_str(),
                    field.fields.len(),
                )
            })
            .collect();
        assert_eq!(
            shown,
            [("me", "currentUser", 2), ("metadata", "metadata", 1)]
        );
    }

    #[test]
    fn refuses_what_is_no_query() {
        for text in [
            "",
            "{",
            "{ a",
            "{ a } b",
            "{ a(id: 1) }",
            "mutation { a }",
            "{ a: }",
        ] {
            assert!(read(text).is_err(), "{text}");
        }
        assert!(read(&"{ a ".repeat(5000)).is_err());
    }
}
