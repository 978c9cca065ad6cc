//! Waiting: for a promise, a timer, an abort, a lock or a permit.

pub mod abort;
pub mod event;
#[cfg(feature = "client")]
pub mod mutex;
#[cfg(feature = "client")]
pub mod notify;
#[cfg(feature = "client")]
pub mod semaphore;
#[cfg(feature = "client")]
pub mod sleep;
pub mod timeout;
