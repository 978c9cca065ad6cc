//! Masks: from pixels to the PNG that the service takes as base64 (section 2.6, field `mask`).
//!
//! A mask is a [`Mask`] of coverage, one byte a pixel: 0 is untouched, 255 is fully marked. Its way to the service is
//! scale, threshold, soften, polarity, PNG; without a soft edge the rows stream through all of it and no second mask
//! is ever made.

mod base64;
mod compare;
mod deflate;
mod editor;
mod extract;
mod feather;
mod gray_levels;
mod huffman;
mod options;
mod png;
mod scale;
#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests;

use feather::MAX_FEATHER;
use gray_levels::GrayLevels;
use png::Writer;
use reroom::api::{Issue, IssueCode};

pub use editor::{Brush, Editor, MAX_BRUSH_SIZE, OverlayColor, Point, Rect, project_to_canvas, render_overlay};
pub use extract::{Extractor, PixelOrder};
pub use options::{BitDepth, Channel, MaskOptions, Polarity};
pub use scale::scale;

/// The longest side of a photo that the service takes, and so of a mask, in pixels (section 1.3).
pub const MAX_SIDE: u32 = 4096;

/// The longest side of what a mask can be scaled from, in pixels: the most that a browser's canvas has.
const MAX_SOURCE_SIDE: u32 = 32_767;

const DATA_URL: &str = "data:image/png;base64,";

/// How much of each pixel is marked, row by row from the top left.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mask {
    /// TilePixels in a row.
    pub width: u32,
    /// Rows.
    pub height: u32,
    /// `width * height` bytes, 0 (untouched) to 255 (marked).
    pub data: Vec<u8>,
}

/// The PNG of a mask: greyscale without alpha, of the size and depth that `options` ask for.
///
/// # Errors
///
/// `mask_size` where a side is 0 or over 4096 pixels, or `data` is not `width * height` bytes; `required` for a width
/// without a height or the reverse; `out_of_range` for a feather under 0 or over 512 pixels; `empty_mask` where no
/// pixel reaches the threshold.
pub fn encode(mask: &Mask, options: &MaskOptions) -> Result<Vec<u8>, Issue> {
    let (width, height) = target_size(mask, options)?;
    if !(0.0..=MAX_FEATHER).contains(&options.feather) {
        return Err(Issue::new("feather", IssueCode::OutOfRange, "The feather is a number of pixels from 0 to 512."));
    }
    let invert = options.polarity == Polarity::BlackEdits;
    if options.feather > 0.0 && options.bit_depth == BitDepth::Eight {
        let soft = soften(scale(mask, width, height), options)?;
        let mut writer = Writer::new(width, height, options.bit_depth, GrayLevels::soft(invert));
        scale::rows(&soft, width, height, &mut |above, row| writer.row(above, row));
        return Ok(writer.finish());
    }
    let mut writer = Writer::new(width, height, options.bit_depth, GrayLevels::binary(options.threshold, invert));
    scale::rows(mask, width, height, &mut |above, row| writer.row(above, row));
    if writer.marked() { Ok(writer.finish()) } else { Err(empty()) }
}

/// As [`encode`], in base64 with padding, and with the prefix of a data URL where `options` ask for it.
///
/// # Errors
///
/// Those of [`encode`].
pub fn encode_base64(mask: &Mask, options: &MaskOptions) -> Result<String, Issue> {
    let png = encode(mask, options)?;
    Ok(base64::encode(if options.data_url { DATA_URL } else { "" }, &png))
}

/// Makes the mask 0 or 255 by its threshold, then its edges soft.
fn soften(mut mask: Mask, options: &MaskOptions) -> Result<Mask, Issue> {
    if !gray_levels::binarize(&mut mask.data, options.threshold) {
        return Err(empty());
    }
    feather::feather(&mut mask, options.feather);
    Ok(mask)
}

/// The size of the PNG, once everything about sizes is found to be sound.
fn target_size(mask: &Mask, options: &MaskOptions) -> Result<(u32, u32), Issue> {
    let pixels = u64::from(mask.width) * u64::from(mask.height);
    let source_fits = mask.width.max(mask.height) <= MAX_SOURCE_SIDE;
    if pixels == 0 || pixels != mask.data.len() as u64 || !source_fits {
        return Err(size_issue(""));
    }
    let (width, height) = match (options.width, options.height) {
        (Some(width), Some(height)) => (width, height),
        (None, None) => (mask.width, mask.height),
        (Some(_), None) => return Err(missing_side("height")),
        (None, Some(_)) => return Err(missing_side("width")),
    };
    let scaled = options.width.is_some();
    for (path, side) in [("width", width), ("height", height)] {
        if side == 0 || side > MAX_SIDE {
            return Err(size_issue(if scaled { path } else { "" }));
        }
    }
    Ok((width, height))
}

fn size_issue(path: &str) -> Issue {
    Issue::new(path, IssueCode::MaskSize, "A mask has 1 to 4096 pixels on each side: give it the size of the photo.")
}

fn missing_side(path: &str) -> Issue {
    Issue::new(path, IssueCode::Required, "Give the photo's width and height together, or neither.")
}

fn empty() -> Issue {
    Issue::new("", IssueCode::EmptyMask, "The mask marks nothing: paint over what should change.")
}
