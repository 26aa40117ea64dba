//! Mapping a library, and reading what it says of itself. All of it runs on the thread that the library will live on.
//!
//! It depends on the boundary alone: the tests build it against older and newer versions of the contract, too.

use std::path::Path;

use violet_plugin_abi::{
    INTERFACE_VERSION,
    abi_stable::{
        StableAbi,
        abi_stability::abi_checking::{
            AbiInstability, AbiInstabilityError, AbiInstabilityErrors, CheckingGlobals,
            check_layout_compatibility_with_globals,
        },
        library::{
            LibHeader, LibraryError, ROOT_MODULE_LOADER_NAME, RawLibrary,
            lib_header_from_raw_library,
        },
        type_layout::TLFieldOrFunction,
    },
    module::PluginModuleRef,
};

/// Why a library can't be mapped, or must not be used; the text is for a developer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Unloadable {
    /// The system can't map it, or it is none of ours.
    NotAPlugin(String),
    /// It speaks another version of the interface.
    Incompatible(String),
    /// It is one of ours, and was built in a way that the host can't bear.
    Unbearable(String),
}

/// The name of the one symbol that a plugin's library exports.
pub(super) const LOADER_SYMBOL: &[u8] = ROOT_MODULE_LOADER_NAME.as_bytes();

/// What a library says of itself, copied out of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facts {
    /// The plugin's id.
    pub id: String,
    /// The plugin's version.
    pub version: String,
    /// The version of the interface that it was built against.
    pub interface: String,
    /// The compiler that built it.
    pub rustc: String,
    /// `unwind` or `abort`.
    pub panic_strategy: String,
    /// `debug` or `release`.
    pub profile: String,
    /// The version of the kit that it was written against.
    pub kit: String,
}

