//! How strongly neighboring cells belong together.

use crate::grid::Grid;
use crate::pause::pause;
use crate::photo::{Lab, distance};
use crate::tuning::Tuning;

/// The directions of links: right, down, down right, down left.
pub(crate) const DIRECTIONS: [(isize, isize); 4] = [(1, 0), (0, 1), (1, 1), (-1, 1)];
const LENGTHS: [f32; 4] = [1.0, 1.0, std::f32::consts::SQRT_2, std::f32::consts::SQRT_2];

/// The links of each cell in the four directions, from 0 at the strongest edges to 1. Differences of color count relative to those
/// in the neighborhood.
pub(crate) async fn measure_links(colors: &Grid<Lab>, tuning: &Tuning) -> Grid<[f32; 4]> {
    let mut steps = Grid::new(colors.width, colors.height, [-1.0f32; 4]);
    let mut means = Grid::new(colors.width, colors.height, 0.0f32);
    for index in 0..colors.data.len() {
        let step = DIRECTIONS.map(|direction| {
            neighbor(colors, index, direction).map_or(-1.0, |next| distance(colors.at(index), colors.at(next)))
        });
        steps.set(index, step);
        let number = step.iter().filter(|value| **value >= 0.0).count().max(1);
        means.set(index, step.iter().map(|value| value.max(0.0)).sum::<f32>() / number as f32);
    }
    pause().await;
    let global = means.data.iter().sum::<f32>() / means.data.len().max(1) as f32;
    means.blur((tuning.locality * colors.width.max(colors.height) as f32) as usize, 2);
    pause().await;
    Grid::from_fn(colors.width, colors.height, |index| {
        let mean = tuning.local_contrast * means.at(index) + (1.0 - tuning.local_contrast) * global + tuning.noise;
        steps.at(index).map(|step| if step < 0.0 { 0.0 } else { (-step / (tuning.contrast * mean)).exp().max(0.004) })
    })
}

/// The neighbor in a direction.
#[inline]
pub(crate) fn neighbor<T: Copy + Default>(grid: &Grid<T>, index: usize, (dx, dy): (isize, isize)) -> Option<usize> {
    let (x, y) = grid.place(index);
    let (x, y) = (x.wrapping_add_signed(dx), y.wrapping_add_signed(dy));
    (x < grid.width && y < grid.height).then(|| y * grid.width + x)
}

/// The links of a cell with the lengths of their directions.
#[inline]
pub(crate) fn directed(links: [f32; 4]) -> impl Iterator<Item = ((isize, isize), f32, f32)> {
    DIRECTIONS.into_iter().zip(links).zip(LENGTHS).map(|((direction, link), length)| (direction, link, length))
}
