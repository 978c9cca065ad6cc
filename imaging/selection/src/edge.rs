//! Refines the edge of a region at the photo's own size, with a guided filter: within a small window, coverage is a linear
//! function of the color.

use crate::area::Frame;
use crate::geometry::Rect;
use crate::grid::Grid;
use crate::pause::pause;
use crate::photo::Photo;
use crate::tuning::Tuning;
use reroom_kernels::guided::{LinearModel, RowPlace};

/// Samples to a side of a tile.
const TILE: usize = 40;
/// Tiles between pauses.
const TILES_PER_PAUSE: usize = 12;

/// Coverage of a part of the photo.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Coverage {
    /// Its left column in the photo.
    pub left: usize,
    /// Its top row in the photo.
    pub top: usize,
    /// Its width.
    pub width: usize,
    /// 0 to 255 for each pixel, row by row.
    pub data: Vec<u8>,
}

/// Renders the coverage of fine cells in a part of the photo.
pub(crate) async fn render(photo: &Photo, frame: Frame, region: &Grid<bool>, part: Rect, tuning: &Tuning) -> Coverage {
    let cell = frame.cell / 2.0;
    // Pixels to a sample: at most a third of a cell.
    let step = (cell / 3.0).floor().max(1.0) as usize;
    let radius = ((tuning.edge_radius * cell / step as f32).round() as usize).max(1);
    let (left, top) = (part.left as usize, part.top as usize);
    let (width, height) = (part.width() as usize, part.height() as usize);
    let mut coverage = Coverage { left, top, width, data: vec![0; width * height] };
    let values = region.map(|inside| if inside { 1.0 } else { 0.0 });
    let side = TILE * step;
    let mut count = 0;
    for y in (0..height).step_by(side) {
        for x in (0..width).step_by(side) {
            let tile = Tile { left: left + x, top: top + y, step, radius };
            let size = (side.min(width - x), side.min(height - y));
            let flat = tile.find_flat(frame, cell, region);
            if flat == Some(false) {
                continue;
            }
            let model = flat.is_none().then(|| tile.fit(photo, &tile.guess(frame, cell, &values), tuning));
            for row in 0..size.1 {
                let start = (y + row) * width + x;
                let Some(pixels) = coverage.data.get_mut(start..start + size.0) else { continue };
                match &model {
                    None => pixels.fill(255),
                    Some(model) => model.render(&photo.planes(), tile.row(row), tuning.edge_sharpness, pixels),
                }
            }
            count += 1;
            if count % TILES_PER_PAUSE == 0 {
                pause().await;
            }
        }
    }
    coverage
}

/// A part of the photo, sampled with a margin.
struct Tile {
    left: usize,
    top: usize,
    /// Pixels to a side of a sample.
    step: usize,
    /// The radius of the filter in samples.
    radius: usize,
}

impl Tile {
    fn samples(&self) -> usize {
        TILE + 4 * self.radius
    }

    /// The first column and row that are sampled.
    fn corner(&self) -> (isize, isize) {
        let margin = (2 * self.radius * self.step) as isize;
        (self.left as isize - margin, self.top as isize - margin)
    }

    /// What all fine cells near the samples are, if they are the same.
    fn find_flat(&self, frame: Frame, cell: f32, region: &Grid<bool>) -> Option<bool> {
        let (left, top) = self.corner();
        let (left, top) = (left as f32 - frame.left, top as f32 - frame.top);
        let side = (self.samples() * self.step) as f32;
        let range = |start: f32| ((start / cell).floor() as isize - 1, ((start + side) / cell).ceil() as isize + 1);
        let ((left, right), (top, bottom)) = (range(left), range(top));
        let first = region.near(left, top);
        let is_flat = (top..bottom).all(|y| (left..right).all(|x| region.near(x, y) == first));
        is_flat.then_some(first)
    }

    /// The coverage of fine cells, interpolated.
    fn guess(&self, frame: Frame, cell: f32, values: &Grid<f32>) -> Vec<f32> {
        let (left, top) = self.corner();
        let place = |start: isize, at: usize| start as f32 + (at as f32 + 0.5) * self.step as f32;
        let columns: Vec<Between> =
            (0..self.samples()).map(|at| Between::new((place(left, at) - frame.left) / cell, values.width)).collect();
        let mut guess = Vec::with_capacity(columns.len() * columns.len());
        for at in 0..self.samples() {
            let row = Between::new((place(top, at) - frame.top) / cell, values.height);
            let (near, far) = (row.near * values.width, row.far * values.width);
            guess.extend(columns.iter().map(|column| {
                let along = |start: usize| column.mix(values.at(start + column.near), values.at(start + column.far));
                row.mix(along(near), along(far))
            }));
        }
        guess
    }

    /// Fits coverage to the colors of the photo.
    fn fit(&self, photo: &Photo, guess: &[f32], tuning: &Tuning) -> LinearModel {
        let mut samples = photo.planes().read_squares(self.corner(), self.step, self.samples());
        for ([.., coverage], guess) in samples.iter_mut().zip(guess) {
            *coverage = *guess;
        }
        LinearModel::fit(&samples, self.samples(), self.radius, tuning.edge_noise)
    }

    /// Where a row of the tile is.
    fn row(&self, row: usize) -> RowPlace {
        let margin = 2.0 * self.radius as f32;
        let half = 0.5 / self.step as f32;
        let y = margin + row as f32 / self.step as f32 + half;
        RowPlace { pixel: (self.left, self.top + row), sample: (margin + half, y), step: self.step }
    }
}

/// A place between the centers of two cells.
struct Between {
    near: usize,
    far: usize,
    /// How much the far one counts.
    share: f32,
}

impl Between {
    fn new(place: f32, count: usize) -> Self {
        let place = place - 0.5;
        let cell = |index: f32| index.clamp(0.0, count.max(1) as f32 - 1.0) as usize;
        Self { near: cell(place.floor()), far: cell(place.floor() + 1.0), share: place - place.floor() }
    }

    fn mix(&self, near: f32, far: f32) -> f32 {
        near + (far - near) * self.share
    }
}
