//! The Violet simulator: what Violet does with its plugins, on the command line.
//!
//! `cli` reads arguments and shows results; `demo` does what a user would do one after the other. Both work through `violet`, which is
//! what Violet does: it finds and loads plugins (through `violet-host`), and nobody else touches the `state` and the `secrets`. A
//! credential comes in at `cli::credential` as a `Secret`, and goes from there to its plugin, or sealed to the state, and nowhere
//! else.

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
