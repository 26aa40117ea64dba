//! The simulated GitLab as its clients see it: over loopback, by HTTP.

#![expect(
    clippy::unwrap_used,
    reason = "what can not be unwrapped fails the test, as it should"
)]

mod access;
mod answers;
mod cases;
mod faults;
mod fine_grained;
mod http2;
mod life;
mod lists;
mod oauth;
mod others;
mod pages;
mod policies;
mod program;
mod python;
mod secure;
mod shapes;
mod speed;
mod support;
mod tokens;
