//! The pixels of a mask, and the sizes that it can have.

use reroom::api::{Issue, IssueCode};

/// The longest side of a photo that the service takes, and so of a mask, in pixels (section 1.3).
pub const MAX_SIDE: u32 = 4096;

/// The longest side of what a mask can be scaled from, in pixels: the most that a browser's canvas has.
pub const MAX_SOURCE_SIDE: u32 = 32_767;

/// How much of each pixel is marked, row by row from the top left.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mask {
    /// Pixels in a row.
    pub width: u32,
    /// Rows.
    pub height: u32,
    /// `width * height` bytes, 0 (untouched) to 255 (marked).
    pub data: Vec<u8>,
}

/// The error for a mask of an impossible size.
pub fn size_issue(path: &str) -> Issue {
    Issue::new(path, IssueCode::MaskSize, "A mask has 1 to 4096 pixels on each side: give it the size of the photo.")
}
