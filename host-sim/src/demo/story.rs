//! The user's way, step by step.

use std::{fs, path::Path};

use serde_json::{Value as Json, json};
use violet_plugin::{
    Connection, Field, FieldRole, Fields, Method, MethodKind, Problem, Secret, Secrets, Verdict,
    code,
};

use super::stage::Stage;
use crate::{
    cli::{Failure, Session},
    show::Page,
    violet::{
        Application, ChoicesWanted, Connected, IntegrationDraft, IntegrationSummary, Open,
        Reference,
    },
};

/// The user's way, step by step.
pub(super) struct Story<'a> {
    stage: &'a Stage,
    session: &'a Session,
    step: std::cell::Cell<i64>,
}

impl<'a> Story<'a> {
    pub(super) fn new(stage: &'a Stage, session: &'a Session) -> Self {
        Self {
            stage,
            session,
            step: std::cell::Cell::new(0),
        }
    }

    /// Goes it, and returns the integration at its end.
    pub(super) async fn tell(&self) -> Result<IntegrationSummary, Failure> {
        let application = self.choose_application().await?;
        let method = self.choose_method(&application)?;
        self.make_token(&application, method).await?;
        let connected = self.connect(&application, method).await?;
        self.fail_to_connect(&application, method).await?;
        let id = connected.id.unwrap_or_default();
        let open = self.stage.violet.open(&self.session.call, &id).await?;
        let configuration = self.configure(&open).await?;
        self.create(&open, configuration).await
    }

    async fn choose_application(&self) -> Result<Application, Failure> {
        let (violet, call) = (&self.stage.violet, &self.session.call);
        let entries = violet.applications(call)?;
        self.show("demo-applications", |page| page.applications(&entries))?;
        let application = violet
            .application(call, &Reference::Id("gitlab".into()))
            .await?;
        self.expect(
            entries.len() == 1 && application.plugin.id() == "gitlab",
            "demo-wrong-applications",
        )?;
        Ok(application)
    }

