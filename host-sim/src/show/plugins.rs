//! Plugins and their forms.

use serde_json::Value as Json;
use violet_host::{
    LogLine,
    catalogue::{Entry, Status},
};
use violet_plugin::FieldType;

use super::{Cell, Page};
use crate::violet::{Described, DescribedField, DescribedMethod};

impl Page {
    /// The plugins folder.
    pub(crate) fn applications(&mut self, entries: &[Entry]) {
        if entries.is_empty() {
            let text = self.texts().text("applications-none");
            self.line(&text);
            return;
        }
        let texts = self.texts().clone();
        let or_blank = |text: &Option<String>| Cell::from(text.as_deref().unwrap_or_default());
        let status = |status| match status {
            Status::Ok => Cell::from(texts.text("status-ok")),
            Status::Invalid => Cell::bold(texts.text("status-invalid")),
            Status::Incompatible => Cell::bold(texts.text("status-incompatible")),
        };
        let row = |entry: &Entry| {
            let path = Cell::dim(entry.path.display().to_string());
            vec![
                Cell::bold(&entry.id),
                or_blank(&entry.name),
                or_blank(&entry.version),
                or_blank(&entry.interface),
                status(entry.status),
                path,
            ]
        };
        let rows: Vec<Vec<Cell>> = entries.iter().map(row).collect();
        self.table(
            &[
                "column-id",
                "column-name",
                "column-version",
                "column-interface",
                "column-status",
                "column-path",
            ],
            &rows,
        );
        for entry in entries {
            if let Some(problem) = &entry.problem {
                self.gap();
                self.line(&format!("{}:", entry.id));
                self.problem(problem);
            }
        }
    }

    /// A plugin.
    pub(crate) fn described(&mut self, described: &Described) {
        let arguments = [
            ("name", described.name.as_str().into()),
            ("id", described.plugin.as_str().into()),
            ("version", described.version.as_str().into()),
            ("interface", described.interface.as_str().into()),
        ];
        let title = self.texts().with("plugin-title", &arguments);
        self.heading(&title);
        let interval = &described.interval;
        let suggested = interval.suggested.join(", ");
        let arguments = [
            ("min", interval.min.as_str().into()),
            ("default", interval.default.as_str().into()),
            ("suggested", suggested.into()),
        ];
        let text = self.texts().with("plugin-interval", &arguments);
        self.line(&text);
        for method in &described.methods {
            self.method(method);
        }
        self.form(&described.schema);
    }

    /// What plugins have warned of, and how much of their log was lost. What they only tell is not shown.
    pub(crate) fn log(&mut self, lines: &[LogLine], dropped: u64) {
        for line in lines {
            let id = match line.level.as_str() {
                "error" => "log-error",
                "warn" => "log-warning",
                _ => continue,
            };
            let arguments = [
                ("plugin", line.plugin.as_str().into()),
                ("message", line.message.as_str().into()),
            ];
            let text = self.texts().with(id, &arguments);
            self.warning(&text);
        }
        if dropped > 0 {
            let count = i64::try_from(dropped).unwrap_or(i64::MAX);
            let text = self.texts().with("log-dropped", &[("count", count.into())]);
            self.warning(&text);
        }
    }

    fn method(&mut self, method: &DescribedMethod) {
        let place = if method.default {
            "method-default"
        } else if method.other_option {
            "method-other-option"
        } else {
            "method-plain"
        };
        let arguments = [
            ("label", method.label.as_str().into()),
            ("id", method.id.as_str().into()),
        ];
        let title = self.texts().with(place, &arguments);
        self.heading(&title);
        if let Some(help) = &method.help {
            self.indented(help);
        }
        let rows: Vec<Vec<Cell>> = method
            .fields
            .iter()
            .map(|field| self.field_row(field))
            .collect();
        if !rows.is_empty() {
            self.table(
                &[
                    "column-field",
                    "column-label",
                    "column-type",
                    "column-default",
                ],
                &rows,
            );
        }
        let button = self.texts().with(
            "method-button",
            &[("button", method.button.as_str().into())],
        );
        self.line(&button);
    }

