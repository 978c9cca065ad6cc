//! Strokes, shapes and the overlay, on a mask in tiles.

mod brush;
mod geometry;
mod overlay;
mod patch;
mod tiled_mask;

pub use brush::{Brush, MAX_BRUSH_SIZE};
pub use geometry::{Point, blend, max, min};
pub use overlay::{OverlayColor, project_to_canvas, render_overlay};
pub use patch::UndoStep;
pub use tiled_mask::TiledMask;
