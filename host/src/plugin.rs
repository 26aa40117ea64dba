//! The typed face of a loaded plugin: requests and answers in the kit's types.

use std::{
    rc::Rc,
    sync::Arc,
    time::{Duration, Instant},
};

use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value as Json;
use violet_plugin::{
    Choices, ChoicesRequest, Connection, Description, Effect, FieldRole, FieldType, Fields,
    InstanceFacts, Prepared, Problem, Report, Secret, Validation, Verdict, code,
    host::{
        ChoicesEnvelope, ConnectionEnvelope, MigrateEnvelope, PrepareEnvelope, SchemaEnvelope,
        ValidateEnvelope,
    },
    http::Url,
};
use violet_plugin_abi::{
    call::CallBox,
    future::{PendingAnswer, outcome},
    object::{Answer, PluginBox},
    secret::SecretField,
};

use crate::{
    Call, Check, Departure, Facts, Inner, Manifest,
    answer::{Received, read, received, while_loading},
    call::Context,
    clean::{Clean, clean_form},
    current::{Current, NoAnswer},
    generation::Generation,
    manifest::NetworkUse,
    policy::ConnectionNetwork,
    texts::Texts,
};

/// A loaded plugin. Clones share it; dropping the last one ends it, and unmaps its library where that can be done.
#[derive(Clone)]
pub struct Plugin(Arc<Loaded>);

struct Loaded {
    host: Arc<Inner>,
    facts: Facts,
    current: Current,
    manifest: Option<Manifest>,
    network: NetworkUse,
    /// The names of the fields that the host itself reads.
    address_fields: Vec<String>,
    pem_fields: Vec<String>,
}

