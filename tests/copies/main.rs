//! Keeps the copies of the contract that the tests of compatibility build: `tests/contract/README.md` says what they are.
//!
//! `contract-copies` writes them, `contract-copies --check` only says what differs.

#![expect(clippy::print_stdout, reason = "the program's result")]
#![expect(clippy::print_stderr, reason = "the program's errors")]

mod lock;
mod recipe;
mod tree;
mod workspace;

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    process::ExitCode,
};

use clap::Parser;

use crate::{recipe::Recipe, tree::Tree};

/// Writes the copies of the contract that the tests of compatibility build
#[derive(Parser)]
#[command(name = "contract-copies")]
struct Arguments {
    /// Change nothing; say what differs, and exit with 1 if something does
    #[arg(long)]
    check: bool,
    /// The repository
    #[arg(long, value_name = "FOLDER", default_value = concat!(env!("CARGO_MANIFEST_DIR"), "/.."))]
    repository: PathBuf,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let done = if arguments.check {
        check(&arguments.repository)
    } else {
        write(&arguments.repository).map(|()| Vec::new())
    };
    match done {
        Ok(differences) if differences.is_empty() => ExitCode::SUCCESS,
        Ok(differences) => {
            for difference in differences {
                println!("{difference}");
            }
            eprintln!("error: the kept copies of the contract are not what they should be");
            eprintln!();
            eprintln!("hint: run `cargo run -p violet-tests --bin contract-copies`");
            ExitCode::FAILURE
        }
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Says which kept files are not what they should be.
fn check(repository: &Path) -> Result<Vec<String>, String> {
    let mut differences = Vec::new();
    for (name, wanted) in wanted(repository)? {
        let kept = Tree::read(&contract(repository).join(&name), &tree::WHOLE)?;
        differences.extend(
            wanted
                .differences(&kept)
                .into_iter()
                .map(|difference| format!("tests/contract/{name}/{difference}")),
        );
        let strange = lock::strange(repository, &contract(repository).join(&name))?;
        differences.extend(
            strange
                .into_iter()
                .map(|package| format!("tests/contract/{name}/Cargo.lock: {package}")),
        );
    }
    Ok(differences)
}

fn write(repository: &Path) -> Result<(), String> {
    // All of it is made before any of it is written: half a set of copies would be worse than an old one.
    for (name, wanted) in wanted(repository)? {
        let folder = contract(repository).join(&name);
        wanted.write(&folder)?;
        lock::write(repository, &folder)?;
        println!("tests/contract/{name}");
    }
    Ok(())
}

/// The copies as they should be, by the names of their folders.
fn wanted(repository: &Path) -> Result<BTreeMap<String, Tree>, String> {
    let contract = contract(repository);
    let first = Recipe::read(&contract, FIRST)?;
    let folder = contract.join(FIRST);
    let mut kept = Tree::read(&folder, &tree::WHOLE)?;
    if !first.frozen {
        kept.replace(
            "abi",
            Tree::read(&repository.join("interface/abi"), &tree::ABI)?,
        );
        kept.insert("Cargo.toml", workspace::manifest(repository)?);
    }
    let mut wanted = BTreeMap::new();
    for name in LATER {
        let recipe = Recipe::read(&contract, name)?;
        wanted.insert(name.to_owned(), recipe.apply(&first.version, kept.clone())?);
    }
    first.expect_version(&kept)?;
    wanted.insert(FIRST.to_owned(), kept);
    Ok(wanted)
}

fn contract(repository: &Path) -> PathBuf {
    repository.join("tests/contract")
}

/// The copy that the others are made from.
const FIRST: &str = "v1_0";

/// The copies that are made from it.
const LATER: [&str; 3] = ["v1_1", "v2_0", "broken"];
