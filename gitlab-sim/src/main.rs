//! The simulated GitLab as a program: plays a scenario until Ctrl-C.

#![forbid(unsafe_code)]

use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use clap::Parser;
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};

use gitlab_sim::{Application, GitLab, Named, Scenario, Tls};

/// A GitLab on loopback, for tests and demonstrations. Its tokens are made up and printed at the start.
#[derive(Parser)]
#[command(name = "gitlab-sim", disable_version_flag = true)]
struct Options {
    /// What is played
    #[arg(long, value_name = "NAME", default_value = "valid", value_parser = scenarios())]
    scenario: Named,
    /// The GitLab version instead of the scenario's, e.g. 18.9 or 18.9.0-ee
    #[arg(long, value_name = "VERSION")]
    version: Option<String>,
    /// The port instead of a free one
    #[arg(long, default_value_t = 0)]
    port: u16,
    /// How many projects to add
    #[arg(long, value_name = "COUNT", default_value_t = 0)]
    projects: usize,
    /// The path below which the instance lies, e.g. /gitlab
    #[arg(long, value_name = "PATH")]
    root: Option<String>,
    /// Speak https, with a certificate of an authority of its own
    #[arg(long)]
    tls: bool,
    /// Write the certificate that clients have to trust to this file (https only)
    #[arg(long, value_name = "FILE")]
    ca_file: Option<PathBuf>,
    /// How many requests a minute are answered; more get 429
    #[arg(long, value_name = "COUNT")]
    rate_limit: Option<u64>,
    /// Where the OAuth application may have people sent back to; may be said several times
    #[arg(long, value_name = "ADDRESS")]
    redirect_uri: Vec<String>,
    /// The day on which the instance's clock stands still, e.g. 2026-09-01
    #[arg(long, value_name = "DATE")]
    today: Option<String>,
    /// Milliseconds before every answer
    #[arg(long, value_name = "MILLISECONDS")]
    delay: Option<u64>,
}

fn main() -> ExitCode {
    match play(&Options::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // If even this can not be written, the status still tells.
            drop(writeln!(io::stderr(), "error: {error}"));
            ExitCode::FAILURE
        }
    }
}

fn play(options: &Options) -> io::Result<()> {
    let mut scenario = Scenario::named(options.scenario)
        .port(options.port)
        .projects(options.projects);
    if let Some(version) = &options.version {
        scenario = scenario.version(version);
    }
    if let Some(root) = &options.root {
        scenario = scenario.relative_root(root);
    }
    if let Some(limit) = options.rate_limit {
        scenario = scenario.rate_limit(limit);
    }
    if let Some(day) = &options.today {
        scenario = scenario.today(day);
    }
    if !options.redirect_uri.is_empty() {
        let addresses = options.redirect_uri.iter();
        let application = addresses.fold(Application::usual(), Application::redirect_uri);
        scenario = scenario.application(application.scopes(["api", "read_api", "read_user"]));
    }
    if options.tls {
        scenario = scenario.tls(Tls::OwnAuthority);
    }
    if let Some(milliseconds) = options.delay {
        scenario = scenario.delay(Duration::from_millis(milliseconds));
    }
    let gitlab = scenario.start()?;
    if let Some(file) = &options.ca_file {
        let missing = || {
            io::Error::other(
                "`--ca-file` needs https: add `--tls` or choose a scenario that speaks it",
            )
        };
        let pem = gitlab.ca_pem().ok_or_else(missing)?;
        let explained = |error| {
            io::Error::other(format!(
                "writing the certificate to `{}`: {error}",
                file.display()
            ))
        };
        std::fs::write(file, pem).map_err(explained)?;
    }
    introduce(&gitlab, options)?;
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?
        .block_on(tokio::signal::ctrl_c())
}

/// For people and programs alike: one fact a line.
fn introduce(gitlab: &GitLab, options: &Options) -> io::Result<()> {
    let scenario = options.scenario;
    let mut output = io::stdout().lock();
    writeln!(output, "scenario  {scenario}: {}", scenario.description())?;
    writeln!(output, "address   {}", gitlab.base_url())?;
    for (username, token) in gitlab.tokens() {
        writeln!(output, "token     {token}  ({username})")?;
    }
    if !options.redirect_uri.is_empty() {
        writeln!(output, "client    {}  (public)", gitlab.client_id())?;
    }
    writeln!(output, "Ctrl-C ends it.")?;
    output.flush()
}

fn scenarios() -> impl TypedValueParser<Value = Named> {
    let shown = Named::ALL
        .iter()
        .map(|named| PossibleValue::new(named.name()).help(named.description()));
    PossibleValuesParser::new(shown).try_map(|name| name.parse())
}
