//! Decides where the restored photo shows the result, and where the original.

use super::frame::Frame;
use crate::mask::Mask;
use reroom_kernels::morphology::grow_softly;
use reroom_kernels::{CombineMode, combine};
use std::ops::Range;

/// The longer side of the blended area at which its opacity is computed, in pixels.
const MAX_SIDE: f64 = 2048.0;
/// The maximum distance that a mask grows, in pixels at that size.
const MAX_REACH: f64 = 240.0;
/// The width of the seam at that size, in pixels. It is a ramp, which is interpolated: with more, it would look the same.
const SEAM: f64 = 4.0;
/// For wide seams, pixels of that size per pixel of the original.
const WIDE_SEAM_SCALE: f64 = 0.25;
/// The default width of the seam, as a fraction of the original's longer side.
const DEFAULT_FEATHER: f64 = 1.0 / 250.0;
/// The mask grows by this many widths of the seam, before the seam.
const GROWTH: f64 = 0.5;
/// Pixels around an edit that may differ, too, at the size at which images are compared.
const EDIT_MARGIN: f32 = 3.0;

/// The coverage from which on a pixel is painted.
const PAINTED: u8 = 128;

/// The image that a mask was painted on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MaskFrame {
    /// The original, as displayed.
    Original,
    /// The prepared photo.
    Prepared,
}

/// How opaque the result is over the original.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Blend {
    /// Width in pixels. 0 if the result is not visible.
    pub width: u32,
    /// One byte per pixel, row by row: 0 shows the original, 255 the result.
    pub opacity: Vec<u8>,
    /// The area in the original, in pixels: x, y, width, height. Outside it, the original is visible.
    pub area: [f64; 4],
}

/// The width of the seam in pixels of the original. A negative one is the default.
pub(super) fn feather_width(frame: &Frame, feather: f64) -> f64 {
    let (width, height) = frame.original;
    if feather < 0.0 { (f64::from(width.max(height)) * DEFAULT_FEATHER).round().max(2.0) } else { feather }
}

/// The size at which the opacity of the kept part is computed, and its pixels per pixel of the original.
fn opacity_size(frame: &Frame, feather: f64) -> ((u32, u32), f64) {
    let kept = frame.placement.source;
    let longer = f64::from(kept.width.max(kept.height));
    let enough = (SEAM / feather).max(WIDE_SEAM_SCALE).min(MAX_REACH / reach(feather));
    let scale = (MAX_SIDE / longer).min(enough).min(1.0);
    let side = |side: u32| (f64::from(side) * scale).round().max(1.0) as u32;
    ((side(kept.width), side(kept.height)), scale)
}

/// How far a mask grows, with its seam.
fn reach(feather: f64) -> f64 {
    feather * (GROWTH + 1.0)
}

/// Computes the opacity, with a mask from [`project_mask`]. `None` if the result covers the whole original.
pub(super) fn blend(frame: &Frame, mask: Option<Mask>, feather: f64) -> Option<Blend> {
    let kept = frame.placement.source;
    if mask.is_none() && !frame.placement.cropped {
        return None;
    }
    let ((width, height), scale) = opacity_size(frame, feather);
    let seam = (feather * scale).max(1.0) as f32;
    let (mut columns, mut rows) = (0..width, 0..height);
    let mut opacity = match mask {
        Some(mask) => {
            // One more for the interpolation when the opacity is scaled.
            let margin = (reach(feather) * scale).ceil() as u32 + 2;
            let Some(bounds) = find_bounds(&mask, margin) else { return Some(Blend::default()) };
            (columns, rows) = bounds;
            let mut opacity = crop(&mask, &columns, &rows);
            grow_softly(&mut opacity, (feather * GROWTH * scale) as f32, seam);
            opacity
        }
        None => Mask { width, height, data: vec![u8::MAX; width as usize * height as usize] },
    };
    fade_edges(&mut opacity, frame, (width, height), (&columns, &rows), seam);
    let [across, down] =
        [(kept.width, width), (kept.height, height)].map(|(kept, side)| f64::from(kept) / f64::from(side));
    let (x, y) =
        (f64::from(kept.x) + f64::from(columns.start) * across, f64::from(kept.y) + f64::from(rows.start) * down);
    let area = [x, y, columns.len() as f64 * across, rows.len() as f64 * down];
    Some(Blend { width: opacity.width, opacity: opacity.data, area })
}

/// Where a result may differ from the photo, at the size at which they are compared: 255 there, 0 elsewhere. With a mask from
/// [`project_mask`].
pub(super) fn find_edited(frame: &Frame, mask: &Mask, feather: f64) -> Mask {
    let (width, height) = frame.compared_size();
    let columns = cover((0, mask.width), mask.width, mask.width, width);
    let rows = cover((0, mask.height), mask.height, mask.height, height);
    let mut edited = reduce(mask, &columns, &rows);
    let scale = f64::from(width) / f64::from(frame.placement.source.width);
    let reach = (reach(feather) * scale).min(MAX_REACH) as f32;
    grow_softly(&mut edited, reach + EDIT_MARGIN, 1.0);
    edited
}

