//! The sizes that a mask can have.

use reroom::api::{Issue, IssueCode};
use reroom_kernels::Mask;

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

/// Rejects a mask of another aspect ratio than the displayed photo, because it would mark other places. Sides may be rounded: the
/// ratios may differ by a pixel or by 1%.
pub fn check_shape(mask: &Mask, (width, height): (u32, u32)) -> Result<(), Issue> {
    let [across, down, width, height] = [mask.width, mask.height, width, height].map(f64::from);
    if (across * height - down * width).abs() <= width.max(height) * (0.01 * across.min(down)).max(1.0) {
        return Ok(());
    }
    let message = "The mask has another aspect ratio than the displayed photo. Paint it on a canvas with the photo's aspect ratio.";
    Err(Issue::new("mask", IssueCode::MaskSize, message))
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;

    fn fits(mask: (u32, u32), photo: (u32, u32)) -> bool {
        check_shape(&Mask { width: mask.0, height: mask.1, data: Vec::new() }, photo).is_ok()
    }

    #[test]
    fn a_mask_must_have_the_aspect_ratio_of_its_photo_up_to_rounding() {
        for mask in [(1800, 1200), (3, 2), (64, 43), (64, 42), (375, 251), (900, 605), (1785, 1200), (32_700, 21_800)] {
            assert!(fits(mask, (1800, 1200)), "{mask:?}");
        }
        for mask in [(1200, 1800), (300, 150), (800, 600), (1000, 1000), (1920, 1080), (1800, 1230), (1800, 1170)] {
            assert!(!fits(mask, (1800, 1200)), "{mask:?}");
        }
        assert!(fits((750, 1000), (1500, 2000)) && !fits((1000, 750), (1500, 2000)), "portraits");
    }
}
