//! Bad input: what a host says of files that are broken, misleading or change under its hands. None of it may end the process.

use std::{
    ffi::OsString,
    fs,
    io::{Seek, SeekFrom, Write},
    path::{Path, PathBuf},
    sync::atomic::{AtomicBool, Ordering},
    thread,
};

use object::{
    Object, ObjectSymbol,
    read::elf::{ElfFile64, FileHeader},
};
use tempfile::TempDir;
use violet_host::{Departure, Source};
use violet_plugin::Problem;

use crate::{
    faulty::{alone, figure, pass_on, wrong},
    support::{TestHost, wait},
};

/// A folder with a copy of the smallest plugin's library, and a host.
struct Attempt {
    folder: TempDir,
    host: TestHost,
    whole: Vec<u8>,
}

impl Attempt {
    fn new() -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
            host: TestHost::new(),
            whole: fs::read(&wrong().bare).unwrap(),
        }
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join("library.so")
    }

    /// Loads a file; if that works, calls the plugin and sees it off.
    async fn load(&self, path: &Path) -> Result<(), Problem> {
        let source = Source::Library {
            library: path.to_owned(),
            manifest: None,
        };
        let plugin = self.host.host.load(&source, "en").await?;
        assert_eq!(plugin.unload().await, Departure::Unmapped);
        Ok(())
    }

    /// What is said of a library of these bytes.
    async fn refused(&self, bytes: &[u8]) -> Problem {
        fs::write(self.path(), bytes).unwrap();
        self.load(&self.path()).await.expect_err("it must not load")
    }
}

#[track_caller]
fn says(problem: &Problem, code: &str, part: &str) {
    assert_eq!(problem.code, code, "{problem:?}");
    assert!(problem.message.contains(part), "{problem:?}");
}

#[test]
fn a_library_that_ends_at_any_page_is_refused() {
    wait(async {
        let attempt = Attempt::new();
        fs::write(attempt.path(), &attempt.whole).unwrap();
        let file = fs::File::options()
            .write(true)
            .open(attempt.path())
            .unwrap();
        let pages = attempt.whole.len() / PAGE;
        for page in (0..=pages)
            .rev()
            .filter(|page| page * PAGE < attempt.whole.len())
        {
            file.set_len(u64::try_from(page * PAGE).unwrap()).unwrap();
            let problem = attempt.load(&attempt.path()).await;
            let problem = problem.expect_err("it must not load");
            let code = if page == 0 {
                "library.not_a_plugin"
            } else {
                "library.truncated"
            };
            says(&problem, code, "");
        }
        attempt.load(&wrong().bare).await.unwrap();
    });
}

#[test]
#[cfg(target_os = "linux")]
fn a_bit_flipped_in_any_section_header_is_refused_or_does_no_harm() {
    let printed = alone(
        "files::a_bit_flipped_in_any_section_header_is_refused_or_does_no_harm",
        || {
            wait(async {
                let attempt = Attempt::new();
                fs::write(attempt.path(), &attempt.whole).unwrap();
                let library = ElfFile64::<object::Endianness>::parse(&*attempt.whole).unwrap();
                let endian = library.endian();
                let header = library.elf_header();
                let table = usize::try_from(header.e_shoff(endian)).unwrap();
                let size = usize::from(header.e_shentsize(endian));
                let sections = usize::from(header.e_shnum(endian));
                assert!(sections > 20, "{sections}");

                let mut file = fs::File::options()
                    .write(true)
                    .open(attempt.path())
                    .unwrap();
                let mut put = |place: usize, byte: u8| {
                    file.seek(SeekFrom::Start(u64::try_from(place).unwrap()))
                        .unwrap();
                    file.write_all(&[byte]).unwrap();
                };
                let (mut refused, mut harmless) = (0, 0);
                for section in 0..sections {
                    // In each of the ten members another bit each time.
                    for (member, offset) in [0, 4, 8, 16, 24, 32, 40, 44, 48, 56]
                        .into_iter()
                        .enumerate()
                    {
                        let place = table + section * size + offset + member % 4;
                        let bit = 1 << ((section + member) % 8);
                        put(place, attempt.whole[place] ^ bit);
                        match attempt.load(&attempt.path()).await {
                            Ok(()) => harmless += 1,
                            Err(problem) => {
                                assert!(
                                    ["library.truncated", "library.not_a_plugin"]
                                        .contains(&problem.code.as_str()),
                                    "section {section}, member {member}: {problem:?}"
                                );
                                refused += 1;
                            }
                        }
                        put(place, attempt.whole[place]);
                    }
                }
                assert!(
                    refused > 0 && harmless > 0,
                    "{refused} refused, {harmless} harmless"
                );
                figure(&format!(
                    "files: of {} flipped bits in the headers of {sections} sections {refused} were refused, {harmless} did no harm",
                    refused + harmless
                ));
                attempt.load(&attempt.path()).await.unwrap();
                assert_eq!(attempt.host.host.left_mapped(), []);
            });
        },
    );
    pass_on(printed);
}

