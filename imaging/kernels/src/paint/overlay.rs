//! Renders a mask as a colored overlay, at the size of the canvas over the photo.

use crate::Rect;
use crate::mask::Mask;

/// The color of an overlay.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct OverlayColor {
    /// Red, green and blue.
    pub color: [u8; 3],
    /// Opacity of fully painted pixels, 0 to 1.
    pub opacity: f64,
}

/// The pixels of a canvas of `(width, height)` that overlap `area` of the mask.
#[must_use]
pub fn project_to_canvas(mask: &Mask, (width, height): (u32, u32), area: Rect) -> Rect {
    let (x, right) = project(area.x, area.width, mask.width, width);
    let (y, bottom) = project(area.y, area.height, mask.height, height);
    Rect { x, y, width: right - x, height: bottom - y }
}

fn project(start: u32, length: u32, from: u32, to: u32) -> (u32, u32) {
    let (from, to) = (u64::from(from.max(1)), u64::from(to));
    let end = u64::from(start) + u64::from(length);
    ((u64::from(start) * to / from) as u32, (end * to).div_ceil(from) as u32)
}

/// Renders `area` of a canvas of `(width, height)` that shows the whole mask. Returns RGBA pixels. Alpha is the average of
/// the mask's pixels under each canvas pixel.
#[must_use]
pub fn render_overlay(mask: &Mask, (width, height): (u32, u32), area: Rect, ink: OverlayColor) -> Vec<u8> {
    let columns: Vec<(usize, usize)> =
        (area.x..area.x + area.width).map(|x| source_range(x, mask.width, width)).collect();
    let mut sums = vec![0u32; columns.len()];
    let opacity = (ink.opacity * 256.0 + 0.5) as u32;
    let [red, green, blue] = ink.color;
    let mut rgba = Vec::with_capacity(columns.len() * area.height as usize * 4);
    for y in area.y..area.y + area.height {
        let (top, bottom) = source_range(y, mask.height, height);
        let rows = mask.data.chunks_exact(mask.width.max(1) as usize).skip(top).take(bottom - top);
        for row in rows {
            add_row(row, &columns, &mut sums);
        }
        for (sum, (left, right)) in sums.iter_mut().zip(&columns) {
            let pixels = ((right - left) * (bottom - top)) as u32;
            let mean = (std::mem::take(sum) + pixels / 2) / pixels.max(1);
            rgba.extend_from_slice(&[red, green, blue, ((mean * opacity + 128) >> 8) as u8]);
        }
    }
    rgba
}

/// Adds a row to the sums. Empty rows, which are most, take a shortcut.
fn add_row(row: &[u8], columns: &[(usize, usize)], sums: &mut [u32]) {
    let ends = columns.first().zip(columns.last());
    let seen = ends.and_then(|((left, _), (_, right))| row.get(*left..*right)).unwrap_or_default();
    let (words, rest) = seen.as_chunks::<8>();
    if words.iter().all(|word| u64::from_le_bytes(*word) == 0) && rest.iter().all(|byte| *byte == 0) {
        return;
    }
    for (sum, (left, right)) in sums.iter_mut().zip(columns) {
        let part = row.get(*left..*right).unwrap_or_default();
        *sum += part.iter().map(|byte| u32::from(*byte)).sum::<u32>();
    }
}

/// The range of mask pixels along one axis under a canvas pixel.
fn source_range(place: u32, from: u32, to: u32) -> (usize, usize) {
    let (from, to, place) = (u64::from(from), u64::from(to.max(1)), u64::from(place));
    ((place * from / to) as usize, ((place + 1) * from).div_ceil(to) as usize)
}
