//! Encodes masks as the base64 PNGs that the service accepts (section 2.6, field `mask`).
//!
//! A [`Mask`] has one byte of coverage per pixel: 0 is unpainted, 255 is fully painted. Encoding scales it, applies the
//! threshold, feathers it, applies the polarity and writes a PNG. Without a feather, rows stream through all steps.

mod align;
mod base64;
mod deflate;
mod editor;
mod feather;
mod gray_levels;
mod huffman;
mod options;
mod png;
mod size;
#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests;

use feather::{Feather, MAX_FEATHER};
use gray_levels::GrayLevels;
use png::Writer;
use reroom::api::{Issue, IssueCode};
use reroom_kernels::for_each_row;
use size::{MAX_SOURCE_SIDE, size_issue};

pub use align::{PhotoAxis, align};
pub use editor::Editor;
pub use options::{BitDepth, MaskOptions, Polarity};
pub use reroom_kernels::paint::{Brush, MAX_BRUSH_SIZE, OverlayColor, Point, project_to_canvas, render_overlay};
pub use reroom_kernels::{Channel, CombineMode, Extractor, Mask, PixelOrder, scale};
pub use size::{MAX_SIDE, check_shape};

const DATA_URL: &str = "data:image/png;base64,";

/// Encodes a mask as a grayscale PNG without alpha, with the size and bit depth in `options`.
///
/// # Errors
///
/// - `mask_size`: a side is 0 or over 4096 pixels, or `data` does not have `width * height` bytes.
/// - `required`: only one of `width` and `height` is set.
/// - `out_of_range`: the feather is outside 0 to 512 pixels.
/// - `empty_mask`: no pixel reaches the threshold.
pub fn encode(mask: &Mask, options: &MaskOptions) -> Result<Vec<u8>, Issue> {
    let (width, height) = target_size(mask, options)?;
    if !(0.0..=MAX_FEATHER).contains(&options.feather) {
        return Err(Issue::new("feather", IssueCode::OutOfRange, "feather is out of range. Use 0 to 512 pixels."));
    }
    let invert = options.polarity == Polarity::BlackEdits;
    if options.feather > 0.0 && options.bit_depth == BitDepth::Eight {
        let mut writer = Writer::new(width, height, options.bit_depth, GrayLevels::soft(invert));
        let mut write = |above: Option<&[u8]>, row: &[u8], changed| writer.write_row(above, row, changed);
        let mut feather = Feather::new(width, options.feather, options.threshold, &mut write);
        for_each_row(mask, width, height, &mut |above, row| feather.add(above, row));
        return if feather.finish() { Ok(writer.finish()) } else { Err(empty_issue()) };
    }
    let mut writer = Writer::new(width, height, options.bit_depth, GrayLevels::binary(options.threshold, invert));
    for_each_row(mask, width, height, &mut |above, row| writer.write_row(above, row, u64::MAX));
    if writer.has_painted() { Ok(writer.finish()) } else { Err(empty_issue()) }
}

/// Encodes a mask as a base64 PNG, optionally as a data URL.
///
/// # Errors
///
/// The same as [`encode`].
pub fn encode_base64(mask: &Mask, options: &MaskOptions) -> Result<String, Issue> {
    let png = encode(mask, options)?;
    Ok(base64::encode(if options.data_url { DATA_URL } else { "" }, &png))
}

/// Checks all sizes and returns the size of the PNG.
fn target_size(mask: &Mask, options: &MaskOptions) -> Result<(u32, u32), Issue> {
    let pixels = u64::from(mask.width) * u64::from(mask.height);
    let source_fits = mask.width.max(mask.height) <= MAX_SOURCE_SIDE;
    if pixels == 0 || pixels != mask.data.len() as u64 || !source_fits {
        return Err(size_issue(""));
    }
    let (width, height) = match (options.width, options.height) {
        (Some(width), Some(height)) => (width, height),
        (None, None) => (mask.width, mask.height),
        (Some(_), None) => return Err(missing_side_issue("height")),
        (None, Some(_)) => return Err(missing_side_issue("width")),
    };
    let is_scaled = options.width.is_some();
    for (path, side) in [("width", width), ("height", height)] {
        if side == 0 || side > MAX_SIDE {
            return Err(size_issue(if is_scaled { path } else { "" }));
        }
    }
    Ok((width, height))
}

fn missing_side_issue(path: &str) -> Issue {
    Issue::new(path, IssueCode::Required, "Only one side is set. Set both width and height, or neither.")
}

fn empty_issue() -> Issue {
    Issue::new("", IssueCode::EmptyMask, "The mask is empty. Paint over what should change.")
}
