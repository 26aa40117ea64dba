//! The stable boundary between Violet and its plugins: what crosses from one dynamic library to another, and nothing else.
//!
//! A plugin's library exports one symbol, the header of its [`module::PluginModule`]. From it the host reads how the library was
//! built and creates the plugin [`object`](object::PluginObject). Two kinds of traffic cross:
//!
//! * **typed**, through `abi_stable`: the module, the plugin object, futures, the host's [services], the [call context](call) and
//!   [secrets](secret);
//! * **everything else is JSON**, in strings; its types stand in `violet-plugin`, the kit that authors write against.
//!
//! # Evolution
//!
//! The version of this crate is the version of the contract. Within one major version:
//!
//! * a method may be added **at the end** of a trait, with a default body: a library that lacks it gets that body;
//! * a field may be added **at the end** of [`module::PluginModule`]: reading it from an older library gives `None`;
//! * JSON may gain members; whoever reads ignores those that it does not know.
//!
//! Nothing else may change: not a signature, not a plain struct, not the order. A host accepts any plugin of its own major
//! version, older or newer in the minor, by comparing layouts in both directions.
//!
//! # Threads
//!
//! The host calls the plugin object, polls and drops its futures, and drops the object, all on **one thread** that belongs to that
//! loaded library. Services and the call context may be called by the plugin from any of its threads. This is what lets a library
//! be unmapped: the C library keeps it mapped while any thread lives that ran its code. A thread that a plugin starts keeps its
//! library mapped until it ends; one that blocks the library's own thread has the host leave that library alone and load it afresh.
//!
//! # Panics
//!
//! No panic crosses. [`module::header`] wraps every method, every poll and every drop; a panic becomes an `Err` with the problem
//! that [`object::Implementation::explain`] makes of it. Message and place of every panic, on whichever thread of the library and
//! in whatever is dropped, are written to the host's log with the level `error`. A library built with `panic = "abort"` can't be contained, says so in
//! [`module::PluginModule::panic_strategy`], and is refused.

// `abi_stable`'s derives and `#[sabi_trait]` write what these lints dislike into the crate that uses them.
#![allow(non_local_definitions)]

pub mod module;
pub mod object;

pub mod call;
pub mod services;

pub mod future;
pub mod secret;

pub mod panic;

/// The version of the contract that this crate describes, as `MAJOR.MINOR.PATCH`.
pub const INTERFACE_VERSION: &str = env!("CARGO_PKG_VERSION");

/// The library that carries the boundary, for the host's loader. No other crate may name it.
#[doc(hidden)]
pub use abi_stable;
