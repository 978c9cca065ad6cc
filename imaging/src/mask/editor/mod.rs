//! Painting a mask: strokes and shapes on one byte a pixel, with undo, at the size of the photo.
//!
//! The tiles is divided into tiles. What an edit is about to change is saved a tile at a time, which is all that undo
//! keeps; the same tiles say what an overlay has to draw again and what has to be counted again.

mod brush;
mod history;
mod overlay;
mod patch;
mod polygon;
#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests;
mod tiled_mask;

use super::{MAX_SIDE, Mask, scale, size_issue};
use history::History;
use reroom::api::Issue;
use tiled_mask::TiledMask;

pub use brush::{Brush, MAX_BRUSH_SIZE};
pub use overlay::{OverlayColor, project_to_canvas, render_overlay};

/// Coordinates are brought this near, in pixels: further out they change nothing but the precision.
const MAX_COORDINATE: f64 = 1_000_000.0;

/// How much undo and redo may keep, in bytes.
const HISTORY_BYTES: usize = 64 << 20;

/// A place on the photo, in its pixels from the top left.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Point {
    /// To the right.
    pub x: f64,
    /// Down.
    pub y: f64,
    /// How hard a pen is pressed, 0 to 1; the brush's size is multiplied by it. Shapes have no use for it.
    pub pressure: f64,
}

impl Point {
    /// The place, near enough to reckon with; none where a coordinate is no number.
    fn place(self) -> Option<(f64, f64)> {
        let near = |number: f64| number.clamp(-MAX_COORDINATE, MAX_COORDINATE);
        (self.x.is_finite() && self.y.is_finite()).then(|| (near(self.x), near(self.y)))
    }
}

/// A rectangle of pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rect {
    /// The first column.
    pub x: u32,
    /// The first row.
    pub y: u32,
    /// How many columns.
    pub width: u32,
    /// How many rows.
    pub height: u32,
}

/// A mask that is being painted, and what was done to it.
#[derive(Debug)]
pub struct Editor {
    tiles: TiledMask,
    history: History,
    open: bool,
}

impl Editor {
    /// A mask that marks nothing, for a photo of `width` by `height` pixels.
    ///
    /// # Errors
    ///
    /// `mask_size` where a side is 0 or over 4096 pixels.
    pub fn new(width: u32, height: u32) -> Result<Self, Issue> {
        for (path, side) in [("width", width), ("height", height)] {
            if side == 0 || side > MAX_SIDE {
                return Err(size_issue(path));
            }
        }
        Ok(Self { tiles: TiledMask::new(width, height), history: History::new(HISTORY_BYTES), open: false })
    }

    /// The mask as it is.
    #[must_use]
    pub fn mask(&self) -> &Mask {
        self.tiles.mask()
    }

    /// Begins an undo step that lasts until [`Editor::end`]. One that was open ends here.
    pub fn begin(&mut self) {
        self.end();
        self.open = true;
    }

    /// Ends the open undo step, if there is one.
    pub fn end(&mut self) {
        self.open = false;
        self.keep();
    }

    /// Paints, or erases, along straight lines from point to point; one point is a dab.
    ///
    /// A pixel gets the strongest mark that any part of the stroke gives it, so going over it again adds nothing.
    /// Points that are not finite are left out.
    pub fn stroke(&mut self, points: &[Point], brush: &Brush) {
        brush.stroke(&mut self.tiles, points);
        self.edited();
    }

    /// Marks, or unmarks, a rectangle, its edges at the nearest pixels. One that is not finite, or has a side of zero
    /// or less, does nothing.
    pub fn rectangle(&mut self, corner: Point, width: f64, height: f64, erase: bool) {
        let far = Point { x: corner.x + width, y: corner.y + height, ..corner };
        let Some(((left, top), (right, bottom))) = corner.place().zip(far.place()) else { return };
        let columns = nearest(left)..nearest(right).min(self.mask().width);
        for y in nearest(top)..nearest(bottom).min(self.mask().height) {
            self.tiles.row(y, columns.clone()).fill(if erase { 0 } else { 255 });
        }
        self.edited();
    }

    /// Marks, or unmarks, all that a closed line goes round, however it crosses itself, with smooth edges. Fewer than
    /// three points do nothing; points that are not finite are left out.
    pub fn polygon(&mut self, points: &[Point], erase: bool) {
        polygon::fill(&mut self.tiles, points, erase);
        self.edited();
    }

    /// Marks what is not marked, and the reverse.
    pub fn invert(&mut self) {
        let (words, rest) = self.tiles.whole().as_chunks_mut::<8>();
        words.iter_mut().for_each(|word| *word = (!u64::from_le_bytes(*word)).to_le_bytes());
        rest.iter_mut().for_each(|byte| *byte = !*byte);
        self.edited();
    }

    /// Unmarks everything.
    pub fn clear(&mut self) {
        self.tiles.whole().fill(0);
        self.edited();
    }

    /// Takes the marks of another mask instead, scaled to this size.
    ///
    /// # Errors
    ///
    /// `mask_size` where it has no pixels, or not the bytes of its size.
    pub fn replace(&mut self, mask: &Mask) -> Result<(), Issue> {
        let pixels = u64::from(mask.width) * u64::from(mask.height);
        if pixels == 0 || pixels != mask.data.len() as u64 || mask.width.max(mask.height) > super::MAX_SOURCE_SIDE {
            return Err(size_issue(""));
        }
        let scaled = scale(mask, self.mask().width, self.mask().height);
        for (byte, new) in self.tiles.whole().iter_mut().zip(scaled.data) {
            *byte = new;
        }
        self.edited();
        Ok(())
    }

    /// Takes the last step back, or what the open one has done so far; `false` where there is none.
    pub fn undo(&mut self) -> bool {
        self.keep();
        self.history.undo(&mut self.tiles)
    }

    /// Does again what was taken back last; `false` where there is nothing, or something else was done since.
    pub fn redo(&mut self) -> bool {
        self.keep();
        self.history.redo(&mut self.tiles)
    }

    /// The share of pixels that are at least half marked, 0 to 1.
    pub fn coverage(&mut self) -> f64 {
        let pixels = f64::from(self.mask().width) * f64::from(self.mask().height);
        self.tiles.marked() as f64 / pixels
    }

    /// The smallest rectangle with every pixel that is at least half marked; none where there are none.
    pub fn bounds(&mut self) -> Option<Rect> {
        self.tiles.bounds()
    }

    /// Where anything was written since `revision` (0: everywhere), and the revision to ask from next time.
    pub fn changed_since(&mut self, revision: u32) -> (Vec<Rect>, u32) {
        self.tiles.changed_since(revision)
    }

    fn edited(&mut self) {
        if !self.open {
            self.keep();
        }
    }

    fn keep(&mut self) {
        self.history.push(self.tiles.take_step());
    }
}

/// The nearest edge of a pixel; those before the photo are its own.
fn nearest(edge: f64) -> u32 {
    (edge + 0.5).floor() as u32
}

/// A pixel under a mark, or under an eraser, of this strength.
#[inline]
fn blend(pixel: &mut u8, strength: u8, erase: bool) {
    *pixel = if erase { (*pixel).min(!strength) } else { (*pixel).max(strength) };
}

/// The larger of two numbers. `f64::max`, which thinks of what is no number, is a call in WebAssembly.
#[inline]
fn larger(a: f64, b: f64) -> f64 {
    if a > b { a } else { b }
}

/// The smaller of two numbers.
#[inline]
fn smaller(a: f64, b: f64) -> f64 {
    if a < b { a } else { b }
}
