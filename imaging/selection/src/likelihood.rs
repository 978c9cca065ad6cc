//! How likely colors are on each side of an edge, near a place.

use crate::area::{Area, Level};
use crate::grid::Grid;
use crate::tuning::Tuning;

/// Blocks on the longer side of an area.
const BLOCKS: f32 = 20.0;

/// The colors of one side.
pub(crate) struct Likelihood {
    /// For each color, its weight per block.
    maps: Vec<Grid<f32>>,
    total: Grid<f32>,
    everywhere: Vec<f32>,
    /// Coarse cells to a side of a block.
    block: f32,
    /// The weight of the whole area.
    global: f32,
    floor: f32,
}

impl Likelihood {
    /// Learns the colors of cells by weight.
    pub fn new(area: &Area, tuning: &Tuning, weight: &dyn Fn(usize) -> f32) -> Self {
        let labels = &area.coarse.labels;
        let block = (labels.width.max(labels.height) as f32 / BLOCKS).max(1.0);
        let count = |side: usize| (side as f32 / block).ceil() as usize;
        let (width, height) = (count(labels.width), count(labels.height));
        let number = area.palette.colors.len();
        let mut counts = vec![Grid::new(width, height, 0.0f32); number];
        for (index, label) in labels.data.iter().enumerate() {
            let weight = weight(index);
            if weight > 0.0 {
                let (x, y) = labels.place(index);
                let place = (y as f32 / block) as usize * width + (x as f32 / block) as usize;
                if let Some(grid) = counts.get_mut(*label as usize) {
                    grid.set(place, grid.at(place) + weight);
                }
            }
        }
        let mut maps = share(&counts, &area.palette.similarities);
        let sums: Vec<f32> = maps.iter().map(|map| map.data.iter().sum()).collect();
        let sum = sums.iter().sum::<f32>().max(1e-6);
        let mut total = Grid::new(width, height, 0.0f32);
        for map in &mut maps {
            map.blur(tuning.likelihood_spread as usize, 2);
            total.data.iter_mut().zip(&map.data).for_each(|(total, value)| *total += value);
        }
        let mean = total.data.iter().sum::<f32>() / total.data.len().max(1) as f32;
        Self {
            maps,
            total,
            everywhere: sums.iter().map(|value| value / sum).collect(),
            block,
            global: tuning.likelihood_global * mean.max(1e-3),
            floor: tuning.likelihood_floor,
        }
    }

    /// Learns the colors of a region and of what is around it.
    pub fn of_sides(area: &Area, region: &Grid<bool>, tuning: &Tuning) -> (Self, Self) {
        let learn = |side: bool| Self::new(area, tuning, &|index| f32::from(u8::from(region.at(index) == side)));
        (learn(true), learn(false))
    }

    /// The likelihood of a color in the whole area.
    pub fn anywhere(&self, label: u8) -> f32 {
        self.everywhere.get(label as usize).copied().unwrap_or(0.0) + self.floor
    }

    /// The likelihood of a color at a place, in coarse cells.
    fn at(&self, label: u8, x: f32, y: f32) -> f32 {
        let Some(map) = self.maps.get(label as usize) else { return self.floor };
        let everywhere = self.everywhere.get(label as usize).copied().unwrap_or(0.0);
        let (x, y) = (x / self.block, y / self.block);
        (map.sample(x, y) + self.global * everywhere) / (self.total.sample(x, y) + self.global) + self.floor
    }
}

/// Counts similar colors as each other.
fn share(counts: &[Grid<f32>], similarities: &[f32]) -> Vec<Grid<f32>> {
    let mut maps: Vec<Grid<f32>> = counts.iter().map(|count| count.map(|_| 0.0)).collect();
    for (count, row) in counts.iter().zip(similarities.chunks_exact(counts.len().max(1))) {
        if count.data.iter().all(|value| *value == 0.0) {
            continue;
        }
        for (map, similarity) in maps.iter_mut().zip(row) {
            if *similarity > 0.003 {
                map.data.iter_mut().zip(&count.data).for_each(|(sum, value)| *sum += similarity * value);
            }
        }
    }
    maps
}

/// The logarithm of how much more likely the color of a cell is on the first side than on the second.
pub(crate) fn log_ratio(level: &Level, index: usize, first: &Likelihood, second: &Likelihood) -> f32 {
    let (x, y) = level.labels.place(index);
    let (x, y) = ((x as f32 + 0.5) / level.scale, (y as f32 + 0.5) / level.scale);
    let label = level.labels.at(index);
    (first.at(label, x, y) / second.at(label, x, y)).ln()
}
