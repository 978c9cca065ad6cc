//! The service's vocabulary: options, requests, routes and messages. Plain Rust, the same in a page and in the sandbox.

pub mod forms;
pub mod issue;
pub mod messages;
pub mod options;
pub mod routes;
pub mod rules;
pub mod suggest;
pub mod validate;
pub mod value;

pub use issue::{Issue, IssueCode};
pub use validate::{Source, validate_job, validate_render, validate_upscale};
pub use value::Value;
