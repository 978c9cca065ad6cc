//! Waiting: for a promise, a clock, an abort, or a turn.

pub mod line;
pub mod wait;
