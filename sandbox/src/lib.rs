//! A local stand-in for the ReRoom Enterprise API: five endpoints with their statuses and messages, renders that progress
//! with a given clock, and visibly simulated images.
//!
//! [`Sandbox`] is plain Rust: it takes a request and the time, and returns a [`DelayedAction`]. It reads no clock, opens no
//! connection, and is deterministic for a given seed. The JavaScript interface is in `wasm`.

mod cors;
mod faults;
mod fixtures;
mod http;
mod iso_date;
mod options;
mod output_cache;
mod photos;
mod random;
mod render_request;
mod renders;
mod request_log;
mod service;
mod simulate;
mod urls;
#[cfg(target_arch = "wasm32")]
mod wasm;

pub use faults::{Breakage, Fault};
pub use fixtures::{Fixture, FixtureRule};
pub use http::{Action, DelayedAction, Fetched, HttpRequest, Response};
pub use options::{Options, Reset, Speeds};
pub use request_log::LoggedRequest;
pub use service::Sandbox;
#[cfg(target_arch = "wasm32")]
pub use wasm::{Reply, SandboxCore};
