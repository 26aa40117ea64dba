//! violet-host