/// A mapped library. Dropping it unmaps it, as far as the system's loader agrees: see [`crate::generation`] for who may do that, and when.
pub(crate) struct Mapped(#[expect(dead_code, reason = "kept for being dropped")] RawLibrary);

/// Maps a library that has been looked at, and checks that it speaks this host's interface.
pub(crate) fn map(path: &Path) -> Result<(Mapped, PluginModuleRef, Facts), Unloadable> {
    let library = RawLibrary::load_at(path).map_err(not_a_plugin)?;
    // SAFETY: the header lives in the library, and the library is returned together with everything that was reached through the
    // header; the generation drops those first.
    let header = unsafe { lib_header_from_raw_library(&library) }.map_err(not_a_plugin)?;
    let interface = same_major(header)?;
    same_layout(header, &interface)?;
    // SAFETY: the layout was checked one line above.
    let module: PluginModuleRef =
        unsafe { header.init_root_module_with_unchecked_layout() }.map_err(not_a_plugin)?;
    let facts = Facts {
        id: module.id().into(),
        version: module.version().into(),
        interface,
        rustc: module.rustc().into(),
        panic_strategy: module.panic_strategy().into(),
        profile: module.profile().into(),
        kit: module.kit().into(),
    };
    if facts.panic_strategy != "unwind" {
        let reason = format!(
            "it was built with `panic = \"{}\"`: a panic of the plugin would end Violet; build it with `panic = \"unwind\"`",
            facts.panic_strategy
        );
        return Err(Unloadable::Unbearable(reason));
    }
    Ok((Mapped(library), module, facts))
}

/// The text of an error, made while the library that it may point into is still mapped.
fn not_a_plugin(error: LibraryError) -> Unloadable {
    match error {
        LibraryError::OpenError { err, .. } => {
            Unloadable::NotAPlugin(format!("the system can't map it: {err}"))
        }
        LibraryError::InvalidAbiHeader(_) | LibraryError::InvalidCAbi { .. } => Unloadable::Incompatible(
            "it was built with another carrier of the interface (`abi_stable`); build it against this host's interface"
                .into(),
        ),
        other => Unloadable::NotAPlugin(first_line(&other.to_string())),
    }
}

fn first_line(text: &str) -> String {
    text.lines()
        .map(str::trim)
        .find(|line| !line.is_empty())
        .unwrap_or_default()
        .to_owned()
}

fn same_major(header: &LibHeader) -> Result<String, Unloadable> {
    let found = header.version_strings().version.as_str().to_owned();
    let major = |version: &str| version.split('.').next().map(str::to_owned);
    if major(&found) == major(INTERFACE_VERSION) {
        Ok(found)
    } else {
        Err(Unloadable::Incompatible(other_major(&found)))
    }
}

/// The one line that is said of another major version, whether the manifest or the library tells.
pub(crate) fn other_major(interface: &str) -> String {
    format!("it was built for interface {interface}, and this host speaks {INTERFACE_VERSION}")
}

/// Compares the layouts both ways round: `abi_stable` accepts what has grown in the library, and the other way round what has grown
/// in the host. Each time with fresh state: what the default check remembers would point into the library after it is gone.
fn same_layout(header: &LibHeader, interface: &str) -> Result<(), Unloadable> {
    let host = <PluginModuleRef as StableAbi>::LAYOUT;
    let Some(plugin) = header.layout() else {
        return Err(Unloadable::Incompatible(
            "it does not describe its layout; build it without `unsafe_no_layout_constant`".into(),
        ));
    };
    let Err(errors) =
        check_layout_compatibility_with_globals(host, plugin, &CheckingGlobals::new())
    else {
        return Ok(());
    };
    check_layout_compatibility_with_globals(plugin, host, &CheckingGlobals::new())
        .map_err(|_| Unloadable::Incompatible(in_one_line(&errors, interface)))
}

/// What a layout check found, without the pages of it.
fn in_one_line(errors: &AbiInstabilityErrors, interface: &str) -> String {
    // A member too few may be no more than an older version: whatever else differs tells more.
    let found = errors
        .errors
        .iter()
        .flat_map(|error| error.errs.iter().map(move |found| (error, found)))
        .min_by_key(|(_, found)| matches!(found, AbiInstability::FieldCountMismatch(_)));
    let found = found.map_or_else(
        || "it differs".into(),
        |(error, found)| format!("{}{}", describe(found), place_of(error)),
    );
    format!(
        "it was built for interface {interface}, but its layout does not fit this host's {INTERFACE_VERSION} ({found}); build it \
         against the published interface"
    )
}

/// The method that something was found in, and where in it.
fn place_of(error: &AbiInstabilityError) -> String {
    let function = error
        .stack_trace
        .iter()
        .rev()
        .find_map(|step| match &step.expected {
            TLFieldOrFunction::Function(function) => Some(function.name.to_string()),
            TLFieldOrFunction::Field(_) => None,
        });
    let member = match error.stack_trace.last().map(|step| &step.expected) {
        Some(TLFieldOrFunction::Field(field)) => Some(field.name().to_owned()),
        Some(TLFieldOrFunction::Function(_)) | None => None,
    };
    match (function, member) {
        (Some(function), Some(member)) => format!(" at `{member}` of `{function}`"),
        (Some(place), None) | (None, Some(place)) => format!(" at `{place}`"),
        (None, None) => String::new(),
    }
}

fn describe(difference: &AbiInstability) -> String {
    match difference {
        AbiInstability::FieldCountMismatch(count) => {
            format!("{} members in place of {}", count.found, count.expected)
        }
        AbiInstability::Size(size) => format!("{} bytes in place of {}", size.found, size.expected),
        AbiInstability::Name(_) => "another type".into(),
        AbiInstability::Package(package) => format!(
            "a type of `{}` in place of `{}`",
            package.found, package.expected
        ),
        AbiInstability::PackageVersion(version) => format!(
            "a type of version {} in place of {}",
            version.found.version, version.expected.version
        ),
        AbiInstability::UnexpectedField(_) => "another member".into(),
        _ => "it differs".into(),
    }
}