#[test]
#[cfg(target_os = "linux")]
fn a_library_exports_one_plugin_neither_none_nor_two() {
    wait(async {
        let attempt = Attempt::new();
        let library = ElfFile64::<object::Endianness>::parse(&*attempt.whole).unwrap();
        let table = library.elf_dynamic_symbol_table();
        let bytes = object::bytes_of_slice(table.symbols());
        let start = bytes.as_ptr().addr() - attempt.whole.as_ptr().addr();
        let size = size_of::<object::elf::Sym64<object::Endianness>>();
        let mut loader = None;
        let mut other = None;
        for symbol in library.dynamic_symbols() {
            let place = start + symbol.index().0 * size;
            if symbol.is_definition() {
                loader = Some(place);
            } else {
                other = Some(place);
            }
        }
        let (loader, other) = (loader.unwrap(), other.unwrap());

        let mut two = attempt.whole.clone();
        two.copy_within(loader..loader + size, other);
        let problem = attempt.refused(&two).await;
        says(
            &problem,
            "library.not_a_plugin",
            "more than one Violet plugin",
        );

        let mut none = attempt.whole.clone();
        none.copy_within(other..other + size, loader);
        let problem = attempt.refused(&none).await;
        says(
            &problem,
            "library.not_a_plugin",
            "does not export a Violet plugin",
        );
    });
}

#[test]
fn a_library_with_another_carrier_is_refused_in_a_sentence() {
    const MAGIC: &[u8] = b"abi stable library for Rust";
    wait(async {
        let attempt = Attempt::new();
        let mut other = attempt.whole.clone();
        let mut headers = 0;
        // Behind the text stand the major and the minor version of the carrier's binary interface.
        for place in places_of(MAGIC, &attempt.whole) {
            other[place + 32] ^= 0x40;
            other[place + 36] ^= 0x40;
            headers += 1;
        }
        assert!(headers > 0);
        let problem = attempt.refused(&other).await;
        says(
            &problem,
            "interface.incompatible",
            "another carrier of the interface",
        );
        assert!(problem.message.len() < 300, "{problem:?}");
    });
}

fn places_of(wanted: &[u8], bytes: &[u8]) -> Vec<usize> {
    let starts = bytes
        .iter()
        .enumerate()
        .filter(|(_, byte)| **byte == wanted[0]);
    starts
        .map(|(place, _)| place)
        .filter(|place| bytes[*place..].starts_with(wanted))
        .collect()
}

#[test]
#[cfg(unix)]
fn what_is_no_file_is_told_apart_at_once() {
    wait(async {
        let attempt = Attempt::new();
        let folder = attempt.folder.path();
        let link = |from: &str, to: &str| {
            std::os::unix::fs::symlink(folder.join(from), folder.join(to)).unwrap();
        };

        link("one.so", "two.so");
        link("two.so", "one.so");
        let problem = attempt.load(&folder.join("one.so")).await.unwrap_err();
        says(&problem, "library.missing", "symbolic links");

        link("nowhere.so", "dangling.so");
        let problem = attempt.load(&folder.join("dangling.so")).await.unwrap_err();
        says(&problem, "library.missing", "dangling.so");

        let pipe = folder.join("pipe.so");
        let made = std::process::Command::new("mkfifo").arg(&pipe).status();
        assert!(made.unwrap().success());
        let problem = attempt.load(&pipe).await.unwrap_err();
        says(&problem, "library.not_a_plugin", "not a file");

        let problem = attempt.load(folder).await.unwrap_err();
        says(&problem, "library.not_a_plugin", "not a file");
        let problem = attempt.load(Path::new("/dev/zero")).await.unwrap_err();
        says(&problem, "library.not_a_plugin", "not a file");

        // A link that leads somewhere is as good as the file.
        fs::copy(&wrong().bare, attempt.path()).unwrap();
        link("library.so", "link.so");
        attempt.load(&folder.join("link.so")).await.unwrap();
    });
}

