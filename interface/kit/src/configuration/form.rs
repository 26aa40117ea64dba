//! Forms from Rust types, in the user's language.

use schemars::{JsonSchema, generate::SchemaSettings};
use serde_json::{Map, Value as Json, json};

use super::{escape, fit::misfits};
use crate::{Context, Localisation, Problem};

/// The form of a configuration.
pub struct Form(Json);

impl Form {
    /// The form of a type, in the user's language.
    ///
    /// The property `name` is called by the text `configuration-name`, explained by its attribute
    /// `help`; the option `value` of it is called by the text `configuration-name-value`; a group by
    /// `configuration-group-id`. What is said in `x-violet-…` keywords
    /// (`#[schemars(extend("x-violet-group" = "filters"))]`) stays; the order is the type's.
    #[must_use]
    pub fn of<T: JsonSchema>(context: &Context) -> Self {
        Self::worded::<T>(context.texts())
    }

    pub(super) fn worded<T: JsonSchema>(texts: &Localisation) -> Self {
        let mut settings = SchemaSettings::draft2020_12();
        settings.inline_subschemas = true;
        let generator = settings.into_generator();
        let mut schema = generator.into_root_schema_for::<T>().to_value();
        if let Some(root) = schema.as_object_mut() {
            dress(root, texts);
        }
        Self(schema)
    }

    /// Leaves an option out.
    #[must_use]
    pub fn without_option(mut self, property: &str, value: &str) -> Self {
        let pointer = format!("/properties/{}", escape(property));
        if let Some(property) = self.0.pointer_mut(&pointer) {
            let place = if property.get("oneOf").is_some() {
                "/oneOf"
            } else {
                "/items/oneOf"
            };
            if let Some(options) = property.pointer_mut(place).and_then(Json::as_array_mut) {
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

    /// Everything that is wrong with a configuration as far as the form tells, each problem at its
    /// field.
    #[must_use]
    pub fn check(&self, context: &Context, configuration: &Json) -> Vec<Problem> {
        misfits(&self.0, context.texts(), configuration)
    }
}

/// Gives a schema that was made from a type its texts, its order and its groups.
fn dress(root: &mut Map<String, Json>, texts: &Localisation) {
    let text = |id: &str| texts.text(id, &[]).unwrap_or_else(|| id.to_owned());
    root.insert("title".into(), text("configuration").into());
    root.remove("description");
    let mut groups: Vec<String> = Vec::new();
    let properties = root.get_mut("properties").and_then(Json::as_object_mut);
    for (index, (name, property)) in properties.into_iter().flatten().enumerate() {
        let Some(property) = property.as_object_mut() else {
            continue;
        };
        let id = format!("configuration-{name}");
        property.insert("title".into(), text(&id).into());
        match texts.text(&format!("{id}.help"), &[]) {
            Some(help) => property.insert("description".into(), help.into()),
            None => property.remove("description"),
        };
        property
            .entry("x-violet-order")
            .or_insert_with(|| json!(index + 1));
        without_null(property);
        name_options(property, &id, &text);
        if let Some(items) = property.get_mut("items").and_then(Json::as_object_mut) {
            // What the author says of the type of the entries is for those who read the code.
            items.remove("description");
            name_options(items, &id, &text);
            property.insert("uniqueItems".into(), true.into());
        }
        let group = property.get("x-violet-group").and_then(Json::as_str);
        if let Some(group) = group.filter(|group| !groups.iter().any(|known| known == group)) {
            groups.push(group.to_owned());
        }
    }
    if !groups.is_empty() {
        let title = |group: &String| text(&format!("configuration-group-{group}"));
        let groups: Vec<Json> = groups
            .iter()
            .map(|group| json!({"id": group, "title": title(group)}))
            .collect();
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
fn name_options(property: &mut Map<String, Json>, id: &str, text: &dyn Fn(&str) -> String) {
    // `enum` where no variant has a comment of its own, `oneOf` where any has.
    let Some(variants) = property.get("enum").or(property.get("oneOf")) else {
        return;
    };
    let values = variants
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|variant| variant.get("const").unwrap_or(variant).as_str());
    let named: Vec<Json> = values
        .map(|value| json!({"const": value, "title": text(&format!("{id}-{value}"))}))
        .collect();
    property.remove("enum");
    property.insert("type".into(), "string".into());
    property.insert("oneOf".into(), named.into());
}
