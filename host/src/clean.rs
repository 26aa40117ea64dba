//! What plugins say, made fit to be shown: no control characters, nothing without end, and no links but to pages.

use std::collections::BTreeMap;

use serde_json::Value as Json;
use violet_plugin::{
    Choices, Description, Prepared, Problem, Report, Validation, code, http::Url, without_controls,
};

use crate::texts::Texts;

/// An answer of a plugin's, of which people will read something.
pub(crate) trait Clean {
    /// Makes it fit to be shown.
    fn clean(&mut self, texts: &Texts);
}

impl Clean for Problem {
    fn clean(&mut self, texts: &Texts) {
        if !is_code(&self.code) {
            let reason = format!(
                "the code of its problem is `{}`",
                without_controls(&self.code, SHORT)
            );
            *self = texts.reason(code::PLUGIN_CONTRACT, reason);
        }
        if self.code == code::PLUGIN_PANICKED.id {
            in_the_users_language(self, texts);
        }
        text(&mut self.message, SENTENCES);
        optional(&mut self.hint, SENTENCES);
        link(&mut self.help_url);
        // Shortened, or without its control characters, it would point to something else.
        self.field = self.field.take().filter(|field| is_plain(field));
        bound_details(&mut self.details);
    }
}

impl Clean for Vec<Problem> {
    fn clean(&mut self, texts: &Texts) {
        // The most decisive ones come first.
        self.truncate(MOST_PROBLEMS);
        for problem in self {
            problem.clean(texts);
        }
    }
}

impl Clean for Report {
    fn clean(&mut self, texts: &Texts) {
        self.sort_problems();
        self.problems.clean(texts);
        if let Some(account) = &mut self.account {
            for word in [&mut account.id, &mut account.username, &mut account.name] {
                text(word, LABEL);
            }
            link(&mut account.url);
            link(&mut account.avatar_url);
        }
        if let Some(credential) = &mut self.credential {
            optional(&mut credential.kind, LABEL);
            optional(&mut credential.name, LABEL);
            for scope in credential.scopes.iter_mut().flatten() {
                text(scope, LABEL);
            }
        }
        if let Some(instance) = &mut self.instance {
            text(&mut instance.url, LINK);
            optional(&mut instance.version, LABEL);
            optional(&mut instance.edition, LABEL);
        }
    }
}

impl Clean for Prepared {
    fn clean(&mut self, texts: &Texts) {
        self.problems.clean(texts);
        for guide in &mut self.guides {
            for step in &mut guide.steps {
                text(step, SENTENCES);
            }
            guide.links.retain(|link| is_page(&link.url));
            for link in &mut guide.links {
                text(&mut link.label, LABEL);
            }
        }
    }
}

impl Clean for Description {
    fn clean(&mut self, _texts: &Texts) {
        text(&mut self.name, LABEL);
        link(&mut self.help_url);
        for method in &mut self.methods {
            text(&mut method.label, LABEL);
            text(&mut method.button, LABEL);
            optional(&mut method.help, SENTENCES);
            link(&mut method.help_url);
            for field in &mut method.fields {
                text(&mut field.label, LABEL);
                optional(&mut field.help, SENTENCES);
                optional(&mut field.placeholder, LABEL);
            }
        }
    }
}

impl Clean for Choices {
    fn clean(&mut self, texts: &Texts) {
        self.problems.clean(texts);
        for choice in &mut self.items {
            text(&mut choice.label, LABEL);
            optional(&mut choice.description, SENTENCES);
            optional(&mut choice.group, LABEL);
        }
    }
}

impl Clean for Validation {
    fn clean(&mut self, texts: &Texts) {
        self.problems.clean(texts);
        for entry in &mut self.preview {
            text(&mut entry.label, LABEL);
        }
    }
}

