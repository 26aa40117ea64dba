//! The layout of `interface/abi`, held against the kept copy of 1.0.

use std::path::Path;

use super::{Kept, broken, run, v1_0, v1_1, v2_0};
use crate::support::outside_library;

/// How a library's layout compares with a contract's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Layout {
    Same,
    /// The library's has all of the contract's, and more.
    Grown,
    /// The contract's has all of the library's, and more.
    Shrunk,
    Broken,
}

/// Compares with the plain check, which goes one way only, both ways round.
#[track_caller]
fn layout(contract: &Kept, library: &Path) -> Layout {
    let compared = run(contract, &["--layout"], library);
    let accepts = |name: &str| compared[name].as_bool().unwrap();
    match (
        accepts("library_may_be_newer"),
        accepts("library_may_be_older"),
    ) {
        (true, true) => Layout::Same,
        (true, false) => Layout::Grown,
        (false, true) => Layout::Shrunk,
        (false, false) => Layout::Broken,
    }
}

#[test]
fn the_comparison_tells_same_grown_shrunk_and_broken_apart() {
    assert_eq!(layout(v1_0(), &v1_0().library), Layout::Same);
    assert_eq!(layout(v1_0(), &v1_1().library), Layout::Grown);
    assert_eq!(layout(v1_1(), &v1_0().library), Layout::Shrunk);
    assert_eq!(layout(v1_0(), &v2_0().library), Layout::Broken);
    // Its version would be right: it is the layout itself that is looked at.
    assert_eq!(layout(v1_0(), &broken().library), Layout::Broken);
    assert_eq!(layout(broken(), &v1_1().library), Layout::Broken);
}

#[test]
fn the_layout_of_the_interface_does_not_change_without_its_version() {
    // This library is built with `interface/abi` as it is now.
    let compared = run(v1_0(), &["--layout"], outside_library());
    let version = compared["library"].as_str().unwrap();
    let minor: u32 = version.split('.').nth(1).unwrap().parse().unwrap();
    match layout(v1_0(), outside_library()) {
        Layout::Same => {}
        Layout::Grown => assert!(
            minor > 0,
            "`interface/abi` has grown: raise its minor version, {version} is that of the kept copy"
        ),
        Layout::Shrunk | Layout::Broken => {
            panic!(
                "`interface/abi` {version} has broken the layout of 1.0: plugins that were built would no longer load"
            )
        }
    }
}
