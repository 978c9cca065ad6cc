//! Waiting: for a promise, a timer, an abort, a lock or a permit.

pub mod abort;
pub mod event;
pub mod mutex;
pub mod notify;
pub mod semaphore;
pub mod sleep;
pub mod timeout;
