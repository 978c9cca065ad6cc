//! Decides where the restored photo shows the result, and where the original.

use super::frame::Frame;
use crate::mask::{Mask, grow_softly};
use std::ops::Range;

/// The longer side of the blended area at which its opacity is computed, in pixels.
const MAX_SIDE: f64 = 2048.0;
/// The maximum distance that a mask grows, in pixels at that size.
const MAX_REACH: f64 = 240.0;
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

/// Computes the opacity. `None` if the result covers the whole original.
pub(super) fn blend(frame: &Frame, mask: Option<(&Mask, MaskFrame)>, feather: f64) -> Option<Blend> {
    let kept = frame.placement.source;
    if mask.is_none() && !frame.placement.cropped {
        return None;
    }
    let reach = feather * (GROWTH + 1.0);
    let longer = f64::from(kept.width.max(kept.height));
    let scale = (MAX_SIDE / longer).min(MAX_REACH / reach).min(1.0);
    let [width, height] = [kept.width, kept.height].map(|side| (f64::from(side) * scale).round().max(1.0) as u32);
    let seam = (feather * scale).max(1.0) as f32;
    let mut opacity = match mask {
        Some((mask, of)) => project(mask, of, frame, (width, height)),
        None => Mask { width, height, data: vec![u8::MAX; width as usize * height as usize] },
    };
    let (mut columns, mut rows) = (0..width, 0..height);
    if mask.is_some() {
        // One more for the interpolation when the opacity is scaled.
        let margin = (reach * scale).ceil() as u32 + 2;
        let Some(bounds) = find_bounds(&opacity, margin) else { return Some(Blend::default()) };
        (columns, rows) = bounds;
        opacity = crop(&opacity, &columns, &rows);
        grow_softly(&mut opacity, (feather * GROWTH * scale) as f32, seam);
    }
    fade_edges(&mut opacity, frame, (width, height), (&columns, &rows), seam);
    let [across, down] =
        [(kept.width, width), (kept.height, height)].map(|(kept, side)| f64::from(kept) / f64::from(side));
    let (x, y) =
        (f64::from(kept.x) + f64::from(columns.start) * across, f64::from(kept.y) + f64::from(rows.start) * down);
    let area = [x, y, columns.len() as f64 * across, rows.len() as f64 * down];
    Some(Blend { width: opacity.width, opacity: opacity.data, area })
}

/// Where a result may differ from the photo, at the size at which they are compared: 255 there, 0 elsewhere.
pub(super) fn find_edited(frame: &Frame, mask: &Mask, of: MaskFrame, feather: f64) -> Mask {
    let size = frame.compared_size();
    let mut edited = project(mask, of, frame, size);
    let scale = f64::from(size.0) / f64::from(frame.placement.source.width);
    let reach = (feather * (GROWTH + 1.0) * scale).min(MAX_REACH) as f32;
    grow_softly(&mut edited, reach + EDIT_MARGIN, 1.0);
    edited
}

/// Projects a mask onto the kept part of the original, at this size. A pixel is painted if any pixel of the mask in it is.
fn project(mask: &Mask, of: MaskFrame, frame: &Frame, (width, height): (u32, u32)) -> Mask {
    let placement = frame.placement;
    let (columns, rows) = match of {
        MaskFrame::Original => {
            let (whole, kept) = (frame.original, placement.source);
            (
                cover((kept.x, kept.width), whole.0, mask.width, width),
                cover((kept.y, kept.height), whole.1, mask.height, height),
            )
        }
        MaskFrame::Prepared => {
            let target = placement.target;
            (
                cover((target.x, target.width), placement.width, mask.width, width),
                cover((target.y, target.height), placement.height, mask.height, height),
            )
        }
    };
    let source = |y: usize| mask.data.chunks_exact(mask.width.max(1) as usize).nth(y).unwrap_or_default();
    let mut data = vec![0; width as usize * height as usize];
    for (target, rows) in data.chunks_exact_mut(width.max(1) as usize).zip(rows) {
        // Most rows are empty.
        for row in rows.map(source).filter(|row| row.iter().fold(0, |any, byte| any | byte) >= PAINTED) {
            for (pixel, columns) in target.iter_mut().zip(&columns) {
                if row.get(columns.clone()).unwrap_or_default().iter().any(|byte| *byte >= PAINTED) {
                    *pixel = u8::MAX;
                }
            }
        }
    }
    Mask { width, height, data }
}

/// The pixels of a mask under each of `count` pixels, which divide a part of the `whole` axis that the mask covers.
fn cover((start, length): (u32, u32), whole: u32, mask: u32, count: u32) -> Vec<Range<usize>> {
    let per_pixel = f64::from(mask) / f64::from(whole);
    let (start, step) = (f64::from(start) * per_pixel, f64::from(length) * per_pixel / f64::from(count));
    // Rounding errors must not reach the next pixel.
    let place = |index: u32| start + step * f64::from(index);
    let range =
        |index| (place(index) + 1e-6).floor() as usize..((place(index + 1) - 1e-6).ceil() as usize).min(mask as usize);
    (0..count).map(range).collect()
}

/// The columns and rows that are painted, extended by a margin. `None` if nothing is painted.
fn find_bounds(mask: &Mask, margin: u32) -> Option<(Range<u32>, Range<u32>)> {
    let rows = mask.data.chunks_exact(mask.width.max(1) as usize);
    let mut painted = vec![0; mask.width as usize];
    let mut bounds = None;
    for (y, row) in (0..).zip(rows).filter(|(_, row)| row.iter().any(|byte| *byte > 0)) {
        painted.iter_mut().zip(row).for_each(|(any, byte)| *any |= byte);
        bounds = Some(bounds.map_or(y, |(first, _)| first)).map(|first| (first, y));
    }
    let (top, bottom) = bounds?;
    let left = painted.iter().position(|any| *any > 0)? as u32;
    let right = painted.iter().rposition(|any| *any > 0)? as u32;
    let extend = |first: u32, last: u32, side: u32| first.saturating_sub(margin)..(last + 1 + margin).min(side);
    Some((extend(left, right, mask.width), extend(top, bottom, mask.height)))
}

fn crop(mask: &Mask, columns: &Range<u32>, rows: &Range<u32>) -> Mask {
    let (columns, from) = (columns.start as usize..columns.end as usize, rows.start as usize);
    let kept = mask.data.chunks_exact(mask.width.max(1) as usize).skip(from).take(rows.len());
    let data = kept.flat_map(|row| row.get(columns.clone()).unwrap_or_default()).copied().collect();
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
    let fade = |start: u32, length: u32, whole: u32, side: u32, range: &Range<u32>| -> Vec<f32> {
        let opacity = |distance: u32| ((distance as f32 + 0.5) / seam).min(1.0);
        let at = |place: u32| {
            let before = if start > 0 { opacity(place) } else { 1.0 };
            let after = if start + length < whole { opacity(side - 1 - place) } else { 1.0 };
            before * after
        };
        range.clone().map(at).collect()
    };
    let across = fade(kept.x, kept.width, original.0, width, columns);
    let down = fade(kept.y, kept.height, original.1, height, rows);
    for (row, down) in opacity.data.chunks_exact_mut(opacity.width.max(1) as usize).zip(down) {
        for (byte, across) in row.iter_mut().zip(&across) {
            *byte = (f32::from(*byte) * across * down + 0.5) as u8;
        }
    }
}