/// Projects a mask onto the kept part of the original.
pub(super) fn project_mask(mask: &Mask, of: MaskFrame, frame: &Frame, feather: f64) -> Mask {
    let placement = frame.placement;
    let (part, whole) = match of {
        MaskFrame::Original => (placement.source, frame.original),
        MaskFrame::Prepared => (placement.target, (placement.width, placement.height)),
    };
    let ((width, height), _) = opacity_size(frame, feather);
    let columns = cover((part.x, part.width), whole.0, mask.width, width);
    let rows = cover((part.y, part.height), whole.1, mask.height, height);
    reduce(mask, &columns, &rows)
}

/// Scales a mask down to one pixel for each of `columns` and `rows`, which are ranges of its pixels. A pixel is painted if any pixel
/// in its ranges is.
fn reduce(mask: &Mask, columns: &[Range<usize>], rows: &[Range<usize>]) -> Mask {
    let (width, height) = (columns.len(), rows.len());
    let mut data = vec![0; width * height];
    let mut line = vec![0; mask.width as usize];
    let is_painted = |byte: &u8| *byte >= PAINTED;
    for (target, rows) in data.chunks_exact_mut(width.max(1)).zip(rows) {
        line.fill(0);
        for row in mask.data.chunks_exact(line.len().max(1)).skip(rows.start).take(rows.len()) {
            combine(&mut line, row, CombineMode::Add);
        }
        // Most rows are empty.
        if !line.iter().any(is_painted) {
            continue;
        }
        for (pixel, columns) in target.iter_mut().zip(columns) {
            if line.get(columns.clone()).unwrap_or_default().iter().any(is_painted) {
                *pixel = u8::MAX;
            }
        }
    }
    Mask { width: width as u32, height: height as u32, data }
}

/// The pixels of a mask under each of `count` pixels, which divide a part of the `whole` axis that the mask covers.
fn cover((start, length): (u32, u32), whole: u32, mask: u32, count: u32) -> Vec<Range<usize>> {
    let per_pixel = f64::from(mask) / f64::from(whole);
    let (start, step) = (f64::from(start) * per_pixel, f64::from(length) * per_pixel / f64::from(count));
    let mut ranges = Vec::with_capacity(count as usize);
    for index in 0..count {
        let from = start + step * f64::from(index);
        // Rounding errors must not reach the next pixel.
        ranges.push((from + 1e-6) as usize..((from + step - 1e-6).ceil() as usize).min(mask as usize));
    }
    ranges
}

/// The columns and rows that are painted, extended by a margin. `None` if nothing is painted.
fn find_bounds(mask: &Mask, margin: u32) -> Option<(Range<u32>, Range<u32>)> {
    let [mut left, mut top] = [u32::MAX; 2];
    let [mut right, mut bottom] = [0; 2];
    for (y, row) in (0..).zip(mask.data.chunks_exact(mask.width.max(1) as usize)) {
        for (x, _) in (0..).zip(row).filter(|(_, byte)| **byte > 0) {
            (left, right) = (left.min(x), right.max(x + 1));
            (top, bottom) = (top.min(y), y + 1);
        }
    }
    let extend = |start: u32, end: u32, side: u32| start.saturating_sub(margin)..(end + margin).min(side);
    (bottom > 0).then(|| (extend(left, right, mask.width), extend(top, bottom, mask.height)))
}

fn crop(mask: &Mask, columns: &Range<u32>, rows: &Range<u32>) -> Mask {
    let mut data = Vec::with_capacity(columns.len() * rows.len());
    for y in rows.clone() {
        let start = (y * mask.width + columns.start) as usize;
        data.extend_from_slice(mask.data.get(start..start + columns.len()).unwrap_or_default());
    }
    Mask { width: columns.len() as u32, height: rows.len() as u32, data }
}

/// Fades the result out where the original was cropped.
fn fade_edges(
    opacity: &mut Mask,
    frame: &Frame,
    (width, height): (u32, u32),
    (columns, rows): (&Range<u32>, &Range<u32>),
    seam: f32,
) {
    let (kept, original) = (frame.placement.source, frame.original);
    let across = fade((kept.x, kept.width), original.0, width, columns, seam);
    let down = fade((kept.y, kept.height), original.1, height, rows, seam);
    for (row, down) in opacity.data.chunks_exact_mut(opacity.width.max(1) as usize).zip(down) {
        for (byte, across) in row.iter_mut().zip(&across) {
            *byte = (f32::from(*byte) * across * down + 0.5) as u8;
        }
    }
}

/// The opacity along one axis: it fades in after a cropped start, and out before a cropped end.
fn fade((start, length): (u32, u32), whole: u32, side: u32, range: &Range<u32>, seam: f32) -> Vec<f32> {
    let mut all = Vec::with_capacity(range.len());
    for place in range.clone() {
        let before = if start > 0 { place as f32 + 0.5 } else { seam };
        let after = if start + length < whole { (side - place) as f32 - 0.5 } else { seam };
        all.push(before.min(after).min(seam) / seam);
    }
    all
}
