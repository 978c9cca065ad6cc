//! The sizes that a mask can have.

use reroom::api::{Issue, IssueCode};

/// The maximum side of a mask, which is that of a photo, in pixels (section 1.3).
pub const MAX_SIDE: u32 = 4096;

/// The maximum side of a mask before scaling, in pixels: the limit of a browser's canvas.
pub const MAX_SOURCE_SIDE: u32 = 32_767;

/// The issue of a mask with an invalid size.
pub fn size_issue(path: &str) -> Issue {
    Issue::new(
        path,
        IssueCode::MaskSize,
        "The mask's size is invalid. Use the photo's size, 1 to 4096 pixels on each side.",
    )
}
