//! Looking at a photo without decoding it.
//!
//! [`Inspector`] asks for the few ranges of a file that it needs and says what the file is and what the service would
//! refuse about it; [`inspect`] is the same over bytes that are all there. Nothing here decodes a pixel, and no input
//! makes it panic, loop or read more than the file once.

pub mod bytes;
pub mod crc;
mod exif;
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

/// Inspects a file that is in memory. `Report::bytes_read` still counts only what was looked at.
pub fn inspect(bytes: &[u8]) -> Report {
    let mut inspector = Inspector::new(bytes.len() as u64);
    while let Step::Read { offset, length } = inspector.next() {
        let start = usize::try_from(offset).unwrap_or(usize::MAX);
        let rest = bytes.get(start..).unwrap_or_default();
        inspector.supply(offset, rest.get(..length as usize).unwrap_or(rest));
    }
    inspector.finish()
}
