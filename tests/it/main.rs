//! Tests of the whole system: real libraries through the boundary, the real program, a simulated GitLab on loopback.

#![allow(clippy::unwrap_used, reason = "a test that fails says where")]

mod support;

mod answers;
mod boundary;
mod cancellation;
mod cases;
mod check;
mod choices;
mod command_line;
mod compatibility;
mod containment;
mod faulty;
mod files;
mod forms;
mod http;
mod leaving;
mod library;
mod model;
#[expect(
    unsafe_code,
    reason = "the raw view of a library, below everything that makes it safe"
)]
mod raw;
mod simulator;
mod state;
mod terminal;
