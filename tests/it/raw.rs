//! A library as the system's loader sees it.

use std::path::Path;

/// The magic text at the beginning of the header that every library of the carrier exports.
const MAGIC: &[u8] = b"abi stable library for Rust";

/// Opens a library by hand, and finds the carrier's header behind its one symbol.
#[track_caller]
pub(crate) fn assert_header_is_there(library: &Path) {
    // SAFETY: a library that this build made itself; its constructors are those of Rust's standard library. It stays mapped: no
    // code of it runs, and it is never closed.
    let library = unsafe { libloading::Library::new(library) }.unwrap();
    // SAFETY: the symbol is a static that begins with 32 bytes of magic text, as the carrier defines it.
    let header =
        unsafe { library.get::<*const [u8; 32]>(b"_1as_0lib_1header_0root_bmodule_bloader\0") }
            .unwrap();
    // SAFETY: as above; the library is still open.
    let magic = unsafe { **header };
    assert!(
        magic.starts_with(MAGIC),
        "{:?}",
        String::from_utf8_lossy(&magic)
    );
}

/// Takes all the keys of thread-locals that the process has left, as a thousand loaded libraries would.
#[cfg(target_os = "linux")]
pub(crate) fn exhaust_thread_local_keys() {
    let mut key = 0;
    // SAFETY: the key is written and never used.
    while unsafe { libc::pthread_key_create(&raw mut key, None) } == 0 {}
}