impl Plugin {
    pub(crate) async fn new(
        host: Arc<Inner>,
        generation: Generation,
        manifest: Option<Manifest>,
        locale: &str,
    ) -> Result<Self, Problem> {
        let mut loaded = Loaded {
            host,
            facts: generation.facts().clone(),
            current: Current::new(generation),
            network: manifest
                .as_ref()
                .map(|manifest| manifest.network.clone())
                .unwrap_or_default(),
            manifest,
            address_fields: Vec::new(),
            pem_fields: Vec::new(),
        };
        let smoke_call = Call {
            locale: locale.to_owned(),
            timeout: SMOKE,
        };
        let description = loaded.describe_while_loading(&smoke_call).await?;
        if description.methods.is_empty() {
            let reason = "it describes no authentication method".into();
            return Err(Texts::new(locale).reason(code::PLUGIN_CONTRACT, reason));
        }
        let fields = description.methods.iter().flat_map(|method| &method.fields);
        for field in fields {
            if field.role == Some(FieldRole::Address) {
                loaded.address_fields.push(field.name.clone());
            }
            if field.r#type == FieldType::Pem {
                loaded.pem_fields.push(field.name.clone());
            }
        }
        for names in [&mut loaded.address_fields, &mut loaded.pem_fields] {
            names.sort();
            names.dedup();
        }
        Ok(Self(Arc::new(loaded)))
    }

    /// The plugin's id.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.facts().id
    }

    /// What its library says of itself.
    #[must_use]
    pub fn facts(&self) -> &Facts {
        &self.0.facts
    }

    /// Its manifest, if it came with one.
    #[must_use]
    pub fn manifest(&self) -> Option<&Manifest> {
        self.0.manifest.as_ref()
    }

    /// What it says of itself, in the caller's language.
    ///
    /// # Errors
    ///
    /// If it breaks its contract.
    pub async fn describe(&self, call: &Call) -> Result<Description, Problem> {
        self.0.describe(call).await
    }

    /// What it makes of a connection's form, offline.
    ///
    /// # Errors
    ///
    /// If it breaks its contract.
    pub async fn prepare(
        &self,
        call: &Call,
        method: &str,
        fields: Fields,
    ) -> Result<Prepared, Problem> {
        self.0.prepare(call, method, fields).await
    }

    /// Whether a connection's credential works: [`prepare`](Self::prepare), and if that finds nothing that refuses, the plugin's own
    /// check.
    ///
    /// # Errors
    ///
    /// If it breaks its contract. What is wrong with the connection stands in the check.
    pub async fn check(&self, call: &Call, connection: &Connection) -> Result<Check, Problem> {
        let begun = Instant::now();
        let prepared = self
            .prepare(call, &connection.method, connection.fields.clone())
            .await?;
        let connection = Connection {
            fields: prepared.fields,
            ..connection.clone()
        };
        let refused = prepared
            .problems
            .iter()
            .any(|problem| problem.effect == Effect::Refuses);
        let mut report = if refused {
            Report::default()
        } else {
            let (request, secrets) = (envelope(&connection), secrets(&connection));
            let network = self.0.network(Some(&connection));
            let mut report: Report = self
                .0
                .later(
                    call,
                    network,
                    request,
                    secrets,
                    |plugin, call, request, secrets| {
                        plugin.check(call, request.into(), secrets.into())
                    },
                )
                .await?;
            if report.instance.is_none() {
                report.instance = self.0.address(&connection).map(|address| InstanceFacts {
                    url: address.to_string().trim_end_matches('/').to_owned(),
                    ..InstanceFacts::default()
                });
            }
            report
        };
        report.problems.splice(..0, prepared.problems);
        let texts = Texts::new(&call.locale);
        report.clean(&texts);
        let silent = report.verdict() == Verdict::Unknown
            && report
                .problems
                .iter()
                .all(|problem| problem.effect == Effect::None);
        if silent {
            let reason = "its check neither proves anything nor says what is wrong".into();
            return Err(texts.reason(code::PLUGIN_CONTRACT, reason));
        }
        Ok(Check {
            plugin: self.id().to_owned(),
            method: connection.method.clone(),
            verdict: report.verdict(),
            problems: report.problems,
            account: report.account,
            credential: report.credential,
            instance: report.instance,
            requests: report.requests,
            elapsed_ms: u64::try_from(begun.elapsed().as_millis()).unwrap_or(u64::MAX),
            connection,
        })
    }

    /// The form of an integration's settings, as JSON Schema: for a connection, or the widest one there is.
    ///
    /// # Errors
    ///
    /// If the plugin breaks its contract, or can't ask the instance.
    pub async fn configuration_schema(
        &self,
        call: &Call,
        connection: Option<&Connection>,
    ) -> Result<Json, Problem> {
        let request = to_json(&SchemaEnvelope {
            connection: connection.map(connection_envelope),
        });
        let secrets = connection.map(secrets).unwrap_or_default();
        let network = self.0.network(connection);
        let mut form: Json = self
            .0
            .later(
                call,
                network,
                request,
                secrets,
                |plugin, call, request, secrets| {
                    plugin.configuration_schema(call, request.into(), secrets.into())
                },
            )
            .await?;
        clean_form(&mut form);
        Ok(form)
    }

    /// The live list behind a field of that form.
    ///
    /// # Errors
    ///
    /// If the plugin breaks its contract, does not know the field, or can't ask the instance.
    pub async fn choices(
        &self,
        call: &Call,
        connection: &Connection,
        request: ChoicesRequest,
    ) -> Result<Choices, Problem> {
        let request = to_json(&ChoicesEnvelope {
            connection: connection_envelope(connection),
            request,
        });
        let network = self.0.network(Some(connection));
        let mut choices: Choices = self
            .0
            .later(
                call,
                network,
                request,
                secrets(connection),
                |plugin, call, request, secrets| {
                    plugin.choices(call, request.into(), secrets.into())
                },
            )
            .await?;
        choices.clean(&Texts::new(&call.locale));
        Ok(choices)
    }

    /// What is wrong with a configuration, and what it would fetch.
    ///
    /// # Errors
    ///
    /// If the plugin breaks its contract, or can't ask the instance.
    pub async fn validate_configuration(
        &self,
        call: &Call,
        connection: &Connection,
        configuration: Json,
    ) -> Result<Validation, Problem> {
        let request = to_json(&ValidateEnvelope {
            connection: connection_envelope(connection),
            configuration,
        });
        let network = self.0.network(Some(connection));
        let mut validation: Validation = self
            .0
            .later(
                call,
                network,
                request,
                secrets(connection),
                |plugin, call, request, secrets| {
                    plugin.validate_configuration(call, request.into(), secrets.into())
                },
            )
            .await?;
        validation.clean(&Texts::new(&call.locale));
        Ok(validation)
    }

    /// Brings a configuration that was saved under an older `schema_version` to the present one.
    ///
    /// # Errors
    ///
    /// If that can't be done; keep the configuration as it was.
    pub async fn migrate(
        &self,
        call: &Call,
        configuration: Json,
        from_version: u32,
    ) -> Result<Json, Problem> {
        let request = to_json(&MigrateEnvelope {
            configuration,
            from_version,
        });
        self.0
            .now(call, move |plugin, call| {
                plugin.migrate(call, request.as_str().into())
            })
            .await
    }

    /// Ends the plugin, as soon as no other clone of it is left, and says how it left.
    pub async fn unload(self) -> Departure {
        let mut departure = self.0.current.generation().departure();
        drop(self);
        let gone = departure.wait_for(Option::is_some).await;
        gone.ok()
            .and_then(|departure| departure.clone())
            .unwrap_or_else(|| Departure::LeftMapped {
                reason: "nobody saw it leave".into(),
            })
    }
}

impl Loaded {
    async fn describe(&self, call: &Call) -> Result<Description, Problem> {
        let texts = Texts::new(&call.locale);
        let mut description: Description = received(self.ask_for_description(call).await, &texts)?;
        description.clean(&texts);
        Ok(description)
    }

