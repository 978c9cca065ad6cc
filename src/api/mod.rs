//! The service's vocabulary: options, requests, routes and errors. Plain Rust, the same in a page and in the sandbox.

pub mod issue;
pub mod options;

pub use issue::{Issue, IssueCode};
