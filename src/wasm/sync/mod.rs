//! Waiting: for a promise, a clock, an abort, or a turn.

#[cfg(feature = "client")]
pub mod line;
pub mod wait;
