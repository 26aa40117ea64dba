//! The command line.

mod configure;
mod connect;
mod credential;
mod fields;
mod help;
mod inspect;
mod interruption;
mod usage;

use std::{env, ffi::OsString, io, path::PathBuf, process::ExitCode, time::Duration};

use clap::{Args, FromArgMatches, Parser, Subcommand, error::ErrorKind};
use clap_complete::Shell;
use violet_host::{AddressPolicy, Call, Options, Proxies};
use violet_plugin::{Problem, code};

pub(crate) use self::interruption::Interruption;
use crate::{demo, exit::Status, locale, show::Screen, texts::Texts, violet::Violet};

/// The program. What every command and option means to users stands among the texts, under `help-…`: see `help`.
#[derive(Parser)]
#[command(name = "violet-host-sim", version, arg_required_else_help = true)]
struct Arguments {
    #[command(flatten)]
    global: Global,
    #[command(subcommand)]
    command: Command,
}

#[derive(Args)]
struct Global {
    #[arg(long, global = true)]
    json: bool,
    #[arg(long, global = true, value_name = "LANGUAGE", value_parser = locale::parse)]
    locale: Option<String>,
    #[arg(long, global = true, value_name = "FOLDER")]
    plugins: Option<PathBuf>,
    #[arg(long, global = true, value_name = "FOLDER")]
    state: Option<PathBuf>,
    #[arg(long, global = true, value_name = "SECONDS", default_value_t = 15, value_parser = clap::value_parser!(u64).range(1..=3600))]
    timeout: u64,
    #[arg(long, global = true, value_name = "URL")]
    proxy: Option<String>,
    #[arg(long, global = true)]
    deny_private: bool,
}

#[derive(Subcommand)]
enum Command {
    Demo(demo::Demo),
    List,
    Describe(inspect::Describe),
    Check(inspect::Check),
    Connect(connect::Connect),
    #[command(subcommand)]
    Connections(connect::Connections),
    Schema(configure::Schema),
    Choices(configure::Choices),
    Create(configure::Create),
    #[command(subcommand)]
    Integrations(configure::Integrations),
    Completions {
        shell: Shell,
    },
}

/// What a command works with.
pub(crate) struct Session {
    /// Violet.
    pub(crate) violet: Violet,
    /// The language, and how long things may take.
    pub(crate) call: Call,
    /// Where results go.
    pub(crate) screen: Screen,
}

impl Session {
    /// The texts in the user's language.
    pub(crate) fn texts(&self) -> &Texts {
        self.screen.texts()
    }

    /// Says what plugins have warned of. It is beside the result, and nothing fails because nobody can read it.
    pub(crate) fn report(&self, violet: &Violet) {
        let (lines, dropped) = violet.take_log();
        let _ = self.screen.aside(|page| page.log(&lines, dropped));
    }
}

/// What can end a command before it has a result.
pub(crate) enum Failure {
    /// A problem, which is shown.
    Problem(Problem),
    /// The result could not be written.
    Output(io::Error),
}

impl From<Problem> for Failure {
    fn from(problem: Problem) -> Self {
        Self::Problem(problem)
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::Output(error)
    }
}

/// Runs the program with these arguments, the program's name first.
pub(crate) fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    // What is wrong with the arguments has to be said in the language and the form that they ask for.
    let asked = usage::Asked::of(&arguments);
    let texts = Texts::new(&asked.locale.unwrap_or_else(locale::from_environment));
    let screen = Screen::new(texts, asked.json);
    let parsed = help::command(screen.texts())
        .try_get_matches_from(&arguments)
        .and_then(|matches| Arguments::from_arg_matches(&matches));
    let status = match parsed {
        Ok(parsed) => start(parsed, screen),
        Err(error)
            if matches!(
                error.kind(),
                ErrorKind::DisplayHelp | ErrorKind::DisplayVersion
            ) =>
        {
            // Whoever closed the output has read enough.
            let _ = error.print();
            Status::Done
        }
        Err(error)
            if error.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand
                && !asked.json =>
        {
            let _ = error.print();
            Status::Usage
        }
        Err(error) => ended(Err(usage::problem(&error, screen.texts()).into()), &screen),
    };
    status.into()
}

fn start(arguments: Arguments, screen: Screen) -> Status {
    let texts = screen.texts();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()
        .map_err(|error| texts.failed("failed-runtime", &error));
    let begun = runtime.and_then(|runtime| Ok((runtime, begin(arguments.global, texts)?)));
    let (runtime, (violet, call)) = match begun {
        Ok(begun) => begun,
        Err(problem) => return ended(Err(problem.into()), &screen),
    };
    let session = Session {
        violet,
        call,
        screen,
    };
    let result = runtime.block_on(until_interrupted(arguments.command, &session));
    session.report(&session.violet);
    let status = ended(result, &session.screen);
    // Its temporary files go with it.
    drop(session.violet);
    // Somebody may still be waiting for input that never comes.
    runtime.shutdown_timeout(FAREWELL);
    status
}

