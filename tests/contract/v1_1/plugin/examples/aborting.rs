//! The same plugin, for being built with `panic = "abort"`.

#[path = "../src/lib.rs"]
pub mod plugin;
