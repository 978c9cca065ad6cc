//! Inspects a photo without decoding it.
//!
//! [`Inspector`] asks for the few ranges of a file that it needs, then reports the format, the size and every rule of the
//! service that the file breaks. [`inspect`] does the same for bytes in memory. No input makes it panic or loop forever.

pub mod bytes;
pub mod crc;
mod exif;
mod fixable;
mod heic;
mod inspector;
pub mod jpeg;
mod mask_size;
pub mod png;
mod range_buffer;
mod report;
pub mod requirements;
mod sniff;

pub use inspector::{Inspector, Step};
pub use mask_size::check_mask_size;
pub use report::{Format, Report};
pub use requirements::type_mismatch;

/// Inspects a file in memory. `Report::bytes_read` counts only the bytes that were used.
pub fn inspect(bytes: &[u8]) -> Report {
    let mut inspector = Inspector::new(bytes.len() as u64);
    while let Step::Read { offset, length } = inspector.next() {
        let rest = bytes.get(offset as usize..).unwrap_or_default();
        inspector.supply(offset, rest.get(..length as usize).unwrap_or(rest));
    }
    inspector.finish()
}
