//! The service's vocabulary: options, requests, routes and messages. The client and the sandbox share it.

pub mod issue;
pub mod messages;
pub mod options;
pub mod routes;
pub mod rules;
pub mod suggest;
pub mod syntax;
pub mod validate;
pub mod value;

pub use issue::{Issue, IssueCode};
pub use validate::{PhotoReference, validate_job, validate_render, validate_upscale};
pub use value::Value;
