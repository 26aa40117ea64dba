//! The plain comparison of layouts, which accepts what has grown and nothing else, both ways round.

use std::path::Path;

use serde_json::{Value as Json, json};
use violet_plugin_abi::{
    INTERFACE_VERSION,
    abi_stable::{
        StableAbi,
        abi_stability::abi_checking::{CheckingGlobals, check_layout_compatibility_with_globals},
        library::{RawLibrary, lib_header_from_raw_library},
        type_layout::TypeLayout,
    },
    module::PluginModuleRef,
};

/// Whether this host's contract accepts the library's as one that has grown, and the other way round.
pub(crate) fn compare(library: &Path) -> Json {
    let library = RawLibrary::load_at(library).expect("a library");
    // SAFETY: the header is used while the library is mapped, and it never leaves this function.
    let header = unsafe { lib_header_from_raw_library(&library) }.expect("a plugin");
    let theirs = header.layout().expect("a layout");
    let ours = <PluginModuleRef as StableAbi>::LAYOUT;
    let accepts = |older: &'static TypeLayout, newer: &'static TypeLayout| {
        check_layout_compatibility_with_globals(older, newer, &CheckingGlobals::new()).is_ok()
    };
    json!({
        "host": INTERFACE_VERSION,
        "library": header.version_strings().version.as_str(),
        "library_may_be_newer": accepts(ours, theirs),
        "library_may_be_older": accepts(theirs, ours),
    })
}
