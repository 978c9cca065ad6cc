//! Refines the edge of a region at the photo's own size, with a guided filter: within a small window, coverage is a linear
//! function of the color.

use crate::area::Frame;
use crate::geometry::Rect;
use crate::grid::Grid;
use crate::pause::pause;
use crate::photo::Photo;
use crate::tuning::Tuning;

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
            let place = Tile { left: left + x, top: top + y, step, radius };
            let size = (side.min(width - x), side.min(height - y));
            let guess = place.guess(frame, cell, &values);
            let is_flat = guess.data.iter().all(|value| *value == guess.at(0));
            if is_flat && guess.at(0) == 0.0 {
                continue;
            }
            let model = if is_flat { None } else { Some(Model::new(&place.colors(photo), guess, &place, tuning)) };
            for row in 0..size.1 {
                let start = (y + row) * width + x;
                let Some(pixels) = coverage.data.get_mut(start..start + size.0) else { continue };
                match &model {
                    None => pixels.fill(255),
                    Some(model) => model.render(photo, &place, row, pixels, tuning),
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

    /// The corner of a sample in the photo.
    fn corner(&self, index: usize) -> (f32, f32) {
        let margin = 2 * self.radius as isize;
        let place = |start: usize, at: usize| (start as isize + (at as isize - margin) * self.step as isize) as f32;
        (place(self.left, index % self.samples()), place(self.top, index / self.samples()))
    }

    /// The coverage of fine cells, interpolated.
    fn guess(&self, frame: Frame, cell: f32, values: &Grid<f32>) -> Grid<f32> {
        let half = self.step as f32 / 2.0;
        Grid::from_fn(self.samples(), self.samples(), |index| {
            let (x, y) = self.corner(index);
            values.sample((x + half - frame.left) / cell, (y + half - frame.top) / cell)
        })
    }

    fn colors(&self, photo: &Photo) -> [Grid<f32>; 3] {
        let size = self.step as f32;
        let samples = Grid::from_fn(self.samples(), self.samples(), |index| {
            let (x, y) = self.corner(index);
            photo.mean(x, y, x + size, y + size)
        });
        [samples.map(|[red, _, _]| red), samples.map(|[_, green, _]| green), samples.map(|[_, _, blue]| blue)]
    }
}

/// Coverage as a linear function of red, green and blue, for each sample.
struct Model {
    factors: [Grid<f32>; 3],
    offset: Grid<f32>,
}

impl Model {
    fn new([red, green, blue]: &[Grid<f32>; 3], guess: Grid<f32>, tile: &Tile, tuning: &Tuning) -> Self {
        let mean = |grid: Grid<f32>| mean(grid, tile.radius);
        let product = |a: &Grid<f32>, b: &Grid<f32>| mean(multiply(a, b));
        let squares = [
            product(red, red),
            product(red, green),
            product(red, blue),
            product(green, green),
            product(green, blue),
            product(blue, blue),
        ];
        let shared = [product(red, &guess), product(green, &guess), product(blue, &guess)];
        let colors = [red, green, blue].map(|color| mean(color.clone()));
        let guess = mean(guess);
        let mut factors = colors.clone().map(|color| color.map(|_| 0.0));
        let mut offset = guess.map(|_| 0.0);
        for index in 0..guess.data.len() {
            let [r, g, b] = colors.each_ref().map(|color| color.at(index));
            let p = guess.at(index);
            let [rr, rg, rb, gg, gb, bb] = squares.each_ref().map(|square| square.at(index));
            let noise = tuning.edge_noise;
            let covariance =
                [rr - r * r + noise, rg - r * g, rb - r * b, gg - g * g + noise, gb - g * b, bb - b * b + noise];
            let [pr, pg, pb] = shared.each_ref().map(|product| product.at(index));
            let solution = solve(covariance, [pr - p * r, pg - p * g, pb - p * b]);
            let [a, c, d] = solution;
            offset.set(index, p - a * r - c * g - d * b);
            factors.iter_mut().zip(solution).for_each(|(factor, value)| factor.set(index, value));
        }
        Self { factors: factors.map(mean), offset: mean(offset) }
    }

    /// Renders a row of a tile.
    fn render(&self, photo: &Photo, tile: &Tile, row: usize, pixels: &mut [u8], tuning: &Tuning) {
        let margin = 2.0 * tile.radius as f32;
        let step = tile.step as f32;
        let y = margin + (row as f32 + 0.5) / step;
        let top = (tile.top + row) as f32;
        for (column, pixel) in pixels.iter_mut().enumerate() {
            let x = margin + (column as f32 + 0.5) / step;
            let left = (tile.left + column) as f32;
            let color = photo.mean(left, top, left + 1.0, top + 1.0);
            let linear: f32 = self.factors.iter().zip(color).map(|(factor, value)| factor.sample(x, y) * value).sum();
            let value = linear + self.offset.sample(x, y);
            *pixel = (((value - 0.5) * tuning.edge_sharpness + 0.5).clamp(0.0, 1.0) * 255.0).round() as u8;
        }
    }
}

#[inline(never)]
fn mean(mut grid: Grid<f32>, radius: usize) -> Grid<f32> {
    grid.blur(radius, 1);
    grid
}

#[inline(never)]
fn multiply(a: &Grid<f32>, b: &Grid<f32>) -> Grid<f32> {
    Grid::from_fn(a.width, a.height, |index| a.at(index) * b.at(index))
}

/// Solves a symmetric system of three equations.
fn solve([a, b, c, d, e, f]: [f32; 6], [x, y, z]: [f32; 3]) -> [f32; 3] {
    let (m, n, o) = (d * f - e * e, c * e - b * f, b * e - c * d);
    let determinant = a * m + b * n + c * o;
    if determinant.abs() < 1e-6 {
        return [0.0; 3];
    }
    let (p, q, r) = (a * f - c * c, b * c - a * e, a * d - b * b);
    [(m * x + n * y + o * z), (n * x + p * y + q * z), (o * x + q * y + r * z)].map(|value| value / determinant)
}
