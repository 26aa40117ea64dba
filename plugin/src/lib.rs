//! GitLab
