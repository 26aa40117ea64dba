//! Libraries as files: what a plugin's library exports, and what a host says of files that are none.

use std::{fs, path::Path};

use object::Object;
use tempfile::TempDir;
use violet_host::{Departure, Source, TARGET, catalogue};
use violet_plugin::Problem;

use crate::support::{TestHost, built, outside_library, wait};

/// A plugins folder with one plugin in it.
struct Folder {
    root: TempDir,
    manifest: String,
}

impl Folder {
    fn new() -> Self {
        let manifest = format!(
            r#"
[plugin]
id = "outside"
name = "Outside"
version = "0.3.0"
interface = "1.0"

[library]
"{TARGET}" = {{ file = "library.so" }}
"#
        );
        Self {
            root: tempfile::tempdir().unwrap(),
            manifest,
        }
    }

    /// Replaces something in the manifest.
    fn with(mut self, from: &str, to: &str) -> Self {
        assert!(self.manifest.contains(from), "{from}");
        self.manifest = self.manifest.replace(from, to);
        self
    }

    /// Writes the plugin's folder.
    fn add(&self, name: &str, library: Option<&[u8]>) -> std::path::PathBuf {
        let folder = self.root.path().join(name);
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join("manifest.toml"), &self.manifest).unwrap();
        if let Some(library) = library {
            fs::write(folder.join("library.so"), library).unwrap();
        }
        folder
    }

    /// Loads the plugin with this library, and says why that fails.
    #[track_caller]
    fn refused(&self, library: Option<&[u8]>) -> Problem {
        let folder = self.add("outside", library);
        wait(async {
            let host = TestHost::new();
            let loaded = host.host.load(&Source::Folder(folder), "en").await;
            loaded.err().expect("it must not load")
        })
    }
}

fn good_library() -> Vec<u8> {
    fs::read(outside_library()).unwrap()
}

#[track_caller]
fn says(problem: &Problem, code: &str, part: &str) {
    assert_eq!(problem.code, code, "{problem:?}");
    let text = format!(
        "{} {}",
        problem.message,
        problem.hint.as_deref().unwrap_or_default()
    );
    assert!(text.contains(part), "`{part}` is not in: {text}");
}

#[test]
fn a_plugins_library_exports_exactly_one_symbol() {
    for library in [outside_library(), &built().gitlab_library] {
        let bytes = fs::read(library).unwrap();
        let file = object::File::parse(&*bytes).unwrap();
        let exports: Vec<String> = file
            .exports()
            .unwrap()
            .map(|export| format!("{:?}", export.unwrap().name()))
            .collect();
        assert_eq!(exports.len(), 1, "{exports:?}");
        assert!(exports[0].contains("root_bmodule_bloader"), "{exports:?}");
    }
}

#[test]
fn the_raw_view_finds_the_header_of_the_carrier() {
    crate::raw::assert_header_is_there(&built().gitlab_library);
}

#[test]
fn a_good_folder_loads_and_its_digest_is_checked() {
    let digest = crate::support::sha256(&good_library());
    let folder = Folder::new().with(
        "file = \"library.so\"",
        &format!("file = \"library.so\", sha256 = \"{digest}\""),
    );
    let path = folder.add("outside", Some(&good_library()));
    wait(async {
        let host = TestHost::new();
        let plugin = host.host.load(&Source::Folder(path), "en").await.unwrap();
        assert_eq!(plugin.manifest().unwrap().plugin.name, "Outside");
        assert_eq!(plugin.unload().await, Departure::Unmapped);
    });

    let mut changed = good_library();
    let last = changed.len() - 1;
    changed[last] ^= 1;
    says(
        &folder.refused(Some(&changed)),
        "library.digest_mismatch",
        &digest,
    );
}

#[test]
fn a_library_that_is_given_itself_is_held_against_the_manifest_beside_it() {
    let digest = crate::support::sha256(&good_library());
    let folder = Folder::new().with(
        "file = \"library.so\"",
        &format!("file = \"library.so\", sha256 = \"{digest}\""),
    );
    let path = folder.add("outside", Some(&good_library()));
    let mut changed = good_library();
    let last = changed.len() - 1;
    changed[last] ^= 1;
    let load = |library: std::path::PathBuf, manifest: Option<std::path::PathBuf>| {
        wait(async {
            let host = TestHost::new();
            let source = Source::Library { library, manifest };
            host.host.load(&source, "en").await.map(drop)
        })
    };
    load(path.join("library.so"), None).unwrap();

    fs::write(path.join("library.so"), &changed).unwrap();
    let problem = load(path.join("library.so"), None).unwrap_err();
    says(&problem, "library.digest_mismatch", &digest);
    // Under another name, and by a manifest of elsewhere, it is not the one that is named.
    fs::write(path.join("another.so"), good_library()).unwrap();
    load(path.join("another.so"), None).unwrap();
    load(outside_library().to_owned(), Some(path)).unwrap();
}

#[test]
fn files_that_are_no_plugin_are_told_apart() {
    let folder = Folder::new();
    says(&folder.refused(None), "library.missing", "library.so");
    says(
        &folder.refused(Some(b"#!/bin/sh\n")),
        "library.not_a_plugin",
        "not a library",
    );
    says(&folder.refused(Some(b"")), "library.not_a_plugin", "empty");
    says(
        &folder.refused(Some(b"\x7fELF")),
        "library.not_a_plugin",
        "",
    );

    let folder = Folder::new();
    fs::create_dir_all(folder.root.path().join("outside/library.so")).unwrap();
    says(&folder.refused(None), "library.not_a_plugin", "not a file");
}

