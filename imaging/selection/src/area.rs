//! The part of a photo to work on, at two scales.

use crate::contrast::measure_links;
use crate::geometry::Rect;
use crate::grid::Grid;
use crate::palette::Palette;
use crate::pause::pause;
use crate::photo::{Lab, Photo, to_lab};
use crate::tuning::Tuning;

/// Fine cells to read between pauses, in pixels of the photo.
const PIXELS_PER_PAUSE: f32 = 1_500_000.0;

/// A scale of an area.
#[derive(Clone, Debug, Default)]
pub(crate) struct Level {
    /// The main color of each cell.
    pub labels: Grid<u8>,
    /// How strongly cells are linked, in four directions.
    pub links: Grid<[f32; 4]>,
    /// Cells of this level in one coarse cell, to a side.
    pub scale: f32,
}

/// The part of a photo to work on.
#[derive(Clone, Debug, Default)]
pub(crate) struct Area {
    pub frame: Frame,
    pub palette: Palette,
    pub coarse: Level,
    pub fine: Level,
}

/// Where cells are in the photo.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Frame {
    pub left: f32,
    pub top: f32,
    /// The side of a coarse cell, in pixels.
    pub cell: f32,
    /// Coarse columns.
    pub width: usize,
    /// Coarse rows.
    pub height: usize,
}

impl Frame {
    /// Divides a part of a photo into about this many cells.
    pub fn new(rect: Rect, cells: f32) -> Self {
        let (width, height) = (rect.width().max(1.0), rect.height().max(1.0));
        let cell = (width * height / cells).sqrt().max(2.0);
        let count = |side: f32| ((side / cell).ceil() as usize).max(4);
        Self { left: rect.left, top: rect.top, cell, width: count(width), height: count(height) }
    }

    /// A point of the photo in coarse cells.
    pub fn to_cells(self, (x, y): (f32, f32)) -> (f32, f32) {
        ((x - self.left) / self.cell, (y - self.top) / self.cell)
    }

    /// A rectangle of the photo in coarse cells.
    pub fn rect_to_cells(self, rect: Rect) -> Rect {
        let ((left, top), (right, bottom)) =
            (self.to_cells((rect.left, rect.top)), self.to_cells((rect.right, rect.bottom)));
        Rect { left, top, right, bottom }
    }

    /// The part of the photo that a rectangle of coarse cells covers.
    pub fn rect_of_cells(self, Rect { left, top, right, bottom }: Rect) -> Rect {
        Rect {
            left: self.left + left * self.cell,
            top: self.top + top * self.cell,
            right: self.left + right * self.cell,
            bottom: self.top + bottom * self.cell,
        }
    }

    /// The part of the photo that the cells cover.
    pub fn rect(self) -> Rect {
        self.rect_of_cells(Rect { left: 0.0, top: 0.0, right: self.width as f32, bottom: self.height as f32 })
    }
}

impl Area {
    /// Reads a part of a photo.
    pub async fn new(photo: &Photo, rect: Rect, tuning: &Tuning) -> Self {
        let frame = Frame::new(rect, tuning.cells);
        let cell = frame.cell / 2.0;
        let mut fine = Grid::new(frame.width * 2, frame.height * 2, [0.0f32; 3]);
        let rows_per_pause = (PIXELS_PER_PAUSE / (rect.width().max(1.0) * cell)).max(1.0) as usize;
        for y in 0..fine.height {
            for x in 0..fine.width {
                let (left, top) = (frame.left + x as f32 * cell, frame.top + y as f32 * cell);
                fine.set(y * fine.width + x, to_lab(photo.mean(left, top, left + cell, top + cell)));
            }
            if (y + 1) % rows_per_pause.min(64) == 0 {
                pause().await;
            }
        }
        let coarse = halve(&fine);
        let palette = Palette::new(&coarse.data, tuning.colors as usize, tuning.color_spread);
        pause().await;
        let coarse = Level::new(&coarse, &palette, 1.0, tuning).await;
        pause().await;
        let fine = Level::new(&fine, &palette, 2.0, tuning).await;
        pause().await;
        Self { frame, palette, coarse, fine }
    }

    /// Whether a part of the photo is in this area.
    pub fn contains(&self, rect: Rect) -> bool {
        let own = self.frame.rect();
        self.frame.width > 0
            && own.left <= rect.left
            && own.top <= rect.top
            && own.right >= rect.right
            && own.bottom >= rect.bottom
    }
}

impl Level {
    async fn new(colors: &Grid<Lab>, palette: &Palette, scale: f32, tuning: &Tuning) -> Self {
        let labels = colors.map(|color| palette.label(color));
        pause().await;
        Self { labels, links: measure_links(colors, tuning).await, scale }
    }
}

fn halve(fine: &Grid<Lab>) -> Grid<Lab> {
    let (width, height) = (fine.width / 2, fine.height / 2);
    Grid::from_fn(width, height, |index| {
        let start = index / width * 2 * fine.width + index % width * 2;
        let mut sum = [0.0; 3];
        for next in [start, start + 1, start + fine.width, start + fine.width + 1] {
            for (sum, value) in sum.iter_mut().zip(fine.at(next)) {
                *sum += value / 4.0;
            }
        }
        sum
    })
}
