//! The loops over pixels that the compiler makes faster by unrolling them: painting, scaling, blurring and combining masks.
//!
//! Cargo compiles this crate for speed, and the rest of the imaging module for size.

pub mod average;
pub mod compare;
mod mask;
pub mod morphology;
pub mod paint;
mod scale;

pub use mask::{CombineMode, Mask};
pub use scale::{Sink, for_each_row, scale};
