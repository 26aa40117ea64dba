//! violet-host-sim
