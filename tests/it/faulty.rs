//! The plugins that are wrong on purpose, and processes of their own for what would disturb others.

use std::{
    env, fs,
    io::{Seek, SeekFrom, Write},
    net::{SocketAddr, TcpListener, TcpStream},
    path::{Path, PathBuf},
    process::{Command, Output},
    sync::OnceLock,
};

use tempfile::TempDir;
use violet_plugin::{Connection, Fields};

use crate::support::{cargo_build, is_library, one, repository};

/// The libraries of the plugins that are wrong on purpose.
pub(crate) struct Wrong {
    /// The one on the kit, to be stamped.
    faulty: PathBuf,
    /// The one on the bare contract.
    pub(crate) bare: PathBuf,
}

/// Builds them, once in a process.
pub(crate) fn wrong() -> &'static Wrong {
    static BUILT: OnceLock<Wrong> = OnceLock::new();
    BUILT.get_or_init(|| {
        let packages = ["-p", "violet-faulty", "-p", "violet-bare"];
        let files = cargo_build(repository(), &packages);
        let library = |part| one(&files, |name| name.contains(part) && is_library(name));
        Wrong {
            faulty: library("violet_faulty"),
            bare: library("violet_bare"),
        }
    })
}

/// A copy of the faulty plugin's library, with a fault.
pub(crate) struct Faulty {
    folder: TempDir,
}

impl Faulty {
    /// With a fault in a method, as in `panic@check`; the names are those of `fault.rs` in lower case. The creation is told where its
    /// signal is: `block@new 127.0.0.1:1234`.
    pub(crate) fn new(fault: &str) -> Self {
        static STAMP: OnceLock<u64> = OnceLock::new();
        let faulty = Self {
            folder: tempfile::tempdir().unwrap(),
        };
        let library = &wrong().faulty;
        let place = *STAMP.get_or_init(|| place_of(b"violet-faulty: none@check ", library));
        fs::copy(library, faulty.library()).unwrap();
        let mut copy = fs::File::options()
            .write(true)
            .open(faulty.library())
            .unwrap();
        copy.seek(SeekFrom::Start(place)).unwrap();
        write!(copy, "violet-faulty: {fault:<40}").unwrap();
        faulty
    }

    pub(crate) fn library(&self) -> PathBuf {
        self.folder.path().join("libfaulty.so")
    }
}

/// Where in a file these bytes are.
fn place_of(wanted: &[u8], file: &Path) -> u64 {
    let bytes = fs::read(file).unwrap();
    let first = |from: usize| bytes[from..].iter().position(|byte| *byte == wanted[0]);
    let mut from = 0;
    while let Some(place) = first(from) {
        from += place;
        if bytes[from..].starts_with(wanted) {
            return u64::try_from(from).unwrap();
        }
        from += 1;
    }
    panic!("the stamp is not in {}", file.display());
}

/// What the faulty plugin's threads wait for.
pub(crate) struct Signal(TcpListener);

impl Signal {
    pub(crate) fn new() -> Self {
        Self(TcpListener::bind("127.0.0.1:0").unwrap())
    }

    /// A connection whose address leads here.
    pub(crate) fn connection(&self) -> Connection {
        connection(&format!("http://{}", self.address()))
    }

    /// Where threads wait for it.
    pub(crate) fn address(&self) -> SocketAddr {
        self.0.local_addr().unwrap()
    }

    /// Waits until a thread waits. Dropping what comes back is the signal.
    pub(crate) fn awaited(&self) -> TcpStream {
        self.0.accept().unwrap().0
    }
}

/// A connection with this address.
pub(crate) fn connection(address: &str) -> Connection {
    let mut fields = Fields::default();
    fields.set("address", address);
    Connection {
        method: "token".into(),
        fields,
        ..Connection::default()
    }
}

/// Runs a test's body in a process of its own, in which nothing else happens: this program again, with this test alone. Gives what
/// that process printed, or `None` if this is that process.
#[track_caller]
pub(crate) fn alone(test: &str, body: impl FnOnce()) -> Option<Output> {
    alone_under(&[], test, body)
}

/// As [`alone`], with this program run by another.
#[track_caller]
pub(crate) fn alone_under(runner: &[&str], test: &str, body: impl FnOnce()) -> Option<Output> {
    if env::var_os(ALONE).is_some() {
        body();
        return None;
    }
    // What is built is built here, and found there.
    wrong();
    let this = env::current_exe().unwrap().display().to_string();
    let mut words = runner.iter().copied().chain([
        this.as_str(),
        test,
        "--exact",
        "--nocapture",
        "--test-threads=1",
    ]);
    let output = Command::new(words.next().unwrap())
        .args(words)
        .env(ALONE, "1")
        .output()
        .unwrap();
    let printed = String::from_utf8_lossy(&output.stdout);
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(
        output.status.success() && printed.contains("1 passed"),
        "{}\n{printed}\n{errors}",
        output.status
    );
    Some(output)
}

/// Says a figure to whoever runs the tests and wants to see what they print.
#[expect(clippy::print_stdout, reason = "that is where tests print")]
pub(crate) fn figure(text: &str) {
    println!("{FIGURE}{text}");
}

/// Says the figures of a process of its own.
pub(crate) fn pass_on(printed: Option<Output>) {
    let Some(printed) = printed else { return };
    // The first one stands behind the name of the test, in the same line.
    for found in String::from_utf8_lossy(&printed.stdout)
        .split(FIGURE)
        .skip(1)
    {
        figure(found.lines().next().unwrap_or_default());
    }
}

const FIGURE: &str = "figure: ";

const ALONE: &str = "VIOLET_TESTS_ALONE";
