//! Paints a mask at the photo's size: strokes and shapes, with undo.
//!
//! The mask is divided into tiles. An edit saves each tile before it changes it; these copies make up an undo step. Tiles
//! also track what an overlay must redraw, and what must be counted again.

mod history;
mod polygon;
#[cfg(all(test, not(target_arch = "wasm32")))]
mod properties;
mod smooth;
#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests;

use super::size::{MAX_SIDE, MAX_SOURCE_SIDE, size_issue};
use history::History;
use reroom::api::Issue;
use reroom_kernels::paint::{Brush, Point, TiledMask};
use reroom_kernels::{CombineMode, Mask, Rect, combine, morphology, scale};

/// The memory limit of undo and redo, in bytes.
const HISTORY_BYTES: usize = 64 << 20;

/// A mask being painted, with its undo history.
#[derive(Debug)]
pub struct Editor {
    tiles: TiledMask,
    history: History,
    open: bool,
}

impl Default for Editor {
    /// A mask without pixels.
    fn default() -> Self {
        Self { tiles: TiledMask::new(0, 0), history: History::new(HISTORY_BYTES), open: false }
    }
}

impl Editor {
    /// Creates an empty mask for a photo of `width` by `height` pixels.
    ///
    /// # Errors
    ///
    /// `mask_size` if a side is 0 or over 4096 pixels.
    pub fn new(width: u32, height: u32) -> Result<Self, Issue> {
        for (path, side) in [("width", width), ("height", height)] {
            if side == 0 || side > MAX_SIDE {
                return Err(size_issue(path));
            }
        }
        Ok(Self { tiles: TiledMask::new(width, height), ..Self::default() })
    }

    /// The current mask.
    #[must_use]
    pub fn mask(&self) -> &Mask {
        self.tiles.mask()
    }

    /// Starts an undo step that lasts until [`Editor::end`]. Ends an open step first.
    pub fn begin(&mut self) {
        self.end();
        self.open = true;
    }

    /// Ends the open undo step, and takes back what it painted.
    pub fn cancel(&mut self) {
        if self.open {
            let step = self.tiles.take_step();
            self.tiles.swap(step);
            self.open = false;
        }
    }

    /// Ends the open undo step, if any.
    pub fn end(&mut self) {
        self.open = false;
        self.push_step();
    }

    /// Paints or erases along straight lines between the points. A single point is a dab.
    ///
    /// Within a stroke, each pixel gets its maximum coverage, so overlaps do not add up. Non-finite points are ignored.
    pub fn stroke(&mut self, points: &[Point], brush: &Brush) {
        brush.stroke(&mut self.tiles, points);
        self.finish_edit();
    }

    /// Paints or erases a rectangle with edges rounded to pixels. Ignores non-finite rectangles and sides of zero or less.
    pub fn rectangle(&mut self, corner: Point, width: f64, height: f64, erase: bool) {
        let far = Point { x: corner.x + width, y: corner.y + height, ..corner };
        let Some(((left, top), (right, bottom))) = corner.clamp().zip(far.clamp()) else { return };
        let columns = round_edge(left)..round_edge(right).min(self.mask().width);
        for y in round_edge(top)..round_edge(bottom).min(self.mask().height) {
            self.tiles.row_mut(y, columns.clone()).fill(if erase { 0 } else { 255 });
        }
        self.finish_edit();
    }

    /// Paints or erases a polygon with smooth edges, including all areas it crosses more than once (nonzero winding). Ignores
    /// non-finite points, and polygons with fewer than three points.
    pub fn polygon(&mut self, points: &[Point], erase: bool) {
        polygon::fill(&mut self.tiles, points, erase);
        self.finish_edit();
    }

    /// Inverts the mask.
    pub fn invert(&mut self) {
        self.tiles.mask_mut().invert();
        self.finish_edit();
    }

    /// Clears the mask.
    pub fn clear(&mut self) {
        self.tiles.mask_mut().data.fill(0);
        self.finish_edit();
    }

    /// Grows the painted area by `pixels` in all directions, or shrinks it if they are negative. The photo's borders do not
    /// shrink it. Ignores NaN.
    pub fn grow(&mut self, pixels: f32) {
        let mask = self.tiles.mask_mut();
        if pixels < 0.0 {
            mask.invert();
            morphology::grow(mask, -pixels);
            mask.invert();
        } else {
            morphology::grow(mask, pixels);
        }
        self.finish_edit();
    }

    /// Rounds the outline and removes spots, holes and gaps that are smaller than about `pixels`, 0 to 512.
    pub fn smooth(&mut self, pixels: f32) {
        smooth::smooth(self.tiles.mask_mut(), pixels);
        self.finish_edit();
    }

    /// Combines the mask with another one, scaled to this size.
    ///
    /// # Errors
    ///
    /// `mask_size` if it has no pixels, too many, or a wrong number of bytes.
    pub fn combine(&mut self, mask: &Mask, mode: CombineMode) -> Result<(), Issue> {
        let pixels = u64::from(mask.width) * u64::from(mask.height);
        if pixels == 0 || pixels != mask.data.len() as u64 || mask.width.max(mask.height) > MAX_SOURCE_SIDE {
            return Err(size_issue(""));
        }
        let scaled = scale(mask, self.mask().width, self.mask().height);
        self.tiles.mask_mut().combine(&scaled, mode);
        self.finish_edit();
        Ok(())
    }

    /// Combines a part of the mask with coverage, row by row from `corner`. With `Replace`, the rest of the mask is cleared.
    pub fn combine_part(&mut self, corner: (u32, u32), width: u32, coverage: &[u8], mode: CombineMode) {
        if mode == CombineMode::Replace {
            self.tiles.mask_mut().data.fill(0);
        }
        let (left, top) = corner;
        for (y, row) in (top..).zip(coverage.chunks_exact(width.max(1) as usize)) {
            combine(self.tiles.row_mut(y, left..left.saturating_add(width)), row, mode);
        }
        self.finish_edit();
    }

    /// Undoes the last step, or the open step so far. Returns `false` without one.
    pub fn undo(&mut self) -> bool {
        self.push_step();
        self.history.undo(&mut self.tiles)
    }

    /// Redoes the last undone step. Returns `false` if there is none, or after another edit.
    pub fn redo(&mut self) -> bool {
        self.push_step();
        self.history.redo(&mut self.tiles)
    }

    /// The fraction of pixels with at least half coverage, 0 to 1.
    pub fn coverage(&mut self) -> f64 {
        let pixels = f64::from(self.mask().width) * f64::from(self.mask().height);
        self.tiles.painted_pixels() as f64 / pixels
    }

    /// The bounding box of all pixels with at least half coverage; `None` for an empty mask.
    pub fn bounds(&mut self) -> Option<Rect> {
        self.tiles.bounds()
    }

    /// The areas written since `revision` (0 for all), and the revision for the next call.
    pub fn changed_since(&mut self, revision: u32) -> (Vec<Rect>, u32) {
        self.tiles.changed_since(revision)
    }

    fn finish_edit(&mut self) {
        if !self.open {
            self.push_step();
        }
    }

    fn push_step(&mut self) {
        self.history.push(self.tiles.take_step());
    }
}

/// Rounds to the nearest pixel edge. Negative edges become 0.
fn round_edge(edge: f64) -> u32 {
    (edge + 0.5).floor() as u32
}
