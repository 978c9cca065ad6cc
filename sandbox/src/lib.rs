//! A local stand-in for the ReRoom Enterprise API: the five endpoints with their statuses and messages, renders that
//! move with a given clock, and pictures that are visibly simulated.
//!
//! [`Sandbox`] is plain Rust: a request and the time go in, an [`Outcome`] comes out. It reads no clock, opens no
//! connection and is deterministic under a given seed. What knows JavaScript is in `web`.

mod clock;
mod cors;
mod faults;
mod http;
mod log;
mod options;
mod orders;
mod outputs;
mod paint;
mod photos;
mod random;
mod renders;
mod service;
mod twins;
mod urls;
#[cfg(target_arch = "wasm32")]
mod web;

pub use faults::{Breakage, Fault};
pub use http::{Action, Fetched, Incoming, Outcome, Response};
pub use log::Received;
pub use options::{Options, Reset, Speeds};
pub use service::Sandbox;
pub use twins::{Twin, TwinRule};
#[cfg(target_arch = "wasm32")]
pub use web::{Reply, SandboxCore};
