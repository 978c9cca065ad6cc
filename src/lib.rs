//! A typed client for the ReRoom Enterprise API, compiled to WebAssembly.
//!
//! What knows JavaScript is in `web`; everything else is plain Rust.

pub mod api;
pub mod client;
pub mod image;
pub mod mask;
pub mod text;
#[cfg(feature = "web")]
pub mod web;
