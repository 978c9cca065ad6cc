//! Renders: submitting, polling, pending renders, runs and batches.

pub mod batch;
pub mod order;
pub mod paid_request;
pub mod pending_entry;
pub mod pending_store;
pub mod poller;
pub mod run;
pub mod service;
pub mod shared_polls;
pub mod shared_uploads;
pub mod slot_lock;
pub mod slot_pool;
pub mod upload;
