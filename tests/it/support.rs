//! What the tests share: things built once, folders of their own, the program under test.

pub(crate) mod answering;

use std::{
    io,
    path::{Path, PathBuf},
    process::Command,
    sync::OnceLock,
    time::{Duration, Instant, UNIX_EPOCH},
};

use serde_json::Value as Json;
use tempfile::TempDir;
use violet_host::{Call, Host, Options, Plugin, Source};

/// The repository.
pub(crate) fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .expect("the tests stand in the repository")
}

/// What `cargo build` made: the GitLab plugin's library, and the simulator.
pub(crate) struct Built {
    pub(crate) gitlab_library: PathBuf,
    pub(crate) simulator: PathBuf,
}

/// Builds what is tested, once in a process. Cargo itself sees to it that several processes don't do it twice.
pub(crate) fn built() -> &'static Built {
    static BUILT: OnceLock<Built> = OnceLock::new();
    BUILT.get_or_init(|| {
        // One after the other: together, cargo would give the library what only the program needs of their dependencies.
        let library = cargo_build(repository(), &["-p", "violet-gitlab"]);
        let program = cargo_build(repository(), &["-p", "violet-host-sim"]);
        Built {
            gitlab_library: one(&library, |name| {
                name.contains("violet_gitlab") && is_library(name)
            }),
            simulator: one(&program, |name| {
                name == format!("violet-host-sim{}", std::env::consts::EXE_SUFFIX)
            }),
        }
    })
}

/// The library of the plugin outside of the workspace.
pub(crate) fn outside_library() -> &'static Path {
    static BUILT: OnceLock<PathBuf> = OnceLock::new();
    BUILT.get_or_init(|| {
        let template = repository().join("tests/plugins/outside");
        let kit = repository().join("interface/kit");
        // At the same place for every process of a run: cargo's lock makes the second one wait and find it done.
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("outside");
        let sources = folder.join("src");
        std::fs::create_dir_all(&sources).expect("a folder below the target folder");
        let manifest = std::fs::read_to_string(template.join("Cargo.toml")).expect("a template");
        write_if_changed(
            &folder.join("Cargo.toml"),
            manifest
                .replace("@KIT@", &kit.display().to_string().replace('\\', "/"))
                .as_bytes(),
        );
        for name in ["lib.rs", "en.ftl", "es.ftl"] {
            let text = std::fs::read(template.join("src").join(name)).expect("a template");
            write_if_changed(&sources.join(name), &text);
        }
        // The workspace's versions: nothing new is looked for.
        let locked = std::fs::read(repository().join("Cargo.lock")).expect("a lock file");
        if !folder.join("Cargo.lock").exists() {
            std::fs::write(folder.join("Cargo.lock"), locked).expect("a lock file");
        }
        let files = cargo_build(&folder, &[]);
        one(&files, |name| name.contains("outside") && is_library(name))
    })
}

/// Writes a file that differs, and leaves one that does not as old as it is.
fn write_if_changed(path: &Path, content: &[u8]) {
    if std::fs::read(path).is_ok_and(|before| before == content) {
        return;
    }
    // Whole or not at all: another process may read it.
    let folder = path.parent().expect("a file stands in a folder");
    let mut file = tempfile::NamedTempFile::new_in(folder).expect("a temporary file");
    std::io::Write::write_all(&mut file, content).expect("a written file");
    file.persist(path).expect("a renamed file");
}

/// Runs `cargo build` with the same target folder and profile as these tests, and says which files it made.
pub(crate) fn cargo_build(folder: &Path, arguments: &[&str]) -> Vec<PathBuf> {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR"))
        .parent()
        .expect("cargo's own folder lies in the target folder");
    let mut command = Command::new(env!("CARGO"));
    command
        .current_dir(folder)
        .arg("build")
        .arg("--message-format=json-render-diagnostics")
        .arg("--target-dir")
        .arg(target)
        .args(arguments);
    if !cfg!(debug_assertions) {
        command.arg("--release");
    }
    artifacts(&mut command)
}

