//! A GitLab on loopback.
