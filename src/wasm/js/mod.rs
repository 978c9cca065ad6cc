//! JavaScript values: errors, fields, promises, listeners.

pub mod error;
pub mod field;
pub mod listener;
pub mod progress;
pub mod promise;
pub mod snapshot;
