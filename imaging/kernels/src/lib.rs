//! The loops over pixels that the compiler makes faster by unrolling them: reading, painting, scaling, blurring and combining masks.
//!
//! Cargo compiles this crate for speed, and the rest of the imaging module for size.

pub mod average;
pub mod compare;
mod extract;
pub mod guided;
mod mask;
pub mod morphology;
pub mod paint;
pub mod photo;
mod rect;
mod scale;
#[cfg(any(test, feature = "shapes"))]
pub mod shapes;

pub use extract::{Channel, Extractor, PixelOrder};
pub use mask::{CombineMode, Mask, combine};
pub use rect::Rect;
pub use scale::{Sink, for_each_row, scale};
