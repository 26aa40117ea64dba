//! The Violet simulator's program; all of it is in the library.

use std::process::ExitCode;

fn main() -> ExitCode {
    violet_host_sim::run(std::env::args_os())
}
