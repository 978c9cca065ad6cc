//! The JavaScript bindings: what the package exports, and how it uses the network.

mod catalog;
mod client;
mod http;
pub mod js;
pub mod options;
pub mod photos;
mod renders;
pub mod sync;
mod types;
mod validate_request;

pub use catalog::catalog;
pub use client::ReRoom;
pub use photos::inspect::{inspect_image, inspect_photo};
pub use validate_request::validate_request;
