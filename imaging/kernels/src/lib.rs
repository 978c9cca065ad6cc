//! The loops over pixels of the imaging module: reading, painting, scaling, softening and encoding masks.

mod base64;
mod compare;
mod deflate;
mod extract;
mod feather;
mod gray_levels;
mod huffman;
mod mask;
pub mod morphology;
pub mod paint;
mod png;
mod scale;

pub use base64::encode as encode_base64;
pub use extract::{Channel, Extractor, PixelOrder};
pub use feather::{Feather, MAX_FEATHER};
pub use gray_levels::GrayLevels;
pub use mask::{CombineMode, Mask};
pub use png::{BitDepth, Writer};
pub use scale::{Sink, for_each_row, scale};
