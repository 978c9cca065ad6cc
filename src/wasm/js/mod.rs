//! JavaScript values: errors, fields, promises, listeners, and the page.

pub mod error;
pub mod field;
pub mod listener;
pub mod page;
pub mod progress;
pub mod promise;
pub mod snapshot;
