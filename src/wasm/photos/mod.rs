//! Photos as callers have them.

pub mod inspect;
pub mod mask_size;
pub mod source;
