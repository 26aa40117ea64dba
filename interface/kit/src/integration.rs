//! The trait that an author implements.

use std::future::Future;

use serde_json::Value as Json;

use crate::{
    Choices, ChoicesRequest, Connection, Context, Description, Fields, Prepared, Problem, Report,
    Texts, Validation,
};

/// One application, as a plugin adds it to Violet.
///
/// The host calls all of it on one thread, the plugin's own; several asynchronous calls may be under way at once. Dropping a call
/// stops it at its next `await`. A panic is contained: the user is told `plugin.panicked`, and the plugin goes on.
///
/// Errors are [`Problem`]s: what a user can be told. A credential that does not work is no error but a [`Report`].
pub trait Integration: Send + Sync + Sized + 'static {
    /// The plugin's texts, a Fluent file per language, the default language first. They come before the kit's own, which has a
    /// message and a hint for every code of [`code`](crate::code).
    const TEXTS: Texts;

    /// Makes the plugin. Called once for each object that the host wants; keep it cheap, start nothing.
    fn new() -> Self;

    /// What the plugin is, in the user's language. Offline; called when the library is loaded, and whenever a form is drawn.
    fn describe(&self, context: &Context) -> Description;

    /// What the plugin makes of a connection's form before anything is sent: normalised values, problems at their fields, help and
    /// links for that very instance, and the endpoints of its OAuth. Offline; called while the user types, and before each check.
    fn prepare(&self, context: &Context, method: &str, fields: Fields) -> Prepared;

    /// Asks the application whether the credential works, for whom, with which rights and until when. `connection` has been through
    /// [`prepare`](Self::prepare).
    ///
    /// # Errors
    ///
    /// What has nothing to do with the credential; everything else belongs into the report.
    fn check(
        &self,
        context: &Context,
        connection: &Connection,
    ) -> impl Future<Output = Result<Report, Problem>> + Send;

    /// The form of an integration's settings, as JSON Schema; see [`Form`](crate::Form). Without a connection: offline, the widest
    /// form that there is.
    ///
    /// # Errors
    ///
    /// Whatever keeps the instance from being asked.
    fn configuration_schema(
        &self,
        context: &Context,
        connection: Option<&Connection>,
    ) -> impl Future<Output = Result<Json, Problem>> + Send;

    /// The live list behind a field of that form, or the labels of values that were chosen earlier.
    ///
    /// # Errors
    ///
    /// An unknown field, or whatever keeps the instance from being asked.
    fn choices(
        &self,
        context: &Context,
        connection: &Connection,
        asked: ChoicesRequest,
    ) -> impl Future<Output = Result<Choices, Problem>> + Send;

    /// What is wrong with a configuration, each problem at its field, and a preview of what it would fetch.
    ///
    /// # Errors
    ///
    /// Whatever keeps the instance from being asked.
    fn validate_configuration(
        &self,
        context: &Context,
        connection: &Connection,
        configuration: Json,
    ) -> impl Future<Output = Result<Validation, Problem>> + Send;

    /// Brings a configuration that was saved under an older `schema_version` to the present one.
    ///
    /// # Errors
    ///
    /// If that can't be done; the host then keeps the configuration as it was.
    fn migrate(
        &self,
        context: &Context,
        configuration: Json,
        from_version: u32,
    ) -> Result<Json, Problem> {
        let _ = (context, from_version);
        Ok(configuration)
    }
}
