//! Forms from Rust types, in the user's language, and configurations held against them.

use schemars::{JsonSchema, generate::SchemaSettings};
use serde_json::{Map, Value as Json, json};

use super::escape;
use crate::{Context, Date, Problem, ProblemDraft, code};

/// The form of a configuration.
pub struct Form(Json);

impl Form {
    /// The form of a type, in the user's language.
    ///
    /// The property `name` is called by the text `configuration-name`, explained by its attribute `help`; the option `value` of it
    /// is called by the text `configuration-name-value`; a group by `configuration-group-id`. What is said in `x-violet-…` keywords
    /// (`#[schemars(extend("x-violet-group" = "filters"))]`) stays; the order is the type's.
    #[must_use]
    pub fn of<T: JsonSchema>(context: &Context) -> Self {
        let mut settings = SchemaSettings::draft2020_12();
        settings.inline_subschemas = true;
        let mut schema = settings
            .into_generator()
            .into_root_schema_for::<T>()
            .to_value();
        if let Some(root) = schema.as_object_mut() {
            dress(root, context);
        }
        Self(schema)
    }

    /// Takes a form as it is.
    #[must_use]
    pub fn from_schema(schema: Json) -> Self {
        Self(schema)
    }

    /// Leaves an option out.
    #[must_use]
    pub fn without_option(mut self, property: &str, value: &str) -> Self {
        if let Some(property) = self
            .0
            .pointer_mut(&format!("/properties/{}", escape(property)))
        {
            let one = property.get("oneOf").is_some();
            let options = if one {
                property.get_mut("oneOf")
            } else {
                property.pointer_mut("/items/oneOf")
            };
            if let Some(options) = options.and_then(Json::as_array_mut) {
                options.retain(|option| option["const"] != value);
            }
            if let Some(default) = property.get_mut("default").and_then(Json::as_array_mut) {
                default.retain(|chosen| chosen != value);
            }
        }
        self
    }

    /// The JSON Schema.
    #[must_use]
    pub fn into_schema(self) -> Json {
        self.0
    }

    /// Everything that is wrong with a configuration as far as the form tells, each problem at its field.
    #[must_use]
    pub fn check(&self, context: &Context, configuration: &Json) -> Vec<Problem> {
        self.check_with(&|code| context.problem(code), configuration)
    }

    /// The same for a host, which has its own texts.
    #[must_use]
    pub fn check_with(
        &self,
        draft: &dyn Fn(crate::Code) -> ProblemDraft,
        configuration: &Json,
    ) -> Vec<Problem> {
        let mut problems = Vec::new();
        let mut wrong = |pointer: String, text: &str, arguments: &[(&str, String)]| {
            let mut draft = draft(code::CONFIG_INVALID).worded(text).field(pointer);
            for (name, value) in arguments {
                draft = draft.with(name, value.as_str());
            }
            problems.push(draft.into());
        };
        let empty = Map::new();
        let properties = self.0["properties"].as_object().unwrap_or(&empty);
        let Some(values) = configuration.as_object() else {
            wrong(
                String::new(),
                "config-invalid-type",
                &[
                    ("found", kind(configuration)),
                    ("expected", "object".into()),
                ],
            );
            return problems;
        };
        for (name, value) in values {
            let pointer = format!("/{}", escape(name));
            match properties.get(name) {
                Some(property) => check_value(&pointer, property, value, &mut wrong),
                None => {
                    let known: Vec<&str> = properties.keys().map(String::as_str).collect();
                    match closest(name, &known) {
                        Some(close) => wrong(
                            pointer,
                            "config-invalid-misspelt",
                            &[("name", name.clone()), ("close", close.into())],
                        ),
                        None => wrong(
                            pointer,
                            "config-invalid-unknown",
                            &[("name", name.clone()), ("known", known.join(", "))],
                        ),
                    }
                }
            }
        }
        for name in self.0["required"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(Json::as_str)
        {
            if !values.contains_key(name) {
                wrong(
                    format!("/{}", escape(name)),
                    "config-invalid-missing",
                    &[("name", name.into())],
                );
            }
        }
        problems
    }
}

/// The known word that was probably meant.
fn closest<'a>(word: &str, known: &[&'a str]) -> Option<&'a str> {
    known
        .iter()
        .map(|&candidate| (strsim::jaro_winkler(word, candidate), candidate))
        .filter(|(similarity, _)| *similarity > 0.8)
        .max_by(|(one, _), (other, _)| one.total_cmp(other))
        .map(|(_, candidate)| candidate)
}

type Wrong<'a> = dyn FnMut(String, &str, &[(&str, String)]) + 'a;

