//! Options as callers pass them.

#[cfg(feature = "client")]
pub mod api_key;
#[cfg(feature = "client")]
pub mod call;
#[cfg(feature = "client")]
pub mod client;
pub mod reader;
