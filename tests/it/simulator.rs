//! The program under test, as somebody in a terminal has it: a plugins folder, a state folder, a token in a file.

use std::{
    fs,
    io::Write,
    path::PathBuf,
    process::{Command, Output, Stdio},
};

use gitlab_sim::GitLab;
use serde_json::Value as Json;
use tempfile::TempDir;

use crate::support::{built, repository};

/// A user's folders, and the program that works in them.
pub(crate) struct Simulator {
    folder: TempDir,
}

/// What the program left behind.
pub(crate) struct Ran {
    pub(crate) status: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Simulator {
    /// With the GitLab plugin in the plugins folder.
    pub(crate) fn new() -> Self {
        let simulator = Self::empty();
        let folder = simulator.plugins().join("gitlab");
        fs::create_dir_all(&folder).unwrap();
        let library = &built().gitlab_library;
        fs::copy(library, folder.join(library.file_name().unwrap())).unwrap();
        for (from, to) in [
            ("manifest.toml", "manifest.toml"),
            ("plugin/icon.svg", "icon.svg"),
        ] {
            fs::copy(repository().join(from), folder.join(to)).unwrap();
        }
        simulator
    }

    /// With nothing in the plugins folder.
    pub(crate) fn empty() -> Self {
        let simulator = Self {
            folder: tempfile::tempdir().unwrap(),
        };
        fs::create_dir(simulator.plugins()).unwrap();
        simulator
    }

    pub(crate) fn plugins(&self) -> PathBuf {
        self.folder.path().join("plugins")
    }

    pub(crate) fn state(&self) -> PathBuf {
        self.folder.path().join("state")
    }

    /// Writes a file of the user's.
    pub(crate) fn file(&self, name: &str, content: impl AsRef<[u8]>) -> String {
        let path = self.folder.path().join(name);
        fs::write(&path, content).unwrap();
        path.display().to_string()
    }

    /// The program, with nothing of this process's environment but what programs need.
    pub(crate) fn command(&self) -> Command {
        let mut command = Command::new(&built().simulator);
        command
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap_or_default())
            .env("HOME", self.folder.path())
            .env("LANG", "en_GB.UTF-8")
            .env("VIOLET_PLUGINS", self.plugins())
            .current_dir(self.folder.path())
            .arg("--state")
            .arg(self.state())
            .stdin(Stdio::null());
        command
    }

    /// Runs the program with these arguments.
    pub(crate) fn run(&self, arguments: &[&str]) -> Ran {
        Ran::of(self.command().args(arguments).output().unwrap())
    }

    /// Runs the program with something on standard input.
    pub(crate) fn run_with_input(&self, arguments: &[&str], input: &str) -> Ran {
        let mut child = self
            .command()
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut stdin = child.stdin.take().unwrap();
        stdin.write_all(input.as_bytes()).unwrap();
        drop(stdin);
        Ran::of(child.wait_with_output().unwrap())
    }

    /// Runs the program for a program: what it prints is JSON.
    #[track_caller]
    pub(crate) fn json(&self, status: i32, arguments: &[&str]) -> Json {
        let mut all = vec!["--json"];
        all.extend(arguments);
        self.run(&all).json(status)
    }

    /// Saves a connection to an instance with its scenario's token, and says its id.
    #[track_caller]
    pub(crate) fn connect(&self, gitlab: &GitLab) -> String {
        let token = self.file("token", gitlab.token());
        let url = gitlab.base_url();
        let saved = self.json(
            0,
            &["connect", "gitlab", "--url", url, "--token-file", &token],
        );
        saved["id"].as_str().unwrap().to_owned()
    }

    /// Every file below the state folder.
    pub(crate) fn state_files(&self) -> Vec<(PathBuf, Vec<u8>)> {
        let mut files = Vec::new();
        let mut folders = vec![self.state()];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                } else {
                    files.push((path.clone(), fs::read(&path).unwrap()));
                }
            }
        }
        files
    }
}

impl Ran {
    fn of(output: Output) -> Self {
        Self {
            status: output.status.code(),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        }
    }

    /// What it printed, with this exit status.
    #[track_caller]
    pub(crate) fn json(&self, status: i32) -> Json {
        assert_eq!(self.status, Some(status), "{self}");
        serde_json::from_str(&self.stdout).unwrap_or_else(|error| panic!("{error}: {self}"))
    }

    /// Asserts that it failed with this status and this problem, and printed nothing else.
    #[track_caller]
    pub(crate) fn fails(&self, status: i32, code: &str, part: &str) {
        let answer = self.json(status);
        let members: Vec<&String> = answer.as_object().unwrap().keys().collect();
        assert_eq!(members, ["error"], "{self}");
        assert_eq!(answer["error"]["code"], code, "{self}");
        let text = format!("{} {}", answer["error"]["message"], answer["error"]["hint"]);
        assert!(text.contains(part), "`{part}` is not in: {text}");
    }
}

impl std::fmt::Display for Ran {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            formatter,
            "status {:?}\n--- stdout\n{}\n--- stderr\n{}",
            self.status, self.stdout, self.stderr
        )
    }
}
