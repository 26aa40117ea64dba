//! Tests of the whole system: real libraries through the boundary, the real program, a simulated GitLab on loopback.

#![forbid(unsafe_code)]
#![allow(clippy::unwrap_used, reason = "a test that fails says where")]

mod support;

mod boundary;