    fn choose_method<'b>(&self, application: &'b Application) -> Result<&'b Method, Failure> {
        let url = self.stage.gitlab.base_url();
        let methods = &application.description.methods;
        let (hidden, shown): (Vec<&Method>, Vec<&Method>) =
            methods.iter().partition(|method| method.other_option);
        self.show("demo-authentication", |page| {
            let label = page.texts().text("demo-other-options");
            draw_forms(page, &shown, &[], url);
            page.indented(&format!("[ ] {label}"));
            page.gap();
            let text = page.texts().text("demo-switched-on");
            page.line(&text);
            page.gap();
            draw_forms(page, &shown, &[], url);
            page.indented(&format!("[x] {label}"));
            draw_forms(page, &hidden, &shown, url);
        })?;
        let method = hidden
            .into_iter()
            .find(|method| method.kind == MethodKind::Token);
        self.expect(method.is_some() && !shown.is_empty(), "demo-wrong-methods")?;
        Ok(method.expect("just looked"))
    }

    async fn make_token(&self, application: &Application, method: &Method) -> Result<(), Failure> {
        let prepared = application
            .plugin
            .prepare(&self.session.call, &method.id, self.fields(method))
            .await?;
        self.show("demo-token", |page| {
            for guide in &prepared.guides {
                for (index, step) in guide.steps.iter().enumerate() {
                    page.item(index + 1, step);
                }
                for link in &guide.links {
                    page.gap();
                    page.indented(&format!("{}:", link.label));
                    page.verbatim(&link.url);
                }
            }
        })?;
        self.expect(
            prepared.problems.is_empty() && !prepared.guides.is_empty(),
            "demo-wrong-guide",
        )
    }

    async fn connect(
        &self,
        application: &Application,
        method: &Method,
    ) -> Result<Connected, Failure> {
        let connected = self
            .try_token(application, method, &self.stage.tokens.good)
            .await?;
        self.show("demo-connect", |page| {
            page.indented(&format!("[ {} ]", method.button));
            page.gap();
            page.connected(&connected);
        })?;
        self.expect(connected.id.is_some(), "demo-wrong-verdict")?;
        Ok(connected)
    }

    async fn fail_to_connect(
        &self,
        application: &Application,
        method: &Method,
    ) -> Result<(), Failure> {
        for (heading, file, code) in [
            (
                "demo-expired",
                &self.stage.tokens.expired,
                code::TOKEN_EXPIRED,
            ),
            (
                "demo-unknown",
                &self.stage.tokens.unknown,
                code::TOKEN_NOT_RECOGNISED,
            ),
        ] {
            let connected = self.try_token(application, method, file).await?;
            self.show(heading, |page| page.connected(&connected))?;
            let check = &connected.check;
            let as_expected = check.verdict == Verdict::Refused
                && check.problems.iter().any(|problem| problem.code == code.id);
            self.expect(as_expected, "demo-wrong-verdict")?;
        }
        Ok(())
    }

    async fn configure(&self, open: &Open) -> Result<Json, Failure> {
        let (violet, call) = (&self.stage.violet, &self.session.call);
        let schema = violet.schema(call, open).await?;
        self.show("demo-form", |page| page.form(&schema))?;
        let wanted = ChoicesWanted {
            field: "projects".into(),
            search: SEARCH.into(),
            ..ChoicesWanted::default()
        };
        let choices = violet.choices(call, open, wanted).await?;
        self.show("demo-choices", |page| {
            page.indented(&format!("[ {SEARCH} ]"));
            page.choices(&choices);
        })?;
        self.expect(!choices.items.is_empty(), "demo-wrong-choices")?;
        let projects: Vec<&str> = choices
            .items
            .iter()
            .take(2)
            .map(|choice| choice.value.as_str())
            .collect();
        Ok(
            json!({"records": ["projects", "issues", "merge_requests"], "source": "projects", "projects": projects}),
        )
    }

    async fn create(
        &self,
        open: &Open,
        configuration: Json,
    ) -> Result<IntegrationSummary, Failure> {
        let (violet, call) = (&self.stage.violet, &self.session.call);
        let draft = IntegrationDraft {
            configuration: Some(configuration),
            preview_only: true,
            ..IntegrationDraft::default()
        };
        let preview = violet.create(call, open, draft.clone()).await?;
        self.show("demo-preview", |page| {
            page.created(&preview, "integration-created")
        })?;
        self.expect(
            preview.problems.is_empty() && !preview.preview.is_empty(),
            "demo-wrong-preview",
        )?;
        let created = violet
            .create(
                call,
                open,
                IntegrationDraft {
                    preview_only: false,
                    ..draft
                },
            )
            .await?;
        let id = created.id.as_deref().unwrap_or_default();
        let integration = violet.integration(call, id)?;
        self.show("demo-create", |page| {
            let button = page.texts().text("demo-create-button");
            page.indented(&format!("[ {button} ]"));
            page.gap();
            page.created(&created, "integration-created");
            page.gap();
            page.integration(&integration);
        })?;
        Ok(integration)
    }

    async fn try_token(
        &self,
        application: &Application,
        method: &Method,
        file: &Path,
    ) -> Result<Connected, Failure> {
        let field = method
            .fields
            .iter()
            .find(|field| field.role == Some(FieldRole::Credential));
        let mut secrets = Secrets::default();
        secrets.set(
            field.map_or("token", |field| &field.name),
            Secret::new(fs::read(file)?),
        );
        let connection = Connection {
            method: method.id.clone(),
            fields: self.fields(method),
            secrets,
        };
        Ok(self
            .stage
            .violet
            .connect(&self.session.call, application, &connection, None)
            .await?)
    }

    fn fields(&self, method: &Method) -> Fields {
        let mut fields = Fields::default();
        if let Some(field) = method
            .fields
            .iter()
            .find(|field| field.role == Some(FieldRole::Address))
        {
            fields.set(&field.name, self.stage.gitlab.base_url());
        }
        fields
    }

    /// Shows a step, with its number; to programs only the end is shown.
    fn show(&self, heading: &str, draw: impl FnOnce(&mut Page)) -> Result<(), Failure> {
        let number = self.step.get() + 1;
        self.step.set(number);
        self.session.screen.part(|page| {
            let title = page.texts().text(heading);
            page.heading(&format!("{number}. {title}"));
            if let Some(text) = page.texts().find(&format!("{heading}.text")) {
                page.line(&text);
            }
            page.gap();
            draw(page);
            page.gap();
        })?;
        Ok(())
    }

    fn expect(&self, holds: bool, wrong: &str) -> Result<(), Failure> {
        if holds {
            return Ok(());
        }
        let texts = self.session.texts();
        let reason = texts.with(
            "demo-failed",
            &[
                ("step", self.step.get().into()),
                ("reason", texts.text(wrong).into()),
            ],
        );
        Err(Problem::from(texts.problem(code::INTERNAL).because(reason)).into())
    }
}

/// Methods as they stand on a page; a field that stands there already is not drawn again.
fn draw_forms(page: &mut Page, methods: &[&Method], above: &[&Method], url: &str) {
    let value = |field: &Field| match field.role {
        Some(FieldRole::Address) => url,
        Some(FieldRole::Credential) => "••••••••••••",
        _ => "",
    };
    let mut drawn: Vec<&str> = above
        .iter()
        .flat_map(|method| &method.fields)
        .map(|field| field.name.as_str())
        .collect();
    for method in methods {
        for field in method.fields.iter().filter(|field| !field.advanced) {
            if !drawn.contains(&field.name.as_str()) {
                page.indented(&format!("{}: [ {} ]", field.label, value(field)));
                drawn.push(&field.name);
            }
        }
        page.indented(&format!("[ {} ]", method.button));
        page.gap();
    }
}

/// What the user looks for among the projects.
const SEARCH: &str = "portal";
