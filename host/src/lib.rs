//! Finds, verifies and loads Violet plugins: what a host of plugins embeds.
//!
//! [`catalogue`] lists a plugins folder from manifests alone. [`Host::load`] takes a plugin through every check into a
//! [generation](Plugin), one loaded build of it, which lives on a thread of its own. [`Plugin`] is the typed face of it: no type of
//! the boundary stands there. What a plugin may reach is decided by [`AddressPolicy`], [`Proxies`] and its manifest.
//!
//! The unsafe code of this crate is in `library::load`, where a library is mapped, and in `os::threads`, where the C library is asked
//! about threads, and nowhere else.

#![deny(unsafe_code)]

pub mod catalogue;
pub mod manifest;

mod check;
mod plugin;

mod current;
mod departure;
mod generation;
mod library;

mod answer;
mod call;
mod clean;
mod copies;
mod log;
mod policy;

mod os;
mod texts;

use std::{
    io,
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use violet_plugin::{Code, Problem, code, http::Limits};

use self::{
    answer::failed,
    copies::Copies,
    departure::Departures,
    generation::Generation,
    library::{PrivateCopy, Unusable},
    log::LogBook,
    manifest::{LibraryFile, ManifestError},
    policy::Defaults,
    texts::Texts,
};
pub use self::{
    call::{Call, Clock},
    check::Check,
    departure::{Departure, LeftMapped},
    library::load::Facts,
    log::LogLine,
    manifest::Manifest,
    plugin::Plugin,
    policy::{AddressPolicy, Proxies, UnusableProxy},
};

/// The target whose libraries this host maps, such as `x86_64-unknown-linux-gnu`.
pub const TARGET: &str = env!("VIOLET_TARGET");

/// What a host is made with.
#[derive(Clone, Debug)]
pub struct Options {
    /// Where the private copies of libraries go: a folder is made in it that nobody else can read.
    pub copies: PathBuf,
    /// Which addresses plugins may reach.
    pub addresses: AddressPolicy,
    /// Which proxies they are reached through.
    pub proxies: Proxies,
    /// The `User-Agent` of plugins' requests.
    pub user_agent: String,
    /// What plugins' requests bear.
    pub limits: Limits,
    /// The time that plugins are told.
    pub clock: Clock,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            copies: std::env::temp_dir(),
            addresses: AddressPolicy::desktop(),
            proxies: Proxies::none(),
            user_agent: concat!("Violet/", env!("CARGO_PKG_VERSION")).into(),
            limits: Limits::default(),
            clock: Clock::system(),
        }
    }
}

/// A host of plugins. Clones share everything.
#[derive(Clone)]
pub struct Host(Arc<Inner>);

pub(crate) struct Inner {
    copies: Copies,
    defaults: Defaults,
    clock: Clock,
    log: Arc<LogBook>,
    departures: Arc<Departures>,
    calls: AtomicU64,
}

/// Where a plugin is.
#[derive(Clone, Debug)]
pub enum Source {
    /// Its folder, with manifest and library.
    Folder(PathBuf),
    /// Its library alone; a manifest that lies beside it, or `manifest`, counts.
    Library {
        /// The library.
        library: PathBuf,
        /// The folder of its manifest, if that is elsewhere.
        manifest: Option<PathBuf>,
    },
}

impl Host {
    /// Makes a host, and its folder for copies; clears away the folders of hosts whose processes were killed.
    ///
    /// # Errors
    ///
    /// If that folder can't be made.
    pub fn new(options: Options) -> io::Result<Self> {
        let log = LogBook::new();
        Ok(Self(Arc::new(Inner {
            copies: Copies::new(&options.copies)?,
            defaults: Defaults {
                addresses: options.addresses,
                proxies: options.proxies,
                user_agent: options.user_agent,
                limits: options.limits,
            },
            clock: options.clock,
            departures: Departures::new(log.clone()),
            log,
            calls: AtomicU64::new(0),
        })))
    }

    /// Loads a plugin: manifest, version, private copy, the copy's digest, kind and completeness, mapping, layout, creation, a smoke
    /// call. Only then it is there.
    ///
    /// # Errors
    ///
    /// Whatever is wrong with it: a code of `manifest`, `library`, `interface` or `plugin`. `internal` if this process, or its system,
    /// can't load another one.
    pub async fn load(&self, source: &Source, locale: &str) -> Result<Plugin, Problem> {
        let texts = Texts::new(locale);
        let (copy, manifest) = {
            let (host, source) = (self.0.clone(), source.clone());
            let copied =
                tokio::task::spawn_blocking(move || copy(&source, host.copies.path())).await;
            copied
                .map_err(|error| texts.reason(code::INTERNAL, error.to_string()))?
                .map_err(|Unusable { code, reason }| texts.reason(code, reason))?
        };
        self.0.departures.try_again();
        let generation = Generation::begin(copy, &self.0.log, &self.0.departures, LOAD_PATIENCE)
            .await
            .map_err(|failure| failed(failure, &texts))?;
        if let Some(manifest) = &manifest {
            agree(manifest, generation.facts(), &texts)?;
        }
        Plugin::new(self.0.clone(), generation, manifest, locale).await
    }

