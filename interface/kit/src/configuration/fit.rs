//! Configurations held against their form.

use serde_json::Value as Json;

use super::escape;
use crate::{
    Argument, Date, Localisation, Problem, ProblemDraft, closest::closest, code, without_controls,
};

/// Everything that does not fit, each problem at its field.
pub(super) fn misfits(form: &Json, texts: &Localisation, configuration: &Json) -> Vec<Problem> {
    let mut fitting = Fitting {
        texts,
        problems: Vec::new(),
    };
    fitting.object(form, configuration);
    fitting.problems
}

struct Fitting<'a> {
    texts: &'a Localisation,
    problems: Vec<Problem>,
}

impl Fitting<'_> {
    fn wrong(&mut self, pointer: &str, text: &str, arguments: &[(&str, Argument)]) {
        let mut draft = ProblemDraft::new(self.texts.clone(), code::CONFIG_INVALID)
            .worded(text)
            .field(pointer);
        for (name, value) in arguments {
            draft = draft.with(name, value.clone());
        }
        self.problems.push(draft.into());
    }

    fn wrong_type(&mut self, pointer: &str, expected: &str, found: &Json) {
        self.wrong(
            pointer,
            "config-invalid-type",
            &[("expected", expected.into()), ("found", kind(found).into())],
        );
    }

    fn object(&mut self, form: &Json, configuration: &Json) {
        let Some(values) = configuration.as_object() else {
            self.wrong_type("", "object", configuration);
            return;
        };
        let names: Vec<&str> = form["properties"]
            .as_object()
            .map(|properties| properties.keys().map(String::as_str).collect())
            .unwrap_or_default();
        for (name, value) in values {
            let pointer = format!("/{}", escape(name));
            match form["properties"].get(name) {
                Some(property) => self.value(&pointer, property, value),
                None => self.unknown(&pointer, name, &names),
            }
        }
        let required = form["required"].as_array().into_iter().flatten();
        for name in required.filter_map(Json::as_str) {
            if !values.contains_key(name) {
                let pointer = format!("/{}", escape(name));
                self.wrong(&pointer, "config-invalid-missing", &[("name", name.into())]);
            }
        }
    }

    fn unknown(&mut self, pointer: &str, name: &str, known: &[&str]) {
        let shown = ("name", Argument::from(without_controls(name, MOST_SHOWN)));
        match closest(name, known.iter().copied()) {
            Some(close) => self.wrong(
                pointer,
                "config-invalid-misspelt",
                &[shown, ("close", close.into())],
            ),
            None => self.wrong(
                pointer,
                "config-invalid-unknown",
                &[shown, ("known", known.join(", ").into())],
            ),
        }
    }

    fn value(&mut self, pointer: &str, property: &Json, value: &Json) {
        let expected = property["type"].as_str().unwrap_or_default();
        match (expected, value) {
            ("string", Json::String(text)) => self.text(pointer, property, text),
            ("integer", Json::Number(number)) if number.is_i64() || number.is_u64() => {
                self.number(pointer, property, number.as_i64().unwrap_or(i64::MAX));
            }
            ("boolean", Json::Bool(_)) => {}
            ("array", Json::Array(items)) => self.list(pointer, property, items),
            ("string" | "integer" | "boolean" | "array", _) => {
                self.wrong_type(pointer, expected, value);
            }
            // A form of a newer kind: the author's own type will tell.
            _ => {}
        }
    }

    fn text(&mut self, pointer: &str, property: &Json, text: &str) {
        let shown = ("value", Argument::from(without_controls(text, MOST_SHOWN)));
        if let Some(options) = property["oneOf"].as_array() {
            let values: Vec<&str> = options
                .iter()
                .filter_map(|option| option["const"].as_str())
                .collect();
            if !values.contains(&text) {
                let options = ("options", Argument::from(values.join(", ")));
                self.wrong(pointer, "config-invalid-option", &[shown, options]);
            }
        } else if property["format"] == "date" && text.parse::<Date>().is_err() {
            self.wrong(pointer, "config-invalid-date", &[shown]);
        }
        if let Some(most) = property["maxLength"].as_i64()
            && text.chars().count() as i64 > most
        {
            self.wrong(pointer, "config-invalid-long", &[("most", most.into())]);
        }
    }

    fn number(&mut self, pointer: &str, property: &Json, number: i64) {
        let minimum = property["minimum"].as_i64().unwrap_or(i64::MIN);
        let maximum = property["maximum"].as_i64().unwrap_or(i64::MAX);
        if !(minimum..=maximum).contains(&number) {
            self.wrong(
                pointer,
                "config-invalid-range",
                &[
                    ("value", number.into()),
                    ("minimum", minimum.into()),
                    ("maximum", maximum.into()),
                ],
            );
        }
    }

    fn list(&mut self, pointer: &str, property: &Json, items: &[Json]) {
        for (index, item) in items.iter().enumerate() {
            let place = format!("{pointer}/{index}");
            if items[..index].contains(item) {
                let shown = item.as_str().map_or_else(|| item.to_string(), Into::into);
                let shown = without_controls(&shown, MOST_SHOWN);
                self.wrong(&place, "config-invalid-twice", &[("value", shown.into())]);
            }
            self.value(&place, &property["items"], item);
        }
        let least = property["minItems"].as_u64().unwrap_or(0);
        if (items.len() as u64) < least {
            self.wrong(pointer, "config-invalid-empty", &[]);
        }
    }
}

