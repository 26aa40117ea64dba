//! Connections, integrations, choices.

use violet_plugin::{Account, Choices};

use super::{Cell, Page};
use crate::violet::{ConnectionSummary, Created, IntegrationSummary, Removed};

impl Page {
    /// All connections.
    pub(crate) fn connections(&mut self, connections: &[ConnectionSummary]) {
        if connections.is_empty() {
            let text = self.texts().text("connections-none");
            self.line(&text);
            return;
        }
        let texts = self.texts().clone();
        let row = |connection: &ConnectionSummary| {
            vec![
                Cell::bold(&connection.id),
                Cell::from(&connection.name),
                Cell::from(&connection.plugin),
                Cell::from(connection.address.as_deref().unwrap_or_default()),
                Cell::verdict(&texts, connection.verdict),
                Cell::from(connection.checked_at.to_string()),
                Cell::from(connection.integrations.to_string()),
            ]
        };
        let rows: Vec<Vec<Cell>> = connections.iter().map(row).collect();
        self.table(
            &[
                "column-id",
                "column-name",
                "column-plugin",
                "column-address",
                "column-verdict",
                "column-checked",
                "column-integrations",
            ],
            &rows,
        );
    }

    /// One connection.
    pub(crate) fn connection(&mut self, connection: &ConnectionSummary) {
        let texts = self.texts().clone();
        self.heading(&format!("{} {}", connection.id, connection.name));
        self.facts(&[
            ("fact-plugin", Some(Cell::from(&connection.plugin))),
            ("fact-method", Some(Cell::from(&connection.method))),
            ("fact-address", connection.address.as_ref().map(Cell::from)),
            (
                "fact-verdict",
                Some(Cell::verdict(&texts, connection.verdict)),
            ),
            (
                "fact-checked",
                Some(connection.checked_at.to_string().into()),
            ),
            (
                "fact-integrations",
                Some(connection.integrations.to_string().into()),
            ),
        ]);
        self.gap();
        let account: Option<Account> = connection
            .account
            .clone()
            .and_then(|account| serde_json::from_value(account).ok());
        let findings = &connection.findings;
        self.known(
            account.as_ref(),
            findings.credential.as_ref(),
            findings.instance.as_ref(),
        );
        if !findings.problems.is_empty() {
            // Stored as they were said: in the language of then, with days counted from then.
            self.gap();
            let time = connection.checked_at.to_string();
            let text = self.texts().with("findings-then", &[("time", time.into())]);
            self.note(&text);
        }
        self.problems(&findings.problems);
    }

    /// A connection with its new name.
    pub(crate) fn renamed(&mut self, connection: &ConnectionSummary) {
        let arguments = [
            ("id", connection.id.as_str().into()),
            ("name", connection.name.as_str().into()),
        ];
        let text = self.texts().with("connection-renamed", &arguments);
        self.done(&text);
    }

    /// A connection that is no more.
    pub(crate) fn removed(&mut self, removed: &Removed) {
        let count = i64::try_from(removed.integrations.len()).unwrap_or(i64::MAX);
        let arguments = [
            ("id", removed.removed.as_str().into()),
            ("name", removed.name.as_str().into()),
            ("count", count.into()),
            ("integrations", removed.integrations.join(", ").into()),
        ];
        let text = self.texts().with("connection-removed", &arguments);
        self.done(&text);
    }

    /// A page of choices.
    pub(crate) fn choices(&mut self, choices: &Choices) {
        let rows: Vec<Vec<Cell>> = choices
            .items
            .iter()
            .map(|choice| {
                vec![
                    Cell::bold(&choice.value),
                    Cell::from(&choice.label),
                    Cell::from(choice.group.as_deref().unwrap_or_default()),
                    Cell::dim(choice.description.as_deref().unwrap_or_default()),
                ]
            })
            .collect();
        if rows.is_empty() {
            let text = self.texts().text("choices-none");
            self.line(&text);
        } else {
            self.table(
                &[
                    "column-value",
                    "column-label",
                    "column-group",
                    "column-description",
                ],
                &rows,
            );
        }
        self.problems(&choices.problems);
        let shown = i64::try_from(choices.items.len()).unwrap_or(i64::MAX);
        self.gap();
        let text = match choices.total.and_then(|total| i64::try_from(total).ok()) {
            Some(total) => self.texts().with(
                "choices-of",
                &[("shown", shown.into()), ("total", total.into())],
            ),
            None => self
                .texts()
                .with("choices-shown", &[("shown", shown.into())]),
        };
        self.note(&text);
        if let Some(next) = &choices.next {
            let text = self
                .texts()
                .with("choices-more", &[("next", next.as_str().into())]);
            self.note(&text);
        }
    }

    /// What came of creating or changing an integration.
    pub(crate) fn created(&mut self, created: &Created, done: &str) {
        if let (Some(id), Some(name)) = (&created.id, &created.name) {
            let text = self.texts().with(
                done,
                &[("id", id.as_str().into()), ("name", name.as_str().into())],
            );
            self.done(&text);
        }
        if !created.preview.is_empty() {
            self.gap();
            self.preview(created);
        }
        self.problems(&created.problems);
        if created.id.is_none() {
            self.gap();
            let text = self.texts().text("nothing-saved");
            self.note(&text);
        }
    }

    fn preview(&mut self, created: &Created) {
        let texts = self.texts().clone();
        let row = |entry: &violet_plugin::PreviewEntry| {
            let count = match entry.count.and_then(|count| i64::try_from(count).ok()) {
                Some(count) if entry.at_least => {
                    texts.with("preview-at-least", &[("count", count.into())])
                }
                Some(count) => texts.with("preview-count", &[("count", count.into())]),
                None => texts.text("preview-unknown"),
            };
            vec![Cell::from(&entry.label), Cell::bold(count)]
        };
        let rows: Vec<Vec<Cell>> = created.preview.iter().map(row).collect();
        self.table(&["column-records", "column-count"], &rows);
    }

    /// All integrations.
    pub(crate) fn integrations(&mut self, integrations: &[IntegrationSummary]) {
        if integrations.is_empty() {
            let text = self.texts().text("integrations-none");
            self.line(&text);
            return;
        }
        let row = |integration: &IntegrationSummary| {
            vec![
                Cell::bold(&integration.id),
                Cell::from(&integration.name),
                Cell::from(&integration.connection),
                Cell::from(&integration.every),
            ]
        };
        let rows: Vec<Vec<Cell>> = integrations.iter().map(row).collect();
        self.table(
            &[
                "column-id",
                "column-name",
                "column-connection",
                "column-every",
            ],
            &rows,
        );
    }

    /// One integration.
    pub(crate) fn integration(&mut self, integration: &IntegrationSummary) {
        self.heading(&format!("{} {}", integration.id, integration.name));
        self.facts(&[
            ("fact-connection", Some(Cell::from(&integration.connection))),
            ("fact-every", Some(Cell::from(&integration.every))),
            (
                "fact-schema-version",
                Some(integration.schema_version.to_string().into()),
            ),
        ]);
        self.gap();
        for line in serde_json::to_string_pretty(&integration.configuration)
            .unwrap_or_default()
            .lines()
        {
            self.verbatim(line);
        }
    }
}