fn check_value(pointer: &str, property: &Json, value: &Json, wrong: &mut Wrong<'_>) {
    let expected = property["type"].as_str().unwrap_or_default();
    let fits = match expected {
        "string" => value.is_string(),
        "boolean" => value.is_boolean(),
        "integer" => value.is_i64() || value.is_u64(),
        "array" => value.is_array(),
        _ => true,
    };
    if !fits {
        wrong(
            pointer.into(),
            "config-invalid-type",
            &[("found", kind(value)), ("expected", expected.into())],
        );
        return;
    }
    if let Some(items) = value.as_array() {
        for (index, item) in items.iter().enumerate() {
            let at = format!("{pointer}/{index}");
            if items[..index].contains(item) {
                wrong(
                    at.clone(),
                    "config-invalid-twice",
                    &[("value", shown(item))],
                );
            }
            check_value(&at, &property["items"], item, wrong);
        }
        let count = items.len() as u64;
        if property["minItems"]
            .as_u64()
            .is_some_and(|least| count < least)
        {
            wrong(pointer.into(), "config-invalid-empty", &[]);
        }
    }
    if let Some(options) = property["oneOf"].as_array() {
        let options: Vec<&str> = options
            .iter()
            .filter_map(|option| option["const"].as_str())
            .collect();
        let text = value.as_str().unwrap_or_default();
        if !options.contains(&text) {
            wrong(
                pointer.into(),
                "config-invalid-option",
                &[("value", shown(value)), ("options", options.join(", "))],
            );
        }
    }
    if property["format"] == "date"
        && value
            .as_str()
            .is_some_and(|text| text.parse::<Date>().is_err())
    {
        wrong(
            pointer.into(),
            "config-invalid-date",
            &[("value", shown(value))],
        );
    }
    if let Some(number) = value.as_i64() {
        let below = property["minimum"]
            .as_i64()
            .is_some_and(|least| number < least);
        let above = property["maximum"]
            .as_i64()
            .is_some_and(|most| number > most);
        if below || above {
            let bound = |name: &str| {
                property[name]
                    .as_i64()
                    .map_or_else(|| "…".into(), |bound| bound.to_string())
            };
            wrong(
                pointer.into(),
                "config-invalid-range",
                &[
                    ("value", shown(value)),
                    ("minimum", bound("minimum")),
                    ("maximum", bound("maximum")),
                ],
            );
        }
    }
    if let (Some(text), Some(most)) = (value.as_str(), property["maxLength"].as_u64())
        && text.chars().count() as u64 > most
    {
        wrong(
            pointer.into(),
            "config-invalid-long",
            &[("most", most.to_string())],
        );
    }
}

/// What a value is, in JSON's own words.
fn kind(value: &Json) -> String {
    match value {
        Json::Null => "null",
        Json::Bool(_) => "boolean",
        Json::Number(_) => "number",
        Json::String(_) => "string",
        Json::Array(_) => "array",
        Json::Object(_) => "object",
    }
    .into()
}

fn shown(value: &Json) -> String {
    let text = value.as_str().map_or_else(|| value.to_string(), Into::into);
    crate::without_controls(&text, 80)
}

/// Gives a schema that was made from a type its texts, its order and its groups.
fn dress(root: &mut Map<String, Json>, context: &Context) {
    root.insert("title".into(), context.text("configuration").into());
    root.remove("description");
    let mut groups: Vec<String> = Vec::new();
    if let Some(properties) = root.get_mut("properties").and_then(Json::as_object_mut) {
        for (index, (name, property)) in properties.iter_mut().enumerate() {
            let Some(property) = property.as_object_mut() else {
                continue;
            };
            let id = format!("configuration-{name}");
            property.insert("title".into(), context.text(&id).into());
            match context.find_text(&format!("{id}.help")) {
                Some(help) => property.insert("description".into(), help.into()),
                None => property.remove("description"),
            };
            property
                .entry("x-violet-order")
                .or_insert_with(|| json!(index + 1));
            without_null(property);
            options(property, &id, context);
            if let Some(items) = property.get_mut("items").and_then(Json::as_object_mut) {
                options(items, &id, context);
                property.insert("uniqueItems".into(), true.into());
            }
            if let Some(group) = property.get("x-violet-group").and_then(Json::as_str)
                && !groups.iter().any(|known| known == group)
            {
                groups.push(group.to_owned());
            }
        }
    }
    let groups: Vec<Json> = groups
        .iter()
        .map(|group| json!({"id": group, "title": context.text(&format!("configuration-group-{group}"))}))
        .collect();
    if !groups.is_empty() {
        root.insert("x-violet-groups".into(), groups.into());
    }
}

/// An optional property is one that may be missing; no form has a way to enter `null`.
fn without_null(property: &mut Map<String, Json>) {
    if let Some(types) = property.get_mut("type").and_then(Json::as_array_mut) {
        types.retain(|name| name != "null");
        if let [only] = &types[..] {
            let only = only.clone();
            property.insert("type".into(), only);
        }
    }
    if property.get("default").is_some_and(Json::is_null) {
        property.remove("default");
    }
}

/// Gives each option of an enumeration its name.
fn options(property: &mut Map<String, Json>, id: &str, context: &Context) {
    let of_enum = |value: &Json| value.as_str().map(str::to_owned);
    let values: Option<Vec<String>> = match (property.get("enum"), property.get("oneOf")) {
        (Some(values), _) => values
            .as_array()
            .map(|values| values.iter().filter_map(of_enum).collect()),
        (None, Some(variants)) => variants.as_array().map(|variants| {
            variants
                .iter()
                .filter_map(|variant| of_enum(&variant["const"]))
                .collect()
        }),
        (None, None) => None,
    };
    if let Some(values) = values {
        property.remove("enum");
        property.remove("description");
        property.insert("type".into(), "string".into());
        let named = values
            .iter()
            .map(|value| json!({"const": value, "title": context.text(&format!("{id}-{value}"))}));
        let named: Vec<Json> = named.collect();
        property.insert("oneOf".into(), named.into());
    }
}
