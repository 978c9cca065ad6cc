//! Photos as callers have them.

#[cfg(feature = "client")]
pub mod imaging;
#[cfg(feature = "client")]
pub mod inspect;
#[cfg(feature = "client")]
pub mod mask_size;
pub mod source;