async fn until_interrupted(command: Command, session: &Session) -> Result<Status, Failure> {
    let mut interruption =
        Interruption::listen().map_err(|error| session.texts().failed("failed-runtime", &error))?;
    tokio::select! {
        // A command that ends because of the interruption has ended as it should.
        biased;
        result = dispatch(command, session) => result,
        () = interruption.heard() => {
            let draft = session.texts().problem(code::INTERNAL);
            Err(Problem::from(draft.worded("failed-interrupted")).into())
        }
    }
}

async fn dispatch(command: Command, session: &Session) -> Result<Status, Failure> {
    match command {
        Command::Demo(demo) => demo::run(&demo, session).await,
        Command::List => inspect::list(session),
        Command::Describe(describe) => inspect::describe(&describe, session).await,
        Command::Check(check) => inspect::check(&check, session).await,
        Command::Connect(connect) => connect::connect(&connect, session).await,
        Command::Connections(connections) => connect::connections(&connections, session).await,
        Command::Schema(schema) => configure::schema(&schema, session).await,
        Command::Choices(choices) => configure::choices(choices, session).await,
        Command::Create(create) => configure::create(&create, session).await,
        Command::Integrations(integrations) => {
            configure::integrations(&integrations, session).await
        }
        Command::Completions { shell } => {
            let mut script = Vec::new();
            clap_complete::generate(
                shell,
                &mut help::command(session.texts()),
                "violet-host-sim",
                &mut script,
            );
            session.screen.raw(&script)?;
            Ok(Status::Done)
        }
    }
}

/// Shows what ended a command, and says what that means to whoever called it.
fn ended(result: Result<Status, Failure>, screen: &Screen) -> Status {
    match result {
        Ok(status) => status,
        Err(Failure::Problem(problem)) => match screen.problem(&problem) {
            Ok(()) => Status::of(&problem),
            Err(_) => Status::Failed,
        },
        Err(Failure::Output(error)) => {
            let problem = screen.texts().failed("failed-output", &error);
            // The output is what failed: the other one may still work.
            let _ = screen.aside(|page| page.problem(&problem));
            Status::Failed
        }
    }
}

/// Violet, as the general options want it.
fn begin(global: Global, texts: &Texts) -> Result<(Violet, Call), Problem> {
    let call = Call {
        locale: global.locale.unwrap_or_else(locale::from_environment),
        timeout: Duration::from_secs(global.timeout),
    };
    let from_environment = || env::var_os("VIOLET_PLUGINS").filter(|folder| !folder.is_empty());
    let plugins = global
        .plugins
        .or_else(|| from_environment().map(PathBuf::from))
        .unwrap_or_else(|| "plugins".into());
    let state = global.state.map_or_else(|| default_state(texts), Ok)?;
    let proxies = match &global.proxy {
        Some(address) => Proxies::fixed(address).map_err(|error| {
            let draft = texts.problem(code::USAGE_INVALID).worded("usage-proxy");
            // The address is not repeated: it may hold a password.
            Problem::from(draft.with("detail", error.to_string()))
        })?,
        None => Proxies::from_environment(),
    };
    let addresses = if global.deny_private {
        AddressPolicy::deny_private()
    } else {
        AddressPolicy::desktop()
    };
    let options = Options {
        addresses,
        proxies,
        user_agent: USER_AGENT.into(),
        ..Options::default()
    };
    Ok((Violet::new(options, plugins, state), call))
}

/// Where the operating system keeps a program's state.
fn default_state(texts: &Texts) -> Result<PathBuf, Problem> {
    use etcetera::BaseStrategy;
    let base = etcetera::choose_base_strategy()
        .map_err(|_| Problem::from(texts.problem(code::STATE_UNUSABLE).worded("state-homeless")))?;
    Ok(base
        .state_dir()
        .unwrap_or_else(|| base.data_dir())
        .join("violet-host-sim"))
}

/// How long what is still going on may take when the command has ended.
const FAREWELL: Duration = Duration::from_secs(2);

/// What plugins' requests say of who sends them.
pub(crate) const USER_AGENT: &str = concat!("violet-host-sim/", env!("CARGO_PKG_VERSION"));

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn the_command_line_is_well_formed() {
        help::command(&Texts::new("en")).debug_assert();
    }

    /// Whoever adds an argument has to think of where a secret could come from.
    #[test]
    fn no_argument_takes_a_secret() {
        fn look(command: &clap::Command, found: &mut BTreeSet<String>) {
            for argument in command.get_arguments() {
                if argument.get_action().takes_values() {
                    found.insert(argument.get_id().to_string());
                }
            }
            for command in command.get_subcommands() {
                look(command, found);
            }
        }
        let mut found = BTreeSet::new();
        look(&help::command(&Texts::new("en")), &mut found);
        let harmless = [
            "after",
            "auth",
            "config",
            "every",
            "field",
            "id",
            "locale",
            "name",
            "plugin",
            "plugins",
            "port",
            "proxy",
            "search",
            // Takes no value for a secret field.
            "set",
            "shell",
            "state",
            "timeout",
            // The name of a file.
            "token_file",
            "url",
        ];
        assert_eq!(found, harmless.map(str::to_owned).into());
    }
}
