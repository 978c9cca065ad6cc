//! What to do when: policies without a clock, a network or a page of their own.

pub mod failure;
pub mod host;
pub mod page;
pub mod pending;
pub mod poll;
pub mod queue;
pub mod retry;
pub mod status;
