//! JavaScript values: errors, fields, promises, listeners, and the page.

pub mod error;
pub mod field;
#[cfg(feature = "client")]
pub mod listener;
#[cfg(feature = "client")]
pub mod page;
#[cfg(feature = "client")]
pub mod progress;
pub mod promise;
#[cfg(feature = "client")]
pub mod snapshot;