/// Makes the titles and descriptions of a form fit to be shown. Values stay as they are.
pub(crate) fn clean_form(form: &mut Json) {
    match form {
        Json::Array(items) => items.iter_mut().for_each(clean_form),
        Json::Object(members) => {
            for (name, value) in members {
                match value {
                    Json::String(words) if SHOWN_IN_FORMS.contains(&name.as_str()) => {
                        text(words, SENTENCES);
                    }
                    _ if name == "default" => {}
                    value => clean_form(value),
                }
            }
        }
        _ => {}
    }
}

/// Says of a panic what the host says, with the plugin's reason and place.
fn in_the_users_language(problem: &mut Problem, texts: &Texts) {
    let reason = problem.details.get("reason").and_then(Json::as_str);
    let mut said = texts.reason(code::PLUGIN_PANICKED, reason.unwrap_or_default().to_owned());
    if let Some(place) = problem.details.remove("place") {
        said.details.insert("place".into(), place);
    }
    *problem = said;
}

/// Whether programs can rely on it as a code: `[a-z0-9_.]+`.
fn is_code(text: &str) -> bool {
    let fits = |byte: u8| {
        byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'_' | b'.')
    };
    (1..=SHORT).contains(&text.len()) && text.bytes().all(fits)
}

fn is_plain(pointer: &str) -> bool {
    pointer.len() <= LINK && !pointer.contains(char::is_control)
}

/// Whether it is the address of a page, and no more: what a browser would run, or a name and a password, is none.
fn is_page(address: &str) -> bool {
    let is_written_plainly = !address.contains(|c: char| c.is_control() || c.is_whitespace());
    is_written_plainly
        && address.len() <= LINK
        && Url::parse(address).is_ok_and(|url| !url.has_user_information())
}

fn link(address: &mut Option<String>) {
    *address = address.take().filter(|address| is_page(address));
}

fn text(words: &mut String, most: usize) {
    let clean = without_controls(words, most);
    *words = clean;
}

fn optional(words: &mut Option<String>, most: usize) {
    if let Some(words) = words {
        text(words, most);
    }
}

/// Leaves out what is too much.
fn bound_details(details: &mut BTreeMap<String, Json>) {
    let mut room = MOST_DETAILS;
    details.retain(|name, value| {
        let length = name.len() + value.to_string().len();
        let fits = length <= room;
        if fits {
            room -= length;
        }
        fits
    });
}

/// Characters of a word among others, such as a code.
const SHORT: usize = 100;

/// Characters of a label.
const LABEL: usize = 300;

/// Characters of a sentence or a few.
const SENTENCES: usize = 2000;

/// Bytes of an address, or of a place in a form.
const LINK: usize = 2000;

/// Bytes of all that a problem tells programs beside its own members.
const MOST_DETAILS: usize = 16 << 10;

/// So many problems tell whatever there is to tell.
const MOST_PROBLEMS: usize = 100;

/// The members of a form that people read.
const SHOWN_IN_FORMS: &[&str] = &["title", "description", "x-violet-unit"];

#[cfg(test)]
mod tests {
    use serde::de::DeserializeOwned;
    use serde_json::json;

    use super::*;

    fn cleaned<T: Clean + DeserializeOwned>(said: Json) -> T {
        let mut said: T = serde_json::from_value(said).expect("it has this shape");
        said.clean(&Texts::new("en"));
        said
    }

    #[test]
    fn a_code_is_one_or_the_contract_is_broken() {
        let code = |code: &str| cleaned::<Problem>(json!({"code": code})).code.clone();
        assert_eq!(code("gitlab.odd_2"), "gitlab.odd_2");
        for wrong in ["", "Token.Expired", "a b", "a\nb", "\u{1b}[31m", "código"] {
            assert_eq!(code(wrong), "plugin.contract", "{wrong:?}");
        }
        assert_eq!(code(&"a".repeat(101)), "plugin.contract");
    }