    fn field_row(&self, field: &DescribedField) -> Vec<Cell> {
        let texts = self.texts();
        let kind = match field.r#type {
            FieldType::Text => "type-text",
            FieldType::Url => "type-url",
            FieldType::Secret => "type-secret",
            FieldType::Pem => "type-pem",
            FieldType::Boolean => "type-boolean",
            _ => "type-unknown",
        };
        let mut kind = texts.text(kind);
        for (holds, id) in [
            (field.required, "type-required"),
            (field.advanced, "type-advanced"),
        ] {
            if holds {
                kind = format!("{kind}, {}", texts.text(id));
            }
        }
        let default = field.default.as_ref().map(shown).unwrap_or_default();
        vec![
            Cell::bold(&field.name),
            Cell::from(&field.label),
            Cell::from(kind),
            Cell::dim(default),
        ]
    }

    /// The form of a configuration.
    pub(crate) fn form(&mut self, schema: &Json) {
        let title = schema["title"]
            .as_str()
            .map_or_else(|| self.texts().text("form"), str::to_owned);
        self.heading(&title);
        let mut properties: Vec<(&String, &Json)> = schema["properties"]
            .as_object()
            .into_iter()
            .flatten()
            .collect();
        properties
            .sort_by_key(|(_, property)| property["x-violet-order"].as_i64().unwrap_or(i64::MAX));
        let required: Vec<&str> = schema["required"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(Json::as_str)
            .collect();
        let mut group = None;
        for (name, property) in properties {
            let own_group = property["x-violet-group"].as_str();
            if own_group != group {
                group = own_group;
                if let Some(title) = group.and_then(|id| group_title(schema, id)) {
                    self.gap();
                    self.note(title);
                }
            }
            self.property(name, property, required.contains(&name.as_str()));
        }
    }

    fn property(&mut self, name: &str, property: &Json, required: bool) {
        let texts = self.texts().clone();
        let title = property["title"].as_str().unwrap_or(name);
        self.line(&format!("{title} (`{name}`)"));
        if let Some(help) = property["description"].as_str() {
            self.indented(help);
        }
        let options = property["oneOf"]
            .as_array()
            .or_else(|| property["items"]["oneOf"].as_array());
        let options = options.map(|options| {
            let named = options.iter().filter_map(|option| option["const"].as_str());
            Cell::from(named.collect::<Vec<_>>().join(", "))
        });
        let choices = (property["x-violet-choices"] == true)
            .then(|| Cell::from(texts.with("form-choices", &[("name", name.into())])));
        let when = property["x-violet-when"]["property"].as_str().map(|other| {
            let values = property["x-violet-when"]["in"]
                .as_array()
                .into_iter()
                .flatten()
                .filter_map(Json::as_str);
            let values = values.collect::<Vec<_>>().join(", ");
            Cell::from(texts.with(
                "form-when",
                &[("property", other.into()), ("values", values.into())],
            ))
        });
        let kind = match (property["type"].as_str(), property["format"].as_str()) {
            (_, Some("date")) => "type-date",
            (Some("array"), _) => "type-list",
            (Some("boolean"), _) => "type-boolean",
            (Some("integer"), _) => "type-number",
            _ if options.is_some() => "type-option",
            _ => "type-text",
        };
        let mut kind = texts.text(kind);
        if required {
            kind = format!("{kind}, {}", texts.text("type-required"));
        }
        self.facts(&[
            ("form-type", Some(kind.into())),
            ("form-options", options),
            ("form-live", choices),
            ("form-only-when", when),
            (
                "form-default",
                property
                    .get("default")
                    .map(shown)
                    .filter(|default| !default.is_empty())
                    .map(Cell::from),
            ),
        ]);
    }
}

fn group_title<'a>(schema: &'a Json, id: &str) -> Option<&'a str> {
    let groups = schema["x-violet-groups"].as_array()?;
    groups.iter().find(|group| group["id"] == id)?["title"].as_str()
}

/// A value as people write it.
fn shown(value: &Json) -> String {
    match value {
        Json::String(text) => text.clone(),
        Json::Array(values) => values.iter().map(shown).collect::<Vec<_>>().join(", "),
        other => other.to_string(),
    }
}
