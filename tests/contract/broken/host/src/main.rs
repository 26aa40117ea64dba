//! A host as small as one can be, around the loader that real hosts use.
//!
//! `contract-host LIBRARY` maps the library, asks its plugin everything once, and prints what it saw as one line of JSON.
//! `contract-host --layout LIBRARY` only compares its layout with the host's own.

mod asking;
mod layout;
#[path = "../../../../../host/src/library/load.rs"]
#[expect(dead_code, reason = "the loader of real hosts, which use more of it")]
mod load;
mod provided;

use std::{env, fs, path::Path, process::ExitCode, thread};

use serde_json::{Value as Json, json};
use violet_plugin_abi::INTERFACE_VERSION;

use crate::load::{Mapped, Unloadable};

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let seen = match arguments[..] {
        ["--layout", library] => layout::compare(Path::new(library)),
        [library] => visit(Path::new(library)),
        _ => {
            eprintln!("usage: contract-host [--layout] LIBRARY");
            return ExitCode::from(2);
        }
    };
    println!("{seen}");
    ExitCode::SUCCESS
}

/// Has the library visited on a thread of its own, and unmaps it after that thread has ended.
fn visit(library: &Path) -> Json {
    let path = library.to_owned();
    let visited = thread::spawn(move || ask(&path))
        .join()
        .expect("the visit does not panic");
    match visited {
        Err(refused) => json!({"host": INTERFACE_VERSION, "refused": refused}),
        Ok((mapped, mut seen)) => {
            drop(mapped);
            seen["unmapped"] = is_mapped(library).map(|mapped| !mapped).into();
            seen
        }
    }
}

fn ask(library: &Path) -> Result<(Mapped, Json), String> {
    let (mapped, module, facts) = load::map(library).map_err(|unloadable| match unloadable {
        Unloadable::NotAPlugin(reason)
        | Unloadable::Incompatible(reason)
        | Unloadable::Unbearable(reason) => reason,
    })?;
    let mut seen = asking::ask_everything(module)?;
    seen["host"] = INTERFACE_VERSION.into();
    seen["facts"] = json!({
        "id": facts.id,
        "version": facts.version,
        "interface": facts.interface,
        "rustc": facts.rustc,
        "panic_strategy": facts.panic_strategy,
        "profile": facts.profile,
        "kit": facts.kit,
    });
    Ok((mapped, seen))
}

/// Whether a library is mapped, where the system tells.
fn is_mapped(library: &Path) -> Option<bool> {
    let library = fs::canonicalize(library).ok()?;
    let maps = fs::read_to_string("/proc/self/maps").ok()?;
    Some(maps.contains(library.to_str()?))
}
