//! What a file tells before it is mapped. A file that the system's loader takes for a library and that is not whole kills the process
//! while it is being mapped; one that is no plugin would run its constructors first.

use std::{fs, path::Path};

use object::{
    Architecture, BinaryFormat, Endianness, FileKind, NameOrOrdinal, Object, ObjectKind,
    ObjectSection, ObjectSegment, ReadCache, ReadRef,
};
use violet_plugin::code;

use super::{Unusable, load::LOADER_SYMBOL};

/// Checks kind, architecture, completeness, and that the file exports what a plugin exports.
pub(super) fn check(path: &Path) -> Result<(), Unusable> {
    let not_a_plugin = |reason: &str| Unusable::new(code::LIBRARY_NOT_A_PLUGIN, reason);
    let truncated = |reason: String| Unusable::new(code::LIBRARY_TRUNCATED, reason);
    let unreadable =
        |error: std::io::Error| Unusable::new(code::LIBRARY_MISSING, error.to_string());

    let file = fs::File::open(path).map_err(unreadable)?;
    let length = file.metadata().map_err(unreadable)?.len();
    let data = ReadCache::new(file);
    let Ok(kind) = FileKind::parse(&data) else {
        return Err(not_a_plugin(if length == 0 {
            "the file is empty"
        } else {
            "it is not a library"
        }));
    };
    if !matches!(
        kind,
        FileKind::Elf32
            | FileKind::Elf64
            | FileKind::MachO32
            | FileKind::MachO64
            | FileKind::Pe32
            | FileKind::Pe64
    ) {
        return Err(not_a_plugin("it is not a dynamic library"));
    }
    // It begins like a library. If its tables can't be read, they are not all there.
    let library = object::File::parse(&data)
        .map_err(|error| truncated(format!("its tables can't be read: {error}")))?;
    right_machine(&library)?;
    if library.kind() != ObjectKind::Dynamic {
        return Err(not_a_plugin(
            "it is an object file or a program, not a dynamic library",
        ));
    }

    let parts = library
        .segments()
        .map(|segment| segment.file_range())
        .chain(
            library
                .sections()
                .filter_map(|section| section.file_range()),
        );
    for (offset, size) in parts {
        if offset.checked_add(size).is_none_or(|end| end > length) {
            return Err(truncated(format!(
                "it has {length} bytes, and one of its parts ends behind them"
            )));
        }
    }
    let unreadable_symbols =
        |error: object::Error| truncated(format!("its symbols can't be read: {error}"));
    let mut exports = library.exports().map_err(unreadable_symbols)?;
    // Apple's libraries put an underscore before every name.
    let is_loader =
        |name: &[u8]| name == LOADER_SYMBOL || name.strip_prefix(b"_") == Some(LOADER_SYMBOL);
    let mut plugins = 0;
    while let Some(export) = exports.next().transpose().map_err(unreadable_symbols)? {
        plugins +=
            usize::from(matches!(export.name(), NameOrOrdinal::Name(name) if is_loader(name)));
    }
    match plugins {
        1 => Ok(()),
        0 => Err(not_a_plugin(
            "it is a library, but does not export a Violet plugin",
        )),
        _ => Err(not_a_plugin(
            "it exports more than one Violet plugin, and nothing says which is meant",
        )),
    }
}

fn right_machine<'data, R: ReadRef<'data>>(
    library: &object::File<'data, R>,
) -> Result<(), Unusable> {
    let found = library.architecture();
    let (format, architecture) = own();
    let fits = format.is_none_or(|format| library.format() == format)
        && architecture.is_none_or(|architecture| found == architecture)
        && library.is_64() == cfg!(target_pointer_width = "64")
        && (library.endianness() == Endianness::Little) == cfg!(target_endian = "little");
    if fits {
        return Ok(());
    }
    let reason = format!(
        "it was built for {found:?} ({:?}), and this host runs on {} ({})",
        library.format(),
        std::env::consts::ARCH,
        std::env::consts::OS,
    );
    Err(Unusable::new(code::LIBRARY_WRONG_ARCHITECTURE, reason))
}

/// What this host can map, as far as it is known here; what is not known is left to the system's loader.
fn own() -> (Option<BinaryFormat>, Option<Architecture>) {
    let format = if cfg!(target_vendor = "apple") {
        Some(BinaryFormat::MachO)
    } else if cfg!(windows) {
        Some(BinaryFormat::Pe)
    } else {
        Some(BinaryFormat::Elf)
    };
    let architecture = match std::env::consts::ARCH {
        "x86_64" => Some(Architecture::X86_64),
        "aarch64" => Some(Architecture::Aarch64),
        "x86" => Some(Architecture::I386),
        "arm" => Some(Architecture::Arm),
        "riscv64" => Some(Architecture::Riscv64),
        _ => None,
    };
    (format, architecture)
}