    /// The first call.
    async fn describe_while_loading(&self, call: &Call) -> Result<Description, Problem> {
        let texts = Texts::new(&call.locale);
        match self.ask_for_description(call).await {
            Ok(Received::Problem(problem)) => Err(while_loading(problem, &texts)),
            answer => received(answer, &texts),
        }
    }

    async fn ask_for_description(&self, call: &Call) -> Result<Received<Description>, NoAnswer> {
        self.at_once(call, |plugin, call| plugin.describe(call))
            .await
    }

    async fn prepare(
        &self,
        call: &Call,
        method: &str,
        fields: Fields,
    ) -> Result<Prepared, Problem> {
        let request = to_json(&PrepareEnvelope {
            method: method.to_owned(),
            fields,
        });
        let mut prepared: Prepared = self
            .now(call, move |plugin, call| {
                plugin.prepare(call, request.as_str().into())
            })
            .await?;
        prepared.clean(&Texts::new(&call.locale));
        Ok(prepared)
    }

    /// A call that is answered at once, and needs no network.
    async fn now<T: DeserializeOwned + Send + 'static>(
        &self,
        call: &Call,
        ask: impl FnOnce(&PluginBox, CallBox) -> Answer + Send + 'static,
    ) -> Result<T, Problem> {
        let answer = self.at_once(call, ask).await;
        received(answer, &Texts::new(&call.locale))
    }

    async fn at_once<T: DeserializeOwned + Send + 'static>(
        &self,
        call: &Call,
        ask: impl FnOnce(&PluginBox, CallBox) -> Answer + Send + 'static,
    ) -> Result<Received<T>, NoAnswer> {
        let context = self.context(call, self.network(None));
        let work = move |plugin: Rc<PluginBox>| async move {
            read::<T>(ask(&plugin, context.for_boundary()))
        };
        self.current
            .ask(&self.host, call.timeout + GRACE, work)
            .await
    }

    /// A call that is answered when its future is ready.
    async fn later<T: DeserializeOwned + Send + 'static>(
        &self,
        call: &Call,
        network: Arc<ConnectionNetwork>,
        request: String,
        secrets: Vec<(String, Secret)>,
        ask: impl FnOnce(&PluginBox, CallBox, &str, &[SecretField<'_>]) -> PendingAnswer
        + Send
        + 'static,
    ) -> Result<T, Problem> {
        let context = self.context(call, network);
        let work = move |plugin: Rc<PluginBox>| async move {
            let fields: Vec<SecretField<'_>> = secrets
                .iter()
                .map(|(name, secret)| SecretField {
                    name: name.as_str().into(),
                    value: secret.expose().into(),
                })
                .collect();
            let pending = ask(&plugin, context.for_boundary(), &request, &fields);
            // The plugin has its copies.
            drop(fields);
            drop(secrets);
            match outcome(pending).await {
                Some(answer) => read::<T>(answer),
                None => Received::Panicked,
            }
        };
        let answer = self.current.ask(&self.host, call.timeout + GRACE, work);
        received(answer.await, &Texts::new(&call.locale))
    }

    fn context(&self, call: &Call, network: Arc<ConnectionNetwork>) -> Context {
        Context {
            id: self.host.next_call(),
            locale: call.locale.clone(),
            clock: self.host.clock.clone(),
            deadline: Instant::now() + call.timeout,
            network,
        }
    }

    fn address(&self, connection: &Connection) -> Option<Url> {
        let text = self.address_fields.iter().map(|name| connection.text(name));
        text.filter(|text| !text.is_empty())
            .find_map(|text| Url::parse(text).ok())
    }

    fn network(&self, connection: Option<&Connection>) -> Arc<ConnectionNetwork> {
        let address = connection.and_then(|connection| self.address(connection));
        let pem: Vec<&str> = connection.map_or_else(Vec::new, |connection| {
            self.pem_fields
                .iter()
                .map(|name| connection.text(name))
                .collect()
        });
        Arc::new(ConnectionNetwork::new(
            &self.host.defaults,
            &self.network,
            address.as_ref(),
            &pem,
        ))
    }
}

fn connection_envelope(connection: &Connection) -> ConnectionEnvelope {
    ConnectionEnvelope {
        method: connection.method.clone(),
        fields: connection.fields.clone(),
    }
}

fn envelope(connection: &Connection) -> String {
    to_json(&connection_envelope(connection))
}

fn secrets(connection: &Connection) -> Vec<(String, Secret)> {
    connection
        .secrets
        .iter()
        .map(|(name, secret)| (name.to_owned(), secret.clone()))
        .collect()
}

fn to_json(request: &impl Serialize) -> String {
    serde_json::to_string(request).expect("requests hold text and JSON only")
}

/// How much longer than the plugin the host waits.
const GRACE: Duration = Duration::from_secs(2);

/// How long the first call may take.
const SMOKE: Duration = Duration::from_secs(5);
