//! Options as callers pass them.

pub mod api_key;
pub mod call;
pub mod client;
pub mod reader;
