//! The Violet simulator: what Violet does with its plugins, on the command line.
//!
//! `cli` reads arguments and shows results; `violet` is what Violet does, and the only one to touch plugins (through `violet-host`),
//! the `state` and the `secrets`. A credential comes in at `cli::fields` as a `Secret` and leaves it for a plugin, or sealed for the
//! state.

#![forbid(unsafe_code)]

mod cli;
mod demo;
mod show;

mod violet;

mod build;
mod interval;
mod private;
mod secrets;
mod state;

mod exit;
mod locale;
mod suggestion;
mod texts;

use std::{ffi::OsString, process::ExitCode};

/// Runs the program with these arguments, the program's name first.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    cli::run(arguments)
}
