//! A GitLab on loopback, for tests and demonstrations: versions, users, tokens, projects and faults.
//!
//! A [`Scenario`] says what the instance is like; [`Scenario::start`] plays it on a thread of its own and returns a
//! [`GitLab`], which tells where it listens and what it was asked, and which stops when it is dropped.
//!
//! ```
//! use gitlab_sim::{Group, Project, Scenario, Token, User};
//!
//! let gitlab = Scenario::new()
//!     .version("18.9.0-ee")
//!     .today("2026-09-01")
//!     .user(User::new("alice").name("Alice Example"))
//!     .token(Token::personal("alice").scopes(["read_api"]).expires_on("2027-01-09"))
//!     .group(Group::new("platform"))
//!     .project(Project::new("platform/api"))
//!     .start()?;
//! assert!(gitlab.base_url().starts_with("http://127.0.0.1:"));
//! assert_eq!(gitlab.request_count(), 0);
//! # Ok::<(), std::io::Error>(())
//! ```
//!
//! What GitLab answers was taken from its sources and documentation; a comment names the file where that matters.
//! Everything is deterministic but the port, the clock (unless fixed by [`Scenario::today`]) and TLS keys.

#![forbid(unsafe_code)]

mod answer;
mod api;
mod clock;
mod faults;
mod graphql;
mod guard;
mod instance;
mod oauth;
mod pages;
mod request;
mod scenario;
mod server;
mod version;
mod world;

pub use faults::Fault;
pub use scenario::{Named, Scenario};
pub use server::{GitLab, Recorded, Refused, Tls};
pub use world::{
    AccessLevel, AccountState, Application, Group, Licence, Project, RecordKind, Token, TokenPair,
    TokenRequest, Unknown, User, Visibility, World,
};

/// The examples of the README run as tests.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
