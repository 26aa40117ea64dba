//! violet-tests