/// What a value is, in JSON's own words.
fn kind(value: &Json) -> &'static str {
    match value {
        Json::Null => "null",
        Json::Bool(_) => "boolean",
        Json::Number(_) => "number",
        Json::String(_) => "string",
        Json::Array(_) => "array",
        Json::Object(_) => "object",
    }
}

/// So much of a wrong value is shown.
const MOST_SHOWN: usize = 80;

#[cfg(test)]
mod tests {
    use schemars::JsonSchema;
    use serde::Deserialize;
    use serde_json::json;

    use super::*;
    use crate::Form;

    #[derive(Deserialize, JsonSchema)]
    #[expect(dead_code, reason = "only its form is wanted")]
    struct Configuration {
        #[schemars(extend("minItems" = 1, "x-violet-group" = "what"))]
        records: Vec<Record>,
        #[serde(default)]
        since: Option<Date>,
        #[serde(default)]
        #[schemars(range(min = 1, max = 9))]
        depth: Option<u8>,
        #[serde(default)]
        deep: bool,
    }

    #[derive(Deserialize, JsonSchema)]
    #[serde(rename_all = "snake_case")]
    enum Record {
        Issues,
        MergeRequests,
    }

    const TEXTS: crate::Texts = &[(
        "en",
        "configuration = Settings\nconfiguration-records = Records\n    .help = What to fetch\nconfiguration-records-issues = Issues\nconfiguration-group-what = What",
    )];

    fn form() -> Json {
        Form::worded::<Configuration>(&Localisation::new(TEXTS)).into_schema()
    }

    #[test]
    fn a_type_becomes_a_form_in_the_users_words() {
        let form = form();
        assert_eq!(
            form["properties"]["records"],
            json!({
                "type": "array", "title": "Records", "description": "What to fetch", "minItems": 1,
                "uniqueItems": true, "x-violet-order": 1, "x-violet-group": "what",
                "items": {"type": "string", "oneOf": [
                    {"const": "issues", "title": "Issues"},
                    {"const": "merge_requests", "title": "configuration-records-merge_requests"}
                ]},
            })
        );
        assert_eq!(form["properties"]["since"]["type"], "string");
        assert_eq!(form["properties"]["since"]["format"], "date");
        assert_eq!(form["properties"]["since"].get("default"), None);
        assert_eq!(
            form["x-violet-groups"],
            json!([{"id": "what", "title": "What"}])
        );
        assert_eq!(form["required"], json!(["records"]));
    }

    #[test]
    fn an_option_can_be_left_out() {
        let form = Form::worded::<Configuration>(&Localisation::new(TEXTS));
        let schema = form.without_option("records", "issues").into_schema();
        let options = schema["properties"]["records"]["items"]["oneOf"].as_array();
        assert_eq!(options.map(Vec::len), Some(1));
    }

    #[track_caller]
    fn check(configuration: Json, expected: &[(&str, &str)]) {
        let texts = Localisation::new(&[]);
        let problems = misfits(&form(), &texts, &configuration);
        let found: Vec<(&str, &str)> = problems
            .iter()
            .map(|problem| {
                assert_eq!(problem.code, "config.invalid");
                assert!(problem.hint.is_some());
                (
                    problem.field.as_deref().unwrap_or("?"),
                    problem.message.as_str(),
                )
            })
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn what_does_not_fit_is_told_at_its_field() {
        check(
            json!({"records": ["issues"], "since": "2026-01-31", "depth": 9, "deep": true}),
            &[],
        );
        check(
            json!([]),
            &[(
                "",
                "This takes an object with properties, and the configuration has a list.",
            )],
        );
        check(
            json!({"records": "issues", "deep": 1}),
            &[
                (
                    "/records",
                    "This takes a list, and the configuration has a text.",
                ),
                (
                    "/deep",
                    "This takes `true` or `false`, and the configuration has a number.",
                ),
            ],
        );
        check(
            json!({"records": ["issues", "issue", "issues", 5]}),
            &[
                ("/records/1", "`issue` is not among the options."),
                ("/records/2", "`issues` stands here twice."),
                (
                    "/records/3",
                    "This takes a text, and the configuration has a number.",
                ),
            ],
        );
        check(
            json!({"records": []}),
            &[("/records", "Nothing is chosen here.")],
        );
        check(
            json!({"recods": [], "a/b~c": 1}),
            &[
                ("/recods", "There is no property `recods`."),
                ("/a~1b~0c", "There is no property `a/b~c`."),
                ("/records", "The property `records` is missing."),
            ],
        );
        check(
            json!({"records": ["issues"], "since": "31.1.2026", "depth": 10}),
            &[
                ("/since", "`31.1.2026` is not a date."),
                ("/depth", "10 is out of range."),
            ],
        );
    }
}