    /// The libraries that had to stay mapped after their plugins had left, or had been replaced because a call blocked them; the oldest
    /// first. They go as soon as they can, when a plugin is loaded or leaves.
    #[must_use]
    pub fn left_mapped(&self) -> Vec<LeftMapped> {
        self.0.departures.left_mapped()
    }

    /// Takes the lines that plugins have written to the log since the last time, and the number of those that had no room.
    #[must_use]
    pub fn take_log(&self) -> (Vec<LogLine>, u64) {
        self.0.log.take()
    }
}

impl Inner {
    fn next_call(&self) -> String {
        format!("call-{}", self.calls.fetch_add(1, Ordering::Relaxed) + 1)
    }
}

/// Finds manifest and library, and copies the library.
fn copy(source: &Source, copies: &Path) -> Result<(PrivateCopy, Option<Manifest>), Unusable> {
    let read = |folder: &Path| {
        Manifest::read(folder).map_err(|error| {
            let code: Code = match error {
                ManifestError::Invalid(_) => code::MANIFEST_INVALID,
                ManifestError::Incompatible(_) => code::INTERFACE_INCOMPATIBLE,
            };
            Unusable::new(code, error.to_string())
        })
    };
    match source {
        Source::Folder(folder) => {
            let manifest = read(folder)?;
            let Some(file) = manifest.library.get(TARGET) else {
                let known: Vec<&str> = manifest.library.keys().map(String::as_str).collect();
                let reason = format!(
                    "it has a library for {}, and none for {TARGET}",
                    known.join(", ")
                );
                return Err(Unusable::new(code::LIBRARY_MISSING, reason));
            };
            let copy = PrivateCopy::make(&folder.join(&file.file), Some(file), copies)?;
            Ok((copy, Some(manifest)))
        }
        Source::Library { library, manifest } => {
            let beside = || {
                library
                    .parent()
                    .filter(|folder| catalogue::is_plugin_folder(folder))
            };
            let is_beside = manifest.is_none();
            let manifest = match manifest.as_deref().or_else(beside) {
                Some(folder) => Some(read(folder)?),
                None => None,
            };
            // A manifest of elsewhere, a crate's, has no digest of what was built since.
            let named = manifest.as_ref().filter(|_| is_beside);
            let expected = named.and_then(|manifest| named_in(manifest, library));
            Ok((PrivateCopy::make(library, expected, copies)?, manifest))
        }
    }
}

/// What a manifest says of a library that stands beside it.
fn named_in<'a>(manifest: &'a Manifest, library: &Path) -> Option<&'a LibraryFile> {
    let folder = library.parent()?;
    let found = library.canonicalize().ok()?;
    manifest
        .library
        .values()
        .find(|named| folder.join(&named.file).canonicalize().ok().as_ref() == Some(&found))
}

/// What a manifest says of a library is what the library says of itself.
fn agree(manifest: &Manifest, facts: &Facts, texts: &Texts) -> Result<(), Problem> {
    let about = &manifest.plugin;
    if about.id != facts.id {
        let reason = format!(
            "the manifest says `{}`, and the library `{}`",
            about.id, facts.id
        );
        return Err(texts.reason(code::PLUGIN_ID_MISMATCH, reason));
    }
    if about.version != facts.version {
        let reason = format!(
            "the manifest says {}, and the library {}",
            about.version, facts.version
        );
        return Err(texts.worded(
            code::PLUGIN_ID_MISMATCH,
            "plugin-id_mismatch-version",
            reason,
        ));
    }
    let built_against = facts.interface.rsplit_once('.').map(|(minor, _)| minor);
    if built_against != Some(about.interface.as_str()) {
        let reason = format!(
            "`plugin.interface` is `{}`, and the library was built against {}",
            about.interface, facts.interface
        );
        return Err(texts.reason(code::MANIFEST_INVALID, reason));
    }
    Ok(())
}

/// How long a plugin may take to be mapped and created.
const LOAD_PATIENCE: Duration = Duration::from_secs(10);
