//! What the demonstration needs: a simulated GitLab with tokens, the plugin, built and put into a folder, and a state of its own.

use std::{
    env, fs,
    io::{self, Write},
    path::{Path, PathBuf},
};

use gitlab_sim::{GitLab, Scenario, Token};
use tempfile::TempDir;
use violet_host::{Manifest, Options, TARGET, manifest};
use violet_plugin::{Problem, code};

use crate::{
    build,
    cli::{Failure, Session, USER_AGENT},
    private,
    texts::Texts,
    violet::Violet,
};

/// What the demonstration needs. All of it goes when this is dropped.
pub(super) struct Stage {
    /// Violet, with folders of its own.
    pub(super) violet: Violet,
    /// The simulated GitLab.
    pub(super) gitlab: GitLab,
    /// The plugins folder.
    pub(super) plugins: PathBuf,
    /// The state's folder.
    pub(super) state: PathBuf,
    /// Files that hold tokens.
    pub(super) tokens: Tokens,
    _folder: TempDir,
}

/// Files that hold tokens.
pub(super) struct Tokens {
    /// One that works.
    pub(super) good: PathBuf,
    /// One that has expired.
    pub(super) expired: PathBuf,
    /// One that the instance does not know.
    pub(super) unknown: PathBuf,
}

impl Stage {
    /// Builds it all.
    pub(super) async fn build(port: u16, session: &Session) -> Result<Self, Failure> {
        let texts = session.texts();
        let no = |what| move |error: io::Error| texts.failed(what, &error);
        let crate_folder = plugin_crate().ok_or_else(|| {
            Problem::from(texts.problem(code::USAGE_INVALID).worded("demo-no-plugin"))
        })?;
        let built = build::build(&crate_folder)
            .await
            .map_err(|error| error.problem(texts))?;

        let folder = tempfile::Builder::new()
            .prefix("violet-demo-")
            .tempdir()
            .map_err(no("demo-folder"))?;
        let [plugins, state, tokens] =
            ["plugins", "state", "tokens"].map(|name| folder.path().join(name));
        install(&built, &crate_folder, &plugins, texts)?;

        let expired = Token::personal("alice")
            .name("Violet (last year)")
            .expires_in_days(-3);
        let scenario = Scenario::company()
            .token(Token::personal("alice").name("Violet"))
            .token(expired);
        let gitlab = scenario.port(port).start().map_err(no("demo-gitlab"))?;
        let value = |place: usize| {
            gitlab
                .tokens()
                .get(place)
                .map(|(_, value)| value.as_str())
                .unwrap_or_default()
        };
        let tokens = write_tokens(&tokens, value(0), value(1)).map_err(no("demo-folder"))?;

        // What the environment says of proxies does not concern a GitLab on this machine.
        let options = Options {
            user_agent: USER_AGENT.into(),
            ..Options::default()
        };
        Ok(Self {
            violet: Violet::new(options, &plugins, &state),
            gitlab,
            plugins,
            state,
            tokens,
            _folder: folder,
        })
    }
}

/// The crate of the GitLab plugin: in this checkout, looked for from where cargo runs this program, from here, and from where the
/// program lies.
fn plugin_crate() -> Option<PathBuf> {
    let from_cargo = env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
    let starts = [from_cargo, env::current_dir().ok(), env::current_exe().ok()];
    starts.into_iter().flatten().find_map(|start| {
        let checkout = start.ancestors().find(|folder| is_checkout(folder))?;
        Some(checkout.join("plugin"))
    })
}

fn is_checkout(folder: &Path) -> bool {
    ["plugin", "host-sim"]
        .iter()
        .all(|name| folder.join(name).join("Cargo.toml").is_file())
}

/// Puts a built plugin into the plugins folder, as its manifest says.
fn install(
    built: &build::Built,
    crate_folder: &Path,
    plugins: &Path,
    texts: &Texts,
) -> Result<(), Problem> {
    let invalid =
        |reason: String| Problem::from(texts.problem(code::MANIFEST_INVALID).because(reason));
    let Some(of_manifest) = &built.manifest else {
        return Err(invalid(texts.with(
            "demo-no-manifest",
            &[("folder", crate_folder.display().to_string().into())],
        )));
    };
    let manifest = Manifest::read(of_manifest).map_err(|error| invalid(error.to_string()))?;
    let Some(library) = manifest.library.get(TARGET) else {
        return Err(invalid(
            texts.with("demo-no-target", &[("target", TARGET.into())]),
        ));
    };
    let folder = plugins.join(&manifest.plugin.id);
    let put = || -> io::Result<()> {
        fs::create_dir_all(&folder)?;
        fs::copy(
            of_manifest.join(manifest::FILE_NAME),
            folder.join(manifest::FILE_NAME),
        )?;
        fs::copy(&built.library, folder.join(&library.file))?;
        for icon in manifest.plugin.icon.iter() {
            if let Some(found) = [of_manifest.join(icon), crate_folder.join(icon)]
                .iter()
                .find(|path| path.is_file())
            {
                fs::copy(found, folder.join(icon))?;
            }
        }
        Ok(())
    };
    put().map_err(|error| texts.failed("demo-folder", &error))
}

fn write_tokens(folder: &Path, good: &str, expired: &str) -> io::Result<Tokens> {
    private::create_folder(folder)?;
    let write = |name: &str, value: &str| -> io::Result<PathBuf> {
        let path = folder.join(name);
        let mut options = fs::OpenOptions::new();
        private::only_owner(options.write(true).create_new(true));
        options.open(&path)?.write_all(value.as_bytes())?;
        Ok(path)
    };
    Ok(Tokens {
        good: write("good", good)?,
        expired: write("expired", expired)?,
        unknown: write("unknown", "glpat-Vx3kQ9mZr7Tn2LwYp5Bd")?,
    })
}
