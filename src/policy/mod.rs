//! Decisions about time and failure: retry, poll, queue, remember. Callers pass in the time and random numbers.

pub mod base_url;
pub mod failure;
pub mod fair_queue;
pub mod limits;
pub mod order;
pub mod pending;
pub mod poll;
pub mod retry;
pub mod status;
pub mod unexpected_body;