#[test]
fn names_may_be_long_and_paths_have_an_end() {
    wait(async {
        let attempt = Attempt::new();
        let problem = attempt
            .load(&attempt.folder.path().join("x".repeat(4000)))
            .await
            .unwrap_err();
        says(&problem, "library.missing", "too long");
        let problem = attempt
            .load(Path::new(&"/x".repeat(3000)))
            .await
            .unwrap_err();
        says(&problem, "library.missing", "too long");

        // As long as a name, and as a path, may be.
        let mut folder = attempt.folder.path().to_owned();
        while folder.as_os_str().len() < 3600 {
            folder.push("y".repeat(200));
        }
        fs::create_dir_all(&folder).unwrap();
        let long = folder.join(format!("{}.so", "z".repeat(250)));
        fs::copy(&wrong().bare, &long).unwrap();
        attempt.load(&long).await.unwrap();
    });
}

#[test]
#[cfg(target_os = "linux")]
fn names_need_not_be_text() {
    use std::os::unix::ffi::OsStringExt;
    wait(async {
        let attempt = Attempt::new();
        let folder = attempt
            .folder
            .path()
            .join(OsString::from_vec(b"\xff\xfe\n".to_vec()));
        fs::create_dir(&folder).unwrap();
        let odd = folder.join(OsString::from_vec(b"lib\x80\x1b[31m.s\xffo".to_vec()));
        fs::copy(&wrong().bare, &odd).unwrap();
        attempt.load(&odd).await.unwrap();

        fs::write(&odd, "no library").unwrap();
        let problem = attempt.load(&odd).await.unwrap_err();
        says(&problem, "library.not_a_plugin", "not a library");
        assert!(!problem.message.contains(char::is_control), "{problem:?}");

        // Nor need the folder of the copies.
        let host = TestHost::with(|options| options.copies = folder.clone());
        let plugin = host.load(&wrong().bare).await;
        assert_eq!(plugin.unload().await, Departure::Unmapped);
        assert_eq!(host.host.left_mapped(), []);
    });
}

#[test]
fn a_file_that_changes_while_it_is_read_is_loaded_whole_or_not_at_all() {
    wait(async {
        let attempt = Attempt::new();
        let path = attempt.path();
        fs::write(&path, &attempt.whole).unwrap();
        let is_over = AtomicBool::new(false);
        let (mut loaded, mut refused) = (0, 0);
        thread::scope(|scope| {
            let writing = scope.spawn(|| {
                // In place, as some linkers write: its pages are garbage for a while, and it is too short for a while.
                let mut file = fs::File::options().write(true).open(&path).unwrap();
                while !is_over.load(Ordering::Relaxed) {
                    file.set_len(u64::try_from(attempt.whole.len() / 2).unwrap())
                        .unwrap();
                    file.seek(SeekFrom::Start(0)).unwrap();
                    file.write_all(&vec![0xcc; attempt.whole.len()]).unwrap();
                    file.seek(SeekFrom::Start(0)).unwrap();
                    file.write_all(&attempt.whole).unwrap();
                }
            });
            let handle = tokio::runtime::Handle::current();
            tokio::task::block_in_place(|| {
                handle.block_on(async {
                    for _ in 0..20 {
                        match attempt.load(&path).await {
                            Ok(()) => loaded += 1,
                            Err(problem) => {
                                assert!(problem.code.starts_with("library."), "{problem:?}");
                                refused += 1;
                            }
                        }
                    }
                });
            });
            is_over.store(true, Ordering::Relaxed);
            writing.join().unwrap();
        });
        assert!(refused > 0, "{loaded} loaded");
        attempt.load(&path).await.unwrap();
    });
}

/// What a system maps at once, on most machines.
const PAGE: usize = 4096;
