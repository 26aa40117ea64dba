//! The simulated GitLab as its clients see it: over loopback, by HTTP.

#![expect(
    clippy::unwrap_used,
    reason = "what can not be unwrapped fails the test, as it should"
)]

mod access;
mod answers;
mod faults;
mod life;
mod lists;
mod pages;
mod program;
mod secure;
mod support;