/// Runs a prepared cargo, which is to build something and to tell of it in JSON, and says which files it made.
pub(crate) fn artifacts(cargo: &mut Command) -> Vec<PathBuf> {
    // What cargo tells these tests of their own package would be news to build scripts that look at it: they would run again, here
    // and at the next build of the tests, and everything above them with them.
    for (name, _) in std::env::vars_os() {
        let text = name.to_string_lossy();
        if text.starts_with("CARGO_PKG_") || text.starts_with("CARGO_MANIFEST_") {
            cargo.env_remove(&name);
        }
    }
    let output = cargo.output().expect("cargo runs");
    assert!(
        output.status.success(),
        "{cargo:?}:\n{}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8(output.stdout)
        .expect("cargo writes UTF-8")
        .lines()
        .filter_map(|line| serde_json::from_str::<Json>(line).ok())
        .filter(|message| message["reason"] == "compiler-artifact")
        .flat_map(|message| message["filenames"].as_array().cloned().unwrap_or_default())
        .filter_map(|name| name.as_str().map(PathBuf::from))
        .collect()
}

/// The one file among these that has such a name.
pub(crate) fn one(files: &[PathBuf], wanted: impl Fn(&str) -> bool) -> PathBuf {
    let mut found = files.iter().filter(|file| {
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        wanted(&name)
    });
    let first = found.next().expect("cargo made it").clone();
    assert_eq!(found.next(), None, "only one");
    kept(&first)
}

/// The same file at a place of its own. Another cargo may put another build in its place at any time, and removes it first.
fn kept(artifact: &Path) -> PathBuf {
    let until = Instant::now() + Duration::from_secs(10);
    loop {
        match keep(artifact) {
            Ok(kept) => return kept,
            Err(error) if error.kind() == io::ErrorKind::NotFound && Instant::now() < until => {
                std::thread::yield_now();
            }
            Err(error) => panic!("`{}`: {error}", artifact.display()),
        }
    }
}

fn keep(artifact: &Path) -> io::Result<PathBuf> {
    let facts = std::fs::metadata(artifact)?;
    let built = facts.modified()?.duration_since(UNIX_EPOCH);
    let build = format!("{}-{}", built.unwrap_or_default().as_nanos(), facts.len());
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"))
        .join("kept")
        .join(build);
    std::fs::create_dir_all(&folder)?;
    let kept = folder.join(artifact.file_name().unwrap_or_default());
    match std::fs::hard_link(artifact, &kept) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(kept),
        linked => linked.map(|()| kept),
    }
}

/// Whether a file's name is that of a dynamic library.
pub(crate) fn is_library(name: &str) -> bool {
    name.ends_with(std::env::consts::DLL_SUFFIX)
}

/// The SHA-256 of something, in hexadecimal.
pub(crate) fn sha256(bytes: &[u8]) -> String {
    use sha2::Digest;
    let digest = sha2::Sha256::digest(bytes);
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A host with a folder of its own.
pub(crate) struct TestHost {
    pub(crate) host: Host,
    _folder: TempDir,
}

impl TestHost {
    pub(crate) fn new() -> Self {
        Self::with(|_| {})
    }

    pub(crate) fn with(adjust: impl FnOnce(&mut Options)) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let mut options = Options {
            copies: folder.path().to_owned(),
            ..Options::default()
        };
        adjust(&mut options);
        Self {
            host: Host::new(options).expect("a host"),
            _folder: folder,
        }
    }

    pub(crate) async fn load(&self, library: &Path) -> Plugin {
        let source = Source::Library {
            library: library.to_owned(),
            manifest: None,
        };
        self.host
            .load(&source, "en")
            .await
            .expect("the plugin loads")
    }
}

/// A call with the usual patience.
pub(crate) fn call() -> Call {
    in_language("en")
}

/// A call in a language.
pub(crate) fn in_language(locale: &str) -> Call {
    Call {
        locale: locale.into(),
        timeout: Duration::from_secs(15),
    }
}

/// Runs a future to its end.
#[track_caller]
pub(crate) fn wait<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()
        .expect("a runtime")
        .block_on(future)
}
