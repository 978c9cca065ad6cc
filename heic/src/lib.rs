//! Decodes HEIC photos in pieces, as displayed and in sRGB.
//!
//! A photo of 48 megapixels takes 200 MB as RGBA. So [`Decoder`] never holds a whole one: it decodes one tile at a time, and
//! returns the pixels in [`Block`]s for the caller to draw.
//!
//! The HEVC decoder and the reader of the container are libraries. This crate adds what a browser would do with their output:
//! colors, orientation, transparency, and limits.

mod color;
mod container;
mod decoder;
mod error;
mod geometry;
#[cfg(feature = "wasm")]
pub mod wasm;
mod ycbcr;

pub use decoder::{Block, Decoder};
pub use error::{Error, MAX_PIXELS};
