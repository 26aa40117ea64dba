//! The authorization server: browsers, devices, tokens and their end.

pub(crate) mod browser;
mod codes;
mod devices;
mod ends;
mod flow;
mod others;
mod pages;
mod refresh;
mod refusals;
