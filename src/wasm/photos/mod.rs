//! Photos as callers have them.

pub mod imaging;
pub mod inspect;
pub mod mask_size;
pub mod source;