    #[test]
    fn a_problem_is_fit_to_be_shown() {
        let problem: Problem = cleaned(json!({
            "code": "x.y", "message": "red\u{1b}[31m\n", "hint": "h".repeat(3000), "field": "/a b",
            "help_url": "https://example.com/help?a=b",
            "details": {"big": "x".repeat(20_000), "small": 1},
        }));
        assert_eq!(problem.message, "red [31m");
        assert_eq!(
            problem.hint.as_ref().map(|hint| hint.chars().count()),
            Some(2001)
        );
        assert_eq!(problem.field.as_deref(), Some("/a b"));
        assert_eq!(
            problem.help_url.as_deref(),
            Some("https://example.com/help?a=b")
        );
        let names: Vec<&String> = problem.details.keys().collect();
        assert_eq!(names, ["small"]);

        for wrong in [
            "javascript:alert(1)",
            "file:///etc/passwd",
            "https://user:secret@example.com",
            "https://example.com/\u{1b}]8;;",
            "/help",
            &format!("https://example.com/{}", "a".repeat(2000)),
        ] {
            let problem: Problem = cleaned(json!({"code": "x.y", "help_url": wrong}));
            assert_eq!(problem.help_url, None, "{wrong}");
        }
        for wrong in ["/a\u{1b}", &"/a".repeat(2000)] {
            let problem: Problem = cleaned(json!({"code": "x.y", "field": wrong}));
            assert_eq!(problem.field, None, "{wrong}");
        }
    }

    #[test]
    fn no_more_problems_are_told_than_anybody_reads() {
        let mut problems =
            vec![json!({"code": "x.minor", "severity": "advice", "effect": "none"}); 200];
        problems.push(json!({"code": "x.decisive", "severity": "error", "effect": "refuses"}));
        let report: Report = cleaned(json!({"problems": problems}));
        assert_eq!(report.problems.len(), 100);
        assert_eq!(report.problems[0].code, "x.decisive");
    }

    #[test]
    fn what_people_read_of_other_answers_is_clean_too() {
        let dirty = "a\u{1b}[2J\u{202e}b";
        let clean = "a [2J b";
        let choices: Choices = cleaned(json!({
            "items": [{"value": dirty, "label": dirty, "description": dirty, "group": dirty}],
        }));
        let choice = &choices.items[0];
        assert_eq!(choice.value, dirty, "it goes back to the plugin as it came");
        assert_eq!(choice.label, clean);
        assert_eq!(choice.description.as_deref(), Some(clean));
        assert_eq!(choice.group.as_deref(), Some(clean));

        let validation: Validation =
            cleaned(json!({"preview": [{"record": "issues", "label": dirty}]}));
        assert_eq!(validation.preview[0].label, clean);

        let description: Description = cleaned(json!({
            "name": dirty, "schema_version": 1, "methods": [{
                "id": "token", "kind": "token", "label": dirty, "button": dirty, "help": dirty,
                "help_url": "javascript:alert(1)",
                "fields": [{"name": "address", "type": "url", "label": dirty, "help": dirty}],
            }],
        }));
        let method = &description.methods[0];
        assert_eq!(description.name, clean);
        assert_eq!(
            (method.label.as_str(), method.button.as_str()),
            (clean, clean)
        );
        assert_eq!(
            (method.help.as_deref(), &method.help_url),
            (Some(clean), &None)
        );
        assert_eq!(method.fields[0].label, clean);

        let prepared: Prepared = cleaned(json!({
            "fields": {}, "guides": [{"field": "token", "steps": [dirty], "links": [
                {"label": dirty, "url": "https://example.com"},
                {"label": "bad", "url": "javascript:alert(1)"},
            ]}],
        }));
        let guide = &prepared.guides[0];
        assert_eq!(guide.steps, [clean]);
        assert_eq!(
            (guide.links.len(), guide.links[0].label.as_str()),
            (1, clean)
        );

        let report: Report = cleaned(json!({
            "account": {"id": "1", "username": dirty, "name": dirty, "kind": "user", "url": "ftp://x",
                "avatar_url": null},
        }));
        let account = report.account.expect("it is there");
        assert_eq!((account.name.as_str(), account.url), (clean, None));

        let mut form = json!({"properties": {"title": {"title": dirty, "default": dirty}}});
        clean_form(&mut form);
        assert_eq!(
            form,
            json!({"properties": {"title": {"title": clean, "default": dirty}}})
        );
    }
}
