//! The only files that know JavaScript: what the package exports, and how it reaches the network and the canvas.

mod catalog;
mod client;
mod error;
mod image;
mod json;
mod mask;
mod options;
mod page;
mod photo;
mod response;
mod session;
mod transport;
mod types;
mod wait;
mod workflow;

pub use catalog::catalog;
pub use client::ReRoom;
pub use image::inspect_image;
pub use mask::encode_mask;
pub use json::validate_request;