#[test]
#[cfg(target_os = "linux")]
fn a_library_that_exports_no_plugin_is_not_even_mapped() {
    let maps = fs::read_to_string("/proc/self/maps").unwrap();
    let libc = maps
        .lines()
        .find_map(|line| {
            line.split_whitespace()
                .last()
                .filter(|file| file.contains("libc.so"))
        })
        .unwrap();
    let problem = Folder::new().refused(Some(&fs::read(libc).unwrap()));
    says(
        &problem,
        "library.not_a_plugin",
        "does not export a Violet plugin",
    );
    let program = fs::read(std::env::current_exe().unwrap()).unwrap();
    says(
        &Folder::new().refused(Some(&program)),
        "library.not_a_plugin",
        "",
    );
}

#[test]
fn a_truncated_library_is_refused_and_kills_nobody() {
    let whole = good_library();
    for percent in [1, 5, 10, 25, 50, 75, 90, 99] {
        let part = &whole[..whole.len() * percent / 100];
        says(&Folder::new().refused(Some(part)), "library.truncated", "");
    }
    says(
        &Folder::new().refused(Some(&whole[..whole.len() - 1])),
        "library.truncated",
        "",
    );
}

#[test]
#[cfg(target_os = "linux")]
fn a_library_for_another_machine_is_refused_by_name() {
    // The field `e_machine` of the ELF header.
    const MACHINE: std::ops::Range<usize> = 18..20;
    const AARCH64: u16 = 183;
    const X86_64: u16 = 62;
    let other = if cfg!(target_arch = "aarch64") {
        X86_64
    } else {
        AARCH64
    };
    let mut library = good_library();
    library[MACHINE].copy_from_slice(&other.to_le_bytes());
    says(
        &Folder::new().refused(Some(&library)),
        "library.wrong_architecture",
        std::env::consts::ARCH,
    );
}

#[test]
fn a_package_for_other_targets_says_which_it_has() {
    let folder = Folder::new().with(TARGET, "riscv64-imaginary-os");
    says(
        &folder.refused(Some(&good_library())),
        "library.missing",
        "riscv64-imaginary-os",
    );
}

#[test]
fn another_interface_is_refused_before_the_library_is_touched() {
    let folder = Folder::new().with("\"1.0\"", "\"2.0\"");
    says(
        &folder.refused(Some(b"not even a library")),
        "interface.incompatible",
        "2.0",
    );
}

#[test]
fn manifest_and_library_have_to_agree() {
    let folder = Folder::new().with("\"outside\"", "\"inside\"");
    says(
        &folder.refused(Some(&good_library())),
        "plugin.id_mismatch",
        "`inside`",
    );
    let folder = Folder::new().with("0.3.0", "0.4.0");
    let problem = folder.refused(Some(&good_library()));
    says(&problem, "plugin.id_mismatch", "0.4.0");
    says(&problem, "plugin.id_mismatch", "on the plugin's version");
    // A newer minor version may be understood; that the library was built against it is not true.
    let folder = Folder::new().with("\"1.0\"", "\"1.7\"");
    says(
        &folder.refused(Some(&good_library())),
        "manifest.invalid",
        "`plugin.interface` is `1.7`, and the library was built against 1.0.0",
    );
}

#[test]
fn a_catalogue_says_what_is_wrong_without_touching_a_library() {
    let folder = Folder::new();
    folder.add("outside", Some(b"never read"));
    folder.add("twin", None);
    let broken = Folder::new().with("name =", "nmae =");
    let invalid = folder.root.path().join("invalid");
    fs::create_dir(&invalid).unwrap();
    fs::write(invalid.join("manifest.toml"), &broken.manifest).unwrap();
    fs::create_dir(folder.root.path().join("empty")).unwrap();
    fs::create_dir(folder.root.path().join(".hidden")).unwrap();
    fs::write(folder.root.path().join("README"), "no plugin").unwrap();

    let entries = catalogue::scan(folder.root.path(), "en").unwrap();
    let found: Vec<(&str, &str)> = entries
        .iter()
        .map(|entry| {
            (
                entry.id.as_str(),
                entry
                    .problem
                    .as_ref()
                    .map_or("", |problem| problem.code.as_str()),
            )
        })
        .collect();
    assert_eq!(
        found,
        [
            ("empty", "manifest.invalid"),
            ("invalid", "manifest.invalid"),
            ("outside", "plugin.duplicate_id"),
            ("outside", "plugin.duplicate_id"),
        ]
    );
    says(
        entries[1].problem.as_ref().unwrap(),
        "manifest.invalid",
        "did you mean `name`?",
    );

    let reason = entries[1].problem.as_ref().unwrap();
    assert!(
        reason.message.ends_with("did you mean `name`?"),
        "{}",
        reason.message
    );

    let renamed = Folder::new();
    renamed.add("inside", None);
    let entries = catalogue::scan(renamed.root.path(), "en").unwrap();
    says(
        entries[0].problem.as_ref().unwrap(),
        "plugin.id_mismatch",
        "folder is not called like the plugin: the folder is called `inside`, and the manifest says `outside`.",
    );
    let newer = Folder::new()
        .with("\"1.0\"", "\"1.7\"")
        .with("name =", "colour = \"red\"\nname =");
    newer.add("outside", None);
    let entries = catalogue::scan(newer.root.path(), "en").unwrap();
    assert_eq!(entries[0].status, catalogue::Status::Ok);
    says(
        entries[0].problem.as_ref().unwrap(),
        "manifest.invalid",
        "says something that this program does not know: unknown key `plugin.colour`",
    );

    let problem = catalogue::find(folder.root.path(), "outsid", "en").unwrap_err();
    says(&problem, "plugin.not_found", "outsid");
    let problem = catalogue::scan(Path::new("/nowhere at all"), "en").unwrap_err();
    says(&problem, "plugin.not_found", "/nowhere at all");
}
