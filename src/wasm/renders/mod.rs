//! Renders: submitting, waiting, batches.

pub mod batch;
pub mod look;
pub mod pending;
pub mod session;
pub mod shared_uploads;
pub mod slots;
pub mod submit;
pub mod watch;
pub mod workflow;
